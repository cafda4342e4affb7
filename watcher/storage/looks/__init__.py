"""What looks have found: observations, beliefs, facts, day strips, gaps."""
