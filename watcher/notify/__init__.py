"""A notice becomes one letter, and a letter leaves by a channel. Nothing here decides."""
