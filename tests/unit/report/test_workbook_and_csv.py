"""The workbook and the CSV file: the very figures of the report, and nothing that reckons."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from factories import a_history, a_programme, a_site, a_teller, one_of_each, reckoned
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from watcher.core.sites.state import State
from watcher.report.data.csv_export import csv_of_sites, escape_formula
from watcher.report.data.document import document
from watcher.report.data.tables import tables
from watcher.report.data.workbook import workbook
from watcher.report.sentences.report_context import ReportContext
from watcher.wording.terms import STATES

HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\u00a0=1",
    "  =cmd|' /C calc'!A0",
    "safe\n=cmd",
    "\uff1d1+1",
    "http://jahat.example/",
    "mailto:a@jahat.example",
    "<script>alert(1)</script>",
    "{{ 7 * 191 }}",
    "\u202egnp.exe",
    "x" * 40_000,
    "a\x00b\x1b[31m",
]


def opened(context: ReportContext) -> Workbook:
    return load_workbook(io.BytesIO(workbook(context)))


def rows(sheet: Any) -> list[dict[str, Any]]:
    head, *body = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in body]


def lines(context: ReportContext) -> list[dict[str, str]]:
    text = csv_of_sites(context).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


@pytest.fixture
def context() -> ReportContext:
    return a_teller(reckoned(a_programme(*one_of_each())))


def all_cells(book: Workbook) -> Iterator[Any]:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            yield from row


def test_the_sheets_stand_in_their_order_ready_to_be_read(context: ReportContext) -> None:
    book = opened(context)
    assert book.sheetnames == [
        "Ringkasan",
        "Situs",
        "Komunitas",
        "Gangguan",
        "Jatuh tempo",
        "Kamus data",
    ]
    for sheet in book.worksheets:
        assert sheet.freeze_panes is not None
        assert sheet.auto_filter.ref is not None
        assert sheet.page_setup.orientation == "landscape"
        assert all(sheet.column_dimensions[c.column_letter].width > 5 for c in sheet[1])


def test_every_column_is_in_the_data_dictionary(context: ReportContext) -> None:
    book = opened(context)
    explained = {(row["Lembar"], row["Kolom"]) for row in rows(book["Kamus data"])}
    own = {(s.title, cell.value) for s in book.worksheets[:-1] for cell in s[1]}
    assert explained == own
    assert all(row["Arti"] for row in rows(book["Kamus data"]))


def test_all_formats_say_the_same(context: ReportContext) -> None:
    book, listed, told = opened(context), lines(context), document(context)
    summary = {row["Apa"]: row["Angka"] for row in rows(book["Ringkasan"])}
    sites, communities = rows(book["Situs"]), rows(book["Komunitas"])
    states = context.now.counts.by_state
    programme: Any = told["programme"]
    assert summary["Situs"] == programme["sites"] == len(sites) == len(listed)
    for state, n in states.items():
        word = context.say(STATES[state])
        assert summary[word] == n == programme["states"][state]
        assert [row["Keadaan"] for row in sites].count(word) == n
        assert [row["Keadaan"] for row in listed].count(word) == n
        assert sum(row[word] for row in communities) == n
    assert summary["Dapat dibuka"] == pytest.approx(programme["availability"], abs=1e-6)
    assert summary["Data"] == told["data_hash"]
    assert len(rows(book["Jatuh tempo"])) == len(context.now.due)
    wanted: Any = told["sites"]
    for line, row, site in zip(listed, sites, wanted, strict=True):
        assert int(line["Nomor"]) == row["Nomor"] == site["id"]
        if site["uptime"] is None:
            assert (line["Dapat dibuka"], row["Dapat dibuka"]) == ("", None)
        else:
            assert float(line["Dapat dibuka"].replace(",", ".")) == pytest.approx(site["uptime"])
            assert row["Dapat dibuka"] == pytest.approx(site["uptime"], abs=1e-6)


def test_dates_are_dates_and_numbers_are_numbers(context: ReportContext) -> None:
    for row in rows(opened(context)["Situs"]):
        assert isinstance(row["Nomor"], int)
        for column in ("Sejak", "Hosting sampai", "Sertifikat sampai", "Perubahan terakhir"):
            assert row[column] is None or isinstance(row[column], datetime), column


def test_the_same_figures_are_the_same_bytes(context: ReportContext) -> None:
    assert workbook(context) == workbook(context)
    assert csv_of_sites(context) == csv_of_sites(context)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_stranger_wrote_is_text(text: str) -> None:
    one = a_history(1, site=a_site(1, business=text))
    hostile = a_teller(reckoned(a_programme(one)))
    book = opened(hostile)
    assert {cell.data_type for cell in all_cells(book)} <= {"s", "n", "d"}
    assert [cell.hyperlink for cell in all_cells(book) if cell.hyperlink] == []
    (line,) = lines(hostile)
    assert line["Usaha"][:1] not in "=+-@\t\r"
    assert not {"\u202e", "\x00", "\x1b", "\n"} & set(line["Usaha"])


@given(st.text("=+-@\t\r\n \u00a0＝＋－＠ab1", max_size=12))
def test_no_line_of_a_csv_cell_begins_a_formula(text: str) -> None:
    begins = {line.strip(" \u00a0")[:1] for line in text.splitlines()}
    formula = begins & set("=+-@\t\r＝＋－＠")
    assert escape_formula(text) == (f"'{text}" if formula else text)


@pytest.mark.parametrize("language", ["id", "en"])
def test_an_empty_programme_is_a_whole_workbook(language: str) -> None:
    nobody = a_teller(reckoned(a_programme()), language=language)
    book = opened(nobody)
    assert len(book.sheetnames) == 6
    assert rows(book.worksheets[1]) == []
    assert len(csv_of_sites(nobody).decode().splitlines()) == 1


def test_a_hijacked_address_cannot_be_followed(context: ReportContext) -> None:
    (hijacked,) = [f for f in context.now.sites if f.state.state is State.HIJACKED]
    (row,) = [r for r in rows(opened(context)["Situs"]) if r["Nomor"] == hijacked.site.id]
    assert "://" not in row["Alamat"]
    assert "hxxp" in row["Alamat"]


def test_outages_stand_in_the_order_of_their_beginnings(context: ReportContext) -> None:
    table = tables(context)[3]
    begins = [row[3] for row in table.rows]
    assert begins == sorted(begins)  # type: ignore[type-var]  # instants all
    assert len(begins) == sum(f.incidents for f in context.now.sites)
