"""Headless Chromium is the judge: where it shows the page, no look says that the site is down."""

import asyncio
import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from conftest import CHROMIUM, SWITCHES
from odd_answers import ENCODINGS, EXCEPTIONS, HEADS, MARK, PAGE
from playwright.async_api import Error, async_playwright

from watcher.demo.servers.loopback import Conversation, listening

Says = Callable[[bytes], bytes]
_TABS, _PATIENCE_MS = 12, 20_000
_SHOP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n" + PAGE


def _path(request: bytes) -> str:
    return request.split(b" ", 2)[1].decode()


def _leads(location: str, *cookies: str) -> bytes:
    lines = [f"Location: {location}", *(f"Set-Cookie: {cookie}" for cookie in cookies)]
    head = "\r\n".join(["HTTP/1.1 302 Found", *lines, "Content-Length: 0", "Connection: close"])
    return f"{head}\r\n\r\n".encode()


def _asks_for_a_session(request: bytes) -> bytes:
    return _SHOP if b"sesi=1" in request else _leads("/", "sesi=1; path=/")


def _asks_for_a_language(request: bytes) -> bytes:
    if b"bahasa=id" in request:
        return _SHOP
    return _leads("/id/") if _path(request) == "/" else _leads("/", "bahasa=id; path=/")


def _wants(cookie: bytes, *lines: str) -> Says:
    """A server that sets cookies and leads back to itself until this one is sent."""
    return lambda request: _SHOP if b"ookie: " + cookie in request else _leads("/", *lines)


def _hops(number: int) -> Says:
    def says(request: bytes) -> bytes:
        at = _path(request)[1:] or "0"
        if not at.isdigit() or int(at) == number:  # or the picture that a tab asks for
            return _SHOP
        return _leads(f"/{int(at) + 1}")

    return says


def _to(location: str) -> Says:
    return lambda request: _leads(location) if _path(request) == "/" else _SHOP


#: The way to a page, and whether Chromium arrives.
WAYS: dict[str, tuple[Says, bool]] = {
    "a session by cookie": (_asks_for_a_session, True),
    "a language by cookie": (_asks_for_a_language, True),
    "a cookie that is never enough": (lambda _: _leads("/", "sesi=1"), False),
    "a cookie without a name": (_wants(b"nilai\r\n", "=nilai"), True),
    "a cookie without a name or a sign": (_wants(b"nilai\r\n", "nilai; path=/"), True),
    "a cookie without a name beside another": (_wants(b"nilai; a=1\r\n", "=nilai", "a=1"), True),
    "a cookie of nothing": (_wants(b"", "="), False),
    "a cookie with a value of nothing": (_wants(b"s=\r\n", "s=; path=/"), True),
    "a cookie in UTF-8": (_wants(b"s=k", "s=k\u00f6ta; path=/"), True),
    "a cookie with a blank in its name": (_wants(b"a b=c d\r\n", "a b = c d; path=/"), True),
    "a cookie with a tab": (_wants(b"s=", "s=a\tb; path=/"), False),
    "a cookie that is set twice": (_wants(b"s=2\r\n", "s=1", "s=2"), True),
    "a cookie for no domain": (_wants(b"s=1", "s=1; domain="), True),
    "a cookie for this address": (_wants(b"s=1", "s=1; domain=127.0.0.1"), True),
    "a cookie for another domain": (_wants(b"s=1", "s=1; domain=lain.example"), False),
    "a cookie whose last domain is none": (
        _wants(b"s=1", "s=1; domain=lain.example; domain="), True),
    "a cookie for another path": (_wants(b"s=1", "s=1; path=/lain"), False),
    "a cookie whose path is none": (_wants(b"s=1", "s=1; path=lain"), True),
    "a cookie whose last path is right": (_wants(b"s=1", "s=1; path=/lain; path=/"), True),
    "a cookie for a time in words": (_wants(b"s=1", "s=1; max-age=satu; expires=besok"), True),
    "a cookie for no time": (_wants(b"s=1", "s=1; max-age=0"), False),
    "a cookie for less than no time": (_wants(b"s=1", "s=1; max-age=-1"), False),
    "a cookie that has ended": (
        _wants(b"s=1", "s=1; expires=Thursday, 01-Jan-70 00:00:10 GMT"), False),
    "a cookie with two ends": (
        _wants(b"s=1", "s=1; expires=Thu, 01 Jan 1970 00:00:00 GMT; max-age=100"), True),
    "a cookie for all sites, not secure": (_wants(b"s=1", "s=1; SameSite=None"), False),
    "a partitioned cookie, not secure": (_wants(b"s=1", "s=1; Partitioned"), False),
    "a cookie with a priority": (_wants(b"s=1", "s=1; HttpOnly; Priority=High"), True),
    "a cookie with a long attribute": (_wants(b"s=1", "s=1; x=" + "y" * 4096), True),
    "a cookie that is too long": (_wants(b"s=x", "s=" + "x" * 5000), False),
    "twelve hops": (_hops(12), True),
    "nineteen hops": (_hops(19), True),
    "twenty-one hops": (_hops(21), False),
    "a tab in the destination": (_to("/beran\tda"), True),
    "a blank in the destination": (_to("/halaman utama"), True),
    "a destination with one slash": (_to("http:/beranda"), True),
    "a redirect that leads nowhere, and a page": (
        lambda _: _SHOP.replace(b"200 OK", b"302 Found"), True),
}  # fmt: skip


