"""The whole import: says everything about a list, and stores all of it or nothing."""

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from factories import T0
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from office import a_database, settings_for

from watcher.core.import_issue import IssueKind
from watcher.jobs.intake import Intake, import_register
from watcher.settings import Settings
from watcher.storage.engine import Database
from watcher.storage.register import register

pytest_plugins = ("office_fixtures",)

HEAD = (
    "Nama Usaha", "Website", "Nama Pemilik", "Email", "No. WA", "Komunitas",
    "Tanggal Serah Terima", "Tgl Expired",
)  # fmt: skip
KOPI = (
    "Kopi Musi", "kopimusi.example", "Siti", "siti@kopimusi.example", "0812-3456-7890", "Melati",
    "1/11/2025", "31 Oktober 2026",
)  # fmt: skip
BATIK = ("Batik Ogan", "batikogan.example", "Budi", "", "0813-3456-7890", "Melati", "2025", "")

Import = Callable[..., Intake]


@pytest.fixture
def take(tmp_path: Path, database: Database) -> Import:
    def run(*rows: Sequence[str], head: Sequence[str] = HEAD, **how: Any) -> Intake:
        path = write(tmp_path, [head, *rows])
        return import_register(path, database, settings_for(tmp_path), T0, **how)

    communities(tmp_path, database, "Melati")
    return run


def write(folder: Path, rows: Sequence[Sequence[str]]) -> Path:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(rows)
    path = folder / "daftar.csv"
    path.write_text(text.getvalue(), "utf-8")
    return path


def communities(folder: Path, database: Database, *names: str) -> None:
    path = write(folder, [("Komunitas", "Kuota"), *((name, "20") for name in names)])
    import_register(path, database, Settings(), T0)


def counts(done: Intake) -> tuple[int, int, int, int]:
    taken = done.taken
    return len(taken.added), len(taken.changed), len(taken.unchanged), len(done.rejected)


def told(done: Intake) -> set[tuple[int, str, IssueKind]]:
    return {(c.row, c.column, c.fault) for c in done.complaints}


def changed(row: Sequence[str], **cells: str) -> list[str]:
    named = {"usaha": 0, "situs": 1, "pemilik": 2, "surel": 3, "wa": 4, "komunitas": 5, "habis": 7}
    new = list(row)
    for name, cell in cells.items():
        new[named[name]] = cell
    return new


def test_a_list_is_taken_in_with_its_cells_made_typed(take: Import, database: Database) -> None:
    done = take(KOPI, BATIK)
    assert (counts(done), done.stored) == ((2, 0, 0, 0), True)
    kopi, _ = register.sites(database)
    assert (kopi.url, kopi.domain) == ("http://kopimusi.example/", "kopimusi.example")
    assert (kopi.granted_on, kopi.domain_expires) == (date(2025, 11, 1), date(2026, 10, 31))
    owner = register.owners(database)[kopi.owner_id or ""]
    assert (owner.name, owner.phone) == ("Siti", "6281234567890")


def test_a_year_alone_is_taken_with_a_remark(take: Import, database: Database) -> None:
    done = take(BATIK)
    assert told(done) == {(2, "hibah_mulai", IssueKind.YEAR_ONLY)}
    assert done.stored
    assert register.sites(database)[0].granted_on == date(2025, 1, 1)


def test_a_slip_in_an_address_is_a_remark_and_is_not_mended_silently(
    take: Import, database: Database
) -> None:
    done = take(changed(KOPI, surel="siti@gmial.com"))
    (complaint,) = done.complaints
    assert (complaint.fault, complaint.hint) == (IssueKind.TYPO_EMAIL, "siti@gmail.com")
    assert not complaint.rejects
    assert [o.email for o in register.owners(database).values()] == ["siti@gmial.com"]


def test_i08_the_same_file_twice_changes_nothing(take: Import) -> None:
    take(KOPI, BATIK)
    done = take(KOPI, BATIK)
    assert counts(done) == (0, 0, 2, 0)
    assert done.taken.missing == []


