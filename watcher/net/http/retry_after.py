"""Read the Retry-After header: how long to leave a server alone (RFC 9110, 10.2.3)."""

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx

#: Statuses (too many requests, unavailable) with which the header is obeyed.
_LATER = frozenset({429, 503})


def retry_after_of(response: httpx.Response, now: datetime) -> timedelta:
    """How long an answer of 429 or 503 asks to wait; zero where it does not ask."""
    if response.status_code not in _LATER:
        return timedelta()
    return read_retry_after(response.headers.get("retry-after", ""), now)


def read_retry_after(value: str, now: datetime) -> timedelta:
    """Parse the header's value, seconds or a date; zero for anything else."""
    if value.isascii() and value.isdigit():
        return timedelta(seconds=min(int(value[:9]), 10**8))
    try:
        return max(parsedate_to_datetime(value) - now, timedelta())
    except (ValueError, TypeError, OverflowError):  # not a date, or one without a time zone
        return timedelta()
