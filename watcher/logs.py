"""One line of key=value a record, to stderr, for journald and for grep.

The message is the name of the event; facts travel in `extra`. Line breaks and control
characters in a value are escaped, so that a page title cannot forge a record.
"""

import logging
import sys

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class KeyValueFormatter(logging.Formatter):
    """Write `level event key=value ...`."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one record as one line; a traceback follows, indented: a record never is."""
        facts = (f"{k}={_value(v)}" for k, v in vars(record).items() if k not in _STANDARD)
        line = " ".join((record.levelname.lower(), _plain(record.getMessage()), *facts))
        trace = self.formatException(record.exc_info).splitlines() if record.exc_info else ()
        return "\n".join((line, *(f"  {_plain(one)}" for one in trace)))


def set_up(level: int = logging.INFO) -> None:
    """Send the program's records to stderr. Libraries speak only when something is wrong."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(KeyValueFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("watcher").setLevel(level)
    # a tick that finds the one before still at work is no news: what is due waits in the database
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)


def _value(value: object) -> str:
    """A value, quoted where it could be taken for more than one."""
    text = str(value)
    if text and not set(text) & set(" \"'\\"):
        return _plain(text)
    return '"' + _plain(text.replace("\\", "\\\\").replace('"', '\\"')) + '"'


def _plain(text: str) -> str:
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
