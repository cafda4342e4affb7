"""The demo's programme: six communities, a hundred grantees, and what became of each site.

The same hundred every time: numbers, names and fates follow from the number of the grantee.
"""

import csv
import io
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from watcher.demo.businesses import BUSINESSES, Business

SEED = 2026


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
    """What became of a site."""

    GOOD = "good"
    STALE = "stale"
    UNTOUCHED = "untouched"
    EXPIRED_CERTIFICATE = "expired_certificate"
    SUSPENDED = "suspended"
    PARKED = "parked"
    GAMBLING = "gambling"
    DEAD = "dead"  # the server is gone
    LAPSED = "lapsed"  # the domain was not renewed and the name is gone from the DNS
    SLOW = "slow"
    REDIRECTING = "redirecting"
    BLOCKED = "blocked"  # by an internet provider
    DUE = "due"  # good, and its domain ends in 14 days


#: The first twelve grantees show one fate each; the others fill the programme up to a hundred.
SHOWN = (
    Fate.GOOD, Fate.STALE, Fate.UNTOUCHED, Fate.EXPIRED_CERTIFICATE, Fate.SUSPENDED, Fate.PARKED,
    Fate.GAMBLING, Fate.DEAD, Fate.SLOW, Fate.REDIRECTING, Fate.BLOCKED, Fate.DUE,
)  # fmt: skip
OTHERS = {
    Fate.GOOD: 33, Fate.STALE: 18, Fate.UNTOUCHED: 19, Fate.LAPSED: 10, Fate.DEAD: 6,
    Fate.GAMBLING: 2,
}  # fmt: skip

_NAMES = (
    "Siti", "Ahmad", "Nurul", "Rizki", "Fitri", "Bambang", "Lina", "Agus", "Ratna", "Hendra",
    "Wati", "Joko", "Maya", "Rudi", "Indah", "Dedi", "Sari", "Eko", "Ayu", "Tono",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Grantee:
    """One of the hundred.

    Attributes:
        expires: when the domain runs out.
        changed: when the content was last changed; None where it never was.
    """

    number: int
    business: Business
    community: str
    fate: Fate
    owner: str
    greeting: str
    granted_on: date
    expires: date
    changed: date | None

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
    granted = today - timedelta(days=draw.randint(370, 430))
    owner = f"{_NAMES[number % 20]} {_NAMES[(number * 7 + 3) % 20]}"
    return Grantee(
        number=number,
        business=BUSINESSES[number],
        community=community,
        fate=fate,
        owner=owner,
        greeting="Ibu" if number % 2 == 0 else "Bapak",
        granted_on=granted,
        expires=_expires(fate, today, draw),
        changed=_changed(fate, granted, today, draw),
    )


def _expires(fate: Fate, today: date, draw: random.Random) -> date:
    if fate is Fate.DUE:
        return today + timedelta(days=14)
    if fate is Fate.LAPSED:
        return today - timedelta(days=draw.choice((9, 21, 30, 44, 58, 63, 90, 110)))
    if fate in (Fate.PARKED, Fate.GAMBLING):
        return today + timedelta(days=draw.randint(200, 340))  # somebody else has paid for it
    soon = draw.random() < 0.16
    return today + timedelta(days=draw.randint(3, 58) if soon else draw.randint(70, 330))


def _changed(fate: Fate, granted: date, today: date, draw: random.Random) -> date | None:
    if fate is Fate.UNTOUCHED:
        return None
    if fate is Fate.STALE:
        return granted + timedelta(days=draw.randint(20, 120))
    return today - timedelta(days=draw.randint(4, 80))


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
    hosting = site.expires + timedelta(days=30)
    return (
        str(site.number + 1), site.business.name, address, site.owner, site.greeting, site.email,
        "0" + site.business.phone.removeprefix("62"), site.community, _day(site.granted_on), "",
        _day(hosting), "Penyedia Nama Contoh", "Hosting Contoh",
    )  # fmt: skip


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _csv(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    return "\ufeff" + text.getvalue()
