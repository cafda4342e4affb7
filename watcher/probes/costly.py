"""Would this body hold the parser up? One linear pass over its bytes, no parsing.

HTML parsers compare every attribute of a tag with every other and climb nested elements
again and again: both are quadratic. This pass only estimates; whoever parses what comes
from outside keeps a time limit besides.
"""

import re
from collections import Counter

_SHORT_TAG = 4096  # bytes; the attributes of a shorter one are too few to matter
_ATTRIBUTES_SQUARED = 100_000_000  # about 0.1 s of comparing
_DEPTH = 400  # elements; real pages stay below 200
_TAG = re.compile(
    rb"<(/?)([a-zA-Z][a-zA-Z0-9-]*+)"
    rb"((?:[^>\"'=]++|=\s*+\"[^\"]*+\"|=\s*+'[^']*+'|[\"'=])*+)"
)
_VALUE = re.compile(rb"=\s*+(?:\"[^\"]*+\"|'[^']*+')")
_BETWEEN = re.compile(rb"[\s/\"'=]+")
# these have no end tag, or one that authors leave out
_NEVER_DEEP = frozenset(
    b"area base br col embed hr img input link meta param source track wbr"
    b" p li dt dd tr td th option thead tbody tfoot".split()
)


def is_costly(body: bytes) -> bool:
    """Tell whether parsing would be slow out of proportion to the size."""
    tags = _TAG.findall(body)
    long = (attributes for _, _, attributes in tags if len(attributes) > _SHORT_TAG)
    if sum(_attributes(text) ** 2 for text in long) > _ATTRIBUTES_SQUARED:
        return True
    return len(tags) > _DEPTH and _is_deep(tags)


def _is_deep(tags: list[tuple[bytes, bytes, bytes]]) -> bool:
    """Walk down and up the elements. An end tag without a beginning leads nowhere."""
    depth = 0
    still_open: Counter[bytes] = Counter()
    for closing, name, _ in tags:
        if name in _NEVER_DEEP or (closing and not still_open[name]):
            continue
        step = -1 if closing else 1
        still_open[name] += step
        depth += step
        if depth > _DEPTH:
            return True
    return False


def _attributes(text: bytes) -> int:
    """Count a tag's attributes, at most; a picture written into a value counts once."""
    return len(_BETWEEN.findall(_VALUE.sub(b" ", text)))
