"""Show a letter that is not due, or send one only to see that the way is open."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from watcher.core.domains.expiry import Expiry, ExpiryKind
from watcher.core.errors import RegisterError
from watcher.core.looks.access import Access
from watcher.core.looks.observation import Reason
from watcher.core.period import local_day, midnight
from watcher.core.reminders.domain_events import DomainEvent
from watcher.core.reminders.notice import Notice, Reach, Role, SiteClock, addressees
from watcher.core.reminders.outage import DownSite, outages
from watcher.core.reminders.reminder_schedule import Stage, rungs
from watcher.core.reminders.replies import Replies
from watcher.core.sites.site_history import Incident
from watcher.jobs.letters.calls import KIND as CALL
from watcher.jobs.letters.composer import LetterComposer
from watcher.jobs.letters.mail_trouble import KIND as MAIL_REFUSED
from watcher.jobs.letters.mail_trouble import write_refused
from watcher.jobs.letters.outage_digest import DIGEST, write_digest
from watcher.jobs.letters.registry_failures import KIND as SILENT
from watcher.jobs.letters.registry_failures import write_silent
from watcher.jobs.letters.remind import clocks_of
from watcher.jobs.months.standing_now import known_now
from watcher.jobs.status import find_site, status
from watcher.notify.channels import channel
from watcher.notify.letter import LetterFacts
from watcher.notify.letter_kinds import KINDS
from watcher.notify.outgoing import OutgoingMessage
from watcher.notify.render import Envelope, to_bytes, write_letter
from watcher.settings import Settings
from watcher.storage.engine import Database

_PREFIXES = {
    "expiry": ExpiryKind.DOMAIN,
    "hosting": ExpiryKind.HOSTING,
    "certificate": ExpiryKind.CERTIFICATE,
}
_SAID: dict[str, Stage | DomainEvent] = {said.value: said for said in (*Stage, *DomainEvent)}
#: How long the site of a previewed digest has been down.
_DOWN_FOR = timedelta(hours=5)
#: What the mail server says in a previewed letter.
_REFUSAL = "550 5.4.5 Daily sending limit exceeded"
#: What an owner is called about in a previewed letter.
_CALLED_ABOUT = "expiry_h14"
#: The hour at which a previewed letter goes out.
_MORNING = timedelta(hours=9)


def preview_letter(
    database: Database, settings: Settings, kind: str, wanted: str, now: datetime
) -> bytes:
    """Write a letter of a kind about a site, due or not, as on the day on which it would be due.

    Raises:
        RegisterError: there is no such kind, or no such site.
    """
    if kind not in KINDS:
        raise RegisterError(
            "{kind}: there is no such letter; there are {kinds}",
            kind=kind,
            kinds=", ".join(sorted(KINDS)),
        )
    figure = find_site(status(database, settings, now).figures, wanted)
    if figure is None:
        raise RegisterError("{wanted}: there is no such site in the register", wanted=wanted)
    desk = LetterComposer.of(database, settings)
    _needs_staff(desk, kind)
    if kind == DIGEST:
        incident = Incident(now - _DOWN_FOR, None, Reason.CLOSED)
        down = DownSite(figure.site, incident, _DOWN_FOR, seen=True)
        return write_digest(desk, outages([down]), now).mime
    if kind == SILENT:
        ending = (figure.site.domain or figure.site.host).rpartition(".")[2]
        return write_silent(desk, ending, now).mime
    if kind == MAIL_REFUSED:
        return write_refused(desk, _REFUSAL, now).mime
    known = known_now(database, settings, now)
    clocks = [c for c in clocks_of(known, settings) if c.site.id == figure.site.id]
    reach = desk.reach
    if kind == CALL:
        kind, reach = _CALLED_ABOUT, replace(reach, owners=())
    notice = _notice(kind, clocks, wanted, local_day(now, settings.programme.zoneinfo), reach)
    if not desk.reaches(notice):
        raise RegisterError("{wanted}: there is no e-mail address to write to", wanted=wanted)
    return desk.write(notice, _on_its_day(notice, settings, now)).mime


def _needs_staff(desk: LetterComposer, kind: str) -> None:
    """A letter to the staff needs somebody in the settings.

    Raises:
        RegisterError: nobody is named there.
    """
    wanted = {
        DIGEST: (Role.OFFICER, "[programme] officer_email"),
        SILENT: (Role.SYSADMIN, "[mail] sysadmin"),
        MAIL_REFUSED: (Role.SYSADMIN, "[mail] sysadmin"),
    }
    if kind in wanted and not desk.staff(wanted[kind][0])[1]:
        raise RegisterError(
            "{kind}: there is nobody to write to; set {key}", kind=kind, key=wanted[kind][1]
        )


def _notice(
    kind: str, clocks: Sequence[SiteClock], wanted: str, today: date, reach: Reach
) -> Notice:
    """The notice that a letter of this kind would be written from.

    Raises:
        RegisterError: the site has nothing that could end so.
    """
    prefix, _, stage = kind.partition("_")
    clock, said = _PREFIXES[prefix], _SAID[stage]
    one = next((c for c in clocks if c.clock is clock), None)
    if one is None and clock is ExpiryKind.DOMAIN:
        raise RegisterError(
            "{wanted}: has no domain that could expire; it stands on a platform", wanted=wanted
        )
    one = one or replace(clocks[0], clock=clock, expiry=Expiry())
    one = replace(one, replies=Replies())
    role, recipient = (addressees(one, said, reach) or addressees(one, said))[-1]
    return Notice(
        clock=clock,
        stage=said,
        expires=one.expiry.on or today,
        role=role,
        recipient=recipient,
        sites=(one.site,),
        life=one.life,
        site_answers=one.access is Access.OPENS,
        down_since=one.down_since,
    )


def _on_its_day(notice: Notice, settings: Settings, now: datetime) -> datetime:
    """The morning of the day on which a stage is due, so that its distances can be proof-read."""
    days = {one.stage: one.from_day for one in rungs(notice.clock, notice.expires, notice.life)}
    day = days.get(notice.stage) if isinstance(notice.stage, Stage) else None
    return midnight(day, settings.programme.zoneinfo) + _MORNING if day else now


async def send_test(settings: Settings, address: str, now: datetime) -> str:
    """Send a sample of the first reminder to an address. Return what the server said.

    Raises:
        NoticeError: it was not taken.
    """
    programme, mail = settings.programme, settings.mail
    facts = LetterFacts(
        domain="contoh.example", date="-", day_date="-", office=programme.office, business="Contoh"
    )
    message_id = f"<{now:%Y%m%d%H%M%S}.test@{mail.sender.partition('@')[2]}>"
    envelope = Envelope(
        message_id=message_id,
        at=now,
        sender_name=programme.office,
        sender=mail.sender,
        recipient_name="",
        recipient=address,
    )
    letter = to_bytes(write_letter("expiry_h60", programme.language, facts), envelope)
    async with channel(mail.channel).open(mail) as send:
        return await send(OutgoingMessage(message_id, mail.sender, address, letter))
