"""A record is one line, whatever a page title tries to write into the log."""

import io
import logging
import shlex
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher import logs
from watcher.logs import KeyValueFormatter

FORGED = "Toko\nerror letter_sent letter=1\r\n\x1b[2J\u2028info x=1\x00"


def record(message: str = "swept", **extra: object) -> logging.LogRecord:
    made = logging.makeLogRecord({"msg": message, "levelno": 20, "levelname": "INFO"})
    vars(made).update(extra)
    return made


def line(message: str = "swept", **extra: object) -> str:
    return KeyValueFormatter().format(record(message, **extra))


def test_a_record_reads_as_level_event_and_facts() -> None:
    assert line(site=3, reason="connect_refused") == "info swept site=3 reason=connect_refused"


def test_a_value_with_spaces_is_quoted() -> None:
    assert line(why="mail server is away") == 'info swept why="mail server is away"'
    assert line(why="") == 'info swept why=""'


def test_i12_a_forged_line_stays_one_record() -> None:
    shown = line(title=FORGED)
    assert len(shown.splitlines()) == 1
    assert "\x1b" not in shown
    assert "\\n" in shown


def test_i12_a_forged_event_stays_one_record() -> None:
    assert len(line(FORGED).splitlines()) == 1


def test_i12_an_exception_cannot_forge_a_record() -> None:
    """A strange page can be quoted in the message of the exception it causes."""
    try:
        raise ValueError(FORGED)
    except ValueError:
        broken = record("internal_error", site=3)
        broken.exc_info = sys.exc_info()
    first, *rest = KeyValueFormatter().format(broken).splitlines()
    assert first == "info internal_error site=3"
    assert any("ValueError" in one for one in rest)
    assert all(one.startswith((" ", "\t")) for one in rest)  # a record begins at the margin
    assert not any("\x1b" in one for one in rest)


@pytest.mark.parametrize("title", ['x" kind="y', 'a"b', "a=b c=d", "back\\slash \\", "'"])
def test_i12_a_value_cannot_become_two(title: str) -> None:
    assert shlex.split(line(title=title))[2:] == [f"title={title}"]


@given(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8")))
def test_whatever_is_written_is_one_line(message: str, value: str) -> None:
    shown = line(message, value=value)
    assert len(shown.splitlines()) == 1
    assert shown.isprintable()


def test_lone_surrogates_can_be_written() -> None:
    line(title="\ud800").encode("utf-8")


def test_libraries_are_quiet_and_the_program_is_not() -> None:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    try:
        logs.set_up()
        assert not logging.getLogger("httpx").isEnabledFor(logging.INFO)
        assert logging.getLogger("watcher.jobs.looks.look").isEnabledFor(logging.INFO)
        stream = io.StringIO()
        (handler,) = root.handlers
        assert isinstance(handler, logging.StreamHandler)
        handler.setStream(stream)
        logging.getLogger("watcher.x").info("swept", extra={"looks": 3})
        assert stream.getvalue() == "info swept looks=3\n"
    finally:
        root.handlers[:], _ = before
        root.setLevel(before[1])
        logging.getLogger("watcher").setLevel(logging.NOTSET)
