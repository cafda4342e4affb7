"""What reports and the status read: history as core's plain records.

Sums come from day strips, never from raw looks, so that ten thousand sites cost what they
print and not what was probed.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, RowMapping, select

from watcher.core.history import Gap, History, SiteHistory
from watcher.core.observation import DomainFacts, Kind, Outcome, Reason
from watcher.core.period import Month, Period, local_day
from watcher.core.renewal import Answered, believe
from watcher.core.site import Site
from watcher.core.uptime import Tally
from watcher.storage import known
from watcher.storage.beliefs import incidents_of
from watcher.storage.engine import Database
from watcher.storage.gaps import gaps_in
from watcher.storage.known import Kept
from watcher.storage.office_word import pauses
from watcher.storage.outbox import post_of
from watcher.storage.register import all_communities, all_sites, keepers
from watcher.storage.strips import any_look, look_counts, tallies
from watcher.storage.tables import BeliefRow, table_of

_BELIEF = table_of(BeliefRow)
_LAST_DAYS = timedelta(days=2)
#: Instants are stored in whole seconds: what happens in this one is part of a period until now.
_THIS_SECOND = timedelta(seconds=1)


def month(database: Database, wanted: Month, zone: ZoneInfo, now: datetime) -> History:
    """Read a calendar month; one that is not over yet is read until now."""
    period = wanted.period(zone)
    until = max(now + _THIS_SECOND, period.start)
    return read(database, Period(period.start, min(period.end, until)), zone)


def until_now(database: Database, zone: ZoneInfo, now: datetime) -> History:
    """Read the running month, for the state of today."""
    return month(database, Month.of(now, zone), zone, now)


def was_watched(database: Database, wanted: Month, zone: ZoneInfo) -> bool:
    """Whether there was any look in a month."""
    period = wanted.period(zone)
    with database.read() as connection:
        return any_look(connection, local_day(period.start, zone), wanted.last)


def measured(
    database: Database, period: Period, zone: ZoneInfo
) -> tuple[dict[int, Tally], tuple[Gap, ...]]:
    """What is known of a closed period that later looks could still change."""
    first, last = local_day(period.start, zone), local_day(period.end - _THIS_SECOND, zone)
    with database.read() as connection:
        return tallies(connection, first, last), tuple(gaps_in(connection, period))


def read(database: Database, period: Period, zone: ZoneInfo) -> History:
    """Read one period of all sites; the states are those of its end."""
    with database.read() as connection:
        return _History(connection, period, zone).read()


class _History:
    """The queries behind one reading, all of one moment."""

    def __init__(self, connection: Connection, period: Period, zone: ZoneInfo) -> None:
        self.connection, self.period, self.zone = connection, period, zone
        at = period.end
        self.first = local_day(period.start, zone)
        # the end is half-open: a month's last day is the day before the midnight it ends on
        self.last = local_day(max(at - timedelta(seconds=1), period.start), zone)
        self.today = local_day(at, zone)
        self.tallies = tallies(connection, self.first, self.last)
        self.counts = look_counts(connection, self.last - _LAST_DAYS, self.last)
        self.incidents = incidents_of(connection, None, period)
        self.pages = known.pages_until(connection, at)
        self.contents = known.contents_until(connection, at)
        self.claims = known.claims_until(connection, at)
        self.answers = known.answers_until(connection, at)
        self.certificates = known.certificates_until(connection, at)
        self.delegations = known.delegations_until(connection, at)
        self.keepers = keepers(connection)
        self.pauses = pauses(connection)
        self.post = post_of(connection, period)
        self.beliefs = _last_looks(connection, at)

    def read(self) -> History:
        month_counts = look_counts(self.connection, self.first, self.last)
        sites = tuple(self._site(site) for site in self._granted())
        return History(
            period=self.period,
            taken_at=self.period.end,
            zone=self.zone,
            communities=tuple(all_communities(self.connection)),
            sites=sites,
            gaps=tuple(gaps_in(self.connection, self.period)),
            looks=sum(looks for looks, _ in month_counts.values()),
            post=self.post,
            began=min((s.site.added_at for s in sites if s.site.added_at), default=None),
        )

    def _granted(self) -> list[Site]:
        """Sites that were in the register by the end of the period."""
        at = self.period.end
        return [s for s in all_sites(self.connection) if s.added_at is None or s.added_at < at]

    def _site(self, site: Site) -> SiteHistory:
        looks, conclusive = self.counts.get(site.id, (0, 0))
        keeper = self.keepers.get(site.id, site.id)
        kept, delegation = self.answers.get(keeper, []), self.delegations.get(keeper)
        answers = tuple(map(self._answered, kept))
        claims = self.claims.get(site.id)
        certificate = self.certificates.get(site.id)
        last = self.beliefs.get(site.id)
        return SiteHistory(
            site=site,
            tally=self.tallies.get(site.id, Tally()),
            paused=self._paused(site.id),
            conclusive=conclusive,
            looks=looks,
            last_reason=last["reason"] if last else Reason.OK,
            failed_at=last["decided_at"] if last and last["outcome"] == Outcome.FAILED else None,
            incidents=tuple(self.incidents.get(site.id, ())),
            pages=tuple(self.pages.get(site.id, ())),
            contents=tuple(self.contents.get(site.id, ())),
            claims=claims.value if claims else (),
            fetched_at=claims.last_at if claims else None,
            answers=answers,
            believed=believe(answers, self.today, site.paid_until),
            domain_checked_at=kept[-1].last_at if kept else None,
            delegation=delegation.value if delegation else None,
            certificate=certificate.value if certificate else None,
            certificate_seen_at=certificate.last_at if certificate else None,
        )

    def _answered(self, kept: Kept[DomainFacts]) -> Answered:
        days = (local_day(at, self.zone) for at in (kept.first_at, kept.last_at))
        return Answered(kept.value, *days)

    def _paused(self, site_id: int) -> timedelta:
        stretches = self.pauses.get(site_id, [])
        end = self.period.end
        spans = (Period(start, to or end).overlap(self.period).length for start, to in stretches)
        return sum(spans, timedelta())


def _last_looks(connection: Connection, at: datetime) -> dict[int, RowMapping]:
    """How each site's last conclusive look ended, unless that look came after `at`."""
    rows = connection.execute(
        select(_BELIEF).where(_BELIEF.c.kind == int(Kind.AVAILABILITY), _BELIEF.c.decided_at <= at)
    )
    return {row["site_id"]: row for row in rows.mappings()}
