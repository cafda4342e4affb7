"""pycurl multi: LIST AT_ONCE ROOTS. Prints how many sites answered 200 with a certificate."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pycurl


def handle(roots: str) -> pycurl.Curl:
    """A handle that looks once: everything new each time, the certificate read."""
    curl = pycurl.Curl()
    curl.setopt(pycurl.CAINFO, roots)
    curl.setopt(pycurl.ACCEPT_ENCODING, "gzip")
    curl.setopt(pycurl.HTTPHEADER, ["Connection: close"])
    curl.setopt(pycurl.OPT_CERTINFO, 1)
    curl.setopt(pycurl.FRESH_CONNECT, 1)
    curl.setopt(pycurl.FORBID_REUSE, 1)
    curl.setopt(pycurl.NOSIGNAL, 1)
    curl.setopt(pycurl.TIMEOUT, 15)
    curl.setopt(pycurl.WRITEFUNCTION, lambda chunk: len(chunk))
    return curl


def sweep(urls: Iterator[str], at_once: int, roots: str) -> int:
    """Look at all; count those that are well."""
    multi, ok = pycurl.CurlMulti(), 0
    free, busy = [handle(roots) for _ in range(at_once)], 0
    pending = next(urls, None)
    while busy or pending is not None:
        while free and pending is not None:
            curl = free.pop()
            curl.setopt(pycurl.URL, pending)
            multi.add_handle(curl)
            busy, pending = busy + 1, next(urls, None)
        multi.perform()
        _, done, failed = multi.info_read()
        for curl in (*done, *(one[0] for one in failed)):
            ok += curl.getinfo(pycurl.RESPONSE_CODE) == 200 and bool(
                curl.getinfo(pycurl.INFO_CERTINFO)
            )
            multi.remove_handle(curl)
            free.append(curl)
            busy -= 1
        if not done and not failed:
            multi.select(1.0)
    return ok


if __name__ == "__main__":
    listed, at_once, roots = sys.argv[1:]
    lines = Path(listed).read_text("ascii").split()
    print(sweep(iter(lines), int(at_once), roots))
