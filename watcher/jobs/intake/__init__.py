"""The officer's list -> checked rows -> the register. Says everything, stores nothing by halves."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from watcher.jobs.intake.rows import Complaint, Reader, communities_named, rejected_rows
from watcher.jobs.intake.sheet import Sheet, read_sheets
from watcher.jobs.intervals import intervals
from watcher.net.guard import Guard
from watcher.settings import Settings
from watcher.storage.engine import Database
from watcher.storage.intake import Taken, known_communities, take_in

__all__ = ["Complaint", "Intake", "import_register"]


@dataclass(frozen=True, slots=True)
class Intake:
    """What an import found and did.

    Attributes:
        stored: False after a dry run, and when rows were rejected and not allowed for.
    """

    sheets: tuple[Sheet, ...]
    taken: Taken
    complaints: tuple[Complaint, ...]
    stored: bool

    @property
    def rejected(self) -> list[int]:
        """Numbers of the rows that cannot be right."""
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
) -> Intake:
    """Take a list of sites, communities or both into the register.

    Args:
        skip_rejected: store the rest although some rows cannot be right.
        create_communities: take communities that nobody knows as new ones.

    Raises:
        RegisterError: the file cannot be read as a list.
    """
    sheets = read_sheets(path)
    known = set(known_communities(database))
    guard = Guard.of(settings.network.allow_addresses, settings.network.allow_ports)
    reader = Reader(guard, set(known), create_communities)
    communities = [entry for s in sheets if not s.lists_sites for entry in reader.communities(s)]
    sites = [entry for s in sheets if s.lists_sites for entry in reader.sites(s)]
    communities += communities_named(sites, reader.known)
    stops = bool(rejected_rows(reader.complaints)) and not skip_rejected
    taken = take_in(
        database, sites, communities, intervals(settings), now, dry_run=dry_run or stops
    )
    return Intake(tuple(sheets), taken, tuple(reader.complaints), not (dry_run or stops))
