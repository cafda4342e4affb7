"""Effectiveness, cohorts and the cost of renewals as the page prints them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from factories import DOT_ID, OCTOBER_PERIOD, a_domain, a_history, a_page, a_site, one_of_each
from read_pages import RULES, a_month, aloud, read, rows, section, sheet, told
from selectolax.lexbor import LexborNode

from watcher.core.domains.renewal import DatedAnswer, believe
from watcher.core.looks.uptime import Tally
from watcher.core.months.budget import Price
from watcher.core.months.cohorts import MonthEndState
from watcher.core.months.indicators import Indicator
from watcher.core.period import Month
from watcher.core.sites.decisions import Decisions
from watcher.core.sites.letter_tally import LetterTally
from watcher.core.sites.site import Community, MonitoringStatus
from watcher.core.sites.site_history import SiteHistory
from watcher.core.sites.state import State
from watcher.core.sites.view import Thresholds
from watcher.report.figures.month_figures import Figures
from watcher.report.figures.report_rules import Rules, StaffEntry

FRESH = date(2026, 10, 1)
LONG_AGO = date(2025, 10, 1)


def part(figures: Figures, name: str, language: str = "en") -> LexborNode:
    return section(sheet(told(figures, language=language)), name)


def titled(number: int, title: str) -> SiteHistory:
    page = a_page(seen_for=timedelta(days=400), until=OCTOBER_PERIOD.end, title=title)
    return a_history(number, pages=(page,))


# indicators


def test_each_indicator_has_its_share_its_target_and_its_class() -> None:
    sites = [titled(1, "Usaha 1 | Beranda"), titled(2, "Selamat datang"), titled(3, "")]
    post = LetterTally(sent=5, owners_written=4, owners_reached=3)
    assert rows(part(a_month(*sites, post=post), "indicators")) == [
        [
            "Targeting",
            "Sites whose title shows the granted name (2 read)",
            "target 95%",
            "50.0%",
            "●●○○○ Poor",
        ],
        [
            "Outreach",
            "Owners whose mail server accepted a letter (4 written to)",
            "target 90%",
            "75.0%",
            "●●●●○ Good",
        ],
        [
            "Goals reached",
            "Sites that open and changed within 90 days (3 known)",
            "target 70%",
            "100.0%",
            "●●●●● Very good",
        ],
        ["Monitoring", "Site hours measured (3 sites)", "target 90%", "100.0%", "●●●●● Very good"],
    ]


@pytest.mark.parametrize(
    ("language", "words", "unknown"),
    [
        ("en", "cannot be assessed yet", "reached not known, target 90%"),
        ("id", "belum dapat dinilai", "realisasi tidak diketahui, target 90%"),
    ],
)
def test_what_nobody_measured_is_not_assessed_and_never_nought(
    language: str, words: str, unknown: str
) -> None:
    table = part(a_month(titled(1, "Usaha 1")), "indicators", language)
    outreach = rows(table)[1]
    assert outreach[3:] == ["–", words]
    assert "0%" not in " ".join(outreach).replace("90%", "")
    drawing = table.css("tbody tr")[1].css("svg")[0]
    assert aloud(drawing) == unknown
    assert len(drawing.css("rect")) == 2, "no bar, only the ground and the target"


def test_a_month_without_sites_assesses_nothing() -> None:
    found = rows(part(a_month(), "indicators"))
    assert [row[3:] for row in found] == [["–", "cannot be assessed yet"]] * 4


def test_a_site_of_which_nothing_is_known_lowers_no_indicator() -> None:
    unknown = replace(one_of_each(2)[5], tally=Tally(up=OCTOBER_PERIOD.length))
    goals = rows(part(a_month(titled(1, "Usaha 1"), unknown), "indicators"))[2]
    assert goals[1].endswith("(1 known)")
    assert goals[3] == "100.0%"


def test_what_was_counted_and_came_to_nothing_is_nought() -> None:
    dark = a_history(1, pages=(), tally=Tally(up=OCTOBER_PERIOD.length), contents=())
    figures = a_month(dark, post=LetterTally(owners_written=2))
    row = rows(part(figures, "indicators"))[1]
    assert row[3:] == ["0.0%", "●○○○○ Very poor"]


def test_the_bar_is_as_long_as_the_share_and_the_tick_stands_at_the_target() -> None:
    post = LetterTally(owners_written=4, owners_reached=3)
    drawing = part(a_month(titled(1, "Usaha 1"), post=post), "indicators").css("svg")[1]
    _, bar, tick = drawing.css("rect")
    assert aloud(drawing) == "reached 75.0%, target 90%"
    assert float(bar.attributes["width"] or 0) == pytest.approx(150 * 0.75, abs=0.1)
    assert float(tick.attributes["x"] or 0) == pytest.approx(150 * 0.9 - 1, abs=0.1)


@pytest.mark.parametrize("language", ["id", "en"])
def test_what_the_staff_counted_stands_behind_and_is_marked(language: str) -> None:
    note = "<b>3 pelatihan</b> {{7*7}} =cmd \u202ekilab"
    entered = {Indicator.OUTREACH: StaffEntry(0.45, note)}
    figures = a_month(titled(1, "Usaha 1"), rules=replace(RULES, staff_entries=entered))
    table = part(figures, "indicators", language)
    found = rows(table)
    mark = {"en": "(staff report)", "id": "(laporan petugas)"}[language]
    assert len(found) == 5
    assert found[2][1] == f"<b>3 pelatihan</b> {{{{7*7}}}} =cmd kilab {mark}"
    assert [mark in row[1] for row in found] == [False, False, True, False, False]
    assert found[2][4].startswith("●")
    assert table.css("tbody td b b") == []


def test_an_office_sets_its_own_targets() -> None:
    rules = replace(RULES, targets={Indicator.MONITORING: 1.0})
    found = rows(part(a_month(titled(1, "x"), rules=rules), "indicators"))
    assert [row[2] for row in found] == ["target 95%", "target 90%", "target 70%", "target 100%"]


def test_the_key_names_the_classes_with_their_bounds() -> None:
    said = read(part(a_month(), "indicators"))
    for words in ("Very good ≥ 91%", "Good 76–90%", "Fair 66–75%", "Poor 51–65%", "≤ 50%"):
        assert words in said


# cohorts


def granted(
    number: int,
    on: date | None,
    community: int = 1,
    ends: date = date(2026, 12, 1),
    answered: tuple[date, ...] = (),
    **known: object,
) -> SiteHistory:
    site = a_site(number, granted_on=on, community_id=community, **known)
    return a_history(site=site, domain=a_domain(ends), decisions=Decisions(answered_on=answered))


def stood(state: State, *, opens: bool = True, answered: bool = False) -> MonthEndState:
    return MonthEndState(state, answered=answered, opens=opens)


def test_only_milestones_that_were_reached_have_a_column() -> None:
    sites = [
        granted(1, date(2026, 7, 20), answered=(date(2026, 9, 2),)),
        granted(2, date(2026, 7, 1), 2),
        granted(3, date(2026, 9, 1)),
    ]
    table = part(a_month(*sites), "cohorts")
    assert [read(cell) for cell in table.css("thead tr")[0].css("th")] == ["Community", "3 months"]
    assert rows(table) == [
        ["Ilir", "1 /1", "1 /1", "1 /1"],
        ["Ulu", "1 /1", "1 /1", "0 /1"],
    ]
    assert rows(table, "tfoot") == [["The whole programme", "2 /2", "2 /2", "1 /2"]]


def test_each_milestone_counts_what_was_known_at_it() -> None:
    """Granted in October 2025: three months are January, twelve are this month."""
    day = date(2025, 10, 15)
    sites = [
        granted(1, day, ends=date(2027, 10, 15)),
        granted(2, day),
        granted(3, day, 2),
    ]
    january = {
        1: stood(State.IN_USE, answered=True),
        2: stood(State.STALE),
        3: stood(State.UNKNOWN),
    }
    april = {1: stood(State.HIJACKED, opens=False), 2: stood(State.NEVER_USED)}
    earlier = [(Month(2026, 1), january), (Month(2026, 4), april)]
    table = part(a_month(*sites, earlier=earlier), "cohorts")
    assert [cell.attributes["colspan"] for cell in table.css("th[colspan]")] == ["3", "3", "4"]
    assert rows(table) == [
        ["Ilir", "2 /2", "1 /2", "1 /2", "1 /2", "0 /2", "0 /2", "2 /2", "2 /2", "0 /2", "1 /2"],
        ["Ulu", "–", "–", "0 /1", "–", "–", "–", "1 /1", "1 /1", "0 /1", "0 /1"],
    ]
    assert rows(table, "tfoot") == [
        [
            "The whole programme",
            "2 /2",
            "1 /2",
            "1 /3",
            "1 /2",
            "0 /2",
            "0 /2",
            "3 /3",
            "3 /3",
            "0 /3",
            "1 /3",
        ]
    ]


@pytest.mark.parametrize("sites", [[], [granted(1, None)], [granted(1, date(2026, 9, 30))]])
def test_before_the_first_milestone_a_sentence_stands_for_the_table(
    sites: list[SiteHistory],
) -> None:
    found = part(a_month(*sites), "cohorts")
    assert "No site has been watched three months after its hand-over yet." in read(found)
    assert found.css("table") == []


def test_a_site_that_was_withdrawn_counts_only_at_the_milestones_before() -> None:
    gone = granted(
        1, date(2025, 10, 20), standing=MonitoringStatus.WITHDRAWN, ends=date(2027, 10, 20)
    )
    april = {1: stood(State.IN_USE)}
    found = rows(part(a_month(gone, earlier=[(Month(2026, 4), april)]), "cohorts"))
    assert found == [["Ilir", "1 /1", "1 /1", "0 /1"]]


def test_who_was_renewed_before_watching_began_is_renewed() -> None:
    sites = [granted(n, date(2025, 10, 15), ends=date(2027, 10, 10)) for n in range(1, 11)]
    table = part(a_month(*sites), "cohorts")
    assert rows(table)[0][-1] == "10 /10"


@pytest.mark.parametrize(
    ("known", "renewed"),
    [
        ({"ends": date(2026, 10, 30)}, "0 /1"),  # bought two weeks after the hand-over
        ({"ends": date(2027, 10, 1)}, "1 /1"),
        ({"ends": date(2027, 10, 1), "standing": MonitoringStatus.PAUSED}, None),
    ],
)
def test_a_renewal_is_an_end_beyond_the_first_granted_year(
    known: dict[str, Any], renewed: str | None
) -> None:
    table = part(a_month(granted(1, date(2025, 10, 15), **known)), "cohorts")
    assert [row[-1] for row in rows(table)] == ([renewed] if renewed else [])


def test_a_name_that_a_stranger_registered_is_no_renewal() -> None:
    first, anew = datetime(2025, 10, 1, tzinfo=UTC), datetime(2026, 10, 5, tzinfo=UTC)
    answers = (
        DatedAnswer(a_domain(FRESH, registered_at=first), LONG_AGO, date(2026, 9, 1)),
        DatedAnswer(a_domain(date(2027, 10, 5), registered_at=anew), FRESH, date(2026, 10, 20)),
    )
    lost = replace(
        granted(1, date(2025, 10, 15)),
        answers=answers,
        believed=believe(answers, date(2026, 11, 1)),
    )
    assert rows(part(a_month(lost), "cohorts"))[0][-4:] == ["0 /1", "0 /1", "0 /1", "0 /1"]


def test_a_community_cannot_write_into_the_table() -> None:
    name = "</th><script>1</script> {n}"
    figures = a_month(granted(1, date(2026, 7, 1)), communities=(Community(1, name),))
    found = part(figures, "cohorts")
    assert rows(found)[0][0] == name
    assert found.css("script") == []


# budget


def renewed(number: int, domain: date, hosting: date, until: date | None = None) -> SiteHistory:
    site = a_site(number, hosting_expires=hosting, grant_ends=until)
    return a_history(site=site, domain=a_domain(domain))


def priced(domain: Price, hosting: Price) -> Rules:
    return Rules(lambda _: DOT_ID, Thresholds(), prices=lambda _: domain, hosting=hosting)


TERMS = (
    renewed(1, date(2026, 11, 9), date(2027, 2, 1), until=date(2026, 12, 31)),
    renewed(2, date(2026, 11, 20), date(2026, 11, 30)),
    renewed(3, date(2027, 12, 1), date(2027, 2, 2)),
)


def test_the_budget_sums_what_falls_due_by_month_and_payer() -> None:
    rules = priced(Price("Rp250.000", FRESH), Price("Rp1.000.000", FRESH))
    table = part(a_month(*TERMS, rules=rules), "budget", "id")
    assert rows(table) == [
        ["November 2026", "2", "1", "Rp250.000", "Rp1.250.000", "0"],
        ["Februari 2027", "0", "2", "–", "Rp2.000.000", "0"],
    ]
    assert rows(table, "tfoot")[0][1:] == ["2", "3", "Rp250.000", "Rp3.250.000", "0"]


@pytest.mark.parametrize("price", [Price(), Price("Rp250.000", LONG_AGO), Price("Rp250.000")])
def test_where_no_price_holds_no_sum_is_printed(price: Price) -> None:
    table = part(a_month(*TERMS, rules=priced(price, price)), "budget")
    assert [read(cell) for cell in table.css("thead th")] == [
        "Month",
        "Domains",
        "Hostings",
        "Without a price",
    ]
    assert rows(table) == [["November 2026", "2", "1", "3"], ["February 2027", "0", "2", "2"]]
    assert "Rp" not in " ".join(cell for row in rows(table) for cell in row)


def test_what_has_no_price_is_counted_and_in_no_sum() -> None:
    rules = priced(Price("Rp250.000", FRESH), Price())
    table = part(a_month(*TERMS, rules=rules), "budget")
    assert [row[-3:] for row in rows(table)] == [["Rp250,000", "Rp250,000", "1"], ["–", "–", "2"]]
    assert rows(table, "tfoot")[0][-1] == "3"


def test_the_grant_pays_up_to_its_last_day_and_not_for_the_year_after() -> None:
    rules = priced(Price("Rp10", FRESH), Price())
    day = date(2026, 12, 5)
    for until, office, owners in (
        (date(2026, 12, 6), 10, 0),
        (day, 0, 10),
        (date(2026, 12, 4), 0, 10),
        (None, 0, 10),
    ):
        (cost,) = a_month(renewed(1, day, date(2028, 1, 1), until), rules=rules).budget
        assert (cost.office, cost.owners) == (office, owners)


def test_where_nothing_falls_due_a_sentence_stands_for_the_table() -> None:
    late = renewed(1, date(2028, 1, 1), date(2028, 1, 1))
    for figures in (a_month(), a_month(late)):
        found = part(figures, "budget")
        assert (
            "Nothing is known to be past its end, or to fall due in the next twelve months."
            in read(found)
        )
        assert found.css("table") == []


def test_a_site_that_is_not_watched_costs_nothing() -> None:
    site = a_site(1, hosting_expires=date(2026, 12, 1), standing=MonitoringStatus.CLOSED)
    assert a_month(a_history(site=site)).budget == ()
