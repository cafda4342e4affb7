"""The command line: parse, call one job, print. What is heavy is imported when it is needed."""

import contextlib
import io
import logging
import os
import sys
import time

_EX_IOERR = 74  # sysexits(3)
_DAY_SECONDS = 86_400


def main() -> None:
    """Run the command that was typed. No traceback reaches a user unless --debug asks for it."""
    from watcher.cli.invocation import Invocation, use

    _bear_the_terminal()
    invocation, arguments = Invocation.parse(sys.argv[1:])
    use(invocation)
    if not invocation.debug:  # else Python would print what only the daemon's journal wants
        logging.getLogger("watcher").addHandler(logging.NullHandler())
    from watcher.cli.usage import run  # only now: its help speaks the language that was chosen
    from watcher.core.errors import WatcherError
    from watcher.wording.errors import sentence

    try:
        run(arguments)
        sys.stdout.flush()
    except WatcherError as error:
        if invocation.debug:
            raise
        print(sentence(error, invocation.words), file=sys.stderr)  # noqa: T201 - typer has ended
        raise SystemExit(error.exit_code) from None
    except BrokenPipeError:
        _leave_stdout()
        raise SystemExit(1) from None
    except OSError as error:
        if invocation.debug:
            raise
        _leave_stdout()
        words = invocation.words
        why = words.template(error.strerror or "")
        said = words("The output cannot be written ({why}).", why=why)
        print(said, file=sys.stderr)  # noqa: T201 - as above
        raise SystemExit(_EX_IOERR) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None


def _bear_the_terminal() -> None:
    """Print a question mark for what a terminal cannot show, and bear a zone that cannot be."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    if abs(time.timezone) >= _DAY_SECONDS:  # TZ=UTC+25: Python's dates break on it
        os.environ["TZ"] = "UTC"
        time.tzset()


def _leave_stdout() -> None:
    """Let go of what was not printed, or Python would try again when it ends."""
    with contextlib.suppress(OSError):
        sys.stdout.flush()
    with contextlib.suppress(OSError, ValueError, io.UnsupportedOperation):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
