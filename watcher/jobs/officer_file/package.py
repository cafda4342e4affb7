"""The parts of a zipped workbook, within bounds that hold before anything is inflated."""

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
MAX_RATIO = 150  # a list of nothing but equal rows is packed 60 times smaller
_SMALL = 4 * 1024 * 1024  # below it no ratio does harm
_CHUNK = 64 * 1024
_UNLAWFUL = re.compile(
    rb"[\x01-\x08\x0b\x0c\x0e-\x1f]|&#(?:x0*(?:[0-8bcef]|1[0-9a-f])|0*(?:[0-8]|1[124-9]|2\d|3[01]));",
    re.IGNORECASE,
)
#: What zipfile and zlib raise over an archive that is torn, or packed in a way they do not know.
_TORN = (BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError, ValueError, zlib.error)

Attributes = dict[str, str]


class Package:
    """A zip archive whose parts are found by name, however the name is spelled."""

    def __init__(self, body: bytes) -> None:
        try:
            self._zip = ZipFile(BytesIO(body))
        except _TORN as error:
            raise UnreadableError(FileFault.TORN) from error
        entries = self._zip.infolist()
        if len(entries) > MAX_PARTS:
            raise UnreadableError(FileFault.TOO_LARGE)
        self._parts = {_plain(one.filename): one for one in entries}
        self._left = MAX_READ_BYTES

    def __contains__(self, name: str) -> bool:
        """Whether there is such a part."""
        return _plain(name) in self._parts

    def names(self) -> list[str]:
        """The names of all parts, in one spelling."""
        return list(self._parts)

    def admit_all(self) -> None:
        """Hold every part to the bounds, for a reader that inflates what it likes.

        Raises:
            UnreadableError: too much would come out.
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
        """Read one part as XML; names come without their namespace. An absent part says nothing.

        Raises:
            UnreadableError: it is torn, too large, or declares entities.
        """
        part = self._parts.get(_plain(name))
        if part is None:
            return
        self._admit(part)
        parser = _parser(name, start, end, text)
        try:
            with self._zip.open(part) as stream:
                while chunk := stream.read(_CHUNK):
                    parser.Parse(_lawful(chunk), False)
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


def _lawful(chunk: bytes) -> bytes:
    """Leave out the control characters that old programs write and XML forbids."""
    wide = b"\x00" in chunk  # UTF-16, where such bytes are halves of letters
    return chunk if wide else _UNLAWFUL.sub(b"", chunk)


def target(base: str, relative: str) -> str:
    """The name of a part that another part points to."""
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
                attributes = {_local(one): value for one, value in attributes.items()}
                break
        start(name if ":" not in name else _local(name), attributes)

    def refused(*_: object) -> None:  # no workbook has one, and an entity can hold the world
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
