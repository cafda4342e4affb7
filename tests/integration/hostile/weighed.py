"""Run a command and write down what it cost. A program, started bare so that it weighs little.

A process begins with the peak memory of the one it was split from, and the test runner's
would hide the command's own. So this small one stands between the two.
"""

import json
import os
import sys


def main(record: str, *command: str) -> None:
    """Run `command`; leave its exit status, CPU seconds and peak memory in `record`."""
    child = os.posix_spawn(command[0], command, os.environ)
    _, status, usage = os.wait4(child, 0)
    cost = {
        "status": os.waitstatus_to_exitcode(status),
        "cpu_seconds": usage.ru_utime + usage.ru_stime,
        "peak_kb": usage.ru_maxrss,
    }
    with open(record, "w", encoding="utf-8") as file:
        json.dump(cost, file)


if __name__ == "__main__":
    main(*sys.argv[1:])
