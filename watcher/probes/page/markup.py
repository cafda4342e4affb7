"""Parse the bytes of a page: title, visible text, links, and the dates that it states.

Never raises, whatever the bytes. One tag with 40,000 attributes takes 2 s and 50,000 nested
elements take 3 s (measured), so reading.py parses costly bodies in the sandbox. What the text
means is decided in core/pages.
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
_TEXT = 500_000  # characters, as many as a book
SHORT_BYTES = 2048  # bytes; a longer page counts as content, even if it forwards
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
#: A link with a phone number or address; one without ("tel:#") does not match.
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
_HIDDEN_BLOCKS = 50  # nested blocks repeat each other's links
_LINKS_OF_BLOCK = 400


@dataclass(frozen=True, slots=True)
class Markup:
    """What was parsed from a body.

    Attributes:
        lines: visible text, one line for each block, with single spaces.
        claims: dates that the page states for its last change.
        bad_charset: the page names an encoding that is not supported; it was read as UTF-8.
        parsed: False where parsing exceeded a limit: then only the title is known.
        has_image: anything visible besides text.
        has_script_root: an element in which a script would build the page.
        links_to_contact: a link with a phone number or address; looked for on short pages only.
        sends_to: the URL that a page of 2 KB or less forwards to, as written.
        hidden_links: links of invisible blocks; their texts are not in `lines`.
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
    """Parse a decompressed body; `charset` is the one that its Content-Type names, if any."""
    text, known = decode(body, charset)
    text = text.replace("\0", "")  # as a browser reads it
    try:
        markup = replace(_parsed(text), bad_charset=not known)
    except SelectolaxError:  # it could not allocate memory
        return unparsed(body, charset)
    if len(body) > SHORT_BYTES:
        return markup
    match = _FORWARDS.search(text)
    return replace(markup, sends_to=match[match.lastindex or 0]) if match else markup


def unparsed(body: bytes, charset: str | None) -> Markup:
    """The title of a body that exceeded the limits of the sandbox."""
    text, known = decode(body, charset)
    return Markup(clean_title(_title_by_search(text)), bad_charset=not known, parsed=False)


def page_text(
    markup: Markup, *, leaves_site: bool = False, whole: bool = True, status: int = 200
) -> PageText:
    """Make the input of core's rules.

    Args:
        markup: what was parsed.
        leaves_site: `sends_to` belongs to another registrable domain.
        whole: the body was read to its end.
        status: the HTTP status.
    """
    text = "\n".join(markup.lines)
    return PageText(
        title=markup.title,
        text=text,
        words=len(text) and 1 + text.count(" ") + text.count("\n"),  # split() would take 50 MB
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
    """Keep printable characters: no controls, direction marks, zero widths or lone surrogates."""
    one_line = " ".join(title[: 20 * _TITLE].split())
    return "".join(filter(_is_visible, one_line))[:_TITLE].strip()


def _is_visible(letter: str) -> bool:
    """Whether a character is visible or a space: not of Cc, Cf, Cs, Co or unassigned."""
    return letter.isprintable() or letter == " "


def _title_by_search(text: str) -> str:
    """Find the title without a parser, in the first 256 KiB."""
    head = text[:_TITLE_BYTES]
    folded = head.lower()
    start = folded.find(">", folded.find("<title")) + 1
    end = folded.find("</title", start)
    return head[start:end] if "<title" in folded and end > start else ""


def _parsed(text: str) -> Markup:
    """Parse a decoded page."""
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
    """The visible lines. Removes scripts and inline tags from the tree."""
    tree.strip_tags(_UNREAD)
    tree.unwrap_tags(_INLINE)
    tree.merge_text_nodes()
    body = tree.body or tree.root
    text = body.text(separator=_BLOCK_END)[:_TEXT] if body else ""
    # in HTML a line feed is a space, except in preformatted text and on pages without blocks
    keeps_lines = tree.css_first("pre") is not None or tree.css_first(_BLOCKS) is None
    blocks = text.splitlines() if keeps_lines else text.split(_BLOCK_END)
    folded = (" ".join(line.split()) for line in blocks)
    return tuple(line for line in folded if line and line not in unseen)


def _links_to_contact(tree: LexborHTMLParser) -> bool:
    """Whether one of the first links has a phone number or address."""
    links = islice(tree.css(_CONTACTS), _LINKS_OF_BLOCK)
    return any(_CONTACT.match((a.attributes.get("href") or "").strip()) for a in links)


def _hidden_links(tree: LexborHTMLParser) -> Iterator[HiddenLink]:
    """Find links to two or more other hosts inside blocks that styles make invisible."""
    for block in islice(filter(_is_hidden, tree.css(_MAYBE_HIDDEN)), _HIDDEN_BLOCKS):
        links = [
            HiddenLink(_host(a), " ".join(a.text().split()))
            for a in block.css("a[href]")[:_LINKS_OF_BLOCK]
        ]
        absolute = [link for link in links if link.host]
        if len({link.host for link in absolute}) >= _HIDDEN_HOSTS:
            yield from absolute


def _is_hidden(block: LexborNode) -> bool:
    """Whether a block's own attributes hide it; style sheets are not read."""
    attributes = block.attributes
    if block.tag == "marquee":
        return any((attributes.get(side) or "") in ("0", "1") for side in ("height", "width"))
    style = "".join((attributes.get("style") or "").lower().split())
    return "hidden" in attributes or _HIDING.search(style) is not None


def _host(anchor: LexborNode) -> str:
    """The host of an absolute link; "" for others."""
    try:
        return urlsplit(anchor.attributes.get("href") or "").hostname or ""
    except ValueError:
        return ""
