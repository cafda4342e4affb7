"""An owner whom no letter reaches is called: what to ask, and the message ready to be sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from watcher.core.domains.expiry import ExpiryKind
from watcher.core.printable import one_line
from watcher.core.reminders.domain_events import DomainEvent
from watcher.core.reminders.notice import Notice
from watcher.core.reminders.reminder_schedule import Stage
from watcher.core.sites.next_step import NextStep
from watcher.core.sites.site import Owner, Site
from watcher.notify.letter import CallFacts, CallRow
from watcher.wording.catalogue import words
from watcher.wording.formats import Formatter, format_phone, readable_host, whatsapp
from watcher.wording.terms import ASKS

#: The template of a letter to whoever calls, whatever it is about.
KIND = "call_owner"
#: The name of an owner and of a business -> the words of a message.
Message = Callable[[str, str], str]
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


def call_facts(
    notice: Notice, owners: Mapping[str, Owner], caller: Caller, formatter: Formatter
) -> CallFacts:
    """The owners of a notice, as many as a letter has lines for, and what to ask them."""
    site, ask = notice.sites[0], question(notice, formatter)
    shown = notice.sites[:MOST_LINES]
    domain = readable_host(site.domain or site.host)
    return CallFacts(
        domain=domain,
        business=site.business or domain,
        ask=ask,
        calls=tuple(_call(one, owners, caller, ask, formatter.language) for one in shown),
        not_shown=len(notice.sites) - len(shown),
    )


def question(notice: Notice, formatter: Formatter) -> str:
    """What an owner is asked."""
    of_hosting = notice.clock is ExpiryKind.HOSTING and notice.stage is not DomainEvent.ASK
    step = NextStep.RENEW_HOSTING if of_hosting else QUESTIONS[notice.stage]
    day = formatter.short_day(notice.expires)
    return words(formatter.language)(ASKS[step], domain=day, hosting=day)


def call_row(site: Site, domain: str, owner: Owner | None, message: Message) -> CallRow:
    """A site with the way to its owner; no name is too long for a line.

    Args:
        domain: the name by which the letter speaks of it.
        message: gives what is written to the owner by WhatsApp.
    """
    name = one_line(f"{owner.greeting} {owner.name}" if owner else "", LONGEST_NAME)
    business = one_line(site.business or readable_host(site.host), LONGEST_NAME)
    phone = owner.phone if owner else ""
    link = whatsapp(phone, message(name, business))
    return CallRow(readable_host(domain), business, name, format_phone(phone), link)


def _call(
    site: Site, owners: Mapping[str, Owner], caller: Caller, ask: str, language: str
) -> CallRow:
    def message(name: str, business: str) -> str:
        return words(language)(
            "Good day {name}. I am {coordinator} of {community}. "
            "About the site of {business}: {ask}",
            name=name,
            coordinator=one_line(caller.name, LONGEST_NAME),
            community=one_line(caller.of, LONGEST_NAME),
            business=business,
            ask=ask,
        )

    return call_row(site, site.domain or site.host, owners.get(site.owner_id or ""), message)
