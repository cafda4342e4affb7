"""Reading bodies: what a visitor sees, what the page claims, and what would hold us up."""

import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.pages.kind import HiddenLink, PageKind
from watcher.core.pages.page_facts import Claim
from watcher.core.pages.rules import judge_page
from watcher.probes.page.markup import Markup, page_text, read_markup
from watcher.probes.page.parse_budget import within_parse_budget
from watcher.probes.page.phrase_file import load_rules, rules_of
from watcher.probes.page.reading import read_body
from watcher.sandbox.sandbox import Sandbox

SHOP = """<!doctype html><html><head><title> Pempek\u202e Cek\x07 Ana&nbsp;\u200b</title>
<meta property="article:modified_time" content="2026-10-12T08:30:00+07:00">
<script type="application/ld+json">{"@graph": [{"dateModified": "2026-09-01",
 "datePublished": "2025-01-02T00:00:00Z"}]}</script>
<style>p { color: red }</style></head><body>
<nav><a href="/">Beranda</a><a href="/menu">Menu</a></nav>
<p>Kapal <b>selam</b>
   <span>Rp</span> <span>25.000</span></p><script>var x = "rahasia"</script>
<img src="pempek.jpg"></body></html>""".encode()


def test_a_shop_is_read() -> None:
    shop = read_markup(SHOP, "utf-8")
    assert shop.title == "Pempek Cek Ana"
    assert shop.lines == ("Beranda", "Menu", "Kapal selam Rp 25.000")
    assert shop.has_image
    assert not shop.has_script_root
    assert set(shop.claims) == {
        Claim(datetime(2026, 10, 12, 1, 30, tzinfo=UTC), "article:modified_time", True),
        Claim(datetime(2026, 9, 1, tzinfo=UTC), "json-ld dateModified", True),
        Claim(datetime(2025, 1, 2, tzinfo=UTC), "json-ld datePublished", True),
    }


def test_lines_an_author_set_stay_lines() -> None:
    assert read_markup(b"<pre>Index of /\nfoto/</pre>", None).lines == ("Index of /", "foto/")
    assert read_markup(b"hacked by\nkucing", None).lines == ("hacked by", "kucing")
    assert read_markup(b"<p>satu\ndua</p>tiga", None).lines == ("satu dua", "tiga")


@pytest.mark.parametrize(
    "stated", ["", "kemarin", "2026-13-45", "0001-01-01T00:00:00+14:00", "9" * 5000, "\ud800"]
)
def test_what_is_no_date_is_no_claim(stated: str) -> None:
    body = f'<meta property="og:updated_time" content="{stated}"><p>© 2026'
    assert read_markup(body.encode("utf-8", "replace"), None).claims == ()


def test_deep_json_is_survived() -> None:
    body = b'<script type="application/ld+json">' + b"[" * 100_000 + b"</script><p>Pempek"
    assert read_markup(body, None).lines == ("Pempek",)


@pytest.mark.parametrize(
    ("body", "charset", "bad"),
    [
        ("Pempek é".encode(), None, False),
        ("Pempek é".encode("cp1252"), "ISO-8859-1", False),
        (b'<meta charset="windows-1252">Pempek \xe9', None, False),
        ("\ufeffPempek é".encode("utf-16-le"), None, False),
        ("Pempek é".encode(), "utf-7", True),
        ("Pempek é".encode(), "rot13", True),
        (b'<meta charset="zip"> ' + "Pempek é".encode(), None, True),
    ],
)
def test_only_known_encodings_are_used(body: bytes, charset: str | None, bad: bool) -> None:
    markup = read_markup(body, charset)
    assert markup.lines == ("Pempek é",)
    assert markup.bad_charset == bad


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as one:
        yield one


def in_sandbox(body: bytes, sandbox: Sandbox) -> Markup:
    assert not within_parse_budget(body)
    return asyncio.run(read_body(body, None, sandbox))


@pytest.mark.parametrize(
    "body",
    [
        b"<title>Pempek</title><a " + b" ".join(b"a%d" % i for i in range(60_000)) + b">x",
        b"<title>Pempek</title>" + b"<div>" * 100_000,
        b"<title>Pempek</title>" + b"<div></b>" * 100_000,
        b"<title>Pempek</title>" + b"<b a>" * 3000 + b"<p>x" * 300_000,
        b"\xff\xfe" + ("<title>Pempek</title>" + "<div>" * 100_000).encode("utf-16-le"),
    ],
)
def test_a_body_over_the_limit_gives_its_title_only(body: bytes, sandbox: Sandbox) -> None:
    markup = in_sandbox(body, sandbox)
    assert (markup.title, markup.lines, markup.parsed) == ("Pempek", (), False)
    assert judge_page(page_text(markup), load_rules(), ()).kind is PageKind.OWNER_SITE


