"""Cells made typed: addresses, telephone numbers, dates, e-mail. Pure.

Each function gives the value, or raises `CellError` with why the cell cannot be right. What is
only doubtful is a remark, and stands.
"""

import re
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email

from watcher.core.fault import Fault
from watcher.core.observation import Reason
from watcher.net.errors import LookError
from watcher.net.guard import Guard
from watcher.probes.domain.names import a_label


class CellError(ValueError):
    """A cell cannot be right."""

    def __init__(self, fault: Fault, hint: str = "") -> None:
        super().__init__(hint)
        self.fault, self.hint = fault, hint


_CHANNELS = ("instagram.com", "facebook.com", "fb.com", "tiktok.com", "wa.me", "shopee.co.id",
             "tokopedia.com", "linktr.ee", "youtube.com")  # fmt: skip
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


def url(cell: object, guard: Guard) -> str:
    """A web address as a full URL; without a scheme it is http, which leads on to https."""
    text = str(cell).strip().rstrip(".").strip()
    if "://" not in text:
        if re.match(r"[a-z][a-z0-9+.-]*:(?!\d)", text, re.IGNORECASE):
            raise CellError(Fault.FORBIDDEN_URL, text[:60])  # javascript:, data:, mailto:
        text = f"http://{text}"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise CellError(Fault.NO_URL, text[:60]) from error
    host = a_label(parts.hostname or "")
    _check(f"{parts.scheme}://{parts.netloc}/", host, guard)
    path = parts.path.rstrip("/") or "/"
    return f"{parts.scheme.lower()}://{host}{f':{port}' if port else ''}{path}"


def _check(plain: str, host: str, guard: Guard) -> None:
    if host == "localhost" or not host:
        raise CellError(Fault.FORBIDDEN_URL if host else Fault.NO_URL, host)
    try:
        guard.admit_url(plain)
    except LookError as error:
        odd = error.reason is Reason.BAD_REDIRECT
        raise CellError(Fault.NO_URL if odd else Fault.FORBIDDEN_URL, host[:60]) from error
    if not _HOST.fullmatch(host):
        raise CellError(Fault.NO_URL, host[:60])
    if any(host == channel or host.endswith("." + channel) for channel in _CHANNELS):
        raise CellError(Fault.CHANNEL_NOT_SITE, host)


#: Slips of the finger in the names of mail services.
TYPOS = {
    "gmial.com": "gmail.com",
    "gmai.com": "gmail.com",
    "gmail.co": "gmail.com",
    "gmal.com": "gmail.com",
    "gmail.con": "gmail.com",
    "gamil.com": "gmail.com",
    "gnail.com": "gmail.com",
    "gmail.cm": "gmail.com",
    "yaho.com": "yahoo.com",
    "yahooo.com": "yahoo.com",
    "yahoo.con": "yahoo.com",
    "yhoo.com": "yahoo.com",
    "hotmial.com": "hotmail.com",
    "hotmail.con": "hotmail.com",
    "outlok.com": "outlook.com",
}


def email(cell: object) -> str:
    """An e-mail address in its normal spelling; syntax only, nobody is asked."""
    text = str(cell).strip().removeprefix("mailto:")
    try:
        return validate_email(text, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError as error:
        raise CellError(Fault.NO_EMAIL, text[:60]) from error


def meant_email(address: str) -> str | None:
    """The address that was probably meant, if the domain looks like a slip."""
    name, _, domain = address.rpartition("@")
    return f"{name}@{TYPOS[domain]}" if domain in TYPOS else None


def phone(cell: object) -> str:
    """A telephone number as digits with country code: 62812...

    Mends what Excel does to numbers: 8,12E+10, a lost leading zero, a trailing .0.
    """
    text = str(int(cell)) if isinstance(cell, float | int) else str(cell).strip()
    if re.fullmatch(r"\d+[.,]\d+[eE]\+\d+", text):
        raise CellError(Fault.NO_PHONE, text)  # digits are lost for good: nobody can know them
    digits = re.sub(r"\.0$|\(0\)|[\s().+-]", "", text)
    if not re.fullmatch("[0-9]+", digits):
        raise CellError(Fault.NO_PHONE, text[:30])
    if digits.startswith("0"):
        digits = "62" + digits[1:]
    elif not digits.startswith("62"):
        digits = "62" + digits
    if not 9 <= len(digits) <= 15:
        raise CellError(Fault.NO_PHONE, text[:30])
    return digits


_MONTHS = (
    ("jan",), ("feb", "peb"), ("mar",), ("apr",), ("mei", "may"), ("jun",), ("jul",),
    ("agu", "agt", "ags", "aug"), ("sep",), ("okt", "oct"), ("nov", "nop"), ("des", "dec"),
)  # fmt: skip
_EXCEL_EPOCH = date(1899, 12, 30)


def day(cell: object) -> date:
    """A calendar day; the day always comes before the month."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = str(cell).strip()
    counted = isinstance(cell, float | int) and not isinstance(cell, bool)
    if counted or re.fullmatch(r"\d{5}", text):
        return _serial(float(text))
    try:
        return _spelled(text)
    except ValueError as error:
        raise CellError(Fault.NO_DATE, text[:30]) from error


def is_year(cell: object) -> bool:
    """Whether a cell holds no more than a year."""
    return bool(re.fullmatch(r"(19|20)\d\d(\.0)?", str(cell).strip()))


def _serial(number: float) -> date:
    """Excel's day number; a bare year is its first day."""
    if 1990 <= number <= 2100:
        return date(int(number), 1, 1)
    if not 20000 <= number <= 80000:
        raise CellError(Fault.NO_DATE, str(number))
    return _EXCEL_EPOCH + timedelta(days=int(number))


def _spelled(text: str) -> date:
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?", text):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := re.fullmatch(r"(\d{1,2})[/.\s-]+(\d{1,2})[/.\s-]+(\d{2}|\d{4})", text):
        return date(_year(match[3]), int(match[2]), int(match[1]))
    if match := re.fullmatch(r"(?:\w+,\s*)?(\d{1,2})[\s-]+([A-Za-z]+)\.?[\s-]+(\d{4})", text):
        return date(int(match[3]), _month(match[2]), int(match[1]))
    if is_year(text):
        return date(int(text[:4]), 1, 1)
    raise ValueError(text)


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _month(word: str) -> int:
    start = word.lower()[:3]
    found = next((n for n, names in enumerate(_MONTHS, 1) if start in names), None)
    if found is None:
        raise ValueError(word)
    return found


def number(cell: object) -> int:
    """A whole number of sites."""
    text = str(cell).strip()
    if not re.fullmatch(r"[0-9]{1,6}(\.0)?", text):
        raise CellError(Fault.NO_NUMBER, text[:30])
    return int(float(text))
