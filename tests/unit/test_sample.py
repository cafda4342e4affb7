"""The sample month in reports/sample is what today's program makes of its office."""

import pytest
import sample


@pytest.fixture(scope="module")
def remade() -> dict[str, bytes]:
    return sample.made()


def test_the_sample_is_what_the_program_makes_today(remade: dict[str, bytes]) -> None:
    kept = {path.name: path.read_bytes() for path in sorted(sample.FOLDER.iterdir())}
    differing = {name for name in kept | remade if kept.get(name) != remade.get(name)}
    assert differing == set(), "remake it, and look at it: python tests/sample.py"
