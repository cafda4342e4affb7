"""Tell the office which sites have been down for hours: one letter, by host.

It is written in office hours only, so that it is read while it is true.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from watcher.core.looks.observation import Kind
from watcher.core.looks.uptime import VOUCHES_FOR_INTERVALS
from watcher.core.period import Period
from watcher.core.printable import one_line
from watcher.core.reminders.notice import Role
from watcher.core.reminders.outage import DownSite, Outage, down_sites, outages, to_tell
from watcher.jobs.intervals import intervals
from watcher.jobs.letters.calls import LONGEST_NAME, MOST_LINES
from watcher.jobs.letters.composer import LetterComposer
from watcher.jobs.letters.sending_limits import in_hours
from watcher.jobs.months.standing_now import known_now
from watcher.notify.letter import DownFacts, OutageFacts
from watcher.settings import Settings
from watcher.storage.engine import Database
from watcher.storage.letters import outbox
from watcher.storage.letters.outbox import LetterToSend
from watcher.wording.catalogue import Words, words
from watcher.wording.formats import Formatter, format_phone, readable_host, whatsapp
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
    telling = to_tell(down, last_letters, now, intervals(settings)[Kind.AVAILABILITY])
    desk = LetterComposer.of(database, settings)
    if telling and desk.staff(Role.OFFICER)[1]:
        found = outages(telling)
        log.warning("sites_down", extra={"sites": len(telling), "outages": len(found)})
        outbox.queue(database, [write_digest(desk, found, now)])


def write_digest(desk: LetterComposer, found: Sequence[Outage], now: datetime) -> LetterToSend:
    """Write the letter about some outages."""
    down = [one for outage in found for one in outage.sites]
    programme = desk.settings.programme
    shapes = Formatter(programme.language, programme.zoneinfo)
    facts = replace(
        desk.facts_of_today(readable_host(down[0].site.host), now),
        outages=tuple(_shown(desk, shapes, found)),
        down=len(down),
        down_at=shapes.moment(now),
    )
    sites = tuple(sorted(one.site.id for one in down))
    occasion = f"{DIGEST}:{now.isoformat()}"
    return desk.write_to_staff(DIGEST, Role.OFFICER, occasion, facts, now, sites)


def _shown(
    desk: LetterComposer, shapes: Formatter, found: Sequence[Outage]
) -> Iterator[OutageFacts]:
    """Name every place, and as many sites as a letter has lines for."""
    room, left_out = MOST_LINES, 0
    for outage in found:
        shown = outage.sites[:room]
        room -= len(shown)
        if shown:
            sites = tuple(_down(desk, shapes, one) for one in shown)
            more = len(outage.sites) - len(shown)
            yield OutageFacts(_place(outage, words(shapes.language)), sites, more)
        else:
            left_out += len(outage.sites)
    if left_out:
        yield OutageFacts("", (), left_out)


def _place(outage: Outage, say: Words) -> str:
    """The host as the register calls it, its address, and how many sites it took along."""
    if not outage.place:
        return ""
    host = " ".join(dict.fromkeys((outage.hosting, outage.place))).strip()
    return say("Host {host} ({n} sites)", host=host, n=len(outage.sites))


def _down(desk: LetterComposer, shapes: Formatter, one: DownSite) -> DownFacts:
    say, office = words(shapes.language), desk.settings.programme.office
    owner = desk.owners.get(one.site.owner_id or "")
    name = one_line(f"{owner.greeting} {owner.name}" if owner else "", LONGEST_NAME)
    business = one_line(one.site.business or readable_host(one.site.host), LONGEST_NAME)
    since, cause = shapes.short_moment(one.incident.opened_at), say(REASONS[one.incident.reason])
    message = say(
        "Good day {name}. This is {office}. The site of {business} cannot be opened since {since}: "
        "{cause}. Do you know of it? May we help?",
        name=name,
        office=one_line(office),
        business=business,
        since=since,
        cause=cause,
    )
    phone = owner.phone if owner else ""
    return DownFacts(
        domain=readable_host(one.site.host),
        business=business,
        since=since,
        cause=cause,
        owner=name,
        phone=format_phone(phone),
        whatsapp=whatsapp(phone, message),
    )
