"""A small world on loopback: sites, names, registries, a mailbox and an authority of its own.

It serves `watcher demo` and the integration tests, needs no root and no internet, and knows
nothing of the program that looks at it.
"""
