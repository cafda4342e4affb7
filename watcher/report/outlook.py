"""Figures that look beyond the month: effectiveness, the cost of renewals, the cohorts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from watcher.core.budget import MonthlyCost, Term, budget
from watcher.core.cohorts import Cohort, Granted, Mark, cohorts
from watcher.core.expiry import Clock
from watcher.core.history import Post
from watcher.core.indicators import Indicator, Measure, names_business, share_of
from watcher.core.period import Month
from watcher.core.renewal import Renewal
from watcher.core.state import State
from watcher.report.figures import SiteFigure
from watcher.report.rules import Rules

Marks = Iterable[tuple[Month, Mapping[int, Mark]]]


def measures(
    sites: Sequence[SiteFigure], post: Post, coverage: float, rules: Rules
) -> tuple[Measure, ...]:
    """Each indicator as it was measured, and behind it what the staff counted."""
    measured = {
        Indicator.TARGETING: _targeting(sites),
        Indicator.OUTREACH: (post.owners_reached, post.owners_written),
        Indicator.GOALS: _goals(sites),
    }
    found = []
    for indicator in Indicator:
        target = rules.target(indicator)
        if indicator is Indicator.MONITORING:
            found.append(Measure(indicator, coverage if sites else None, target, len(sites)))
        else:
            part, whole = measured[indicator]
            found.append(Measure(indicator, share_of(part, whole), target, whole))
        if told := rules.told.get(indicator):
            found.append(Measure(indicator, told.share, target, told_by=told.note))
    return tuple(found)


def _targeting(sites: Iterable[SiteFigure]) -> tuple[int, int]:
    """Sites that show the granted name, of those whose page could be read and is the owner's."""
    read = [f for f in sites if f.page_title and f.state.state in (State.IN_USE, State.STALE)]
    return sum(names_business(f.page_title, f.site.business) for f in read), len(read)


def _goals(sites: Iterable[SiteFigure]) -> tuple[int, int]:
    """Sites in use, of those of which anything is known."""
    known = [f.state.state for f in sites if f.state.state is not State.UNKNOWN]
    return known.count(State.IN_USE), len(known)


def renewals_due(sites: Iterable[SiteFigure], rules: Rules, today: date) -> tuple[MonthlyCost, ...]:
    """What has to be paid in the next twelve months."""
    return budget((term for one in sites for term in _terms(one, rules)), today)


def _terms(one: SiteFigure, rules: Rules) -> Iterator[Term]:
    prices = {Clock.DOMAIN: rules.prices(one.site.domain), Clock.HOSTING: rules.hosting}
    for clock, expiry in one.due:
        if expiry.on is not None:
            granted_until = one.site.grant_ends
            by_office = granted_until is not None and expiry.on < granted_until
            yield Term(clock, expiry.on, by_office, prices[clock])


def marks_of(sites: Iterable[SiteFigure], month: Month) -> dict[int, Mark]:
    """How each site stood at the end of a month, for the cohorts of later ones."""
    return {
        one.site.id: Mark(one.state.state, _renewed(one), _answered(one, month)) for one in sites
    }


def _answered(one: SiteFigure, month: Month) -> bool:
    """Whether its owner had answered by then: a month may be closed long after its end."""
    return one.site.answered_on is not None and one.site.answered_on <= month.last


def _renewed(one: SiteFigure) -> bool:
    paid, term = one.site.paid_until, one.site.grant_ends
    return one.renewal is Renewal.RENEWED or bool(paid and term and paid > term)


def cohorts_of(sites: Sequence[SiteFigure], month: Month, earlier: Marks) -> tuple[Cohort, ...]:
    """The cohorts as they are known by the end of a month."""
    granted = [
        Granted(one.site.id, one.community, one.site.granted_on)
        for one in sites
        if one.site.granted_on is not None
    ]

    def months() -> Iterator[tuple[Month, Mapping[int, Mark]]]:
        yield from earlier
        yield month, marks_of(sites, month)

    return cohorts(granted, months())
