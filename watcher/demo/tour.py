"""Run the demo: start the servers, write a history, look, send letters, write a report.

All but the history is made by the real jobs, as in an office, against servers on loopback. Only
the clock is simulated, so that three hours of looks take less than a minute.
"""

import asyncio
import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from watcher.app import App, open_app, utc_now
from watcher.core.period import Month, Period, local_day, midnight
from watcher.demo import programme
from watcher.demo.world import CALLED_SLOW, SENTINELS, World, world
from watcher.demo.year import live_through
from watcher.jobs.intake import import_register
from watcher.jobs.letters import dispatch
from watcher.jobs.letters.remind import remind
from watcher.jobs.looks.look import look_due
from watcher.jobs.months import month
from watcher.probes.table import PROBES
from watcher.settings import Settings, load
from watcher.storage.engine import open_database
from watcher.storage.upkeep.migrate import upgrade

ZONE = ZoneInfo("Asia/Jakarta")
#: How long before the month closes the tour begins to look.
LOOKS_FOR = timedelta(hours=3)
#: When it looks: often enough after the first look to believe a failure, then every half hour.
STEPS = tuple(timedelta(minutes=m) for m in (0, 1, 3, 10, 25, 40, 55, 85, 115, 145, 175))
PAST_MONTHS = 12
STAGES = len(STEPS) + 4


@dataclass(frozen=True, slots=True)
class DemoFiles:
    """The files that the demo wrote."""

    report: Path
    figures: Path
    letters: Path
    letter_count: int
    config: Path


@dataclass(slots=True)
class Stepped:
    """A clock that shows `now` until that is set anew."""

    now: datetime = field(default=datetime(1970, 1, 1, tzinfo=UTC))

    def __call__(self) -> datetime:
        """The time it shows."""
        return self.now


async def tour(out: Path, language: str, step: Callable[[str], None]) -> DemoFiles:
    """Make everything anew in a folder.

    Args:
        step: is told, STAGES times, what is being done.
    """
    await asyncio.to_thread(_clear, out)
    closes = midnight(Month.of(utc_now(), ZONE).first, ZONE)
    today = local_day(closes, ZONE)
    grantees = programme.grantees(today)
    with tempfile.TemporaryDirectory() as certificates:
        step("world")
        async with world(grantees, Path(certificates), closes) as servers:
            config = write_settings(out, servers, language)
            settings = load(config)
            step("history")
            await _remember(settings, servers, grantees, closes)
            clock = Stepped()
            async with open_app(settings, clock) as app:
                await _watch(app, clock, closes, step)
                step("letters")
                count = await _write_letters(app, clock, closes, servers, out / "letters")
                step("report")
                paths = await asyncio.to_thread(_report, app, closes)
    return DemoFiles(paths[0], paths[1], out / "letters", count, config)


def write_settings(out: Path, servers: World, language: str) -> Path:
    """Write the settings of an office whose internet is this machine."""
    (out / "ca.pem").write_bytes(servers.ca_file.read_bytes())
    database = out / "watcher.db"
    host, _, port = servers.mailbox.address.rpartition(":")
    https, http = servers.sites.https_port, servers.sites.http_port
    path = out / "watcher.toml"
    path.write_text(
        _SETTINGS.format(
            language=language,
            ca=json.dumps(str(out / "ca.pem")),
            names=servers.names.address,
            sentinels=json.dumps([f"{name}:{https}" for name in SENTINELS]),
            ports=[https, http],
            slow=CALLED_SLOW,
            whois=servers.registry.whois_address,
            rdap=servers.registry.rdap_base,
            host=host,
            port=port,
            database=json.dumps(f"sqlite:///{database}"),
            reports=json.dumps(str(out)),
        ),
        "utf-8",
    )
    return path


