"""The list of what is to be done: in whole sentences, with names, who does it and by when."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from factories import OCTOBER, OCTOBER_PERIOD, a_domain, a_history, a_page, a_site, one_of_each
from read_pages import a_month, an_outline, read, section, sheet, told

from watcher.core.domains.renewal import Believed
from watcher.core.months.actions import Action, Assignee, Assignment, FollowUp
from watcher.core.pages.kind import PageKind
from watcher.core.sites.letter_tally import LetterTally
from watcher.core.sites.site_history import SiteHistory
from watcher.report.figures.month_figures import Figures
from watcher.report.sentences.report_context import NAMES
from watcher.report.sentences.todo import TodoItem, done_since, to_do

SEPTEMBER = OCTOBER.previous()
LATER = date(2027, 6, 1)


def never_mind(number: int, **known: object) -> SiteHistory:
    """A site of which nothing is asked."""
    site = a_site(number, hosting_expires=LATER)
    return replace(a_history(site=site), **known)  # type: ignore[arg-type]  # by name


def hijacked(number: int) -> SiteHistory:
    return never_mind(number, pages=(a_page(PageKind.GAMBLING, until=OCTOBER_PERIOD.end),))


def unused(number: int, community: int = 1) -> SiteHistory:
    site = a_site(number, hosting_expires=LATER, community_id=community)
    return replace(one_of_each(number)[2], site=site)


def dark(number: int, ends: date = LATER) -> SiteHistory:
    site = a_site(number, hosting_expires=LATER)
    return replace(one_of_each(number)[3], site=site, believed=Believed(a_domain(ends)))


def due(number: int, ends: date) -> SiteHistory:
    return never_mind(number, believed=Believed(a_domain(ends)))


def hosted(number: int, ends: date) -> SiteHistory:
    return a_history(site=a_site(number, hosting_expires=ends))


def dateless(number: int) -> SiteHistory:
    return never_mind(number, believed=None)


def asked(figures: Figures, language: str = "en") -> TodoItem:
    (only,) = to_do(told(figures, language=language))
    return only


@pytest.mark.parametrize(
    ("sites", "title", "detail", "who", "by"),
    [
        (
            [hijacked(1)],
            "Handle the hijacked site",
            "Ask the host to suspend for now: Usaha 1.",
            "Programme officer",
            "at once",
        ),
        (
            [hijacked(2), hijacked(1)],
            "Handle 2 hijacked sites",
            "Ask the host to suspend for now: Usaha 2, Usaha 1.",
            "Programme officer",
            "at once",
        ),
        (
            [due(1, date(2026, 11, 9)), due(2, date(2026, 11, 2)), due(3, date(2026, 11, 16))],
            "Call 2 owners whose domain ends within 14 days",
            "The first to end comes first: Usaha 2 (2 Nov 2026), Usaha 1 (9 Nov 2026).",
            "Community coordinators",
            "by 1 Nov 2026",
        ),
        (
            [hosted(1, date(2026, 11, 15))],
            "Ask the owner whose hosting ends within 14 days",
            "The first to end comes first: Usaha 1 (15 Nov 2026).",
            "Community coordinators",
            "by 7 Nov 2026",
        ),
        (
            [dark(1), dark(2, date(2026, 8, 1)), dark(3, date(2026, 10, 20))],
            "Decide on 3 dark sites: revive or close them",
            "The domain can still be saved: 2; the name is lost: 1.",
            "Head of the office",
            "by 15 Nov 2026",
        ),
        (
            [unused(1, 2), unused(2, 1), unused(3, 2)],
            "Coach 3 owners who have never used their site",
            "One session a community: Ilir, Ulu.",
            "Community coordinators",
            "by 30 Dec 2026",
        ),
        (
            [dateless(1)],
            "Find out when the domain ends whose date is not known",
            "Without a date nobody can be warned: Usaha 1.",
            "Sysadmin",
            "by 15 Nov 2026",
        ),
    ],
)
def test_each_thing_says_what_about_whom_who_and_by_when(
    sites: list[SiteHistory], title: str, detail: str, who: str, by: str
) -> None:
    assert asked(a_month(*sites)) == TodoItem(title, detail, who, by)


def test_an_address_that_refuses_letters_is_to_be_corrected() -> None:
    post = LetterTally(refused=frozenset({2}))
    item = asked(a_month(never_mind(1), never_mind(2), post=post), "id")
    assert "Usaha 2" in item.detail
    assert "Usaha 1" not in item.detail
    assert item.by.endswith("7 Nov 2026")


@pytest.mark.parametrize(
    ("many", "ending"), [(NAMES, "Usaha 8."), (NAMES + 1, "Usaha 8 and 1 more."), (30, "22 more.")]
)
def test_eight_names_are_told_and_the_rest_counted(many: int, ending: str) -> None:
    item = asked(a_month(*map(hijacked, range(1, many + 1))))
    assert item.detail.endswith(ending)
    assert item.detail.count("Usaha") == min(many, NAMES)
    assert str(many) in item.title


def test_a_name_that_would_be_markup_or_a_message_is_text() -> None:
    hostile = "<script>alert(1)</script> {{7*7}} {names} \u202eemag\u202c =cmd"
    sites = [replace(h, site=replace(h.site, business=hostile)) for h in map(hijacked, (1, 2))]
    page = sheet(told(a_month(*sites)))
    said = read(section(page, "todo"))
    assert "<script>alert(1)</script> {{7*7}} {names} emag =cmd" in said
    assert page.css("script") == []


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_page_prints_the_list_in_its_order(language: str) -> None:
    figures = a_month(
        *one_of_each(),
        due(7, date(2026, 11, 3)),
        dateless(8),
        hosted(9, date(2026, 11, 5)),
    )
    context = told(figures, language=language)
    lines = [read(line) for line in section(sheet(context), "todo").css("ol.todo li")]
    wanted = to_do(context)
    assert [one.action for one in figures.assignments] == [
        Action.HANDLE_HIJACKED,
        Action.CALL_DUE,
        Action.DECIDE_DARK,
        Action.PAY_HOSTING,
        Action.COACH_UNUSED,
        Action.FIND_EXPIRY,
    ]
    assert lines == [f"{i.title} {i.detail} {i.who} {i.by}" for i in wanted]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "There is nothing that has to be done this month."),
        ("id", "Tidak ada yang perlu dilakukan bulan ini."),
    ],
)
def test_a_month_without_work_says_so(language: str, sentence: str) -> None:
    part = section(sheet(told(a_month(never_mind(1)), language=language)), "todo")
    assert sentence in read(part)
    assert part.css("ol, ul, table") == []


def a_list(*assignments: Assignment) -> Figures:
    """October of three sites, after a September in which things were asked."""
    outline = replace(an_outline(SEPTEMBER, in_use=3), assignments=assignments)
    return a_month(never_mind(1), never_mind(2), hijacked(3), before=outline)


def test_the_month_after_says_what_became_of_the_list() -> None:
    figures = a_list(
        Assignment(Action.HANDLE_HIJACKED, Assignee.OFFICER, None, (1, 2, 3)),
        Assignment(Action.CALL_DUE, Assignee.COORDINATORS, None, (1,)),
    )
    assert figures.followed_up == (
        FollowUp(Action.HANDLE_HIJACKED, 3, 2),
        FollowUp(Action.CALL_DUE, 1, 1),
    )
    part = section(sheet(told(figures)), "todo")
    assert [read(line) for line in part.css("ul.done li")] == [
        "Hijacked sites handled: 2 of 3.",
        "Domains renewed of those that were about to end: 1 of 1.",
    ]


def test_without_a_list_of_last_month_nothing_is_said_of_it() -> None:
    for figures in (a_list(), a_month(hijacked(3))):
        assert done_since(told(figures)) == []
        assert section(sheet(told(figures)), "todo").css(".done, h3") == []


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("action", Action)
def test_every_outcome_has_its_own_sentence(action: Action, language: str) -> None:
    figures = replace(a_month(never_mind(1)), followed_up=(FollowUp(action, 23, 17),))
    (sentence,) = done_since(told(figures, language=language))
    assert re.findall(r"\d+", sentence) == ["17", "23"]


def test_a_coordinator_may_begin_two_months_before_the_end() -> None:
    (one,) = a_month(unused(1)).assignments
    assert one.by == OCTOBER.last + timedelta(days=60)
