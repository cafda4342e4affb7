"""The database file: schema, backup, pruning, and the lock of the one daemon."""
