"""Read delimited text files: encoding, line ends and delimiter are detected."""

import csv
import io
import re
from collections.abc import Callable, Sequence

from watcher.jobs.officer_file.grid import FileFault, Grid, UnreadableError

_MARKS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8"))
_DELIMITERS = ";,\t|"
_SEP = re.compile(r"sep=(.)\n", re.IGNORECASE)


def read_text(body: bytes, name: str, hits: Callable[[Sequence[str]], int], within: int) -> Grid:
    """Read a delimited text.

    Args:
        body: the file.
        name: of the resulting grid.
        hits: counts the known headings in the cells of a line; the delimiter that yields most wins.
        within: in how many of the first lines a heading is looked for.

    Raises:
        UnreadableError: a quote that opens never closes.
    """
    text = re.sub("\r+\n|\r", "\n", decoded(body).replace("\x00", ""))
    stated = _SEP.match(text)
    if stated:  # "sep=;" is for Excel, which does not count it as a row
        text = text[stated.end() :]
    delimiter = stated[1] if stated else _delimiter(text.split("\n", within)[:within], hits)
    grid = Grid(name)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, row in enumerate(reader, 1):
            cells = {n: cell for n, cell in enumerate(row) if cell.strip()}
            if cells:
                grid.rows[number] = dict(cells)
    except csv.Error as error:
        raise UnreadableError(FileFault.OPEN_QUOTE, str(len(grid.rows) + 1)) from error
    return grid


def _delimiter(head: Sequence[str], hits: Callable[[Sequence[str]], int]) -> str:
    """Return the delimiter that yields most known headings: other cells may contain commas."""
    return max(
        _DELIMITERS, key=lambda mark: max((hits(line.split(mark)) for line in head), default=0)
    )


def decoded(body: bytes) -> str:
    """Decode a text in UTF-8, UTF-16 or cp1252; invalid bytes become U+FFFD."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    if unmarked := _unmarked_utf_16(body):
        return body.decode(unmarked, "replace")
    text = body.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    if wrong <= _letters_beyond_ascii(text):  # in another encoding hardly any is valid UTF-8
        return text
    return body.decode("cp1252", "replace")


def _letters_beyond_ascii(text: str) -> int:
    return sum(char > "\x7f" and char != "\ufffd" for char in text)


def _unmarked_utf_16(body: bytes) -> str | None:
    """Return the UTF-16 encoding of a text without a mark: every other byte is 0 in Latin text."""
    start = body[:200]
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(start) > 7 and start[first::2].count(0) > len(start) * 0.4:
            return encoding
    return None
