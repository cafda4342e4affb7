"""Make the report of a month: history -> figures -> files."""

import base64
import logging
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from watcher.core.errors import SettingsError
from watcher.core.period import Month
from watcher.jobs.months.atomic_write import put
from watcher.jobs.months.closing import read_month
from watcher.report.data.csv_export import csv_of_sites
from watcher.report.data.document import as_text
from watcher.report.data.workbook import workbook
from watcher.report.figures.site_figure import SiteFigure
from watcher.report.html.community_page import render_communities
from watcher.report.html.pdf import as_pdf
from watcher.report.html.render import Letterhead, render
from watcher.report.html.site_page import render_site
from watcher.report.sentences.report_context import ReportContext
from watcher.settings import Settings
from watcher.storage.engine import Database
from watcher.storage.months.closed_months import is_filed, mark_filed
from watcher.storage.months.site_records import last_days, read_record
from watcher.storage.register import register
from watcher.wording import words
from watcher.wording.formats import Formatter

log = logging.getLogger(__name__)
#: Largest logo: each page of a report embeds it, and a coat of arms needs no more.
_PICTURE_BYTES = 200_000
_PICTURES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".svg": "image/svg+xml",
}
FORMATS = ("html", "xlsx", "csv", "json", "pdf")


@dataclass(frozen=True, slots=True)
class Report:
    """The finished files of a month.

    Attributes:
        context: the month, and the language it is written in.
        files: format -> content.
        pages: community -> its HTML page; empty unless HTML is one of the formats.
    """

    month: Month
    context: ReportContext
    files: dict[str, bytes]
    pages: dict[str, bytes]


def last_closed(now: datetime, settings: Settings) -> Month:
    """Return the month that ended last, in the office's time zone."""
    return Month.of(now, settings.programme.zoneinfo).previous()


def read_report(
    database: Database, settings: Settings, month: Month, now: datetime
) -> ReportContext:
    """Read a month, with the language of the office's reports."""
    programme = settings.programme
    return ReportContext(
        snapshot=read_month(database, settings, month, now),
        say=words(programme.language),
        formatter=Formatter(programme.language, programme.zoneinfo),
    )


def write_files(
    context: ReportContext,
    database: Database,
    settings: Settings,
    formats: tuple[str, ...],
    now: datetime,
) -> Report:
    """Render a month.

    Args:
        context: the month, from `read_report`.
        formats: some of `FORMATS`.
        now: printed as the time of printing.
    """
    page = render(context, _letterhead(settings), now) if {"html", "pdf"} & set(formats) else ""
    makers: dict[str, Callable[[], bytes]] = {
        "html": page.encode,
        "pdf": lambda: as_pdf(page),
        "xlsx": lambda: workbook(context),
        "csv": lambda: csv_of_sites(context),
        "json": lambda: as_text(context).encode(),
    }
    files = {name: makers[name]() for name in formats}
    pages = {}
    if "html" in formats:
        owners, period = register.owners(database), context.now.period
        days = partial(last_days, database, last=period.last_day(settings.programme.zoneinfo))
        made = render_communities(context, owners, days, _letterhead(settings), now)
        pages = {name: page.encode() for name, page in made.items()}
    return Report(context.now.month, context, files, pages)


def save(report: Report, folder: Path) -> list[Path]:
    """Write the files of a report into a folder. Return their paths.

    Raises:
        WatcherError: the folder cannot be written.
    """
    title = report.context.say("report")
    name = f"{title}-{report.month}"
    files = {f"{name}.{form}": made for form, made in report.files.items()}
    pages = {f"{name}-{part}.html": report.pages[of] for of, part in slugs(report.pages).items()}
    return put(files, folder) + put(pages, folder, private=True)


def write_site(
    context: ReportContext,
    figure: SiteFigure,
    database: Database,
    settings: Settings,
    now: datetime,
) -> tuple[str, bytes]:
    """Render the page of one site.

    Args:
        context: the month, from `read_report`.
        figure: the site's figures, of the same month.
        now: printed as the time of printing.

    Returns:
        Name and content of the file.
    """
    month, zone = context.now.month, settings.programme.zoneinfo
    record = read_record(database, figure.site.id, context.now.period, zone)
    owners, head = register.owners(database), _letterhead(settings)
    page = render_site(context, figure, record, owners, head, now)
    title, host = context.say("site"), figure.site.host.replace(":", "-")
    return f"{title}-{month}-{host}.html", page.encode()


def make_due_month(database: Database, settings: Settings, now: datetime) -> list[Path]:
    """Write the report of the month that ended last, unless that was done. Return its files."""
    month = last_closed(now, settings)
    if is_filed(database, month):
        return []
    context = read_report(database, settings, month, now)
    if not context.now.quality.looks:
        return []  # no look was made in that month: there is nothing to report
    report = write_files(context, database, settings, settings.reports.formats, now)
    paths = save(report, settings.reports.folder)
    mark_filed(database, month, now)
    log.info("month_made", extra={"month": month, "folder": settings.reports.folder})
    return paths


def slugs(names: Iterable[str]) -> dict[str, str]:
    """Return each name as a unique part of a file name, of ASCII letters, digits and hyphens."""
    parts: dict[str, str] = {}
    for name in names:
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        part = "-".join(re.findall(r"[a-z0-9]+", plain))[:40] or "komunitas"
        parts[name] = part if part not in parts.values() else f"{part}-{len(parts) + 1}"
    return parts


def _letterhead(settings: Settings) -> Letterhead:
    programme = settings.programme
    return Letterhead(
        office=programme.office,
        government=programme.government,
        programme=programme.name,
        address=programme.address,
        officer=programme.officer,
        paper=programme.paper,
        officer_id=programme.officer_id,
        head=programme.head,
        head_title=programme.head_title,
        head_id=programme.head_id,
        place=programme.place,
        logo=_picture(programme.logo),
    )


def _picture(path: Path | None) -> str:
    """Return a picture as a data: URL, so that a page stays one file; "" without one.

    Raises:
        SettingsError: it cannot be read, is too large, or is no PNG, JPEG or SVG file.
    """
    if path is None:
        return ""
    kind = _PICTURES.get(path.suffix.lower())
    if kind is None:
        raise SettingsError("{path}: [programme] logo must be a PNG, JPEG or SVG file", path=path)
    try:
        picture = path.read_bytes()
    except OSError as error:
        raise SettingsError(
            "{path}: [programme] logo: {why}", path=path, why=error.strerror
        ) from error
    if len(picture) > _PICTURE_BYTES:
        raise SettingsError(
            "{path}: [programme] logo must be at most {kb} KB", path=path, kb=_PICTURE_BYTES // 1000
        )
    return f"data:{kind};base64,{base64.b64encode(picture).decode()}"
