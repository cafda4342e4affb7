"""Parse dates as registries print them.

Knows the printed forms, and decides which of two numbers is the day. A numeric date whose order
is not proven is AMBIGUOUS_DATE: a wrong date is worse than none.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import Enum

from watcher.core.looks.observation import Reason
from watcher.core.period import local_day, utc_day

FIRST_YEAR = 1985  # the year the first names were registered
ONE_DAY = timedelta(days=1)
YEARS_AHEAD = 30  # a later expiry is not plausible: names are sold for ten years at most
_VALUE_CAP = 64


class Order(Enum):
    """Which number of a numeric date comes first."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"


Orders = Mapping[str, Order]
"""Separator -> order of day and month in dates that are written with it."""


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """A parsed date.

    Attributes:
        day: the calendar day, see `day_of`; without an instant the day as printed.
        at: the instant, aware UTC, where a time was printed in a known zone; else None.
    """

    day: date
    at: datetime | None = None

    @property
    def instant(self) -> datetime:
        """The instant; midnight UTC of a day that was printed without a time."""
        return self.at or datetime(self.day.year, self.day.month, self.day.day, tzinfo=UTC)


_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            ("jan",),
            ("feb",),
            ("mar",),
            ("apr",),
            ("may", "mei"),
            ("jun",),
            ("jul",),
            ("aug", "agu", "agt"),
            ("sep",),
            ("oct", "okt"),
            ("nov", "nop"),
            ("dec", "des"),
        ),
        start=1,
    )
    for word in words
}

_ORDINAL = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]{{0,6}}"
_YEAR = r"(?P<y>\d{4})(?!\d)"
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})? (?:[a-z]{3,4} )?"
# A day at the end must have two digits: "2027-10-1" may be the rest of a truncated answer.
_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?<!\d)(?P<y>\d{4})[-/.] ?(?P<m>\d{2})[-/.] ?(?P<d>\d{2})(?!\d)",
        r"(?<!\d)(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?!\d)",
        rf"(?<!\d)(?P<y>\d{{4}})[-/. ]{_MONTH}[-/. ](?P<d>\d{{2}})(?!\d)",
        rf"(?<!\d){_ORDINAL}[-/. ,]{{1,2}}{_MONTH}[-/. ,]{{1,2}}{_YEAR}",
        rf"{_MONTH} {{1,2}}{_ORDINAL},? (?:{_CLOCK})?{_YEAR}",
        r"(?<!\d)(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)" + _YEAR,
    )
)
_NUMERIC = _FORMS[-1]
_WEEKDAY = re.compile(r"\A(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}[ ,]{1,2}")
_TIME = re.compile(
    r"(?<![\d:])(?P<h>\d{1,2}):(?P<min>\d{2})(?::(?P<s>\d{2})(?:[.,]\d{1,9})?)?"
    r" ?\(?(?P<zone>[a-z]{1,4})?(?P<offset>[+-]\d{1,2}:?(?:\d{2})?)?"
)
_ZONES = {"": 0, "z": 0, "utc": 0, "gmt": 0, "wib": 7, "wita": 8, "wit": 9, "jst": 9, "kst": 9}
"""Hours east of UTC. A time without a zone is taken as UTC; a zone not listed gives no instant."""

# FRED, the registry software of CZ.NIC, prints dd.mm.yyyy.
_FRED_TLDS = ("al", "ao", "ar", "cr", "cz", "fo", "ls", "mk", "mw", "tz")
# The others print the day first too, with other separators.
_DAY_FIRST_TLDS = frozenset((*_FRED_TLDS, "fi", "hk", "il", "pt", "rs", "xn--90a3ac"))


def day_of(at: datetime) -> date:
    """The calendar day of a printed instant.

    It is the day in UTC, in which registries count, whatever zone is printed (RFC 5731, 2.4). But
    midnight in the printed zone means that day: registries without times print it so.
    """
    return local_day(at, at.tzinfo or UTC) if at.time() == time() else utc_day(at)


def orders_of(values: Iterable[str], tld: str) -> Orders:
    """Find the order of day and month in a record from its own dates.

    A part above 12 proves the order for its separator. Without a proof the usual order of the TLD
    counts; contradicting proofs leave it open.

    Args:
        values: all dates of the record, as printed.
        tld: of the name, as an A-label.
    """
    proofs: dict[str, set[Order]] = {}
    for value in values:
        found = _NUMERIC.search(value[:_VALUE_CAP].lower())
        if found and (order := _own_order(found)):
            proofs.setdefault(found["sep"], set()).add(order)
    usual = Order.DAY_FIRST if tld in _DAY_FIRST_TLDS else None
    orders = dict.fromkeys("-/.", usual)
    orders |= {sep: seen.pop() if len(seen) == 1 else None for sep, seen in proofs.items()}
    return {sep: order for sep, order in orders.items() if order}


