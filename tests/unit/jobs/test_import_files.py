"""The officer's list as it comes: Excel's CSVs, workbooks with titles, and what is neither."""

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from watcher.core.errors import RegisterError
from watcher.jobs.intake.list_sheet import Sheet, read_list

HEADINGS = ("Nama Usaha", "Website", "Komunitas", "Catatan")
ROWS = (
    ("Kopi Musi", "kopimusi.example", "Melati", "baik"),
    ("Batik Ogan", "batikogan.example", "Mawar", "pesan lewat\ntelepon"),
)


def csv_text(delimiter: str, rows: Sequence[Sequence[str]] = (HEADINGS, *ROWS)) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def saved(folder: Path, body: bytes, name: str = "daftar.csv") -> Path:
    path = folder / name
    path.write_bytes(body)
    return path


def read_sheets(path: Path) -> list[Sheet]:
    return list(read_list(path).sheets)


def cells(sheet: Sheet, field: str) -> list[object]:
    return [row.cells.get(field) for row in sheet.rows]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"], ids=["semicolon", "comma", "tab"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("line", ["\r\n", "\n"], ids=["crlf", "lf"])
def test_i06_a_csv_is_read_however_it_was_saved(
    tmp_path: Path, delimiter: str, encoding: str, line: str
) -> None:
    rows = (HEADINGS, *ROWS, ("Kué Café", "kue.example", "Melati", "—"))
    body = csv_text(delimiter, rows).replace("\r\n", line).encode(encoding)
    (sheet,) = read_sheets(saved(tmp_path, body))
    assert sheet.heading_row == 1
    assert cells(sheet, "usaha") == ["Kopi Musi", "Batik Ogan", "Kué Café"]
    assert cells(sheet, "situs") == ["kopimusi.example", "batikogan.example", "kue.example"]
    assert str(sheet.rows[1].cells["catatan"]).splitlines() == ["pesan lewat", "telepon"]


SPOILT: dict[str, Callable[[str], bytes]] = {
    "unicode text": lambda text: text.encode("utf-16"),
    "big-endian": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    "unmarked": lambda text: text.encode("utf-16-le"),
    "a word to excel": lambda text: f"sep=;\r\n{text}".encode(),
    "old mac": lambda text: text.replace("\r\n", "\r").encode(),
    "doubled ends": lambda text: text.replace("\r\n", "\r\r\n").encode(),
    "zero bytes": lambda text: text.replace("Kopi Musi", "Kopi\0 Musi").encode(),
    "pipes": lambda text: text.replace(";", "|").encode(),
}


@pytest.mark.parametrize("case", SPOILT)
def test_a_text_file_is_read_in_spite_of_what_programs_do(tmp_path: Path, case: str) -> None:
    (sheet,) = read_sheets(saved(tmp_path, SPOILT[case](csv_text(";"))))
    assert (sheet.heading_row, len(sheet.columns)) == (1, 4)
    assert cells(sheet, "usaha") == ["Kopi Musi", "Batik Ogan"]
    assert [row.number for row in sheet.rows] == [2, 3]


def test_one_bad_byte_spoils_no_other_letter(tmp_path: Path) -> None:
    rows = (HEADINGS, ("Kué Sénja", "kue.example", "Melati", "x"), *ROWS)
    body = csv_text(";", rows).encode().replace(b"Kopi", b"Kop\x81")
    (sheet,) = read_sheets(saved(tmp_path, body))
    assert cells(sheet, "usaha") == ["Kué Sénja", "Kop\ufffd Musi", "Batik Ogan"]


def test_commas_in_addresses_do_not_make_a_semicolon_file_a_comma_file(tmp_path: Path) -> None:
    heading = "Website;Komunitas;Alamat\r\n"
    row = "kopimusi.example;Melati;Jl. Merdeka No. 3, RT 01, RW 02, 19 Ilir, Palembang, Sumsel\r\n"
    (sheet,) = read_sheets(saved(tmp_path, (heading + row * 3).encode()))
    assert cells(sheet, "komunitas") == ["Melati"] * 3


@pytest.mark.parametrize("blank", [0, 1, 3, 13])
def test_titles_above_the_heading_are_passed_over(tmp_path: Path, blank: int) -> None:
    rows = [("Daftar penerima hibah situs web", "", "", "")] * (blank > 0)
    rows += [("", "", "", "")] * (blank - 1)
    body = csv_text(";", [*rows, HEADINGS, *ROWS]).encode()
    (sheet,) = read_sheets(saved(tmp_path, body))
    assert sheet.heading_row == blank + 1
    assert [row.number for row in sheet.rows] == [blank + 2, blank + 3]


def test_a_heading_below_the_fifteenth_row_is_not_looked_for(tmp_path: Path) -> None:
    body = csv_text(";", [("",) * 4] * 15 + [HEADINGS, *ROWS]).encode()
    with pytest.raises(RegisterError, match="no heading row in the first 15 rows"):
        read_sheets(saved(tmp_path, body))


PROMISED = {
    "usaha": ["nama usaha", "nama umkm", "ukm", "merek", "brand", "nama toko"],
    "situs": ["website", "alamat website", "web", "url", "link", "domain", "laman", "alamat situs"],
    "pemilik": ["nama pemilik", "nama", "penanggung jawab", "pic", "owner"],
    "surel": ["email", "e-mail", "alamat email", "surel"],
    "wa": ["no hp", "no wa", "whatsapp", "hp", "telepon", "telp", "kontak", "nomor handphone"],
    "komunitas": ["asosiasi", "organisasi", "paguyuban", "kelompok"],
    "hibah_mulai": ["tgl serah terima", "tanggal kontrak", "tahun hibah"],
    "habis": ["masa berlaku", "tgl expired", "jatuh tempo"],
    "kategori": ["jenis usaha", "produk"],
}


