"""The month's report of 100 and of 10,000 sites from day strips: seconds and peak memory."""

import subprocess
import sys
import textwrap
import time
from pathlib import Path

ONE_MONTH = """
    import sys, time
    from datetime import UTC, datetime, timedelta
    from pathlib import Path
    from watcher.core.period import Month
    from watcher.jobs.months.month import tell_month, write_files
    from watcher.settings import Settings
    from watcher.storage.engine import open_database
    now = datetime(2026, 11, 1, tzinfo=UTC)
    database = open_database(sys.argv[1])
    began = time.perf_counter()
    teller = tell_month(database, Settings(), Month(2026, 10), now)
    report = write_files(teller, database, Settings(), Settings().reports.formats, now)
    took = time.perf_counter() - began
    high = next(l for l in open("/proc/self/status") if l.startswith("VmHWM"))
    peak = int(high.split()[1]) / 1024  # getrusage would count the process we were forked from
    if len(teller.now.sites) <= 300:
        from watcher.report.html.pdf import as_pdf
        began = time.perf_counter()
        as_pdf(report.files["html"].decode())
        print(f"as PDF {time.perf_counter() - began:.1f} s; without it ", end="")
    print(f"{took:.2f} s, peak {peak:.0f} MB, page {len(report.files['html']) / 1e6:.2f} MB")
"""


def fill(url: str, sites: int) -> None:
    """Two months of strips, and what a few looks would have learned, for so many sites."""
    from datetime import UTC, datetime, timedelta

    from watcher.core.looks.observation import (  # fmt: skip
        DomainFacts,
        Finding,
        Kind,
        Observation,
        Outcome,
        Reason,
    )
    from watcher.core.looks.uptime import Strip
    from watcher.core.pages.kind import PageKind, PageVerdict
    from watcher.core.pages.page_facts import PageFacts
    from watcher.core.period import Period, midnight
    from watcher.settings import Settings
    from watcher.storage.engine import open_database
    from watcher.storage.looks.day_records import DayRecord
    from watcher.storage.register.register_intake import CommunityEntry, SiteEntry, take_in
    from watcher.storage.upkeep.backfill import BackfilledDays, backfill
    from watcher.storage.upkeep.migrate import upgrade

    zone = Settings().programme.zoneinfo
    upgrade(url)
    database = open_database(url)
    began = datetime(2026, 8, 31, 17, tzinfo=UTC)
    entries = [
        SiteEntry(
            n,
            f"s{n}.example/",
            f"http://s{n}.example/",
            f"s{n}.example",
            f"Usaha {n}",
            f"K{n % 60}",
        )
        for n in range(sites)
    ]
    take_in(
        database, entries, [CommunityEntry(f"K{n}") for n in range(60)], {}, began, dry_run=False
    )
    days = [began.date() + timedelta(days=1 + n) for n in range(61)]
    whole = {
        day: DayRecord(
            Strip().add(
                Period(midnight(day, zone), midnight(day + timedelta(days=1), zone)),
                False,
                midnight(day, zone),
            ),
            96,
            96,
        )
        for day in days
    }
    page = PageFacts(PageVerdict(PageKind.OWNER_SITE), "Usaha", "ab" * 16)
    pasts = []
    for n in range(1, sites + 1):
        domain = DomainFacts(f"s{n - 1}.example", True, days[-1] + timedelta(days=n % 300))
        seen = [
            Observation(n, Kind.PAGE, began, began, finding=Finding(Outcome.OK, Reason.OK, page)),
            Observation(
                n, Kind.DOMAIN, began, began, finding=Finding(Outcome.OK, Reason.OK, domain)
            ),
        ]
        pasts.append(BackfilledDays(n, whole, seen=seen))
    for start in range(0, sites, 500):
        backfill(database, pasts[start : start + 500])
    database.close()


def fill_strips(url: str, sites: int) -> None:
    """A month of day strips for so many sites, and nothing else."""
    from datetime import date, timedelta

    from watcher.core.looks.uptime import Strip, Tally
    from watcher.storage.engine import open_database
    from watcher.storage.looks.day_records import DayRecord
    from watcher.storage.looks.strips import write_days
    from watcher.storage.upkeep.migrate import upgrade

    upgrade(url)
    database = open_database(url)
    strip = Strip(Tally(up=timedelta(hours=23), down=timedelta(hours=1)))
    month = {date(2026, 10, 1) + timedelta(days=n): DayRecord(strip, 96, 96) for n in range(31)}
    for start in range(1, sites + 1, 2000):
        with database.write() as connection:
            for site in range(start, min(start + 2000, sites + 1)):
                write_days(connection, site, month)
    database.close()


def sums_of(url: str) -> str:
    """Sum a month of every site from its day strips: what the figures of a province rest on."""
    from watcher.core.looks.uptime import Tally
    from watcher.core.period import Month
    from watcher.settings import Settings
    from watcher.storage.engine import open_database
    from watcher.storage.months.month_history import measured

    zone = Settings().programme.zoneinfo
    database = open_database(url)
    began = time.perf_counter()
    tallies, _ = measured(database, Month(2026, 10).period(zone), zone)
    total = sum(tallies.values(), Tally())
    took = time.perf_counter() - began
    database.close()
    return f"{took:.2f} s for {len(tallies):,} sites, {total.uptime():.1%} up"


def measure(folder: Path) -> None:
    """Print one line a size; each is read by a process of its own."""
    for sites in (100, 10_000):
        url = f"sqlite:///{folder / f'month{sites}.db'}"
        fill(url, sites)
        command = [sys.executable, "-c", textwrap.dedent(ONE_MONTH), url]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        print(f"month       {sites:,} sites: {done.stdout.strip()}")
    url = f"sqlite:///{folder / 'strips.db'}"
    fill_strips(url, 100_000)
    print(f"month       sums from 3,100,000 day strips: {sums_of(url)}")
