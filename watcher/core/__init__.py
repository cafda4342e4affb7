"""The rules of the watcher. Pure: no clock, no network, no database, no files."""
