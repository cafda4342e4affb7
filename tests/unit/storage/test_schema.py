"""The schema: one truth in tables, migrations and the number the program knows."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from factories import T0
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import StatementError

from watcher.core.looks.observation import Reason
from watcher.storage import engine
from watcher.storage.columns import REASON_CODES, Day, Instant, ReasonCode
from watcher.storage.engine import Database
from watcher.storage.row import metadata, table_of
from watcher.storage.tables import GapRow
from watcher.storage.upkeep.migrate import head

pytest_plugins = ("office_fixtures",)

GOLDEN = Path(__file__).parents[2] / "golden" / "reason_codes.json"
DIALECT = sqlite.dialect()


def test_the_program_knows_the_newest_migration() -> None:
    assert head() == engine.SCHEMA


def test_migrations_make_exactly_the_tables_of_the_program(database: Database) -> None:
    with database.read() as connection:
        options = {"compare_type": True, "target_metadata": metadata}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []


def test_numbers_of_reasons_never_change() -> None:
    """A number that is in this file is in databases: add at the end, never renumber."""
    golden = json.loads(GOLDEN.read_text("utf-8"))
    assert {reason.value: number for reason, number in REASON_CODES.items()} == golden


def test_every_reason_has_a_number_of_its_own() -> None:
    assert set(REASON_CODES) == set(Reason)
    assert len(set(REASON_CODES.values())) == len(Reason)


@pytest.mark.parametrize("reason", Reason)
def test_a_reason_comes_back_from_its_number(reason: Reason) -> None:
    column = ReasonCode()
    number = column.process_bind_param(reason, DIALECT)
    assert column.process_result_value(number, DIALECT) is reason


def test_a_reason_of_a_newer_program_is_no_crash() -> None:
    assert ReasonCode().process_result_value(9999, DIALECT) is Reason.INTERNAL_ERROR


def test_a_naive_datetime_is_refused(database: Database) -> None:
    naive = T0.replace(tzinfo=None)
    row = {"vantage": 1, "from_at": naive, "to_at": None, "reason": Reason.OWN_NETWORK}
    with pytest.raises(StatementError, match="has no zone"), database.write() as connection:
        connection.execute(insert(table_of(GapRow)).values(**row))
    with database.read() as connection:
        assert connection.execute(select(table_of(GapRow))).all() == []


@given(
    st.integers(0, 10**10),
    st.integers(-12 * 60, 14 * 60),
)
def test_an_instant_comes_back_as_the_same_instant_in_utc(seconds: int, offset: int) -> None:
    at = datetime.fromtimestamp(seconds, timezone(timedelta(minutes=offset)))
    column = Instant()
    again = column.process_result_value(column.process_bind_param(at, DIALECT), DIALECT)
    assert again == at
    assert again is not None
    assert again.tzinfo is UTC


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_a_day_comes_back(day: date) -> None:
    column = Day()
    assert column.process_result_value(column.process_bind_param(day, DIALECT), DIALECT) == day
    assert column.process_bind_param(None, DIALECT) is None


def test_every_constraint_has_a_name() -> None:
    """A constraint without a name cannot be changed by a migration on SQLite."""
    nameless = [
        (table.name, constraint)
        for table in metadata.tables.values()
        for constraint in table.constraints
        if constraint.name is None
    ]
    assert nameless == []


@pytest.mark.parametrize("name", ["observation", "probe_schedule", "belief", "day_strip", "fact"])
def test_a_hot_table_has_no_rowid(database: Database, name: str) -> None:
    with database.read() as connection:
        made = connection.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE name = ?", (name,)
        ).scalar_one()
    assert "WITHOUT ROWID" in made


@pytest.mark.parametrize(
    ("pragma", "wanted"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)]
)
def test_a_writer_loses_nothing_that_was_committed(
    database: Database, pragma: str, wanted: object
) -> None:
    with database.write() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == wanted
