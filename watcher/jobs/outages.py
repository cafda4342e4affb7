"""Tell the office which sites have been down for hours: one letter, by host.

It is written in office hours only, so that it is read while it is true.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from watcher.core.notice import Role
from watcher.core.observation import Kind
from watcher.core.outage import DownSite, Outage, down_now, outages, to_tell
from watcher.jobs.caps import in_hours
from watcher.jobs.intervals import intervals
from watcher.jobs.write import Desk
from watcher.notify.letter import DownFacts, OutageFacts
from watcher.settings import Settings
from watcher.storage import history, outbox
from watcher.storage.engine import Database
from watcher.storage.outbox import LetterToSend
from watcher.wording.catalogue import Words, words
from watcher.wording.shapes import Shapes, whatsapp
from watcher.wording.terms import REASONS

log = logging.getLogger(__name__)
DIGEST = "down_digest"
#: A letter of more lines is cut by mail programs.
MOST_LINES = 60
#: A look vouches for so many intervals (design/behaviour, section 2).
_VOUCHED = 2


def still_down(database: Database, settings: Settings, now: datetime) -> list[DownSite]:
    """The sites that are down at this moment, for however short a time."""
    known = history.until_now(database, settings.programme.zoneinfo, now)
    return down_now(known, _VOUCHED * intervals(settings)[Kind.AVAILABILITY])


def report_down(database: Database, settings: Settings, now: datetime) -> None:
    """Queue the letter to the office about every site that it was not told of."""
    if not in_hours(False, settings, now):
        return
    down = still_down(database, settings, now)
    if not down:
        return
    told = outbox.last_told(database, DIGEST, min(one.incident.opened_at for one in down))
    telling = to_tell(down, told, now, intervals(settings)[Kind.AVAILABILITY])
    desk = Desk.of(database, settings)
    if telling and desk.staff(Role.OFFICER)[1]:
        found = outages(telling)
        log.warning("sites_down", extra={"sites": len(telling), "outages": len(found)})
        outbox.queue(database, [_letter(desk, found, now)])


def _letter(desk: Desk, found: Sequence[Outage], now: datetime) -> LetterToSend:
    down = [one for outage in found for one in outage.sites]
    programme = desk.settings.programme
    shapes = Shapes(programme.language, programme.zoneinfo)
    facts = replace(
        desk.facts_of_today(down[0].site.host, now),
        outages=tuple(_shown(desk, shapes, found)),
        down=len(down),
        down_at=shapes.moment(now),
    )
    began = min(one.incident.opened_at for one in down)
    sites = tuple(sorted(one.site.id for one in down))
    occasion = f"{DIGEST}:{began.isoformat()}"
    return desk.write_to_staff(DIGEST, Role.OFFICER, occasion, facts, now, sites)


def _shown(desk: Desk, shapes: Shapes, found: Sequence[Outage]) -> Iterator[OutageFacts]:
    """Name every place, and as many sites as a letter has lines for."""
    lines = MOST_LINES
    for outage in found:
        shown, lines = outage.sites[:lines], max(lines - len(outage.sites), 0)
        yield OutageFacts(
            place=_place(outage, words(shapes.language)),
            sites=tuple(_down(desk, shapes, one) for one in shown),
            left_out=len(outage.sites) - len(shown),
        )


def _place(outage: Outage, say: Words) -> str:
    """The host as the register calls it, its address, and how many sites it took along."""
    if not outage.place:
        return ""
    host = " ".join(dict.fromkeys((outage.hosting, outage.place))).strip()
    return say("Host {host} ({n} sites)", host=host, n=len(outage.sites))


def _down(desk: Desk, shapes: Shapes, one: DownSite) -> DownFacts:
    say, office = words(shapes.language), desk.settings.programme.office
    owner = desk.owners.get(one.site.owner_id or "")
    business = one.site.business or one.site.host
    since, cause = shapes.short_moment(one.incident.opened_at), say(REASONS[one.incident.reason])
    message = say(
        "Good day {name}. This is {office}. The site of {business} cannot be opened since {since}: "
        "{cause}. Do you know of it? May we help?",
        name=f"{owner.greeting} {owner.name}".strip() if owner else "",
        office=office,
        business=business,
        since=since,
        cause=cause,
    )
    link = whatsapp(owner.phone if owner else "", message)
    return DownFacts(one.site.host, business, since, cause, link)
