"""Days for evaluators: a row a site and day, of fixed types, whose sums are the report's."""

from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from factories import a_site

from watcher.core.errors import WatcherError
from watcher.report.data.parquet import ParquetDay, write_days

pq: Any = import_module("pyarrow.parquet")  # it has no types

SITES = {1: a_site(1, community_id=2), 2: a_site(2, community_id=7), 3: a_site(3, community_id=99)}
COMMUNITIES = {2: "Ilir", 7: "<b>Ulu</b> =cmd", 3: "Sekanak"}
FIRST: list[ParquetDay] = [
    (1, date(2026, 10, 1), 86_400, 0, 96, 96),
    (2, date(2026, 10, 1), 0, 86_400, 96, 90),
]
SECOND: list[ParquetDay] = [(3, date(2026, 10, 2), 0, 0, 96, 0)]


def test_each_part_becomes_rows_with_the_names_of_the_register(tmp_path: Path) -> None:
    file = tmp_path / "days.parquet"
    assert write_days(file, [FIRST, SECOND], SITES, COMMUNITIES) == 3
    found = pq.read_table(file).to_pylist()
    assert found[1] == {
        "site": 2,
        "url": "https://usaha2.example/",
        "community": "<b>Ulu</b> =cmd",
        "day": date(2026, 10, 1),
        "up_seconds": 0,
        "down_seconds": 86_400,
        "looks": 96,
        "conclusive_looks": 90,
    }
    assert [(row["site"], row["community"]) for row in found] == [
        (1, "Ilir"),
        (2, "<b>Ulu</b> =cmd"),
        (3, ""),
    ]


def test_columns_have_their_types_whether_or_not_there_are_rows(tmp_path: Path) -> None:
    schemas = []
    for name, parts in (("full", [FIRST]), ("empty", [])):
        file = tmp_path / f"{name}.parquet"
        write_days(file, parts, SITES, COMMUNITIES)
        schemas.append(pq.read_table(file).schema)
    assert schemas[0] == schemas[1]
    types = {field.name: str(field.type) for field in schemas[0]}
    word = "dictionary<values=string, indices=int32, ordered=0>"
    assert types == {
        "site": "int32",
        "url": word,
        "community": word,
        "day": "date32[day]",
        "up_seconds": "int32",
        "down_seconds": "int32",
        "looks": "int32",
        "conclusive_looks": "int32",
    }


@pytest.mark.parametrize("where", ["missing/days.parquet", "."])
def test_a_file_that_cannot_be_written_is_one_sentence(tmp_path: Path, where: str) -> None:
    file = tmp_path / where
    with pytest.raises(WatcherError, match="cannot be written") as refused:
        write_days(file, [FIRST], SITES, COMMUNITIES)
    said = str(refused.value)
    assert said.startswith(f"{file}: ")
    assert "\n" not in said
