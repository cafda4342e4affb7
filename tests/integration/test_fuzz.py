"""A minute of bytes that nobody thought of, for each reader of what strangers send.

A crash leaves its input beside the report of the failure; it belongs into a unit test then.
"""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.integration

TESTS = Path(__file__).parents[1]
SAMPLE = TESTS.parent / "reports" / "sample"
LIMITS = ("-max_total_time=60", "-timeout=5", "-max_len=20000", "-rss_limit_mb=1024")


@pytest.mark.parametrize("reader", ["pages", "answers"])
def test_no_bytes_break_or_hold_up_a_reader(tmp_path: Path, reader: str) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    for page in SAMPLE.glob("*.html"):
        (seeds / page.name).write_bytes(b"\0\1" + page.read_bytes()[:4000])
    done = subprocess.run(
        [sys.executable, TESTS / "fuzz" / f"{reader}.py", *LIMITS, seeds],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    assert "Done " in done.stderr
