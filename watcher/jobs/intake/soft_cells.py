"""What pasting, typing and exporting leave in a cell, and nobody sees. Pure."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date

from watcher.core.import_issue import IssueKind
from watcher.jobs.officer_file.grid import Uncounted

#: Told of what is odd about a cell: the fault, and a word that helps to understand it.
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
    """A cell cannot be right."""

    def __init__(self, fault: IssueKind, hint: str = "") -> None:
        super().__init__(hint)
        self.fault, self.hint = fault, hint


def silent(_fault: IssueKind, _hint: str) -> None:
    """Tell nobody."""


def plain(cell: object) -> str:
    """The text of a cell without invisible marks, odd blanks, and the quote that makes it text."""
    shown = "".join(char for char in str(cell) if unicodedata.category(char) not in ("Cf", "Cc")
                    or char in "\n\t")  # fmt: skip
    text = shown.translate(_DASHES).replace("\xa0", " ").strip().removeprefix("'").strip()
    kept_as_text = re.fullmatch(r'="([^"]*)"', text)  # how exports keep Excel from counting
    return kept_as_text[1].strip() if kept_as_text else text


def says_nothing(cell: object) -> bool:
    """Whether a cell says in words or with a stroke that there is nothing."""
    if isinstance(cell, Uncounted):
        return False
    words = re.sub(r"[\W_]+", " ", plain(cell)).strip().casefold()
    return not words or words in _NOTHING


def folded(name: str) -> str:
    """A name as it is compared: "wpmi" and "W.P.M.I" are one."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", plain(name))).casefold()


def shown(cell: object) -> str:
    """A cell as an officer sees it, short enough to be quoted."""
    return cell.strftime("%d/%m/%Y") if isinstance(cell, date) else str(cell)[:80]
