"""Make looks: claim those that are due, probe, judge, record."""
