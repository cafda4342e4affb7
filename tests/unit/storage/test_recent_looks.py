"""The last looks at a site, as they are shown to whoever asks what was seen."""

from factories import a_look, minute
from office import an_entry, grant

from watcher.core.looks.observation import Kind, Outcome
from watcher.storage.engine import Database
from watcher.storage.looks.recent_looks import recent_looks
from watcher.storage.looks.record import keep_looks

pytest_plugins = ("office_fixtures",)


def test_the_newest_availability_looks_of_one_site_are_shown(database: Database) -> None:
    grant(database, an_entry(1), an_entry(2))
    story = [a_look(letter, minute(15 * n)) for n, letter in enumerate("oox?")]
    others = [a_look("x", minute(50), kind=Kind.PAGE), a_look("x", minute(55), site_id=2)]
    with database.write() as connection:
        keep_looks(connection, [*story, *others])
    shown = recent_looks(database, 1, most=3)
    assert [(look.at, look.outcome) for look in shown] == [
        (minute(45), Outcome.UNKNOWN),
        (minute(30), Outcome.FAILED),
        (minute(15), Outcome.OK),
    ]
