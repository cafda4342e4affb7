"""Looks: findings, verdicts, uptime, faults of our own connection, when the next one is due."""
