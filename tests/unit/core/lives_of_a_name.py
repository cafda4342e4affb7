"""What a registry says of one name, day by day: five lives, for tests that walk through them."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from factories import TODAY, a_domain

from watcher.core.domains.renewal import Believed, DatedAnswer, believe
from watcher.core.looks.observation import DomainFacts
from watcher.settings import Settings

ENDS = TODAY
NEXT_YEAR = ENDS + timedelta(days=365)
GRANTED = datetime(2025, 10, 1, tzinfo=UTC)
LIVES = {name: Settings().registry.ending(name).life for name in ("x.com", "x.id", "usaha.my.id")}
Registry = Callable[[int], DomainFacts]


def day(n: int) -> date:
    """So many days after the end of the term; negative before it."""
    return ENDS + timedelta(days=n)


def says(
    ends: date, *statuses: str, servers: Iterable[str] = ("ns1.hoster.example",)
) -> DomainFacts:
    return a_domain(ends, statuses=statuses, nameservers=tuple(servers), registered_at=GRANTED)


def renewed_early(n: int) -> DomainFacts:
    return says(ENDS if n < -10 else NEXT_YEAR)


def renewed_by_itself(n: int) -> DomainFacts:
    """The registry adds its year on the day; nothing else ever shows who paid."""
    return says(ENDS) if n < 0 else says(NEXT_YEAR, *(("autorenewperiod",) if n < 45 else ()))


def never_paid(n: int) -> DomainFacts:
    """The year is added, the registrar parks the name, and takes the year back in the end."""
    if n < 0:
        return says(ENDS)
    if n < 3:
        return says(NEXT_YEAR, "autorenewperiod")
    if n < 36:
        return says(NEXT_YEAR, "autorenewperiod", servers=("ns1.pendingrenewaldeletion.com",))
    return says(NEXT_YEAR, "redemptionperiod" if n < 66 else "pendingdelete", servers=())


def taken_by_a_stranger(n: int) -> DomainFacts:
    if n < 72:
        return never_paid(n)
    return replace(says(day(72 + 365)), registered_at=GRANTED + timedelta(days=500))


def heard(registry: Registry, until: int, since: int = -60) -> list[DatedAnswer]:
    """What was kept of looks on every day: an answer, and how long it stayed the same."""
    kept: list[DatedAnswer] = []
    for n in range(since, until + 1):
        facts = registry(n)
        if kept and kept[-1].facts == facts:
            kept[-1] = replace(kept[-1], last_on=day(n))
        else:
            kept.append(DatedAnswer(facts, day(n), day(n)))
    return kept


def on(registry: Registry, n: int, paid_until: date | None = None) -> Believed:
    found = believe(heard(registry, n), day(n), paid_until)
    assert found is not None
    return found


def renewed_late(n: int) -> DomainFacts:
    """No year is added by itself; the owner pays three weeks after the end."""
    if n < 21:
        return says(ENDS)
    paid_at = datetime(day(21).year, day(21).month, day(21).day, tzinfo=UTC)
    return replace(says(NEXT_YEAR), changed_at=paid_at)


REGISTRIES: dict[str, Registry] = {
    "renewed early": renewed_early,
    "renewed late": renewed_late,
    "a year added, and nobody sees who paid": renewed_by_itself,
    "a year added, never paid": never_paid,
    "lost, and registered by a stranger": taken_by_a_stranger,
}
