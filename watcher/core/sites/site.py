"""The register: who was granted what, in which community, until when."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class MonitoringStatus(StrEnum):
    """Whether a site is watched: all but ACTIVE leave every percentage."""

    ACTIVE = "active"
    PAUSED = "paused"  # libur, pindah alamat
    CLOSED = "closed"  # usaha tutup
    WITHDRAWN = "withdrawn"  # hibah ditarik


class OwnerAnswer(StrEnum):
    """The word an answer's subject begins with. The same in every language: a mailbox reads it."""

    DONE = "SUDAH"
    HELP = "BANTU"
    CLOSE = "TUTUP"
    STOP = "BERHENTI"


@dataclass(frozen=True, slots=True)
class Community:
    """A community of grantees, the person who coordinates it, and how many sites it was granted."""

    id: int
    name: str
    coordinator: str = ""
    email: str = ""
    phone: str = ""
    quota: int = 0


@dataclass(frozen=True, slots=True)
class Owner:
    """A grantee. `id` is random, and is all that logs and history ever know of the person.

    Attributes:
        greeting: how the person wants to be addressed ("Ibu"); empty for the neutral form.
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
        business: the name of the business as the register has it.
        domain_expires: the day the officer typed; None where nobody did.
        hosting_expires: the day the officer typed; None where nobody did.
        paid_until: the end of a domain's term that an officer has seen paid.
        answer: what its owner last said, on `answered_on`; None where nobody wrote it down.
        baseline: fingerprint of the content at hand-over; None where it was not seen.
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
        """What people call it: the host without a port."""
        return self.host.partition(":")[0]
