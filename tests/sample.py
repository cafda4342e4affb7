"""Make the sample month in reports/sample anew: `python tests/sample.py [FOLDER]` writes it.

An invented office of a hundred sites, the demo's programme as of a fixed day: its year of
history as it was lived through, its month closed on the first of November at six.
"""

import asyncio
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from watcher.core.period import Month, Period, midnight
from watcher.demo import programme
from watcher.demo.year import live_through
from watcher.jobs.intake import import_register
from watcher.jobs.months.month import read_report, write_files, write_site
from watcher.settings import Settings
from watcher.storage.engine import Database, open_database
from watcher.storage.upkeep.migrate import upgrade

FOLDER = Path(__file__).parents[1] / "reports" / "sample"
CONFIG = Path(__file__).parents[1] / "config"
OCTOBER, ZONE = Month(2026, 10), ZoneInfo("Asia/Jakarta")
CLOSES = midnight(OCTOBER.next().first, ZONE)
COMMUNITY = "APENKUP"


def settings_in(folder: Path) -> Settings:
    """The settings of the invented office."""
    price = {"price": "Rp250.000", "redeem_price": "Rp1.000.000", "checked_on": "2026-07-01"}
    return Settings.model_validate(
        {
            "programme": {
                "government": "Pemerintah Kota Contoh",
                "office": "Dinas Koperasi, Usaha Kecil dan Menengah",
                "name": "Program hibah situs web “Go-Digital”",
                "address": "Jalan Contoh Nomor 1, Kota Contoh 30000 · dinkop@kota.example",
                "officer": "Petugas Contoh",
                "head": "Kepala Contoh",
                "place": "Kota Contoh",
                "officer_email": "petugas@kota.example",
            },
            "registry": {"endings": {"example": price}},
            "mail": {"folder": folder / "letters", "sender": "pantau@kota.example"},
            "database": {"url": f"sqlite:///{folder / 'sample.db'}"},
            "reports": {
                "indicators": CONFIG / "indicators.example.toml",
                "hosting_price": "Rp350.000",
                "hosting_price_checked_on": "2026-07-01",
            },
        }
    )


async def remember(database: Database, settings: Settings, folder: Path) -> None:
    """Import the lists as they were a year ago, and live through the year since."""
    began = midnight(Month(2025, 11).first, ZONE)
    grantees = programme.grantees(OCTOBER.next().first)
    lists = {"communities.csv": programme.communities(), "sites.csv": programme.register(grantees)}
    for name, text in lists.items():
        (folder / name).write_text(text, "utf-8", newline="")
        import_register(folder / name, database, settings, began)
    await live_through(database, settings, grantees, Period(began, CLOSES), folder / "letters")


def made() -> dict[str, bytes]:
    """The files of the sample, by their names."""
    with tempfile.TemporaryDirectory() as made_in:
        folder = Path(made_in)
        settings = settings_in(folder)
        upgrade(settings.database.url)
        database = open_database(settings.database.url)
        try:
            asyncio.run(remember(database, settings, folder))
            return files_of(database, settings)
        finally:
            database.close()


def files_of(database: Database, settings: Settings) -> dict[str, bytes]:
    """The report, one community, one site, and the workbook."""
    printed_at = CLOSES + timedelta(hours=6)
    context = read_report(database, settings, OCTOBER, printed_at)
    report = write_files(context, database, settings, ("html", "xlsx"), printed_at)
    site = max(context.now.sites, key=lambda one: (one.notices, one.incidents, -one.site.id))
    name, page = write_site(context, site, database, settings, printed_at)
    return {
        f"laporan-{OCTOBER}.html": report.files["html"],
        f"laporan-{OCTOBER}.xlsx": report.files["xlsx"],
        f"laporan-{OCTOBER}-{COMMUNITY.lower()}.html": report.pages[COMMUNITY],
        name: page,
    }


def write(folder: Path) -> None:
    """Make the sample anew in a folder, in place of what is there."""
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for name, content in made().items():
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
