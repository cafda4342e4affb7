"""What is kept of a head, and what is too much."""

import pytest

from watcher.core.looks.observation import Reason
from watcher.net.http.head import MAX_HEADERS, read_head
from watcher.net.look_error import LookError


def head(status: int, *lines: str) -> bytes:
    return "\r\n".join((f"HTTP/1.1 {status} X", *lines, "", "")).encode()


def test_names_are_folded_and_blanks_trimmed() -> None:
    read = read_head(head(200, "Server:  a b \t", "X-Long : a", "\tb", "not a header"))
    assert read.headers == [(b"server", b"a b"), (b"x-long", b"a b")]


@pytest.mark.parametrize(
    ("status", "cookie", "kept"),
    [
        (302, "sesi=1; path=/", True),
        (200, "sesi=1; path=/", False),  # nobody comes back
        (302, "sesi=é", True),
        (302, "sesi=\x01", False),
        (302, "sesi=" + "x" * 4091, True),
        (302, "sesi=" + "x" * 4092, False),
        (302, "sesi=1; x=" + "x" * 4092, True),
    ],
)
def test_cookies_are_kept_for_the_next_hop(status: int, cookie: str, kept: bool) -> None:
    names = [name for name, _ in read_head(head(status, f"Set-Cookie: {cookie}")).headers]
    assert names == ([b"set-cookie"] if kept else [])


def test_as_many_cookies_are_kept_as_browsers_keep() -> None:
    many = [f"Set-Cookie: n{n}=1" for n in range(5000)]
    assert len(read_head(head(302, *many)).headers) == 50


@pytest.mark.parametrize("name", ["X", "X Y"])
def test_headers_are_few(name: str) -> None:
    with pytest.raises(LookError) as caught:
        read_head(head(200, *[f"{name}: 1"] * (2 * MAX_HEADERS + 10)))
    assert caught.value.reason is Reason.HTTP_TOO_LARGE


@pytest.mark.parametrize(
    ("status", "lines", "length"),
    [
        (200, ["Content-Length: 5"], 5),
        (200, ["Content-Length: 5", "Content-Length: 5"], 5),
        (200, ["Content-Length: five"], None),
        (200, ["Content-Length: ٥"], None),
        (200, [f"Content-Length: {2**63}"], None),
        (200, [], None),
        (204, ["Content-Length: 5"], 0),
        (205, [], 0),
        (304, ["Content-Length: 5"], 0),
        (200, ["Content-Length: 5", "Transfer-Encoding: chunked"], None),
    ],
)
def test_where_a_body_ends(status: int, lines: list[str], length: int | None) -> None:
    assert read_head(head(status, *lines)).length == length


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("200", 200), ("404", 404), ("0404", 404), ("000000000000404", 404), ("999", 999),
        ("503.2", 503), ("404OK", 404), ("20", 200), ("4040", 200), ("000", 200), ("0", 200),
        ("", 200), ("-404", 200), ("9" * 60, 200), ("OK 404", 200),
    ],
)  # fmt: skip
def test_a_status_has_three_digits(said: str, status: int) -> None:
    assert read_head(f"HTTP/1.1 {said} X\r\n\r\n".encode()).status == status
