"""Five lives of a name under three endings, day by day, as one picture: golden/domain_walks.txt.

A row is a stretch of days on which nothing changes: where the name stands, how often its
registry is asked, and what is written to whom.
"""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest
from factories import a_site
from lives_of_a_name import LIVES, REGISTRIES, Registry, day, on

from watcher.core.domains.expiry import domain_expiry
from watcher.core.domains.life import LifeCycle, phase
from watcher.core.looks.cadence import registry_interval
from watcher.core.reminders.notice import domain_clock, due_on

GOLDEN = Path(__file__).parents[2] / "golden" / "domain_walks.txt"
DAYS = range(-60, 81)


def stands(registry: Registry, n: int, life: LifeCycle) -> str:
    """One day of a name in words."""
    believed = on(registry, n)
    expires = domain_expiry(believed.facts, None)
    state = phase(expires.on, believed.facts.statuses, day(n), life)
    every = registry_interval(expires.days_left(day(n)), inconclusive_streak=0).days
    notices = due_on(day(n), [domain_clock(a_site(), believed, life)])
    said = ", ".join(f"{notice.stage} to {notice.role}" for notice in notices)
    unsure = " (uncertain)" if any(notice.uncertain for notice in notices) else ""
    return f"{state:15} {believed.renewal:13} {every:2} d  {said or '-'}{unsure}"


def picture() -> Iterator[str]:
    """All walks: a heading each, then a row a stretch of days."""
    for name, registry in REGISTRIES.items():
        for ending, life in LIVES.items():
            yield f"\n# {name}, {ending}"
            walk = ((stands(registry, n, life), n) for n in DAYS)
            for words, days in groupby(walk, key=lambda one: one[0]):
                numbers = [n for _, n in days]
                yield f"{numbers[0]:+4} .. {numbers[-1]:+4}  {words}"


def test_every_life_of_a_name_goes_as_it_was_drawn() -> None:
    found = "\n".join(picture()).strip() + "\n"
    assert found == GOLDEN.read_text("utf-8")


@pytest.mark.parametrize("life", LIVES.values(), ids=LIVES)
@pytest.mark.parametrize("registry", REGISTRIES.values(), ids=REGISTRIES)
def test_no_day_of_any_life_says_more_than_two_things(registry: Registry, life: LifeCycle) -> None:
    for n in DAYS:
        believed = on(registry, n)
        assert len(due_on(day(n), [domain_clock(a_site(), believed, life)])) <= 2
