"""The command line: parse, call one job, print. Heavy modules are imported within functions."""

import logging
import sys


def main() -> None:
    """Run the command that was typed. A known error prints no traceback without --debug."""
    from watcher.cli import terminal
    from watcher.cli.invocation import Invocation, use

    terminal.prepare()
    invocation, arguments = Invocation.parse(sys.argv[1:])
    use(invocation)
    if not invocation.debug:  # without a handler Python would print warnings meant for the journal
        logging.getLogger("watcher").addHandler(logging.NullHandler())
    from watcher.cli.usage import run  # after use(): help texts are translated on import
    from watcher.core.errors import OutputError, WatcherError
    from watcher.wording.error_words import sentence

    try:
        run(arguments)
    except WatcherError as error:
        if isinstance(error, OutputError):
            terminal.give_up()
        if invocation.debug:
            raise
        print(sentence(error, invocation.words), file=sys.stderr)  # noqa: T201 - typer has ended
        raise SystemExit(error.exit_code) from None
    except BrokenPipeError:
        terminal.give_up()
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
