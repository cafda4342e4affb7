"""An owner whom no letter reaches is called: what to ask, and the message ready to be sent."""

from collections.abc import Mapping
from dataclasses import dataclass

from watcher.core.domains.expiry import ExpiryKind
from watcher.core.printable import one_line
from watcher.core.reminders.domain_events import DomainEvent
from watcher.core.reminders.notice import Notice
from watcher.core.reminders.reminder_schedule import Stage
from watcher.core.sites.next_step import NextStep
from watcher.core.sites.site import Owner, Site
from watcher.notify.letter import CallFacts
from watcher.wording.catalogue import words
from watcher.wording.formats import Formatter, format_phone, readable_host, whatsapp
from watcher.wording.terms import ASKS

#: The template of a letter to whoever calls, whatever it is about.
KIND = "call_owner"
#: A letter of more lines, or of endless names, is cut by mail programs.
MOST_LINES, LONGEST_NAME = 60, 60
_AHEAD = (Stage.H60, Stage.H30, Stage.H14, Stage.H7, Stage.H3, Stage.H1)
#: What is asked about a domain; about a hosting it is always the same.
QUESTIONS: Mapping[Stage | DomainEvent, NextStep] = {
    **dict.fromkeys(_AHEAD, NextStep.RENEW_DOMAIN),
    Stage.H0: NextStep.SAVE_DOMAIN,
    Stage.H7_LATE: NextStep.SAVE_DOMAIN,
    Stage.LAST_PRICE: NextStep.SAVE_DOMAIN,
    Stage.REDEMPTION: NextStep.REDEEM_DOMAIN,
    DomainEvent.VERIFY: NextStep.VERIFY_DOMAIN,
    DomainEvent.HOLD: NextStep.LIFT_HOLD,
    DomainEvent.NOT_SEEN: NextStep.RENEW_DOMAIN,
    DomainEvent.ASK: NextStep.ASK_HOSTING_END,
}


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is asked to call, and in whose name."""

    name: str
    of: str


def question(notice: Notice, shapes: Formatter) -> str:
    """What an owner is asked."""
    of_hosting = notice.clock is ExpiryKind.HOSTING and notice.stage is not DomainEvent.ASK
    step = NextStep.RENEW_HOSTING if of_hosting else QUESTIONS[notice.stage]
    day = shapes.short_day(notice.expires)
    return words(shapes.language)(ASKS[step], domain=day, hosting=day)


def calls(
    notice: Notice, owners: Mapping[str, Owner], caller: Caller, shapes: Formatter
) -> tuple[CallFacts, ...]:
    """The owners of a notice, as many as a letter has lines for."""
    ask = question(notice, shapes)
    return tuple(
        _call(site, owners.get(site.owner_id or ""), caller, ask, shapes)
        for site in notice.sites[:MOST_LINES]
    )


def _call(
    site: Site, owner: Owner | None, caller: Caller, ask: str, shapes: Formatter
) -> CallFacts:
    name = one_line(f"{owner.greeting} {owner.name}" if owner else "", LONGEST_NAME)
    business = one_line(site.business or readable_host(site.host), LONGEST_NAME)
    message = words(shapes.language)(
        "Good day {name}. I am {coordinator} of {community}. About the site of {business}: {ask}",
        name=name,
        coordinator=one_line(caller.name, LONGEST_NAME),
        community=one_line(caller.of, LONGEST_NAME),
        business=business,
        ask=ask,
    )
    phone = owner.phone if owner else ""
    return CallFacts(
        domain=readable_host(site.domain or site.host),
        business=business,
        owner=name,
        phone=format_phone(phone),
        whatsapp=whatsapp(phone, message),
    )
