"""Count the letters of a period: those sent, the owners reached, the addresses refused."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SettledLetter:
    """A letter that a mail server accepted, or refused for good.

    Attributes:
        recipient: the recipient's id in the outbox.
        site_ids: the sites it names.
        to_owner: the recipient is an owner, not staff.
        accepted: False where it was refused for good.
    """

    recipient: str
    site_ids: tuple[int, ...]
    to_owner: bool
    accepted: bool


@dataclass(frozen=True, slots=True)
class LetterTally:
    """The letters of a period.

    Attributes:
        sent: number of letters that were accepted.
        by_site: number of these about each site, by its id.
        refused: sites whose owner's mail server refused every letter for good.
        reached: sites whose owner's mail server accepted a letter.
        owners_written, owners_reached: number of owners with a letter, and of those whose mail
            server accepted one.
    """

    sent: int = 0
    by_site: Mapping[int, int] = field(default_factory=dict)
    refused: frozenset[int] = frozenset()
    owners_written: int = 0
    owners_reached: int = 0
    reached: frozenset[int] = frozenset()


def tally_letters(letters: Iterable[SettledLetter]) -> LetterTally:
    """Count the letters of a period.

    An owner whose server accepted one letter counts as reached, although it refused others: one
    refusal, as of a full mailbox, does not prove the address wrong.
    """
    settled = list(letters)
    accepted = [letter for letter in settled if letter.accepted]
    to_owners = [letter for letter in accepted if letter.to_owner]
    reached = {letter.recipient for letter in to_owners}
    refused = [letter for letter in settled if letter.to_owner and not letter.accepted]
    unreached = [letter for letter in refused if letter.recipient not in reached]
    return LetterTally(
        sent=len(accepted),
        by_site=Counter(site for letter in accepted for site in letter.site_ids),
        reached=frozenset(site for letter in to_owners for site in letter.site_ids),
        refused=frozenset(site for letter in unreached for site in letter.site_ids),
        owners_reached=len(reached),
        owners_written=len(reached | {letter.recipient for letter in refused}),
    )
