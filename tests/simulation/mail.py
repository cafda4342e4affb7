"""The letters that left, held against those that were due."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime

from simulation.run import Told
from simulation.truth import Letter, Scenario

#: A digest tells of many sites at once; it is looked at by itself.
_DIGEST, _SENT = "down_digest", 2
#: Nobody may be down so long, on a day of work, without the office being told.
_TOLD_WITHIN = 4.0

Found = tuple[str, int, str, object, object]


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter that left, and the day on which it did."""

    kind: str
    role: str
    day: float
    sites: tuple[int, ...]


def sent(told: Told) -> list[Sent]:
    """Every letter that left, the oldest first."""
    calendar = told.plan.calendar
    with closing(sqlite3.connect(told.rows)) as rows:
        found = rows.execute(
            "SELECT kind, role, sent_at, site_ids FROM outbox WHERE state = ? ORDER BY sent_at",
            (_SENT,),
        ).fetchall()
    return [
        Sent(kind, role, calendar.day(datetime.fromtimestamp(at, UTC)), tuple(json.loads(sites)))
        for kind, role, at, sites in found
    ]


def wrong_letters(told: Told) -> Iterator[Found]:
    """Letters that were due and did not leave, and those that left and were not due."""
    letters = sent(told)
    for site_id, scenario in told.sites.items():
        about = [one for one in letters if site_id in one.sites and one.kind != _DIGEST]
        yield from _of_one(told, scenario, about)
        digests = [one.day for one in letters if site_id in one.sites and one.kind == _DIGEST]
        yield from _of_digests(told, scenario, digests)


def _of_one(told: Told, scenario: Scenario, left: list[Sent]) -> Iterator[Found]:
    ends = told.plan.calendar.month(told.plan.months)[1]
    for due in scenario.letters:
        match = next((one for one in left if _is(one, due)), None)
        if match is not None:
            left.remove(match)
        elif not due.may and due.day + due.late + 1 < ends:
            near = [f"day {one.day:.1f}" for one in left if one.kind == due.kind]
            yield scenario.name, 0, f"{due.kind} to {due.role}", f"day {due.day}", near
    for one in left:
        yield scenario.name, 0, f"{one.kind} to {one.role}", None, f"day {one.day:.1f}"


def _is(one: Sent, due: Letter) -> bool:
    same = (one.kind, one.role) == (due.kind, due.role)
    return same and due.day // 1 <= one.day < due.day // 1 + due.late + 1


def _of_digests(told: Told, scenario: Scenario, days: list[float]) -> Iterator[Found]:
    """A digest names the sites that are down, and no other."""
    ends = float(told.plan.calendar.month(told.plan.months)[1])
    outages = [
        (start, end) for start, end, face in scenario.site.stretches(0.0, ends) if face.up is False
    ]
    unseen = 2 * told.plan.minutes / 1440  # an end is believed at its second look
    for day in days:
        if not any(start < day < end + unseen for start, end in outages):
            yield scenario.name, 0, "told to be down", None, f"day {day:.1f}"
    for start, end in outages:
        watched = not scenario.is_paused(start) and start + _TOLD_WITHIN < ends
        if watched and end - start > _TOLD_WITHIN and not any(start < d < end for d in days):
            yield scenario.name, 0, "told to be down", f"day {start:.1f}", None
