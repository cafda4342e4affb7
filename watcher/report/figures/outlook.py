"""Compute the figures beyond the month itself: indicators, costs of renewals, cohorts."""

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

#: A domain counts as renewed if it ends this much later than a year after the hand-over: it may
#: have been bought some days before or after that, and a renewal adds a whole year.
A_TERM_OFF = timedelta(days=180)


def measures(
    sites: Sequence[SiteFigure], post: LetterTally, quality: DataQuality, rules: Rules
) -> tuple[Measure, ...]:
    """Compute each indicator, followed by what staff entered for it.

    Args:
        sites: those that are watched.
        post: the letters of the month.
        quality: where it is not `enough`, the indicators that rest on looks have no share.
        rules: targets and entries of staff.
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
    results = []
    for indicator in Indicator:
        target = rules.target(indicator)
        if indicator is Indicator.MONITORING:
            results.append(
                Measure(indicator, quality.coverage if sites else None, target, len(sites))
            )
        else:
            part, whole = measured[indicator]
            results.append(Measure(indicator, share_of(part, whole), target, whole))
        if entry := rules.staff_entries.get(indicator):
            results.append(Measure(indicator, entry.share, target, told_by=entry.note))
    return tuple(results)


def renewals_due(sites: Iterable[SiteFigure], rules: Rules, today: date) -> tuple[MonthlyCost, ...]:
    """Compute the costs of renewals: first those overdue at `today`, then the next twelve months.

    Args:
        sites: those that are watched.
        rules: prices.
    """
    return budget((term for figure in sites for term in _terms(figure, rules)), today)


def _terms(figure: SiteFigure, rules: Rules) -> Iterator[GrantTerm]:
    """Yield the terms that can be paid for: no lost domain, and no end that is an estimate."""
    bought_back = figure.domain_state is DomainState.REDEMPTION
    domain = rules.redeem_prices if bought_back else rules.prices
    prices = {ExpiryKind.DOMAIN: domain(figure.site.domain), ExpiryKind.HOSTING: rules.hosting}
    for clock, expiry in figure.stated_ends:
        lost = clock is ExpiryKind.DOMAIN and figure.domain_state in LOST
        if expiry.on is not None and not lost:
            granted_until = figure.site.grant_ends
            by_office = granted_until is not None and expiry.on < granted_until
            yield GrantTerm(clock, expiry.on, by_office, prices[clock])


def marks_of(sites: Iterable[SiteFigure], month: Month) -> dict[int, MonthEndState]:
    """Return the state of each watched site at the end of a month, for the cohorts of later ones.

    By site id.
    """
    return {
        figure.site.id: MonthEndState(
            state=figure.state.state,
            renewed=_renewed(figure),
            answered=_answered(figure, month),
            opens=figure.opens,
        )
        for figure in sites
        if figure.site.standing is MonitoringStatus.ACTIVE
    }


def _answered(figure: SiteFigure, month: Month) -> bool:
    """Return whether the owner had answered by the end of the month; it may be closed later."""
    return any(day <= month.last for day in figure.answered_on or ())


def _renewed(figure: SiteFigure) -> bool | None:
    """Return whether the domain runs beyond its first term.

    None if its end or its hand-over is not known, or the site has no domain.
    """
    ends, granted_on = figure.domain.on, figure.site.granted_on
    if figure.state.reason is Reason.REREGISTERED or figure.domain_state in LOST:
        return False
    if ends is None or granted_on is None:
        return None
    first_term = years_after(granted_on, 1)
    return ends - first_term > A_TERM_OFF


def cohorts_of(sites: Sequence[SiteFigure], month: Month, earlier: Marks) -> tuple[Cohort, ...]:
    """Compute the cohorts as they are known at the end of a month.

    Args:
        sites: all granted ones, paused and withdrawn too.
        earlier: the closed months before, each with the states of its sites by id.
    """
    granted = [
        Granted(figure.site.id, figure.community, figure.site.granted_on)
        for figure in sites
        if figure.site.granted_on is not None
    ]

    def months() -> Iterator[tuple[Month, Mapping[int, MonthEndState]]]:
        yield from earlier
        yield month, marks_of(sites, month)

    return cohorts(granted, months())
