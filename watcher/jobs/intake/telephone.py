"""Parse telephone numbers as officers write them, and as Excel changes them. Pure.

Numbers are checked by the tables of libphonenumber. A stated country code is kept: read as an
Indonesian number, messages about an owner's business would reach somebody else.
"""

import re

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberType

from watcher.core.import_issue import IssueKind
from watcher.jobs.intake.soft_cells import CellError, Say, plain, silent

_HOME = 62
_ROUNDED = re.compile(r"\d+[.,]\d+[eE]\+?\d+")
_CHAT_LINK = re.compile(r"(?:wa\.me/|phone=)\+?([0-9]+)")
_REMARK = re.compile(r"\([^)]*[^\W\d_][^)]*\)")  # (Ibu Ani)
_SEVERAL = re.compile(r"[/;,|&\n]|\s(?:atau|dan|or)\s", re.IGNORECASE)
_LABEL = re.compile(r"^[^\d+(]+|[^\d)]+$")
_AT_HOME = re.compile(r"^(?:\+|00)?620?(?=[1-9])|^\+?0(?=[1-9])")
_BETWEEN = re.compile(r"[\s().-]+")


def phone(cell: object, say: Say = silent) -> str:
    """Parse a telephone number. Return its digits with country code: 62812...

    Corrects what Excel does to numbers: a lost leading zero, a trailing .0. Of several numbers
    the first is taken, with a remark.

    Raises:
        CellError: it is no telephone number.
    """
    text = _text(cell)
    first, *rest = [part for part in _SEVERAL.split(text) if re.search(r"\d", part)] or [""]
    number = _number(first)
    while number is None and rest:
        first, *rest = rest
        number = _number(first)
    if number is None:
        raise CellError(IssueKind.NO_PHONE, text[:30])
    if rest:
        say(IssueKind.ONE_OF_SEVERAL, first.strip())
    digits = f"{number.country_code}{phonenumbers.national_significant_number(number)}"
    if number.country_code != _HOME:
        say(IssueKind.FOREIGN_PHONE, f"+{digits}")
    elif phonenumbers.number_type(number) == PhoneNumberType.FIXED_LINE:
        say(IssueKind.FIXED_LINE, f"+{digits}")
    return digits


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        raise CellError(IssueKind.NO_PHONE, str(cell))
    if isinstance(cell, int | float):
        return str(int(cell))
    text = plain(cell)
    if _ROUNDED.fullmatch(text):
        raise CellError(IssueKind.NO_PHONE, text[:30])  # rounded: digits are lost for good
    link = _CHAT_LINK.search(text)
    return f"+{link[1]}" if link else _REMARK.sub(" ", re.sub(r"\.0$|\(0\)", "", text))


def _number(text: str) -> PhoneNumber | None:
    digits = _BETWEEN.sub("", _LABEL.sub("", text))
    if not re.fullmatch(r"\+?[0-9]{8,18}", digits):
        return None
    digits = _AT_HOME.sub(f"+{_HOME}", digits)
    stated = digits.startswith(("+", "00"))
    whole = f"+{digits.lstrip('+0')}" if stated else f"+{_HOME}{digits}"
    try:
        number = phonenumbers.parse(whole)
    except phonenumbers.NumberParseException:
        return None
    fits = phonenumbers.is_valid_number(number)
    if number.country_code == _HOME:  # the tables may not have a new series yet
        fits = fits or bool(re.fullmatch(r"\+628[0-9]{8,11}", whole))
    return number if fits else None
