"""Run the command line with `python -m watcher`."""

from watcher.cli import main

main()
