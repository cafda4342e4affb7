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


def in_a_cell(story: Callable[[Sandbox], Awaitable[T]]) -> T:
    """Tell a story, and tear the cell down."""

    async def told() -> T:
        with Sandbox() as cell:
            return await story(cell)

    return asyncio.run(told())


def pid_of(cell: Sandbox) -> int | None:
    """The process in a cell, if there is one."""
    return cell._inmate.pid if cell._inmate else None


def test_work_is_done_elsewhere_and_by_the_same_process() -> None:
    async def story(cell: Sandbox) -> tuple[int | None, list[int | None]]:
        assert pid_of(cell) is None
        pids = await asyncio.gather(*(cell.run(os.getpid) for _ in range(5)))
        return pid_of(cell), list(pids)

    inmate, pids = in_a_cell(story)
    assert inmate != os.getpid()
    assert pids == [inmate] * 5


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
    async def story(cell: Sandbox) -> list[object]:
        arguments = () if argument is None else (argument,)
        return [
            await cell.run(len, "satu"),
            await cell.run(work, *arguments),
            await cell.run(len, ""),
        ]

    assert in_a_cell(story) == [4, None, 0]


def test_who_keeps_much_makes_room_for_another() -> None:
    """Else a page would be too dear because of those before it."""

    async def story(cell: Sandbox) -> list[int | None]:
        before = await cell.run(os.getpid)
        await cell.run(os.putenv, "KEPT", "x" * (9 << 20))
        return [before, await cell.run(os.getpid)]

    first, last = in_a_cell(story)
    assert None not in (first, last)
    assert first != last


def test_what_the_work_raises_is_raised() -> None:
    async def story(cell: Sandbox) -> int | None:
        with pytest.raises(ZeroDivisionError):
            await cell.run(divmod, 1, 0)
        return await cell.run(len, "dua")

    assert in_a_cell(story) == 3


def test_a_cell_that_is_ended_by_others_says_nothing_of_the_work() -> None:
    """Else a page would be called too dear because the machine is shut down."""

    async def story(cell: Sandbox) -> int | None:
        with pytest.raises(RuntimeError):
            await cell.run(signal.raise_signal, signal.SIGKILL)
        return await cell.run(len, "tiga")

    assert in_a_cell(story) == 4


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_what_is_meant_for_the_keeper_does_not_end_it(sign: signal.Signals) -> None:
    async def story(cell: Sandbox) -> list[object]:
        await cell.run(signal.raise_signal, sign)
        return [await cell.run(os.getpid), pid_of(cell)]

    told, known = in_a_cell(story)
    assert told == known


def test_a_cell_that_cannot_work_says_so() -> None:
    """Not a single page would be read, and none would be too dear."""

    async def story(cell: Sandbox) -> None:
        with pytest.raises(RuntimeError):
            await cell.run(_only_here)

    in_a_cell(story)


def _only_here() -> None:
    """A function of a module that nobody else can import."""


def test_nothing_is_left_when_it_is_torn_down_in_the_middle() -> None:
    async def story() -> int | None:
        with Sandbox() as cell:
            await cell.run(len, "")
            endless = asyncio.ensure_future(cell.run(sum, range(1 << 40)))
            await asyncio.sleep(0)
            endless.cancel()
            inmate = pid_of(cell)
        await asyncio.gather(endless, return_exceptions=True)
        return inmate

    inmate = asyncio.run(story())
    assert not Path(f"/proc/{inmate}").exists()


def test_a_process_without_a_keeper_ends() -> None:
    async def story() -> asyncio.subprocess.Process:
        begun = asyncio.create_subprocess_exec(
            sys.executable, "-m", "watcher.sandbox.sandbox_worker", stdin=asyncio.subprocess.PIPE
        )
        inmate = await begun
        assert inmate.stdin is not None
        inmate.stdin.close()
        await asyncio.wait_for(inmate.wait(), 20)
        return inmate

    assert asyncio.run(story()).returncode == 0
