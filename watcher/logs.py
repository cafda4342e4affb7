"""Log one line of key=value per record to stderr, for journald and for grep.

The message is the name of the event; its data are in `extra`. Line breaks and control
characters in a value are escaped, so that a page title cannot forge a record.
"""

import logging
import sys

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class KeyValueFormatter(logging.Formatter):
    """Formats a record as `level event key=value ...`."""

    def format(self, record: logging.LogRecord) -> str:
        """Format one record as one line; a traceback follows in indented lines."""
        facts = (f"{k}={_value(v)}" for k, v in vars(record).items() if k not in _STANDARD)
        line = " ".join((record.levelname.lower(), _plain(record.getMessage()), *facts))
        trace = self.formatException(record.exc_info).splitlines() if record.exc_info else ()
        return "\n".join((line, *(f"  {_plain(trace_line)}" for trace_line in trace)))


def set_up(level: int = logging.INFO) -> None:
    """Send records to stderr: the program's from `level`, those of libraries from WARNING."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(KeyValueFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("watcher").setLevel(level)
    # APScheduler warns when a job still runs at its next time; rows keep what is due meanwhile
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)


def _value(value: object) -> str:
    """Format a value; quoted if it is empty or has spaces, quotes or backslashes."""
    text = str(value)
    if text and not set(text) & set(" \"'\\"):
        return _plain(text)
    return '"' + _plain(text.replace("\\", "\\\\").replace('"', '\\"')) + '"'


def _plain(text: str) -> str:
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
