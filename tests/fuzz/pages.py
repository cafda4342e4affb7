"""Read any bytes as a page: `python tests/fuzz/pages.py [libFuzzer's options] [corpus]`.

Whatever a server sends, the reader gives a verdict and a storable title, and in time.
"""

import sys
from datetime import UTC, datetime

import atheris

with atheris.instrument_imports(include=["watcher"]):
    import httpx

    from watcher.core.pages.fingerprint import fingerprint
    from watcher.core.pages.kind import PageVerdict
    from watcher.core.printable import one_line
    from watcher.core.sites.site import Site
    from watcher.probes.page.markup import read_markup
    from watcher.probes.page.reading import charset_of, judged, modified_claims
from watcher.report.defang import defang

CHARSETS = ("utf-8", "utf-16", "windows-1252", "iso-2022-jp", "utf-7", "undefined", "x" * 99, "")
SITE = Site(1, "https://usaha.example/", "usaha.example", "Usaha Satu", 1)
REQUEST = httpx.Request("GET", SITE.url)


def read(data: bytes) -> None:
    """One page: its first byte names a charset, the second says how much came."""
    fuzzed = atheris.FuzzedDataProvider(data)
    charset = CHARSETS[fuzzed.ConsumeIntInRange(0, len(CHARSETS) - 1)]
    whole = fuzzed.ConsumeBool()
    modified = fuzzed.ConsumeUnicodeNoSurrogates(30).encode()
    body = fuzzed.ConsumeBytes(len(data))
    headers = {
        b"content-type": f"text/html; charset={charset}".encode(),
        b"last-modified": modified,
    }
    response = httpx.Response(200, headers=headers, content=body, request=REQUEST)
    markup = read_markup(response.content, charset_of(response))
    reading = judged(markup, response, SITE, whole=whole)
    assert isinstance(reading.verdict, PageVerdict)
    reading.markup.title.encode()  # can be stored
    assert len(one_line(reading.markup.title)) <= 120
    assert "http://" not in defang(reading.markup.title)
    fingerprint(reading.markup.lines)
    for claim in (*reading.markup.claims, *modified_claims(response)):
        assert claim.at.tzinfo is not None
        claim.at.astimezone(UTC)
        assert isinstance(claim.at, datetime)


if __name__ == "__main__":
    atheris.Setup(sys.argv, read)
    atheris.Fuzz()
