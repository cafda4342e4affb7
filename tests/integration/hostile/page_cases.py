"""Group content of the fault catalogue, and beyond: pages made to hold the reader up.

What is bait for a parser is read to its end, as the daily page look does.
"""

import codecs
import json
import random

from hostile.answers import SHOP, coded, http, page, unmeasured
from hostile.stage import Case, Opens
from watcher.demo.servers.hypertext import MEBIBYTE, squeeze

_HTML = ("Content-Type", "text/html; charset=utf-8")
_OK = "up/degraded: ok, too_large"
#: Whatever it is taken for, it is read and does no harm.
_READ = (
    "up/degraded/foreign: ok, too_large, truncated, empty_page, bad_charset, coming_soon,"
    " placeholder, soft_404"
)


def titled(title: str, encoding: str = "utf-8") -> bytes:
    """The shop under another title."""
    text = SHOP.decode()
    head, tail = text.partition("<title>")[0], text.partition("</title>")[2]
    return f"{head}<title>{title}</title>{tail}".encode(encoding)


def in_shop(bait: str) -> bytes:
    """The shop with something behind it."""
    return SHOP + bait.encode()


def charset(name: str, body: bytes = SHOP) -> Opens:
    """A page whose header names an encoding."""
    return http(page(body, ("Content-Type", f"text/html; charset={name}")))


#: Titles that are more than words to whoever prints them, by the number in the catalogue.
TITLES = {
    "C01 title with script": "Toko</title><script>alert(1)</script><img src=x onerror=alert(2)>"
    "<title>&lt;script>alert(1)&lt;/script>&lt;img src=x onerror=alert(2)>",
    "C01 title that is script": "&lt;script>alert(1)&lt;/script>&quot;&gt;"
    "&lt;img src=x onerror=alert(2)>",
    "C02 title that is a template": "{{7*7}}{% include '/etc/passwd' %}${7*7}#{7*7}"
    "{{''.__class__.__mro__[1].__subclasses__()}}%(x)s%s{0}",
    "C03 title that is a formula": '=HYPERLINK("http://jahat.example";"Toko")+cmd|\' /C calc\'!A0',
    "C03 title that begins with a sign": "@SUM(1+1)*cmd|' /C calc'!A0",
    "C13 title with signs that do not print": "Toko \u202egnisup\u202c \u200bKue&#0;&#27;[2J"
    "\x00\x1b[31m\u2066",
}

_BAIT = "<title" * 60_000 + "<!--" + "<title" * 10
CATALOGUE = (
    *(Case(name, http(page(titled(title))), "up: ok") for name, title in TITLES.items()),
    Case(
        "C05 title of 1 MB",
        http(unmeasured(titled("Toko " * 200_000))),
        "up/degraded: ok, too_large",
        whole=True,
        alone=True,
    ),
    Case("C07 bait for expressions", http(unmeasured(in_shop(_BAIT))), _OK, 15, True, True),
    Case("C11 charset undefined", charset("undefined"), "up/degraded: ok, bad_charset"),
    Case(
        "C12 UTF-16 with its mark",
        http(page(codecs.BOM_UTF16_LE + titled("Toko Kué 🍲", "utf-16-le"))),
        "up: ok",
    ),
    Case(
        "C14 half a surrogate and bytes that are no UTF-8",
        http(page(titled("Toko \\ud83d &#xD83D; A").replace(b"A", b"\xed\xa0\xbd\xff\xfe", 1))),
        "up: ok",
    ),
    Case(
        "C15 modified in 2099",
        http(page(SHOP, _HTML, ("Last-Modified", "Fri, 20 Nov 2099 00:00:00 GMT"))),
        "up: ok",
    ),
)

#: Names that Python knows as codecs, and that no page may have it use.
CODECS = tuple(
    Case(f"C+ charset {name}", charset(name), "up/degraded: ok, bad_charset")
    for name in (
        *("zip", "bz2", "base64", "rot13", "hex", "uu", "idna", "punycode", "raw_unicode_escape"),
        *(
            "unicode_escape",
            "utf-7",
            "utf_32",
            "mbcs",
            "../../etc/passwd",
            "a" * 50_000,
            '"',
            "\xe9",
        ),
        *("x-user-defined", "utf-16", "unicode-1-1-utf-8", "none", "''"),
    )
)


def _attributes(number: int) -> str:
    return "<p " + " ".join(f"a{n}=1" for n in range(number)) + ">"


