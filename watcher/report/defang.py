"""Write untrusted addresses so that no program turns them into links."""

import re

from watcher.core.printable import one_line

_DOT_OF_A_NAME = re.compile(r"(?<=\w)\.(?=[^\W\d])")


def defang(text: str) -> str:
    """Return an address in a form that no program links: hxxp[:]//a[.]example."""
    unlinked = one_line(text).replace("http", "hxxp").replace("://", "[:]//")
    return _DOT_OF_A_NAME.sub("[.]", unlinked)
