"""`make bench`: the numbers of README on this machine. Ratios travel, rates do not."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import daemon
import engine
import ingest
import months
import readers
import simulated


def start_up() -> None:
    """How long the command line takes to answer."""
    took = []
    for _ in range(7):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "watcher", "--help"], capture_output=True, check=True)
        took.append(time.perf_counter() - began)
    print(f"--help      {median(took):.2f} s")


def main() -> None:
    """Measure everything, one after the other: two would disturb each other."""
    with tempfile.TemporaryDirectory() as folder:
        start_up()
        ingest.measure(Path(folder))
        months.measure(Path(folder))
        readers.measure(Path(folder))
        daemon.measure(Path(folder))
        engine.measure(Path(folder))
        simulated.measure(Path(folder))


main()
