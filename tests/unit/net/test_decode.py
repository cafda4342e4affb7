"""A body is inflated while it is counted: what is kept, and what was wrong."""

import gzip
import zlib

import pytest

from watcher.core.observation import Reason
from watcher.net.decode import BoundedBody

TEXT = b"Pempek, tekwan, model dan kue lapis. " * 40  # longer than the limit of a small body
RAW = zlib.compressobj(wbits=-zlib.MAX_WBITS)
PACKED = gzip.compress(TEXT)


def read(encoding: str, *chunks: bytes, limit: int = 1 << 20) -> BoundedBody:
    """Feed a body, and end it."""
    body = BoundedBody(encoding, limit)
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
        ("gzip", [zlib.compress(TEXT)], TEXT, None),
        ("gzip", [], b"", None),
        ("gzip", [PACKED[:-9]], TEXT, Reason.TRUNCATED),
        ("gzip", [PACKED[:-1]], TEXT, Reason.TRUNCATED),
        ("gzip", [PACKED[:-8] + bytes(8)], None, Reason.BAD_ENCODING),
        ("gzip", [PACKED, b"something else"], TEXT, None),
        ("gzip", [PACKED + b"something else"], TEXT, None),
        ("gzip", [PACKED, PACKED], TEXT, None),
        ("gzip", [TEXT], TEXT, Reason.BAD_ENCODING),
        ("deflate", [RAW.compress(TEXT) + RAW.flush()], None, Reason.BAD_ENCODING),
        ("br", [TEXT], b"", Reason.BAD_ENCODING),
        ("gzip, gzip", [PACKED], b"", Reason.BAD_ENCODING),
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
    body = BoundedBody(encoding, 1000)
    for at in range(0, len(whole), 7):
        body.feed(whole[at : at + 7])
    assert body.content == TEXT[:1000]


def test_plain_text_that_says_gzip_keeps_its_limit_too() -> None:
    assert read("gzip", TEXT, TEXT, limit=50).content == TEXT[:50]


def test_an_error_after_the_beginning_cuts_the_body() -> None:
    squeezed = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    start = squeezed.compress(TEXT) + squeezed.flush(zlib.Z_FULL_FLUSH)
    body = BoundedBody("gzip", 1 << 20)
    body.feed(start)
    assert not body.full
    body.feed(b"\xff" * 40)
    assert body.full  # nothing more is read for it
    body.end()
    assert (body.content, body.flaw) == (TEXT, Reason.TRUNCATED)


def test_what_follows_the_end_is_not_kept() -> None:
    """zlib would hold every byte, and copy all of them at each further one."""
    body = BoundedBody("gzip", 1 << 20)
    body.feed(PACKED)
    for _ in range(100):
        body.feed(bytes(1000))
    assert body._inflater is not None
    assert len(body._inflater.unused_data) < 1000
