"""What the product told, held against the truth and against the calculator, line by line."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from simulation.calculator import Calculator, Line
from simulation.content import changed_on, outside
from simulation.days import Calendar, month_of, on
from simulation.mail import wrong_letters
from simulation.marks import marks_of
from simulation.run import Told
from simulation.truth import Scenario, Stand, from_month

WELL_COVERED = 0.99
DUE_WITHIN = 60
_LOST = ("redemption", "pending_delete", "unregistered")
#: Seconds by which sums of whole seconds may differ.
SECONDS = 2
Site = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that was told, and is not so."""

    about: str
    month: int
    what: str
    expected: object
    told: object

    def __str__(self) -> str:
        """One line for a person."""
        where = f"month {self.month}" if self.month else "whole run"
        return f"{self.about}, {where}: {self.what} is {self.expected!r}, told {self.told!r}"


@dataclass(frozen=True, slots=True, order=True)
class UptimeError:
    """By how many points a told uptime differs from the true one."""

    points: float
    about: str
    month: int

    def __str__(self) -> str:
        """One line for a person."""
        return f"{self.about}, month {self.month}: uptime is {self.points:.3f} points off"


@dataclass(frozen=True, slots=True)
class Judgement:
    """All that is wrong in one run, by what it is about.

    Attributes:
        uptime_errors: of every month and site that was covered well.
        compared: sites times months.
    """

    states: tuple[Wrong, ...]
    figures: tuple[Wrong, ...]
    counts: tuple[Wrong, ...]
    letters: tuple[Wrong, ...]
    reckoned: tuple[Wrong, ...]
    uptime_errors: tuple[UptimeError, ...]
    compared: int


def judged(told: Told) -> Judgement:
    """Compare a run with the truth."""
    figures: list[Wrong] = []
    states: list[Wrong] = []
    counts: list[Wrong] = []
    errors: list[UptimeError] = []
    for month, document in told.months.items():
        sites = _sites(document)
        for site_id, scenario in told.sites.items():
            if site_id in sites:
                states += _wrong_state(scenario, month, sites[site_id])
                figures += _wrong_figures(told, scenario, month, sites[site_id])
                errors += _uptime_error(told, scenario, month, sites[site_id])
        counts += _wrong_counts(told, month, document)
    return Judgement(
        states=tuple(states),
        figures=(*figures, *_wrong_marks(told)),
        counts=tuple(counts),
        letters=tuple(Wrong(*one) for one in wrong_letters(told)),
        reckoned=tuple(_wrongly_reckoned(told)),
        uptime_errors=tuple(errors),
        compared=sum(len(_sites(document)) for document in told.months.values()),
    )


def _sites(document: Mapping[str, Any]) -> dict[int, Site]:
    return {site["id"]: site for site in document["sites"]}


def _wrong_state(scenario: Scenario, month: int, site: Site) -> Iterator[Wrong]:
    """The answers to both questions, and what stands beside them."""
    stand = scenario.stands(month)
    watched = site["standing"] == "active"
    if watched != (stand.access != "away"):
        yield Wrong(scenario.name, month, "standing", stand.access, site["standing"])
    if not watched or stand.access == "away":
        return
    wanted = {
        "state": stand.state,
        "access": stand.access,
        "opens": stand.counted,
        "page_owner": stand.page or None,
        "reason": stand.reason or None,
    }
    for what, expected in wanted.items():
        if expected is not None and site[what] != expected:
            yield Wrong(scenario.name, month, what, expected, site[what])
    overlays = _overlays(scenario, stand, month)
    if set(site["overlays"]) != overlays:
        yield Wrong(scenario.name, month, "overlays", sorted(overlays), site["overlays"])


def _overlays(scenario: Scenario, stand: Stand, month: int) -> set[str]:
    """What stands beside a state: the row's own, and "due" where an end that was stated is near."""
    begins = (month_of(month + 1) - on(0)).days
    ends = [from_month(scenario.ends, month), _hosting(scenario, begins)]
    due = any(end is not None and 0 <= end - begins <= DUE_WITHIN for end in ends)
    return {*stand.overlays, *(["due"] if due else [])}


