"""Parse web and e-mail addresses as officers write them. Pure.

A cell with only one plausible meaning is corrected with a remark; any other raises `CellError`.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email

from watcher.core.import_issue import IssueKind
from watcher.core.looks.observation import Reason
from watcher.jobs.intake.soft_cells import CellError, Say, plain, silent
from watcher.net.address_policy import AddressPolicy
from watcher.net.look_error import LookError
from watcher.probes.domain.domain_names import a_label

_CHANNELS = ("instagram.com", "facebook.com", "fb.com", "tiktok.com", "wa.me", "shopee.co.id",
             "tokopedia.com", "linktr.ee", "youtube.com")  # fmt: skip
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
_SCHEME = re.compile(r"^(h?t?tps?)\s*[:;]?\s*/{1,3}\s*(?=\w)", re.IGNORECASE)
_SEVERAL = re.compile(r"[;,|\s]+|/\s|\s/")
_BRACKETS = re.compile(r"\([^)]*\)")


def url(cell: object, policy: AddressPolicy, say: Say = silent) -> str:
    """Parse a web address. Return a full URL; without a scheme http, which redirects to https.

    Args:
        cell: as it was read.
        policy: which addresses and ports may be watched.
        say: called with a remark where the cell was corrected.

    Raises:
        CellError: it is no web address, or one that must not be watched.
    """
    text = plain(cell)
    scheme_mended = _SCHEME.sub(_scheme, text)
    try:
        if re.search(r"\s", scheme_mended):
            raise CellError(IssueKind.NO_URL, text[:60])
        full = _url(scheme_mended, policy)
    except CellError as error:
        if error.fault is not IssueKind.NO_URL:
            raise
        full = _first_url(scheme_mended, policy, error)
        say(IssueKind.MENDED, full)
        return full
    if scheme_mended.casefold() != text.casefold():
        say(IssueKind.MENDED, full)
    return full


def _scheme(match: re.Match[str]) -> str:
    return "https://" if match[1].lower().endswith("s") else "http://"


def _first_url(text: str, policy: AddressPolicy, error: CellError) -> str:
    for meant in _meant_urls(text):
        try:
            return _url(meant, policy)
        except CellError as other:
            if other.fault is not IssueKind.NO_URL:
                raise
    raise error


def _meant_urls(text: str) -> Iterator[str]:
    """Yield corrections to try: an address with a scheme, the first of several, dots for commas."""
    without = _BRACKETS.sub(" ", text).strip()
    pieces = [piece for piece in _SEVERAL.split(without) if piece]
    yield from (piece for piece in pieces if re.match(r"https?://|www\.", piece))
    yield from pieces[:1]
    if not re.search(r"\s", without):
        yield without.replace(",", ".")


def _url(text: str, policy: AddressPolicy) -> str:
    text = text.rstrip(".,;").strip()
    if "://" not in text:
        if re.match(r"[a-z][a-z0-9+.-]*:(?!\d)", text, re.IGNORECASE):
            raise CellError(IssueKind.FORBIDDEN_URL, text[:60])  # javascript:, data:, mailto:
        text = f"http://{text}"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise CellError(IssueKind.NO_URL, text[:60]) from error
    host = a_label(parts.hostname or "")
    _check(f"{parts.scheme}://{parts.netloc}/", host, policy)
    path = parts.path.rstrip("/") or "/"
    return f"{parts.scheme.lower()}://{host}{f':{port}' if port else ''}{path}"


def _check(whole: str, host: str, policy: AddressPolicy) -> None:
    if host == "localhost" or not host:
        raise CellError(IssueKind.FORBIDDEN_URL if host else IssueKind.NO_URL, host)
    try:
        policy.check_url(whole)
    except LookError as error:
        odd = error.reason is Reason.BAD_REDIRECT
        raise CellError(IssueKind.NO_URL if odd else IssueKind.FORBIDDEN_URL, host[:60]) from error
    if not _HOST.fullmatch(host):
        raise CellError(IssueKind.NO_URL, host[:60])
    if any(host == channel or host.endswith("." + channel) for channel in _CHANNELS):
        raise CellError(IssueKind.CHANNEL_NOT_SITE, host)


#: Frequent misspellings of mail services -> what was probably meant.
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
_NAMED = re.compile(r"<\s*([^<>@\s]+@[^<>@\s]+)\s*>")
_OR = re.compile(r"[;,/|\n]|\s(?:atau|dan|or|and)\s|(?<=\w)\s+(?=\S+@)")


def email(cell: object, say: Say = silent) -> str:
    """Parse an e-mail address. Return its normal form; only the syntax is checked.

    Raises:
        CellError: it is none.
    """
    text = re.sub(r"^mailto:", "", plain(cell), flags=re.IGNORECASE)
    named = _NAMED.search(text)
    whole = named[1] if named else text
    if found := _email(whole.rstrip(".,;")):
        return found
    pieces = [piece.strip() for piece in _OR.split(_BRACKETS.sub(" ", whole)) if piece.strip()]
    if all("@" in piece for piece in pieces):
        valid = [address for piece in pieces if (address := _email(piece))]
        if valid:
            if len(pieces) > 1:
                say(IssueKind.ONE_OF_SEVERAL, valid[0])
            return valid[0]
    joined = re.sub(r"\s*([@.,])\s*", r"\1", whole).replace(",", ".").replace("..", ".")
    if found := _email(joined):
        say(IssueKind.MENDED, found)
        return found
    raise CellError(IssueKind.NO_EMAIL, text[:60])


def _email(text: str) -> str | None:
    try:
        return validate_email(text, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        return None


def meant_email(address: str) -> str | None:
    """Return the address that was probably meant, if its domain is a frequent misspelling."""
    name, _, domain = address.rpartition("@")
    return f"{name}@{TYPOS[domain]}" if domain in TYPOS else None
