"""Workbooks as WPS, LibreOffice, Google and old programs write them: read as Excel reads them."""

from datetime import date, datetime
from pathlib import Path

import pytest
from workbooks import (
    HEAD,
    MAIN,
    ROW,
    STRICT,
    cell,
    opened,
    relations,
    row,
    rows,
    sheet,
    workbook,
)

from watcher.core.import_issue import IssueKind
from watcher.jobs.intake.list_sheet import OfficersList, hidden_rows, read_list
from watcher.jobs.intake.rows import Reader
from watcher.jobs.officer_file.grid import FileFault, Grid, Uncounted, UnreadableError
from watcher.jobs.officer_file.opening import read_grids, read_workbook
from watcher.net.address_policy import AddressPolicy

PLAIN = sheet(rows(HEAD, ROW, ROW))


def the_list(folder: Path, body: bytes, name: str = "daftar.xlsx") -> OfficersList:
    path = folder / name
    path.write_bytes(body)
    return read_list(path)


def only(body: bytes) -> Grid:
    (grid,) = read_workbook(body)
    return grid


def read_words(body: bytes) -> list[list[object]]:
    return [list(cells.values()) for cells in only(body).rows.values()]


WORDS = [list(HEAD), list(ROW), list(ROW)]
ODD = {
    "dimension of one cell": workbook(
        sheet(rows(HEAD, ROW, ROW), before='<dimension ref="A1"/>')
    ),
    "dimension too short": workbook(
        sheet(rows(HEAD, ROW, ROW), before='<dimension ref="A1:B2"/>')
    ),
    "empty fill": workbook(
        PLAIN, parts={"xl/styles.xml": '<styleSheet><fills count="2"><fill/></fills></styleSheet>'}
    ),
    "bad colour": workbook(
        PLAIN, parts={"xl/styles.xml": '<styleSheet><color rgb="merah"/></styleSheet>'}
    ),
    "odd core date": workbook(PLAIN, parts={"docProps/core.xml": "<created>kemarin</created>"}),
    "bad core properties": workbook(PLAIN, parts={"docProps/core.xml": "<created"}),
    "broken name": workbook(PLAIN, properties="<definedNames><definedName>#REF!</definedName>"
                            "</definedNames>"),
    "bad filter": workbook(
        sheet(rows(HEAD, ROW, ROW), after='<autoFilter ref="A1:ZZZZ9"><filterColumn colId="x"/>'
              "</autoFilter>")
    ),
    "strict": workbook(sheet(rows(HEAD, ROW, ROW), space=STRICT)),
    "control characters": workbook(
        sheet(rows(HEAD, ROW, ROW).replace("Kopi", "Ko\x0bp&#x1F;&#12;i"))
    ),
    "without references": workbook(
        sheet(rows(HEAD, ROW, ROW).replace(' r="', ' x="')),
    ),
    "absolute targets": workbook(
        PLAIN,
        parts={
            "xl/_rels/workbook.xml.rels": relations(("r0", "worksheet", "/xl/worksheets/s0.xml"))
        },
    ),
    "another case": workbook(
        PLAIN,
        parts={"xl/_rels/workbook.xml.rels": relations(("r0", "worksheet", "Worksheets\\S0.xml"))},
    ),
    "prefixed": workbook(
        sheet(rows(HEAD, ROW, ROW)).replace("<", "<x:").replace("<x:/", "</x:")
        .replace("xmlns=", "xmlns:x=")
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ODD)
def test_what_excel_opens_is_read(case: str) -> None:
    assert read_words(ODD[case]) == WORDS


def test_one_far_cell_costs_one_cell(tmp_path: Path) -> None:
    far = rows(HEAD, ROW) + '<row r="1048576">' + cell("XFD1048576", " ") + "</row>"
    far = far.replace(" </t>", "x</t>")
    (read,) = the_list(tmp_path, workbook(sheet(far))).sheets
    assert len(read.rows) == 1
    assert dict(read.no_rows) == {1048576: "x"}


SHARED = (
    f'<sst xmlns="{MAIN}"><si><t>Nama</t></si><si><r><t>Kopi </t></r><r><t>Musi</t></r>'
    "<rPh><t>baca</t></rPh></si><si><t>a_x000D_b</t></si></sst>"
)


def test_shared_and_rich_texts_are_whole() -> None:
    data = '<row r="1">' + "".join(
        f'<c r="{"ABCD"[n]}1" t="s"><v>{n}</v></c>' for n in range(4)
    ) + "</row>"  # fmt: skip
    body = workbook(sheet(data), parts={"xl/sharedStrings.xml": SHARED})
    assert read_words(body) == [["Nama", "Kopi Musi", "a\rb"]]


STYLES = (
    '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="[$-421]dd\\ mmmm\\ yyyy;@"/>'
    '<numFmt numFmtId="171" formatCode="&quot;hari&quot;0"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/>'
    "</cellXfs></styleSheet>"
)


@pytest.mark.parametrize(
    ("style", "properties", "number", "wanted"),
    [
        (0, "", 46326, 46326),
        (1, "", 46326, datetime(2026, 10, 31)),  # noqa: DTZ001 - a cell has no zone
        (2, "", 46326, datetime(2026, 10, 31)),  # noqa: DTZ001 - a cell has no zone
        (3, "", 46326, 46326),
        (9, "", 46326, 46326),
        (1, '<workbookPr date1904="1"/>', 44864, datetime(2026, 10, 31)),  # noqa: DTZ001 - a cell has no zone
        (1, "", 99999999, 99999999.0),
        (1, "", -5, -5.0),
    ],
)
def test_a_number_is_a_day_where_its_format_says_so(
    style: int, properties: str, number: int, wanted: object
) -> None:
    data = f'<row r="1">{cell("A1", number, f""" s="{style}" """)}</row>'
    body = workbook(sheet(data), parts={"xl/styles.xml": STYLES}, properties=properties)
    assert read_words(body) == [[wanted]]


@pytest.mark.parametrize("text", ["1e999", "nan", "-inf", "satu"])
def test_a_number_that_is_none_is_a_text(text: str) -> None:
    data = f'<row r="1"><c r="A1"><v>{text}</v></c></row>'
    assert read_words(workbook(sheet(data))) == [[text]]


def test_addresses_behind_cells_are_found() -> None:
    data = rows(("Kunjungi",)) + (
        '<row r="2"><c r="A2"><f>HYPERLINK("https://b.example","Situs")</f></c>'
        '<c r="B2"><f>EDATE(A1,12)</f></c><c r="C2" t="e"><v>#N/A</v></c></row>'
    )
    after = '<hyperlinks><hyperlink ref="A1" r:id="l1"/></hyperlinks>'
    body = workbook(
        sheet(data, after=after),
        parts={
            "xl/worksheets/_rels/s0.xml.rels": relations(("l1", "hyperlink", "https://a.example"))
        },
    )
    grid = only(body)
    assert grid.links == {(1, 0): "https://a.example", (2, 0): "https://b.example"}
    assert grid.rows[2][1] == Uncounted("=EDATE(A1,12)")
    assert grid.rows[2][2] == Uncounted("#N/A")


def test_an_address_is_taken_from_behind_its_cell(tmp_path: Path) -> None:
    head = ("Website", "Email", "No. WA", "Komunitas")
    links = {
        "A": "https://a.example/",
        "B": "mailto:ani@a.example",
        "C": "https://wa.me/628123456789",
    }
    after = "".join(f'<hyperlink ref="{at}2" r:id="{at}"/>' for at in links)
    parts = {
        "xl/worksheets/_rels/s0.xml.rels": relations(
            *((at, "hyperlink", to) for at, to in links.items())
        )
    }
    body = workbook(sheet(rows(head, ("Situs", "Surel", "Obrolan", "M")), after=after), parts=parts)
    (read,) = the_list(tmp_path, body).sheets
    reader = Reader(AddressPolicy(), {"M"}, date(2026, 11, 28))
    (site,) = reader.sites(read)
    assert site.owner is not None
    assert (site.url, site.owner.email) == ("https://a.example/", "ani@a.example")
    assert site.owner.phone == "628123456789"
    assert [c.fault for c in reader.complaints] == [IssueKind.FROM_LINK] * 3


def test_days_that_are_counted_from_1904_without_a_format_are_not_stored(tmp_path: Path) -> None:
    head = ("Website", "Komunitas", "Tgl Expired")
    body = workbook(
        sheet(rows(head, ("a.example", "M", 44864))), properties='<workbookPr date1904="1"/>'
    )
    (read,) = the_list(tmp_path, body).sheets
    reader = Reader(AddressPolicy(), {"M"}, date(2026, 11, 28))
    (site,) = reader.sites(read)
    assert site.domain_expires is None
    assert [c.fault for c in reader.complaints] == [IssueKind.COUNTS_FROM_1904]


def test_a_merged_community_stands_in_each_of_its_rows(tmp_path: Path) -> None:
    short = (*ROW[:3], "", ROW[4])
    merges = '<mergeCells><mergeCell ref="D2:D4"/></mergeCells>'
    body = workbook(sheet(rows(HEAD, ROW, short, short), after=merges))
    (read,) = the_list(tmp_path, body).sheets
    assert [one.cells["komunitas"] for one in read.rows] == ["Melati"] * 3


def test_two_rows_of_headings_are_one(tmp_path: Path) -> None:
    above = ("No", "Nama Usaha", "Alamat Web", "Pemilik", "", "", "Domain", "Hosting")
    below = ("", "", "", "Nama", "E-mail", "No. HP", "Masa Berlaku", "Masa Berlaku")
    merges = '<mergeCells><mergeCell ref="D1:F1"/><mergeCell ref="B1:B2"/></mergeCells>'
    first = (1, "Kopi", "kopi.example", "Ani", "ani@kopi.example", "0812", "1/1/2027", "2/1/2027")
    (read,) = the_list(tmp_path, workbook(sheet(rows(above, below, first), after=merges))).sheets
    assert list(read.columns.values()) == [
        "usaha", "situs", "pemilik", "surel", "wa", "habis", "hosting_habis",
    ]  # fmt: skip
    assert [one.number for one in read.rows] == [3]


def test_hidden_sheets_and_rows_are_named(tmp_path: Path) -> None:
    data = row(1, HEAD) + row(2, ROW, ' hidden="1"') + row(3, ROW)
    body = workbook(sheet(data), PLAIN, sheet(rows(("apa saja",))), states={1: "veryHidden"})
    found = the_list(tmp_path, body)
    assert [one.name for one in found.sheets] == ["Data"]
    assert (found.left_hidden, found.unread) == (("Lama",), ("Lain",))
    assert list(hidden_rows(found.sheets[0])) == [2]


def test_a_hidden_list_is_read_where_there_is_no_other(tmp_path: Path) -> None:
    found = the_list(tmp_path, workbook(PLAIN, states={0: "hidden"}))
    assert [one.name for one in found.sheets] == ["Data"]


def test_what_stands_below_a_table_is_no_row_and_is_told(tmp_path: Path) -> None:
    data = rows(
        HEAD, ("1", "2", "3", "4", "5"), ROW, HEAD, ("JUMLAH", "", "", "12 UMKM"), ROW,
        ("Batik", "", "0813-3456", ""), (), ("Palembang, 28 November",), ("", "", "Kepala Dinas"),
    )  # fmt: skip
    (read,) = the_list(tmp_path, workbook(sheet(data))).sheets
    assert [one.number for one in read.rows] == [3, 6, 7]
    assert list(read.no_rows) == [4, 5, 9, 10]


def test_columns_that_were_not_understood_are_named(tmp_path: Path) -> None:
    head = ("No", "Nama Usaha", "Website", "URL", "No. KTP", "Komunitas", "Omzet")
    (read,) = the_list(tmp_path, workbook(sheet(rows(head, ("1", "a", "a.example"))))).sheets
    assert (read.not_understood, read.doubled) == (("No. KTP", "Omzet"), ("URL",))
    assert read.missing == ["surel", "wa", "habis"]


def refused(body: bytes, path: Path) -> FileFault:
    path.write_bytes(body)
    with pytest.raises(UnreadableError) as error:
        read_grids(path, len, 15)
    return error.value.refusal


def bomb(size: int) -> bytes:
    return workbook(sheet(row(1, HEAD) + row(2, ("x" * size,))))


ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    + sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row>')
)
STRANGERS = {
    "a long cell": (bomb(100_000), FileFault.TOO_LARGE),
    "inflates too well": (bomb(20_000_000), FileFault.TOO_LARGE),
    "inflates too much": (bomb(60_000_000), FileFault.TOO_LARGE),
    "entities": (workbook(ENTITIES), FileFault.DOCUMENT_TYPE),
    "a document type alone": (
        workbook("<!DOCTYPE worksheet>" + PLAIN), FileFault.DOCUMENT_TYPE,
    ),
    "many parts": (
        workbook(PLAIN, parts={f"xl/media/{n}": "" for n in range(6_000)}),
        FileFault.TOO_LARGE,
    ),
    "too long to read": (
        workbook(sheet("".join(f'<row r="{n}"/>' for n in range(2_700_000)))),
        FileFault.TOO_DEAR,
    ),
    "torn": (workbook(PLAIN)[:-40], FileFault.TORN),
    "a sheet is lost": (workbook(PLAIN, parts={"xl/worksheets/s0.xml": "<w"}), FileFault.TORN),
    "a document": (
        workbook(parts={"xl/workbook.xml": "", "word/document.xml": ""}), FileFault.TORN,
    ),
    "locked": (
        b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), FileFault.LOCKED,
    ),
    "torn and old": (b"\xd0\xcf\x11\xe0" + bytes(600), FileFault.TORN),
}  # fmt: skip


@pytest.mark.parametrize("case", STRANGERS)
def test_a_strangers_file_is_refused_within_bounds(tmp_path: Path, case: str) -> None:
    body, wanted = STRANGERS[case]
    assert refused(body, tmp_path / "daftar.xlsx") is wanted


@pytest.mark.parametrize("name", ["daftar.xls", "daftar.csv", "daftar"])
def test_a_file_is_told_by_its_bytes_and_not_by_its_name(tmp_path: Path, name: str) -> None:
    (read,) = the_list(tmp_path, workbook(PLAIN), name).sheets
    assert len(read.rows) == 2


def test_a_list_of_libreoffices_own_kind_is_read(tmp_path: Path) -> None:
    (read,) = the_list(tmp_path, opened(HEAD, ROW, ROW), "daftar.ods").sheets
    assert [one.cells["usaha"] for one in read.rows] == ["Kopi Musi"] * 2
