"""Which look is due, and which process has claimed it."""
