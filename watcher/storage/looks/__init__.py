"""What looks produced: observations, beliefs, facts, day strips, gaps."""