def _always(said: bytes) -> Says:
    return lambda _: said


CASES: dict[str, tuple[Says, bool]] = {
    name: (_always(said), shown) for name, (said, shown) in (HEADS | ENCODINGS).items()
} | WAYS


def _conversation(says: Says) -> Conversation:
    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(says(await reader.readuntil(b"\r\n\r\n")))

    return converse


@contextmanager
def servers(cases: Mapping[str, tuple[Says, bool]]) -> Iterator[dict[str, str]]:
    """One server a case, in a thread of its own; gives the address of each."""
    ready, done = threading.Event(), threading.Event()
    urls: dict[str, str] = {}

    async def serve() -> None:
        async with AsyncExitStack() as doors:
            for name, (says, _) in cases.items():
                place = await doors.enter_async_context(listening(_conversation(says)))
                urls[name] = f"http://{place}/"
            ready.set()
            await asyncio.to_thread(done.wait)

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    ready.wait()
    try:
        yield urls
    finally:
        done.set()
        thread.join()


@dataclass(frozen=True)
class Verdicts:
    """What Chromium showed, and what `watcher look` said."""

    shown: dict[str, bool]
    looks: dict[str, dict[str, Any]]


async def _shown(urls: Mapping[str, str]) -> dict[str, bool]:
    """Whether Chromium shows each page. A broken body is waited for in vain, so many tabs wait."""
    tabs = asyncio.Semaphore(_TABS)
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(
            executable_path=shutil.which(CHROMIUM), args=list(SWITCHES)
        )

        async def shows(url: str) -> bool:
            async with tabs:
                tab = await chromium.new_page()
                try:
                    await tab.goto(url, timeout=_PATIENCE_MS)
                    return MARK in await tab.content()
                except Error:
                    return False
                finally:
                    await tab.close()

        found = await asyncio.gather(*map(shows, urls.values()))
        await chromium.close()
    return dict(zip(urls, found, strict=True))


def _looked(folder: Path, urls: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    ports = [int(url.rstrip("/").rpartition(":")[2]) for url in urls.values()]
    settings = folder / "watcher.toml"
    settings.write_text(
        "[network]\nsentinels = []\nallow_addresses = ['127.0.0.1/32']\n"
        f"allow_ports = {ports}\nper_address_seconds = 0.0\nper_address_at_once = 20\n",
        "utf-8",
    )
    listed = folder / "urls.txt"
    listed.write_text("\n".join(urls.values()), "utf-8")
    command = ("--config", str(settings), "look", "--list", str(listed), "--json")
    done = subprocess.run(
        [sys.executable, "-m", "watcher", *command], capture_output=True, text=True, check=True
    )
    by_url = {look["url"]: look for look in map(json.loads, done.stdout.splitlines())}
    return {name: by_url[url] for name, url in urls.items()}


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> Verdicts:
    with servers(CASES) as urls:
        with ThreadPoolExecutor(1) as aside:  # the other tests' browser has this thread's loop
            shown = aside.submit(asyncio.run, _shown(urls)).result()
        return Verdicts(shown, _looked(tmp_path_factory.mktemp("odd"), urls))


@pytest.mark.parametrize("name", CASES)
def test_the_table_says_what_chromium_shows(verdicts: Verdicts, name: str) -> None:
    assert verdicts.shown[name] is CASES[name][1]


@pytest.mark.parametrize("name", CASES)
def test_a_look_says_up_where_a_visitor_sees_the_page(verdicts: Verdicts, name: str) -> None:
    look = verdicts.looks[name]
    is_up = (look["state"], look["reason"]) == ("up", "ok")
    assert is_up is (CASES[name][1] is not (name in EXCEPTIONS)), look
