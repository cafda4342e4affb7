"""TLS: contexts, the handshake, and what a certificate says."""
