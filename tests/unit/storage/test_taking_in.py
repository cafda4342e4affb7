"""A list taken in: added, changed, unchanged; nothing deleted, erased, or done by halves."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from factories import T0, minute
from hypothesis import given, settings
from hypothesis import strategies as st
from office import a_database, an_entry
from sqlalchemy import select

from watcher.core.looks.observation import Kind
from watcher.settings import Settings
from watcher.storage.engine import Database
from watcher.storage.register import register
from watcher.storage.register.register_intake import (
    CommunityEntry,
    ImportResult,
    OwnerEntry,
    SiteEntry,
    known_communities,
    take_in,
)
from watcher.storage.row import table_of
from watcher.storage.tables import ScheduleRow

pytest_plugins = ("office_fixtures",)


def take(
    database: Database,
    sites: Sequence[SiteEntry],
    communities: Sequence[CommunityEntry] = (CommunityEntry("Melati"),),
    *,
    dry_run: bool = False,
) -> ImportResult:
    from watcher.jobs.intervals import intervals

    return take_in(database, sites, communities, intervals(Settings()), T0, dry_run=dry_run)


def test_new_rows_are_added_and_put_on_the_schedule(database: Database) -> None:
    taken = take(database, [an_entry(1), an_entry(2)])
    assert (taken.added, taken.changed, taken.unchanged) == ([2, 3], [], [])
    with database.read() as connection:
        rows = connection.execute(select(table_of(ScheduleRow))).all()
    assert {(row.site_id, row.kind) for row in rows} == {(n, k) for n in (1, 2) for k in Kind}


def test_i08_the_same_list_twice_changes_nothing(database: Database) -> None:
    rows = [an_entry(n, granted_on=date(2026, 1, n)) for n in (1, 2, 3)]
    take(database, rows)
    before = register.sites(database), register.owners(database)
    taken = take(database, rows)
    assert (taken.added, taken.changed, taken.unchanged, taken.missing) == ([], [], [2, 3, 4], [])
    assert (register.sites(database), register.owners(database)) == before


def test_one_changed_row_is_the_only_one_listed(database: Database) -> None:
    take(database, [an_entry(1), an_entry(2), an_entry(3)])
    taken = take(database, [an_entry(1), an_entry(2, business="Kopi Baru"), an_entry(3)])
    assert (taken.changed, taken.unchanged) == ([3], [2, 4])
    assert register.sites(database)[1].business == "Kopi Baru"


def test_a_change_of_the_owner_is_a_change_of_the_row(database: Database) -> None:
    take(database, [an_entry(1)])
    owner = an_entry(1).owner
    assert owner is not None
    taken = take(database, [an_entry(1, owner=replace(owner, phone="628123456789"))])
    assert taken.changed == [2]


def test_a_blank_cell_erases_nothing(database: Database) -> None:
    full = {
        "granted_on": date(2026, 1, 1), "domain_expires": date(2027, 1, 1), "registrar": "R",
        "hosting": "H", "hosting_expires": date(2027, 2, 1),
    }  # fmt: skip
    take(database, [an_entry(1, **full)])
    before = register.sites(database)
    blank = replace(an_entry(1), business=None, owner=None)
    taken = take(database, [blank])
    assert taken.changed == []
    assert register.sites(database) == before


def test_a_missing_row_is_named_and_stays(database: Database) -> None:
    take(database, [an_entry(1), an_entry(2)])
    taken = take(database, [an_entry(2)])
    assert taken.missing == ["usaha1.example"]
    assert len(register.sites(database)) == 2


def test_a_dry_run_says_the_same_and_stores_nothing(database: Database) -> None:
    rows = [an_entry(1), an_entry(2)]
    tried = take(database, rows, dry_run=True)
    assert register.sites(database) == []
    assert register.owners(database) == {}
    assert known_communities(database) == []
    assert tried == take(database, rows)


def test_a_list_of_communities_alone_touches_no_site(database: Database) -> None:
    take(database, [an_entry(1)])
    told = [CommunityEntry("Melati", "Bu Rina", "rina@melati.example", "62811", 20)]
    taken = take(database, [], told)
    assert (taken.missing, taken.communities) == ([], 1)
    assert register.communities(database)[0].coordinator == "Bu Rina"
    assert take(database, [], told).communities == 0
    assert len(register.sites(database)) == 1


def test_people_have_random_ids_that_do_not_change(database: Database) -> None:
    take(database, [an_entry(1), an_entry(2)])
    owners = register.owners(database)
    assert len(owners) == 2
    assert all(len(owner_id) == 16 and "usaha" not in owner_id for owner_id in owners)
    take(database, [an_entry(1), an_entry(2, business="Lain")])
    assert register.owners(database) == owners


def test_an_owner_of_two_sites_is_one_person(database: Database) -> None:
    owner = an_entry(1).owner
    take(database, [an_entry(1), an_entry(2, owner=owner)])
    assert len(register.owners(database)) == 1
    assert len({site.owner_id for site in register.sites(database)}) == 1


def test_two_spellings_of_one_owner_are_no_change_the_second_time(database: Database) -> None:
    """The same file twice = 0 changes, also where two rows tell one person differently."""
    rows = [
        an_entry(n, owner=OwnerEntry("siti@usaha.example", name, "siti@usaha.example"))
        for n, name in ((1, "Siti"), (2, "Siti Aminah"))
    ]
    take(database, rows)
    assert take(database, rows).changed == []


def test_a_site_that_is_taken_in_again_keeps_its_day(database: Database) -> None:
    take(database, [an_entry(1)])
    added = register.sites(database)[0].added_at
    take_in(database, [an_entry(1, business="B")], [], {}, minute(99), dry_run=False)
    assert register.sites(database)[0].added_at == added == T0


names = st.text("abc", min_size=1, max_size=2)
entries = st.lists(
    st.builds(
        lambda n, business, granted, owner: an_entry(
            n,
            business=business,
            granted_on=granted,
            owner=owner and OwnerEntry(owner, business, f"{owner}@usaha.example"),
        ),
        st.integers(1, 6),
        st.none() | names,
        st.none() | st.dates(),
        st.none() | names,
    ),
    max_size=6,
    unique_by=lambda entry: entry.identity,
)


@given(entries)
@settings(max_examples=20, deadline=None)
def test_whatever_a_list_says_it_says_it_once(listed: list[SiteEntry]) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder, a_database(Path(folder)) as database:
        first = take(database, listed)
        assert len(first.added) == len(listed)
        again = take(database, listed)
        assert (again.added, again.changed, again.missing) == ([], [], [])
        assert len(again.unchanged) == len(listed)
