"""Well-formed answers are read as h11 reads them, however cut into pieces; limits hold.

What is odd, and what a browser makes of it: test_odd_answers.
"""

import time
from collections import deque
from contextlib import suppress
from itertools import pairwise

import h11
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.core.looks.observation import Reason
from watcher.net.http.response_parser import MAX_HEAD_BYTES, ResponseParser
from watcher.net.look_error import LookError

LIMIT = 1 << 20
OK = b"HTTP/1.1 200 OK\r\n"
LENGTH = OK + b"Content-Length: 5\r\n\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"

#: What is read alike, to the byte: status, headers, body, and whether it was whole.
ALIKE = {
    "length": LENGTH + b"hello",
    "length, cut": LENGTH + b"hell",
    "length, and more after it": LENGTH + b"hello again",
    "lengths that differ": OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    "until it closes": OK + b"\r\nhello",
    "chunks": CHUNKED + b"5\r\nhello\r\n0\r\n\r\n",
    "chunks with an extension": CHUNKED + b"5;a=b\r\nhello\r\n0\r\n\r\n",
    "chunks with trailers": CHUNKED + b"5\r\nhello\r\n0\r\nX-After: 1\r\n\r\n",
    "chunks, cut": CHUNKED + b"5\r\nhel",
    "chunks without their end": CHUNKED + b"5\r\nhello\r\n",
    "chunk size in words": CHUNKED + b"five\r\nhello\r\n0\r\n\r\n",
    "chunk longer than it says": CHUNKED + b"3\r\nhello\r\n0\r\n\r\n",
    "chunks beside a length": OK
    + b"Content-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    "bare line feeds": b"HTTP/1.1 200 OK\nContent-Length: 5\nServer: x\n\nhello",
    "no content": b"HTTP/1.1 204 No Content\r\n\r\n",
    "not modified": b"HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
    "a promise first": b"HTTP/1.1 100 Continue\r\n\r\n" + LENGTH + b"hello",
    "early hints first": b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + LENGTH + b"hello",
    "only a promise": b"HTTP/1.1 100 Continue\r\n\r\n",
    "no reason phrase": b"HTTP/1.1 200\r\nContent-Length: 5\r\n\r\nhello",
    "an old version": b"HTTP/1.0 200 OK\r\n\r\nhello",
    "header folded over two lines": OK + b"X-Long: a\r\n b\r\nContent-Length: 5\r\n\r\nhello",
    "header of Latin letters": OK + b"Server: caf\xe9\r\nContent-Length: 5\r\n\r\nhello",
    "NUL in a header": OK + b"Server: a\0b\r\n\r\nhello",
    "head, cut": OK + b"Server: x\r\n",
    "nothing": b"",
    "lengths that differ, in one line": OK + b"Content-Length: 5, 6\r\n\r\nhello",
    "a second answer behind it": LENGTH + b"hello" + b"HTTP/1.1 500 No\r\nX: y\r\n\r\nbad",
    "a second answer behind chunks": CHUNKED
    + b"5\r\nhello\r\n0\r\n\r\n"
    + LENGTH.replace(b"200", b"500")
    + b"again",
    "a second answer behind nothing": OK + b"Content-Length: 0\r\n\r\n" + LENGTH + b"hello",
    "a promise with a length": b"HTTP/1.1 103 Hints\r\nContent-Length: 9\r\n\r\n"
    + LENGTH
    + b"hello",
    "many promises": b"HTTP/1.1 100 Continue\r\n\r\n" * 9_000 + LENGTH + b"hello",
    "chunked in capitals": OK + b"Transfer-Encoding: CHUNKED \r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    "blanks around a value": OK + b"Server:  a b \t\r\nContent-Length:5\r\n\r\nhello",
    "a head as large as may be": OK
    + b"X: %b\r\n" % (b"y" * 259) * 975
    + b"Content-Length: 5\r\n\r\nhello",
    "chunks of one byte": CHUNKED + b"1\r\nx\r\n" * 500 + b"0\r\n\r\n",
}

Read = tuple[int, list[tuple[bytes, bytes]], bytes, bool]


def by_h11(data: bytes) -> Read | None:
    """Status, headers, body and whether it was whole; None for what is no answer."""
    reader = h11.Connection(h11.CLIENT, max_incomplete_event_size=MAX_HEAD_BYTES)
    reader.send(h11.Request(method="GET", target="/", headers=[("Host", "x.example")]))
    reader.send(h11.EndOfMessage())
    reader.receive_data(data)
    reader.receive_data(b"")
    head, body = None, b""
    try:
        while True:
            event = reader.next_event()
            if isinstance(event, h11.Response):
                head = event
            elif isinstance(event, h11.Data):
                body += event.data
            elif not isinstance(event, h11.InformationalResponse):
                break
    except h11.RemoteProtocolError:
        return (head.status_code, list(head.headers), body, False) if head else None
    return (head.status_code, list(head.headers), body, True) if head else None


def by_us(data: bytes, cuts: tuple[int, ...] = ()) -> Read | None:
    """The same, fed in pieces."""
    answer = ResponseParser(LIMIT)
    edges = (0, *sorted(cuts), len(data))
    pieces = [data[a:b] for a, b in pairwise(edges) if a < b]
    waiting = iter((*pieces, b""))
    try:
        while not answer.head:
            answer.feed(next(waiting))
    except LookError:
        return None
    with suppress(LookError):
        answer.begin_body()
        while not answer.complete:
            answer.feed(next(waiting))
    assert answer.head is not None
    headers = [(k, v.lower() if k == b"transfer-encoding" else v) for k, v in answer.head.headers]
    return answer.head.status, headers, answer.body.content, answer.complete


