"""The outbox, and each letter on its way."""
