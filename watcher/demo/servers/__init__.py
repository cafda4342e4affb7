"""The servers of the demo and of the integration tests, all on loopback."""