def test_i08_one_changed_row_is_the_one_that_is_listed(take: Import) -> None:
    take(KOPI, BATIK)
    done = take(KOPI, changed(BATIK, usaha="Batik Ogan Ilir"))
    assert (done.taken.changed, done.taken.unchanged) == ([3], [2])


def test_a_blank_cell_erases_nothing(take: Import, database: Database) -> None:
    take(KOPI)
    before = register.sites(database), register.owners(database)
    blank = changed(KOPI, usaha="", pemilik="", wa="", habis="")
    take(blank)
    assert (register.sites(database), register.owners(database)) == before


def test_a_missing_row_is_listed_and_never_deleted(take: Import, database: Database) -> None:
    take(KOPI, BATIK)
    done = take(KOPI)
    assert done.taken.missing == ["batikogan.example"]
    assert len(register.sites(database)) == 2


def test_a_dry_run_says_everything_and_stores_nothing(take: Import, database: Database) -> None:
    done = take(KOPI, changed(BATIK, situs="localhost"), dry_run=True)
    assert (counts(done), done.stored) == ((1, 0, 0, 1), False)
    assert register.sites(database) == []
    assert take(KOPI, BATIK).taken.added == [2, 3]


REJECTED: dict[str, tuple[dict[str, str], str, IssueKind]] = {
    "script": ({"situs": "javascript:alert(1)"}, "situs", IssueKind.FORBIDDEN_URL),
    "login in it": ({"situs": "http://a:b@c.example/"}, "situs", IssueKind.FORBIDDEN_URL),
    "port 22": ({"situs": "https://c.example:22"}, "situs", IssueKind.FORBIDDEN_URL),
    "localhost": ({"situs": "localhost"}, "situs", IssueKind.FORBIDDEN_URL),
    "127.1": ({"situs": "http://127.1"}, "situs", IssueKind.FORBIDDEN_URL),
    "[::1]": ({"situs": "http://[::1]/"}, "situs", IssueKind.FORBIDDEN_URL),
    "octal": ({"situs": "http://017700000001"}, "situs", IssueKind.FORBIDDEN_URL),
    "no address": ({"situs": "belum ada"}, "situs", IssueKind.NO_URL),
    "blank address": ({"situs": ""}, "situs", IssueKind.EMPTY),
    "instagram": ({"situs": "instagram.com/toko"}, "situs", IssueKind.CHANNEL_NOT_SITE),
    "community": ({"komunitas": "Melatti"}, "komunitas", IssueKind.UNKNOWN_COMMUNITY),
    "blank community": ({"komunitas": ""}, "komunitas", IssueKind.EMPTY),
}


@pytest.mark.parametrize("case", REJECTED)
def test_a_row_that_cannot_be_right_stops_the_list(
    take: Import, database: Database, case: str
) -> None:
    cells, column, fault = REJECTED[case]
    done = take(KOPI, changed(BATIK, **cells))
    assert (3, column, fault) in told(done)
    assert (done.rejected, done.stored) == ([3], False)
    assert register.sites(database) == []


@pytest.mark.parametrize("case", REJECTED)
def test_the_rest_is_stored_when_that_is_asked_for(
    take: Import, database: Database, case: str
) -> None:
    done = take(KOPI, changed(BATIK, **REJECTED[case][0]), skip_rejected=True)
    assert (done.rejected, done.stored) == ([3], True)
    assert [site.business for site in register.sites(database)] == ["Kopi Musi"]


SOFT: dict[str, tuple[dict[str, str], str, IssueKind]] = {
    "email": ({"surel": "siti"}, "surel", IssueKind.NO_EMAIL),
    "rounded": ({"wa": "8,12E+10"}, "wa", IssueKind.NO_PHONE),
    "stroke": ({"wa": "-"}, "wa", IssueKind.LEFT_EMPTY),
    "in words": ({"surel": "Tidak ada"}, "surel", IssueKind.LEFT_EMPTY),
    "date": ({"habis": "10/31/2026"}, "habis", IssueKind.NO_DATE),
    "year": ({"habis": "2027"}, "habis", IssueKind.YEAR_WITHOUT_DAY),
    "year of a slip": ({"habis": "12/08/0207"}, "habis", IssueKind.YEAR_CANNOT_BE),
    "year too far": ({"habis": "12/08/2207"}, "habis", IssueKind.YEAR_CANNOT_BE),
    "ends before": ({"habis": "31/12/2024"}, "habis", IssueKind.ENDS_BEFORE_GRANT),
}


