"""watcher import, site move and site remove, as an officer types them."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from command_line import an_office, spawned, typed

HEAD = (
    "No", "Nama Usaha", "Website", "Nama Pemilik", "Email", "No. WA", "Komunitas",
    "Tgl Serah Terima", "Tgl Expired", "No. KTP",
)  # fmt: skip
KOPI = (
    "1", "Kopi Musi", "kopimusi.example", "Siti", "siti@kopimusi.example", "0812-3456-7890",
    "Melati", "1/11/2025", "31/10/2027", "1671",
)  # fmt: skip
BATIK = (
    "2", "=1+1", "batikogan.example", "Budi", "budi", "+81 80-1234-5678", "melati", "2025",
    "2207-01-01", "1672",
)  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return an_office(tmp_path)


def a_list(folder: Path, *rows: Sequence[str], head: Sequence[str] = HEAD) -> Path:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows((head, *rows))
    path = folder / "daftar.csv"
    path.write_text(text.getvalue(), "utf-8")
    return path


def taken(office: Path, *rows: Sequence[str], head: Sequence[str] = HEAD) -> dict[str, object]:
    path = a_list(office.parent, *rows, head=head)
    said = typed("--config", office, "--lang", "en", "import", path, "--json",
                 "--create-communities")  # fmt: skip
    told: dict[str, object] = json.loads(said.out)
    return told


def test_everything_about_a_list_stands_in_the_json(office: Path) -> None:
    told = taken(office, KOPI, BATIK)
    assert (told["added"], told["stored"], told["rejected"]) == (2, True, [])
    assert told["columns_not_understood"] == ["No. KTP"]
    assert told["columns_missing"] == []
    complaints = told["complaints"]
    assert isinstance(complaints, list)
    assert [(c["row"], c["heading"], c["value"]) for c in complaints] == [
        (3, "Tgl Serah Terima", "2025"),
        (3, "Tgl Expired", "2207-01-01"),
        (3, "Email", "budi"),
        (3, "No. WA", "+81 80-1234-5678"),
    ]
    assert all(c["sheet"] == "daftar" and c["reason"] for c in complaints)


def test_what_was_not_understood_is_said_before_anything_is_stored(office: Path) -> None:
    head = ("Nama Usaha", "Website", "Komunitas", "No. KTP", "Omzet")
    path = a_list(office.parent, ("Kopi", "kopi.example", "Melati", "1", "2"), head=head)
    said = typed("--config", office, "import", path, "--create-communities")
    lines = said.out.splitlines()
    assert lines[2] == "  Kolom yang tidak dimengerti, tidak disimpan: No. KTP, Omzet"
    assert [line[:18] for line in lines[3:6]] == ["  ! Tidak ada kolom"[:18]] * 3
    assert lines[6].startswith("1 baru")


REFUSED = {
    "id": "tidak ada kolom alamat web; beri judul Website. Yang dimengerti: lembar "
    '"daftar", judul di baris 1: No → nomor baris, Nama Usaha → nama usaha, Alamat → alamat usaha, '
    "Owner → nama pemilik, Nama Pemilik → sama dengan kolom lain, No. KTP → tidak dimengerti",
    "en": 'no column holds web addresses; call it Website. What was understood: sheet "daftar", '
    "heading in row 1: No → number of the row, Nama Usaha → name of the business, "
    "Alamat → address of the business, Owner → name of the owner, "
    "Nama Pemilik → like another column, No. KTP → not understood",
}


@pytest.mark.parametrize("language", REFUSED)
def test_a_list_without_addresses_is_refused_in_the_readers_language(
    office: Path, language: str
) -> None:
    head = ("No", "Nama Usaha", "Alamat", "Owner", "Nama Pemilik", "No. KTP")
    path = a_list(office.parent, ("1", "Kopi", "Jl. Musi", "Ani", "Ani", "1671"), head=head)
    said = typed("--config", office, "--lang", language, "import", path)
    assert (said.code, said.out) == (1, "")
    assert REFUSED[language] in said.err


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("id", "berisi DOCTYPE di xl/worksheets/sheet1.xml, yang tidak diperlukan"),
     ("en", "has a DOCTYPE in xl/worksheets/sheet1.xml, which no workbook needs")],
)  # fmt: skip
def test_a_workbook_with_a_document_type_is_refused_for_that(
    office: Path, language: str, sentence: str
) -> None:
    book, path = openpyxl.Workbook(), office.parent / "daftar.xlsx"
    book.save(office.parent / "plain.xlsx")
    with ZipFile(office.parent / "plain.xlsx") as plain, ZipFile(path, "w") as odd:
        for name in plain.namelist():
            mark = b"<!DOCTYPE worksheet>" if name.endswith("sheet1.xml") else b""
            odd.writestr(name, mark + plain.read(name))
    said = typed("--config", office, "--lang", language, "import", path)
    assert (said.code, said.out) == (1, "")
    assert sentence in said.err


def test_a_list_comes_through_a_pipe(office: Path) -> None:
    path = a_list(office.parent, KOPI)
    with path.open("rb") as stream:
        said = spawned("--config", office, "import", "/dev/stdin", "--json",
                       "--create-communities", stdin=stream)  # fmt: skip
    assert json.loads(said.out)["added"] == 1


def test_the_list_comes_back_with_the_remarks_of_each_row(office: Path) -> None:
    path, out = a_list(office.parent, KOPI, BATIK), office.parent / "kembali.xlsx"
    typed("--config", office, "import", path, "--create-communities", "--notes", out)
    sheet = openpyxl.load_workbook(out).active
    assert sheet is not None
    head, kopi, batik = sheet.iter_rows()
    assert [cell.value for cell in head] == [*HEAD, "Catatan"]
    assert [cell.value for cell in kopi] == [*KOPI, None]
    assert (batik[1].value, batik[1].data_type) == ("=1+1", "s")  # never a formula
    notes = str(batik[-1].value).splitlines()
    assert len(notes) == 4
    assert any(note.startswith("Email: ") and "bukan alamat surel" in note for note in notes)


def test_a_list_that_came_back_changes_nothing(office: Path) -> None:
    path, out = a_list(office.parent, KOPI, BATIK), office.parent / "kembali.xlsx"
    typed("--config", office, "import", path, "--create-communities", "--notes", out)
    again = json.loads(typed("--config", office, "import", out, "--json").out)
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 2)


def test_the_list_with_remarks_keeps_its_days(office: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Website", "Komunitas", "Tgl Expired"])
    sheet.append(["a.example", "M", date(2027, 10, 31)])
    path, out = office.parent / "a.xlsx", office.parent / "b.xlsx"
    book.save(path)
    typed("--config", office, "import", path, "--create-communities", "--notes", out)
    back = openpyxl.load_workbook(out).active
    assert back is not None
    assert back["C2"].value == datetime(2027, 10, 31)  # noqa: DTZ001 - a cell has no zone


def test_remarks_are_written_as_a_workbook_only(office: Path) -> None:
    path = a_list(office.parent, KOPI)
    assert typed("--config", office, "import", path, "--notes", "x.pdf").code == 2


def test_remarks_never_replace_the_list_itself(office: Path) -> None:
    path = office.parent / "daftar.xlsx"
    book = openpyxl.Workbook()
    book.save(path)
    before = path.read_bytes()
    assert typed("--config", office, "import", path, "--notes", path).code == 2
    assert path.read_bytes() == before


def test_a_site_that_moved_keeps_its_history_and_is_known_by_its_old_address(
    office: Path,
) -> None:
    taken(office, KOPI)
    said = typed("--config", office, "site", "move", "kopimusi.example", "www.kopibaru.example/",
                 "--by", "Ani", "--reason", "ganti nama")  # fmt: skip
    assert said.code == 0
    (act,) = json.loads(
        typed("--config", office, "site", "history", "kopibaru.example", "--json").out
    )
    assert act["before"] == {"url": "http://kopimusi.example/"}
    told = taken(office, KOPI)
    assert (told["added"], told["changed"], told["missing"]) == (0, 0, [])
    (remark,) = told["remarks"] if isinstance(told["remarks"], list) else []
    assert "http://www.kopibaru.example/" in remark["reason"]


def test_a_site_does_not_move_onto_another_or_inside(office: Path) -> None:
    taken(office, KOPI, BATIK)
    move = ("--config", office, "site", "move", "kopimusi.example")
    assert typed(*move, "www.batikogan.example").code == 1
    assert typed(*move, "http://127.0.0.1/").code == 2
    assert typed("--config", office, "status", "kopimusi.example").code == 0


def test_a_site_that_was_removed_is_in_no_count_and_no_list_revives_it(office: Path) -> None:
    taken(office, KOPI, BATIK)
    remove = ("--config", office, "site", "remove", "kopimusi.example")
    assert typed(*remove).code == 2
    assert typed(*remove, "--reason", "usaha tutup").code == 0
    told = taken(office, KOPI, BATIK)
    assert (told["added"], told["changed"]) == (0, 0)
    assert "site resume" in str(told["remarks"])
    assert taken(office, BATIK)["missing"] == []
    shown = json.loads(typed("--config", office, "site", "show", "kopimusi.example", "--json").out)
    assert "withdrawn" in json.dumps(shown)
