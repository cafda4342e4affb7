"""All scenarios, and the programmes that they make."""

from dataclasses import dataclass
from enum import Enum

from simulation.faces import REFUSED, own
from simulation.lives_of_hosts import HOSTS
from simulation.lives_of_names import NAMES
from simulation.lives_of_pages import PAGES
from simulation.lives_of_people import PEOPLE
from simulation.truth import Scenario, Stand, kept, life, opens, unseen


class Ill(Enum):
    """What is wrong with the office itself, and not with any site."""

    LINE = "the line is down"
    RESOLVER = "no name resolves"
    PORTAL = "a captive portal answers for everybody"
    MASS = "most looks fail at once, and a sentinel with them"
    OFF = "the watcher does not run"


@dataclass(frozen=True, slots=True)
class Fault:
    """A stretch of days in which the office is ill."""

    ill: Ill
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Programme:
    """Sites that are watched together, and when the office is ill."""

    name: str
    scenarios: tuple[Scenario, ...]
    faults: tuple[Fault, ...] = ()

    def fault_at(self, day: float) -> Ill | None:
        """What is wrong with the office on a day."""
        return next((f.ill for f in self.faults if f.start <= day < f.end), None)


#: Short faults of the office must show in nothing but the coverage.
WELL = Programme(
    "a programme",
    (*PAGES, *HOSTS, *NAMES, *PEOPLE),
    (Fault(Ill.LINE, 18.5, 18.6), Fault(Ill.RESOLVER, 70.25, 70.3), Fault(Ill.MASS, 112.2, 112.3)),
)


_LINE_DOWN = unseen(1, "unknown", reason="own_network")
_NOT_SEEN_KEPT = {2: unseen(2, "in_use"), 4: unseen(4, "in_use")}
_AILING = (
    *(
        Scenario(
            f"kept, {n}",
            kept(),
            (_LINE_DOWN, _NOT_SEEN_KEPT[2], opens(3, "in_use"), _NOT_SEEN_KEPT[4],
             opens(5, "in_use")),
        )
        for n in range(1, 6)
    ),
    Scenario(
        "never changed",
        life((0, own())),
        (
            _LINE_DOWN,
            unseen(2, "unknown", reason="newly_watched"),
            opens(3, "stale", since=0),
            unseen(4, "stale", since=0),
            opens(5, "stale", since=0),
        ),
    ),
    Scenario(
        "refused since the first look",
        life((0, REFUSED)),
        (
            _LINE_DOWN,
            unseen(2, "dark", since=0),
            Stand(3, "dark", "down", since=0),
            unseen(4, "dark", since=0),
            Stand(5, "dark", "down", since=0),
        ),
    ),
)  # fmt: skip
#: Faults of days, two of them over the edge of a month, one while the watcher was off.
AILING = Programme(
    "an ailing office",
    _AILING,
    (
        Fault(Ill.LINE, 28, 31),
        Fault(Ill.RESOLVER, 40, 40.3),
        Fault(Ill.PORTAL, 59.8, 61.2),
        Fault(Ill.OFF, 75, 78),
        Fault(Ill.MASS, 100, 100.5),
        Fault(Ill.OFF, 121, 122.5),
    ),
)
PROGRAMMES = (WELL, AILING)