@pytest.mark.parametrize("name", ALIKE)
def test_it_reads_what_h11_reads(name: str) -> None:
    assert by_us(ALIKE[name]) == by_h11(ALIKE[name])


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(list(ALIKE.values())), st.data())
def test_pieces_make_no_difference(data: bytes, draw: st.DataObject) -> None:
    cuts = draw.draw(st.lists(st.integers(0, len(data)), max_size=6))
    assert by_us(data, tuple(cuts)) == by_us(data)


@settings(max_examples=500, deadline=None)
@given(st.sampled_from(list(ALIKE.values())), st.data())
def test_a_byte_of_damage_is_survived(data: bytes, draw: st.DataObject) -> None:
    at = draw.draw(st.integers(0, len(data)))
    damaged = data[:at] + draw.draw(st.binary(max_size=2)) + data[at + 1 :]
    read = by_us(damaged)
    assert read is None or read[0] // 100 != 1


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"SSH-2.0-OpenSSH_9.2\r\n", Reason.NOT_HTTP),
        (b"<html>old</html>", Reason.NOT_HTTP),
        (b"\r\nSSH-2.0-OpenSSH_9.2\r\n", Reason.NOT_HTTP),
        (b"\r\n" * 100_000, Reason.NOT_HTTP),
        (b"HTTP/1.1 100 Continue\r\n\r\n<html>old</html>\r\n\r\n", Reason.BAD_HTTP),
        (OK + b"X: y\r\n" * 50_000, Reason.HTTP_TOO_LARGE),
        (OK + b"X: " + b"y" * 300_000, Reason.HTTP_TOO_LARGE),
        (b"HTTP/1.1 100 Continue\r\n\r\n" * 11_000, Reason.HTTP_TOO_LARGE),
        (b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", Reason.BAD_HTTP),
    ],
)
def test_what_is_refused_is_named(data: bytes, reason: Reason) -> None:
    answer = ResponseParser(LIMIT)
    pieces = [data[at : at + 16_000] for at in range(0, len(data), 16_000)]
    with pytest.raises(LookError) as refused:
        deque(map(answer.feed, [*pieces, b""]), maxlen=0)
    assert refused.value.reason is reason


def test_a_body_waits_as_it_came_until_there_is_room() -> None:
    answer = ResponseParser(LIMIT)
    answer.feed(LENGTH + b"hello")
    assert answer.body.content == b""
    answer.begin_body()
    assert answer.complete
    assert answer.body.content == b"hello"


@pytest.mark.parametrize("endless", [b"5;x=", b"0", b"0\r\nX: ", b"0\r\nX: y\r\n"])
def test_nothing_but_a_body_may_follow_a_head_for_long(endless: bytes) -> None:
    answer = ResponseParser(LIMIT)
    answer.feed(CHUNKED)
    answer.begin_body()
    pieces = [endless, *[endless[-6:] * 1000] * 400]
    with pytest.raises(LookError):
        deque(map(answer.feed, pieces), maxlen=0)


def test_a_head_that_drips_is_searched_once() -> None:
    answer, began = ResponseParser(LIMIT), time.process_time()
    head = OK + b"X: " + b"y" * 200_000 + b"\r\n\r\n"
    for at in range(len(head)):
        answer.feed(head[at : at + 1])
    assert answer.head
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("name", "number", "fits"),
    [("a", 1000, True), ("a", 1001, False), ("a", 60_000, False), ("Set-Cookie", 20_000, True)],
)
def test_headers_are_few_and_cookies_are_not_kept(name: str, number: int, fits: bool) -> None:
    answer = ResponseParser(10)
    many = OK + f"{name}:\r\n".encode() * number + b"\r\n"
    if fits:
        answer.feed(many)
        assert answer.head is not None
        assert len(answer.head.headers) == (0 if name == "Set-Cookie" else number)
    else:
        with pytest.raises(LookError) as caught:
            answer.feed(many)
        assert caught.value.reason is Reason.HTTP_TOO_LARGE


@pytest.mark.parametrize(("size", "large"), [(16 * 1024, False), (16 * 1024 + 1, True)])
def test_a_large_head_is_one_that_is_not_whole(size: int, large: bool) -> None:
    answer = ResponseParser(10)
    answer.feed((OK + b"X: " + b"x" * size)[:size])
    assert answer.is_large is large
    answer.feed(b"\r\n\r\n")
    assert not answer.is_large


@pytest.mark.parametrize(
    "before",
    [
        b"HTTP/1.1 103 Early Hints\r\nConnection: close\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\nConnection: close\r\n\r\n",
        b"HTTP/1.0 100 Continue\r\n\r\n",
    ],
)
def test_an_interim_answer_does_not_close_the_connection(before: bytes) -> None:
    assert by_us(before + OK + b"Content-Length: 5\r\n\r\nhello") == by_us(
        OK + b"Content-Length: 5\r\n\r\nhello"
    )


def test_a_body_that_is_said_to_be_as_it_is_ends_with_the_connection() -> None:
    read = by_us(OK + b"Transfer-Encoding: identity\r\n\r\nhello")
    assert read is not None
    assert (read[0], read[2:]) == (200, (b"hello", True))
