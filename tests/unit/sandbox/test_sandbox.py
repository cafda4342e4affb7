"""Work that may be dear is done in a process of its own, and nobody else pays for it."""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from watcher.sandbox.sandbox import Sandbox

T = TypeVar("T")


def in_a_sandbox(story: Callable[[Sandbox], Awaitable[T]]) -> T:
    """Tell a story, and tear the sandbox down."""

    async def told() -> T:
        with Sandbox() as sandbox:
            return await story(sandbox)

    return asyncio.run(told())


def pid_of(sandbox: Sandbox) -> int | None:
    """The process of a sandbox, if there is one."""
    return sandbox._worker.pid if sandbox._worker else None


def test_work_is_done_elsewhere_and_by_the_same_process() -> None:
    async def story(sandbox: Sandbox) -> tuple[int | None, list[int | None]]:
        assert pid_of(sandbox) is None
        pids = await asyncio.gather(*(sandbox.run(os.getpid) for _ in range(5)))
        return pid_of(sandbox), list(pids)

    worker, pids = in_a_sandbox(story)
    assert worker != os.getpid()
    assert pids == [worker] * 5


@pytest.mark.parametrize(
    ("work", "argument"),
    [
        (bytes, 1 << 30),  # memory
        (sum, range(1 << 40)),  # time
        (os.abort, None),
        (signal.raise_signal, signal.SIGSEGV),
    ],
)
def test_what_takes_too_much_is_given_up_and_the_next_is_done(
    work: Callable[..., object], argument: object
) -> None:
    async def story(sandbox: Sandbox) -> list[object]:
        arguments = () if argument is None else (argument,)
        return [
            await sandbox.run(len, "satu"),
            await sandbox.run(work, *arguments),
            await sandbox.run(len, ""),
        ]

    assert in_a_sandbox(story) == [4, None, 0]


def test_a_worker_that_keeps_much_memory_is_replaced() -> None:
    """Else a page would be too dear because of those before it."""

    async def story(sandbox: Sandbox) -> list[int | None]:
        before = await sandbox.run(os.getpid)
        await sandbox.run(os.putenv, "KEPT", "x" * (9 << 20))
        return [before, await sandbox.run(os.getpid)]

    first, last = in_a_sandbox(story)
    assert None not in (first, last)
    assert first != last


def test_what_the_work_raises_is_raised() -> None:
    async def story(sandbox: Sandbox) -> int | None:
        with pytest.raises(ZeroDivisionError):
            await sandbox.run(divmod, 1, 0)
        return await sandbox.run(len, "dua")

    assert in_a_sandbox(story) == 3


def test_a_sandbox_that_is_ended_by_others_says_nothing_of_the_work() -> None:
    """Else a page would be called too dear because the machine is shut down."""

    async def story(sandbox: Sandbox) -> int | None:
        with pytest.raises(RuntimeError):
            await sandbox.run(signal.raise_signal, signal.SIGKILL)
        return await sandbox.run(len, "tiga")

    assert in_a_sandbox(story) == 4


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_signals_for_the_parent_do_not_end_the_worker(sign: signal.Signals) -> None:
    async def story(sandbox: Sandbox) -> list[object]:
        await sandbox.run(signal.raise_signal, sign)
        return [await sandbox.run(os.getpid), pid_of(sandbox)]

    told, known = in_a_sandbox(story)
    assert told == known


def test_a_sandbox_that_cannot_work_says_so() -> None:
    """Not a single page would be read, and none would be too dear."""

    async def story(sandbox: Sandbox) -> None:
        with pytest.raises(RuntimeError):
            await sandbox.run(_only_here)

    in_a_sandbox(story)


def _only_here() -> None:
    """A function of a module that nobody else can import."""


def test_nothing_is_left_when_it_is_torn_down_in_the_middle() -> None:
    async def story() -> int | None:
        with Sandbox() as sandbox:
            await sandbox.run(len, "")
            endless = asyncio.ensure_future(sandbox.run(sum, range(1 << 40)))
            await asyncio.sleep(0)
            endless.cancel()
            worker = pid_of(sandbox)
        await asyncio.gather(endless, return_exceptions=True)
        return worker

    worker = asyncio.run(story())
    assert not Path(f"/proc/{worker}").exists()


def test_a_worker_without_a_parent_ends() -> None:
    async def story() -> asyncio.subprocess.Process:
        begun = asyncio.create_subprocess_exec(
            sys.executable, "-m", "watcher.sandbox.worker", stdin=asyncio.subprocess.PIPE
        )
        worker = await begun
        assert worker.stdin is not None
        worker.stdin.close()
        await asyncio.wait_for(worker.wait(), 20)
        return worker

    assert asyncio.run(story()).returncode == 0
