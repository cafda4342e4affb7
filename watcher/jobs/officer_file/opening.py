"""Open a file that a stranger may have made: told by its first bytes, never by its name.

A workbook is read in a process of its own (sandbox/sandbox.py), where it can cost little memory and
little time; a text is no dearer than it is long.
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
        hits: how many headings a line holds.
        within: how many lines a heading is looked for in.

    Raises:
        UnreadableError: it is no file that holds tables, or holds too much.
    """
    body = _bytes(path)
    if body.startswith(_STRANGE):
        raise UnreadableError(FileFault.OTHER_KIND)
    if body.startswith((_ZIP, _OLE)):
        return _confined(body)
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


def _confined(body: bytes) -> list[Grid]:
    try:
        with Sandbox() as sandbox:
            grids = asyncio.run(sandbox.run(read_workbook, body))
    except UnreadableError:
        raise
    except (RuntimeError, LookupError, ValueError, TypeError, ArithmeticError) as error:
        # the reader fell over what nobody has thought of
        raise UnreadableError(FileFault.TORN) from error
    if grids is None:
        raise UnreadableError(FileFault.TOO_DEAR)
    return grids


def read_workbook(body: bytes) -> list[Grid]:
    """Read every sheet of a workbook, here and now; `read_grids` does so in a confined process.

    Raises:
        UnreadableError: it is torn, locked or too large, or no workbook at all.
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
