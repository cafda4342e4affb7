"""Find the end of a compressed stream's header: gzip (RFC 1952, 2.3), zlib (RFC 1950, 2.2)."""

import re
import zlib

GZIP_MAGIC = b"\x1f\x8b\x08"
_BINARY = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_EXTRA, _NAME, _COMMENT, _SUM = 4, 8, 16, 2
_GZIP_HEAD, _ZLIB_HEAD = 10, 2


def reads_as_text(data: bytes) -> bool:
    """Whether browsers show it as text: its start has no binary byte (MIME Sniffing, 7.2)."""
    return not _BINARY.search(data, 0, 512)


def begins_gzip(head: bytes) -> bool:
    """Whether the bytes can be the beginning of a gzip header, however few they are."""
    return GZIP_MAGIC.startswith(head[: len(GZIP_MAGIC)])


def gzip_head(head: bytes) -> int | None:
    """The length of a gzip header in bytes; None while it is incomplete."""
    if len(head) < _GZIP_HEAD:
        return None
    flags, size = head[3], _GZIP_HEAD
    if flags & _EXTRA:
        size += 2 + int.from_bytes(head[size : size + 2], "little")
    for flag in (_NAME, _COMMENT):
        if flags & flag:
            end = head.find(b"\0", size)
            if end < 0:
                return None
            size = end + 1
    size += 2 if flags & _SUM else 0
    return size if size <= len(head) else None


def zlib_head(head: bytes) -> int | None:
    """The length of a zlib header; 0 for bare deflate, None while it is incomplete."""
    if len(head) < _ZLIB_HEAD:
        return None
    is_zlib = head[0] & 0x0F == zlib.DEFLATED and int.from_bytes(head[:2]) % 31 == 0
    return _ZLIB_HEAD if is_zlib else 0
