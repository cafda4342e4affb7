"""What an owner answered, as the office wrote it down: the last word counts."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from office import a_database, an_entry, grant

from watcher.core.site import Answer
from watcher.storage import register
from watcher.storage.engine import Database
from watcher.storage.office_word import note_answer


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with a_database(tmp_path) as opened:
        grant(opened, an_entry(1), an_entry(2), at=datetime(2026, 1, 1, tzinfo=UTC))
        yield opened


def test_the_last_answer_of_a_site_is_kept_with_its_day(database: Database) -> None:
    note_answer(database, 1, Answer.HELP, date(2026, 10, 2))
    note_answer(database, 1, Answer.DONE, date(2026, 10, 9))
    first, second = register.sites(database)
    assert (first.answer, first.answered_on) == (Answer.DONE, date(2026, 10, 9))
    assert (second.answer, second.answered_on) == (None, None)


def test_a_list_that_is_imported_again_leaves_the_answer_alone(database: Database) -> None:
    note_answer(database, 1, Answer.CLOSE, date(2026, 10, 2))
    grant(database, an_entry(1, business="Nama Baru"), at=datetime(2026, 10, 5, tzinfo=UTC))
    assert register.sites(database)[0].answer is Answer.CLOSE
