"""Decide whether a body may be parsed in this process or needs the sandbox, in one linear pass.

An HTML parser repeats unclosed formatting elements in every block (WHATWG HTML, 13.2.4.3), so a
small body can become gigabytes. A body passes only where that is impossible.
"""

import re

#: Seconds of processor time for one body in the sandbox. A page of 2 MB takes 0.06 s.
PARSE_SECONDS = 0.4
_SMALL_BYTES = 16 * 1024  # as an availability look reads; other costs are small at this size
_REPEATED = 50_000  # elements and attributes if every tag repeated every format: 22 MB
_FORMAT = re.compile(
    rb"<(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)[\s/>]", re.IGNORECASE
)
#: A tag whose end is unambiguous: no angle bracket in it, no stray quote.
_STRICT_TAG = re.compile(
    rb"<[a-zA-Z]++((?:[\s/]++[^\s/>\"'=<]++(?:\s*+=\s*+(?:\"[^\"<>]*+\"|'[^'<>]*+'|[^\s\"'<>=`]++))?+)*+"
    rb"[\s/]*+)>"
)
_VALUE = re.compile(rb"=\s*+(?:\"[^\"]*+\"|'[^']*+')")
_BETWEEN_ATTRIBUTES = re.compile(rb"(?:[\s/\"']++|=\s*+)++")


def within_parse_budget(body: bytes) -> bool:
    """Whether a body is so small and simple that parsing it is certainly cheap."""
    if len(body) > _SMALL_BYTES or b"\0" in body:  # tags may be in UTF-16
        return False
    repeated = 0
    for begins in _FORMAT.finditer(body):
        tag = _STRICT_TAG.match(body, begins.start())
        if tag is None:
            return False
        attributes = _VALUE.sub(b"", tag[1])
        repeated += 1 + sum(1 for _ in _BETWEEN_ATTRIBUTES.finditer(attributes))
    return repeated * body.count(b"<") <= _REPEATED
