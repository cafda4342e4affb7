"""The register: granted sites, their owners and communities, and the terms of the grant."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class MonitoringStatus(StrEnum):
    """Whether a site is watched; only ACTIVE ones count in percentages."""

    ACTIVE = "active"
    PAUSED = "paused"  # libur, pindah alamat
    CLOSED = "closed"  # usaha tutup
    WITHDRAWN = "withdrawn"  # hibah ditarik


class OwnerAnswer(StrEnum):
    """The word with which the subject of an owner's mail begins; the same in every language."""

    DONE = "SUDAH"
    HELP = "BANTU"
    CLOSE = "TUTUP"
    STOP = "BERHENTI"


@dataclass(frozen=True, slots=True)
class Community:
    """A community of grantees, its coordinator, and its quota of granted sites."""

    id: int
    name: str
    coordinator: str = ""
    email: str = ""
    phone: str = ""
    quota: int = 0


@dataclass(frozen=True, slots=True)
class Owner:
    """A grantee.

    Attributes:
        id: random; logs and history hold nothing else of the person.
        greeting: how the person is addressed ("Ibu"); empty for the neutral form.
        phone: digits with country code ("62812..."), or empty.
    """

    id: str
    name: str
    email: str = ""
    phone: str = ""
    greeting: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """One granted website.

    Attributes:
        url: absolute http(s) URL of the home page, host as an A-label.
        domain: registrable name in A-labels; None on a platform, where nothing expires.
        business: the name of the business in the register.
        domain_expires, hosting_expires: the last day, entered by an officer; None for none.
        paid_until: the end of a domain's term that an officer has seen paid.
        standing: whether it is watched.
        baseline: fingerprint of the content at hand-over; None where it was not seen.
        answer, answered_on: the owner's last answer, and its day; None where none was entered.
    """

    id: int
    url: str
    domain: str | None
    business: str
    community_id: int
    owner_id: str | None = None
    granted_on: date | None = None
    grant_ends: date | None = None
    domain_expires: date | None = None
    hosting_expires: date | None = None
    registrar: str = ""
    hosting: str = ""
    paid_until: date | None = None
    standing: MonitoringStatus = MonitoringStatus.ACTIVE
    baseline: str | None = None
    answer: OwnerAnswer | None = None
    answered_on: date | None = None
    added_at: datetime | None = None

    @property
    def host(self) -> str:
        """The host of the URL with its port, without a leading "www."."""
        rest = self.url.split("://", 1)[-1].split("/", 1)[0]
        return rest.removeprefix("www.")

    @property
    def address(self) -> str:
        """The host without a port, as texts name the site."""
        return self.host.partition(":")[0]
