"""A body is inflated while it is counted: what is kept, and what was wrong."""

import gzip
import zlib
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.looks.observation import Reason
from watcher.net.http.decode import BoundedBody
from watcher.net.http.packed_heads import GZIP_MAGIC

TEXT = b"Pempek, tekwan, model dan kue lapis. " * 40  # longer than the limit of a small body
RAW = zlib.compressobj(wbits=-zlib.MAX_WBITS)
BARE = RAW.compress(TEXT) + RAW.flush()
PACKED = gzip.compress(TEXT)


def read(encoding: str, *chunks: bytes, limit: int = 1 << 20) -> BoundedBody:
    """Feed a body, and end it."""
    body = BoundedBody((encoding,) if encoding else (), limit)
    for chunk in chunks:
        body.feed(chunk)
    body.end()
    return body


@pytest.mark.parametrize(
    ("encoding", "chunks", "content", "flaw"),
    [
        ("", [TEXT], TEXT, None),
        ("identity", [TEXT[:9], TEXT[9:]], TEXT, None),
        ("gzip", [PACKED], TEXT, None),
        ("x-gzip", [PACKED[:1], PACKED[1:30], PACKED[30:]], TEXT, None),
        ("deflate", [zlib.compress(TEXT)], TEXT, None),
        ("gzip", [zlib.compress(TEXT)], None, Reason.BAD_ENCODING),
        ("gzip", [], b"", None),
        ("gzip", [PACKED[:-9]], TEXT, Reason.TRUNCATED),
        ("gzip", [PACKED[:5]], b"", Reason.TRUNCATED),
        ("gzip", [PACKED[:-8]], TEXT, None),
        ("gzip", [PACKED[:-8] + bytes(8)], TEXT, None),  # a wrong sum: the text is there
        ("gzip", [PACKED, b"something else"], TEXT, None),
        ("gzip", [PACKED + b"something else"], TEXT, None),
        ("gzip", [PACKED, PACKED], TEXT * 2, None),
        ("gzip", [PACKED + PACKED[:9]], TEXT, None),
        ("gzip", [PACKED + PACKED[:20] + b"\xff" * 40], None, Reason.TRUNCATED),
        ("gzip", [PACKED[:10] + b"\xff" * 40], b"", Reason.BAD_ENCODING),
        ("gzip", [TEXT], TEXT, Reason.BAD_ENCODING),
        ("deflate", [BARE], TEXT, None),
        ("deflate", [BARE[:1], BARE[1:]], TEXT, None),
        ("br", [TEXT], b"", Reason.BAD_ENCODING),
        ("none", [TEXT], TEXT, None),
        ("none", [PACKED], b"", Reason.BAD_ENCODING),  # no page of packed bytes
    ],
)
def test_bodies(encoding: str, chunks: list[bytes], content: bytes | None, flaw: Reason) -> None:
    body = read(encoding, *chunks)
    assert body.flaw is flaw
    assert content is None or body.content == content


@pytest.mark.parametrize("encoding", ["", "gzip"])
@pytest.mark.parametrize("limit", [1, 100, len(TEXT) - 1, len(TEXT)])
def test_a_full_body_keeps_its_limit_and_is_no_flaw(encoding: str, limit: int) -> None:
    chunk = PACKED if encoding else TEXT
    body = read(encoding, chunk, chunk, limit=limit)
    assert (body.content, body.full, body.flaw) == (TEXT[:limit], True, None)


@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_a_limit_holds_over_many_chunks(encoding: str) -> None:
    whole = PACKED if encoding else TEXT
    body = BoundedBody((encoding,) if encoding else (), 1000)
    for at in range(0, len(whole), 7):
        body.feed(whole[at : at + 7])
    assert body.content == TEXT[:1000]


def test_plain_text_that_says_gzip_keeps_its_limit_too() -> None:
    assert read("gzip", TEXT, TEXT, limit=50).content == TEXT[:50]


def test_an_error_after_the_beginning_cuts_the_body() -> None:
    squeezed = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    start = squeezed.compress(TEXT) + squeezed.flush(zlib.Z_FULL_FLUSH)
    body = BoundedBody(("gzip",), 1 << 20)
    body.feed(start)
    assert not body.full
    body.feed(b"\xff" * 40)
    assert body.full  # nothing more is read for it
    body.end()
    assert (body.content, body.flaw) == (TEXT, Reason.TRUNCATED)


