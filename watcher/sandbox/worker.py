"""The worker process of a sandbox: `python -m watcher.sandbox.worker`.

Reads pickled (function, arguments) from stdin until it ends. Writes for each a pickled pair to
stdout: the pickled answer (succeeded, result or exception), and whether the worker is used up.
"""

import pickle
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

CPU_SECONDS = 2.0  # for one piece of work; the kernel ends a worker that takes longer (SIGPROF)
MEMORY_BYTES = 32 * 1024 * 1024  # more than the worker has once its first work is imported
RECYCLE_BYTES = 8 * 1024 * 1024  # a worker that keeps more than this after its work is used up
OVER_MEMORY = 75  # exit status


def main() -> None:
    """Do one piece of work after the other."""
    for number in (signal.SIGINT, signal.SIGTERM):  # for the parent, which may still need us
        signal.signal(number, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    baseline = 0
    while request := _next_request():
        if not baseline:
            baseline = _data_bytes()
            resource.setrlimit(resource.RLIMIT_DATA, (baseline + MEMORY_BYTES,) * 2)
        signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)
        answer = _answer(*request)
        signal.setitimer(signal.ITIMER_PROF, 0)
        is_used_up = _data_bytes() > baseline + RECYCLE_BYTES
        pickle.dump((answer, is_used_up), sys.stdout.buffer)
        sys.stdout.buffer.flush()


def _next_request() -> Any:
    try:
        return pickle.load(sys.stdin.buffer)  # noqa: S301 - written by our own parent
    except EOFError:
        return None


def _answer(work: Callable[..., object], arguments: tuple[object, ...]) -> bytes:
    try:
        return pickle.dumps((True, work(*arguments)))
    except MemoryError:
        raise SystemExit(OVER_MEMORY) from None
    except Exception as error:  # noqa: BLE001 - the parent raises it again
        return pickle.dumps((False, error))


def _data_bytes() -> int:
    """The size of this process's private memory, which RLIMIT_DATA limits (proc(5), VmData)."""
    status = Path("/proc/self/status").read_text("ascii").partition("VmData:")[2]
    return int(status.split()[0]) * 1024


if __name__ == "__main__":
    main()
