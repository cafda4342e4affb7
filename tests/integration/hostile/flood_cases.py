"""Beyond the catalogue: floods, drips and bad syntax, each within the letter of some limit."""

import asyncio
import gzip
import zlib
from functools import partial

from hostile.answers import CANARY, SHOP, coded, http, page, says, talking, unmeasured
from hostile.stage import Case
from watcher.demo.servers.conduct import Conduct
from watcher.demo.servers.hypertext import MEBIBYTE, gzip_bomb, squeeze

_HTML = ("Content-Type", "text/html; charset=utf-8")
_OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
_CHUNKED = _OK + b"Transfer-Encoding: chunked\r\n\r\n"
_MEASURED = _OK + b"Content-Length: %d\r\n" % len(SHOP)
_ENDLESS = Conduct.ENDLESS
_UNREAD = "down: http_too_large, bad_http"
_BEYOND = "degraded: too_large"
_ENDS = "up/degraded: ok, truncated, too_large, slow, bad_encoding, empty_page"
_SYNTAX = "up/down/degraded: ok, bad_http, not_http, http_other, truncated, closed"


def in_chunks(size: int, extension: bytes = b"") -> bytes:
    """The shop in chunks of a size."""
    pieces = (SHOP[at : at + size] for at in range(0, len(SHOP), size))
    return b"".join(b"%x%s\r\n%s\r\n" % (len(piece), extension, piece) for piece in pieces)


FLOODS = (
    ("1xx flood", says(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100, _ENDLESS), _UNREAD),
    (
        "early hints of 60 KB each",
        says(b"", b"HTTP/1.1 103 Hints\r\nLink: %s\r\n\r\n" % (b"x" * 60_000), _ENDLESS),
        _UNREAD,
    ),
    ("header lines without end", says(_OK, b"X-Header: value\r\n", _ENDLESS), _UNREAD),
    ("one header without end", says(_OK + b"X: ", b"x" * 4096, _ENDLESS), _UNREAD),
    ("folded header without end", says(_OK + b"X: x\r\n", b" x\r\n", _ENDLESS), _UNREAD),
    ("status line without end", says(b"HTTP/1.1 200 ", b"x" * 4096, _ENDLESS), _UNREAD),
    ("empty lines without end", says(b"", b"\r\n" * 100, _ENDLESS), "down: not_http"),
    (
        "trailers without end",
        says(_CHUNKED, in_chunks(500) + b"0\r\n" + b"X-T: t\r\n" * 50_000),
        _ENDS,
    ),
    (
        "chunk extensions without end",
        says(_CHUNKED + b"5;x=", b"x" * 4096, _ENDLESS),
        "down: bad_http",
    ),
    (
        "chunk extensions of 9 KB",
        says(_CHUNKED, in_chunks(1, b";x=" + b"x" * 9000), _ENDLESS),
        _ENDS,
    ),
    ("chunk size of zeros", says(_CHUNKED, b"0" * 4096, _ENDLESS), "down: bad_http"),
    ("chunks of one byte", says(_CHUNKED, in_chunks(1), _ENDLESS), _ENDS),
    (
        "cookies up to the limit",
        page(SHOP, _HTML, *(("Set-Cookie", f"c{n}={'x' * 900}") for n in range(250))),
        "up: ok",
    ),
    (
        "60,000 headers",
        says(_OK + b"a:\r\n" * 60_000 + b"\r\n", SHOP),
        "up/down: ok, http_too_large",
    ),
    (
        "one header 14,000 times",
        says(_OK + b"Retry-After: 1\r\n" * 14_000 + b"\r\n", SHOP),
        "up/down: ok, http_too_large, bad_http",
    ),
    ("gzip of 1,000 members", coded("gzip", lambda: squeeze(SHOP) * 1000), _ENDS),
    ("gzip of empty members", coded("gzip", lambda: squeeze(b"") * 100_000 + squeeze(SHOP)), _ENDS),
    (
        "gzip of empty blocks",
        coded("gzip", lambda: squeeze(b"")[:10] + b"\0\0\0\xff\xff" * MEBIBYTE),
        _BEYOND,
    ),
    (
        "gzip with a name of 5 MB",
        coded("gzip", lambda: b"\x1f\x8b\x08\x08" + bytes(6) + b"x" * 5_000_000),
        "degraded: bad_encoding",
    ),
    ("gzip in gzip in gzip", coded("gzip", lambda: squeeze(squeeze(squeeze(SHOP)))), _ENDS),
    (
        "gzip bomb in chunks of one byte",
        says(
            _OK + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n",
            b"".join(b"1\r\n%c\r\n" % byte for byte in gzip_bomb(10)),
        ),
        _ENDS,
    ),
    (
        "junk behind gzip in chunks of one byte",
        says(
            _OK
            + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
            + b"%x\r\n%s\r\n" % (len(squeeze(SHOP)), squeeze(SHOP)),
            b"1\r\nx\r\n" * 1000,
            _ENDLESS,
        ),
        _ENDS,
    ),
    (
        "bomb that is no gzip at its end",
        coded("gzip", lambda: gzip_bomb(1)[:-8] + b"\xff" * 99),
        _ENDS,
    ),
)

