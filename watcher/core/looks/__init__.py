"""What looks prove: findings, verdicts, uptime, whether the fault is our own, when to look next."""
