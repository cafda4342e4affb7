"""Answers of web servers as the world sends them, and whether a visitor sees the page in them.

`SHOWN` was seen in headless Chromium, and tests/browser asks it again. Every answer is the
same page; what is odd is how it is said.
"""

import gzip
import zlib

MARK = "KOPI PINGGIR SUNGAI"
PAGE = (
    "<!doctype html><html><head><title>Kopi Pinggir Sungai</title></head><body>"
    "<p>Kopi robusta dari kebun sendiri, disangrai setiap pagi. Buka jam delapan sampai lima"
    " sore, dan kami antar ke seluruh kota. Pesan lewat WhatsApp 0812 0000 1111 sehari"
    f" sebelumnya untuk acara kantor, arisan dan hajatan keluarga.</p><h1>{MARK}</h1>"
    "</body></html>"
).encode()

OK = b"HTTP/1.1 200 OK\r\n"
_TYPE = b"Content-Type: text/html\r\nConnection: close\r\n"
_LENGTH = b"Content-Length: %d\r\n" % len(PAGE)
_REST = _TYPE + _LENGTH + b"\r\n" + PAGE
_SIZE = b"%x" % len(PAGE)
_FIRST = PAGE[:100]


def _first_lines(lines: bytes) -> bytes:
    """These lines, then an ordinary answer from its second line on."""
    return lines + _REST


def _with(header: bytes) -> bytes:
    return OK + header + b"\r\n" + _REST


def _until_close(header: bytes) -> bytes:
    """An answer with this header and no other that says where its body ends."""
    return OK + _TYPE + header + b"\r\n\r\n" + PAGE


def _chunks(size: bytes, coding: bytes = b"chunked", start: bytes = OK) -> bytes:
    """One chunk of that size line, and the last."""
    said = b"Transfer-Encoding: " + coding + b"\r\n\r\n"
    return start + _TYPE + said + size + PAGE + b"\r\n0\r\n\r\n"


def _packed(coding: bytes, body: bytes) -> bytes:
    """A body, and the Content-Encoding that it is said to have."""
    said = b"Content-Encoding: %b\r\nContent-Length: %d\r\n\r\n" % (coding, len(body))
    return OK + _TYPE + said + body


