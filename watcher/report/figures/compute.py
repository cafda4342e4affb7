"""Compute the figures of a month from its history. Pure, and the only place that does."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from watcher.core.domains.expiry import Confidence
from watcher.core.looks.observation import DomainState, Reason
from watcher.core.months.actions import ActionInput, assignments, follow_up
from watcher.core.period import Month, local_day
from watcher.core.sites.assessment import assess
from watcher.core.sites.letter_tally import LetterTally
from watcher.core.sites.site import MonitoringStatus
from watcher.core.sites.site_history import History, SiteHistory
from watcher.core.sites.state import State, unpaid
from watcher.core.sites.view import Thresholds
from watcher.core.sites.viewing import view_at
from watcher.report.figures.month_figures import (
    ORDER,
    CommunityFigure,
    Counts,
    DataQuality,
    Figures,
    Outline,
    UpcomingEnd,
    total_of,
)
from watcher.report.figures.outlook import Marks, cohorts_of, measures, renewals_due
from watcher.report.figures.recoverability import saved_until
from watcher.report.figures.report_rules import Rules
from watcher.report.figures.site_figure import SiteFigure

#: Raised when the rules of any figure change: months computed by another one are not compared.
METHOD_VERSION = "2"


def figures(
    month: Month,
    history: History,
    rules: Rules,
    before: Outline | None = None,
    earlier: Marks = (),
    *,
    signed: bool = True,
) -> Figures:
    """Compute the figures of a month.

    Args:
        month: the calendar month.
        history: its history; until now while the month runs.
        rules: thresholds, prices, targets and entries of the office.
        before: the month before, whose assignments are followed up.
        earlier: the closed months before, with the states of their sites, for the cohorts.
        signed: for a report, which states an accusation only once it is confirmed.
    """
    names = {community.id: community.name for community in history.communities}
    everyone = [_site(known, history, names, rules, signed) for known in history.sites]
    active = tuple(f for f in everyone if f.site.standing is MonitoringStatus.ACTIVE)
    today = local_day(history.taken_at, history.zone)
    cases = [_case(figure, today, history.post) for figure in active]
    quality = _quality(active, history)
    return Figures(
        month=month,
        period=history.period,
        taken_at=history.taken_at,
        sites=active,
        away=tuple(f for f in everyone if f.site.standing is not MonitoringStatus.ACTIVE),
        counts=count(active),
        communities=_communities(history, active),
        due=_due(active, today, rules.limits),
        post=history.post,
        quality=quality,
        limits=rules.limits,
        assignments=assignments(cases, today),
        followed_up=follow_up(before.assignments, cases) if before else (),
        measures=measures(active, history.post, quality, rules),
        budget=renewals_due(active, rules, today),
        cohorts=cohorts_of(everyone, month, earlier),
        method=METHOD_VERSION,
        began=history.began,
    )


def count(sites: Iterable[SiteFigure]) -> Counts:
    """Count sites by state, and those that could be opened."""
    sites = list(sites)
    by_state = Counter(figure.state.state for figure in sites)
    opened = sum(figure.opens for figure in sites)
    return Counts({state: by_state[state] for state in ORDER}, opened)


def _site(
    known: SiteHistory, history: History, names: dict[int, str], rules: Rules, signed: bool
) -> SiteFigure:
    life = rules.lives(known.site.domain)
    view = view_at(known, history.taken_at, history.zone, life)
    return SiteFigure(
        site=known.site,
        community=names.get(known.site.community_id, ""),
        state=assess(view, rules.limits, known.decisions.override, signed=signed),
        uptime=known.tally.trusted_uptime(known.length),
        coverage=known.tally.coverage(known.length),
        tally=known.tally,
        length=known.length,
        outages=known.incidents,
        domain=view.domain,
        domain_state=view.domain_state,
        unpaid=unpaid(view),
        renewal=known.renewal,
        domain_checked_at=known.domain_checked_at,
        hosting=view.hosting,
        delegation=known.delegation,
        certificate=known.certificate,
        certificate_seen_at=known.certificate_seen_at,
        update=view.update,
        notices=history.post.by_site.get(known.site.id, 0),
        refused=known.site.id in history.post.refused,
        page_kind=view.page.kind if view.page else None,
        page_title=view.page.title if view.page else "",
        evidence=view.page.evidence if view.page else (),
        life=life,
        blips=known.blips,
        answered_on=known.decisions.answered_on,
        last_look=None if signed else known.availability,
    )


def _case(figure: SiteFigure, today: date, post: LetterTally) -> ActionInput:
    lost = figure.state.reason is Reason.REREGISTERED
    stated = figure.hosting.confidence is not Confidence.ESTIMATE
    until = saved_until(figure)
    return ActionInput(
        site_id=figure.site.id,
        state=figure.state.state,
        domain_days=None if lost else figure.domain.days_left(today),
        hosting_days=figure.hosting.days_left(today) if stated else None,
        saved_days=(until - today).days if until else None,
        past_end=figure.past_end,
        has_domain=figure.domain_state is not DomainState.NOT_APPLICABLE,
        refused=figure.refused,
        reached=figure.site.id in post.reached,
    )


def _communities(history: History, sites: tuple[SiteFigure, ...]) -> tuple[CommunityFigure, ...]:
    """Sort the communities by their share of sites in use, the largest first, then by name.

    A site whose state is unknown is in no share.
    """
    communities = []
    for community in history.communities:
        own = tuple(f for f in sites if f.site.community_id == community.id)
        figure = CommunityFigure(
            community.name, community.coordinator, community.quota, count(own), own
        )
        communities.append(figure)
    return tuple(sorted(communities, key=lambda c: (-(c.counts.share(State.IN_USE) or 0), c.name)))


def _due(sites: tuple[SiteFigure, ...], today: date, limits: Thresholds) -> tuple[UpcomingEnd, ...]:
    """List terms that have ended while the site still opens, then those that end soon.

    Estimated ends are left out, as are those of a domain that somebody else has registered.
    """
    ends = []
    for figure in sites:
        for clock, expiry in figure.stated_ends:
            left = expiry.days_left(today)
            if left is None or left > limits.due_within_days:
                continue
            if left >= 0 or figure.past_end:
                ends.append(UpcomingEnd(figure, clock, expiry, left))
    return tuple(sorted(ends, key=lambda due: (due.days_left, due.clock, due.figure.site.id)))


def _quality(sites: tuple[SiteFigure, ...], history: History) -> DataQuality:
    with_domain = [f for f in sites if f.domain_state is not DomainState.NOT_APPLICABLE]
    total = sum((f.length for f in sites), timedelta())
    return DataQuality(
        coverage=total_of(sites).coverage(total),
        looks=history.looks,
        gaps=history.gaps,
        blind=sum((gap.period.length for gap in history.gaps), timedelta()),
        known_expiry=sum(f.domain.on is not None for f in with_domain),
        domains=len(with_domain),
        unknown=tuple(f for f in sites if f.state.state is State.UNKNOWN),
        overridden=tuple(f for f in sites if f.state.override is not None),
    )
