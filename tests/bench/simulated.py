"""Thirteen months of every scenario in two zones: how far the product is from the truth.

Each zone is a process of its own. What is wrong is told below the table, a line each.
"""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean

TESTS = Path(__file__).parents[1]
ZONES = ("Asia/Jakarta", "Europe/Berlin")
MINUTES, MONTHS, MONTHS_OF_AILING = 30, 13, 5
#: Points by which an uptime may differ from the true one, where coverage is above 99 %.
UPTIME_POINTS = 0.15
#: What is wrong in one month is often wrong in the next: so many lines of a programme say enough.
MOST_LINES = 20
_HEAD = ("zone", "programme", "sites x months", "uptime error", "states", "figures", "letters")


@dataclass(frozen=True, slots=True)
class Result:
    """What one programme in one zone came to.

    Attributes:
        worst, usual: of the uptime errors, in points.
        states, figures, letters: how many are wrong; `wrong` names them.
    """

    zone: str
    programme: str
    compared: int
    covered: int
    worst: float
    usual: float
    states: int
    figures: int
    letters: int
    wrong: tuple[str, ...]


def measure(_folder: Path) -> None:
    """Print the table of all zones."""
    path = {**os.environ, "PYTHONPATH": str(TESTS)}
    runs = [
        subprocess.Popen(
            [sys.executable, __file__, zone], env=path, stdout=subprocess.PIPE, text=True
        )
        for zone in ZONES
    ]
    told = [run.communicate()[0] for run in runs]
    results = [Result(**json.loads(line)) for text in told for line in text.splitlines()]
    _print_table(results)


def _print_table(results: list[Result]) -> None:
    print("simulated   {:14} {:18} {:>14}  {:>19} {:>7} {:>8} {:>8}".format(*_HEAD))
    for one in results:
        error = f"{one.worst:.3f} ({one.usual:.3f})"
        print(
            f"            {one.zone:14} {one.programme:18} {one.compared:>14}  {error:>19}"
            f" {one.states:>7} {one.figures:>8} {one.letters:>8}"
        )
    covered = sum(one.covered for one in results)
    print(f"            uptime error in points: worst (mean) of {covered} with coverage over 99 %;")
    print(f"            allowed are {UPTIME_POINTS}, and nothing wrong")
    for one in results:
        for line in one.wrong[:MOST_LINES]:
            print(f"            wrong: {one.zone}: {line}")
        if len(one.wrong) > MOST_LINES:
            print(f"            wrong: {one.zone}: and {len(one.wrong) - MOST_LINES} more")


def _run_zone(zone: str) -> None:
    """Simulate all programmes in one zone; a line of JSON each, progress to stderr."""
    from simulation.compare import judged
    from simulation.run import Plan, a_folder, simulate
    from simulation.scenarios import AILING, WELL

    for programme, months in ((WELL, MONTHS), (AILING, MONTHS_OF_AILING)):
        with tempfile.TemporaryDirectory() as otherwise, a_folder(Path(otherwise)) as folder:
            told = simulate(Plan(programme, zone, MINUTES, months), folder, _progress)
            found = judged(told)
        errors = [error.points for error in found.uptime_errors] or [0.0]
        figures = (*found.figures, *found.counts, *found.reckoned)
        off = [error for error in found.uptime_errors if error.points > UPTIME_POINTS]
        result = Result(
            zone=zone,
            programme=programme.name,
            compared=found.compared,
            covered=len(found.uptime_errors),
            worst=max(errors),
            usual=mean(errors),
            states=len(found.states),
            figures=len(figures),
            letters=len(found.letters),
            wrong=tuple(map(str, (*off, *found.states, *figures, *found.letters))),
        )
        print(json.dumps(asdict(result)), flush=True)


def _progress(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        _run_zone(sys.argv[1])
    else:
        measure(Path())
