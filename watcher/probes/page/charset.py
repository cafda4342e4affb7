"""Decode the bytes of a page, by the encodings that browsers use and no others.

Python has codecs that no page may choose (zip, rot13, utf-7, idna), so names are looked up in a
short list and never passed to Python. Sources are tried in the order of browsers: byte order
mark, Content-Type, meta element, UTF-8.
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
    """Decode a body; invalid bytes are replaced.

    Args:
        body: the decompressed bytes.
        charset: the encoding that the Content-Type names, if any.

    Returns:
        The text, and whether the encoding that the page names is supported.
    """
    for mark, codec in _MARKS:
        if body.startswith(mark):
            return body.decode(codec, "replace"), True
    name = (charset or _named_in(body)).strip(" \"'").lower()
    if not name:
        return body.decode("utf-8", "replace"), True
    known = _CODEC_OF.get(name)
    return body.decode(known or "utf-8", "replace"), known is not None


def _named_in(body: bytes) -> str:
    """The encoding that a meta element names; UTF-16 there cannot be true, as it was readable."""
    match = _META.search(body[:_META_BYTES])
    name = match[1].decode("ascii").lower() if match else ""
    return "utf-8" if name.startswith("utf-16") else name
