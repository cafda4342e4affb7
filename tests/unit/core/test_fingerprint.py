"""The fingerprint: still while only a clock ticks, moved by every true edit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.pages.fingerprint import fingerprint

PAGE = ["Pempek Cek Ana", "Kapal selam Rp 25.000", "Pengunjung ke-1042", "© 2025 Pempek Cek Ana"]


def with_line(old: str, new: str) -> list[str]:
    return [new if line == old else line for line in PAGE]


@pytest.mark.parametrize(
    "noisy",
    [
        with_line(PAGE[2], "Pengunjung ke-1043"),
        with_line(PAGE[3], "© 2026 Pempek Cek Ana"),
        [*reversed(PAGE), PAGE[0]],
        [*PAGE, "42", "· |", "!!"],
        [f"  {line.replace(' ', '   ')} " for line in PAGE],
    ],
)
def test_noise_does_not_move_it(noisy: list[str]) -> None:
    assert fingerprint(noisy) == fingerprint(PAGE)


@pytest.mark.parametrize(
    "edited",
    [
        with_line(PAGE[1], "Kapal selam Rp 27.000"),
        with_line(PAGE[1], "Kapal selam jumbo Rp 25.000"),
        [*PAGE, "Buka juga hari libur"],
        PAGE[1:],
    ],
)
def test_an_edit_moves_it(edited: list[str]) -> None:
    assert fingerprint(edited) != fingerprint(PAGE)


def test_todays_date_is_a_clock() -> None:
    assert fingerprint(["Senin, 12 Oktober 2026 08:15"]) == fingerprint(
        ["Selasa, 3 November 2026 17:02"]
    )
    assert fingerprint(["Buka hari Senin"]) != fingerprint(["Buka hari Selasa"])


@given(st.lists(st.text()))
def test_it_never_raises_and_ignores_order(lines: list[str]) -> None:
    assert fingerprint(lines) == fingerprint(sorted(lines))
    assert len(fingerprint(lines)) == 32
