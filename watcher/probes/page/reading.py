"""Read an HTTP answer and decide what the page is; used by availability and page looks."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

import httpx

from watcher.core.pages.kind import PageKind, PageVerdict
from watcher.core.pages.page_facts import Claim
from watcher.core.pages.rules import judge_page
from watcher.core.sites.site import Site
from watcher.net.trace import LookTrace
from watcher.probes.domain.registrable import registrable
from watcher.probes.page.markup import SHORT_BYTES, Markup, page_text, read_markup, unparsed
from watcher.probes.page.parse_budget import PARSE_SECONDS, within_parse_budget
from watcher.probes.page.phrase_file import load_rules
from watcher.sandbox.sandbox import Sandbox

_REFRESH = re.compile(r"url\s*=\s*[\"']?([^\"'\s]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """A parsed page and its verdict."""

    markup: Markup
    verdict: PageVerdict


#: The reading of a page that was not read.
UNREAD = Reading(Markup(parsed=False), PageVerdict(PageKind.UNKNOWN_CONTENT))


def is_body_lost(response: httpx.Response, trace: LookTrace) -> bool:
    """Whether no byte of the body could be read, so that the page is not known."""
    return trace.flaw is not None and not response.content


async def read_body(body: bytes, charset: str | None, sandbox: Sandbox) -> Markup:
    """Parse a decompressed body, in the sandbox unless it is certainly cheap.

    Args:
        body: decompressed.
        charset: the encoding that its Content-Type names, if any.
        sandbox: parses costly bodies; of one that exceeds its limits only the title is read.
    """
    if within_parse_budget(body):
        return read_markup(body, charset)
    markup = await sandbox.run(read_markup, body, charset, seconds=PARSE_SECONDS)
    return unparsed(body, charset) if markup is None else markup


async def read_page(
    response: httpx.Response, site: Site, sandbox: Sandbox, *, whole: bool
) -> Reading:
    """Parse an answer and decide what the page is.

    Args:
        response: with the decompressed body.
        site: whose page it should be.
        sandbox: parses costly bodies.
        whole: the body was read to its end.
    """
    markup = await read_body(response.content, charset_of(response), sandbox)
    return judged(markup, response, site, whole=whole)


def judged(markup: Markup, response: httpx.Response, site: Site, *, whole: bool) -> Reading:
    """Decide what a parsed page is.

    Args:
        markup: parsed from the body.
        response: its URL, status and Refresh header count too.
        site: whose page it should be.
        whole: the body was read to its end.
    """
    markup = replace(markup, sends_to=markup.sends_to or _refreshed_to(response))
    page = page_text(
        markup,
        leaves_site=is_offsite(_target(str(response.url), markup.sends_to), site.url),
        whole=whole,
        status=response.status_code,
    )
    return Reading(markup, judge_page(page, load_rules(), identity_of(site)))


def identity_of(site: Site) -> tuple[str, ...]:
    """The words that identify the grantee's page: of the business name and of the domain."""
    domain = (site.domain or "").partition(".")[0].replace("-", " ")
    return tuple(dict.fromkeys((*site.business.split(), *domain.split())))


def is_offsite(url: str, granted: str) -> bool:
    """Whether a URL belongs to another registrable domain than the granted URL."""
    host, home = _host(url), _host(granted)
    if not host:  # javascript:, mailto: and the like
        return False
    return host != home and (registrable(host) or host) != (registrable(home) or home)


def modified_claims(response: httpx.Response) -> tuple[Claim, ...]:
    """The date of the Last-Modified header, as a weak claim; none without a valid one."""
    try:
        at = parsedate_to_datetime(response.headers["last-modified"])
    except (KeyError, ValueError, TypeError, OverflowError):
        return ()
    return (Claim(_aware(at), "last-modified", strong=False),)


def _refreshed_to(response: httpx.Response) -> str:
    """The URL in the Refresh header of a short answer; "" without one."""
    is_short = len(response.content) <= SHORT_BYTES
    match = _REFRESH.search(response.headers.get("refresh", "")) if is_short else None
    return match[1] if match else ""


def _target(url: str, sends_to: str) -> str:
    """The absolute URL that a page forwards to; "" where it forwards nowhere valid."""
    try:
        return urljoin(url, sends_to) if sends_to else ""
    except ValueError:
        return ""


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def charset_of(response: httpx.Response) -> str | None:
    """The encoding that the Content-Type of an answer names, if any."""
    content_type = response.headers.get("content-type", "")
    _, _, named = content_type.lower().partition("charset=")
    return named.split(";")[0].strip(" \"'") or None


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)
