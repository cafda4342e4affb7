"""Make the report of a month: history -> figures -> files."""

import logging
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from watcher.core.domain_life import LifeCycle
from watcher.core.errors import WatcherError
from watcher.core.period import Month
from watcher.report.document import as_text, data_hash
from watcher.report.figures import Figures
from watcher.report.reckon import figures
from watcher.report.render import Letterhead, render
from watcher.report.separated import separated
from watcher.report.summary import Teller
from watcher.report.workbook import workbook
from watcher.settings import Settings
from watcher.storage import history
from watcher.storage.daemon import mark_month, month_made
from watcher.storage.engine import Database
from watcher.wording import words
from watcher.wording.shapes import Shapes

log = logging.getLogger(__name__)
FORMATS = ("html", "xlsx", "csv", "json")


@dataclass(frozen=True, slots=True)
class Report:
    """The finished files of a month, by format."""

    month: Month
    teller: Teller
    files: dict[str, bytes]


def last_closed(now: datetime, settings: Settings) -> Month:
    """The month that ended last in the programme's zone."""
    return Month.of(now, settings.programme.zoneinfo).previous()


def read_month(database: Database, settings: Settings, month: Month, now: datetime) -> Teller:
    """Read a month, and the one before it to compare with."""
    programme = settings.programme
    before = _figures(database, settings, month.previous(), now).outline
    return Teller(
        now=_figures(database, settings, month, now),
        before=before,
        say=words(programme.language),
        shapes=Shapes(programme.language, programme.zoneinfo),
    )


def write_files(
    teller: Teller, settings: Settings, formats: tuple[str, ...], now: datetime
) -> Report:
    """Render a month in the formats that are asked for."""
    makers = {
        "html": lambda: render(teller, _letterhead(settings), now).encode(),
        "xlsx": lambda: workbook(teller),
        "csv": lambda: separated(teller),
        "json": lambda: as_text(teller).encode(),
    }
    return Report(teller.now.month, teller, {name: makers[name]() for name in formats})


def save(report: Report, folder: Path) -> list[Path]:
    """Put the files of a report in place, each whole or not at all.

    Raises:
        WatcherError: the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return list(_saved(report, folder))
    except OSError as error:
        raise WatcherError(f"{folder}: cannot be written ({error.strerror})") from error


def make_due_month(database: Database, settings: Settings, now: datetime) -> list[Path]:
    """Make the report of the month that closed last, once, however often this is called."""
    month = last_closed(now, settings)
    if month_made(database, str(month)):
        return []
    teller = read_month(database, settings, month, now)
    if not teller.now.quality.looks:
        return []  # nothing was watched then: there is no month to account for
    report = write_files(teller, settings, FORMATS, now)
    paths = save(report, settings.reports.folder)
    mark_month(database, str(month), now, data_hash(teller))
    log.info("month_made", extra={"month": month, "folder": settings.reports.folder})
    return paths


def lives(settings: Settings, domain: str | None) -> LifeCycle:
    """The life cycle of a domain as this office has set it."""
    return settings.registry.ending(domain).life


def _figures(database: Database, settings: Settings, month: Month, now: datetime) -> Figures:
    known = history.month(database, month, settings.programme.zoneinfo, now)
    return figures(month, known, lambda domain: lives(settings, domain), settings.looks.thresholds)


def _letterhead(settings: Settings) -> Letterhead:
    programme = settings.programme
    return Letterhead(
        office=programme.office,
        government=programme.government,
        programme=programme.name,
        address=programme.address,
        officer=programme.officer,
        paper=programme.paper,
    )


def _saved(report: Report, folder: Path) -> Iterator[Path]:
    title = report.teller.say("report")
    for name, content in report.files.items():
        path = folder / f"{title}-{report.month}.{name}"
        handle, unfinished = tempfile.mkstemp(dir=folder, prefix=".report-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(unfinished).chmod(0o644)
            Path(unfinished).replace(path)
        except OSError:
            Path(unfinished).unlink(missing_ok=True)
            raise
        yield path
