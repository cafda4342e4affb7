"""Run work on bytes of strangers in a process of its own, within kernel limits.

What a parser will cost cannot be told from its input: 16 KB of HTML can become gigabytes. The
worker (worker.py) has limits of memory and processor time, and work that exceeds them ends it.
concurrent.futures is not used: it hides the exit status of a worker, which alone tells work
that was over the limit from a worker that somebody else killed (decision 14).
"""

import asyncio
import contextlib
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Self, TypeVar

from watcher.sandbox.worker import OVER_MEMORY

T = TypeVar("T")

#: Exit statuses of work over the limit: by memory, by time, and where the parser itself broke.
_OVER_LIMIT = {OVER_MEMORY, -signal.SIGPROF, -signal.SIGSEGV, -signal.SIGBUS, -signal.SIGABRT}


class Sandbox:
    """One worker process, started when it is first needed, and one piece of work at a time."""

    def __init__(self) -> None:
        self._worker: subprocess.Popen[bytes] | None = None
        # one thread keeps the order, also after a call whose caller was cancelled
        self._thread = ThreadPoolExecutor(1, "sandbox")

    def __enter__(self) -> Self:
        """Start nothing yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """Kill the worker, whatever it is at, and drop the work that waits for it."""
        if self._worker is not None:
            self._worker.kill()
        self._thread.shutdown(cancel_futures=True)
        self._stop()

    async def run(self, work: Callable[..., T], *arguments: object) -> T | None:
        """Do a piece of work in the worker; None if it was over the limit.

        Args:
            work: a function of a module, which the worker imports by name.
            arguments: what it is called with; they are pickled, as its result is.

        Raises:
            Exception: whatever the work raised.
            RuntimeError: the worker ended for another reason, which says nothing of the work.
        """
        request = pickle.dumps((work, arguments))
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._call, request)

    def _call(self, request: bytes) -> Any:
        self._worker = self._worker or _start()
        try:
            answer, is_used_up = _exchange(self._worker, request)
        except (EOFError, OSError, pickle.UnpicklingError):
            status = self._stop()
            if status not in _OVER_LIMIT:
                raise RuntimeError(f"the sandbox ended with status {status}") from None
            return None
        if is_used_up:
            self._stop()
        succeeded, result = pickle.loads(answer)  # noqa: S301 - written by our own worker
        if not succeeded:
            raise result
        return result

    def _stop(self) -> int | None:
        """Close the worker's input, wait for its end, and give its exit status."""
        worker, self._worker = self._worker, None
        if worker is None:
            return None
        with contextlib.suppress(BrokenPipeError), worker:
            pass
        return worker.returncode


def _start() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "watcher.sandbox.worker"]
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nowhere)  # noqa: S603 - ours


def _exchange(worker: subprocess.Popen[bytes], request: bytes) -> tuple[bytes, bool]:
    assert worker.stdin is not None  # noqa: S101 - both were asked for
    assert worker.stdout is not None  # noqa: S101
    worker.stdin.write(request)
    worker.stdin.flush()
    answer: tuple[bytes, bool] = pickle.load(worker.stdout)  # noqa: S301 - written by our own worker
    return answer