async def _remember(
    settings: Settings, servers: World, grantees: list[programme.Grantee], closes: datetime
) -> None:
    """Import the officer's lists as they were a year ago, and live through the year since."""
    upgrade(settings.database.url)
    database = open_database(settings.database.url)
    began = midnight(_months_before(closes, PAST_MONTHS), ZONE)
    folder = database.path.parent
    lists = {
        "communities.csv": programme.communities(),
        "sites.csv": programme.register(grantees, servers.sites.https_port),
    }
    try:
        for name, text in lists.items():
            (folder / name).write_text(text, "utf-8", newline="")
            import_register(folder / name, database, settings, began)
        with tempfile.TemporaryDirectory() as letters:
            year = Period(began, closes - LOOKS_FOR)
            await live_through(database, settings, grantees, year, Path(letters))
    finally:
        database.close()


def _months_before(closes: datetime, months: int) -> date:
    """The first day of the month so many months before the one that begins then."""
    month = Month.of(closes, ZONE)
    for _ in range(months):
        month = month.previous()
    return month.first


async def _watch(app: App, clock: Stepped, closes: datetime, step: Callable[[str], None]) -> None:
    """Look at what is due at each step of the clock: the real main job."""
    for after in STEPS:
        clock.now = closes - LOOKS_FOR + after
        step("looks")
        for probe in PROBES:
            while (await look_due(probe, app.database, app.net, app.settings, clock)).looks:
                pass


async def _write_letters(
    app: App, clock: Stepped, closes: datetime, servers: World, folder: Path
) -> int:
    """Queue what is due, send it on the next working mornings, keep what the mailbox got."""
    for day in range(4):  # over a week-end, whenever the month began
        clock.now = closes + timedelta(days=day, hours=9)
        await asyncio.to_thread(remind, app.database, app.settings, clock.now)
        await dispatch.dispatch(app.database, app.settings, clock)
    return await asyncio.to_thread(_keep, servers.mailbox.letters, folder)


def _keep(letters: list[bytes], folder: Path) -> int:
    for number, letter in enumerate(letters, 1):
        (folder / f"{number:02}.eml").write_bytes(letter)
    return len(letters)


def _clear(out: Path) -> None:
    """Make the folder, without what an earlier tour left in it."""
    (out / "letters").mkdir(parents=True, exist_ok=True)
    for old in (*out.glob("watcher.db*"), *(out / "letters").glob("*.eml")):
        old.unlink()


def _report(app: App, closes: datetime) -> list[Path]:
    """The report of the month that has just closed, as on the 1st at six in the morning."""
    now = closes + timedelta(hours=6)
    closed = month.last_closed(now, app.settings)
    context = month.read_report(app.database, app.settings, closed, now)
    report = month.write_files(
        context, app.database, app.settings, app.settings.reports.formats, now
    )
    return month.save(report, app.settings.reports.folder)


_SETTINGS = """\
# The demo's settings: an office whose internet is this machine.
[programme]
government = "Pemerintah Kota Contoh"
office = "Dinas Koperasi, Usaha Kecil dan Menengah"
name = "Program hibah situs web “Go-Digital”"
address = "Jalan Contoh Nomor 1, Kota Contoh 30000 · dinkop@kota.example"
officer = "Petugas Contoh"
officer_email = "petugas@kota.example"
language = "{language}"

[network]
ca_file = {ca}
nameservers = ["{names}"]
sentinels = {sentinels}
allow_addresses = ["127.0.0.1/32"]
allow_ports = {ports}
per_address_at_once = 25
per_address_seconds = 0
slow_seconds = {slow}

[looks]
at_once = 100

[registry]
whois_server = "{whois}"
rdap_base = "{rdap}"
seconds_between = 0

[registry.endings."example"]
grace_days = 35
redemption_days = 30
pending_delete_days = 7
price = "Rp250.000"
redeem_price = "Rp1.000.000"
source = "invented for the demo"
checked_on = 2026-11-01

[mail]
channel = "smtp"
host = "{host}"
port = {port}
security = "none"
sender = "pantau@kota.example"

[database]
url = {database}

[reports]
folder = {reports}
"""
