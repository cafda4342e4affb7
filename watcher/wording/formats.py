"""Format dates, durations and numbers for one language and time zone."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

import idna
from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, format_percent

from watcher.core.period import Month, local_day
from watcher.wording.catalogue import words


@dataclass(frozen=True, slots=True)
class Formatter:
    """Formats for the language and zone of one office; docstrings give examples."""

    language: str
    zone: ZoneInfo

    @property
    def locale(self) -> Locale:
        """Babel's locale: British English, which puts the day before the month."""
        return Locale.parse("en_GB" if self.language == "en" else "id")

    def day(self, day: date | datetime) -> str:
        """14 November 2026."""
        return format_date(self._local(day), "d MMMM y", self.locale)

    def weekday(self, day: date | datetime) -> str:
        """Sabtu, 14 November 2026."""
        return format_date(self._local(day), "EEEE, d MMMM y", self.locale)

    def short_day(self, day: date | datetime) -> str:
        """14 Nov 2026."""
        return format_date(self._local(day), "d MMM y", self.locale)

    def month(self, month: Month) -> str:
        """November 2026."""
        return format_date(month.first, "MMMM y", self.locale)

    def short_month(self, month: Month) -> str:
        """Nov 26."""
        return format_date(month.first, "MMM yy", self.locale)

    def month_name(self, month: Month) -> str:
        """November."""
        return format_date(month.first, "MMMM", self.locale)

    def moment(self, at: datetime) -> str:
        """14 November 2026, 06.00 WIB."""
        pattern = "d MMMM y, HH:mm" if self.language == "en" else "d MMMM y, HH.mm"
        return self._zoned(at, pattern)

    def short_moment(self, at: datetime) -> str:
        """14 Nov 2026, 06.00 WIB."""
        pattern = "d MMM y, HH:mm" if self.language == "en" else "d MMM y, HH.mm"
        return self._zoned(at, pattern)

    def local_day(self, at: datetime) -> date:
        """Return the calendar day of an instant in the office's zone."""
        return local_day(at, self.zone)

    def number(self, value: float) -> str:
        """1.234,5: one decimal at most."""
        return format_decimal(value, "#,##0.#", self.locale)

    def percent(self, share: float) -> str:
        """99,2%: one decimal; 100 and 0 only for exactly that."""
        return format_percent(_not_rounded_to_whole(share), "0.0%", self.locale)

    def whole_percent(self, share: float) -> str:
        """95%: for targets, which are whole numbers."""
        return format_percent(share, "0%", self.locale)

    def money(self, amount: int) -> str:
        """Rp1.250.000; a dash for 0."""
        return f"Rp{format_decimal(amount, '#,##0', self.locale)}" if amount else "–"

    def duration(self, length: timedelta) -> str:
        """3 hari 4 jam: the two largest units; less than a minute is "0 menit"."""
        minutes = int(length.total_seconds() // 60)
        units = zip(_units(self.language), _split(minutes), strict=True)
        parts = [f"{n} {one if n == 1 else many}" for (one, many), n in units if n]
        return " ".join(parts[:2]) or f"0 {_units(self.language)[2][1]}"

    def _zoned(self, at: datetime, pattern: str) -> str:
        """Format an instant and add the abbreviation of its zone, the same in every language."""
        moment = format_datetime(at, pattern, self.zone, self.locale)
        return f"{moment} {at.astimezone(self.zone).tzname()}"

    def _local(self, day: date | datetime) -> date:
        return self.local_day(day) if isinstance(day, datetime) else day


def format_phone(phone: str) -> str:
    """Format a stored number (62812...) for reading: 0812-0000-0001."""
    local = "0" + phone.removeprefix("62") if phone.startswith("62") else phone
    return "-".join(filter(None, (local[:4], local[4:8], local[8:])))


def readable_host(host: str) -> str:
    """Return a host with internationalised labels decoded, not as xn--."""
    name, colon, port = host.partition(":")
    try:
        return idna.decode(name) + colon + port if "xn--" in name else host
    except idna.IDNAError:  # not a valid name: shown as it is
        return host


def whatsapp(phone: str, message: str) -> str:
    """Return a link that opens WhatsApp with a message; "" for numbers that are not mobile."""
    return f"https://wa.me/{phone}?text={quote(message)}" if phone.startswith("628") else ""


def _split(minutes: int) -> tuple[int, int, int]:
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    return days, hours, minutes


def _units(language: str) -> tuple[tuple[str, str], ...]:
    say = words(language)
    return (
        (say("day"), say("days")),
        (say("hour"), say("hours")),
        (say("minute"), say("minutes")),
    )


def _not_rounded_to_whole(share: float) -> float:
    """Keep 0.9999 from reading as 100 %, and 0.0001 from reading as 0 %."""
    if 0.9995 <= share < 1:
        return 0.999
    return 0.001 if 0 < share <= 0.0005 else share
