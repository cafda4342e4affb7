"""Tell the office which sites have been down for hours: one letter, by host.

It is written in office hours only, so that it is read while it is true.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from watcher.core.looks.observation import Kind
from watcher.core.looks.uptime import VOUCHES_FOR_INTERVALS
from watcher.core.period import Period
from watcher.core.printable import one_line
from watcher.core.reminders.notice import Role
from watcher.core.reminders.outage import DownSite, Outage, down_sites, outages, sites_to_report
from watcher.jobs.intervals import intervals
from watcher.jobs.letters.calls import MOST_LINES, call_row
from watcher.jobs.letters.composer import LetterComposer
from watcher.jobs.letters.sending_limits import in_hours
from watcher.jobs.months.standing_now import known_now
from watcher.notify.letter import DownRow, OutageDigestFacts, OutageGroup
from watcher.settings import Settings
from watcher.storage.engine import Database
from watcher.storage.letters import outbox
from watcher.storage.letters.outbox import LetterToSend
from watcher.wording.catalogue import Words, words
from watcher.wording.formats import readable_host
from watcher.wording.terms import REASONS

log = logging.getLogger(__name__)
DIGEST = "down_digest"


def sites_down(database: Database, settings: Settings, now: datetime) -> list[DownSite]:
    """The sites that are down now, for however short a time."""
    known = known_now(database, settings, now)
    return down_sites(known, VOUCHES_FOR_INTERVALS * intervals(settings)[Kind.AVAILABILITY])


def still_true(letter: LetterToSend, down: Iterable[DownSite]) -> list[DownSite]:
    """The sites of a letter that have been down ever since it was written."""
    return [
        one
        for one in down
        if one.site.id in letter.site_ids and one.incident.opened_at <= letter.created_at
    ]


def report_down(database: Database, settings: Settings, now: datetime) -> None:
    """Queue the letter to the office about every site that it was not told of."""
    if not in_hours(False, settings, now):
        return
    down = sites_down(database, settings, now)
    if not down:
        return
    since = min(one.incident.opened_at for one in down)
    last_letters = outbox.last_letter_about(database, DIGEST, Period(since, now))
    telling = sites_to_report(down, last_letters, now, intervals(settings)[Kind.AVAILABILITY])
    composer = LetterComposer.of(database, settings)
    if telling and composer.staff(Role.OFFICER)[1]:
        found = outages(telling)
        log.warning("sites_down", extra={"sites": len(telling), "outages": len(found)})
        outbox.queue(database, [write_digest(composer, found, now)])


def write_digest(composer: LetterComposer, found: Sequence[Outage], now: datetime) -> LetterToSend:
    """Write the letter about some outages."""
    down = [one for outage in found for one in outage.sites]
    facts = OutageDigestFacts(
        domain=readable_host(down[0].site.host),
        down=len(down),
        down_at=composer.formatter.moment(now),
        outages=tuple(_shown(composer, found)),
    )
    sites = tuple(sorted(one.site.id for one in down))
    occasion = f"{DIGEST}:{now.isoformat()}"
    return composer.write_to_staff(DIGEST, Role.OFFICER, occasion, facts, now, site_ids=sites)


def _shown(composer: LetterComposer, found: Sequence[Outage]) -> Iterator[OutageGroup]:
    """Name every place, and as many sites as a letter has lines for."""
    room, left_out = MOST_LINES, 0
    for outage in found:
        shown = outage.sites[:room]
        room -= len(shown)
        if shown:
            sites = tuple(_down(composer, one) for one in shown)
            more = len(outage.sites) - len(shown)
            yield OutageGroup(_place(outage, words(composer.formatter.language)), sites, more)
        else:
            left_out += len(outage.sites)
    if left_out:
        yield OutageGroup("", (), left_out)


def _place(outage: Outage, say: Words) -> str:
    """The host as the register calls it, its address, and how many sites it took along."""
    if not outage.place:
        return ""
    host = " ".join(dict.fromkeys((outage.hosting, outage.place))).strip()
    return say("Host {host} ({n} sites)", host=host, n=len(outage.sites))


def _down(composer: LetterComposer, one: DownSite) -> DownRow:
    formatter = composer.formatter
    say, owner = words(formatter.language), composer.owners.get(one.site.owner_id or "")
    since = formatter.short_moment(one.incident.opened_at)
    cause = say(REASONS[one.incident.reason])

    def message(name: str, business: str) -> str:
        return say(
            "Good day {name}. This is {office}. The site of {business} cannot be opened since "
            "{since}: {cause}. Do you know of it? May we help?",
            name=name,
            office=one_line(composer.settings.programme.office),
            business=business,
            since=since,
            cause=cause,
        )

    return DownRow(call_row(one.site, one.site.host, owner, message), since, cause)