@pytest.mark.parametrize(
    ("field", "alias"), [(field, alias) for field, names in PROMISED.items() for alias in names]
)
@pytest.mark.parametrize("spell", [str, str.upper, lambda s: f" {s.title()}. "])
def test_every_name_of_a_column_is_known(
    tmp_path: Path, field: str, alias: str, spell: Callable[[str], str]
) -> None:
    other = "website" if field != "situs" else "komunitas"
    body = csv_text(";", [(spell(alias), other), ("isi", "x")]).encode()
    (sheet,) = read_sheets(saved(tmp_path, body))
    assert cells(sheet, field) == ["isi"]


def test_the_first_of_two_columns_for_one_field_counts(tmp_path: Path) -> None:
    body = csv_text(";", [("Website", "URL", "Komunitas"), ("a.example", "b.example", "M")])
    (sheet,) = read_sheets(saved(tmp_path, body.encode()))
    assert cells(sheet, "situs") == ["a.example"]


def a_workbook(folder: Path, name: str = "daftar.xlsx") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Situs"
    sheet.append(["DAFTAR PENERIMA HIBAH", None, None, None, None])
    sheet.merge_cells("A1:E1")
    sheet.append([])
    sheet.append(["No", "Nama Usaha", "Website", "Komunitas", "Tgl Expired"])
    cell = datetime(2026, 10, 31)  # noqa: DTZ001 - a workbook has no zones
    sheet.append([1, "Kopi Musi", "kopimusi.example", "Melati", cell])
    sheet.append([None, None, None, None, None])
    sheet.append([2, "Batik Ogan", "batikogan.example", "Melati", 46326])
    others = book.create_sheet("Komunitas")
    others.append(["Komunitas", "Koordinator", "Kuota"])
    others.append(["Melati", "Bu Rina", 20])
    book.create_sheet("Catatan lain").append(["tidak ada apa-apa di sini"])
    path = folder / name
    book.save(path)
    return path


def test_a_workbook_with_titles_and_two_lists_is_read(tmp_path: Path) -> None:
    sites, others = read_sheets(a_workbook(tmp_path))
    assert (sites.name, sites.heading_row, sites.lists_sites) == ("Situs", 3, True)
    assert [row.number for row in sites.rows] == [4, 6]
    assert cells(sites, "usaha") == ["Kopi Musi", "Batik Ogan"]
    assert "No" not in sites.columns
    assert (others.lists_sites, cells(others, "kuota")) == (False, [20])


def torn_workbook(folder: Path, part: str, body: bytes | None) -> Path:
    """A workbook with one of its parts broken, or left out."""
    whole, torn = a_workbook(folder, "whole.xlsx"), folder / "torn.xlsx"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(torn, "w") as target:
        for name in source.namelist():
            if name != part:
                target.writestr(name, source.read(name))
            elif body is not None:
                target.writestr(name, body)
    return torn


#: A list needs no styles, and no table of what kind each part is.
STILL_READ = {
    ("xl/styles.xml", None),
    ("[Content_Types].xml", b"<worksheet"),
    ("[Content_Types].xml", b""),
    ("[Content_Types].xml", None),
}
PARTS = ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml", "xl/styles.xml"]


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("body", [b"<worksheet", b"", None], ids=["torn", "empty", "absent"])
def test_a_broken_workbook_is_one_sentence(tmp_path: Path, part: str, body: bytes | None) -> None:
    path = torn_workbook(tmp_path, part, body)
    if (part, body) in STILL_READ:
        assert read_sheets(path)
        return
    with pytest.raises(RegisterError) as refused:
        read_sheets(path)
    assert str(path) in str(refused.value)
    assert "\n" not in str(refused.value)


NO_LISTS: dict[str, tuple[str, bytes]] = {
    "old excel": ("daftar.xls", b"\xd0\xcf\x11\xe0"),
    "a document": ("daftar.docx", b"PK"),
    "no ending": ("daftar", b"a;b"),
    "a picture": ("daftar.xlsx", b"\x89PNG\r\n\x1a\n"),
    "a web page": ("daftar.xls", b"\n<HTML><table><tr><td>Website</td><td>Komunitas</td></tr>"),
    "empty": ("daftar.csv", b""),
    "no heading": ("daftar.csv", b"a;b;c\r\n1;2;3\r\n"),
    "open quote": ("daftar.csv", b'Website;Komunitas\r\n"a.example;Melati\r\n'),
    "bytes": ("daftar.csv", bytes(range(256)) * 9),
}


@pytest.mark.parametrize("case", NO_LISTS)
def test_what_is_no_list_is_refused_in_one_sentence(tmp_path: Path, case: str) -> None:
    name, body = NO_LISTS[case]
    path = saved(tmp_path, body, name)
    with pytest.raises(RegisterError) as refused:
        read_sheets(path)
    assert str(path) in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("name", ["none.csv", "none.xlsx"])
def test_a_missing_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(RegisterError, match="cannot be read"):
        read_sheets(tmp_path / name)


def test_an_old_workbook_that_is_torn_comes_with_advice(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match=r"save it as \.xlsx"):
        read_sheets(saved(tmp_path, b"\xd0\xcf\x11\xe0" + bytes(600), "daftar.xls"))


@given(st.binary(max_size=300), st.sampled_from(["x.csv", "x.xlsx"]))
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_file_crashes_the_reading(tmp_path: Path, body: bytes, name: str) -> None:
    with suppress(RegisterError):
        read_sheets(saved(tmp_path, body, name))
