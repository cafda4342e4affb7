"""All tables. Table classes stay within this package: they are neither validated nor cheap.

Hot tables hold integers only and have no rowid on SQLite: rows lie in the order of their key.
"""

from datetime import date, datetime
from enum import IntEnum

from sqlalchemy import Index, LargeBinary, SmallInteger
from sqlmodel import Field

from watcher.core.looks.observation import Reason
from watcher.storage.columns import Day, Instant, ReasonCode, RowId
from watcher.storage.row import HOT, Row


class CommunityRow(Row, table=True):
    """A community and its coordinator."""

    __tablename__ = "community"
    id: int | None = Field(None, primary_key=True, sa_type=RowId)
    name: str = Field(unique=True)
    coordinator: str = ""
    email: str = ""
    phone: str = ""
    quota: int = 0


class OwnerRow(Row, table=True):
    """The only place that holds a person's name and addresses."""

    __tablename__ = "owner"
    id: str = Field(primary_key=True)
    identity: str = Field(unique=True)  # e-mail, else phone, else name and community
    name: str = ""
    email: str = ""
    phone: str = ""
    greeting: str = ""


class SiteRow(Row, table=True):
    """A granted site. `keeper_id` is the primary site of its domain: looks at that serve all."""

    __tablename__ = "site"
    id: int | None = Field(None, primary_key=True, sa_type=RowId)
    identity: str = Field(unique=True)  # host and path
    url: str
    domain: str | None = Field(None, index=True)
    keeper_id: int | None = Field(None, sa_type=RowId)
    business: str
    community_id: int = Field(foreign_key="community.id", sa_type=RowId)
    owner_id: str | None = Field(None, foreign_key="owner.id")
    granted_on: date | None = Field(None, sa_type=Day)
    grant_ends: date | None = Field(None, sa_type=Day)
    domain_expires: date | None = Field(None, sa_type=Day)
    hosting_expires: date | None = Field(None, sa_type=Day)
    registrar: str = ""
    hosting: str = ""
    paid_until: date | None = Field(None, sa_type=Day)
    standing: str = "active"
    baseline: str | None = None
    answer: str | None = None
    answered_on: date | None = Field(None, sa_type=Day)
    added_at: datetime = Field(sa_type=Instant)
    verbatim: str = ""  # the row as the officer wrote it, as JSON


class PauseRow(Row, table=True):
    """A period in which the office had a site paused: it is in no percentage."""

    __tablename__ = "pause"
    site_id: int = Field(primary_key=True, sa_type=RowId)
    from_at: datetime = Field(primary_key=True, sa_type=Instant)
    to_at: datetime | None = Field(None, sa_type=Instant)
    reason: str = ""
    until: datetime | None = Field(None, sa_type=Instant)  # the planned end
    standing: str = Field("paused", sa_column_kwargs={"server_default": "paused"})


class ActRow(Row, table=True):
    """One act of a person. Never changed, never removed."""

    __tablename__ = "act"
    id: int | None = Field(None, primary_key=True, sa_type=RowId)
    at: datetime = Field(sa_type=Instant)
    site_id: int = Field(index=True, sa_type=RowId)
    kind: str
    by: str
    way: str
    reason: str
    before: str  # JSON: name -> text
    after: str


class ScheduleRow(Row, table=True):
    """When each look is due next, and the fencing token of its last claim.

    `ready_at` is when it may be claimed: while a look is leased, the end of the lease.
    """

    __tablename__ = "probe_schedule"
    __table_args__ = (Index("ix_probe_schedule_due", "vantage", "kind", "ready_at"), HOT)
    site_id: int = Field(primary_key=True, sa_type=RowId)
    kind: int = Field(primary_key=True, sa_type=SmallInteger)
    vantage: int = Field(primary_key=True, sa_type=SmallInteger)
    slot_at: datetime = Field(sa_type=Instant)
    ready_at: datetime = Field(sa_type=Instant)
    token: int = 0
    attempts: int = 0
    misses: int = 0  # inconclusive looks in a row


class ObservationRow(Row, table=True):
    """One look. The slot is part of its key: a look made twice for one slot counts once."""

    __tablename__ = "observation"
    __table_args__ = (HOT,)
    site_id: int = Field(primary_key=True, sa_type=RowId)
    kind: int = Field(primary_key=True, sa_type=SmallInteger)
    vantage: int = Field(primary_key=True, sa_type=SmallInteger)
    slot_at: datetime = Field(primary_key=True, sa_type=Instant)
    late_s: int = 0  # seconds from the slot to the beginning of the look
    outcome: int = Field(sa_type=SmallInteger)
    reason: Reason = Field(sa_type=ReasonCode)
    http: int = 0
    took_ms: int = 0


class BeliefRow(Row, table=True):
    """What is believed of a site between two looks."""

    __tablename__ = "belief"
    __table_args__ = (HOT,)
    site_id: int = Field(primary_key=True, sa_type=RowId)
    kind: int = Field(primary_key=True, sa_type=SmallInteger)
    status: int = Field(sa_type=SmallInteger)
    since: datetime | None = Field(None, sa_type=Instant)
    reason: Reason = Field(sa_type=ReasonCode)
    outcome: int | None = Field(None, sa_type=SmallInteger)
    streak: int = 0
    streak_began: datetime | None = Field(None, sa_type=Instant)
    decided_at: datetime | None = Field(None, sa_type=Instant)
    seen_at: datetime | None = Field(None, sa_type=Instant)


