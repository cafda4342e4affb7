"""Bytes of a page -> what a visitor reads, and the dates the page claims for itself.

Never raises, whatever the bytes; but one tag with 40,000 attributes costs 2 s and 50,000 nested
elements cost 3 s (measured), so reading.py parses what may cost that much in the sandbox.
Judging what was read belongs to core.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from watcher.core.pages.kind import EMPTY_LETTERS, HiddenLink, PageText
from watcher.core.pages.page_facts import Claim
from watcher.probes.page.charset import decode
from watcher.probes.page.claimed_dates import read_claims

_TITLE_BYTES = 256 * 1024
_TITLE = 200  # characters
_TEXT = 500_000  # characters; a book has as many
SHORT_BYTES = 2048  # bytes; a longer page is a page, even if it forwards
_FORWARDS = re.compile(
    r"""http-equiv\s*+=\s*+["']?+refresh["']?[^>]*?url\s*+=\s*+["']?+\s*+([^"'>\s]+)"""
    r"""|location(?:\.href)?\s*=\s*["']([^"']+)["']"""
    r"""|location\.(?:replace|assign)\(\s*["']([^"']+)["']""",
    re.IGNORECASE,
)
_INLINE = ["b", "strong", "i", "em", "u", "s", "span", "font", "small", "mark", "sup", "sub"]
_BLOCKS = "p, div, li, td, h1, h2, section, main, center"
_BLOCK_END = "\x1e"  # str.splitlines ends a line here too
_UNREAD = ["script", "style", "template", "svg"]
_MEDIA = "img, picture, video, svg, canvas, object, embed, iframe, frame"
_SCRIPT_ROOT = (
    "#root, #app, #__next, #__nuxt, #___gatsby, #svelte, #q-app, app-root, flt-glass-pane, "
    "[ng-app], [data-reactroot], script[type=module], script[src*=flutter]"
)
_CONTACTS = (
    "a[href*='tel:' i], a[href*='sms:' i], a[href*='mailto:' i], a[href*='whatsapp' i], "
    "a[href*='wa.me/' i], a[href*='wa.link/' i], a[href*='t.me/' i], a[href*='m.me/' i]"
)
#: Whom a link calls or writes to; an address that names nobody ("tel:#") is none.
_CONTACT = re.compile(
    r"(?:tel|sms):(?://)?[+(]?(?:[ ().-]|%20)*(?:\d(?:[ ().-]|%20)*){6}"
    r"|mailto:[^?\s]*[^?\s@]@[\w-]+\.\w"
    r"|(?:https?:)?//(?:www\.)?wa\.me/(?:(?:message|qr|c)/\w|\+?\d{8})"
    r"|(?:https?:)?//(?:www\.)?(?:wa\.link|t\.me|m\.me)/\w"
    r"|(?:whatsapp://|(?:https?:)?//(?:api|web|chat|www)\.whatsapp\.com/)"
    r"(?:send/?\?(?:\S*&)?phone=(?:\+|%2b)?\d{8}|(?:message/)?\w{10})",
    re.IGNORECASE,
)
_MAYBE_HIDDEN = "[style], [hidden], marquee"
_HIDING = re.compile(
    r"display:none|visibility:hidden|(?:font-size|max-height|opacity):0(?![.\d])"
    r"|(?:^|;)height:[01](?:px)?(?:;|$)|(?:left|top|text-indent|margin-left):-\d{3,}"
)
_HIDDEN_HOSTS = 2
_HIDDEN_BLOCKS = 50  # nested ones repeat each other's links
_LINKS_OF_BLOCK = 400


@dataclass(frozen=True, slots=True)
class Markup:
    """What was read from a body.

    Attributes:
        lines: visible text, one line a block, blanks folded.
        bad_charset: the page names an encoding we do not read; it was read as UTF-8.
        parsed: False when parsing would have cost too much: then only the title is known.
        links_to_contact: a link calls or writes to somebody; known of short pages alone.
        sends_to: where a page of 2 KB or less forwards its visitor to, as written.
        hidden_links: links of blocks a visitor cannot see; their words are not in `lines`.
    """

    title: str = ""
    lines: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    bad_charset: bool = False
    parsed: bool = True
    has_image: bool = False
    has_script_root: bool = False
    links_to_contact: bool = False
    sends_to: str = ""
    hidden_links: tuple[HiddenLink, ...] = ()


def read_markup(body: bytes, charset: str | None) -> Markup:
    """Read a decoded body; `charset` is the one its Content-Type names, if any."""
    text, known = decode(body, charset)
    text = text.replace("\0", "")  # as a browser reads it
    try:
        markup = replace(_parsed(text), bad_charset=not known)
    except SelectolaxError:  # it found no more memory
        return unparsed(body, charset)
    if len(body) > SHORT_BYTES:
        return markup
    match = _FORWARDS.search(text)
    return replace(markup, sends_to=match[match.lastindex or 0]) if match else markup


def unparsed(body: bytes, charset: str | None) -> Markup:
    """What is known of a body that is over the limit of the sandbox: its title."""
    text, known = decode(body, charset)
    return Markup(clean_title(_title_by_search(text)), bad_charset=not known, parsed=False)


def page_text(
    markup: Markup, *, leaves_site: bool = False, whole: bool = True, status: int = 200
) -> PageText:
    """Hand the rules of core what they judge by.

    Args:
        leaves_site: `sends_to` belongs to another registrable domain.
        whole: the body was read to its end.
        status: what the server calls its answer.
    """
    text = "\n".join(markup.lines)
    return PageText(
        title=markup.title,
        text=text,
        words=len(text) and 1 + text.count(" ") + text.count("\n"),  # a list would weigh 50 MB
        has_image=markup.has_image,
        has_script_root=markup.has_script_root,
        links_to_contact=markup.links_to_contact,
        sends_to=markup.sends_to,
        leaves_site=leaves_site,
        hidden_links=markup.hidden_links,
        whole=whole and markup.parsed,
        is_error=status >= 500,
        is_refused=400 <= status < 500,
    )


def clean_title(title: str) -> str:
    """Leave what can be printed: no control, direction, zero-width or lone surrogate signs."""
    blanks = " ".join(title[: 20 * _TITLE].split())
    return "".join(filter(_prints, blanks))[:_TITLE].strip()


def _prints(letter: str) -> bool:
    """Tell whether a character shows: neither Cc, Cf, Cs, Co nor unassigned."""
    return letter.isprintable() or letter == " "


def _title_by_search(text: str) -> str:
    """Find the title without a parser, in the first 256 KiB."""
    head = text[:_TITLE_BYTES]
    folded = head.lower()
    start = folded.find(">", folded.find("<title")) + 1
    end = folded.find("</title", start)
    return head[start:end] if "<title" in folded and end > start else ""


def _parsed(text: str) -> Markup:
    """Parse a body of bearable cost."""
    tree = LexborHTMLParser(text)
    title = tree.css_first("title")
    claims = read_claims(tree)
    has_image = tree.css_first(_MEDIA) is not None
    has_script_root = tree.css_first(_SCRIPT_ROOT) is not None
    hidden = tuple(dict.fromkeys(_hidden_links(tree)))
    lines = _lines(tree, {link.text for link in hidden})
    is_short = sum(map(len, lines)) < EMPTY_LETTERS
    return Markup(
        title=clean_title(title.text() if title else ""),
        lines=lines,
        claims=claims,
        has_image=has_image,
        has_script_root=has_script_root,
        links_to_contact=is_short and _links_to_contact(tree),
        hidden_links=hidden,
    )


def _lines(tree: LexborHTMLParser, unseen: set[str]) -> tuple[str, ...]:
    """Give the visible lines; takes scripts and inline tags out of the tree on the way."""
    tree.strip_tags(_UNREAD)
    tree.unwrap_tags(_INLINE)
    tree.merge_text_nodes()
    body = tree.body or tree.root
    text = body.text(separator=_BLOCK_END)[:_TEXT] if body else ""
    # in HTML a line feed is a blank, except where the author set the lines
    as_set = tree.css_first("pre") is not None or tree.css_first(_BLOCKS) is None
    blocks = text.splitlines() if as_set else text.split(_BLOCK_END)
    folded = (" ".join(line.split()) for line in blocks)
    return tuple(line for line in folded if line and line not in unseen)


def _links_to_contact(tree: LexborHTMLParser) -> bool:
    """Tell whether one of the first links calls or writes to somebody."""
    links = islice(tree.css(_CONTACTS), _LINKS_OF_BLOCK)
    return any(_CONTACT.match((a.attributes.get("href") or "").strip()) for a in links)


def _hidden_links(tree: LexborHTMLParser) -> Iterator[HiddenLink]:
    """Find links to other places inside blocks that styles take out of sight."""
    for block in islice(filter(_is_hidden, tree.css(_MAYBE_HIDDEN)), _HIDDEN_BLOCKS):
        links = [
            HiddenLink(_host(a), " ".join(a.text().split()))
            for a in block.css("a[href]")[:_LINKS_OF_BLOCK]
        ]
        outside = [link for link in links if link.host]
        if len({link.host for link in outside}) >= _HIDDEN_HOSTS:
            yield from outside


def _is_hidden(block: LexborNode) -> bool:
    """Tell whether a block's own markup hides it; style sheets are not read."""
    seen = block.attributes
    if block.tag == "marquee":
        return (seen.get("height") or "") in ("0", "1") or (seen.get("width") or "") in ("0", "1")
    style = "".join((seen.get("style") or "").lower().split())
    return "hidden" in seen or _HIDING.search(style) is not None


def _host(anchor: LexborNode) -> str:
    """Give the host an absolute link leads to, or nothing."""
    try:
        return urlsplit(anchor.attributes.get("href") or "").hostname or ""
    except ValueError:
        return ""
