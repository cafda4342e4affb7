"""Read the parts of a zipped workbook; limits are checked before anything is inflated."""

import posixpath
import re
import xml.parsers.expat as expat
import zlib
from collections.abc import Callable
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from watcher.jobs.officer_file.grid import FileFault, UnreadableError

MAX_PARTS = 5_000
MAX_PART_BYTES = 48 * 1024 * 1024
MAX_READ_BYTES = 96 * 1024 * 1024
MAX_RATIO = 150  # inflated to packed size; a list of equal rows reaches 60
_SMALL = 4 * 1024 * 1024  # a part of at most this inflated size may have any ratio
_CHUNK = 64 * 1024
#: Control characters, and references to them, that XML 1.0 forbids.
_FORBIDDEN_CHARS = re.compile(
    rb"[\x01-\x08\x0b\x0c\x0e-\x1f]|&#(?:x0*(?:[0-8bcef]|1[0-9a-f])|0*(?:[0-8]|1[124-9]|2\d|3[01]));",
    re.IGNORECASE,
)
#: What zipfile and zlib raise for a damaged archive or an unknown compression method.
_TORN = (BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError, ValueError, zlib.error)

Attributes = dict[str, str]


class Package:
    """A zip archive whose parts are found by name, regardless of case and of the slashes."""

    def __init__(self, body: bytes) -> None:
        try:
            self._zip = ZipFile(BytesIO(body))
        except _TORN as error:
            raise UnreadableError(FileFault.TORN) from error
        entries = self._zip.infolist()
        if len(entries) > MAX_PARTS:
            raise UnreadableError(FileFault.TOO_LARGE)
        self._parts = {_plain(entry.filename): entry for entry in entries}
        self._left = MAX_READ_BYTES

    def __contains__(self, name: str) -> bool:
        """Whether there is such a part."""
        return _plain(name) in self._parts

    def names(self) -> list[str]:
        """Return the names of all parts, in lower case and with forward slashes."""
        return list(self._parts)

    def admit_all(self) -> None:
        """Check every part against the limits, before another library inflates some of them.

        Raises:
            UnreadableError: they would be too large.
        """
        for part in self._parts.values():
            self._admit(part)

    def parse(
        self,
        name: str,
        start: Callable[[str, Attributes], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:
        """Parse one part as XML, calling the handlers; a part that is absent calls none.

        Args:
            name: of the part.
            start: called with each start tag, its name and attributes without namespaces.
            end: called with the name of each end tag.
            text: called with pieces of character data.

        Raises:
            UnreadableError: it is damaged, too large, or has a DOCTYPE.
        """
        part = self._parts.get(_plain(name))
        if part is None:
            return
        self._admit(part)
        parser = _parser(name, start, end, text)
        try:
            with self._zip.open(part) as stream:
                while chunk := stream.read(_CHUNK):
                    parser.Parse(_without_forbidden(chunk), False)
            parser.Parse(b"", True)
        except UnreadableError:
            raise
        except (*_TORN, expat.ExpatError) as error:
            raise UnreadableError(FileFault.TORN, name) from error

    def _admit(self, part: ZipInfo) -> None:
        bloated = part.file_size > max(_SMALL, part.compress_size * MAX_RATIO)
        self._left -= part.file_size
        if part.file_size > MAX_PART_BYTES or bloated or self._left < 0:
            raise UnreadableError(FileFault.TOO_LARGE, part.filename[:60])
        if part.flag_bits & 1:
            raise UnreadableError(FileFault.LOCKED)


def _without_forbidden(chunk: bytes) -> bytes:
    """Remove control characters that old programs write and XML forbids."""
    wide = b"\x00" in chunk  # UTF-16, where such bytes are halves of letters
    return chunk if wide else _FORBIDDEN_CHARS.sub(b"", chunk)


def target(base: str, relative: str) -> str:
    """Resolve the target of a relationship against the part `base` that states it."""
    relative = relative.replace("\\", "/")
    if relative.startswith("/"):
        return posixpath.normpath(relative.lstrip("/"))
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), relative))


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _parser(
    part: str,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None,
    text: Callable[[str], None] | None,
) -> expat.XMLParserType:
    def opened(name: str, attributes: Attributes) -> None:
        for key in attributes:
            if ":" in key:
                attributes = {_local(full): value for full, value in attributes.items()}
                break
        start(name if ":" not in name else _local(name), attributes)

    def refused(*_: object) -> None:  # no workbook needs one, and entities can expand without end
        raise UnreadableError(FileFault.DOCUMENT_TYPE, part)

    parser = expat.ParserCreate()
    parser.StartElementHandler = opened
    parser.StartDoctypeDeclHandler = refused
    if end is not None:
        closed = end
        parser.EndElementHandler = lambda name: closed(name if ":" not in name else _local(name))
    if text is not None:
        parser.CharacterDataHandler = text
    return parser
