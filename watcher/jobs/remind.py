"""What the passing of days, or a registry's answer, makes due: into the outbox."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from watcher.core.history import History
from watcher.core.notice import (
    Notice,
    SiteClock,
    domain_clock,
    due_on,
    hosting_clock,
    untold,
)
from watcher.core.observation import DomainFacts, Observation, Outcome
from watcher.core.period import local_day
from watcher.jobs.write import Desk
from watcher.settings import Settings
from watcher.storage import history, outbox
from watcher.storage.engine import Database
from watcher.storage.outbox import LetterToSend


def remind(database: Database, settings: Settings, now: datetime) -> int:
    """Queue every letter that is due at `now` and was not written before. Return how many."""
    due = due_notices(database, settings, now)
    return outbox.queue(database, _letters(due, database, settings, now))


def letters_after(
    looks: Iterable[Observation], database: Database, settings: Settings, now: datetime
) -> list[LetterToSend]:
    """The letters that registry looks make due, before those looks are stored."""
    read = [look.finding.facts for look in looks if look.finding.outcome is Outcome.OK]
    fresh = {facts.domain: facts for facts in read if isinstance(facts, DomainFacts)}
    if not fresh:
        return []
    due = due_notices(database, settings, now, fresh)
    touched = [n for n in due if any(site.domain in fresh for site in n.sites)]
    return _letters(touched, database, settings, now)


def due_notices(
    database: Database,
    settings: Settings,
    now: datetime,
    fresh: Mapping[str, DomainFacts] | None = None,
) -> list[Notice]:
    """Say what would have to be written at `now`, written before or not.

    Args:
        fresh: answers of registries that are not stored yet, by domain.
    """
    known = history.until_now(database, settings.programme.zoneinfo, now)
    today = local_day(now, settings.programme.zoneinfo)
    return due_on(today, clocks_of(known, settings, fresh or {}))


def _letters(
    notices: Sequence[Notice], database: Database, settings: Settings, now: datetime
) -> list[LetterToSend]:
    said = outbox.told(database, [notice.occasion for notice in notices])
    desk = Desk.of(database, settings)
    return [desk.write(n, now) for n in untold(notices, said) if desk.reaches(n)]


def clocks_of(
    known: History, settings: Settings, fresh: Mapping[str, DomainFacts] = MappingProxyType({})
) -> list[SiteClock]:
    """The domain and hosting clocks of all sites."""
    clocks = []
    for one in known.sites:
        life = settings.registry.ending(one.site.domain).life
        if one.site.domain is not None:
            facts = fresh.get(one.site.domain, one.domain)
            clocks.append(domain_clock(one.site, facts, life))
        clocks.append(hosting_clock(one.site, life))
    return clocks
