"""Show a letter that is not due, or send one only to see that the way is open."""

from dataclasses import replace
from datetime import datetime

from watcher.core.domain_news import News
from watcher.core.errors import RegisterError
from watcher.core.expiry import Clock, Expiry
from watcher.core.ladder import Stage
from watcher.core.notice import Notice, addressees
from watcher.core.period import local_day
from watcher.jobs.remind import clocks_of
from watcher.jobs.status import find_site, status
from watcher.jobs.write import Desk
from watcher.notify.channels import channel
from watcher.notify.kinds import KINDS
from watcher.notify.letter import LetterFacts
from watcher.notify.parcel import Parcel
from watcher.notify.render import Envelope, to_bytes, write_letter
from watcher.settings import Settings
from watcher.storage import history
from watcher.storage.engine import Database

_PREFIXES = {
    "expiry": Clock.DOMAIN,
    "hosting": Clock.HOSTING,
    "certificate": Clock.CERTIFICATE,
}
_SAID: dict[str, Stage | News] = {said.value: said for said in (*Stage, *News)}


def preview_letter(
    database: Database, settings: Settings, kind: str, wanted: str, now: datetime
) -> bytes:
    """Write a letter of a kind to the owner of a site, due or not.

    Raises:
        RegisterError: there is no such kind, or no such site.
    """
    prefix, _, stage = kind.partition("_")
    if kind not in KINDS or prefix not in _PREFIXES or stage not in _SAID:
        kinds = ", ".join(k for k in sorted(KINDS) if k.partition("_")[0] in _PREFIXES)
        raise RegisterError(f"{kind}: there is no such letter; there are {kinds}")
    figure = find_site(status(database, settings, now).figures, wanted)
    if figure is None:
        raise RegisterError(f"{wanted}: there is no such site in the register")
    known = history.until_now(database, settings.programme.zoneinfo, now)
    clock = _PREFIXES[prefix]
    clocks = [c for c in clocks_of(known, settings) if c.site.id == figure.site.id]
    one = next((c for c in clocks if c.clock is clock), None)
    if one is None and clock is Clock.DOMAIN:
        raise RegisterError(f"{wanted}: has no domain that could expire; it stands on a platform")
    one = one or replace(clocks[0], clock=clock, expiry=Expiry())
    role, recipient = addressees(one.site, clock, _SAID[stage])[-1]
    notice = Notice(
        clock=clock,
        stage=_SAID[stage],
        expires=one.expiry.on or local_day(now, settings.programme.zoneinfo),
        role=role,
        recipient=recipient,
        sites=(one.site,),
        life=one.life,
    )
    desk = Desk.of(database, settings)
    if not desk.reaches(notice):
        raise RegisterError(f"{wanted}: there is no e-mail address to write to")
    return desk.write(notice, now).mime


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
        return await send(Parcel(message_id, mail.sender, address, letter))
