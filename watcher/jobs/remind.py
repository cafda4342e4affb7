"""What the passing of days, or a registry's answer, makes due: into the outbox."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType

from watcher.core.history import History, SiteHistory
from watcher.core.notice import (
    Notice,
    SiteClock,
    certificate_clock,
    domain_clock,
    due_on,
    hosting_clock,
    untold,
)
from watcher.core.observation import DomainFacts, Observation, Outcome
from watcher.core.period import local_day
from watcher.core.renewal import Answered, Believed, believe
from watcher.jobs.write import Desk
from watcher.settings import Settings
from watcher.storage import history, outbox
from watcher.storage.engine import Database
from watcher.storage.outbox import LetterToSend

#: A certificate that no look has seen for so long may have been replaced since.
STILL_SHOWN = timedelta(days=1)


def remind(database: Database, settings: Settings, now: datetime) -> int:
    """Queue every letter that is due at `now` and was not written before. Return how many."""
    due = due_notices(database, settings, now)
    return outbox.queue(database, _letters(due, database, settings, now))


@dataclass(frozen=True, slots=True)
class News:
    """What registry looks come to, before they are stored.

    Attributes:
        believed: domain -> what to make of its answers.
    """

    believed: Mapping[str, Believed] = field(default_factory=dict)
    letters: Sequence[LetterToSend] = ()


def news_of(
    looks: Iterable[Observation], database: Database, settings: Settings, now: datetime
) -> News:
    """Say what answers of registries are to be believed, and which letters they make due."""
    read = [look.finding.facts for look in looks if look.finding.outcome is Outcome.OK]
    fresh = {facts.domain: facts for facts in read if isinstance(facts, DomainFacts)}
    if not fresh:
        return News()
    zone = settings.programme.zoneinfo
    known = history.until_now(database, zone, now)
    believed = {
        one.site.domain: _believe(one, fresh[one.site.domain], local_day(now, zone))
        for one in known.sites
        if one.site.domain in fresh
    }
    due = due_on(local_day(now, zone), clocks_of(known, settings, believed))
    touched = [n for n in due if any(site.domain in fresh for site in n.sites)]
    return News(believed, _letters(touched, database, settings, now))


def _believe(one: SiteHistory, facts: DomainFacts, today: date) -> Believed:
    """What is to be believed of a name once this answer is added to those before it."""
    answers = (*one.answers, Answered(facts, today, today))
    return believe(answers, today, one.site.paid_until) or Believed(facts)


def due_notices(database: Database, settings: Settings, now: datetime) -> list[Notice]:
    """Say what would have to be written at `now`, written before or not."""
    known = history.until_now(database, settings.programme.zoneinfo, now)
    return due_on(local_day(now, settings.programme.zoneinfo), clocks_of(known, settings))


def _letters(
    notices: Sequence[Notice], database: Database, settings: Settings, now: datetime
) -> list[LetterToSend]:
    said = outbox.told(database, [notice.occasion for notice in notices])
    desk = Desk.of(database, settings)
    return [desk.write(n, now) for n in untold(notices, said) if desk.reaches(n)]


def clocks_of(
    known: History, settings: Settings, believed: Mapping[str, Believed] = MappingProxyType({})
) -> list[SiteClock]:
    """The clocks of all sites.

    Args:
        believed: what to make of answers that are not stored yet, by domain.
    """
    clocks = []
    for one in known.sites:
        life = settings.registry.ending(one.site.domain).life
        if one.site.domain is not None:
            found = believed.get(one.site.domain, one.believed)
            clocks.append(domain_clock(one.site, found, life))
        clocks.append(hosting_clock(one.site, life))
        seen_at = one.certificate_seen_at
        if one.certificate and seen_at and known.taken_at - seen_at < STILL_SHOWN:
            clocks.append(certificate_clock(one.site, one.certificate, known.zone))
    return clocks
