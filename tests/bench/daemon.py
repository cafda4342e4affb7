"""The daemon with 100 sites on loopback: seconds for a sweep, memory while it idles."""

import asyncio
import re
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from watcher.demo import programme
from watcher.demo.tour import ZONE, write_settings
from watcher.demo.world import world
from watcher.jobs.intake import import_register
from watcher.settings import load
from watcher.storage.engine import open_database
from watcher.storage.upkeep.migrate import upgrade

SETTLES = 15.0  # seconds until pages are read, letters sent, and nothing is left to do


def measure(folder: Path) -> None:
    """Print both."""
    asyncio.run(_measure(folder))


async def _measure(folder: Path) -> None:
    now = datetime.now(UTC)
    grantees = programme.grantees(now.astimezone(ZONE).date())
    async with world(grantees, folder, now) as servers:
        config = write_settings(folder, servers, "id")
        settings = load(config)
        upgrade(settings.database.url)
        database = open_database(settings.database.url)
        for name, text in (
            ("k.csv", programme.communities()),
            ("s.csv", programme.register(grantees, servers.sites.https_port)),
        ):
            (folder / name).write_text(text, "utf-8", newline="")
            import_register(folder / name, database, settings, now)
        database.close()
        await asyncio.to_thread(_watch, config)


def _watch(config: Path) -> None:
    command = [sys.executable, "-m", "watcher", "run", "--config", str(config)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    looks, took = 0, 0.0
    for line in process.stderr:
        swept = re.search(r"swept kind=availability looks=(\d+) .*took_s=([\d.]+)", line)
        if swept:
            looks, took = looks + int(swept[1]), took + float(swept[2])
        if looks >= 100:
            break
    print(f"sweep       {looks} sites in {took:.1f} s, the servers in the next process")
    time.sleep(SETTLES)
    print(f"idle        {_resident(process.pid):.0f} MB with 100 sites")
    process.terminate()
    process.wait(15)


def _resident(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    found = re.search(r"VmRSS:\s+(\d+)", status)
    return int(found[1]) / 1024 if found else 0.0
