"""TLS: contexts, the handshake, and the facts of certificates."""