def test_what_follows_the_end_is_not_kept() -> None:
    """zlib would hold every byte, and copy all of them at each further one."""
    body = BoundedBody(("gzip",), 1 << 20)
    body.feed(PACKED)
    for _ in range(100):
        body.feed(bytes(1000))
    assert body._unpacker is not None
    assert body._unpacker.ended
    assert body._unpacker._held == b""


def test_a_hoard_of_members_is_read_to_a_bound() -> None:
    body = read("gzip", gzip.compress(b"x") * 1000)
    assert (body.content, body.flaw) == (b"x" * 100, None)


limits = st.integers(1, 5000)
cuts = st.lists(st.integers(0, 6000), max_size=5)
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "gzip": gzip.compress,
    "deflate": zlib.compress,
}


def in_pieces(data: bytes, at: list[int]) -> list[bytes]:
    """Cut bytes at these places."""
    ends = [0, *sorted(at), len(data)]
    return [data[begin:end] for begin, end in pairwise(ends)]


@given(st.binary(max_size=5000), st.sampled_from(list(PACKERS)), cuts, limits)
def test_a_whole_body_is_kept_up_to_its_limit_however_it_is_cut(
    text: bytes, encoding: str, at: list[int], limit: int
) -> None:
    body = read(encoding, *in_pieces(PACKERS[encoding](text), at), limit=limit)
    if text[:limit].startswith(GZIP_MAGIC):  # packed, and nobody says so
        assert (body.content, body.flaw) == (b"", Reason.BAD_ENCODING)
    else:
        assert (body.content, body.flaw) == (text[:limit], None)


@given(st.binary(max_size=5000), st.sampled_from(["gzip", "deflate"]), cuts, st.data())
def test_a_body_that_stops_is_told_and_its_beginning_kept(
    text: bytes, encoding: str, at: list[int], draw: st.DataObject
) -> None:
    packed = PACKERS[encoding](text)
    foot = {"gzip": 8, "deflate": 4}[encoding]  # nobody misses a check sum
    size = draw.draw(st.integers(1, len(packed) - foot - 1))
    body = read(encoding, *in_pieces(packed[:size], at))
    assert text.startswith(body.content)
    assert body.flaw is Reason.TRUNCATED


@given(st.text(max_size=12), st.lists(st.binary(max_size=300), max_size=8), limits)
def test_no_bytes_break_it_nor_its_limit(encoding: str, chunks: list[bytes], limit: int) -> None:
    body = read(encoding, *chunks, limit=limit)
    assert len(body.content) <= limit
    assert body.flaw in (None, Reason.BAD_ENCODING, Reason.TRUNCATED)


_SUM = b"\x1f\x8b\x08\x02" + bytes(6)
#: Heads of gzip files as RFC 1952 allows them: a name, a comment, more, a sum.
HEADS = {
    "bare": b"\x1f\x8b\x08\0" + bytes(6),
    "name": b"\x1f\x8b\x08\x08" + bytes(6) + b"index.html\0",
    "comment": b"\x1f\x8b\x08\x10" + bytes(6) + b"halaman\0",
    "more": b"\x1f\x8b\x08\x04" + bytes(6) + b"\6\0abcdef",
    "name and comment": b"\x1f\x8b\x08\x18" + bytes(6) + b"index\0halaman\0",
    "more and name": b"\x1f\x8b\x08\x0c" + bytes(6) + b"\6\0abcdef" + b"index\0",
    "sum": _SUM + (zlib.crc32(_SUM) & 0xFFFF).to_bytes(2, "little"),
}


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("step", [1, 3, 7, 12, 10_000])
def test_every_head_of_gzip_is_read_however_it_comes(head: str, step: int) -> None:
    packed = HEADS[head] + PACKED[10:]
    pieces = [packed[at : at + step] for at in range(0, len(packed), step)]
    body = read("gzip", *pieces)
    assert (body.content, body.flaw) == (TEXT, None)
