"""Text of strangers, made fit to stand in an office's report."""

import re

#: Controls, what turns a line around, what takes no room, and halves of characters.
_UNSEEN = re.compile(
    r"[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    r"\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_DOT_OF_A_NAME = re.compile(r"(?<=\w)\.(?=[^\W\d])")
_CUT = 120


def sanitize(text: str) -> str:
    """Make foreign text fit to print: nothing unseen, nothing that turns the line around."""
    shown = " ".join(_UNSEEN.sub("", " ".join(text.split())).split())
    return shown if len(shown) <= _CUT else shown[: _CUT - 1] + "…"


def defang(text: str) -> str:
    """Write an address so that nobody can follow it by accident."""
    unlinked = sanitize(text).replace("http", "hxxp").replace("://", "[:]//")
    return _DOT_OF_A_NAME.sub("[.]", unlinked)
