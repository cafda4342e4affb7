"""Addresses of strangers, written so that nobody follows them by accident."""

import re

from watcher.core.printable import one_line

_DOT_OF_A_NAME = re.compile(r"(?<=\w)\.(?=[^\W\d])")


def defang(text: str) -> str:
    """Write an address so that no program makes a link of it: hxxp[:]//a[.]example."""
    unlinked = one_line(text).replace("http", "hxxp").replace("://", "[:]//")
    return _DOT_OF_A_NAME.sub("[.]", unlinked)