def _hosting(scenario: Scenario, day: int) -> int | None:
    paid = [int(d.word) for d in scenario.deeds if d.verb == "paid_hosting" and d.day < day]
    return paid[-1] if paid else scenario.hosting


def _wrong_figures(told: Told, scenario: Scenario, month: int, site: Site) -> Iterator[Wrong]:
    """Dates, and short failures."""
    stand, calendar = scenario.stands(month), told.plan.calendar
    if stand.access == "away":
        return
    yield from _wrong_ends(scenario, month, site)
    if stand.since is not None and not _began(stand.since, site["since"], calendar):
        yield Wrong(scenario.name, month, "since", on(stand.since), site["since"])
    changed, last = changed_on(told, scenario, month), site["last_update"]["date"]
    if not scenario.is_judged_by_a_person and not any(_same_day(day, last) for day in changed):
        days = [None if day is None else on(day) for day in changed]
        yield Wrong(scenario.name, month, "last change", days, last)
    blinks = _blinks(told, scenario, month)
    if abs(site["blips"] - blinks) > 1:
        yield Wrong(scenario.name, month, "blips", blinks, site["blips"])


def _wrong_ends(scenario: Scenario, month: int, site: Site) -> Iterator[Wrong]:
    """When domain and hosting end; an estimate is called one, and no open site is called lost."""
    hosting = _hosting(scenario, (month_of(month + 1) - on(0)).days)
    ends = {"domain": from_month(scenario.ends, month), "hosting": hosting}
    for clock, end in ends.items():
        if end is not None and site[clock]["on"] != on(end).isoformat():
            yield Wrong(scenario.name, month, f"end of {clock}", on(end), site[clock]["on"])
    if hosting is None and site["hosting"]["confidence"] != "estimate":
        yield Wrong(scenario.name, month, "hosting", "estimate", site["hosting"]["confidence"])
    if site["access"] == "opens" and site["domain"]["state"] in _LOST:
        yield Wrong(scenario.name, month, "a name that answers", None, site["domain"]["state"])


def _began(day: float, at: str | None, calendar: Calendar) -> bool:
    """Whether a told instant is that of a day: pages are read once a day, and some looks late."""
    if at is None:
        return False
    return -0.5 <= calendar.day(datetime.fromisoformat(at)) - day <= 1.5


def _same_day(day: float | None, told: str | None) -> bool:
    """Whether a told date is that of a change, which is met a day late at most."""
    if day is None or told is None:
        return day is None and told is None
    return on(day) <= date.fromisoformat(told) <= on(day + 1)


def _blinks(told: Told, scenario: Scenario, month: int) -> int:
    """How many refusals around full hours our looks must have met."""
    first, after = told.plan.calendar.month(month)
    every = max(60, told.plan.minutes)
    days = [min(end, after) - max(start, first) for start, end in scenario.site.blinks]
    return round(sum(max(day, 0) for day in days) * 1440 / every)


def _uptime_error(told: Told, scenario: Scenario, month: int, site: Site) -> Iterator[UptimeError]:
    true = _true_uptime(told, scenario, month)
    well = site["coverage"] > WELL_COVERED and site["uptime"] is not None
    if true is not None and well:
        yield UptimeError(100 * abs(site["uptime"] - true), scenario.name, month)


def _true_uptime(told: Told, scenario: Scenario, month: int) -> float | None:
    """Share of the time in which a visitor was served; None if nobody can tell.

    Of the month as it could be seen: neither paused, nor while the office was ill.
    """
    calendar, faults = told.plan.calendar, told.plan.programme.faults
    hidden = [*scenario.pauses, *((fault.start, fault.end) for fault in faults)]
    first, after = calendar.month(month)
    start = max(float(first), float(scenario.granted), scenario.enters)
    seconds = {True: 0.0, False: 0.0}
    for begins, ends, face in scenario.site.stretches(start, float(after)):
        for left, right in outside(begins, ends, hidden):
            if face.up is not None:
                length = calendar.at(right) - calendar.at(left)
                seconds[face.up] += length.total_seconds()
    total = sum(seconds.values())
    return seconds[True] / total if total else None


