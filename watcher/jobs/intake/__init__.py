"""Import the officer's list: read its tables, check its rows, store all of them or none."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from watcher.core.period import local_day
from watcher.jobs.intake.cell_parsers import ImportIssue
from watcher.jobs.intake.list_sheet import OfficersList, Sheet, read_list
from watcher.jobs.intake.refused import ListRefusedError
from watcher.jobs.intake.rows import Reader, communities_named, identity_of, rejected_rows
from watcher.jobs.intervals import intervals
from watcher.net.address_policy import AddressPolicy
from watcher.settings import Settings
from watcher.storage.engine import Database
from watcher.storage.register.moves import moved_from, withdrawn
from watcher.storage.register.register_intake import ImportResult, known_communities, take_in

__all__ = ["ImportIssue", "Intake", "ListRefusedError", "OfficersList", "import_register"]


@dataclass(frozen=True, slots=True)
class Intake:
    """What an import read and did.

    Attributes:
        read: the list as it was read.
        taken: what is new or changed in the register.
        complaints: what is wrong with cells.
        stored: False after a dry run, and where rows were rejected without `skip_rejected`.
    """

    read: OfficersList
    taken: ImportResult
    complaints: tuple[ImportIssue, ...]
    stored: bool

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The tables that were read."""
        return self.read.sheets

    @property
    def rejected(self) -> list[int]:
        """Numbers of the rows that cannot be stored."""
        return rejected_rows(self.complaints)


def import_register(
    path: Path,
    database: Database,
    settings: Settings,
    now: datetime,
    *,
    dry_run: bool = False,
    skip_rejected: bool = False,
    create_communities: bool = False,
    tell: Callable[[OfficersList], None] = lambda _: None,
) -> Intake:
    """Import a list of sites, communities or both.

    Args:
        path: the file; workbook or delimited text.
        dry_run: compare only, store nothing.
        skip_rejected: store the other rows although some are rejected.
        create_communities: accept unknown communities as new ones.
        tell: called with the list as it was read, before anything is stored.

    Raises:
        ListRefusedError: the file cannot be read as a list.
    """
    read = read_list(path)
    tell(read)
    known = set(known_communities(database))
    policy = AddressPolicy.of(settings.network.allow_addresses, settings.network.allow_ports)
    today = local_day(now, settings.programme.zoneinfo)
    moved = {identity_of(old): now_at for old, now_at in moved_from(database).items()}
    removed = withdrawn(database)
    reader = Reader(policy, set(known), today, create_communities, moved, removed)
    communities = [e for s in read.sheets if not s.lists_sites for e in reader.communities(s)]
    sites = [entry for s in read.sheets if s.lists_sites for entry in reader.sites(s)]
    communities += communities_named(sites, reader.known)
    is_refused = bool(rejected_rows(reader.complaints)) and not skip_rejected
    compare_only = dry_run or is_refused
    taken = take_in(database, sites, communities, intervals(settings), now, dry_run=compare_only)
    return Intake(read, taken, tuple(reader.complaints), stored=not compare_only)
