"""The figures of a month, worked out anew from rows alone: SQL and arithmetic, no rule imported.

Measured is the time between two looks that told something, each of which vouches for two
intervals at most. Down is what lies in an outage: three failures in a row over ten minutes,
from the first of them until the first of two successes in a row.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

_OK, _FAILED, _UNKNOWN = 1, 2, 3
#: Kinds of looks, and of facts.
_AVAILABILITY, _PAGE = 1, 3
_DOMAIN_FACT, _PAGE_FACT = 2, 3
_SENT = 2
_IN_A_ROW, _OVER, _UP_IN_A_ROW, _VOUCHED = 3, 600, 2, 2
_WEEK = 7 * 86400
#: The owner's own page; and a template, where that is all that was ever there.
_OWN, _TEMPLATES = "owner_site", ("placeholder", "coming_soon")

#: Where a stretch of seconds begins and ends; when a look was made, and its outcome.
Span = tuple[int, int]
Look = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of one site in one month.

    Attributes:
        length: seconds of the month in which it was watched: since its hand-over, unpaused.
        outages: confirmed ones that touch that time.
        up_at_end: it was believed up when the month ended; None where no look vouches for that.
        counted: it opened then, and showed the grantee's page at the last reading.
        letters: that went out about it; `answers`: that its owner gave.
    """

    up: int
    down: int
    length: int
    outages: int
    up_at_end: bool | None
    counted: bool
    letters: int
    answers: int

    @property
    def coverage(self) -> float:
        """Share of the time that was measured."""
        return min((self.up + self.down) / self.length, 1.0) if self.length else 0.0

    @property
    def uptime(self) -> float | None:
        """Share of the measured time in which it was up."""
        measured = self.up + self.down
        return self.up / measured if measured else None


