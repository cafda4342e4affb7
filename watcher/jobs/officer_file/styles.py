"""Find the cell formats that show a number as a day (ECMA-376, 18.8.30)."""

import re
from datetime import datetime, timedelta

from watcher.jobs.officer_file.package import Attributes, Package

_BUILT_IN = frozenset({*range(14, 18), 22, *range(27, 37), *range(50, 59)})
_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')  # quoted text, padding, colours, locales
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - workbooks have no time zone
_SECOND_EPOCH = datetime(1904, 1, 1)  # noqa: DTZ001 - as above
_LAST = 2_958_465  # the 31st of December 9999


def day_formats(package: Package, name: str) -> frozenset[int]:
    """Return the numbers of the cell formats that show days; none without a style part."""
    codes: dict[int, str] = {}
    used: list[int] = []
    inside: list[bool] = []

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "numFmt":
            codes[_number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            inside.append(True)
        elif tag == "xf" and inside:
            used.append(_number(attributes.get("numFmtId")))

    def end(tag: str) -> None:
        if tag == "cellXfs":
            inside.clear()

    package.parse(name, start, end)
    return frozenset(n for n, code in enumerate(used) if _shows_days(code, codes))


def _shows_days(number: int, codes: dict[int, str]) -> bool:
    if number in codes:
        plain = _LITERALS.sub("", codes[number].split(";")[0].lower())
        return bool(re.search(r"[dy]|mmm", plain)) and "general" not in plain
    return number in _BUILT_IN


def as_day(number: float, *, from_1904: bool) -> object:
    """Return the local time that a number of days stands for; the number itself if out of range."""
    if not 0 <= number <= _LAST:
        return number
    moment = (_SECOND_EPOCH if from_1904 else _EPOCH) + timedelta(days=number)
    return moment.replace(microsecond=0)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else -1
