"""Open an untrusted file; its format is detected from its first bytes, never from its name.

A workbook is read in a process with limits on memory and time (sandbox/sandbox.py). A text file
needs none: its cost grows only with its length.
"""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from watcher.jobs.officer_file.grid import FileFault, Grid, UnreadableError, counted
from watcher.jobs.officer_file.package import Package
from watcher.jobs.officer_file.text_file import decoded, read_text
from watcher.sandbox.sandbox import Sandbox

MAX_FILE_BYTES = 20 * 1024 * 1024
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_STRANGE = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"Rar!", b"7z\xbc\xaf")
_UNPACKED = "content.xml", "xl/workbook.bin"  # of .ods and .xlsb
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_grids(path: Path, hits: Callable[[Sequence[object]], int], within: int) -> list[Grid]:
    """Read every table of a file.

    Args:
        hits: counts the known headings in the cells of a line.
        within: in how many of the first lines a heading is looked for.

    Raises:
        UnreadableError: it cannot be read, is of another format, or is too large.
    """
    body = _bytes(path)
    if body.startswith(_STRANGE):
        raise UnreadableError(FileFault.OTHER_KIND)
    if body.startswith((_ZIP, _OLE)):
        return _read_sandboxed(body)
    _refuse_markup(body)
    return counted([read_text(body, path.stem, hits, within)])


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            body = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise UnreadableError(FileFault.NOT_FOUND, error.strerror or "") from error
    if len(body) > MAX_FILE_BYTES:
        raise UnreadableError(FileFault.TOO_LARGE)
    return body


def _refuse_markup(body: bytes) -> None:
    head = decoded(body[:4096] if len(body) > 4096 else body).lstrip().lower()
    if not head.startswith("<"):
        return
    old = "urn:schemas-microsoft-com:office:spreadsheet" in head
    raise UnreadableError(FileFault.OLD_XML if old else FileFault.WEB_PAGE)


def _read_sandboxed(body: bytes) -> list[Grid]:
    try:
        with Sandbox() as sandbox:
            grids = asyncio.run(sandbox.run(read_workbook, body))
    except UnreadableError:
        raise
    except (RuntimeError, LookupError, ValueError, TypeError, ArithmeticError) as error:
        # an unexpected error of the reader: to the officer, the file is damaged
        raise UnreadableError(FileFault.TORN) from error
    if grids is None:
        raise UnreadableError(FileFault.TOO_DEAR)
    return grids


def read_workbook(body: bytes) -> list[Grid]:
    """Read every sheet of a workbook in this process; `read_grids` runs it in the sandbox.

    Raises:
        UnreadableError: it is damaged, locked, too large, or no workbook.
    """
    from watcher.jobs.officer_file.ooxml import read_ooxml
    from watcher.jobs.officer_file.other_formats import read_other

    if body.startswith(_OLE):
        if _ENCRYPTED in body:
            raise UnreadableError(FileFault.LOCKED)
        return counted(read_other(body))
    package = Package(body)
    if any(name in package for name in _UNPACKED):
        package.admit_all()
        return counted(read_other(body))
    if not any(name.startswith("xl/") or "workbook" in name for name in package.names()):
        raise UnreadableError(FileFault.OTHER_KIND)
    return counted(read_ooxml(package))