@pytest.mark.parametrize(
    ("body", "first"),
    [
        (b"<p " + b"x" * 32_768 + b">Kue", "Kue"),
        (b"<p" + b"/" * 300_000 + b">Kue", "Kue"),
        (b"<p a b='c' d e=f>Kue" * 16_000, "Kue"),
        (b"<!-->" * 60_000 + b"Kue", "Kue"),
        (b"<ul>" + b'<li class="kue" id="a"><b>Kue</b></li>' * 4_900, "Kue"),
        (b'<p>Kue<img src="data:image/png;base64,' + b"iVBORw0KGgo/AA+=" * 9000 + b'">', "Kue"),
    ],
)
def test_a_body_that_is_only_large_is_read(body: bytes, first: str, sandbox: Sandbox) -> None:
    markup = in_sandbox(body, sandbox)
    assert (markup.parsed, markup.lines[0]) == (True, first)


def test_a_nul_is_no_letter() -> None:
    markup = read_markup(b"<title>Pem\0pek</title><p>Pem\0pek", None)
    assert (markup.title, markup.lines) == ("Pempek", ("Pempek",))


def test_words_are_counted_over_lines() -> None:
    pages = {b"": 0, b"<p>Kue": 1, b"<p>Kue  lapis<p>Pempek\n": 3}
    assert {body: page_text(read_markup(body, None)).words for body in pages} == pages


@pytest.mark.parametrize(
    "body",
    [
        b'<meta http-equiv="refresh" content="0; url=https://lain.example/a">',
        b"<script>window.location.href = 'https://lain.example/a'</script>",
        b'<script>location.replace("https://lain.example/a")</script>',
    ],
)
def test_a_small_forwarding_page_tells_where_it_sends(body: bytes) -> None:
    assert read_markup(body, None).sends_to == "https://lain.example/a"
    assert read_markup(body + b"<p>isi</p>" * 300, None).sends_to == ""


@pytest.mark.parametrize(
    "opening",
    [
        '<div style="display: none">',
        '<div style="position:absolute; left:-9999px">',
        '<p style="font-size:0px">',
        '<marquee height="0">',
        "<div hidden>",
    ],
)
def test_links_out_of_sight_are_kept_apart(opening: str) -> None:
    links = "".join(f'<a href="https://h{i}.example/">slot {i}</a>' for i in range(3))
    markup = read_markup(f"<p>Pempek</p>{opening}{links}".encode(), None)
    assert markup.lines == ("Pempek",)
    assert markup.hidden_links[0] == HiddenLink("h0.example", "slot 0")
    verdict = judge_page(page_text(markup), load_rules(), ())
    assert verdict.kind is PageKind.INJECTED


def test_small_print_is_not_hidden() -> None:
    links = '<a href="https://a.example/">a</a><a href="https://b.example/">b</a>'
    body = f'<p style="font-size:0.9em;line-height:1.5">{links}'
    assert read_markup(body.encode(), None).hidden_links == ()


def test_a_shell_of_a_script_is_known() -> None:
    assert read_markup(b'<body><div id="root"></div>', None).has_script_root


def test_the_facts_file_refuses_what_no_page_can_say() -> None:
    facts = {
        "rule": [
            {"name": "x", "kind": "parked", "where": "top", "max_words": 9, "phrases": ["Parked"]}
        ]
    }
    with pytest.raises(ValueError, match="no page can match"):
        rules_of(facts)


@given(st.binary(max_size=3000), st.none() | st.text(max_size=12))
def test_no_bytes_make_it_raise(body: bytes, charset: str | None) -> None:
    markup = read_markup(body, charset)
    judge_page(page_text(markup), load_rules(), ("pempek",))
    assert all(letter.isprintable() for letter in markup.title)


TAGS = ["<svg>", "</svg>", "<title>", "<b>", "<p>", "<a href='//[x'>", "<template>", "<table>", "x"]
TAGS += ["<div hidden>", "<marquee height=0>", "</b>", "<script>", "</script>", "<frameset>", "\0"]


@given(st.lists(st.sampled_from(TAGS), max_size=60).map("".join))
def test_no_order_of_tags_makes_it_raise(body: str) -> None:
    page_text(read_markup(body.encode(), None))


