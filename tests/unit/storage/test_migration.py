"""A database of the first schema becomes one of today's: what it knew becomes acts, and stays."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic import command
from factories import JAKARTA, QUARTER, T0
from office import url_of

from watcher.core.sites.act import Act, ActKind
from watcher.core.sites.site import MonitoringStatus, OwnerAnswer
from watcher.core.sites.site_history import SiteHistory
from watcher.storage.engine import SCHEMA, Database, connect, open_database
from watcher.storage.months import month_history
from watcher.storage.register.act_rows import acts_of
from watcher.storage.upkeep.migrate import configuration, upgrade

Rows = dict[str, list[dict[str, object]]]

ADDED = datetime(2026, 1, 1, 3, 0, tzinfo=UTC)


def seconds(at: datetime) -> int:
    return int(at.timestamp())


def a_row(number: int, **known: object) -> dict[str, object]:
    """A site as the first schema kept it."""
    values: dict[str, object] = {
        "id": number, "identity": f"usaha{number}.example",
        "url": f"https://usaha{number}.example/", "domain": f"usaha{number}.example",
        "keeper_id": number, "business": f"Usaha {number}", "community_id": 1,
        "registrar": "", "hosting": "", "standing": "active", "added_at": seconds(ADDED),
        "verbatim": "{}",
    }  # fmt: skip
    return values | known


OLD: Rows = {
    "community": [
        {"id": 1, "name": "Melati", "coordinator": "", "email": "", "phone": "", "quota": 3}
    ],
    "site": [
        a_row(1),
        a_row(
            2, answer="BANTU", answered_on=date(2026, 9, 30).toordinal(),
            paid_until=date(2027, 10, 31).toordinal(),
        ),
        a_row(3, paid_until=date(2028, 2, 29).toordinal()),
        a_row(4, answer="TUTUP", answered_on=date(1999, 12, 31).toordinal()),
        a_row(5, standing="withdrawn"),
    ],
    "pause": [
        {"site_id": 1, "from_at": seconds(ADDED), "to_at": seconds(T0), "reason": "libur"},
        {"site_id": 5, "from_at": seconds(ADDED), "to_at": None, "reason": "hibah ditarik"},
    ],
    "day_strip": [
        {
            "site_id": 1, "day": date(2026, 10, 5).toordinal(), "up_s": 3600, "down_s": 60,
            "looks": 5, "conclusive": 4, "strip": bytes(24),
        }
    ],
}  # fmt: skip


def insert(path: Path, rows: Rows) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for table, known in rows.items():
            for row in known:
                names, marks = ", ".join(row), ", ".join(":" + name for name in row)
                connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", row)  # noqa: S608 - our own tables


def dump(path: Path) -> Rows:
    """Everything that a database file holds."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
        return {
            name: [dict(row) for row in connection.execute(f"SELECT * FROM {name}")]  # noqa: S608 - our own tables
            for (name,) in names.fetchall()
        }


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A database file of the first schema, with an answer, payments, pauses and a day."""
    path = tmp_path / "watcher.db"
    database = connect(url_of(path))
    with database.write() as connection:
        command.upgrade(configuration(connection), "0001")
    database.close()
    insert(path, OLD)
    return path


@contextmanager
def upgraded(path: Path) -> Iterator[Database]:
    upgrade(url_of(path))
    database = open_database(url_of(path))
    try:
        yield database
    finally:
        database.close()


def sites_of(database: Database) -> list[SiteHistory]:
    return list(month_history.until_now(database, JAKARTA, T0, QUARTER).sites)


def test_an_answer_and_a_payment_become_the_first_acts_of_their_sites(old: Path) -> None:
    def imported(site: int, at: datetime, kind: ActKind, **after: str) -> Act:
        return Act(at, site, kind, "", "import", "", {}, after)

    with upgraded(old) as database:
        told = {number: acts_of(database, number) for number in range(1, 6)}
    answered, payment = ActKind.ANSWERED, ActKind.PAYMENT
    domain = {"clock": "domain"}
    assert told == {
        1: [],
        2: [
            imported(2, ADDED, payment, until="2027-10-31", on="2026-01-01", **domain),
            imported(
                2, datetime(2026, 9, 30, tzinfo=UTC), answered, answer="BANTU", on="2026-09-30",
                **domain,
            ),
        ],
        3: [imported(3, ADDED, payment, until="2028-02-29", on="2026-01-01", **domain)],
        4: [
            imported(
                4, datetime(1999, 12, 31, tzinfo=UTC), answered, answer="TUTUP", on="1999-12-31",
                **domain,
            )
        ],
        5: [],
    }  # fmt: skip


def test_history_knows_an_imported_answer_and_payment_as_the_register_did(old: Path) -> None:
    with upgraded(old) as database:
        sites = [one.site for one in sites_of(database)]
    assert [(one.answer, one.answered_on, one.paid_until) for one in sites[:4]] == [
        (None, None, None),
        (OwnerAnswer.HELP, date(2026, 9, 30), date(2027, 10, 31)),
        (None, None, date(2028, 2, 29)),
        (OwnerAnswer.CLOSE, date(1999, 12, 31), None),
    ]


def test_nothing_else_is_changed(old: Path) -> None:
    before = dump(old)
    upgrade(url_of(old))
    after = dump(old)
    assert after.pop("act")
    assert after.pop("alembic_version") == [{"version_num": SCHEMA}]
    assert before.pop("alembic_version") == [{"version_num": "0001"}]
    for table, rows in before.items():
        kept = [
            {name: row[name] for name in was} for row, was in zip(after[table], rows, strict=True)
        ]
        assert kept == rows, table
    assert set(after) == set(before)


def test_what_a_new_column_holds_of_old_rows(old: Path) -> None:
    upgrade(url_of(old))
    after = dump(old)
    assert [row["blips"] for row in after["day_strip"]] == [0]
    assert [row["until"] for row in after["pause"]] == [None, None]


def test_a_site_that_was_withdrawn_is_withdrawn_and_not_only_paused(old: Path) -> None:
    with upgraded(old) as database:
        assert [one.site.standing for one in sites_of(database)] == [
            *[MonitoringStatus.ACTIVE] * 4,
            MonitoringStatus.WITHDRAWN,
        ]


def test_an_act_holds_json_that_any_reader_can_read(old: Path) -> None:
    upgrade(url_of(old))
    for row in dump(old)["act"]:
        assert json.loads(str(row["before"])) == {}
        assert set(json.loads(str(row["after"]))) >= {"on", "clock"}
