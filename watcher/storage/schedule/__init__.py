"""Which look is due, and who holds it."""
