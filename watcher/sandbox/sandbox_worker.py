"""The process behind sandbox.py: does what it is handed, and is ended if that is too dear.

Run as `python -m watcher.sandbox.sandbox_worker`. It holds nothing but what the work imports, and
lives until its keeper ends it or is gone.
"""

import pickle
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

SECONDS = 2.0  # of processor, for one piece of work
LIMIT_EXCEEDED = 75  # the status it ends with where it finds no memory
MEMORY_BYTES = 32 * 1024 * 1024  # beyond what is held before the first piece of work
KEPT_BYTES = 8 * 1024 * 1024  # of these, who still holds so many after one makes room for another


def main() -> None:
    """Work until nothing more is asked for."""
    for sign in (signal.SIGINT, signal.SIGTERM):  # meant for the keeper, who may need us to the end
        signal.signal(sign, signal.SIG_IGN)
    at_first = 0
    while True:
        try:
            work, arguments = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our keeper
        except EOFError:
            return
        if not at_first:  # the modules of the work are loaded by now
            at_first = _held()
            _confine(at_first + MEMORY_BYTES)
        signal.setitimer(signal.ITIMER_PROF, SECONDS)  # the kernel ends whoever takes longer
        answer = _done(work, arguments)
        signal.setitimer(signal.ITIMER_PROF, 0)
        sys.stdout.buffer.write(answer)
        sys.stdout.buffer.flush()
        del work, arguments, answer
        if _held() > at_first + KEPT_BYTES:
            return


def _done(work: Callable[..., object], arguments: tuple[Any, ...]) -> bytes:
    try:
        return pickle.dumps((True, work(*arguments)))
    except MemoryError:
        raise SystemExit(LIMIT_EXCEEDED) from None
    except Exception as error:  # noqa: BLE001 - the keeper raises it again
        return pickle.dumps((False, error))


def _held() -> int:
    """Bytes of memory that are ours alone."""
    answer = Path("/proc/self/status").read_text("ascii").partition("VmData:")[2]
    return int(answer.split()[0]) * 1024


def _confine(room: int) -> None:
    """Allow so many bytes of memory, and no picture of it on the disk."""
    resource.setrlimit(resource.RLIMIT_DATA, (room, room))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
