"""The only home of APScheduler: which clock runs which job. No decisions."""
