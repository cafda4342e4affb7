"""The commands, one file a group. Each parses, calls one job, and prints."""
