"""What the passing of days, or a registry's answer, makes due: into the outbox."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType

from watcher.core.domains.renewal import Believed, DatedAnswer, Renewal, believe
from watcher.core.looks.access import access_at
from watcher.core.looks.observation import DomainFacts, Observation, Outcome
from watcher.core.period import local_day
from watcher.core.reminders.notice import (
    Notice,
    SiteClock,
    certificate_clock,
    domain_clock,
    due_on,
    hosting_clock,
    not_yet_written,
)
from watcher.core.reminders.replies import Replies
from watcher.core.sites.site_history import STILL_SHOWN, History, SiteHistory, registration_key
from watcher.jobs.acts import resume_due
from watcher.jobs.letters.composer import LetterComposer
from watcher.jobs.months.standing_now import known_now
from watcher.settings import Settings
from watcher.storage.engine import Database
from watcher.storage.letters import outbox
from watcher.storage.letters.outbox import LetterToSend


def remind(database: Database, settings: Settings, now: datetime) -> int:
    """Queue every letter that is due at `now` and was not written before. Return how many."""
    resume_due(database, now)
    due = due_notices(database, settings, now)
    return outbox.queue(database, _letters(due, database, settings, now))


@dataclass(frozen=True, slots=True)
class RegistryNews:
    """What registry looks come to, before they are stored.

    Attributes:
        believed: domain -> what to make of its answers.
    """

    believed: Mapping[str, Believed] = field(default_factory=dict)
    letters: Sequence[LetterToSend] = ()


def news_of(
    looks: Iterable[Observation], database: Database, settings: Settings, now: datetime
) -> RegistryNews:
    """Say what answers of registries are to be believed, and which letters they make due."""
    read = [look.finding.facts for look in looks if look.finding.outcome is Outcome.OK]
    fresh = {facts.domain: facts for facts in read if isinstance(facts, DomainFacts)}
    if not fresh:
        return RegistryNews()
    zone = settings.programme.zoneinfo
    known = known_now(database, settings, now)
    believed = {
        one.site.domain: _believe(one, fresh[one.site.domain], local_day(now, zone))
        for one in known.sites
        if one.site.domain in fresh
    }
    reach = LetterComposer.of(database, settings).reach
    due = due_on(local_day(now, zone), clocks_of(known, settings, believed), reach)
    touched = [n for n in due if any(site.domain in fresh for site in n.sites)]
    return RegistryNews(believed, _letters(touched, database, settings, now))


def _believe(one: SiteHistory, facts: DomainFacts, today: date) -> Believed:
    """What is to be believed of a name once this answer is added to those before it."""
    answers = (*one.answers, DatedAnswer(facts, today, today))
    return believe(answers, today, one.site.paid_until) or Believed(facts)


def due_notices(database: Database, settings: Settings, now: datetime) -> list[Notice]:
    """Say what would have to be written at `now`, written before or not."""
    known = known_now(database, settings, now)
    today, reach = (
        local_day(now, settings.programme.zoneinfo),
        LetterComposer.of(database, settings).reach,
    )
    return due_on(today, clocks_of(known, settings), reach)


def _letters(
    notices: Sequence[Notice], database: Database, settings: Settings, now: datetime
) -> list[LetterToSend]:
    said = outbox.sites_written_about(database, [notice.occasion for notice in notices])
    desk = LetterComposer.of(database, settings)
    return [desk.write(n, now) for n in not_yet_written(notices, said) if desk.reaches(n)]


def clocks_of(
    known: History, settings: Settings, believed: Mapping[str, Believed] = MappingProxyType({})
) -> list[SiteClock]:
    """The clocks of all sites.

    Args:
        believed: what to make of answers that are not stored yet, by domain.
    """
    clocks: list[SiteClock] = []
    for one in known.sites:
        life = settings.registry.ending(one.site.domain).life
        made = [hosting_clock(one.site, life)]
        if one.site.domain is not None:
            found = believed.get(one.site.domain, one.believed)
            made.append(
                domain_clock(one.site, _unless_safe(found, one), life, one.typed_domain_end)
            )
        seen_at = one.certificate_seen_at
        if one.certificate and seen_at and known.taken_at - seen_at < STILL_SHOWN:
            made.append(certificate_clock(one.site, one.certificate, known.zone))
        clocks += [_with_site(clock, one, known) for clock in made]
    return clocks


def _unless_safe(found: Believed | None, one: SiteHistory) -> Believed | None:
    """A new registration that an officer knows to be the owner's is an ordinary name again."""
    if found is None or found.renewal is not Renewal.REREGISTERED:
        return found
    at = found.facts.registered_at
    known = at is not None and one.decisions.safe_key == registration_key(at)
    return replace(found, renewal=Renewal.NONE) if known else found


def _with_site(clock: SiteClock, one: SiteHistory, known: History) -> SiteClock:
    """A clock with what is known of the site that it belongs to."""
    access = access_at(one.availability, known.taken_at, timedelta())
    domain_asked = one.site.domain is None or one.domain_checked_at is not None
    return replace(
        clock,
        access=access,
        down_since=one.availability.down_since,
        replies=Replies.of(one.decisions),
        looked_at=one.looks > 0 and domain_asked,
    )
