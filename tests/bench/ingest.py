"""Rows a second and bytes a row of the hot table: Core executemany against the ORM session."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, insert
from sqlmodel import Session

from watcher.core.looks.observation import Kind, Outcome, Reason
from watcher.storage.row import metadata, table_of
from watcher.storage.tables import ObservationRow

SITES, LOOKS = 500, 200
BATCH = 500
START = datetime(2026, 10, 1, tzinfo=UTC)

Row = dict[str, Any]


def rows() -> list[Row]:
    """A few days of looks at a city's sites, in the order they would come."""
    return [
        {
            "site_id": site, "kind": int(Kind.AVAILABILITY), "vantage": 1,
            "slot_at": START + timedelta(minutes=15 * look, seconds=site), "late_s": look % 30,
            "outcome": int(Outcome.OK), "reason": Reason.OK, "http": 200, "took_ms": 143 + site,
        }
        for look in range(LOOKS)
        for site in range(1, SITES + 1)
    ]  # fmt: skip


def by_core(path: Path, looks: list[Row]) -> float:
    """Insert the way the program does. Return rows a second of processor time."""
    engine = create_engine(f"sqlite:///{path}")
    metadata.create_all(engine)
    began = time.process_time()
    for start in range(0, len(looks), BATCH):
        with engine.begin() as connection:
            connection.execute(insert(table_of(ObservationRow)), looks[start : start + BATCH])
    return len(looks) / (time.process_time() - began)


def by_session(path: Path, looks: list[Row]) -> float:
    """Insert through the ORM. Return rows a second of processor time."""
    engine = create_engine(f"sqlite:///{path}")
    metadata.create_all(engine)
    began = time.process_time()
    for start in range(0, len(looks), BATCH):
        with Session(engine) as session:
            session.add_all([ObservationRow(**row) for row in looks[start : start + BATCH]])
            session.commit()
    return len(looks) / (time.process_time() - began)


def measure(folder: Path) -> None:
    """Print rates, their ratio, and what a row costs on disk."""
    looks = rows()
    core, session = by_core(folder / "core.db", looks), by_session(folder / "orm.db", looks)
    size = (folder / "core.db").stat().st_size / len(looks)
    rates = f"Core {core:,.0f} rows/s, session.add_all {session:,.0f} rows/s"
    print(f"ingest      {rates}: {core / session:.1f}x")
    print(f"hot table   {size:.1f} bytes a row")
