"""What stands around the figures: letterhead, notes of revision, signatures; and odd months."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest
from factories import OCTOBER_PERIOD, T0, a_history, a_site, down, one_of_each
from read_pages import HEAD, a_month, read, section, sheet, told, whole
from selectolax.lexbor import LexborHTMLParser

from watcher.core.looks.observation import Reason
from watcher.core.looks.uptime import Tally
from watcher.core.sites.site import Community
from watcher.core.sites.site_history import Incident, SiteHistory
from watcher.core.sites.state import State
from watcher.report.figures.snapshot import Revision, Snapshot, StateChange, freeze, revised, thaw

every_language = pytest.mark.parametrize("language", ["id", "en"])
PICTURE = "data:image/png;base64,iVBORw0KGgo="


def flags(page: LexborHTMLParser) -> list[str]:
    return [read(node) for node in page.css("p.flag")]


def revision(measured: int, *moved: StateChange, number: int = 1) -> Revision:
    return Revision(number, T0, measured, moved)


def test_a_month_as_it_was_closed_has_no_note() -> None:
    assert flags(sheet(told(a_month(*one_of_each())))) == []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Revision 2, 5 October 2026 . Sites of which more was measured since: 3."),
        ("id", "Revisi 2, 5 Oktober 2026 . Situs yang pengukurannya menyusul: 3."),
    ],
)
def test_a_revision_says_which_one_when_and_how_much(language: str, said: str) -> None:
    context = told(a_month(), language=language, revision=revision(3, number=2))
    assert flags(sheet(context)) == [said]


def test_a_revision_names_the_sites_whose_state_it_changes() -> None:
    moved = (
        StateChange("Kopi <b>Ana</b>", State.IN_USE, State.DARK),
        StateChange("{n} \u202e{{7*7}}", State.UNKNOWN, State.STALE),
    )
    page = sheet(told(a_month(), revision=revision(2, *moved)))
    assert flags(page)[0].endswith("Kopi <b>Ana</b>: In use → Dark; {n} {{7*7}}: Unknown → Stale.")


def test_a_revision_of_what_the_staff_entered_measured_nothing_anew() -> None:
    page = sheet(told(a_month(), revision=revision(0)))
    assert flags(page) == ["Revision 1, 5 October 2026 . No site was measured anew."]


def test_late_looks_are_told_from_the_figures_themselves() -> None:
    outage = Incident(OCTOBER_PERIOD.end - timedelta(days=5), None, Reason.CLOSED)
    late = a_history(
        2,
        incidents=(outage,),
        availability=down(outage.opened_at, outage.reason),
        tally=Tally(timedelta(days=26), timedelta(days=5)),
    )
    kept = Snapshot(a_month(a_history(1), a_history(2), a_history(3)))
    anew = a_month(a_history(1), late, a_history(3))
    snapshot = thaw(freeze(revised(kept, anew, T0)))
    page = sheet(replace(told(kept.figures), snapshot=snapshot))
    assert flags(page) == [
        "Revision 1, 5 October 2026 . Sites of which more was measured since: 1. "
        "Usaha 2: In use → Dark."
    ]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Not final: the month is not over. The figures are those until 1 November 2026"),
        ("id", "Sementara: bulan ini belum berakhir. Angka dihitung sampai 1 November 2026"),
    ],
)
def test_a_running_month_says_that_it_is_not_final(language: str, said: str) -> None:
    (note,) = flags(sheet(told(a_month(), language=language, closed=False)))
    assert note.startswith(said)


def signed(page: LexborHTMLParser) -> list[str]:
    return [read(node) for node in page.css(".sign > div")]


def test_those_who_sign_stand_with_office_name_and_number() -> None:
    head = replace(
        HEAD,
        officer="Arif <i>",
        officer_id="1980 01",
        head="Siti & Rekan",
        head_title="Kepala Dinas",
        head_id="1970 02",
        place="Palembang",
    )
    officer, chief = signed(sheet(told(a_month(*one_of_each()), language="id"), head))
    assert re.search(r"Arif <i> NIP 1980 01$", officer)
    assert chief.startswith("Palembang, November 2026")
    assert re.search(r"Kepala Dinas Siti & Rekan NIP 1970 02$", chief)
    assert "…" not in officer + chief


@every_language
def test_without_names_there_are_dots_to_write_on(language: str) -> None:
    officer, chief = signed(sheet(told(a_month(), language=language)))
    for one in (officer, chief):
        assert re.search(r" …{10,} NIP …{8,}$", one)
    assert re.match(r"…{7,}, November 2026", chief)
    assert {"en": "Head of the office", "id": "Kepala"}[language] in chief


def test_the_coat_of_arms_is_held_by_the_page_itself() -> None:
    (picture,) = sheet(told(a_month()), replace(HEAD, logo=PICTURE)).css("img")
    assert picture.attributes["src"] == PICTURE
    assert picture.attributes["alt"]
    assert sheet(told(a_month())).css("img") == []


EMPTY_TABLE = re.compile(r"<tbody>\s*</tbody>")
UNFINISHED = re.compile(r"\bNone\b|\bnan\b|\binf\b|[{}]|Undefined|<Markup")


def nameless(histories: Iterable[SiteHistory]) -> list[SiteHistory]:
    return [
        replace(h, believed=None, conclusive=0, looks=0, pages=(), tally=Tally()) for h in histories
    ]


ODD: dict[str, list[SiteHistory]] = {
    "no site": [],
    "one site": [a_history(1)],
    "all dark": [one_of_each(n)[3] for n in range(1, 8)],
    "all unknown": nameless(a_history(n) for n in range(1, 8)),
    "all hijacked": [one_of_each(n)[4] for n in range(1, 8)],
    "nothing entered": [
        replace(h, site=a_site(h.site.id, granted_on=None, owner_id=None, domain=None))
        for h in one_of_each()
    ],
    "long names": [
        a_history(site=a_site(n, business=f"Toko {'Sambal Lingkung ' * 4}{n}"[:60]))
        for n in range(1, 8)
    ],
    "names without a break": [a_history(site=a_site(1, business="W" * 60))],
}


@every_language
@pytest.mark.parametrize("month", ODD)
def test_an_odd_month_reads_well(month: str, language: str) -> None:
    page = sheet(told(a_month(*ODD[month]), language=language))
    said = whole(page)
    assert UNFINISHED.findall(said) == []
    assert page.html is not None
    assert EMPTY_TABLE.findall(page.html) == []
    for table in page.css("table"):
        assert table.css("tbody tr"), read(table)
    for node in page.css("[aria-label]"):
        assert UNFINISHED.findall(node.attributes["aria-label"] or "") == []
    for part in page.css("section, li, p, dd"):
        assert read(part), part.html


@every_language
def test_sites_that_could_not_be_judged_are_named_up_to_ten_and_the_rest_counted(
    language: str,
) -> None:
    twelve = nameless(a_history(n) for n in range(1, 13))
    said = read(section(sheet(told(a_month(*twelve), language=language)), "quality"))
    more = {"en": "Usaha 10 and 2 more", "id": "Usaha 10 dan 2 lainnya"}[language]
    assert more in said
    assert "Usaha 11" not in said
    ten = read(section(sheet(told(a_month(*twelve[:10]), language=language)), "quality"))
    assert "Usaha 10." in ten


def test_a_programme_without_communities_says_so() -> None:
    page = sheet(told(a_month(communities=())))
    assert "There are no communities in the register." in read(section(page, "communities"))


def test_names_of_communities_and_coordinators_are_text() -> None:
    hostile = "<script>alert(1)</script> {{7*7}} {n} \u202ekilab\u202c =cmd"
    figures = a_month(*one_of_each(), communities=(Community(1, hostile, hostile, quota=9),))
    page = sheet(told(figures))
    assert page.css("script") == []
    assert "<script>alert(1)</script> {{7*7}} {n} kilab =cmd" in whole(page)
    assert "\u202e" not in (page.html or "")


def test_the_parts_are_numbered_in_the_order_of_the_report() -> None:
    titles = [read(node) for node in sheet(told(a_month(*one_of_each()))).css("section > h2")]
    assert [title.split(".")[0] for title in titles] == [str(n) for n in range(1, 12)]
    assert titles[1] == "2. To do this month"