class IncidentRow(Row, table=True):
    """A confirmed outage, dated to its first failed look."""

    __tablename__ = "incident"
    site_id: int = Field(primary_key=True, sa_type=RowId)
    opened_at: datetime = Field(primary_key=True, sa_type=Instant)
    resolved_at: datetime | None = Field(None, sa_type=Instant)
    reason: Reason = Field(sa_type=ReasonCode)
    address: str = ""


class FactKind(IntEnum):
    """What a fact is about. The numbers are stored."""

    CERTIFICATE = 1
    DOMAIN = 2
    PAGE = 3
    CONTENT = 4
    CLAIMS = 5
    DELEGATION = 6
    GLIMPSE = 7  # the verdict on the first bytes of a page


class FactRow(Row, table=True):
    """A fact, and the first and last look of the time over which it was found unchanged."""

    __tablename__ = "fact"
    __table_args__ = (HOT,)
    site_id: int = Field(primary_key=True, sa_type=RowId)
    kind: int = Field(primary_key=True, sa_type=SmallInteger)
    first_at: datetime = Field(primary_key=True, sa_type=Instant)
    last_at: datetime = Field(sa_type=Instant)
    key: str
    value: str


class DayStripRow(Row, table=True):
    """A day of a site in about 60 bytes. Never pruned."""

    __tablename__ = "day_strip"
    __table_args__ = (HOT,)
    site_id: int = Field(primary_key=True, sa_type=RowId)
    day: date = Field(primary_key=True, sa_type=Day)
    up_s: int = 0
    down_s: int = 0
    looks: int = 0
    conclusive: int = 0
    blips: int = Field(0, sa_column_kwargs={"server_default": "0"})  # failures never confirmed
    strip: bytes = Field(sa_type=LargeBinary)


class GapRow(Row, table=True):
    """A period in which the watcher itself could not look."""

    __tablename__ = "gap"
    vantage: int = Field(primary_key=True, sa_type=SmallInteger)
    from_at: datetime = Field(primary_key=True, sa_type=Instant)
    to_at: datetime | None = Field(None, sa_type=Instant)
    reason: Reason = Field(sa_type=ReasonCode)


class RefusalRow(Row, table=True):
    """A server that refuses our requests, and how often it did so in a row."""

    __tablename__ = "refusal"
    server: str = Field(primary_key=True)
    until: datetime = Field(sa_type=Instant)
    in_a_row: int = 1


class RegistryTurnRow(Row, table=True):
    """When a registry server may be queried next."""

    __tablename__ = "registry_turn"
    server: str = Field(primary_key=True)
    free_at: datetime = Field(sa_type=Instant)


class RdapListRow(Row, table=True):
    """IANA's list of RDAP servers: one row."""

    __tablename__ = "rdap_list"
    id: int = Field(primary_key=True)
    servers: str  # JSON: top-level domain -> base URL
    etag: str
    asked_at: datetime = Field(sa_type=Instant)


class LetterState(IntEnum):
    """The state of a letter. The numbers are stored."""

    QUEUED = 0
    SENDING = 1  # handed to the server, no answer recorded yet
    SENT = 2
    REFUSED = 3  # for good
    CANCELLED = 4  # overtaken by events
    UNCERTAIN = 5  # the program died between sending and recording the reply


class OutboxRow(Row, table=True):
    """A letter: frozen bytes and one Message-ID from the moment it was decided on."""

    __tablename__ = "outbox"
    id: int | None = Field(None, primary_key=True, sa_type=RowId)
    dedup_key: str = Field(unique=True)
    occasion: str = Field(index=True)
    kind: str
    role: str
    recipient: str  # an owner's id, or "officer"; the address is in the frozen bytes
    site_ids: str  # JSON
    urgent: bool = False
    message_id: str
    mail_from: str
    rcpt_to: str
    mime: bytes = Field(sa_type=LargeBinary)
    state: int = Field(0, sa_type=SmallInteger, index=True)
    attempts: int = 0
    created_at: datetime = Field(sa_type=Instant)
    not_before: datetime = Field(sa_type=Instant)
    lease_until: datetime | None = Field(None, sa_type=Instant)
    sent_at: datetime | None = Field(None, sa_type=Instant)
    reply: str = ""


class DaemonRow(Row, table=True):
    """The daemon that last ran: its process, its start, and its last heartbeat."""

    __tablename__ = "daemon"
    vantage: int = Field(primary_key=True, sa_type=SmallInteger)
    pid: int
    host: str
    version: str
    started_at: datetime = Field(sa_type=Instant)
    beat_at: datetime = Field(sa_type=Instant)


class ClosedMonthRow(Row, table=True):
    """One edition of a closed month: 0 for the first one, 1 for its first revision."""

    __tablename__ = "closed_month"
    month: str = Field(primary_key=True)
    edition: int = Field(primary_key=True, sa_type=SmallInteger)
    closed_at: datetime = Field(sa_type=Instant)
    filed_at: datetime | None = Field(None, sa_type=Instant)  # put into the folder of reports
    outline: str  # JSON: the figures that later months are compared with
    marks: str  # JSON: the state of each site
    frozen: bytes = Field(sa_type=LargeBinary)
