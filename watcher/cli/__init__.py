"""The command line: parse, call one job, print. What is heavy is imported when it is needed."""

import logging
import sys


def main() -> None:
    """Run the command that was typed. No traceback reaches a user unless --debug asks for it."""
    from watcher.cli.invocation import Invocation, use

    invocation, arguments = Invocation.parse(sys.argv[1:])
    use(invocation)
    if not invocation.debug:  # else Python would print what only the daemon's journal wants
        logging.getLogger("watcher").addHandler(logging.NullHandler())
    from watcher.cli.commands import app  # only now: its help speaks the language that was chosen
    from watcher.core.errors import WatcherError

    try:
        app(args=arguments, prog_name="watcher")
    except WatcherError as error:
        if invocation.debug:
            raise
        print(error, file=sys.stderr)  # noqa: T201 - typer has ended
        raise SystemExit(error.exit_code) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
