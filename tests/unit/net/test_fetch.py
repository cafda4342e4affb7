"""Redirects are followed by hand: no Location, however odd, breaks that, or leads inside."""

import asyncio

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.observation import Reason
from watcher.net.errors import LookError
from watcher.net.fetch import fetch
from watcher.net.guard import Guard
from watcher.net.trail import Trail

HOME = "https://usaha.example/"
PIECES = (
    *("http:", "https:", "//", "/", "\\", "@", ":", "[", "]", "::1", "%", "%25", "%2f", "%00"),
    *("\t", " ", "\x01", "\x7f", "\x85", "\xa0", "\xad", "\u2100", "\u200d", "\ufdfa", "\u0130"),
    *("xn--", "xn--a", "é", "。", "..", ".", "toko.example", "127.0.0.2", "80", "99999999999"),
    *("٣", "#", "?", "&", "😀", "data:", "fe80::1%25lo", "_", "-", "*", "1", "0x7f", "|", "<"),
    *("^", "`", "{", "}", '"', "~", "(", "۝"),
)


def followed(location: bytes) -> str | Reason:
    """Where a Location leads, or why nowhere."""
    dialled = list[str]()

    def answer(request: httpx.Request) -> httpx.Response:
        parts = Guard().admit_url(str(request.url))
        dialled.append(parts.hostname or "")
        if len(dialled) > 1:
            return httpx.Response(200, text="isi")
        return httpx.Response(302, headers=[(b"location", location)])

    async def look() -> str | Reason:
        async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
            try:
                return str((await fetch(client, HOME, Trail(10), 5)).url)
            except LookError as error:
                return error.reason

    return asyncio.run(look())


@pytest.mark.parametrize(
    ("location", "leads"),
    [
        ("/toko", HOME + "toko"),
        ("http:////xn--http:[۝([~", Reason.BAD_REDIRECT),
        ("http://[::1", Reason.BAD_REDIRECT),
        ("//a℀b.example/", Reason.BAD_REDIRECT),
        ("http://127.0.0.1/", Reason.BLOCKED_ADDRESS),
        ("ftp://usaha.example/", Reason.BLOCKED_SCHEME),
        ("https://internetpositif.id/", Reason.ISP_BLOCK),
        ("/", Reason.REDIRECT_LOOP),
        ("", Reason.BAD_REDIRECT),
    ],
)
def test_locations(location: str, leads: str | Reason) -> None:
    assert followed(location.encode()) == leads


@given(st.lists(st.sampled_from(PIECES), max_size=9).map("".join))
def test_any_location_leads_to_a_page_or_has_a_reason(location: str) -> None:
    led = followed(location.strip().encode())
    assert isinstance(led, Reason) or Guard().admit_url(led)
