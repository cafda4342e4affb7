"""Run work on untrusted bytes in a separate process, within kernel limits.

The cost of parsing cannot be known from the input: 16 KB of HTML can become gigabytes. The
worker (worker.py) has limits of memory and processor time, and work that exceeds them ends it.
ProcessPoolExecutor is not used: it hides the exit status of a worker, which alone shows whether
the work exceeded a limit or the worker was killed from outside (decision 14).
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

CPU_SECONDS = 2.0  # for one piece of work, where the caller names no other limit
#: Exit statuses of work over the limit: memory, processor time, and crashes of the parser (the
#: last three signals), which hostile input causes too.
_OVER_LIMIT = {OVER_MEMORY, -signal.SIGPROF, -signal.SIGSEGV, -signal.SIGBUS, -signal.SIGABRT}


class Sandbox:
    """One worker process, started at the first call, that does one piece of work at a time."""

    def __init__(self) -> None:
        self._worker: subprocess.Popen[bytes] | None = None
        # a call in a thread goes on after its caller was cancelled; with one thread the next
        # call still waits for it, so two calls never share the worker's pipes
        self._thread = ThreadPoolExecutor(1, "sandbox")

    def __enter__(self) -> Self:
        """Return itself; the worker starts at the first call."""
        return self

    def __exit__(self, *_: object) -> None:
        """Kill the worker, also in the middle of work, and cancel the calls that wait."""
        if self._worker is not None:
            self._worker.kill()
        self._thread.shutdown(cancel_futures=True)
        self._stop()

    async def run(
        self, work: Callable[..., T], *arguments: object, seconds: float = CPU_SECONDS
    ) -> T | None:
        """Call a function in the worker.

        Args:
            work: a function at module level, which the worker imports by its name.
            arguments: positional arguments; they and the result are pickled.
            seconds: of processor time that it may take.

        Returns:
            The result; None where the work exceeded a limit.

        Raises:
            Exception: whatever `work` raised.
            RuntimeError: the worker ended for another reason, such as a kill from outside; this
                proves nothing about the work.
        """
        request = pickle.dumps((seconds, work, arguments))
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
        """Close the worker's input, wait for it to exit, and return its exit status."""
        worker, self._worker = self._worker, None
        if worker is None:
            return None
        with contextlib.suppress(BrokenPipeError), worker:
            pass
        return worker.returncode


def _start() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "watcher.sandbox.worker"]
    pipe, devnull = subprocess.PIPE, subprocess.DEVNULL
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=devnull)  # noqa: S603 - ours


def _exchange(worker: subprocess.Popen[bytes], request: bytes) -> tuple[bytes, bool]:
    """Send a request; return the pickled answer and whether the worker must be replaced."""
    assert worker.stdin is not None  # noqa: S101 - _start() asks for both pipes
    assert worker.stdout is not None  # noqa: S101 - it was asked for, too
    worker.stdin.write(request)
    worker.stdin.flush()
    answer: tuple[bytes, bool] = pickle.load(worker.stdout)  # noqa: S301 - written by our own worker
    return answer
