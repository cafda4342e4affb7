"""The sample month in reports/sample is what today's program makes of its office."""

import os
import subprocess
import sys
from pathlib import Path

import sample


def test_k07_the_sample_is_what_the_program_makes_today_wherever_it_runs(tmp_path: Path) -> None:
    """Byte for byte, on a machine in a zone whose clocks change within the year."""
    zone = os.environ | {"TZ": "America/New_York"}
    subprocess.run([sys.executable, sample.__file__, tmp_path], env=zone, check=True)
    kept, remade = (
        {path.name: path.read_bytes() for path in folder.iterdir()}
        for folder in (sample.FOLDER, tmp_path)
    )
    differing = {name for name in kept | remade if kept.get(name) != remade.get(name)}
    assert differing == set(), "remake it, and look at it: python tests/sample.py"
