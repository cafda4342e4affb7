"""An answer -> what the page is. Shared by the availability look and the page look."""

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
from watcher.probes.page.parse_budget import within_parse_budget
from watcher.probes.page.phrase_file import load_rules
from watcher.sandbox.sandbox import Sandbox

_REFRESH = re.compile(r"url\s*=\s*[\"']?([^\"'\s]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read, and what it is taken for."""

    markup: Markup
    verdict: PageVerdict


#: What is known of a page that nobody has read.
UNREAD = Reading(Markup(parsed=False), PageVerdict(PageKind.UNKNOWN_CONTENT))


def nothing_came(response: httpx.Response, trace: LookTrace) -> bool:
    """Whether the body was lost on the way, so that nobody can say what stands on the page."""
    return trace.flaw is not None and not response.content


async def read_body(body: bytes, charset: str | None, sandbox: Sandbox) -> Markup:
    """Read a decoded body: here where that is cheap beyond doubt, else in the sandbox.

    Args:
        charset: the encoding that its Content-Type names, if any.
    """
    if within_parse_budget(body):
        return read_markup(body, charset)
    markup = await sandbox.run(read_markup, body, charset)
    return unparsed(body, charset) if markup is None else markup


async def read_page(
    response: httpx.Response, site: Site, sandbox: Sandbox, *, whole: bool
) -> Reading:
    """Read and judge an answer.

    Args:
        whole: the body was read to its end.
    """
    markup = await read_body(response.content, charset_of(response), sandbox)
    return judged(markup, response, site, whole=whole)


def judged(markup: Markup, response: httpx.Response, site: Site, *, whole: bool) -> Reading:
    """Judge what was read of an answer."""
    markup = replace(markup, sends_to=markup.sends_to or _refreshed_to(response))
    page = page_text(
        markup,
        leaves_site=is_offsite(_target(str(response.url), markup.sends_to), site.url),
        whole=whole,
        status=response.status_code,
    )
    return Reading(markup, judge_page(page, load_rules(), identity_of(site)))


def identity_of(site: Site) -> tuple[str, ...]:
    """What ties a page to its grantee: words of the business and of its domain."""
    domain = (site.domain or "").partition(".")[0].replace("-", " ")
    return tuple(dict.fromkeys((*site.business.split(), *domain.split())))


def is_offsite(url: str, granted: str) -> bool:
    """Whether a URL lies on another registrable domain than the granted one."""
    host, home = _host(url), _host(granted)
    if not host:  # a script, a mail address
        return False
    return host != home and (registrable(host) or host) != (registrable(home) or home)


def modified_claims(response: httpx.Response) -> tuple[Claim, ...]:
    """The date of the Last-Modified header, as the weak claim that it is."""
    try:
        at = parsedate_to_datetime(response.headers["last-modified"])
    except (KeyError, ValueError, TypeError, OverflowError):
        return ()
    return (Claim(_aware(at), "last-modified", strong=False),)


def _refreshed_to(response: httpx.Response) -> str:
    """Where the Refresh header of a short answer leads, as a meta element would."""
    said = response.headers.get("refresh", "") if len(response.content) <= SHORT_BYTES else ""
    found = _REFRESH.search(said)
    return found[1] if found else ""


def _target(url: str, sends_to: str) -> str:
    """Where a page forwards its visitor to; nowhere, if no browser could follow."""
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
    """The encoding that its Content-Type names, if any."""
    content_type = response.headers.get("content-type", "")
    _, _, named = content_type.lower().partition("charset=")
    return named.split(";")[0].strip(" \"'") or None


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)