def _wrong_counts(told: Told, month: int, document: Mapping[str, Any]) -> Iterator[Wrong]:
    """The programme's own line: what page one counts."""
    sites = _sites(document)
    stands = {n: one.stands(month) for n, one in told.sites.items() if n in sites}
    watched = {n: one for n, one in stands.items() if one.access != "away"}
    after = told.plan.calendar.month(month)[1]
    entered = sum(one.enters < after for one in told.plan.programme.scenarios)
    wanted = {
        "granted": entered,
        "sites": len(watched),
        "away": entered - len(watched),
        "known": sum(one.state != "unknown" for one in watched.values()),
        **{
            access: sum(one.access == access for one in watched.values())
            for access in ("disturbed", "down", "not_seen")
        },
    }
    first = told.plan.calendar.month(month)[0]
    wanted["answered"] = sum(_answers(one, first, after) for one in told.sites.values())
    wanted["opens"] = sum(one.counted for one in watched.values())
    for whose in ("foreign", "unproven"):
        wanted[whose] = sum(one.shows(whose) for one in watched.values())
    told_of = document["programme"]
    for what, expected in wanted.items():
        if told_of[what] != expected:
            yield Wrong(told.plan.programme.name, month, what, expected, told_of[what])
    opening = told_of["opens"] + told_of["foreign"] + told_of["unproven"]
    shut = sum(told_of[name] for name in ("disturbed", "down", "not_seen"))
    if opening + shut != told_of["sites"]:
        yield Wrong(
            told.plan.programme.name, month, "sum of answers", told_of["sites"], opening + shut
        )


def _answers(scenario: Scenario, first: int, after: int) -> int:
    return any(deed.verb == "answer" and first <= deed.day < after for deed in scenario.deeds)


def _wrong_marks(told: Told) -> Iterator[Wrong]:
    """What later cohorts will take for renewed."""
    for month, marks in marks_of(told).items():
        for site_id, mark in marks.items():
            scenario = told.sites[site_id]
            if scenario.stands(month).access == "away":
                continue
            expected = from_month(scenario.renewed, month)
            if mark["renewed"] != expected:
                yield Wrong(scenario.name, month, "renewed", expected, mark["renewed"])


def _wrongly_reckoned(told: Told) -> Iterator[Wrong]:
    """Hold every site's line against the calculator's."""
    calendar = told.plan.calendar
    with closing(Calculator(told.rows, calendar.zone, told.plan.minutes * 60)) as calculator:
        for month, document in told.months.items():
            lines = calculator.month(month_of(month), month_of(month + 1), told.closed[month])
            for site_id, site in _sites(document).items():
                found = _line_differs(lines[site_id], site)
                name = told.sites[site_id].name
                yield from (Wrong(name, month, *difference) for difference in found)
            sent = calculator.sent(month_of(month), month_of(month + 1))
            if document["programme"]["sent"] != sent:
                about = told.plan.programme.name
                yield Wrong(about, month, "letters sent", sent, document["programme"]["sent"])


def _line_differs(line: Line, site: Site) -> Iterator[tuple[str, object, object]]:
    seconds = {"up_seconds": line.up, "down_seconds": line.down}
    for what, expected in seconds.items():
        if abs(site[what] - expected) > SECONDS:
            yield what, expected, site[what]
    if abs(site["coverage"] - line.coverage) > 1e-4:
        yield "coverage", round(line.coverage, 4), site["coverage"]
    exact = {"incidents": line.outages, "notices": line.letters}
    if site["standing"] == "active":
        exact["opens"] = line.counted
    for what, count in exact.items():
        if site[what] != count:
            yield what, count, site[what]
    if site["uptime"] is not None and abs(site["uptime"] - (line.uptime or 0)) > 1e-4:
        yield "uptime", line.uptime, site["uptime"]
