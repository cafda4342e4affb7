"""Show a letter that is not due, or send one only to see that the way is open."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from watcher.core.domains.expiry import Expiry, ExpiryKind
from watcher.core.errors import RegisterError
from watcher.core.looks.observation import Reason
from watcher.core.period import local_day, midnight
from watcher.core.reminders.domain_events import DomainEvent
from watcher.core.reminders.notice import Notice, Reach, Role, SiteClock, addressees
from watcher.core.reminders.outage import DownSite, outages
from watcher.core.reminders.reminder_schedule import Stage, reminders
from watcher.core.reminders.replies import Replies
from watcher.core.sites.site import Site
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
from watcher.notify.letter import MailTestFacts
from watcher.notify.letter_kinds import KINDS
from watcher.notify.outgoing import OutgoingMessage
from watcher.settings import Settings
from watcher.storage.engine import Database
from watcher.storage.letters.outbox import LetterToSend

MAIL_TEST = "mail_test"
_PREFIXES = {
    "expiry": ExpiryKind.DOMAIN,
    "hosting": ExpiryKind.HOSTING,
    "certificate": ExpiryKind.CERTIFICATE,
}
_SAID: dict[str, Stage | DomainEvent] = {said.value: said for said in (*Stage, *DomainEvent)}
_SYSADMIN = (Role.SYSADMIN, "[mail] sysadmin")
_OFFICER = (Role.OFFICER, "[programme] officer_email")
#: Whom a letter goes to that no clock calls for, and the setting that names them.
_TO_STAFF = {DIGEST: _OFFICER, SILENT: _SYSADMIN, MAIL_REFUSED: _SYSADMIN, MAIL_TEST: _OFFICER}
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
    composer = LetterComposer.of(database, settings)
    if kind in _TO_STAFF:
        return _to_staff(kind, composer, figure.site, now).mime
    known = known_now(database, settings, now)
    clocks = [c for c in clocks_of(known, settings) if c.site.id == figure.site.id]
    reach = composer.reach
    if kind == CALL:
        kind, reach = _CALLED_ABOUT, replace(reach, owners=())
    notice = _notice(kind, clocks, wanted, local_day(now, settings.programme.zoneinfo), reach)
    if not composer.reaches(notice):
        raise RegisterError("{wanted}: there is no e-mail address to write to", wanted=wanted)
    return composer.write(notice, _on_its_day(notice, settings, now)).mime


def _to_staff(kind: str, composer: LetterComposer, site: Site, now: datetime) -> LetterToSend:
    """Write a letter that no clock calls for, as if something had happened to a site.

    Raises:
        RegisterError: the settings name nobody to write to.
    """
    role, key = _TO_STAFF[kind]
    if not composer.staff(role)[1]:
        raise RegisterError("{kind}: there is nobody to write to; set {key}", kind=kind, key=key)
    match kind:
        case "down_digest":
            incident = Incident(now - _DOWN_FOR, None, Reason.CLOSED)
            return write_digest(composer, outages([DownSite(site, incident, _DOWN_FOR, True)]), now)
        case "registry_silent":
            return write_silent(composer, (site.domain or site.host).rpartition(".")[2], now)
        case "mail_refused":
            return write_refused(composer, _REFUSAL, now)
        case _:
            return write_test(composer, "", now)


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
    willing = replace(one, replies=Replies())  # shown even of an owner who wants no letters
    role, recipient = (addressees(willing, said, reach) or addressees(willing, said))[-1]
    return Notice(clock, said, one.expiry.on or today, role, recipient, (one,))


def _on_its_day(notice: Notice, settings: Settings, now: datetime) -> datetime:
    """The morning of the day on which a stage is due, so that its distances can be proof-read."""
    days = {one.stage: one.from_day for one in reminders(notice.clock, notice.expires, notice.life)}
    day = days.get(notice.stage) if isinstance(notice.stage, Stage) else None
    return midnight(day, settings.programme.zoneinfo) + _MORNING if day else now


def write_test(composer: LetterComposer, address: str, now: datetime) -> LetterToSend:
    """Write a letter that says that it is a test; to the officer where no address is given."""
    facts = MailTestFacts(composer.formatter.moment(now))
    occasion = f"{MAIL_TEST}:{now.isoformat()}"
    return composer.write_to_staff(MAIL_TEST, Role.OFFICER, occasion, facts, now, address=address)


async def send_test(settings: Settings, address: str, now: datetime) -> str:
    """Send a test letter to an address. Return what the server said.

    Raises:
        NoticeError: it was not taken.
    """
    letter = write_test(LetterComposer(settings, {}, {}), address, now)
    outgoing = OutgoingMessage(letter.message_id, letter.mail_from, letter.rcpt_to, letter.mime)
    async with channel(settings.mail.channel).open(settings.mail) as send:
        return await send(outgoing)
