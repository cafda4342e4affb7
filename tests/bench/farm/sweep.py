"""The daemon's share: what storing, scheduling and judging cost beside the look itself.

Run as a script with CONFIG REGISTER LIST, in a process of its own. The same sites are looked
at bare and then by the daemon's job; prints milliseconds of processor a look, for both.
"""

import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

from watcher.app import open_app, run, utc_now
from watcher.jobs.intake import import_register
from watcher.jobs.looks.adhoc_check import AdhocCheck, check_urls
from watcher.probes.table import AVAILABILITY
from watcher.schedule.tasks import Daemon, sweep
from watcher.schedule.timekeeper import Timekeeper
from watcher.settings import load
from watcher.storage.engine import open_database
from watcher.storage.upkeep.migrate import upgrade

COMMUNITIES = Path(__file__).parents[3] / "config" / "communities.example.csv"


def later() -> datetime:
    """A time at which all sites are due: new ones are spread over an interval."""
    return utc_now() + timedelta(hours=1)


async def measure(config: Path, register: Path, urls: list[str]) -> None:
    """Print both figures."""
    settings = load(config)
    upgrade(settings.database.url)
    database = open_database(settings.database.url)
    for file in (COMMUNITIES, register):
        import_register(file, database, settings, utc_now())
    database.close()
    async with open_app(settings, later) as app:
        at_once = settings.looks.at_once
        bare = list[AdhocCheck]()
        await check_urls(urls[:1], app.net, utc_now, bare.append, at_once=1)
        bare.clear()  # what is loaded once is nobody's share
        before = time.process_time()
        await check_urls(urls, app.net, utc_now, bare.append, at_once=at_once)
        between, began = time.process_time(), time.perf_counter()
        daemon = Daemon(app, Timekeeper(app))
        await sweep(AVAILABILITY)(daemon)
        cpu = (1000 * (between - before) / len(bare), 1000 * (time.process_time() - between))
        print(cpu[0], cpu[1] / daemon.looks, daemon.looks, time.perf_counter() - began)


if __name__ == "__main__":
    config, register, listed = map(Path, sys.argv[1:])
    run(measure(config, register, listed.read_text("ascii").split()))
