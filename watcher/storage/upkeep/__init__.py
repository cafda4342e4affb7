"""The file itself: schema, backup, pruning, and the one daemon that may write."""
