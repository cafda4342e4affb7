"""What a visitor sees is read, however oddly it is said; what browsers refuse is refused."""

from collections.abc import Iterator

import pytest
from odd_answers import ENCODINGS, EXCEPTIONS, HEADS, MARK, TWO_MEMBERS

from watcher.core.looks.observation import Reason
from watcher.net.http.response_parser import ResponseParser
from watcher.net.look_error import LookError

CASES = [(name, *case) for name, case in (HEADS | ENCODINGS).items()]


def read(data: bytes, step: int) -> ResponseParser | Reason:
    """Feed an answer in pieces and close; the reason of what is no answer."""
    answer = ResponseParser(1 << 20)
    pieces: Iterator[bytes] = iter([*(data[i : i + step] for i in range(0, len(data), step)), b""])
    try:
        while answer.head is None:
            answer.feed(next(pieces))
        answer.begin_body()
        while not answer.complete and not answer.body.full:
            answer.feed(next(pieces))
        answer.body.end()
    except LookError as error:
        return error.reason
    return answer


@pytest.mark.parametrize("step", [1, 7, 1 << 20])
@pytest.mark.parametrize(("name", "said", "shown"), CASES, ids=[name for name, *_ in CASES])
def test_it_is_read_where_a_browser_shows_it(
    name: str, said: bytes, shown: bool, step: int
) -> None:
    answer = read(said, step)
    read_it = isinstance(answer, ResponseParser) and MARK.encode() in answer.body.content
    assert read_it is (shown is not (name in EXCEPTIONS))
    if isinstance(answer, ResponseParser) and read_it:
        assert answer.head is not None
        assert answer.head.status == 200
        assert answer.body.flaw is None


@pytest.mark.parametrize("step", [1, 7, 1 << 20])
def test_all_members_of_a_gzip_file_are_read(step: int) -> None:
    answer = read(TWO_MEMBERS, step)
    assert isinstance(answer, ResponseParser)
    assert answer.body.content.endswith(b"</html>")
    assert answer.body.flaw is None


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("lengths that differ", Reason.BAD_HTTP),
        ("chunks that are none", Reason.BAD_HTTP),
        ("a NUL in a value", Reason.BAD_HTTP),
        ("two destinations", Reason.BAD_HTTP),
        ("another protocol", Reason.BAD_HTTP),
        ("five letters first", Reason.NOT_HTTP),
        ("old HTTP", Reason.NOT_HTTP),
    ],
)
def test_what_is_refused_is_named(name: str, reason: Reason) -> None:
    assert read(HEADS[name][0], 1 << 20) is reason
