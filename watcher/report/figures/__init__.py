"""Compute every number of a month once. Pure."""