@pytest.mark.parametrize("case", SOFT)
def test_one_soft_cell_never_costs_the_row(take: Import, database: Database, case: str) -> None:
    cells, column, fault = SOFT[case]
    done = take(changed(KOPI, **cells))
    assert (done.stored, done.rejected) == (True, [])
    assert told(done) == {(2, column, fault)}
    (site,) = register.sites(database)
    owner = register.owners(database)[site.owner_id or ""]
    left = {"surel": owner.email, "wa": owner.phone, "habis": site.domain_expires}
    assert not left[column]


@pytest.mark.parametrize("spelled", ["melati", " MELATI ", "Mel\u200bati", "'Melati"])
def test_a_community_is_known_however_it_is_written(
    take: Import, database: Database, spelled: str
) -> None:
    assert take(changed(KOPI, komunitas=spelled)).stored
    assert [c.name for c in register.communities(database)] == ["Melati"]


def test_an_unknown_community_names_the_nearest(take: Import, database: Database) -> None:
    (complaint,) = take(changed(KOPI, komunitas="Melatti")).complaints
    assert (complaint.value, complaint.hint) == ("Melatti", "Melati")
    done = take(changed(KOPI, komunitas="Mawar"), create_communities=True)
    assert done.stored
    assert [c.name for c in register.communities(database)] == ["Melati", "Mawar"]


def test_the_same_site_twice_names_the_first_row(take: Import) -> None:
    again = changed(BATIK, situs="https://www.kopimusi.example/")
    done = take(KOPI, again)
    (complaint,) = [c for c in done.complaints if c.rejects]
    assert (complaint.row, complaint.fault, complaint.hint) == (3, IssueKind.SAME_AS_ROW, "2")


def test_all_faults_of_a_list_are_told_at_once(take: Import) -> None:
    done = take(
        changed(KOPI, wa="08", surel="siti"), changed(BATIK, situs="localhost", habis="segera")
    )
    assert told(done) >= {
        (2, "wa", IssueKind.NO_PHONE), (2, "surel", IssueKind.NO_EMAIL),
        (3, "situs", IssueKind.FORBIDDEN_URL), (3, "habis", IssueKind.NO_DATE),
    }  # fmt: skip


def test_a_list_without_names_is_a_list(take: Import, database: Database) -> None:
    done = take(changed(KOPI, pemilik=""), changed(BATIK, pemilik="", wa=""))
    assert done.stored
    assert [owner.name for owner in register.owners(database).values()] == [""]


def test_what_identifies_a_person_is_kept_in_one_place_only(
    take: Import, database: Database
) -> None:
    take(KOPI)
    with database.read() as connection:
        (verbatim,) = connection.exec_driver_sql("SELECT verbatim FROM site").scalars()
    assert "Kopi Musi" in verbatim
    assert not any(word in verbatim for word in ("Siti", "siti@", "0812"))


anything = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=20)
likely = st.sampled_from([*KOPI, *BATIK, "http://[", "=1+1", "../../etc/cron.d/x", "inf", "\x00"])
tables = st.lists(st.lists(anything | likely, min_size=8, max_size=8), max_size=3)


@given(tables)
@examples(max_examples=30, deadline=None)
def test_no_list_crashes_the_import_and_none_changes_twice(rows: list[list[str]]) -> None:
    with TemporaryDirectory() as name, a_database(Path(name)) as database:
        folder = Path(name)
        path = write(folder, [HEAD, *rows])
        how: dict[str, Any] = {"skip_rejected": True, "create_communities": True}
        first = import_register(path, database, Settings(), T0, **how)
        again = import_register(path, database, Settings(), T0, **how)
        assert len(first.taken.added) == len(register.sites(database))
        assert (again.taken.added, again.taken.changed) == ([], [])
        assert again.complaints == first.complaints
