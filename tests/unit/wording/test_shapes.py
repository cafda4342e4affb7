"""Dates, lengths and numbers as the office writes them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from factories import JAKARTA
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.period import Month
from watcher.wording.formats import Formatter

ID, EN = Formatter("id", JAKARTA), Formatter("en", JAKARTA)
DAY = date(2026, 11, 14)
EVENING = datetime(2026, 11, 14, 18, 30, tzinfo=UTC)  # already the 15th in Jakarta


@pytest.mark.parametrize(
    ("shown", "wanted"),
    [
        (ID.day(DAY), "14 November 2026"), (EN.day(DAY), "14 November 2026"),
        (ID.weekday(DAY), "Sabtu, 14 November 2026"),
        (EN.weekday(DAY), "Saturday, 14 November 2026"),
        (ID.short_day(date(2026, 8, 17)), "17 Agu 2026"),
        (ID.month(Month(2026, 10)), "Oktober 2026"), (EN.month_name(Month(2026, 10)), "October"),
        (ID.day(EVENING), "15 November 2026"),
        (ID.moment(EVENING), "15 November 2026, 01.30 WIB"),
        (ID.number(1234.56), "1.234,6"), (EN.number(1234.56), "1,234.6"), (ID.number(20), "20"),
        (ID.percent(0.9921), "99,2%"), (EN.percent(0.9921), "99.2%"), (ID.percent(1), "100,0%"),
        (ID.percent(0.99999), "99,9%"), (ID.percent(0.00001), "0,1%"), (ID.percent(0), "0,0%"),
        (ID.duration(timedelta(days=3, hours=4, minutes=5)), "3 hari 4 jam"),
        (EN.duration(timedelta(days=1, minutes=1)), "1 day 1 minute"),
        (ID.duration(timedelta(seconds=59)), "0 menit"), (EN.duration(timedelta()), "0 minutes"),
    ],
)  # fmt: skip
def test_shapes(shown: str, wanted: str) -> None:
    assert shown == wanted


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "UTC"])
def test_a_moment_always_says_its_zone(zone: str) -> None:
    shown = Formatter("id", ZoneInfo(zone)).moment(EVENING)
    assert shown.rpartition(" ")[2] in {"WIB", "WITA", "WIT", "UTC", "GMT"}


@given(st.floats(0, 1))
def test_only_all_is_all_and_only_nothing_is_nothing(share: float) -> None:
    shown = EN.percent(share)
    assert (shown == "100.0%") == (share == 1)
    assert (shown == "0.0%") == (share == 0)
