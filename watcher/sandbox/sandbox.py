"""Foreign bytes are worked on in a process of its own, which has little memory and little time.

What a parser will cost cannot be told from its input: 16 KB of HTML can become gigabytes. So
work that may be dear is done where it can only end itself (sandbox_worker.py), and a new
process is built for the next one.
"""

import asyncio
import contextlib
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any, Self, TypeVar

from watcher.sandbox.sandbox_worker import LIMIT_EXCEEDED

T = TypeVar("T")

#: How a process ends whose work was too dear: by its own word, by the kernel's, or in the parser.
_TOO_DEAR = frozenset(
    {LIMIT_EXCEEDED, -signal.SIGPROF, -signal.SIGSEGV, -signal.SIGBUS, -signal.SIGABRT}
)


class Sandbox:
    """Where one piece of work is done after the other. Built when it is first needed."""

    def __init__(self) -> None:
        self._turn, self._alone = asyncio.Lock(), threading.Lock()
        self._inmate: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Nothing to build yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process, if there is one, whatever it is at."""
        if self._inmate is not None:
            self._inmate.kill()
        with self._alone:
            self._ended()

    async def run(self, work: Callable[..., T], *arguments: object) -> T | None:
        """Do a piece of work there, and everything else meanwhile; None if it took too much.

        Args:
            work: a function of some module, which the cell imports by its name.

        Raises:
            Exception: whatever the work raised.
            RuntimeError: the process ended for another reason, which says nothing of the work.
        """
        async with self._turn:
            return await asyncio.to_thread(self._ask, work, arguments)

    def _ask(self, work: Callable[..., T], arguments: tuple[object, ...]) -> T | None:
        with self._alone:  # also from one who has been told to stop, and cannot
            answer = self._answer(pickle.dumps((work, arguments)))
        if answer is None:
            return None
        done, result = answer
        if not done:
            raise result
        told: T = result
        return told

    def _answer(self, asked: bytes) -> tuple[bool, Any] | None:
        was_there = self._inmate is not None
        self._inmate = self._inmate or _built()
        try:
            return _answer_of(self._inmate, asked)
        except (EOFError, OSError, pickle.UnpicklingError):
            status = self._ended()
        if status == 0 and was_there:  # it has made room for another
            return self._answer(asked)
        if status not in _TOO_DEAR:
            raise RuntimeError(f"the cell ended with {status}")
        return None

    def _ended(self) -> int | None:
        """Await the end of the process, which cannot go on without us; give its status."""
        inmate, self._inmate = self._inmate, None
        if inmate is None:
            return None
        with contextlib.suppress(BrokenPipeError), inmate:  # what it did not hear of
            pass
        return inmate.returncode


def _built() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "watcher.sandbox.sandbox_worker"]
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nowhere)  # noqa: S603 - ours


def _answer_of(inmate: subprocess.Popen[bytes], asked: bytes) -> tuple[bool, Any]:
    assert inmate.stdin is not None  # noqa: S101 - both were asked for
    assert inmate.stdout is not None  # noqa: S101
    inmate.stdin.write(asked)
    inmate.stdin.flush()
    told: tuple[bool, Any] = pickle.load(inmate.stdout)  # noqa: S301 - what our own code sends
    return told