class Calculator:
    """Reads one database.

    Args:
        interval: seconds between two availability looks.
    """

    def __init__(self, rows: Path, zone: ZoneInfo, interval: int) -> None:
        self.rows = sqlite3.connect(f"file:{rows}?mode=ro", uri=True)
        self.zone, self.interval = zone, interval
        self.looks: dict[int, list[Look]] = {}

    def close(self) -> None:
        """Let go of the file."""
        self.rows.close()

    def month(self, first: date, after: date, closed_at: datetime) -> dict[int, Line]:
        """Work one month out, site by site, as it could be told when it was closed."""
        start, end = self._midnight(first), self._midnight(after)
        self.looks = self._looks(int(closed_at.timestamp()))
        sites = self.rows.execute("SELECT id, granted_on FROM site WHERE added_at < ?", (end,))
        return {site: self._line(site, granted, (start, end)) for site, granted in sites}

    def sent(self, first: date, after: date) -> int:
        """How many letters went out in a month."""
        query = "SELECT count(*) FROM outbox WHERE state = ? AND sent_at >= ? AND sent_at < ?"
        month = self._midnight(first), self._midnight(after)
        return int(self.rows.execute(query, (_SENT, *month)).fetchone()[0])

    def _line(self, site: int, granted: int | None, month: Span) -> Line:
        looks = self.looks.get(site, [])
        handed_over = self._midnight(date.fromordinal(granted)) if granted else 0
        begins = min(max(month[0], handed_over, looks[0][0] if looks else month[1]), month[1])
        paused = [_cut(span, (begins, month[1])) for span in self._pauses(site)]
        length = month[1] - begins - sum(map(_length, paused))
        watched = list(_without((begins, month[1]), paused))
        found, measured = list(outages(looks)), list(self._measured(looks))
        down = _shared(_shared(measured, found), watched)
        up = sum(map(_length, _shared(measured, watched))) - sum(map(_length, down))
        believed = self._believed(looks, month[1])
        return Line(
            up=up,
            down=sum(map(_length, down)),
            length=length,
            outages=sum(one[0] < month[1] and one[1] > begins for one in found),
            up_at_end=believed,
            counted=bool(believed) and self._shows_grantee(site, month[1]),
            letters=self._letters(site, month),
            answers=self._answers(site, month),
        )

    def _looks(self, known_at: int) -> dict[int, list[Look]]:
        """Every look that told something, with its outcome, in the order of time."""
        rows = self.rows.execute(
            "SELECT site_id, slot_at + late_s AS at, outcome FROM observation"
            " WHERE kind = ? AND outcome <> ? AND slot_at + late_s < ? ORDER BY site_id, at",
            (_AVAILABILITY, _UNKNOWN, known_at),
        )
        found: dict[int, list[Look]] = {}
        for site, at, outcome in rows:
            found.setdefault(site, []).append((at, outcome))
        return found

    def _measured(self, looks: Sequence[Look]) -> Iterator[Span]:
        for (earlier, _), (later, _) in pairwise(looks):
            yield earlier, min(later, earlier + _VOUCHED * self.interval)

    def _believed(self, looks: Sequence[Look], at: int) -> bool | None:
        """Whether it was up just before an instant, by every look that was ever made."""
        before = [look for look, _ in looks if look < at]
        if not before or at - before[-1] > _VOUCHED * self.interval:
            return None
        is_down = any(start < at <= end for start, end in outages(looks))
        return not is_down

    def _shows_grantee(self, site: int, at: int) -> bool:
        """Whether the last reading of its page, a week old at most, was the grantee's."""
        readings = self.rows.execute(
            "SELECT substr(key, 1, instr(key, ':') - 1) FROM fact"
            " WHERE site_id = ? AND kind = ? AND first_at < ? ORDER BY first_at",
            (site, _PAGE_FACT, at),
        )
        kinds = [kind for (kind,) in readings]
        read_at = self._last_reading(site, at)
        if read_at is None or at - read_at > _WEEK or self._registered_anew(site, at):
            return False
        template = kinds[-1] in _TEMPLATES and _OWN not in kinds
        return kinds[-1] == _OWN or template or self._is_safe(site, at)

    def _last_reading(self, site: int, at: int) -> int | None:
        """When its page was last read."""
        row = self.rows.execute(
            "SELECT max(slot_at + late_s) FROM observation WHERE site_id = ? AND kind = ?"
            " AND outcome = ? AND slot_at + late_s < ?",
            (site, _PAGE, _OK, at),
        ).fetchone()
        return None if row[0] is None else int(row[0])

    def _is_safe(self, site: int, at: int) -> bool:
        """Whether a person has said that what looks strange there is the owner's."""
        query = "SELECT 1 FROM act WHERE kind = 'safe' AND site_id = ? AND at <= ?"
        return self.rows.execute(query, (site, at)).fetchone() is not None

    def _registered_anew(self, site: int, at: int) -> bool:
        """Whether the day of its registration has moved."""
        rows = self.rows.execute(
            "SELECT json_extract(value, '$.registered_at') FROM fact"
            " WHERE site_id = ? AND kind = ? AND first_at < ?",
            (site, _DOMAIN_FACT, at),
        )
        return len({born for (born,) in rows if born is not None}) > 1

    def _pauses(self, site: int) -> Iterator[Span]:
        rows = self.rows.execute("SELECT from_at, to_at FROM pause WHERE site_id = ?", (site,))
        for start, end in rows:
            yield start, end or 2**40

    def _letters(self, site: int, month: Span) -> int:
        rows = self.rows.execute(
            "SELECT site_ids FROM outbox WHERE state = ? AND sent_at >= ? AND sent_at < ?",
            (_SENT, *month),
        )
        return sum(site in json.loads(sites) for (sites,) in rows)

    def _answers(self, site: int, month: Span) -> int:
        rows = self.rows.execute(
            "SELECT count(*) FROM act WHERE kind = 'answered' AND site_id = ?"
            " AND at >= ? AND at < ?",
            (site, *month),
        )
        return int(rows.fetchone()[0])

    def _midnight(self, day: date) -> int:
        return int(datetime.combine(day, time(), self.zone).timestamp())


def outages(looks: Iterable[Look]) -> Iterator[Span]:
    """Confirmed outages; one that lasts has no end in sight."""
    down_since: int | None = None
    first = in_a_row = before = 0
    for at, outcome in looks:
        first, in_a_row = (first, in_a_row + 1) if outcome == before else (at, 1)
        before = outcome
        fails = outcome == _FAILED and in_a_row >= _IN_A_ROW and at - first >= _OVER
        if down_since is None and fails:
            down_since = first
        elif down_since is not None and outcome == _OK and in_a_row >= _UP_IN_A_ROW:
            yield down_since, first
            down_since = None
    if down_since is not None:
        yield down_since, 2**40


def _length(span: Span) -> int:
    return max(span[1] - span[0], 0)


def _cut(span: Span, to: Span) -> Span:
    start = max(span[0], to[0])
    return start, max(start, min(span[1], to[1]))


def _shared(spans: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    """The parts that two runs of spans share; both are in order, and overlap nothing of theirs."""
    found, first = [], 0
    for span in spans:
        while first < len(others) and others[first][1] <= span[0]:
            first += 1
        for other in others[first:]:
            if other[0] >= span[1]:
                break
            found.append(_cut(span, other))
    return found


def _without(span: Span, holes: Iterable[Span]) -> Iterator[Span]:
    """What is left of a span."""
    start = span[0]
    for hole in sorted(hole for hole in holes if _length(hole)):
        if hole[0] > start:
            yield start, hole[0]
        start = max(start, hole[1])
    if start < span[1]:
        yield start, span[1]
