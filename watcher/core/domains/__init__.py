"""Domains: when one ends, what follows, whether it was renewed, how registries are asked."""