#: Content-Encoding headers, and the body that comes with them.
_ENCODINGS: tuple[tuple[str, bytes], ...] = (
    ("br", b"\x0b\x02\x80shop\x03"),
    ("gzip, gzip, gzip", gzip.compress(gzip.compress(gzip.compress(SHOP)))),
    (", ".join(["gzip"] * 2000), squeeze(SHOP)),
    ("identity, gzip", squeeze(SHOP)),
    ("GZIP", squeeze(SHOP)),
    (" gzip ", squeeze(SHOP)),
    ("gzip;q=1", squeeze(SHOP)),
    ("compress", b"\x1f\x9d\x90" + SHOP),
    ("aws-chunked", SHOP),
    ("", SHOP),
    ("deflate", zlib.compress(SHOP)[2:-4]),
    ("x" * 50_000, SHOP),
)
ENCODED = tuple(
    Case(
        f"H+ encoding {number}: {encoding[:30]}",
        http(coded(encoding, partial(bytes, body))),
        _ENDS,
    )
    for number, (encoding, body) in enumerate(_ENCODINGS)
)

#: Answers whose syntax is bent, sent as they stand.
_BENT: tuple[tuple[str, bytes], ...] = (
    ("HTTP/2 in words", b"HTTP/2 200\r\n\r\n" + SHOP),
    ("HTTP/3.7", b"HTTP/3.7 200 OK\r\n\r\n" + SHOP),
    ("HTTP/2 settings", b"\0\0\x12\x04\0\0\0\0\0\0\x03\0\0\0\x64\0\x04\0\x40\0\0" + bytes(99)),
    ("no reason phrase", b"HTTP/1.1 200\r\n\r\n" + SHOP),
    ("status 99", b"HTTP/1.1 99 Low\r\n\r\n" + SHOP),
    ("status 899", b"HTTP/1.1 899 High\r\n\r\n" + SHOP),
    ("status 1000", b"HTTP/1.1 1000 Higher\r\n\r\n" + SHOP),
    ("status minus", b"HTTP/1.1 -200 OK\r\n\r\n" + SHOP),
    ("status in other digits", "HTTP/1.1 ２００ OK\r\n\r\n".encode() + SHOP),
    ("status 101", b"HTTP/1.1 101 Switching\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n" + SHOP),
    ("only an interim answer", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ("length minus", _OK + b"Content-Length: -1\r\n\r\n" + SHOP),
    ("length plus", _OK + b"Content-Length: +900\r\n\r\n" + SHOP),
    ("length in hexadecimal", _OK + b"Content-Length: 0x10\r\n\r\n" + SHOP),
    ("length of 4,000 digits", _OK + b"Content-Length: %s\r\n\r\n" % (b"9" * 4000) + SHOP),
    ("length of 20 digits", _OK + b"Content-Length: 99999999999999999999\r\n\r\n" + SHOP),
    ("length twice the same", _MEASURED + b"Content-Length: %d\r\n\r\n" % len(SHOP) + SHOP),
    (
        "length and chunks",
        _MEASURED + b"Transfer-Encoding: chunked\r\n\r\n" + in_chunks(99) + b"0\r\n\r\n",
    ),
    ("gzip as a transfer", _OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n" + in_chunks(99)),
    ("chunked twice", _OK + b"Transfer-Encoding: chunked, chunked\r\n\r\n" + in_chunks(99)),
    ("chunk size minus", _CHUNKED + b"-5\r\n" + SHOP),
    ("chunk without its end", _CHUNKED + b"5\r\n" + SHOP),
    ("blank before a colon", _OK + b"X : y\r\n\r\n" + SHOP),
    ("header without a colon", _OK + b"nothing\r\n\r\n" + SHOP),
    ("header without a name", _OK + b": nothing\r\n\r\n" + SHOP),
    ("header that starts folded", b"HTTP/1.1 200 OK\r\n X: y\r\n\r\n" + SHOP),
    ("line ends of CR alone", b"HTTP/1.1 200 OK\rX: y\r\r" + SHOP.replace(b"\n", b"")),
    ("escapes in headers", _OK + b"Server: \x1b[2J\x07\r\n\r\n" + SHOP),
    (
        "a second answer behind the first",
        _MEASURED
        + b"\r\n"
        + SHOP
        + b"HTTP/1.1 302 F\r\nLocation: http://"
        + CANARY.encode()
        + b"/\r\n\r\n",
    ),
    ("a mark before the status line", b"\xef\xbb\xbfHTTP/1.1 200 OK\r\n\r\n" + SHOP),
    ("a request", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
    ("banner of smtp", b"220 mail.example ESMTP\r\n"),
    ("banner of ftp", b"220 (vsFTPd 3.0.5)\r\n"),
    ("banner of mysql", b"\x4a\0\0\0\x0a8.0.36\0" + bytes(60)),
    ("a TLS alert", b"\x15\x03\x01\0\x02\x02\x46"),
    ("noise", bytes(range(256)) * 500),
    ("charset in a header of 60 KB", _OK[:-2] + b"; charset=%s\r\n\r\n" % (b"x" * 60_000) + SHOP),
)
BENT = tuple(
    Case(f"H+ {name}", http(says(answer)), _SYNTAX + ", bad_charset, http_too_large")
    for name, answer in _BENT
)


async def _half_closed(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Say nothing more, and listen until the other side leaves."""
    writer.write_eof()
    while await reader.read(4096):
        pass


_DRIPS = (
    ("chunks drop by drop", says(_CHUNKED, in_chunks(1), Conduct.DRIP_BODY)),
    (
        "gzip drop by drop",
        says(_OK + b"Content-Encoding: gzip\r\n\r\n", squeeze(SHOP), Conduct.DRIP_BODY),
    ),
    ("status line drop by drop", says(b"HTTP/1.1 200 " + b"x" * 99, b"", Conduct.DRIP)),
    ("interim answers drop by drop", says(b"HTTP/1.1 100 Continue\r\n\r\n" * 9, b"", Conduct.DRIP)),
    ("silence after the headers", says(_MEASURED + b"\r\n", b"", Conduct.LINGER)),
    ("silence in the headers", says(_OK, b"", Conduct.LINGER)),
    ("silence in the status line", says(b"HTTP/1", b"", Conduct.LINGER)),
    ("silence in a chunk", says(_CHUNKED + b"fff\r\nPempek", b"", Conduct.LINGER)),
)
TARPITS = (
    *(
        Case(
            f"H+ {name}",
            http(reply),
            "up/down/degraded: slow, timeout_total, timeout_read, truncated, empty_page, bad_http",
        )
        for name, reply in _DRIPS
    ),
    Case("H+ half closed", talking(_half_closed), "down: closed, bad_http"),
    Case("H+ body without end", http(unmeasured(SHOP, conduct=_ENDLESS)), "up: ok"),
)
CASES = (
    *(
        Case(f"H+ {name}", http(reply), accepts, queue=f"floods {number // 4}")
        for number, (name, reply, accepts) in enumerate(FLOODS)
    ),
    *(
        Case(f"H+ {name}, read to the end", http(reply), accepts, alone=True, whole=True)
        for name, reply, accepts in FLOODS
        if "chunk" in name
    ),
    *(
        Case(f"H+ {name}, to the end", http(reply), accepts, whole=True, queue="floods of gzip")
        for name, reply, accepts in FLOODS
        if "gzip" in name and "chunk" not in name
    ),
    *ENCODED,
    *BENT,
    *TARPITS,
)