def _linked(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


_FORMATS = "<p>" + "".join(f"<b c={n}>" for n in range(390))
_NAMES = " ".join(f"a{n}" for n in range(1000))
_DATE = '{"dateModified": "2026-01-01T00:00:00+00:00"}'
_HIDDEN = '<div style="display:none"><a href="https://a.example/">a</a><a href="//b.example">b</a>'
#: What it is, and the text that stands behind the shop.
BAITS: tuple[tuple[str, str], ...] = (
    ("100,000 attributes in one tag", _attributes(100_000)),
    ("attributes of one name", "<p " + "a " * 500_000 + ">"),
    ("many tags of 500 attributes", _attributes(500) * 400),
    ("100,000 nested elements", "<div>" * 100_000),
    ("100,000 nested spans", "<span>" * 100_000),
    ("1,000,000 open paragraphs", "<p>" * 600_000),
    ("1,000,000 open anchors", "<a>" * 600_000),
    ("100,000 open formats", "<b>" * 100_000 + "<p>" * 100_000),
    ("formats and blocks in turn", "<b><p><i><div>" * 50_000),
    ("formats that never match", "<b><i><u></b></i></u>" * 90_000),
    ("nested tables", "<table><tr><td>" * 50_000),
    ("tables with strangers", "<table><b><a>" * 100_000),
    ("nested frames of formats", "<font><nobr>" * 90_000),
    ("nested lists", "<ul><li>" * 100_000),
    ("nested svg", "<svg><g>" * 100_000),
    ("nested mathematics", "<math><mi><annotation-xml>" * 40_000),
    ("nested templates", "<template>" * 100_000),
    ("nested selects", "<select><option><optgroup>" * 50_000),
    ("nested forms and buttons", "<form><button>" * 80_000),
    ("headings without end", "<h1><h2><h3>" * 100_000),
    ("end tags alone", "</div></p></b>" * 130_000),
    ("comments that never end", "<!--" * 400_000),
    ("comments in turn", "<!-->" * 350_000),
    ("conditional comments", "<!--[if IE]>" * 150_000),
    ("cdata", "<![CDATA[" * 200_000),
    ("doctypes", "<!doctype html>" * 120_000),
    ("processing instructions", "<?xml ?>" * 200_000),
    ("angle brackets", "<" * 1_900_000),
    ("slashes in a tag", "<p" + "/" * 1_900_000 + ">"),
    ("equal signs in a tag", "<p" + "=" * 1_900_000 + ">"),
    ("equal signs and blanks", "<p" + "= " * 900_000 + ">"),
    ("an equal sign before blanks", "<p =" + " " * 1_900_000 + "x>"),
    ("quotes that never end", "<p " + "a='\"" * 400_000),
    ("quotes in turn", "<p " + "a=\"'\" b='\"' " * 150_000 + ">"),
    ("one value of 1.9 MB", '<p style="' + "x" * 1_900_000 + '">'),
    ("a tag name of 1.9 MB", "<p" + "x" * 1_900_000 + ">"),
    ("references", "&amp;" * 380_000),
    ("references without end", "&" * 1_900_000),
    ("numbers of references", "&#" + "9" * 1_900_000 + ";"),
    ("blanks", " \n\t" * 600_000),
    ("lines", "<br>\n" * 380_000),
    ("form feeds and separators", "\x0c\x1c\x1d\x1e\x85\u2028" * 200_000),
    ("combining signs", "a" + "\u0301" * 900_000),
    ("wide letters", "🍲" * 470_000),
    ("one wide letter", "🍲" + "a " * 900_000),
    ("one word", "x" * 1_900_000),
    ("scripts", "<script>x</script>" * 100_000),
    ("scripts without end", "<script>" * 200_000),
    ("styles", "<style>x</style>" * 100_000),
    ("plaintext", "<plaintext>" * 150_000),
    ("hidden blocks", (_HIDDEN + "</div>") * 18_000),
    ("nested hidden blocks", _HIDDEN * 390 + (_HIDDEN + "</div>") * 10_000),
    ("a block that is hidden", '<p style="' + "left:-" * 300_000 + '">'),
    ("links", '<a href="https://a.example/">a</a>' * 50_000),
    ("links that are none", '<a href="http://[">a</a>' * 70_000),
    ("marquees", '<marquee height="1"><a href="//a.example">a</a></marquee>' * 30_000),
    ("dates", f"{_linked(_DATE)}" * 15_000),
    ("dates in meta elements", '<meta property="og:updated_time" content="x">' * 40_000),
    ("brackets in JSON", _linked("[" * 290_000)),
    ("a number in JSON", _linked("9" * 290_000)),
    ("names in JSON", _linked("[" + ",".join([_DATE] * 6_000) + "]")),
    ("years beyond the calendar", _linked(_DATE.replace("2026", "99999"))),
    ("a date of offsets", _linked(_DATE.replace("+00:00", "+23:59:59.999999"))),
    ("keys that are dates", _linked(json.dumps({"dateModified": {"dateModified": [1, None]}}))),
    ("meta refresh", '<meta http-equiv="refresh" content="0;url=' * 40_000),
    ("bases", '<base href="http://127.0.0.2:7007/">' * 50_000),
    ("words of gamblers", "slot gacor maxwin togel " * 80_000),
    ("words of hackers", "hacked by " * 190_000),
    # as many tags as are parsed at all
    ("definitions in lists in turn", "<dd><li>" * 9_900),
    ("options left open", "<select>" + "<option>" * 19_800),
    ("ends in comments", "<span><!--</span>-->" * 6_600),
    ("ends in scripts", "<b><script></b></script>" * 4_900),
    ("ends in tables", "<font><table></font></table>" * 4_900),
    ("formats in every paragraph", _FORMATS + "<p>x" * 3200),
    ("formats in many paragraphs", _FORMATS + "<p>x" * 19_000),
    ("few formats in many paragraphs", _FORMATS[:900] + "<p>x" * 3200),
    ("other formats each time", "".join(f"<b a{n}><!--</b>-->" for n in range(6_600))),
)
BAITED = tuple(
    Case(
        f"C+ {name}",
        http(unmeasured(in_shop(bait))),
        _READ,
        within=15,
        whole=True,
        queue=f"baits {number // 2}",
    )
    for number, (name, bait) in enumerate(BAITS)
)

#: The worst of the baits again, in an encoding whose tags are no bytes of ASCII.
_WIDE = (_attributes(90_000), "<div>" * 100_000, "<b><p><i><div>" * 40_000)
IN_UTF16 = tuple(
    Case(
        f"C+ UTF-16 that hides bait {number}",
        charset(name, codecs.BOM_UTF16_LE * (name == "utf-8") + bait.encode("utf-16-le")),
        _READ, 15, whole=True, queue=f"UTF-16 {number // 3}",
    )
    for number, (bait, name) in enumerate(
        (bait, name) for bait in _WIDE for name in ("utf-8", "utf-16le")
    )
)  # fmt: skip


def noise(size: int) -> bytes:
    """Bytes of no sense, the same every time."""
    return random.Random(17).randbytes(size)  # noqa: S311 - not a secret


OTHERS = (
    Case(
        "C+ attributes in every paragraph",
        http(unmeasured(f"<p><b {_NAMES}>{'<p>x' * 2500}".encode())),
        _READ,
        alone=True,
    ),
    Case("C+ accents", http(unmeasured(in_shop("\u0301\u0316" * 470_000))), _READ, 15, True, True),
    Case(
        "C+ formats in the first 16 KB",
        http(unmeasured(f"{_FORMATS}{'<p>x' * 3200}".encode())),
        _READ,
        alone=True,
    ),
    *(
        Case(f"C+ forwards to {to}", http(page(f'<script>location="{to}"'.encode())), _READ)
        for to in ("http://[::1", "//a℀b.example/", "javascript:1", "mailto:a@b.example")
    ),
    Case("C+ 2 MB of noise", http(unmeasured(noise(2_000_000))), _READ, 15, True, True),
    Case(
        "C+ 2 MB of noise in a picture",
        http(unmeasured(b"\x89PNG\r\n\x1a\n" + noise(1_900_000), ("Content-Type", "image/png"))),
        _READ, 15, True, True,
    ),
    Case("C+ noise in GB 18030", charset("gb18030", noise(1_900_000)), _READ, 15, True, True),
    Case("C+ NULs", http(unmeasured(bytes(2_000_000))), _READ, 15, True, True),
    Case(
        "C+ bait packed a thousand times",
        http(coded("gzip", lambda: squeeze(in_shop("<div>" * (2 * MEBIBYTE // 5))))),
        _READ, 15, True, True,
    ),
    Case("C+ a large honest page", http(unmeasured(SHOP * 900)), _READ, 15, True, True),
)  # fmt: skip
CASES = (*CATALOGUE, *CODECS, *BAITED, *IN_UTF16, *OTHERS)
