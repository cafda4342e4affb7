"""The demo's programme: six communities, a hundred grantees, and the fate of each site.

Always the same hundred: the random generator has a fixed seed.
"""

import csv
import io
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from watcher.demo.businesses import BUSINESSES, Business

SEED = 2026
A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Group:
    """A community, who coordinates it, and how many sites it was granted."""

    name: str
    coordinator: str
    email: str
    phone: str
    quota: int


COMMUNITIES = (
    Group("ASPPEK", "Hasan Pratama", "hasan@asppek.example", "081200000001", 15),
    Group("APENKUP", "Rahmawati", "rahmawati@apenkup.example", "081200000002", 20),
    Group("WPMI", "Yuliana Sari", "yuliana@wpmi.example", "081200000003", 15),
    Group("AKUMINDO", "Firman Akbar", "firman@akumindo.example", "081200000004", 15),
    Group("GAPEHAMM", "Dewi Lestari", "dewi@gapehamm.example", "081200000005", 20),
    Group("UKM-IKM NUSANTARA", "Anton Wijaya", "anton@ukmnusantara.example", "081200000006", 15),
)


class Fate(StrEnum):
    """What has become of a site at the demo's present."""

    GOOD = "good"
    STALE = "stale"
    UNTOUCHED = "untouched"
    EXPIRED_CERTIFICATE = "expired_certificate"
    SUSPENDED = "suspended"
    PARKED = "parked"  # lost, and registered anew by somebody who sells names
    GAMBLING = "gambling"
    DEAD = "dead"  # the server is gone
    LAPSED = "lapsed"  # the domain was not renewed and the name is gone from the DNS
    SLOW = "slow"
    REDIRECTING = "redirecting"
    BLOCKED = "blocked"  # by an internet provider
    DUE = "due"  # good, and its domain ends in 14 days
    CLEANED = "cleaned"  # was hijacked for three weeks, and cleaned
    SUSPECTED = "suspected"  # looked strange for a month; a person found it safe
    PAST_END = "past_end"  # its domain has ended, and the site still opens


#: The first grantees show one fate each; the others fill the programme up to a hundred.
SHOWN = (
    Fate.GOOD, Fate.STALE, Fate.UNTOUCHED, Fate.EXPIRED_CERTIFICATE, Fate.SUSPENDED, Fate.PARKED,
    Fate.GAMBLING, Fate.DEAD, Fate.SLOW, Fate.REDIRECTING, Fate.BLOCKED, Fate.DUE,
    Fate.CLEANED, Fate.SUSPECTED, Fate.PAST_END,
)  # fmt: skip
OTHERS = {
    Fate.GOOD: 35, Fate.STALE: 16, Fate.UNTOUCHED: 15, Fate.LAPSED: 10, Fate.DEAD: 5,
    Fate.GAMBLING: 2, Fate.PAST_END: 2,
}  # fmt: skip

