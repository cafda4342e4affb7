"""A town of websites on loopback, and everybody who can look at all of them."""
