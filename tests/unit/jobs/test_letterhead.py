"""The coat of arms: held by the page, or refused in a sentence that names file and key."""

import base64
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from office import a_database, an_entry, grant, settings_for

from watcher.core.errors import SettingsError
from watcher.core.period import Month
from watcher.jobs.months.month import read_report, write_files
from watcher.storage.engine import Database

NOW = datetime(2026, 11, 3, tzinfo=UTC)
SIGNED = {
    "head": "Siti Rahma",
    "head_title": "Kepala Dinas Koperasi",
    "head_id": "19700101 199001 2 001",
    "officer_id": "19800202 200501 1 002",
    "place": "Palembang",
    "government": "Pemerintah Kota Contoh",
    "address": "Jalan Contoh 1",
}


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with a_database(tmp_path) as opened:
        grant(opened, an_entry(1), at=datetime(2026, 1, 1, tzinfo=UTC))
        yield opened


def page(database: Database, folder: Path, **programme: object) -> str:
    settings = settings_for(folder, programme=programme)
    context = read_report(database, settings, Month(2026, 10), NOW)
    return write_files(context, database, settings, ("html",), NOW).files["html"].decode()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("arms.png", "image/png"),
        ("arms.JPG", "image/jpeg"),
        ("arms.jpeg", "image/jpeg"),
        ("arms.svg", "image/svg+xml"),
    ],
)
def test_a_picture_is_held_by_the_page(
    tmp_path: Path, database: Database, name: str, kind: str
) -> None:
    path = tmp_path / name
    path.write_bytes(b"\x89 any bytes <script>")
    made = page(database, tmp_path, logo=str(path))
    held = base64.b64encode(path.read_bytes()).decode()
    assert f'<img src="data:{kind};base64,{held}"' in made
    assert str(path) not in made


def test_an_office_without_a_picture_has_none(tmp_path: Path, database: Database) -> None:
    assert "<img" not in page(database, tmp_path)


def test_a_picture_of_the_largest_size_is_taken(tmp_path: Path, database: Database) -> None:
    path = tmp_path / "arms.png"
    path.write_bytes(b"x" * 200_000)
    assert "data:image/png" in page(database, tmp_path, logo=str(path))


def gif(folder: Path) -> Path:
    path = folder / "arms.gif"
    path.write_bytes(b"GIF89a")
    return path


def huge(folder: Path) -> Path:
    path = folder / "arms.png"
    path.write_bytes(b"x" * 200_001)
    return path


def a_folder(folder: Path) -> Path:
    path = folder / "arms.svg"
    path.mkdir()
    return path


@pytest.mark.parametrize(
    ("make", "wish"),
    [
        (gif, "must be a PNG, JPEG or SVG file"),
        (huge, "must be at most 200 KB"),
        (lambda folder: folder / "none.png", "No such file"),
        (a_folder, "directory"),
    ],
)
def test_a_picture_that_cannot_be_used_is_one_sentence(
    tmp_path: Path, database: Database, make: object, wish: str
) -> None:
    assert callable(make)
    path = make(tmp_path)
    with pytest.raises(SettingsError) as refused:
        page(database, tmp_path, logo=str(path))
    said = str(refused.value)
    assert said.startswith(f"{path}: [programme] logo")
    assert wish in said
    assert "\n" not in said
    assert refused.value.exit_code == 78


def test_all_that_the_office_says_of_itself_is_printed(tmp_path: Path, database: Database) -> None:
    made = page(database, tmp_path, **SIGNED)
    for key, value in SIGNED.items():
        shown = value.upper() if key == "government" else value
        assert shown in made, key
    assert "Pak Arif" in made
