"""Group sites that have been down for hours by the server that failed.

When a shared host fails, all its sites fail: one outage with sixty sites is one letter
(design/behaviour, sections 2 and 7).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from watcher.core.period import Period
from watcher.core.sites.site import MonitoringStatus, Site
from watcher.core.sites.site_history import History, Incident, SiteHistory

#: How long a site must be down before the office gets a letter.
TOLD_AFTER = timedelta(hours=4)
#: The longest wait for other sites of the same host, and the shortest time between two letters.
GATHERED = timedelta(hours=1)
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class DownSite:
    """A site that is down.

    Attributes:
        incident: the one that is open.
        watched: how long it was down, without gaps of the watcher.
        seen: its last conclusive look failed and is recent enough to count.
    """

    site: Site
    incident: Incident
    watched: timedelta
    seen: bool


@dataclass(frozen=True, slots=True)
class Outage:
    """Sites that failed together, the longest outage first.

    Attributes:
        place: the IP address they share, or their hosting where there is no address; "" for
            sites that share neither.
    """

    place: str
    sites: tuple[DownSite, ...]

    @property
    def hosting(self) -> str:
        """The hosting of all of them in the register; "" where it differs."""
        names = {down.site.hosting for down in self.sites}
        return names.pop() if len(names) == 1 else ""


def down_sites(known: History, vouched: timedelta) -> list[DownSite]:
    """List the active sites with an open incident.

    Args:
        known: gaps, and time before its period, do not count as down.
        vouched: how long a look counts after it was made.
    """
    return [
        DownSite(history.site, incident, _watched(incident, known), _seen(history, known, vouched))
        for history in known.sites
        for incident in history.incidents
        if incident.open_at(known.taken_at) and history.site.standing is MonitoringStatus.ACTIVE
    ]


def _watched(incident: Incident, known: History) -> timedelta:
    lasted = Period(max(incident.opened_at, known.period.start), known.taken_at)
    unobserved = (gap.period.overlap(lasted).length for gap in known.gaps)
    return lasted.length - sum(unobserved, timedelta())


def _seen(history: SiteHistory, known: History, vouched: timedelta) -> bool:
    last = history.availability
    return last.failing and last.last_at is not None and known.taken_at - last.last_at <= vouched


def sites_to_report(
    down: Iterable[DownSite],
    last_letters: Mapping[int, datetime],
    at: datetime,
    interval: timedelta,
) -> list[DownSite]:
    """List the sites that a letter to the office must name now; none while it has to wait.

    Sites of one host are found down one after the other, over an `interval` of looks. The letter
    waits so long, so that all of them are in it.

    Args:
        down: all sites with an open incident.
        last_letters: site id -> when the last letter about its outage was written.
        at: now, aware UTC.
        interval: between two looks at a site.
    """
    new = [
        d
        for d in down
        if d.seen
        and d.watched >= TOLD_AFTER
        and last_letters.get(d.site.id, _NEVER) < d.incident.opened_at
    ]
    longest = max((d.watched for d in new), default=timedelta())
    is_complete = longest >= TOLD_AFTER + min(interval, GATHERED)
    is_first = all(at - letter >= GATHERED for letter in last_letters.values())
    return new if is_complete and is_first else []


def outages(down: Sequence[DownSite]) -> list[Outage]:
    """Group sites by what they share, the largest group first, those that share nothing last."""
    places: dict[str, list[DownSite]] = defaultdict(list)
    for d in sorted(down, key=lambda d: (d.incident.opened_at, d.site.id)):
        places[d.incident.address or d.site.hosting].append(d)
    shared = [Outage(p, tuple(sites)) for p, sites in places.items() if p and len(sites) > 1]
    shared.sort(key=lambda outage: -len(outage.sites))
    grouped = {d.site.id for outage in shared for d in outage.sites}
    alone = tuple(d for sites in places.values() for d in sites if d.site.id not in grouped)
    return [*shared, Outage("", alone)] if alone else shared
