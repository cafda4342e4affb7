"""Queue the letters that are due by date or by a registry's answer."""

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
    """What follows from registry looks, before they are stored.

    Attributes:
        believed: domain -> what its answers come to.
        letters: those that the new answers make due.
    """

    believed: Mapping[str, Believed] = field(default_factory=dict)
    letters: Sequence[LetterToSend] = ()


def news_of(
    looks: Iterable[Observation], database: Database, settings: Settings, now: datetime
) -> RegistryNews:
    """Derive what is believed of domains just looked up, and which letters that makes due.

    Args:
        looks: registry looks that are not stored yet.
    """
    answers = [look.finding.facts for look in looks if look.finding.outcome is Outcome.OK]
    fresh = {facts.domain: facts for facts in answers if isinstance(facts, DomainFacts)}
    if not fresh:
        return RegistryNews()
    zone = settings.programme.zoneinfo
    known = known_now(database, settings, now)
    believed = {
        history.site.domain: _believe(history, fresh[history.site.domain], local_day(now, zone))
        for history in known.sites
        if history.site.domain in fresh
    }
    reach = LetterComposer.of(database, settings).reach
    due = due_on(local_day(now, zone), clocks_of(known, settings, believed), reach)
    touched = [n for n in due if any(site.domain in fresh for site in n.sites)]
    return RegistryNews(believed, _letters(touched, database, settings, now))


def _believe(history: SiteHistory, facts: DomainFacts, today: date) -> Believed:
    """Derive what is believed of a domain from this answer and those before it."""
    answers = (*history.answers, DatedAnswer(facts, today, today))
    return believe(answers, today, history.site.paid_until) or Believed(facts)


def due_notices(database: Database, settings: Settings, now: datetime) -> list[Notice]:
    """Return all notices that are due at `now`, whether or not a letter was written before."""
    known = known_now(database, settings, now)
    today, reach = (
        local_day(now, settings.programme.zoneinfo),
        LetterComposer.of(database, settings).reach,
    )
    return due_on(today, clocks_of(known, settings), reach)


def _letters(
    notices: Sequence[Notice], database: Database, settings: Settings, now: datetime
) -> list[LetterToSend]:
    written = outbox.sites_written_about(database, [notice.occasion for notice in notices])
    composer = LetterComposer.of(database, settings)
    return [
        composer.write(n, now) for n in not_yet_written(notices, written) if composer.reaches(n)
    ]


def clocks_of(
    known: History, settings: Settings, believed: Mapping[str, Believed] = MappingProxyType({})
) -> list[SiteClock]:
    """Return the terms of all sites: hosting, domain, and a certificate that is still presented.

    Args:
        known: the history of the running month.
        believed: domain -> what answers come to that are not stored yet.
    """
    clocks: list[SiteClock] = []
    for history in known.sites:
        site, certificate = history.site, history.certificate
        life = settings.registry.ending(site.domain).life
        of_site = [hosting_clock(site, life)]
        if site.domain is not None:
            domain = _unless_safe(believed.get(site.domain, history.believed), history)
            of_site.append(domain_clock(site, domain, life, history.typed_domain_end))
        seen_at = history.certificate_seen_at
        if certificate and seen_at and known.taken_at - seen_at < STILL_SHOWN:
            of_site.append(certificate_clock(site, certificate, known.zone))
        clocks += [_with_site(clock, history, known) for clock in of_site]
    return clocks


def _unless_safe(believed: Believed | None, history: SiteHistory) -> Believed | None:
    """Treat a new registration as an ordinary one if staff marked it as the owner's ("aman")."""
    if believed is None or believed.renewal is not Renewal.REREGISTERED:
        return believed
    at = believed.facts.registered_at
    is_safe = at is not None and history.decisions.safe_key == registration_key(at)
    return replace(believed, renewal=Renewal.NONE) if is_safe else believed


def _with_site(clock: SiteClock, history: SiteHistory, known: History) -> SiteClock:
    """Add to a clock what is known of its site."""
    access = access_at(history.availability, known.taken_at, timedelta())
    domain_asked = history.site.domain is None or history.domain_checked_at is not None
    return replace(
        clock,
        access=access,
        down_since=history.availability.down_since,
        replies=Replies.of(history.decisions),
        looked_at=history.looks > 0 and domain_asked,
    )
