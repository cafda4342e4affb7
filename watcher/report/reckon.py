"""A month of history -> its figures. Pure, and the only place where they are worked out."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from watcher.core.actions import Case, assignments, followed_up
from watcher.core.history import History, Post, SiteHistory, view_at
from watcher.core.observation import DomainState
from watcher.core.period import Month, local_day
from watcher.core.site import Standing
from watcher.core.state import State, Thresholds, state_of, unpaid
from watcher.report.figures import (
    ORDER,
    CommunityFigure,
    Counts,
    DataQuality,
    Due,
    Figures,
    Outline,
    SiteFigure,
    total_of,
)
from watcher.report.outlook import Marks, cohorts_of, measures, renewals_due
from watcher.report.rules import Rules

METHOD_VERSION = "1"


def figures(
    month: Month,
    history: History,
    rules: Rules,
    before: Outline | None = None,
    earlier: Marks = (),
) -> Figures:
    """Work a month's history out.

    Args:
        before: the month before, whose assignments are followed up.
        earlier: how the sites stood at the end of closed months, for the cohorts.
    """
    names = {community.id: community.name for community in history.communities}
    everyone = [_site(one, history, names, rules) for one in history.sites]
    active = tuple(f for f in everyone if f.site.standing is Standing.ACTIVE)
    today = local_day(history.taken_at, history.zone)
    cases = [_case(figure, today, history.post) for figure in active]
    quality = _quality(active, history)
    return Figures(
        month=month,
        period=history.period,
        taken_at=history.taken_at,
        sites=active,
        away=tuple(f for f in everyone if f.site.standing is not Standing.ACTIVE),
        counts=count(active),
        communities=_communities(history, active),
        due=_due(active, history, rules.limits),
        post=history.post,
        quality=quality,
        limits=rules.limits,
        assignments=assignments(cases, month),
        followed_up=followed_up(before.assignments, cases) if before else (),
        measures=measures(active, history.post, quality.coverage, rules),
        budget=renewals_due(active, rules, today),
        cohorts=cohorts_of(everyone, month, earlier),
    )


def count(sites: Iterable[SiteFigure]) -> Counts:
    """Count sites by state."""
    found = Counter(figure.state.state for figure in sites)
    return Counts({state: found[state] for state in ORDER})


def _site(one: SiteHistory, history: History, names: dict[int, str], rules: Rules) -> SiteFigure:
    life = rules.lives(one.site.domain)
    view = view_at(one, history.taken_at, history.zone, life)
    length = one.length(history.period)
    return SiteFigure(
        site=one.site,
        community=names.get(one.site.community_id, ""),
        state=state_of(view, rules.limits),
        uptime=one.tally.trusted_uptime(length),
        coverage=one.tally.coverage(length),
        tally=one.tally,
        length=length,
        outages=one.incidents,
        domain=view.domain,
        domain_state=view.domain_state,
        unpaid=unpaid(view),
        renewal=one.renewal,
        domain_checked_at=one.domain_checked_at,
        hosting=view.hosting,
        delegation=one.delegation,
        certificate=one.certificate,
        certificate_seen_at=one.certificate_seen_at,
        update=view.update,
        notices=history.post.by_site.get(one.site.id, 0),
        refused=one.site.id in history.post.refused,
        page_kind=view.page.kind if view.page else None,
        page_title=view.page.title if view.page else "",
        evidence=view.page.evidence if view.page else (),
        life=life,
    )


def _case(figure: SiteFigure, today: date, post: Post) -> Case:
    return Case(
        site_id=figure.site.id,
        state=figure.state.state,
        domain_days=figure.domain.days_left(today),
        hosting_days=figure.hosting.days_left(today),
        has_domain=figure.domain_state is not DomainState.NOT_APPLICABLE,
        refused=figure.refused,
        reached=figure.site.id in post.reached,
    )


def _communities(history: History, sites: tuple[SiteFigure, ...]) -> tuple[CommunityFigure, ...]:
    """The communities by their share in use, the largest first; equal ones by name."""
    found = []
    for community in history.communities:
        own = tuple(f for f in sites if f.site.community_id == community.id)
        figure = CommunityFigure(
            community.name, community.coordinator, community.quota, count(own), own
        )
        found.append(figure)
    return tuple(sorted(found, key=lambda c: (-(c.counts.share(State.IN_USE) or 0), c.name)))


def _due(sites: tuple[SiteFigure, ...], history: History, limits: Thresholds) -> tuple[Due, ...]:
    """Clocks that run out within the span, the next one first."""
    today = local_day(history.taken_at, history.zone)
    found = []
    for figure in sites:
        for clock, expiry in figure.due:
            left = expiry.days_left(today)
            if left is not None and 0 <= left <= limits.due_within_days:
                found.append(Due(figure, clock, expiry, left))
    return tuple(sorted(found, key=lambda due: (due.days_left, due.clock, due.figure.site.id)))


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
    )
