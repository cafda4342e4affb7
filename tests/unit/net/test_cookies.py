"""Which cookies of the way are sent on; tests/browser asks Chromium what it does itself."""

import pytest

from watcher.net.http.cookies import Cookies

HOME = "http://toko.example/"
SECURE = "https://toko.example/"
NOW = "Tue, 01 Dec 2026 00:00:00 GMT"


def sent(url: str, *lines: str, at: str = HOME, date: str | None = NOW) -> str:
    cookies = Cookies()
    cookies.keep(at, lines, date)
    return cookies.header(url)


@pytest.mark.parametrize(
    ("line", "url", "header"),
    [
        ("=nilai", HOME, "nilai"),
        ("nilai", HOME, "nilai"),
        ("=", HOME, ""),
        ("s=1=2", HOME, "s=1=2"),
        ('s="a b"; Path=/', HOME, 's="a b"'),
        ("s=1; domain=.TOKO.example", HOME, "s=1"),
        ("s=1; domain=toko.example", "http://www.toko.example/", "s=1"),
        ("s=1", "http://www.toko.example/", ""),
        ("s=1; domain=example", HOME, ""),
        ("s=1; domain=oko.example", HOME, ""),
        ("s=1; domain=www.toko.example", HOME, ""),
        ("s=1; path=/toko", "http://toko.example/toko", "s=1"),
        ("s=1; path=/toko", "http://toko.example/toko/a", "s=1"),
        ("s=1; path=/toko", "http://toko.example/tokoh", ""),
        ("s=1; expires=Wed, 02-Dec-26 00:00:00 GMT", HOME, "s=1"),
        ("s=1; expires=Mon, 30 Nov 2026 23:59:59 GMT", HOME, ""),
        ("s=1; expires=1 Jan 1970 0:0:0", HOME, ""),
        ("s=1; expires=31 Feb 2020 00:00:00", HOME, "s=1"),
        ("s=1; max-age=00", HOME, ""),
        ("s=1; max-age=", HOME, "s=1"),
    ],
)
def test_a_cookie_is_sent_where_it_belongs(line: str, url: str, header: str) -> None:
    assert sent(url, line) == header


@pytest.mark.parametrize(
    ("line", "secure", "open_"),
    [
        ("s=1; Secure", "s=1", ""),
        ("s=1; SameSite=None; Secure", "s=1", ""),
        ("s=1; SameSite=None", "", ""),
        ("__Host-s=1; Secure; Path=/", "__Host-s=1", ""),
        ("__Secure-s=1", "", ""),
        ("s=1", "s=1", "s=1"),
    ],
)
def test_a_secure_cookie_needs_a_secure_way(line: str, secure: str, open_: str) -> None:
    assert sent(SECURE, line, at=SECURE) == secure
    assert sent(HOME, line, at=SECURE) == open_
    assert sent(HOME, line) == (open_ if "Secure" not in line else "")


def test_the_longest_path_comes_first_and_what_is_deleted_is_gone() -> None:
    cookies = Cookies()
    cookies.keep(HOME, ["a=1; path=/", "b=2; path=/toko", "c=3"], None)
    assert cookies.header("http://toko.example/toko/") == "b=2; a=1; c=3"
    cookies.keep(HOME, ["a=; max-age=0; path=/", "c=; expires=Thu, 01 Jan 1970 00:00:00 GMT"], None)
    assert cookies.header("http://toko.example/toko/") == "b=2"


def test_the_servers_own_clock_tells_what_has_ended() -> None:
    line = "s=1; expires=Fri, 01 Jan 2027 00:00:00 GMT"
    assert sent(HOME, line, date="Tue, 01 Dec 2026 00:00:00 GMT") == "s=1"
    assert sent(HOME, line, date="Sat, 02 Jan 2027 00:00:00 GMT") == ""
    assert sent(HOME, line, date="besok") == "s=1"
    assert sent(HOME, line, date=None) == "s=1"


@pytest.mark.parametrize("url", ["http://[::1/", "", "mailto:a@b.example"])
def test_an_address_that_is_none_has_no_cookies(url: str) -> None:
    assert sent(url, "s=1") == ""
    cookies = Cookies()
    cookies.keep(url, ["s=1", "s=1; domain=toko.example"], None)
    assert cookies.header(HOME) == ""
