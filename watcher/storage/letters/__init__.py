"""The outbox, and the states of a letter while it is sent."""