def begins_with_date(text: str) -> bool:
    """Whether a text begins with a date, of any order; a weekday may come first."""
    text = _WEEKDAY.sub("", " ".join(text[:_VALUE_CAP].lower().split()).lstrip("\"'("))
    return any(form.match(text) for form in _FORMS)


def order_in_label(label: str) -> Order | None:
    """Parse a hint like "(dd/mm/yyyy)" in a label."""
    day, month = label.lower().find("dd"), label.lower().find("mm")
    if day < 0 or month < 0:
        return None
    return Order.DAY_FIRST if day < month else Order.MONTH_FIRST


def read_stamp(value: str, orders: Orders, last_year: int) -> ParsedDate | Reason:
    """Parse the date in a value.

    Args:
        value: as printed.
        orders: of day and month in the record.
        last_year: a later year is BAD_DATE.

    Returns:
        The date, or why there is none: NO_DATE, BAD_DATE or AMBIGUOUS_DATE.
    """
    value = " ".join(value[:_VALUE_CAP].lower().split())
    for form in _FORMS:
        if found := form.search(value):
            return _stamp(found, value, orders, last_year)
    return Reason.BAD_DATE if any(char.isdigit() for char in value) else Reason.NO_DATE


def earliest(stamps: Iterable[ParsedDate | Reason]) -> ParsedDate | Reason:
    """The earliest of several readings of one date, if all lie within a day of it.

    Two zones in one record print the same instant a day apart; further apart is DISAGREEMENT.
    """
    stamps = list(stamps)
    read = sorted((s for s in stamps if isinstance(s, ParsedDate)), key=lambda stamp: stamp.day)
    if not read:
        faults = {stamp for stamp in stamps if isinstance(stamp, Reason)} - {Reason.NO_DATE}
        return min(faults, default=Reason.NO_DATE)
    return Reason.DISAGREEMENT if read[-1].day - read[0].day > ONE_DAY else read[0]


def differing(stamp: ParsedDate | Reason, other: ParsedDate | Reason) -> date | None:
    """The day of a date, if it differs from that of the other; None otherwise or without a date."""
    if isinstance(stamp, Reason) or (isinstance(other, ParsedDate) and other.day == stamp.day):
        return None
    return stamp.day


def _stamp(found: re.Match[str], value: str, orders: Orders, last_year: int) -> ParsedDate | Reason:
    month_and_day = _month_and_day(found.groupdict(), orders, _own_order(found))
    if isinstance(month_and_day, Reason):
        return month_and_day
    year = int(found["y"])
    if not FIRST_YEAR <= year <= last_year:
        return Reason.BAD_DATE
    try:
        day = date(year, *month_and_day)
    except ValueError:
        return Reason.BAD_DATE
    at = _instant(day, value)
    return ParsedDate(day_of(at), at.astimezone(UTC)) if at else ParsedDate(day, None)


def _month_and_day(
    parts: Mapping[str, str | None], orders: Orders, own: Order | None
) -> tuple[int, int] | Reason:
    if (day := parts.get("d")) is not None:
        month = parts.get("m") or _MONTHS[parts["month"] or ""]
        return int(month), int(day)
    first, second = int(parts["a"] or 0), int(parts["b"] or 0)
    order = own or orders.get(parts["sep"] or "")
    if first == second or order is Order.MONTH_FIRST:
        return first, second
    return (second, first) if order else Reason.AMBIGUOUS_DATE


def _own_order(found: re.Match[str]) -> Order | None:
    """The order of a numeric date with exactly one part above 12; None for others."""
    parts = found.groupdict()
    first, second = int(parts.get("a") or 0), int(parts.get("b") or 0)
    if (first > 12) == (second > 12):
        return None
    return Order.DAY_FIRST if first > 12 else Order.MONTH_FIRST


def _instant(day: date, value: str) -> datetime | None:
    """Parse the time that is printed after a day; None for an invalid time or unknown zone."""
    found = _TIME.search(value)
    if not found or (found["zone"] or "") not in _ZONES:
        return None
    try:
        zone = timezone(_offset(found["zone"] or "", found["offset"] or ""))
        clock = int(found["h"]), int(found["min"]), int(found["s"] or 0)
        return datetime(day.year, day.month, day.day, *clock, tzinfo=zone)
    except ValueError:
        return None


def _offset(zone: str, offset: str) -> timedelta:
    """The offset from UTC of a zone name plus a printed offset ("+0700", "+07", "-3:30")."""
    digits = offset[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits or "0", "0")
    east = timedelta(hours=int(hours), minutes=int(minutes))
    return timedelta(hours=_ZONES[zone]) + (-east if offset.startswith("-") else east)
