"""Whatever a month was like: it can be kept, its sums hold, and its pages can be read."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from factories import DOT_ID, OCTOBER, OCTOBER_PERIOD, T0, a_domain, a_site, one_of_each
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from read_pages import HEAD, a_month, an_outline, sheet, told, whole
from selectolax.lexbor import LexborHTMLParser

from watcher.core.domains.renewal import Believed
from watcher.core.looks.observation import Reason
from watcher.core.looks.uptime import Tally
from watcher.core.months.budget import Price
from watcher.core.months.cohorts import MILESTONES, MonthEndState
from watcher.core.months.indicators import Indicator
from watcher.core.period import Month
from watcher.core.sites.letter_tally import LetterTally
from watcher.core.sites.site import MonitoringStatus
from watcher.core.sites.site_history import Incident, SiteHistory, SiteRecord
from watcher.core.sites.state import State
from watcher.core.sites.view import Thresholds
from watcher.report.data.document import data_hash
from watcher.report.figures.month_figures import Figures, Outline
from watcher.report.figures.outlook import marks_of
from watcher.report.figures.report_rules import Rules, StaffEntry
from watcher.report.figures.snapshot import (
    Snapshot,
    freeze,
    marks_from,
    marks_text,
    outline_from,
    outline_text,
    revised,
    thaw,
)
from watcher.report.html.site_page import render_site
from watcher.report.sentences.report_context import ReportContext

END, DAY = OCTOBER_PERIOD.end, timedelta(days=1)
ODDLY = some.text(some.characters(codec="utf-8"), max_size=30)
DAYS = some.none() | some.dates(date(2025, 1, 1), date(2028, 1, 1))
PRICES = some.builds(Price, some.sampled_from(["", "Rp250.000", "gratis"]), DAYS)


@some.composite
def histories(draw: some.DrawFn, number: int) -> SiteHistory:
    """A site of any state, with anything known or not known of it."""
    one = one_of_each(number)[draw(some.integers(0, 5))]
    up = timedelta(hours=draw(some.integers(0, 744)))
    down = timedelta(hours=draw(some.integers(0, 744 - int(up.total_seconds() // 3600))))
    site = a_site(
        number,
        business=draw(ODDLY),
        community_id=draw(some.sampled_from([1, 2])),
        standing=draw(some.sampled_from(MonitoringStatus)),
        granted_on=draw(some.none() | some.dates(date(2024, 9, 1), date(2026, 10, 31))),
        grant_ends=draw(DAYS),
        hosting_expires=draw(DAYS),
        paid_until=draw(DAYS),
        domain=draw(some.sampled_from([None, f"usaha{number}.example"])),
    )
    ends = draw(DAYS)
    title = draw(ODDLY)
    return replace(
        one,
        site=site,
        tally=Tally(up, down),
        pages=tuple(replace(page, title=title) for page in one.pages),
        believed=Believed(a_domain(ends)) if draw(some.booleans()) else None,
    )


RULES = some.builds(
    Rules,
    lives=some.just(lambda _domain: DOT_ID),
    limits=some.just(Thresholds()),
    prices=PRICES.map(lambda price: lambda _domain: price),
    hosting=PRICES,
    staff_entries=some.dictionaries(
        some.sampled_from(Indicator),
        some.builds(StaffEntry, some.floats(0, 1), ODDLY.filter(bool)),
        max_size=2,
    ),
)
MARKS = some.dictionaries(
    some.integers(1, 8), some.builds(MonthEndState, some.sampled_from(State), some.booleans())
)


@some.composite
def months(draw: some.DrawFn) -> Figures:
    many = draw(some.integers(0, 8))
    sites = [draw(histories(number)) for number in range(1, many + 1)]
    asked = a_month(*one_of_each()).assignments
    before = replace(an_outline(OCTOBER.previous(), in_use=3), assignments=asked)
    months = draw(
        some.lists(some.sampled_from([Month(2025, n) for n in (1, 4, 7, 10)]), unique=True)
    )
    earlier = [(month, draw(MARKS)) for month in months]
    post = LetterTally(3, {1: 2}, frozenset({1, 2}), 4, 2)
    return a_month(*sites, rules=draw(RULES), before=before, earlier=earlier, post=post)


often = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@often
@given(months(), some.booleans())
def test_a_month_is_thawed_as_it_was_frozen(figures: Figures, closed: bool) -> None:
    snapshot = Snapshot(figures, (an_outline(OCTOBER.previous(), dark=1),), closed)
    later = revised(snapshot, figures, T0)
    assert later.revision is not None
    assert (later.revision.measured, later.revision.moved) == (0, ())
    for one in (snapshot, later):
        assert thaw(freeze(one)) == one
        fresh = replace(told(figures), snapshot=one)
        assert data_hash(replace(fresh, snapshot=thaw(freeze(one)))) == data_hash(fresh)
    assert outline_from(outline_text(figures.outline)) == figures.outline
    marks = marks_of(figures.everyone, Month(2026, 10))
    assert marks_from(marks_text(marks)) == marks


@often
@given(months())
def test_the_sums_of_a_month_hold(figures: Figures) -> None:
    ids = {one.site.id for one in figures.sites}
    assert figures.counts.total == len(ids) == sum(c.counts.total for c in figures.communities)
    for asked in figures.assignments:
        assert set(asked.sites) <= ids
    for became in figures.followed_up:
        assert 0 <= became.done <= became.asked
    for cohort in figures.cohorts:
        assert cohort.in_use <= cohort.alive <= cohort.known
        assert cohort.renewed <= cohort.dated <= cohort.reached
        assert max(cohort.known, cohort.answered) <= cohort.reached
    for months_on in MILESTONES:
        known = sum(c.known for c in figures.cohorts if c.months == months_on)
        assert known <= len(figures.everyone)
    for cost in figures.budget:
        assert cost.domains + cost.hostings >= cost.unpriced
        assert cost.domains + cost.hostings > 0
    assert len(figures.budget) <= 12
    for measure in figures.measures:
        assert (measure.rating is None) is (measure.share is None)


def reads_well(page: LexborHTMLParser, odd: Sequence[str]) -> None:
    said = whole(page)
    if not any(re.search(r"[{}]|None|nan", text) for text in odd):
        assert not re.search(r"\bNone\b|\bnan\b|[{}]", said)
    assert page.css("script, iframe, object") == []
    assert all(table.css("tbody tr") for table in page.css("table"))
    assert "\u202e" not in (page.html or "")


@often
@given(months(), some.sampled_from(["id", "en"]), some.integers(0, 13))
def test_the_pages_of_a_month_read_well(figures: Figures, language: str, past: int) -> None:
    month = OCTOBER
    before: list[Outline] = []
    for n in range(past):
        month = month.previous()
        before.insert(0, an_outline(month, in_use=n, dark=3 - n % 4))
    context: ReportContext = told(figures, before, language)
    odd = [one.site.business + one.page_title for one in figures.everyone]
    odd += [measure.told_by for measure in figures.measures]
    reads_well(sheet(context), odd)
    outage = Incident(END - DAY, None, Reason.CLOSED)
    record = SiteRecord(OCTOBER_PERIOD, (None, 0.0, 0.3) * 30, (outage,))
    for one in figures.everyone[:2]:
        page = render_site(context, one, record, {}, HEAD, T0)
        reads_well(LexborHTMLParser(page), odd)
