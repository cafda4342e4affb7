"""Letters: which one is due, to whom, when it may be sent, and what mail servers answered."""