def _bare_deflate(text: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(text) + packer.flush()


_GZIP = gzip.compress(PAGE, mtime=0)

#: name -> what a server says, and whether Chromium shows the page.
HEADS: dict[str, tuple[bytes, bool]] = {
    "nothing odd": (_first_lines(OK), True),
    "two blanks in the status line": (_first_lines(b"HTTP/1.1  200  OK\r\n"), True),
    "no reason phrase": (_first_lines(b"HTTP/1.1 200\r\n"), True),
    "no number": (_first_lines(b"HTTP/1.1 OK\r\n"), True),
    "a number with a leading zero": (_first_lines(b"HTTP/1.1 0200 OK\r\n"), True),
    "a tab for a blank": (_first_lines(b"HTTP/1.1\t200 OK\r\n"), True),
    "version 2 as text": (_first_lines(b"HTTP/2 200\r\n"), True),
    "version 1.10": (_first_lines(b"HTTP/1.10 200 OK\r\n"), True),
    "no version": (_first_lines(b"HTTP 200 OK\r\n"), True),
    "version in small letters": (_first_lines(b"http/1.1 200 OK\r\n"), True),
    "ICY": (_first_lines(b"ICY 200 OK\r\n"), True),
    "two empty lines first": (_first_lines(b"\r\n\r\n" + OK), True),
    "three empty lines first": (_first_lines(b"\r\n\r\n\r\n" + OK), False),
    "a byte order mark first": (_first_lines(b"\xef\xbb\xbf" + OK), True),
    "five letters first": (_first_lines(b"xxxxx" + OK), False),
    "hints first": (_first_lines(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + OK), True),
    "an empty line behind a promise": (
        _first_lines(b"HTTP/1.1 100 Continue\r\n\r\n\r\n" + OK), True),
    "another protocol": (_first_lines(b"HTTP/1.1 101 Switching Protocols\r\n"), False),
    "another protocol, and the page in this one": (
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n" + _first_lines(OK), True),
    "another protocol, and no page": (
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n", False),
    "an interim answer with a page": (_first_lines(b"HTTP/1.1 150 X\r\n"), False),
    "a status of four digits": (_first_lines(b"HTTP/1.1 2000 OK\r\n"), True),
    "a status of two digits": (_first_lines(b"HTTP/1.1 20 OK\r\n"), True),
    "a status of one digit": (_first_lines(b"HTTP/1.1 1 OK\r\n"), True),
    "a status of zeros": (_first_lines(b"HTTP/1.1 000 OK\r\n"), True),
    "a status without end": (_first_lines(b"HTTP/1.1 " + b"9" * 40 + b" OK\r\n"), True),
    "a status with a sign": (_first_lines(b"HTTP/1.1 -200 OK\r\n"), True),
    "a status with a point": (_first_lines(b"HTTP/1.1 200.5 OK\r\n"), True),
    "no header at all": (OK + b"\r\n" + PAGE, True),
    "a line without a colon": (_with(b"beranda.php tidak didukung"), True),
    "a name with a blank and a slash": (_with(b"cache/beranda.php: tidak didukung"), True),
    "a name with a blank inside": (_with(b"X Frame Options: SAMEORIGIN"), True),
    "a name with brackets": (_with(b"X@[a](b): 1"), True),
    "a name in UTF-8": (_with("Größe: 1".encode()), True),
    "a name with a control character": (_with(b"X\x01Y: 1"), True),
    "a blank before the colon": (_with(b"X-Powered-By : PHP/5.6"), True),
    "no name": (_with(b": satu"), True),
    "folded": (_with(b"X-Long: a\r\n b: c"), True),
    "folded from nothing": (_with(b" terlipat: x"), True),
    "control characters in a value": (_with(b"X-Kota: Palembang \x01\x7f \xe9"), True),
    "a carriage return in a value": (_with(b"X: a\rb"), True),
    "a NUL in a value": (_with(b"X: a\0b"), False),
    "bare line feeds": (_first_lines(OK).replace(b"\r\n", b"\n"), True),
    "line feed before carriage return": (_first_lines(OK).replace(b"\r\n", b"\n\r"), True),
    "length empty": (_until_close(b"Content-Length:"), True),
    "length in words": (_until_close(b"Content-Length: banyak"), True),
    "length with a unit": (_until_close(b"Content-Length: 20 bytes"), True),
    "length with a sign": (_until_close(b"Content-Length: +20"), True),
    "length below nothing": (_until_close(b"Content-Length: -1"), True),
    "length in hexadecimal": (_until_close(b"Content-Length: 0x20"), True),
    "length without end": (_until_close(b"Content-Length: " + b"9" * 40), True),
    "length twice in one line": (_until_close(b"Content-Length: %d, %d" % (len(PAGE), len(PAGE))),
                                 True),
    "lengths that differ in one line": (_until_close(b"Content-Length: 20, %d" % len(PAGE)), False),
    "lengths that differ": (_with(b"Content-Length: 10"), False),
    "lengths that differ, one in words": (_with(b"Content-Length: x"), False),
    "two types": (_with(b"Content-Type: text/plain"), True),
    "two destinations": (_with(b"Location: /a\r\nLocation: /b"), False),
    "two dispositions": (
        _with(b"Content-Disposition: inline\r\nContent-Disposition: inline; x=1"), False),
    "coding none": (_until_close(b"Transfer-Encoding: none"), True),
    "coding empty": (_until_close(b"Transfer-Encoding:"), True),
    "coding as it is": (_until_close(b"Transfer-Encoding: identity"), True),
    "coding gzip, and none": (_until_close(b"Transfer-Encoding: gzip"), True),
    "chunks": (_chunks(_SIZE + b"\r\n"), True),
    "chunks said twice": (
        _chunks(_SIZE + b"\r\n", b"chunked\r\nTransfer-Encoding: chunked"), True),
    "chunks said twice in one line": (_chunks(_SIZE + b"\r\n", b"chunked, chunked"), True),
    "chunks in capitals": (_chunks(_SIZE + b"\r\n", b"Chunked"), True),
    "chunks beside lengths": (
        _chunks(_SIZE + b"\r\n", b"chunked\r\nContent-Length: 5\r\nContent-Length: 6"), True),
    "chunks with an option": (_chunks(_SIZE + b"\r\n", b"chunked; q=1"), True),
    "chunks of version 1.0": (_chunks(_SIZE + b"\r\n", start=b"HTTP/1.0 200 OK\r\n"), True),
    "chunks that are none": (_until_close(b"Transfer-Encoding: chunked"), False),
    "chunks that are none, of version 1.0": (
        _until_close(b"Transfer-Encoding: chunked").replace(b"/1.1", b"/1.0"), True),
    "size with blanks behind it": (_chunks(_SIZE + b"  \r\n"), True),
    "size with leading zeros": (_chunks(b"0000" + _SIZE + b"\r\n"), True),
    "size with an extension": (_chunks(_SIZE + b" ; a=\x01b\r\n"), True),
    "size behind a bare line feed": (_chunks(_SIZE + b"\n"), True),
    "size with a tab": (_chunks(_SIZE + b"\t\r\n"), False),
    "size behind a blank": (_chunks(b" " + _SIZE + b"\r\n"), False),
    "size with a sign": (_chunks(b"+" + _SIZE + b"\r\n"), False),
    "size with 0x": (_chunks(b"0x" + _SIZE + b"\r\n"), False),
    "chunks behind an empty line": (_chunks(b"\r\n" + _SIZE + b"\r\n"), False),
    "no content": (_first_lines(b"HTTP/1.1 204 No Content\r\n"), False),
    "old HTTP": (PAGE, False),
    "a head that is cut": (OK + b"Content-Type: text/html\r\n", False),
}  # fmt: skip

ENCODINGS: dict[str, tuple[bytes, bool]] = {
    "gzip": (_packed(b"gzip", _GZIP), True),
    "gzip in capitals": (_packed(b"GZIP", _GZIP), True),
    "x-gzip": (_packed(b"x-gzip", _GZIP), True),
    "gzip of a named file": (
        _packed(b"gzip", _GZIP[:3] + b"\x08" + _GZIP[4:10] + b"index.html\0" + _GZIP[10:]), True),
    "gzip with text behind it": (_packed(b"gzip", _GZIP + b"<!-- tembolok -->\n"), True),
    "gzip without its foot": (_packed(b"gzip", _GZIP[:-8]), True),
    "gzip with a wrong check sum": (_packed(b"gzip", _GZIP[:-8] + bytes(8)), True),
    "gzip twice": (_packed(b"gzip, gzip", gzip.compress(_GZIP)), True),
    "gzip said twice": (_packed(b"gzip\r\nContent-Encoding: gzip", _GZIP), False),
    "gzip twice, said once": (_packed(b"gzip", gzip.compress(_GZIP)), False),
    "gzip with text before it": (_packed(b"gzip", b"\r\n" + _GZIP), False),
    "gzip that nobody speaks of": (_packed(b"identity", _GZIP), False),
    "gzip with an option": (_packed(b"gzip;q=1", _GZIP), False),
    "gzip, and a coding that is none": (_packed(b"none, gzip", _GZIP), False),
    "deflate": (_packed(b"deflate", zlib.compress(PAGE)), True),
    "deflate, bare": (_packed(b"deflate", _bare_deflate(PAGE)), True),
    "deflate with a wrong check sum": (_packed(b"deflate", zlib.compress(PAGE)[:-4] + bytes(4)),
                                       False),
    "no coding": (_packed(b"", PAGE), True),
    "coding none": (_packed(b"none", PAGE), True),
    "coding UTF-8": (_packed(b"UTF-8", PAGE), True),
    "coding compress, and none": (_packed(b"x-compress", PAGE), True),
}  # fmt: skip

#: What a browser shows and we do not read, or the other way round; each with its reason.
EXCEPTIONS = {
    "deflate with a wrong check sum": "the text is there, as in gzip, where Chromium takes it",
    "gzip twice": "two layers of compression are a bomb's; nobody who was asked for one sends two",
}
#: The text of all members (RFC 1952, 2.2; Firefox); Chromium stops behind the first.
TWO_MEMBERS = _packed(b"gzip", gzip.compress(_FIRST) + gzip.compress(PAGE[100:]))
