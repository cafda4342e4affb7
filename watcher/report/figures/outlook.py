"""Figures that look beyond the month: effectiveness, the cost of renewals, the cohorts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from watcher.core.domains.expiry import ExpiryKind, years_after
from watcher.core.domains.life import LOST
from watcher.core.looks.observation import DomainState, Reason
from watcher.core.months.budget import GrantTerm, MonthlyCost, budget
from watcher.core.months.cohorts import Cohort, Granted, MonthEndState, cohorts
from watcher.core.months.indicators import (
    Indicator,
    Measure,
    counted,
    reaches_goal,
    share_of,
    shows_business,
)
from watcher.core.period import Month
from watcher.core.sites.letter_tally import LetterTally
from watcher.core.sites.site import MonitoringStatus
from watcher.report.figures.month_figures import DataQuality
from watcher.report.figures.report_rules import Rules
from watcher.report.figures.site_figure import SiteFigure

Marks = Iterable[tuple[Month, Mapping[int, MonthEndState]]]

#: A domain is bought some days before or after its site is handed over. A renewal adds a year.
A_TERM_OFF = timedelta(days=180)


def measures(
    sites: Sequence[SiteFigure], post: LetterTally, quality: DataQuality, rules: Rules
) -> tuple[Measure, ...]:
    """Each indicator as it was measured, and behind it what the staff counted.

    Where too little of the month was measured, nothing is said of what the sites show.
    """
    shown = sites if quality.enough else ()
    measured = {
        Indicator.TARGETING: counted(
            shows_business(f.page_kind, f.state.page_owner, f.page_title, f.site.business)
            for f in shown
        ),
        Indicator.OUTREACH: (post.owners_reached, post.owners_written),
        Indicator.GOALS: counted(reaches_goal(f.state.state) for f in shown),
    }
    found = []
    for indicator in Indicator:
        target = rules.target(indicator)
        if indicator is Indicator.MONITORING:
            found.append(
                Measure(indicator, quality.coverage if sites else None, target, len(sites))
            )
        else:
            part, whole = measured[indicator]
            found.append(Measure(indicator, share_of(part, whole), target, whole))
        if entry := rules.staff_entries.get(indicator):
            found.append(Measure(indicator, entry.share, target, told_by=entry.note))
    return tuple(found)


def renewals_due(sites: Iterable[SiteFigure], rules: Rules, today: date) -> tuple[MonthlyCost, ...]:
    """What has to be paid: what is past first, then the next twelve months."""
    return budget((term for one in sites for term in _terms(one, rules)), today)


def _terms(one: SiteFigure, rules: Rules) -> Iterator[GrantTerm]:
    """The terms that can be paid for: a lost name cannot, and an estimate is nobody's bill."""
    bought_back = one.domain_state is DomainState.REDEMPTION
    domain = rules.redeem_prices if bought_back else rules.prices
    prices = {ExpiryKind.DOMAIN: domain(one.site.domain), ExpiryKind.HOSTING: rules.hosting}
    for clock, expiry in one.stated_ends:
        lost = clock is ExpiryKind.DOMAIN and one.domain_state in LOST
        if expiry.on is not None and not lost:
            granted_until = one.site.grant_ends
            by_office = granted_until is not None and expiry.on < granted_until
            yield GrantTerm(clock, expiry.on, by_office, prices[clock])


def marks_of(sites: Iterable[SiteFigure], month: Month) -> dict[int, MonthEndState]:
    """How each watched site stood at the end of a month, for the cohorts of later ones."""
    return {
        one.site.id: MonthEndState(
            state=one.state.state,
            renewed=_renewed(one),
            answered=_answered(one, month),
            opens=one.opens,
        )
        for one in sites
        if one.site.standing is MonitoringStatus.ACTIVE
    }


def _answered(one: SiteFigure, month: Month) -> bool:
    """Whether its owner had answered by then: a month may be closed long after its end."""
    return any(day <= month.last for day in one.answered_on or ())


def _renewed(one: SiteFigure) -> bool | None:
    """Whether its domain runs beyond the first term, whoever saw that happen.

    None where that cannot be said: nobody knows its end or its grant, or it has no domain.
    """
    ends, granted_on = one.domain.on, one.site.granted_on
    if one.state.reason is Reason.REREGISTERED or one.domain_state in LOST:
        return False
    if ends is None or granted_on is None:
        return None
    first_term = years_after(granted_on, 1)
    return ends - first_term > A_TERM_OFF


def cohorts_of(sites: Sequence[SiteFigure], month: Month, earlier: Marks) -> tuple[Cohort, ...]:
    """The cohorts as they are known by the end of a month."""
    granted = [
        Granted(one.site.id, one.community, one.site.granted_on)
        for one in sites
        if one.site.granted_on is not None
    ]

    def months() -> Iterator[tuple[Month, Mapping[int, MonthEndState]]]:
        yield from earlier
        yield month, marks_of(sites, month)

    return cohorts(granted, months())
