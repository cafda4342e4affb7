"""Run the jobs by time: the only package that imports APScheduler. It decides nothing."""
