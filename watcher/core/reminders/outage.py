"""Sites that have been down for hours, by the place that failed.

A host that dies takes its sites along: that is one outage with sixty sites, and one letter
(design/behaviour, sections 2 and 7).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.core.period import Period
from watcher.core.sites.site import MonitoringStatus, Site
from watcher.core.sites.site_history import History, Incident, SiteHistory

#: So long a site has been down when the office is told.
TOLD_AFTER = timedelta(hours=4)
#: So long at most the first of a dead host waits for the last, and one letter for the next.
GATHERED = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class DownSite:
    """A site that is down.

    Attributes:
        incident: the one that is open.
        watched: how long it was down while we could see.
        seen: a look that still vouches found it so.
    """

    site: Site
    incident: Incident
    watched: timedelta
    seen: bool


@dataclass(frozen=True, slots=True)
class Outage:
    """Sites that failed in one place, the longest first.

    Attributes:
        place: the address they share, or their hosting where looks came to no address; empty
            for sites that share nothing.
    """

    place: str
    sites: tuple[DownSite, ...]

    @property
    def hosting(self) -> str:
        """The hosting that the register has for all of them; empty where it has several."""
        names = {one.site.hosting for one in self.sites}
        return names.pop() if len(names) == 1 else ""


def down_sites(known: History, vouched: timedelta) -> list[DownSite]:
    """Sites that are believed down.

    Time in which we were blind, or that lies before the history that was read, is not held
    against a site.

    Args:
        vouched: how long a look vouches for what it saw.
    """
    return [
        DownSite(one.site, incident, _watched(incident, known), _seen(one, known, vouched))
        for one in known.sites
        for incident in one.incidents
        if incident.open_at(known.taken_at) and one.site.standing is MonitoringStatus.ACTIVE
    ]


def _watched(incident: Incident, known: History) -> timedelta:
    lasted = Period(max(incident.opened_at, known.period.start), known.taken_at)
    blind = (gap.period.overlap(lasted).length for gap in known.gaps)
    return lasted.length - sum(blind, timedelta())


def _seen(one: SiteHistory, known: History, vouched: timedelta) -> bool:
    seen = one.availability
    return seen.failing and seen.last_at is not None and known.taken_at - seen.last_at <= vouched


def sites_to_report(
    down: Iterable[DownSite],
    last_letters: Mapping[int, datetime],
    at: datetime,
    interval: timedelta,
) -> list[DownSite]:
    """Sites that the office has to be told of now.

    Sites of one host are found dead one by one, over an `interval` of looks: the first waits
    for the last, so that they come in one letter.

    Args:
        told: site -> when the office was last told that it is down.
    """
    new = [
        one
        for one in down
        if one.seen
        and one.watched >= TOLD_AFTER
        and (one.site.id not in last_letters or last_letters[one.site.id] < one.incident.opened_at)
    ]
    longest = max((one.watched for one in new), default=timedelta())
    ripe = longest >= TOLD_AFTER + min(interval, GATHERED)
    calm = all(at - letter >= GATHERED for letter in last_letters.values())
    return new if ripe and calm else []


def outages(down: Sequence[DownSite]) -> list[Outage]:
    """Group sites by the place that failed, the largest group first, those that share none last."""
    places: dict[str, list[DownSite]] = defaultdict(list)
    for one in sorted(down, key=lambda one: (one.incident.opened_at, one.site.id)):
        places[one.incident.address or one.site.hosting].append(one)
    shared = [Outage(p, tuple(sites)) for p, sites in places.items() if p and len(sites) > 1]
    shared.sort(key=lambda outage: -len(outage.sites))
    together = {one.site.id for outage in shared for one in outage.sites}
    alone = tuple(one for sites in places.values() for one in sites if one.site.id not in together)
    return [*shared, Outage("", alone)] if alone else shared
