"""Close months: compute each once and freeze it; a later change becomes a new, stated edition."""

import logging
from dataclasses import replace
from datetime import datetime

from watcher.core.errors import MonthError
from watcher.core.looks.uptime import Tally
from watcher.core.months.budget import Price
from watcher.core.months.indicators import Indicator
from watcher.core.period import Month, months_before
from watcher.core.sites.site_history import History
from watcher.jobs.months.standing_now import known_month
from watcher.report.figures.compute import METHOD_VERSION, figures
from watcher.report.figures.month_figures import Figures, Outline
from watcher.report.figures.outlook import marks_of
from watcher.report.figures.report_rules import Rules, StaffEntry
from watcher.report.figures.snapshot import (
    MONTHS_BEFORE,
    Snapshot,
    freeze,
    marks_from,
    marks_text,
    outline_from,
    outline_text,
    revised,
    thaw,
)
from watcher.settings import Settings
from watcher.settings.staff_report import load_staff_report
from watcher.storage.engine import Database
from watcher.storage.months import month_history
from watcher.storage.months.closed_months import (
    Edition,
    closed_months,
    keep_edition,
    last_edition,
    marks_before,
    outlines_before,
)

log = logging.getLogger(__name__)


def read_month(database: Database, settings: Settings, month: Month, now: datetime) -> Snapshot:
    """Read a month: as it was closed, or as it stands while it runs.

    A month that is over is closed when it is first read, and so are the watched months before it,
    since each is compared with the one before. Looks that are stored later make a revision.

    Args:
        month: the one wanted.
        now: a month that ends after it is not closed.

    Raises:
        MonthError: the month has not begun.
    """
    if month.period(settings.programme.zoneinfo).start > now:
        raise MonthError(month)
    for unclosed in _unclosed_before(database, settings, month, now):
        _close(database, settings, unclosed, now)
    if month.period(settings.programme.zoneinfo).end > now:
        return _computed(database, settings, month, now, closed=False)
    frozen = last_edition(database, month)
    if frozen is None:
        return _close(database, settings, month, now)
    return _revised_if_changed(database, settings, thaw(frozen), now)


def _unclosed_before(
    database: Database, settings: Settings, month: Month, now: datetime
) -> list[Month]:
    """Return the watched, unclosed months that ended in the year before one, the oldest first."""
    zone, closed = settings.programme.zoneinfo, closed_months(database)
    return [
        earlier
        for earlier in reversed(months_before(month, MONTHS_BEFORE))
        if earlier.period(zone).end <= now
        and earlier not in closed
        and month_history.was_watched(database, earlier, zone)
    ]


def _close(database: Database, settings: Settings, month: Month, now: datetime) -> Snapshot:
    snapshot = _computed(database, settings, month, now, closed=True)
    if snapshot.figures.quality.looks:  # a month without any look stays open
        _keep(database, snapshot, now)
    return snapshot


def _computed(
    database: Database, settings: Settings, month: Month, now: datetime, *, closed: bool
) -> Snapshot:
    past = tuple(map(outline_from, outlines_before(database, month, MONTHS_BEFORE)))
    known = known_month(database, settings, month, now)
    return Snapshot(_figures(database, settings, month, known, past), past, closed)


def _revised_if_changed(
    database: Database, settings: Settings, kept: Snapshot, now: datetime
) -> Snapshot:
    """Return the last edition, or a new one if its input has changed since.

    The input is what was measured in the month, and what staff entered for it. Changes of the
    register do not count: a site that is paused in November was watched in October. A month
    that was computed by another METHOD_VERSION stays as it was signed.
    """
    month, zone = kept.figures.month, settings.programme.zoneinfo
    then = {figure.site.id: figure.tally for figure in kept.figures.everyone}
    tallies, gaps = month_history.measured(database, kept.figures.period, zone)
    unchanged = (
        all(tallies.get(site, Tally()) == tally for site, tally in then.items())
        and gaps == kept.figures.quality.gaps
        and rules_of(settings, month).staff_entries == _staff_entries_of(kept.figures)
    )
    if unchanged or kept.method != METHOD_VERSION:
        return kept
    known = known_month(database, settings, month, now)
    register = {figure.site.id: figure.site for figure in kept.figures.everyone}
    sites = [replace(s, site=register[s.site.id]) for s in known.sites if s.site.id in register]
    anew = _figures(database, settings, month, replace(known, sites=tuple(sites)), kept.past)
    snapshot = revised(kept, anew, now)
    _keep(database, snapshot, now)
    log.info("month_revised", extra={"month": month, "edition": snapshot.edition})
    return snapshot


def _staff_entries_of(figures: Figures) -> dict[Indicator, StaffEntry]:
    """Return what staff had entered when the month was closed."""
    entered = [m for m in figures.measures if m.told_by and m.share is not None]
    return {m.indicator: StaffEntry(m.share or 0.0, m.told_by) for m in entered}


def rules_of(settings: Settings, month: Month | None = None) -> Rules:
    """Return the office's rules for figures, and what its staff entered for a month.

    Raises:
        SettingsError: the file that staff fill in is invalid.
    """
    ending, reports = settings.registry.ending, settings.reports
    staff = load_staff_report(reports.indicators)
    entries = staff.of(month) if month else {}
    return Rules(
        lives=lambda domain: ending(domain).life,
        limits=settings.looks.thresholds,
        prices=lambda domain: Price(ending(domain).price, ending(domain).checked_on),
        redeem_prices=lambda domain: Price(ending(domain).redeem_price, ending(domain).checked_on),
        hosting=Price(reports.hosting_price, reports.hosting_price_checked_on),
        targets={indicator: percent / 100 for indicator, percent in staff.targets.items()},
        staff_entries={
            name: StaffEntry(entry.percent / 100, entry.note) for name, entry in entries.items()
        },
    )


def _figures(
    database: Database,
    settings: Settings,
    month: Month,
    known: History,
    past: tuple[Outline, ...],
) -> Figures:
    before = past[-1] if past and past[-1].month == month.previous() else None
    earlier = ((at, marks_from(text)) for at, text in marks_before(database, month))
    return figures(month, known, rules_of(settings, month), before, earlier)


def _keep(database: Database, snapshot: Snapshot, now: datetime) -> None:
    figures = snapshot.figures
    keep_edition(
        database,
        figures.month,
        Edition(
            number=snapshot.edition,
            closed_at=now,
            outline=outline_text(figures.outline),
            marks=marks_text(marks_of(figures.everyone, figures.month)),
            frozen=freeze(snapshot),
        ),
    )
