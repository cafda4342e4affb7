"""The letters: who is written to today, what was written, and what became of it."""
