"""Clean cells of invisible characters and other traces of pasting and exporting. Pure."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date

from watcher.core.import_issue import IssueKind
from watcher.jobs.officer_file.grid import Uncounted

#: Takes a remark on a cell: what is wrong, and a hint that completes the message.
Say = Callable[[IssueKind, str], None]

_DASHES = dict.fromkeys(
    map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"), "-"
)
_NOTHING = frozenset({
    "tidak ada", "tdk ada", "tak ada", "ga ada", "gak ada", "belum ada", "blm ada", "belum", "blm",
    "tidak", "tdk", "kosong", "nihil", "na", "n a", "null", "none", "nan", "tidak punya",
    "belum punya", "tidak diketahui", "belum diketahui",
})  # fmt: skip


class CellError(ValueError):
    """A cell that cannot be parsed. `hint` completes the message."""

    def __init__(self, fault: IssueKind, hint: str = "") -> None:
        super().__init__(hint)
        self.fault, self.hint = fault, hint


def silent(_fault: IssueKind, _hint: str) -> None:
    """Ignore a remark."""


def plain(cell: object) -> str:
    """Return the text of a cell without invisible characters, and without Excel's leading quote."""
    shown = "".join(char for char in str(cell) if unicodedata.category(char) not in ("Cf", "Cc")
                    or char in "\n\t")  # fmt: skip
    text = shown.translate(_DASHES).replace("\xa0", " ").strip().removeprefix("'").strip()
    kept_as_text = re.fullmatch(r'="([^"]*)"', text)  # exports keep digits as text in this way
    return kept_as_text[1].strip() if kept_as_text else text


def says_nothing(cell: object) -> bool:
    """Return whether a cell says in words or with a dash that there is nothing."""
    if isinstance(cell, Uncounted):
        return False
    words = re.sub(r"[\W_]+", " ", plain(cell)).strip().casefold()
    return not words or words in _NOTHING


def folded(name: str) -> str:
    """Return a name in the form in which it is compared: "wpmi" equals "W.P.M.I"."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", plain(name))).casefold()


def shown(cell: object) -> str:
    """Return a cell as an officer sees it, cut to the length that messages quote."""
    return cell.strftime("%d/%m/%Y") if isinstance(cell, date) else str(cell)[:80]
