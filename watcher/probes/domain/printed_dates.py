"""Dates as registries print them.

Owns the written forms and the question which of two numbers is the day. A numeric date whose
order nothing proves is AMBIGUOUS_DATE: a wrong date is worse than none.
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
YEARS_AHEAD = 30  # nobody sells a name for longer
_VALUE_CAP = 64


class Order(Enum):
    """Which number of a numeric date comes first."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"


Orders = Mapping[str, Order]
"""The order that holds for dates written with each separator."""


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """A date that was read.

    Attributes:
        day: the calendar day, see `day_of`; without an instant the day as printed.
        at: the instant, aware UTC, where a time was printed in a zone that is known.
    """

    day: date
    at: datetime | None = None

    @property
    def instant(self) -> datetime:
        """The instant, or midnight UTC of a day printed without a time."""
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
# Where the day comes last it has two digits: "2027-10-1" may be what is left of a cut answer.
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

# The registry software of CZ.NIC prints dd.mm.yyyy wherever it runs.
_FRED_ENDINGS = ("al", "ao", "ar", "cr", "cz", "fo", "ls", "mk", "mw", "tz")
# These registries do so of their own accord, with their own separators.
_DAY_FIRST_ENDINGS = frozenset((*_FRED_ENDINGS, "fi", "hk", "il", "pt", "rs", "xn--90a3ac"))


def day_of(at: datetime) -> date:
    """The day of a printed instant.

    Registries count in UTC, whatever zone a front end prints (RFC 5731, 2.4); but midnight in
    the printed zone is no instant: it is how a registry that keeps days prints a day.
    """
    return local_day(at, at.tzinfo or UTC) if at.time() == time() else utc_day(at)


def orders_of(values: Iterable[str], ending: str) -> Orders:
    """Tell the order of numeric dates in one record from the dates themselves.

    A part above 12 proves the order for its separator; where nothing does, the ending's
    own habit holds. Proofs that contradict each other cancel out.
    """
    proofs: dict[str, set[Order]] = {}
    for value in values:
        found = _NUMERIC.search(value[:_VALUE_CAP].lower())
        if found and (order := _own_order(found)):
            proofs.setdefault(found["sep"], set()).add(order)
    habit = Order.DAY_FIRST if ending in _DAY_FIRST_ENDINGS else None
    orders = dict.fromkeys("-/.", habit)
    orders |= {sep: seen.pop() if len(seen) == 1 else None for sep, seen in proofs.items()}
    return {sep: order for sep, order in orders.items() if order}


def begins_with_date(text: str) -> bool:
    """Tell whether a text begins with a date, whatever its order; a weekday may come first."""
    text = _WEEKDAY.sub("", " ".join(text[:_VALUE_CAP].lower().split()).lstrip("\"'("))
    return any(form.match(text) for form in _FORMS)


def order_in_label(label: str) -> Order | None:
    """Read a hint like "(dd/mm/yyyy)" beside a label."""
    day, month = label.lower().find("dd"), label.lower().find("mm")
    if day < 0 or month < 0:
        return None
    return Order.DAY_FIRST if day < month else Order.MONTH_FIRST


def read_stamp(value: str, orders: Orders, last_year: int) -> ParsedDate | Reason:
    """Read the date in a value, or say why there is none: NO_, BAD_ or AMBIGUOUS_DATE."""
    value = " ".join(value[:_VALUE_CAP].lower().split())
    for form in _FORMS:
        if found := form.search(value):
            return _stamp(found, value, orders, last_year)
    return Reason.BAD_DATE if any(char.isdigit() for char in value) else Reason.NO_DATE


def earliest(stamps: Iterable[ParsedDate | Reason]) -> ParsedDate | Reason:
    """Settle on one of several readings: the earliest day, if all lie within a day of it.

    Two zones in one record put the same moment a day apart; more than that is DISAGREEMENT.
    """
    stamps = list(stamps)
    read = sorted((s for s in stamps if isinstance(s, ParsedDate)), key=lambda stamp: stamp.day)
    if not read:
        faults = {stamp for stamp in stamps if isinstance(stamp, Reason)} - {Reason.NO_DATE}
        return min(faults, default=Reason.NO_DATE)
    return Reason.DISAGREEMENT if read[-1].day - read[0].day > ONE_DAY else read[0]


def differing(stamp: ParsedDate | Reason, other: ParsedDate | Reason) -> date | None:
    """Give the day of a date that was read, unless the other reading has the same day."""
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
    """Tell the order of a numeric date that has exactly one part above 12."""
    parts = found.groupdict()
    first, second = int(parts.get("a") or 0), int(parts.get("b") or 0)
    if (first > 12) == (second > 12):
        return None
    return Order.DAY_FIRST if first > 12 else Order.MONTH_FIRST


def _instant(day: date, value: str) -> datetime | None:
    """Read the time printed beside a day. A time or zone that makes no sense gives None."""
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
    """Add up a zone word and a printed offset like "+0700", "+07" or "-3:30"."""
    digits = offset[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits or "0", "0")
    east = timedelta(hours=int(hours), minutes=int(minutes))
    return timedelta(hours=_ZONES[zone]) + (-east if offset.startswith("-") else east)
