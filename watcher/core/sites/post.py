"""What became of the letters of a period: who was reached by them, and who refused them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SettledLetter:
    """A letter that a mail server took, or refused for good.

    Attributes:
        recipient: the id of whom it was for, as in the outbox.
        site_ids: the sites it names.
    """

    recipient: str
    site_ids: tuple[int, ...]
    to_owner: bool
    accepted: bool


@dataclass(frozen=True, slots=True)
class Post:
    """The letters of a period.

    Attributes:
        by_site: letters that went out, by the site they were about.
        refused: sites whose owner's server turned every letter down for good; `reached`: whose
            owner's server accepted one.
        owners_written, owners_reached: owners with a letter, and those of them whose server
            accepted one.
    """

    sent: int = 0
    by_site: Mapping[int, int] = field(default_factory=dict)
    refused: frozenset[int] = frozenset()
    owners_written: int = 0
    owners_reached: int = 0
    reached: frozenset[int] = frozenset()


def tally_post(letters: Iterable[SettledLetter]) -> Post:
    """Count the letters of a period.

    An owner whose server accepted one letter counts as reached, whatever it refused besides: a
    full mailbox in one week says nothing of the address.
    """
    settled = list(letters)
    accepted = [one for one in settled if one.accepted]
    reached = {one.recipient for one in accepted if one.to_owner}
    refused = [one for one in settled if one.to_owner and not one.accepted]
    unreached = [one for one in refused if one.recipient not in reached]
    return Post(
        sent=len(accepted),
        by_site=Counter(site for one in accepted for site in one.site_ids),
        reached=frozenset(site for one in accepted if one.to_owner for site in one.site_ids),
        refused=frozenset(site for one in unreached for site in one.site_ids),
        owners_reached=len(reached),
        owners_written=len(reached | {one.recipient for one in refused}),
    )
