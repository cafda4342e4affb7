"""Read the history of a period as core's records: the input of reports and of the status.

Sums come from day strips, never from raw looks: the cost grows with the number of sites, not of
looks.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from watcher.core.domains.expiry import ExpiryKind
from watcher.core.domains.renewal import DatedAnswer, believe
from watcher.core.looks.access import Availability
from watcher.core.looks.observation import DomainFacts, Reason
from watcher.core.looks.uptime import Tally
from watcher.core.period import Month, Period, local_day
from watcher.core.sites.decisions import Decisions, before, decisions
from watcher.core.sites.site import MonitoringStatus, Site
from watcher.core.sites.site_history import Gap, History, SiteHistory
from watcher.storage.engine import Database
from watcher.storage.letters.outbox import post_of
from watcher.storage.looks import fact_reader
from watcher.storage.looks.availability_history import (
    availability_at,
    blind_reasons,
    first_looks,
    tallies_since,
    watched_periods,
)
from watcher.storage.looks.beliefs import incidents_of
from watcher.storage.looks.fact_reader import StoredFact
from watcher.storage.looks.gaps import gaps_in
from watcher.storage.looks.strips import any_look, blip_counts, look_counts
from watcher.storage.register.act_rows import all_acts, pauses
from watcher.storage.register.register import all_communities, all_sites, primary_sites

_LAST_DAYS = timedelta(days=2)
#: Instants are stored in whole seconds: a period until now includes the running second.
_THIS_SECOND = timedelta(seconds=1)


def month(
    database: Database, wanted: Month, zone: ZoneInfo, now: datetime, interval: timedelta
) -> History:
    """Read a calendar month; one that is not over yet is read until now.

    Args:
        zone: the office's time zone, in which the month begins and ends.
        interval: how often availability is looked at: what a look vouches for.
    """
    period = wanted.period(zone)
    until = max(now + _THIS_SECOND, period.start)
    return read(database, Period(period.start, min(period.end, until)), zone, interval)


def until_now(database: Database, zone: ZoneInfo, now: datetime, interval: timedelta) -> History:
    """Read the running month until now.

    Args:
        zone: the office's time zone, in which the month begins.
        interval: how often availability is looked at: what a look vouches for.
    """
    return month(database, Month.of(now, zone), zone, now, interval)


def was_watched(database: Database, wanted: Month, zone: ZoneInfo) -> bool:
    """Return whether there was any look in a month.

    Args:
        zone: the office's time zone, in which the month begins and ends.
    """
    period = wanted.period(zone)
    with database.read() as connection:
        return any_look(connection, local_day(period.start, zone), wanted.last)


def measured(
    database: Database, period: Period, zone: ZoneInfo
) -> tuple[dict[int, Tally], tuple[Gap, ...]]:
    """Read what looks that are stored late can still change in a closed period.

    Args:
        period: half-open.
        zone: the office's time zone, in which days are counted.

    Returns:
        Site id -> measured time since hand-over and first look; and the gaps of the period.
    """
    with database.read() as connection:
        looked = first_looks(connection, period, zone)
        watched = watched_periods(_granted(connection, period.end), looked, period, zone)
        tallies = tallies_since(connection, watched, period, zone)
        return tallies, tuple(gaps_in(connection, period))


def read(database: Database, period: Period, zone: ZoneInfo, interval: timedelta) -> History:
    """Read one period of all sites; states are those of its end.

    Args:
        period: half-open.
        zone: the office's time zone, in which days are counted.
        interval: how often availability is looked at: what a look vouches for.
    """
    with database.read() as connection:
        return _History(connection, period, zone, interval).read()


class _History:
    """The queries of one read, all within one transaction."""

    def __init__(
        self, connection: Connection, period: Period, zone: ZoneInfo, interval: timedelta
    ) -> None:
        self.connection, self.period, self.zone = connection, period, zone
        at = period.end
        self.first = local_day(period.start, zone)
        # the end is half-open: a month's last day is the day before the midnight it ends on
        self.last = local_day(max(at - _THIS_SECOND, period.start), zone)
        self.today = local_day(at, zone)
        self.sites = _granted(connection, at)
        self.looked = first_looks(connection, period, zone)
        self.watched = watched_periods(self.sites, self.looked, period, zone)
        self.tallies = tallies_since(connection, self.watched, period, zone)
        self.blips = blip_counts(connection, self.first, self.last)
        self.counts = look_counts(connection, self.last - _LAST_DAYS, self.last)
        self.incidents = incidents_of(connection, None, period)
        self.availability = availability_at(connection, period, zone, interval)
        self.blind = blind_reasons(connection, self.counts, period, _LAST_DAYS)
        self.pages = fact_reader.pages_until(connection, at)
        self.glimpses = fact_reader.glimpses_until(connection, at)
        self.contents = fact_reader.contents_until(connection, at)
        self.claims = fact_reader.claims_until(connection, at)
        self.stated = fact_reader.stated_until(connection, at)
        self.answers = fact_reader.answers_until(connection, at)
        self.certificates = fact_reader.certificates_until(connection, at)
        self.delegations = fact_reader.delegations_until(connection, at)
        self.primary = primary_sites(connection)
        self.pauses = pauses(connection)
        self.acts = all_acts(connection)
        self.post = post_of(connection, period)

    def read(self) -> History:
        month_counts = look_counts(self.connection, self.first, self.last)
        return History(
            period=self.period,
            taken_at=self.period.end,
            zone=self.zone,
            communities=tuple(all_communities(self.connection)),
            sites=tuple(map(self._site, self.sites)),
            gaps=tuple(gaps_in(self.connection, self.period)),
            looks=sum(looks for looks, _ in month_counts.values()),
            post=self.post,
            began=min(self.looked.values(), default=None),
        )

    def _site(self, site: Site) -> SiteHistory:
        looks, conclusive = self.counts.get(site.id, (0, 0))
        primary = self.primary.get(site.id, site.id)
        stored, delegation = self.answers.get(primary, []), self.delegations.get(primary)
        answers = tuple(map(self._dated, stored))
        claims, certificate = self.claims.get(site.id), self.certificates.get(site.id)
        watched = self.watched[site.id]
        acts = self.acts.get(site.id, [])
        known = decisions(act for act in acts if act.at < self.period.end)
        site = self._as_of(before(site, [a for a in acts if a.at >= self.period.end]), known)
        return SiteHistory(
            site=site,
            watched=watched,
            tally=self.tallies.get(site.id, Tally()),
            paused=self._paused(site.id, watched),
            blips=self.blips.get(site.id, 0),
            availability=self.availability.get(site.id, Availability()),
            conclusive=conclusive,
            looks=looks,
            blind_reason=self._blind_reason(site.id),
            incidents=tuple(i for i in self.incidents.get(site.id, ()) if i.within(watched)),
            pages=tuple(self.pages.get(site.id, ())),
            glimpse=self.glimpses.get(site.id),
            contents=tuple(self.contents.get(site.id, ())),
            claims=claims.value if claims else (),
            fetched_at=claims.last_at if claims else None,
            stated=tuple(self.stated.get(site.id, ())),
            answers=answers,
            believed=believe(answers, self.today, site.paid_until),
            domain_checked_at=stored[-1].last_at if stored else None,
            delegation=delegation.value if delegation else None,
            certificate=certificate.value if certificate else None,
            certificate_seen_at=certificate.last_at if certificate else None,
            decisions=known,
        )

    def _blind_reason(self, site_id: int) -> Reason:
        """Return why looks were inconclusive; without looks, that there were none yet or a gap."""
        never = site_id not in self.looked or self.looked[site_id] >= self.period.end
        return self.blind.get(site_id, Reason.NOT_LOOKED if never else Reason.OWN_NETWORK)

    def _as_of(self, site: Site, known: Decisions) -> Site:
        """Return the site as the register had it at the end of the period."""
        paid = known.paid.get(ExpiryKind.DOMAIN)
        at = self.period.end - _THIS_SECOND
        covering = [p for p in self.pauses.get(site.id, ()) if p.covers(at)]
        return replace(
            site,
            standing=covering[-1].standing if covering else MonitoringStatus.ACTIVE,
            paid_until=paid.until if paid else None,
            answer=known.reply.answer if known.reply else None,
            answered_on=known.reply.on if known.reply else None,
        )

    def _dated(self, fact: StoredFact[DomainFacts]) -> DatedAnswer:
        days = (local_day(at, self.zone) for at in (fact.first_at, fact.last_at))
        return DatedAnswer(fact.value, *days)

    def _paused(self, site_id: int, watched: Period) -> timedelta:
        periods = (Period(p.start, p.end or watched.end) for p in self.pauses.get(site_id, []))
        return sum((period.overlap(watched).length for period in periods), timedelta())


def _granted(connection: Connection, at: datetime) -> list[Site]:
    """Return the sites that were in the register before an instant."""
    return [s for s in all_sites(connection) if s.added_at is None or s.added_at < at]
