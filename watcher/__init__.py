"""A website health monitor that closes an accountability loop for granted websites."""

__version__ = "0.1.0"
