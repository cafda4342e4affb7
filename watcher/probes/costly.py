"""Would this body hold the parser up? One linear pass over its bytes, no parsing.

HTML parsers compare every attribute of a tag with every other and climb nested elements
again and again: both are quadratic. This pass only estimates; whoever parses what comes
from outside keeps a time limit besides.
"""

import re
from collections import Counter

_SHORT_TAG = 4096  # bytes; the attributes of a shorter one are too few to matter
_ATTRIBUTES_SQUARED = 100_000_000  # about 0.1 s of comparing
_DEPTH = 1000  # of 60 real pages none was deeper than 200
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
    spent = 0
    depth = 0
    still_open: Counter[bytes] = Counter()
    for closing, name, attributes in _TAG.findall(body):
        if len(attributes) > _SHORT_TAG:
            spent += _attributes(attributes) ** 2
        step = _step(closing, name, still_open)
        depth += step
        if depth > _DEPTH or spent > _ATTRIBUTES_SQUARED:
            return True
    return False


def _attributes(text: bytes) -> int:
    """Count a tag's attributes, at most; a picture written into a value counts once."""
    return len(_BETWEEN.findall(_VALUE.sub(b" ", text)))


def _step(closing: bytes, name: bytes, still_open: Counter[bytes]) -> int:
    """Go one level down or up. An end tag without a beginning goes nowhere."""
    if name in _NEVER_DEEP:
        return 0
    if not closing:
        still_open[name] += 1
        return 1
    if not still_open[name]:
        return 0
    still_open[name] -= 1
    return -1
