"""A scenario: what happens to one site and its name, and what has to be told of it.

Times are days since the programme began, day 0 being its first calendar day; 40.5 is noon of
day 40. The truth is a table, month by month, written down from design/behaviour; a row holds
until the next one. Nothing here knows a rule of the product.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from simulation.faces import REFUSED, Face, own

#: A day beyond every run: what ends then has nothing to say in it.
FAR = 800
#: Six minutes around every full hour in which a blinking site refuses.
BLINK_BEFORE, BLINK_AFTER = 2 / 1440, 4 / 1440
HOUR = 1 / 24


@dataclass(frozen=True, slots=True)
class Life:
    """What a site shows, from which day on; `blinks`: when it refuses for six minutes an hour."""

    steps: tuple[tuple[float, Face], ...]
    blinks: tuple[tuple[float, float], ...] = ()

    def at(self, day: float) -> Face:
        """What a visitor meets."""
        if any(start <= day < end for start, end in self.blinks) and _is_blink(day):
            return REFUSED
        return self.steps[bisect_right(self.steps, day, key=lambda step: step[0]) - 1][1]

    def stretches(self, start: float, end: float) -> Iterator[tuple[float, float, Face]]:
        """Cut a stretch of days where the face changes. Blinks are no faces of their own."""
        edges = [begins for begins, _ in self.steps[1:]] + [end]
        for (begins, face), ends in zip(self.steps, edges, strict=True):
            if max(begins, start) < min(ends, end):
                yield max(begins, start), min(ends, end), face


def _is_blink(day: float) -> bool:
    return ((day + BLINK_BEFORE) % HOUR) < BLINK_BEFORE + BLINK_AFTER


def life(*steps: tuple[float, Face]) -> Life:
    """A life from its steps; the first one holds from the beginning."""
    return Life(((-1.0, steps[0][1]), *steps[1:]))


def kept(*steps: tuple[float, Face | None], blinks: tuple[tuple[float, float], ...] = ()) -> Life:
    """The life of a page that gets a new text every twenty days, with what else befalls it.

    A step without a face gives the page back as it would be then.
    """
    news = [(8.0 + 20 * n, own(f"news {n}")) for n in range(40)]
    page = Life(((-1.0, own("first")), *news))
    edges: list[tuple[float, Face | None]] = [(-1.0, None), *steps]
    ends = [begins for begins, _ in steps] + [float(2 * FAR)]
    found: list[tuple[float, Face]] = []
    for (begins, face), until in zip(edges, ends, strict=True):
        if face is not None:
            found.append((begins, face))
        else:
            found += [(start, shown) for start, _, shown in page.stretches(begins, until)]
    return Life(tuple(found), blinks)


@dataclass(frozen=True, slots=True)
class Said:
    """What a registry says of a name.

    Attributes:
        ends: the day; None where the name is not registered.
        born: the day of its registration.
        answers: False for a registry that cannot be asked.
    """

    ends: int | None = FAR
    statuses: tuple[str, ...] = ()
    born: int = -730
    answers: bool = True


@dataclass(frozen=True, slots=True)
class Deed:
    """Something a person does: a verb of `product.DEEDS`, and what it is said with."""

    day: float
    verb: str
    word: str | int = ""


@dataclass(frozen=True, slots=True)
class Stand:
    """How a site stands at the end of a month.

    Attributes:
        page: whose it is, while the site opens; empty otherwise.
        overlays: what stands beside the state, but for "due", which follows from the ends.
        reason: empty where several would be right.
        since: the day the state began; None where that is not looked at.
    """

    month: int
    state: str
    access: str
    page: str = ""
    overlays: tuple[str, ...] = ()
    reason: str = ""
    since: float | None = None

    @property
    def counted(self) -> bool:
        """Whether it is among the sites that open."""
        return self.shows("grantee")

    def shows(self, whose: str) -> bool:
        """Whether it opens, and shows somebody's page."""
        return self.access == "opens" and self.page == whose


@dataclass(frozen=True, slots=True)
class _Stander:
    """Writes rows of one access and one kind of page."""

    access: str
    page: str = ""

    def __call__(
        self, month: int, state: str, *overlays: str, reason: str = "", since: float | None = None
    ) -> Stand:
        """A row of the truth."""
        return Stand(month, state, self.access, self.page, overlays, reason, since)


opens = _Stander("opens", "grantee")
foreign = _Stander("opens", "foreign")
unproven = _Stander("opens", "unproven")
down = _Stander("down")
disturbed = _Stander("disturbed")
unseen = _Stander("not_seen")


def away(month: int) -> Stand:
    """A row of a site that is not watched at the end of that month."""
    return Stand(month, "", "away")


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that is due.

    Attributes:
        late: days by which it may come later: week-ends, caps, the next look at a registry.
        may: it may also be left out.
    """

    day: float
    kind: str
    late: float = 4.0
    role: str = "owner"
    may: bool = False


def ladder(*letters: tuple[float, str], clock: str = "expiry") -> tuple[Letter, ...]:
    """Rungs of one clock; thanks for a renewal come once the registry was asked again."""
    late = {"renewed": 11.0}
    return tuple(Letter(day, f"{clock}_{rung}", late.get(rung, 4.0)) for day, rung in letters)


@dataclass(frozen=True, slots=True)
class Scenario:
    """One site, its owner, and the truth about it.

    Attributes:
        truth: how it stands, from which month on (1 is the first).
        registry: what is said of its name, from which day on; empty for a site without one.
        granted: the day of its hand-over; `enters` the time at which the office lists it.
        typed, hosting: days that the officer typed; None where nobody did.
        certificates: when the certificate ends that is shown from a day on.
        ends: the end of the domain that is told, from which month on; None: not looked at.
        renewed: what cohorts take for renewed, from which month on.
        letters: all that are due, whoever they are for, but for digests of outages.
    """

    name: str
    site: Life
    truth: tuple[Stand, ...]
    registry: tuple[tuple[float, Said], ...] = ((0, Said()),)
    granted: int = -60
    enters: float = 0.0
    typed: int | None = None
    hosting: int | None = FAR
    certificates: tuple[tuple[float, int], ...] = ()
    deeds: tuple[Deed, ...] = ()
    ends: tuple[tuple[int, int | None], ...] = ((1, FAR),)
    renewed: tuple[tuple[int, bool | None], ...] = ((1, True),)
    letters: tuple[Letter, ...] = ()
    pauses: tuple[tuple[float, float], ...] = ()

    def stands(self, month: int) -> Stand:
        """The row that holds at the end of a month."""
        return next(row for row in reversed(self.truth) if row.month <= month)

    def said(self, day: float) -> Said:
        """What the registry says on a day."""
        return next(said for begins, said in reversed(self.registry) if begins <= day)

    def certificate(self, day: float) -> int | None:
        """The day on which the certificate ends that is shown; None where none matters."""
        shown = [ends for begins, ends in self.certificates if begins <= day]
        return shown[-1] if shown else None

    @property
    def is_judged_by_a_person(self) -> bool:
        """Whether an officer takes a strange page for the owner's: its text is content, too."""
        return any(deed.verb == "safe" for deed in self.deeds)

    def is_paused(self, day: float) -> bool:
        """Whether nobody watches it, by the truth."""
        return any(start <= day < end for start, end in self.pauses)


def from_month(rows: tuple[tuple[int, int | None], ...], month: int) -> int | None:
    """The value of the row that holds in a month."""
    return next(value for begins, value in reversed(rows) if begins <= month)
