"""What is demanded of every look, whatever it met: it ends, quietly and cheaply, with a word."""

from hostile.stage import Case, Run, Seen

_MEMORY_KB = 32 * 1024
_SLACK_SECONDS = 60.0  # for starting the program on a busy machine


def assert_survived(case: Case, seen: Seen) -> None:
    """Hold the look at a case to its verdict and its limits."""
    run = seen.runs[case.id]
    assert (run.status, run.stderr) == (0, "")
    assert case.id in seen.looks, "no line was printed for it"
    look = seen.looks[case.id]
    assert (look["state"], look["reason"]) in case.verdicts
    assert look["took_ms"] <= case.within * 1000 + seen.crowded[case.id]
    assert run.seconds <= case.within + _SLACK_SECONDS
    assert memory_over(seen.plain, run) <= _MEMORY_KB


def memory_over(plain: Run, run: Run) -> int:
    """How many kB a process took more at its peak than a look at a good page."""
    return run.peak_kb - plain.peak_kb
