"""What a process that runs for years must not carry: libraries for a job once a month."""

import subprocess
import sys

#: Each is loaded by the command, or in the hour, that needs it.
HEAVY = ("openpyxl", "xlsxwriter", "aiosmtpd", "hypothesis", "tkinter")


def test_the_daemon_carries_no_spreadsheet_library() -> None:
    asks = f"import sys, watcher.schedule.run; print([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
