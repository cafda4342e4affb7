"""Bytes -> text, by the encodings a browser would use and no other.

Python knows codecs that no page may ask for (zip, rot13, utf-7, idna), so a name is looked
up in a short list and never handed to Python. The order of belief is the browser's: byte
order mark, Content-Type, meta element, UTF-8.
"""

import re

_META_BYTES = 4096
_META = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([a-zA-Z0-9_:.-]{2,40})""", re.I)
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CODECS = {
    "utf-8": ("utf8", "unicode-1-1-utf-8", "utf8mb4"),
    # the web reads Latin-1 as Windows-1252 (WHATWG Encoding, section 4.2)
    "cp1252": ("windows-1252", "iso-8859-1", "latin1", "latin-1", "ascii", "us-ascii", "cp1252"),
    "iso8859-15": ("iso-8859-15", "latin9"),
    "cp1250": ("windows-1250", "iso-8859-2"),
    "cp1251": ("windows-1251", "cp1251"),
    "cp1254": ("windows-1254", "iso-8859-9"),
    "cp1256": ("windows-1256",),
    "koi8-r": (),
    "utf-16-le": ("utf-16", "utf-16le"),
    "gb18030": ("gbk", "gb2312"),
    "big5": ("big5-hkscs",),
    "shift_jis": ("shift-jis", "sjis"),
    "euc-jp": (),
    "euc-kr": ("ks_c_5601-1987",),
}
_CODEC_OF = {alias: codec for codec, names in _CODECS.items() for alias in (codec, *names)}


def decode(body: bytes, charset: str | None) -> tuple[str, bool]:
    """Decode a body, bad bytes replaced.

    Returns:
        The text, and whether the encoding the page names is one we read.
    """
    for mark, codec in _MARKS:
        if body.startswith(mark):
            return body.decode(codec, "replace"), True
    name = (charset or _named_in(body)).strip(" \"'").lower()
    if not name:
        return body.decode("utf-8", "replace"), True
    found = _CODEC_OF.get(name)
    return body.decode(found or "utf-8", "replace"), found is not None


def _named_in(body: bytes) -> str:
    """Find the encoding a meta element names; UTF-16 there is a lie, or it were unreadable."""
    match = _META.search(body[:_META_BYTES])
    name = match[1].decode("ascii").lower() if match else ""
    return "utf-8" if name.startswith("utf-16") else name
