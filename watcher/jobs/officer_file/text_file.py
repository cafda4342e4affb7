"""Text files: which letters, which line ends, which delimiter. Excel's, the Mac's and Notepad's."""

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
        hits: how many headings a line holds, split one way: that tells the delimiter.
        within: how many lines a heading is looked for in.

    Raises:
        UnreadableError: a quote that opens never closes.
    """
    text = re.sub("\r+\n|\r", "\n", decoded(body).replace("\x00", ""))
    said = _SEP.match(text)
    if said:  # a word to Excel, which does not count it as a line
        text = text[said.end() :]
    delimiter = said[1] if said else _delimiter(text.split("\n", within)[:within], hits)
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
    """Addresses are full of commas, headings are not."""
    return max(
        _DELIMITERS, key=lambda mark: max((hits(line.split(mark)) for line in head), default=0)
    )


def decoded(body: bytes) -> str:
    """The letters of a text; a byte that is none becomes U+FFFD."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    if unmarked := _unmarked_utf_16(body):
        return body.decode(unmarked, "replace")
    text = body.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    if wrong <= _letters_beyond_ascii(text):  # of another encoding hardly any letter would fit
        return text
    return body.decode("cp1252", "replace")


def _letters_beyond_ascii(text: str) -> int:
    return sum(char > "\x7f" and char != "\ufffd" for char in text)


def _unmarked_utf_16(body: bytes) -> str | None:
    """Latin letters in UTF-16 have a zero in every other byte."""
    start = body[:200]
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(start) > 7 and start[first::2].count(0) > len(start) * 0.4:
            return encoding
    return None
