"""Would this body hold the parser up? One linear pass over its bytes, no parsing.

HTML parsers compare every attribute of a tag with every other, climb nested elements again and
again, and repeat formats that are left open in every block: all that is quadratic. And each
element and attribute costs a few hundred bytes of memory, so that 2 MB of empty ones become
100. This pass only estimates; what is not surely cheap is parsed in a cell besides.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

#: A large shop has 10,000. Whatever they stand for, so many of the worst nest in 0.8 s:
#: a parser ignores end tags (in comments, scripts, tables) by rules that are not repeated here.
_BRACKETS = 20_000
_ATTRIBUTES = 60_000
#: Bytes outside of values, in which whole pictures may be; real tags stay below 5,000.
_LONG_TAG = 32 * 1024
_SHORT_TAG = 4096  # bytes; the attributes of a shorter one are too few to matter
_ATTRIBUTES_SQUARED = 100_000_000  # about 0.1 s of comparing
_DEPTH = 400  # elements; real pages stay below 200
_SMALL = 16 * 1024  # bytes: what a routine look receives
_REPEATED = 50_000  # elements and attributes, if every tag repeated every format: 22 MB
#: Elements that go on in the next block when they were left open in the one before (WHATWG HTML,
#: section 13.2.4.3).
_FORMAT = re.compile(
    rb"<(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)[\s/>]", re.IGNORECASE
)
#: A tag of which nobody can be of two minds: no angle bracket in it, no stray quote.
_STRICT_TAG = re.compile(
    rb"<[a-zA-Z]++((?:[\s/]++[^\s/>\"'=<]++(?:\s*+=\s*+(?:\"[^\"<>]*+\"|'[^'<>]*+'|[^\s\"'<>=`]++))?+)*+"
    rb"[\s/]*+)>"
)
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

Tag = tuple[bytes, bytes, bytes]  # a slash if it is an end, the name, the attributes


def is_surely_cheap(body: bytes) -> bool:
    """Tell whether a body is so small and plain that it has no way to be dear."""
    if len(body) > _SMALL or b"\0" in body:  # tags may be in UTF-16
        return False
    repeated = 0
    for begins in _FORMAT.finditer(body):
        tag = _STRICT_TAG.match(body, begins.start())
        if tag is None:  # who knows where it ends
            return False
        repeated += 1 + _attributes(_VALUE.sub(b"", tag[1]))
    return repeated * body.count(b"<") <= _REPEATED


def is_costly(body: bytes) -> bool:
    """Tell whether parsing would be slow out of proportion to the size."""
    if body.count(b"<") > _BRACKETS:
        return True
    tags = list(_tags(body))
    texts = [attributes for _, _, attributes in tags]
    has_room = sum(map(len, texts)) > 2 * _ATTRIBUTES  # hardly any page has
    if has_room and sum(map(_attributes, texts)) > _ATTRIBUTES:
        return True
    long = [text for text in texts if len(text) > _SHORT_TAG]
    if any(len(_VALUE.sub(b"", text)) > _LONG_TAG for text in long):
        return True
    if sum(_attributes(text) ** 2 for text in long) > _ATTRIBUTES_SQUARED:
        return True
    return len(tags) > _DEPTH and _is_deep(tags)


def _tags(body: bytes) -> Iterator[Tag]:
    """Go from tag to tag: the pattern is shown one at a time, and never the whole body."""
    at = body.find(b"<")
    while at >= 0:
        tag = _TAG.match(body, at)
        if tag is not None:
            yield tag[1], tag[2], tag[3]
        at = body.find(b"<", tag.end() if tag else at + 1)


def _is_deep(tags: list[Tag]) -> bool:
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
