"""What one look found: an outcome, a reason, and the facts that came with it.

Failures of the network are values here, never exceptions. The reasons are a closed list,
kept in the database and shown in JSON; wording/ holds a sentence for each.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum

from watcher.core.pages.kind import PageVerdict
from watcher.core.pages.page_facts import PageFacts


class Kind(IntEnum):
    """The kinds of look, one for each probe. The numbers are stored."""

    AVAILABILITY = 1
    DOMAIN = 2
    PAGE = 3
    DELEGATION = 4


class Outcome(IntEnum):
    """What a look proves; UNKNOWN proves nothing. The numbers are stored."""

    OK = 1
    FAILED = 2
    UNKNOWN = 3


class Reason(StrEnum):
    """Why a look ended as it did; one list for all kinds of look."""

    OK = "ok"
    SLOW = "slow"
    TRUNCATED = "truncated"
    TOO_LARGE = "too_large"
    EMPTY_PAGE = "empty_page"
    APP_ERROR = "app_error"
    BAD_ENCODING = "bad_encoding"
    BAD_CHARSET = "bad_charset"
    HTTP_3XX = "http_3xx"
    HTTP_4XX = "http_4xx"
    HTTP_5XX = "http_5xx"
    HTTP_OTHER = "http_other"
    AUTH_REQUIRED = "auth_required"
    MAINTENANCE = "maintenance"
    CHALLENGE = "challenge"
    RATE_LIMITED = "rate_limited"
    BAD_HTTP = "bad_http"
    NOT_HTTP = "not_http"
    HTTP_TOO_LARGE = "http_too_large"
    BAD_REDIRECT = "bad_redirect"
    BLOCKED_SCHEME = "blocked_scheme"
    BLOCKED_ADDRESS = "blocked_address"
    REDIRECT_LOOP = "redirect_loop"
    REDIRECT_LIMIT = "redirect_limit"
    OFFSITE_REDIRECT = "offsite_redirect"
    CONNECT_REFUSED = "connect_refused"
    RESET = "reset"
    CLOSED = "closed"
    TIMEOUT_CONNECT = "timeout_connect"
    TIMEOUT_TLS = "timeout_tls"
    TIMEOUT_READ = "timeout_read"
    TIMEOUT_TOTAL = "timeout_total"
    TLS_EXPIRED = "tls_expired"
    TLS_EXPIRING = "tls_expiring"
    TLS_NOT_YET_VALID = "tls_not_yet_valid"
    TLS_WRONG_HOST = "tls_wrong_host"
    TLS_SELF_SIGNED = "tls_self_signed"
    TLS_UNTRUSTED = "tls_untrusted"
    TLS_INCOMPLETE_CHAIN = "tls_incomplete_chain"
    TLS_OLD_PROTOCOL = "tls_old_protocol"
    TLS_CLIENT_CERT = "tls_client_cert"
    TLS_WEAK = "tls_weak"
    TLS_ODD_DATES = "tls_odd_dates"
    TLS_INVALID = "tls_invalid"
    TLS_ERROR = "tls_error"
    NOT_TLS = "not_tls"
    DNS_NXDOMAIN = "dns_nxdomain"
    DNS_NODATA = "dns_nodata"
    DNS_SERVFAIL = "dns_servfail"
    DNS_REFUSED = "dns_refused"
    DNS_TIMEOUT = "dns_timeout"
    DNS_ERROR = "dns_error"
    ISP_BLOCK = "isp_block"
    HOSTING_SUSPENDED = "hosting_suspended"
    DOMAIN_EXPIRED = "domain_expired"
    PARKED = "parked"
    DEFAULT_PAGE = "default_page"
    DIRECTORY_LISTING = "directory_listing"
    COMING_SOON = "coming_soon"
    PLACEHOLDER = "placeholder"
    SOFT_404 = "soft_404"
    HIJACKED = "hijacked"
    OWN_NETWORK = "own_network"
    OWN_DNS = "own_dns"
    INTERNAL_ERROR = "internal_error"
    # registry looks only
    NOT_FOUND = "not_found"
    NO_DATE = "no_date"
    BAD_DATE = "bad_date"
    AMBIGUOUS_DATE = "ambiguous_date"
    WRONG_DOMAIN = "wrong_domain"
    BAD_ANSWER = "bad_answer"
    REFERRAL_LOOP = "referral_loop"
    DISAGREEMENT = "disagreement"
    NO_SERVER = "no_server"
    # causes of a state only: no look ends with one
    NOT_LOOKED = "not_looked"  # no look has been made yet
    PAGE_UNREAD = "page_unread"  # the home page was not read within the last week
    UNKNOWN_CONTENT = "unknown_content"  # nothing on the page ties it to the owner
    REVIEW = "review"  # a suspicion that a person has to check
    NEWLY_WATCHED = "newly_watched"  # watched for too short a time to see a change
    NO_EVIDENCE = "no_evidence"  # nothing on the page proves use or disuse
    REREGISTERED = "reregistered"  # the name was registered anew, perhaps by somebody else
    HANDED_OVER = "handed_over"  # the content has not changed since the hand-over


@dataclass(frozen=True, slots=True)
class Phases:
    """When each phase of the last hop ended, in milliseconds since the look began."""

    dns: float = 0.0
    connect: float = 0.0
    tls: float = 0.0
    first_byte: float = 0.0
    total: float = 0.0


@dataclass(frozen=True, slots=True)
class Certificate:
    """The leaf certificate of a server, valid or not. Times aware UTC."""

    not_before: datetime
    not_after: datetime
    issuer: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HttpFacts:
    """The answer that ended a look.

    Attributes:
        bytes: decoded body bytes that were read.
        sha256: hex digest of the decoded body; None unless the whole page was asked for.
    """

    status: int
    final_url: str
    redirects: tuple[str, ...]
    bytes: int
    sha256: str | None
    title: str


@dataclass(frozen=True, slots=True)
class AvailabilityFacts:
    """What an availability look learned before it ended; the rest keeps its defaults."""

    addresses: tuple[str, ...] = ()
    cnames: tuple[str, ...] = ()
    address: str | None = None  # the one that was dialled
    http: HttpFacts | None = None
    phases: Phases | None = None
    certificate: Certificate | None = None
    page: PageVerdict | None = None  # None for an error page: its words are not the owner's


class DomainState(StrEnum):
    """Where a registration stands in its life, in the words of the JSON contract."""

    REGISTERED = "registered"
    EXPIRING = "expiring"  # 60 days or fewer are left
    EXPIRED = "expired"
    GRACE = "grace"
    REDEMPTION = "redemption"
    PENDING_DELETE = "pending_delete"
    HOLD = "hold"
    UNREGISTERED = "unregistered"
    NOT_APPLICABLE = "not_applicable"  # a name on a platform has no expiry of its own
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class DomainFacts:
    """What a registry answered about one registrable name. Registrant data is never kept.

    Attributes:
        registered: True, False ("no such name"), or None when the answer does not tell.
        expires_on: the calendar day the registry printed; never shifted to another zone.
        expires_at: the instant, aware UTC, where the answer states one.
        registrar_expires_on: the registrar's own date where it differs (auto-renew trap).
        statuses: normalised lower-case words without spaces or punctuation ("clienthold").
        source: "rdap", "whois" or "manual".
    """

    domain: str
    registered: bool | None = None
    expires_on: date | None = None
    expires_at: datetime | None = None
    registrar_expires_on: date | None = None
    registrar: str | None = None
    statuses: tuple[str, ...] = ()
    nameservers: tuple[str, ...] = ()
    registered_at: datetime | None = None
    changed_at: datetime | None = None
    source: str = "rdap"


@dataclass(frozen=True, slots=True)
class DelegationFacts:
    """What the DNS answers about one registrable name.

    Attributes:
        nameservers: lower-case, sorted.
        primary: the server that its SOA record names first; empty without one.
        signed: the zone above holds a DS record for it.
    """

    domain: str
    nameservers: tuple[str, ...] = ()
    primary: str = ""
    signed: bool = False


Facts = AvailabilityFacts | DomainFacts | DelegationFacts | PageFacts


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of a probe.

    Attributes:
        retry_after: how long the site asks us to wait; zero where it does not ask.
    """

    outcome: Outcome
    reason: Reason = Reason.OK
    facts: Facts | None = None
    retry_after: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Observation:
    """A finding with its site, kind and time.

    Attributes:
        slot_at: the planned instant on the site's grid, aware UTC: the look's identity.
        at: when the look began, aware UTC.
        took: how long it took, by a monotonic clock.
    """

    site_id: int
    kind: Kind
    slot_at: datetime
    at: datetime
    took: timedelta = field(default=timedelta())
    finding: Finding = field(default=Finding(Outcome.UNKNOWN, Reason.INTERNAL_ERROR))
