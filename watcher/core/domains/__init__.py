"""When a domain ends, what follows, and whether it was renewed."""
