"""Would this body hold the parser up? One linear pass over its bytes, no parsing.

HTML parsers compare every attribute of a tag with every other and climb nested elements
again and again: both are quadratic. And each element and attribute costs a few hundred bytes
of memory, so that 2 MB of empty ones become 100. This pass only estimates; whoever parses
what comes from outside keeps a time limit besides.
"""

import re
from collections import Counter
from itertools import islice

_BRACKETS = 60_000  # a large shop has 10,000; twice as many as here take 40 MB
_ATTRIBUTES = 60_000
_LONG_TAG = 256 * 1024  # bytes outside of values; the parser copies each as it grows, 20 times over
_SHORT_TAG = 4096  # bytes; the attributes of a shorter one are too few to matter
_ATTRIBUTES_SQUARED = 100_000_000  # about 0.1 s of comparing
_DEPTH = 400  # elements; real pages stay below 200
_TAG = re.compile(
    rb"<(/?)([a-zA-Z][a-zA-Z0-9-]*+)"
    rb"((?:[^>\"'=]++|=\s*+\"[^\"]*+\"|=\s*+'[^']*+'|[\"'=])*+)"
)
_VALUE = re.compile(rb"=\s*+(?:\"[^\"]*+\"|'[^']*+')")
# a picture written into a value lies between two attributes, and is none
_BETWEEN = re.compile(rb"(?:[\s/\"']++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+)++")
# these have no end tag, or one that authors leave out
_NEVER_DEEP = frozenset(
    b"area base br col embed hr img input link meta param source track wbr"
    b" p li dt dd tr td th option thead tbody tfoot".split()
)


def is_costly(body: bytes) -> bool:
    """Tell whether parsing would be slow out of proportion to the size."""
    if body.count(b"<") > _BRACKETS:
        return True
    tags = _TAG.findall(body)
    has_room = len(body) > 2 * _ATTRIBUTES  # the first 16 KB of a page never have
    if has_room and _attributes(b" ".join(text for _, _, text in tags)) > _ATTRIBUTES:
        return True
    long = [attributes for _, _, attributes in tags if len(attributes) > _SHORT_TAG]
    if any(len(_VALUE.sub(b"", text)) > _LONG_TAG for text in long):
        return True
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
    """Count attributes, at most."""
    return sum(1 for _ in islice(_BETWEEN.finditer(text), _ATTRIBUTES + 1))
