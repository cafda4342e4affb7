"""How long does a server ask to be left alone? Its Retry-After header (RFC 9110, 10.2.3)."""

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx

#: Answers that ask us to come back later; beside any other one the header means nothing.
_LATER = frozenset({429, 503})


def retry_after_of(response: httpx.Response, now: datetime) -> timedelta:
    """How long a site that cannot answer now asks to be left alone; zero where it does not ask."""
    if response.status_code not in _LATER:
        return timedelta()
    return read_retry_after(response.headers.get("retry-after", ""), now)


def read_retry_after(value: str, now: datetime) -> timedelta:
    """Read the header: seconds or a date; zero for anything else."""
    if value.isascii() and value.isdigit():
        return timedelta(seconds=min(int(value[:9]), 10**8))
    try:
        return max(parsedate_to_datetime(value) - now, timedelta())
    except (ValueError, TypeError, OverflowError):  # no date, or one without a zone
        return timedelta()
