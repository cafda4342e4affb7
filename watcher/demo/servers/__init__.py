"""The servers of the demo's small world, all on loopback."""
