"""How long a server asks to be left alone."""

from datetime import timedelta

import pytest
from factories import T0

from watcher.net.registries import retry_after


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (f"{T0 + timedelta(hours=1):%a, %d %b %Y %H:%M:%S} GMT", 3600),
        (f"{T0 - timedelta(hours=1):%a, %d %b %Y %H:%M:%S} GMT", 0),
        ("9" * 400, 100_000_000),
        ("", 0),
        ("-5", 0),
        ("soon", 0),
        ("٣", 0),
        ("Mon, 99 Foo 2026 99:99:99 GMT", 0),
    ],
)
def test_seconds_or_a_date_and_nonsense_is_no_wish(value: str, seconds: int) -> None:
    assert retry_after(value, T0) == timedelta(seconds=seconds)
