"""Which encoding a page is read by: the browser's order of belief, and no codec beyond the list."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.probes.page.charset import decode

WORDS = "Kué lapis"
MARKS = [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"),
         (codecs.BOM_UTF16_BE, "utf-16-be")]  # fmt: skip


@pytest.mark.parametrize(("mark", "codec"), MARKS)
@pytest.mark.parametrize("named", [None, "windows-1252", "utf-7", "utf-16"])
def test_a_mark_outdoes_what_is_named(mark: bytes, codec: str, named: str | None) -> None:
    assert decode(mark + WORDS.encode(codec), named) == (WORDS, True)


@pytest.mark.parametrize(
    ("named", "codec"),
    [
        ("utf-8", "utf-8"), ("UTF8", "utf-8"), ("'utf-8'", "utf-8"), (' "UTF-8" ', "utf-8"),
        ("iso-8859-1", "cp1252"), ("latin1", "cp1252"), ("us-ascii", "cp1252"),
        ("iso-8859-2", "cp1250"), ("iso-8859-15", "iso8859-15"), ("utf-16", "utf-16-le"),
        ("gb2312", "gb18030"),
    ],
)  # fmt: skip
def test_a_header_names_it(named: str, codec: str) -> None:
    assert decode(WORDS.encode(codec), named) == (WORDS, True)


def test_a_header_outdoes_the_page() -> None:
    body = b'<meta charset="windows-1252">' + WORDS.encode()
    assert decode(body, "utf-8")[0].endswith(WORDS)
    assert not decode(body, None)[0].endswith(WORDS)


def test_a_page_cannot_name_an_encoding_in_which_its_word_could_not_be_read() -> None:
    assert decode(b'<meta charset="utf-16le">' + WORDS.encode(), None)[0].endswith(WORDS)


def test_a_name_far_down_the_page_is_too_late() -> None:
    named = b'<meta charset="windows-1252">'
    assert decode(bytes(4096 - len(named)) + named + b"\xe9", None)[0].endswith("é")
    assert decode(bytes(4096) + named + b"\xe9", None)[0].endswith("\ufffd")


@given(st.binary(max_size=400), st.none() | st.text(max_size=30))
def test_any_bytes_in_any_encoding_become_text(body: bytes, named: str | None) -> None:
    text, known = decode(body, named)
    text.encode("utf-8")  # no half of a surrogate: it can be stored
    assert known or named or b"charset" in body.lower()


@given(st.text(max_size=40))
def test_a_name_outside_the_list_never_reaches_python(name: str) -> None:
    body = b"PK\x03\x04 zip+AGE-"  # zip, hex, rot13, utf-7 and idna would read something else
    text, known = decode(body, name)
    assert text == body.decode() or known


@given(st.text(max_size=200), st.sampled_from(["utf-8", "gb18030", "utf-16-le"]))
def test_what_a_codec_wrote_it_reads(text: str, codec: str) -> None:
    body = text.encode(codec, "ignore")
    if not any(body.startswith(mark) for mark, _ in MARKS):
        assert decode(body, codec)[0] == body.decode(codec)
