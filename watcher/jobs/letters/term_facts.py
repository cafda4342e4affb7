"""Collect what a letter about the end of a term states, from its notice and the register."""

from datetime import date, datetime

from watcher.core.domains.expiry import ExpiryKind
from watcher.core.months.budget import Price
from watcher.core.period import local_day
from watcher.core.reminders.notice import Notice
from watcher.core.sites.decisions import Reply
from watcher.core.sites.site import Community, Site
from watcher.notify.letter import TermFacts, TermRow
from watcher.settings import Ending, Settings
from watcher.wording.catalogue import words
from watcher.wording.formats import Formatter, format_phone, readable_host
from watcher.wording.terms import ANSWERS, CLOCKS


def term_facts(
    notice: Notice, community: Community, settings: Settings, now: datetime, code: str
) -> TermFacts:
    """Return everything that a letter can state of a term.

    Args:
        notice: the term, its sites, and whom the letter is for.
        community: of the first site.
        now: the letter is composed as of this time.
        code: identifies the letter in the subject of an answer.
    """
    formatter = Formatter(settings.programme.language, settings.programme.zoneinfo)
    site, clock, today = notice.sites[0], notice.clock, local_day(now, formatter.zone)
    ending, domain = settings.registry.ending(site.domain), readable_host(name_of(site, clock))
    left = (notice.expires - today).days
    return TermFacts(
        domain=domain,
        business=site.business or domain,
        community=community.name,
        sites=tuple(_row(each, notice, settings, formatter, today) for each in notice.sites),
        date=formatter.day(notice.expires),
        day_date=formatter.weekday(notice.expires),
        days_left=max(left, 0),
        days_late=max(-left, 0),
        registrar=site.registrar or None,
        hosting=site.hosting or None,
        cost=_price(ending, ending.price, clock, today),
        redeem_cost=_price(ending, ending.redeem_price, clock, today),
        has_grace=notice.life.grace > 0,
        grace_date=formatter.day(notice.life.grace_ends(notice.expires)),
        delete_date=formatter.day(notice.life.redemption_ends(notice.expires)),
        coordinator=community.coordinator or None,
        coordinator_phone=format_phone(community.phone) or None,
        still_opens=notice.still_opens,
        down_since=formatter.short_moment(notice.down_since) if notice.down_since else None,
        uncertain=notice.uncertain,
        answer=_in_words(notice.reply, formatter) if notice.reply else None,
        answer_mailto=settings.mail.sender,
        answer_code=code,
    )


def name_of(site: Site, clock: ExpiryKind) -> str:
    """Return the name that a letter is about: the host for a certificate, else the domain."""
    return site.host if clock is ExpiryKind.CERTIFICATE else site.domain or site.host


def _row(
    site: Site, notice: Notice, settings: Settings, formatter: Formatter, today: date
) -> TermRow:
    ending = settings.registry.ending(site.domain)
    paid_to = site.registrar if notice.clock is ExpiryKind.DOMAIN else site.hosting
    return TermRow(
        domain=readable_host(name_of(site, notice.clock)),
        date=formatter.day(notice.expires),
        paid_to=paid_to or None,
        cost=_price(ending, ending.price, notice.clock, today),
    )


def _price(ending: Ending, price: str, clock: ExpiryKind, today: date) -> str | None:
    """Return the price of a domain; None if it was checked too long ago, and for other terms."""
    is_current = Price(price, ending.checked_on).amount(today) is not None
    return price if clock is ExpiryKind.DOMAIN and is_current else None


def _in_words(reply: Reply, formatter: Formatter) -> str:
    """Format an owner's answer: "wants help (Domain, 14 Nov 2026)"."""
    say = words(formatter.language)
    day = formatter.short_day(reply.on)
    return f"{say(ANSWERS[reply.answer])} ({say(CLOCKS[reply.clock])}, {day})"
