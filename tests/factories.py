"""Builders for tests: what matters is named, the rest is some plain default."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from watcher.core.observation import Finding, Kind, Observation, Outcome, Reason
from watcher.core.site import Site

T0 = datetime(2026, 10, 5, 2, 0, tzinfo=UTC)
JAKARTA = ZoneInfo("Asia/Jakarta")

#: A letter of a story -> what a look found.
LETTERS = {
    "o": Finding(Outcome.OK),
    "x": Finding(Outcome.FAILED, Reason.CONNECT_REFUSED),
    "?": Finding(Outcome.UNKNOWN, Reason.OWN_NETWORK),
}


def minute(n: float) -> datetime:
    """So many minutes into the story."""
    return T0 + timedelta(minutes=n)


def a_site(number: int = 1, **known: object) -> Site:
    """A granted site."""
    values: dict[str, object] = {
        "id": number,
        "url": f"https://usaha{number}.example/",
        "domain": f"usaha{number}.example",
        "business": f"Usaha {number}",
        "community_id": 1,
        "owner_id": f"owner{number}",
        "granted_on": date(2025, 11, 1),
    }
    return Site(**(values | known))  # type: ignore[arg-type]


def a_look(
    letter: str = "o", at: datetime = T0, site_id: int = 1, kind: Kind = Kind.AVAILABILITY
) -> Observation:
    """One look of a story."""
    return Observation(site_id, kind, at, at, finding=LETTERS[letter])


def a_story(letters: str, every: float = 15.0, site_id: int = 1) -> list[Observation]:
    """Looks in a row, one a letter; spaces are looks that were never made."""
    return [
        a_look(letter, minute(n * every), site_id)
        for n, letter in enumerate(letters)
        if letter != " "
    ]
