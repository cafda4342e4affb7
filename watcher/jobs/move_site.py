"""Move a site to another address, as an act of staff."""

from urllib.parse import urlsplit

from watcher.core.sites.act import ActKind
from watcher.jobs.acts import Person
from watcher.jobs.intake.addresses import url
from watcher.jobs.intake.rows import identity_of
from watcher.jobs.intervals import intervals
from watcher.net.address_policy import AddressPolicy
from watcher.probes.domain.registrable import registrable
from watcher.settings import Settings
from watcher.storage.engine import Database
from watcher.storage.register.moves import SiteAddress, address_of, keep_move


def new_address(text: str, settings: Settings) -> str:
    """Return the full URL of a web address as it was typed.

    Raises:
        CellError: it is no web address, or one that must not be watched.
    """
    network = settings.network
    return url(text, AddressPolicy.of(network.allow_addresses, network.allow_ports))


def move(
    database: Database, settings: Settings, site_id: int, to: str, person: Person
) -> str | None:
    """Watch a site at another address from now on.

    Args:
        to: a full URL, from `new_address`.
        person: who moved it, and when.

    Returns:
        The business that is watched at that address already; None where the site was moved.
    """
    address = SiteAddress(identity_of(to), to, registrable(urlsplit(to).hostname or ""))
    before = {"url": address_of(database, site_id)}
    act = person.act(site_id, ActKind.MOVED, {"url": to}, before)
    return keep_move(database, act, address, intervals(settings))
