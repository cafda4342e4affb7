"""The worker process of a sandbox: `python -m watcher.sandbox.worker`.

Reads pickled triples (seconds of processor time, function, arguments) from stdin until its end.
Writes for each a pickled pair to stdout: the pickled answer (succeeded, result or exception), and
whether the worker holds so much memory that the parent should replace it.
"""

import pickle
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

MEMORY_BYTES = 32 * 1024 * 1024  # allowed beyond what the worker has after its first import
RECYCLE_BYTES = 8 * 1024 * 1024  # a worker that still holds more than this is replaced
OVER_MEMORY = 75  # exit status of a worker whose work exceeded MEMORY_BYTES


def main() -> None:
    """Serve requests from stdin until its end."""
    # Ctrl-C and systemd signal the whole group; the parent decides when the worker ends
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    baseline = 0
    while request := _next_request():
        if not baseline:
            baseline = _data_bytes()
            resource.setrlimit(resource.RLIMIT_DATA, (baseline + MEMORY_BYTES,) * 2)
        seconds, work, arguments = request
        signal.setitimer(signal.ITIMER_PROF, seconds)  # beyond it SIGPROF ends the worker
        answer = _answer(work, arguments)
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