_NAMES = (
    "Siti", "Ahmad", "Nurul", "Rizki", "Fitri", "Bambang", "Lina", "Agus", "Ratna", "Hendra",
    "Wati", "Joko", "Maya", "Rudi", "Indah", "Dedi", "Sari", "Eko", "Ayu", "Tono",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Grantee:
    """One of the hundred grantees and the site.

    Attributes:
        granted_on: when the site was handed over, with its first year of domain and hosting.
        renewed_on: when the domain was renewed; None where it was not.
        expires: when the domain runs out, as its registry has it today.
        edits: the days on which the owner changed the page, the oldest first.
        answered_on: when the owner answered a reminder; None where nobody did.
    """

    number: int
    business: Business
    community: str
    fate: Fate
    owner: str
    greeting: str
    granted_on: date
    renewed_on: date | None
    expires: date
    edits: tuple[date, ...]
    answered_on: date | None

    @property
    def first_ends(self) -> date:
        """The last day of the year that the grant paid."""
        return self.granted_on + A_YEAR

    @property
    def changed(self) -> date | None:
        """When the content was last changed; None where it never was."""
        return self.edits[-1] if self.edits else None

    @property
    def registered_on(self) -> date:
        """When its name was registered last: a lost one was taken by somebody else since."""
        taken = self.first_ends + timedelta(days=78)
        return taken if self.fate is Fate.PARKED else self.granted_on

    @property
    def host(self) -> str:
        """Its host name, which is its registrable domain too."""
        return "".join(self.business.name.lower().split()) + ".example"

    @property
    def email(self) -> str:
        """Its owner's address; some owners have none."""
        return "" if self.number % 9 == 8 else f"{self.owner.split()[0].lower()}@{self.host}"


def grantees(today: date) -> list[Grantee]:
    """Make the hundred as they stand on a day."""
    draw = random.Random(SEED)  # noqa: S311 - an invented history, not a secret
    fates = [fate for fate, many in OTHERS.items() for _ in range(many)]
    draw.shuffle(fates)
    homes = [group.name for group in COMMUNITIES for _ in range(group.quota)]
    draw.shuffle(homes)
    return [
        _grantee(number, fate, homes[number], today, draw)
        for number, fate in enumerate((*SHOWN, *fates))
    ]


def _grantee(number: int, fate: Fate, community: str, today: date, draw: random.Random) -> Grantee:
    owner = f"{_NAMES[number % 20]} {_NAMES[(number * 7 + 3) % 20]}"
    first_ends = _first_ends(fate, today, draw)
    renewed_on = _renewed_on(fate, first_ends, today, draw)
    expires = first_ends if renewed_on is None else first_ends + A_YEAR
    answers = renewed_on is not None and draw.random() < 0.7
    return Grantee(
        number=number,
        business=BUSINESSES[number],
        community=community,
        fate=fate,
        owner=owner,
        greeting="Ibu" if number % 2 == 0 else "Bapak",
        granted_on=first_ends - A_YEAR,
        renewed_on=renewed_on,
        expires=expires if fate is not Fate.PARKED else first_ends + timedelta(days=78) + A_YEAR,
        edits=tuple(_edits(fate, today, draw)),
        answered_on=renewed_on if answers else None,
    )


def _first_ends(fate: Fate, today: date, draw: random.Random) -> date:
    """When the granted year ends: within the last year for most, soon for some."""
    days = {
        Fate.DUE: (14, 14),
        Fate.LAPSED: (-110, -9),
        Fate.PAST_END: (-20, -3),
        Fate.PARKED: (-200, -200),
    }
    if fate in days:
        return today + timedelta(days=draw.randint(*days[fate]))
    soon = draw.random() < 0.12
    return today + timedelta(days=draw.randint(3, 58) if soon else draw.randint(-330, -20))


def _renewed_on(fate: Fate, first_ends: date, today: date, draw: random.Random) -> date | None:
    """Most renew within the last weeks, some some days too late; a few never do."""
    if fate in (Fate.LAPSED, Fate.PARKED, Fate.PAST_END, Fate.DUE) or first_ends > today:
        return None
    late = draw.random() < 0.2
    on = first_ends + timedelta(days=draw.randint(4, 19) if late else -draw.randint(2, 27))
    return min(on, today - timedelta(days=1))


def _edits(fate: Fate, today: date, draw: random.Random) -> Iterator[date]:
    """When the owner worked on the page within the year; the last time lies close behind."""
    if fate is Fate.UNTOUCHED:
        return
    if fate is Fate.STALE:
        yield today - timedelta(days=draw.randint(150, 330))
        return
    day = today - timedelta(days=draw.randint(290, 355))
    while day < today - timedelta(days=30):
        yield day
        day += timedelta(days=draw.randint(25, 70))
    yield today - timedelta(days=draw.randint(4, 20))


HEADINGS = (
    "No", "Nama Usaha", "Website", "Nama Pemilik", "Sapaan", "Email", "No. WA", "Komunitas",
    "Tanggal Serah Terima", "Tgl Expired", "Hosting Habis", "Registrar", "Hosting",
)  # fmt: skip


def register(sites: Iterable[Grantee], port: int | None = None) -> str:
    """The officer's list of these sites as a CSV, as Indonesian Excel writes it.

    Args:
        port: where the sites answer, when that is not the usual port.
    """
    rows = ([*_row(site, port)] for site in sites)
    return _csv([HEADINGS, *rows])


def communities() -> str:
    """The officer's list of communities as a CSV."""
    heading = ("Komunitas", "Koordinator", "Email", "No. WA", "Kuota")
    rows = [(g.name, g.coordinator, g.email, g.phone, str(g.quota)) for g in COMMUNITIES]
    return _csv([heading, *rows])


def _row(site: Grantee, port: int | None) -> Sequence[str]:
    address = f"https://{site.host}:{port}" if port else f"https://{site.host}"
    hosting = site.first_ends + timedelta(days=30) + (A_YEAR if site.renewed_on else timedelta())
    return (
        str(site.number + 1), site.business.name, address, site.owner, site.greeting, site.email,
        "0" + site.business.phone.removeprefix("62"), site.community, _day(site.granted_on), "",
        _day(hosting) if site.number % 3 else "", "Penyedia Nama Contoh", "Hosting Contoh",
    )  # fmt: skip


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _csv(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    return "\ufeff" + text.getvalue()