FEW = b"<p><b class='x'>Kue</b> " * 40
OPEN = b"<p>" + b"".join(b"<b c=%d>" % n for n in range(100))


@pytest.mark.parametrize(
    ("body", "cheap"),
    [
        (b"<p>Kue", True),
        (FEW, True),
        (FEW + b'<a href="/x?a=1&b=2" title=\'kue "lapis"\' hidden>x</a>', True),
        (FEW + b"x" * 16_384, False),
        (b"\0" + FEW, False),  # it may be UTF-16
        (OPEN + b"<p>x" * 50, True),
        (OPEN + b"<p>x" * 300, False),
        (b"<b " + b" ".join(b"a%d" % n for n in range(900)) + b">" + b"<p>x" * 100, False),
        (b"<B\n" + b" ".join(b"a%d" % n for n in range(900)) + b">" + b"<p>x" * 100, False),
        # where a tag ends is not for us to guess
        (b'<b a=x" b=">" c d>' + FEW, False),
        (b'<b a="<" c d>' + FEW, False),
        (b"<b a='>' c d>" + FEW, False),
        (b"<b a=b", False),
    ],
)
def test_what_within_parse_budget(body: bytes, cheap: bool) -> None:
    assert within_parse_budget(body) is cheap


@pytest.mark.parametrize("many", ["\u0301\u0316" * 200_000, "\ufdfa" * 400_000])
def test_accents_and_wide_letters_are_judged_in_time(many: str) -> None:
    """A run of accents is sorted in the square of its length; a letter may become eighteen."""
    markup = read_markup(f"<title>Kue</title><p>Kue lapis</p><p>x{many}".encode(), None)
    began = time.process_time()
    judge_page(page_text(markup), load_rules(), ("kue",))
    assert time.process_time() - began < 20  # it took minutes; some 0.3 s are usual


@pytest.mark.parametrize(
    "href",
    [
        "https://wa.me/6281200001111", "http://wa.me/+6281200001111?text=Halo",
        "//wa.me/message/AB12",
        "HTTPS://WA.ME/6281200001111", " https://wa.me/6281200001111 ", "https://wa.link/ab12cd",
        "https://api.whatsapp.com/send?phone=6281200001111&text=Halo",
        "https://api.whatsapp.com/send/?text=Halo&phone=%2B6281200001111",
        "https://web.whatsapp.com/send?phone=6281200001111", "whatsapp://send?phone=6281200001111",
        "https://chat.whatsapp.com/AbCdEf12345", "tel:081200001111", "tel:+62 (812) 0000-1111",
        "TEL:+62812%200000%201111", "sms:+6281200001111", "mailto:ani@batik.example",
        "mailto:ani@batik.example?subject=Pesan", "https://t.me/batikani", "https://m.me/batikani",
    ],
)  # fmt: skip
def test_a_link_that_calls_or_writes_to_somebody_is_a_contact(href: str) -> None:
    body = f"<title>Batik Ani</title><body>Batik Ani. Pesan <a href='{href}'>di sini</a>"
    markup = read_markup(body.encode(), "utf-8")
    assert markup.links_to_contact
    assert judge_page(page_text(markup), load_rules(), ()).kind is PageKind.OWNER_SITE


@pytest.mark.parametrize(
    "href",
    [
        "#", "/kontak", "tel:", "tel:#", "tel:123", "mailto:", "mailto:?subject=Halo", "sms:",
        "https://wa.me/", "https://wa.me/?text=Halo", "https://api.whatsapp.com/send?text=Halo",
        "https://www.whatsapp.com/", "/hotel:081200001111", "https://example.com/wa.me/6281200001111",
        "https://facebook.com/batikani",
    ],
)  # fmt: skip
def test_a_link_that_names_nobody_is_no_contact(href: str) -> None:
    body = f"<title>Batik Ani</title><body>Batik Ani. Pesan <a href='{href}'>di sini</a>"
    markup = read_markup(body.encode(), "utf-8")
    assert not markup.links_to_contact
    assert judge_page(page_text(markup), load_rules(), ()).kind is PageKind.EMPTY_PAGE


def test_contacts_are_looked_for_on_short_pages_alone() -> None:
    link = "<a href='https://wa.me/6281200001111'>di sini</a>"
    assert read_markup(f"<p>Batik Ani {link}".encode(), None).links_to_contact
    assert not read_markup(f"<p>{'Batik Ani ' * 30}{link}".encode(), None).links_to_contact
