"""Every number of a month, worked out once. Pure."""
