"""Redirects are followed by hand: no Location, however odd, breaks that, or leads inside."""

import asyncio
from collections.abc import Callable

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.looks.observation import Reason
from watcher.net.address_policy import AddressPolicy
from watcher.net.client import open_client
from watcher.net.http.fetch import fetch, no_cookies
from watcher.net.look_error import LookError
from watcher.net.trace import LookTrace

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
        parts = AddressPolicy().check_url(str(request.url))
        dialled.append(parts.hostname or "")
        if len(dialled) > 1:
            return httpx.Response(200, text="isi")
        return httpx.Response(302, headers=[(b"location", location)])

    async def look() -> str | Reason:
        async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
            try:
                return str((await fetch(client, HOME, LookTrace(10), 5)).url)
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
        ("/", HOME),  # as a page that was just cached leads to itself
        ("", Reason.BAD_REDIRECT),
    ],
)
def test_locations(location: str, leads: str | Reason) -> None:
    assert followed(location.encode()) == leads


def arrived(server: Callable[[httpx.Request], httpx.Response]) -> int | Reason:
    """The status of the answer that a look ends with, or why there is none."""

    async def look() -> int | Reason:
        async with httpx.AsyncClient(
            transport=httpx.MockTransport(server), cookies=no_cookies()
        ) as client:
            try:
                return (await fetch(client, HOME, LookTrace(10), 5)).status_code
            except LookError as error:
                return error.reason

    return asyncio.run(look())


def shop() -> httpx.Response:
    return httpx.Response(200, text="isi")


def leads(location: str, *cookies: str) -> httpx.Response:
    return httpx.Response(
        302, headers=[("location", location), *(("set-cookie", cookie) for cookie in cookies)]
    )


def asks_for_a_session(request: httpx.Request) -> httpx.Response:
    return shop() if "sesi=1" in request.headers.get("cookie", "") else leads("/", "sesi=1; path=/")


def asks_on_another_page(request: httpx.Request) -> httpx.Response:
    if "sesi=1" in request.headers.get("cookie", ""):
        return shop()
    return leads("/cek" if request.url.path == "/" else "/", "sesi=1; path=/")


def asks_for_a_language(request: httpx.Request) -> httpx.Response:
    if "bahasa=id" in request.headers.get("cookie", ""):
        return shop()
    return leads("/id/") if request.url.path == "/" else leads("/", "bahasa=id; path=/")


def counts_in_a_cookie(request: httpx.Request) -> httpx.Response:
    n = int(request.headers.get("cookie", "n=0").partition("=")[2])
    return shop() if n == 4 else leads("/", f"n={n + 1}")


def never_lets_in(request: httpx.Request) -> httpx.Response:
    return leads("/", "sesi=1")


def there_and_back(request: httpx.Request) -> httpx.Response:
    return leads("/b" if request.url.path == "/" else "/")


def hops(number: int) -> Callable[[httpx.Request], httpx.Response]:
    """A server that leads on so many times."""

    def answer(request: httpx.Request) -> httpx.Response:
        at = int(request.url.path[1:] or 0)
        return shop() if at == number else leads(f"/{at + 1}")

    return answer


@pytest.mark.parametrize(
    ("server", "leads_to"),
    [
        (asks_for_a_session, 200),
        (asks_on_another_page, 200),
        (asks_for_a_language, 200),
        (counts_in_a_cookie, 200),
        (never_lets_in, Reason.REDIRECT_LOOP),
        (there_and_back, Reason.REDIRECT_LOOP),
        (hops(6), 200),
        (hops(20), 200),
        (hops(21), Reason.REDIRECT_LIMIT),
    ],
)
def test_the_way_of_a_browser(
    server: Callable[[httpx.Request], httpx.Response], leads_to: int | Reason
) -> None:
    assert arrived(server) == leads_to


@pytest.mark.parametrize("cookie", ["sesi=1; domain=lain.example", "sesi=1; path=/toko"])
def test_a_cookie_that_is_not_for_the_next_address_stays_behind(cookie: str) -> None:
    heard = list[str]()

    def answer(request: httpx.Request) -> httpx.Response:
        heard.append(request.headers.get("cookie", ""))
        return shop() if len(heard) > 1 else leads("/", cookie)

    assert arrived(answer) == 200
    assert heard == ["", ""]


def test_no_cookie_outlives_its_look() -> None:
    heard = list[str]()

    def answer(request: httpx.Request) -> httpx.Response:
        heard.append(request.headers.get("cookie", ""))
        return asks_for_a_session(request)

    async def two_looks() -> None:
        async with open_client(nameservers=("127.0.0.1:9",)) as net:
            net.http._transport = httpx.MockTransport(answer)
            for _ in range(2):
                await fetch(net.http, HOME, LookTrace(10), 5)

    asyncio.run(two_looks())
    assert heard == ["", "sesi=1", "", "sesi=1"]


@given(st.lists(st.sampled_from(PIECES), max_size=9).map("".join))
def test_any_location_leads_to_a_page_or_has_a_reason(location: str) -> None:
    led = followed(location.strip().encode())
    assert isinstance(led, Reason) or AddressPolicy().check_url(led)
