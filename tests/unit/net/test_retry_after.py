"""How long a server asks to be left alone."""

from datetime import timedelta

import httpx
import pytest
from factories import T0

from watcher.net.http.retry_after import read_retry_after, retry_after_of


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
def test_seconds_or_a_date_and_nonsense_is_zero(value: str, seconds: int) -> None:
    assert read_retry_after(value, T0) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("status", "seconds"), [(429, 120), (503, 120), (200, 0), (302, 0), (403, 0), (500, 0)]
)
def test_only_who_cannot_answer_now_may_wish(status: int, seconds: int) -> None:
    response = httpx.Response(status, headers={"Retry-After": "120"})
    assert retry_after_of(response, T0) == timedelta(seconds=seconds)


def test_without_the_header_there_is_zero() -> None:
    assert retry_after_of(httpx.Response(503), T0) == timedelta()
