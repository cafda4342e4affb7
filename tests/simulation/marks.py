"""What the product keeps of closed months for its cohorts, as plain rows."""

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from typing import Any

from simulation.days import month_of
from simulation.run import Told

Mark = Mapping[str, Any]


def marks_of(told: Told) -> dict[int, dict[int, Mark]]:
    """How each site stood at the end of each month, by month and number."""
    names = {month_of(month).strftime("%Y-%m"): month for month in told.months}
    with closing(sqlite3.connect(told.rows)) as rows:
        kept = rows.execute("SELECT month, marks FROM closed_month WHERE edition = 0").fetchall()
    return {
        names[month]: {int(site): mark for site, mark in json.loads(marks).items()}
        for month, marks in kept
        if month in names
    }
