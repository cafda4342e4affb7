"""How long does a server ask to be left alone? Its Retry-After header (RFC 9110, 10.2.3)."""

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx

#: Answers that ask us to come back later; beside any other one the header means nothing.
_LATER = frozenset({429, 503})


def wish_of(response: httpx.Response, now: datetime) -> timedelta:
    """The wish of a site that cannot, or will not, answer now; zero without one."""
    if response.status_code not in _LATER:
        return timedelta()
    return retry_after(response.headers.get("retry-after", ""), now)


def retry_after(value: str, now: datetime) -> timedelta:
    """Read the header: seconds or a date; nonsense is no wish."""
    if value.isascii() and value.isdigit():
        return timedelta(seconds=min(int(value[:9]), 10**8))
    try:
        return max(parsedate_to_datetime(value) - now, timedelta())
    except (ValueError, TypeError, OverflowError):  # no date, or one without a zone
        return timedelta()
