"""Find the names behind the ids that the outbox stores: sites and recipients of letters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from watcher.cli.invocation import spoken
from watcher.core.reminders.notice import Role
from watcher.core.sites.site import Community, Owner, Site
from watcher.storage.engine import Database
from watcher.storage.register import register
from watcher.wording.formats import readable_host
from watcher.wording.letter_names import ROLES

if TYPE_CHECKING:
    from watcher.settings import Settings

_ = spoken


@dataclass(frozen=True, slots=True)
class Names:
    """The register, by the ids that letters hold; `officer` is the officer's name."""

    sites: Mapping[int, Site]
    owners: Mapping[str, Owner]
    communities: Mapping[str, Community]
    officer: str

    @classmethod
    def of(cls, database: Database, settings: "Settings") -> "Names":
        """Read the register."""
        return cls(
            {site.id: site for site in register.sites(database)},
            register.owners(database),
            {str(community.id): community for community in register.communities(database)},
            settings.programme.officer,
        )

    def hosts(self, ids: Sequence[int]) -> list[str]:
        """Return the hosts of sites, decoded for reading; "#id" for an unknown site."""
        return [readable_host(self.sites[n].host) if n in self.sites else f"#{n}" for n in ids]

    def person(self, role: str, recipient: str) -> str:
        """Return the recipient's name; "" where none is known."""
        if role == Role.OWNER:
            owner = self.owners.get(recipient)
            return f"{owner.greeting} {owner.name}".strip() if owner else ""
        if role == Role.COORDINATOR:
            community = self.communities.get(recipient)
            return community.coordinator if community else ""
        return self.officer if role == Role.OFFICER else ""

    def addressee(self, role: str, recipient: str) -> str:
        """Return name and role: "Siti (owner)"."""
        name, part = self.person(role, recipient), _(ROLES[role])
        return f"{name} ({part})" if name else part
