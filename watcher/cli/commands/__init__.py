"""The commands, one module per group. Each parses, calls one job, and prints.

The parameters of a command are documented by their `help`, which `watcher COMMAND --help` prints.
"""
