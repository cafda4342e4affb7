"""A notice becomes a letter: who it goes to, what it says, and its bytes for good."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from watcher.core.domains.expiry import ExpiryKind
from watcher.core.months.budget import Price
from watcher.core.period import local_day
from watcher.core.reminders.notice import Notice, Reach, Role
from watcher.core.reminders.reminder_schedule import URGENT
from watcher.core.sites.site import Community, Owner, Site
from watcher.jobs.letters.calls import KIND as CALL
from watcher.jobs.letters.calls import Caller, calls, question
from watcher.notify.letter import LetterFacts, SiteFacts
from watcher.notify.render import Envelope, to_bytes, write_letter
from watcher.settings import Ending, Settings
from watcher.storage.engine import Database
from watcher.storage.letters.outbox import LetterToSend
from watcher.storage.register import register
from watcher.wording.catalogue import words
from watcher.wording.formats import Formatter, format_phone, readable_host


@dataclass(frozen=True, slots=True)
class LetterComposer:
    """What is at hand when letters are written."""

    settings: Settings
    owners: Mapping[str, Owner]
    communities: Mapping[int, Community]

    @classmethod
    def of(cls, database: Database, settings: Settings) -> "LetterComposer":
        """Read the register."""
        communities = {community.id: community for community in register.communities(database)}
        return cls(settings, register.owners(database), communities)

    @property
    def reach(self) -> Reach:
        """Who has an e-mail address."""
        return Reach(
            frozenset(owner.id for owner in self.owners.values() if owner.email),
            frozenset(one.id for one in self.communities.values() if one.email),
        )

    def reaches(self, notice: Notice) -> bool:
        """Whether there is an address to write to."""
        return bool(self._recipient(notice)[1])

    def write(self, notice: Notice, now: datetime) -> LetterToSend:
        """Write a letter. Its bytes and its Message-ID never change again."""
        name, address = self._recipient(notice)
        mail = self.settings.mail
        digest = hashlib.sha256(notice.dedup_key.encode()).hexdigest()[:24]
        message_id = f"<{digest}.{notice.kind}@{mail.sender.partition('@')[2]}>"
        envelope = replace(
            self._envelope(message_id, name, address, now),
            reply_to=self._answers_to(notice) or None,
            unsubscribe=f"mailto:{mail.sender}?subject=BERHENTI",
            thread_root=self._thread(notice),
        )
        kind, facts = notice.kind, self._facts(notice, name, now, digest)
        if notice.owner_is_called:
            kind, facts = CALL, self._to_caller(notice, facts)
        letter = write_letter(kind, self.settings.programme.language, facts)
        return LetterToSend(
            dedup_key=notice.dedup_key,
            occasion=notice.occasion,
            kind=notice.kind,
            role=notice.role,
            recipient=notice.recipient,
            site_ids=tuple(site.id for site in notice.sites),
            urgent=notice.stage in URGENT,
            message_id=message_id,
            mail_from=mail.sender,
            rcpt_to=address,
            mime=to_bytes(letter, envelope),
            created_at=now,
            not_before=now,
        )

    def write_to_staff(
        self,
        kind: str,
        role: Role,
        occasion: str,
        facts: LetterFacts,
        now: datetime,
        site_ids: tuple[int, ...] = (),
    ) -> LetterToSend:
        """Write a letter that no clock calls for, to the officer or the sysadmin.

        Args:
            occasion: makes the letter unique: it is not written twice about the same sites.
        """
        name, address = self.staff(role)
        digest = hashlib.sha256(occasion.encode()).hexdigest()[:24]
        message_id = f"<{digest}.{kind}@{self.settings.mail.sender.partition('@')[2]}>"
        letter = write_letter(kind, self.settings.programme.language, replace(facts, name=name))
        return LetterToSend(
            dedup_key=occasion,
            occasion=occasion,
            kind=kind,
            role=role,
            recipient=role.value,
            site_ids=site_ids,
            urgent=False,
            message_id=message_id,
            mail_from=self.settings.mail.sender,
            rcpt_to=address,
            mime=to_bytes(letter, self._envelope(message_id, name, address, now)),
            created_at=now,
            not_before=now,
        )

    def staff(self, role: Role) -> tuple[str, str]:
        """Name and address of the officer or the sysadmin; the address may be empty."""
        if role is Role.SYSADMIN:
            return "", self.settings.mail.sysadmin
        return self.settings.programme.officer, self.settings.programme.officer_email

    def facts_of_today(self, domain: str, now: datetime) -> LetterFacts:
        """What every letter of today says, however little else it knows."""
        programme = self.settings.programme
        shapes = Formatter(programme.language, programme.zoneinfo)
        today = local_day(now, programme.zoneinfo)
        return LetterFacts(
            domain=domain,
            date=shapes.day(today),
            day_date=shapes.weekday(today),
            office=programme.office,
        )

    def _envelope(self, message_id: str, name: str, address: str, now: datetime) -> Envelope:
        return Envelope(
            message_id=message_id,
            at=now.astimezone(self.settings.programme.zoneinfo),
            sender_name=self.settings.programme.office,
            sender=self.settings.mail.sender,
            recipient_name=name,
            recipient=address,
        )

    def _recipient(self, notice: Notice) -> tuple[str, str]:
        """Name and address; the address is empty where there is none."""
        if notice.role is Role.OWNER:
            owner = self.owners.get(notice.recipient)
            return (owner.name, owner.email) if owner else ("", "")
        if notice.role is Role.COORDINATOR:
            community = self.communities.get(int(notice.recipient))
            return (community.coordinator, community.email) if community else ("", "")
        return self.staff(notice.role)

    def _to_caller(self, notice: Notice, facts: LetterFacts) -> LetterFacts:
        """What a letter says to whoever calls an owner instead."""
        programme = self.settings.programme
        shapes, say = Formatter(programme.language, programme.zoneinfo), words(programme.language)
        community = self.communities.get(notice.sites[0].community_id)
        caller = Caller(programme.officer or say("Officer"), programme.office)
        if notice.role is Role.COORDINATOR and community:
            caller = Caller(community.coordinator or say("the coordinator"), community.name)
        found = calls(notice, self.owners, caller, shapes)
        left_out = len(notice.sites) - len(found)
        return replace(
            facts, sites=(), calls=found, ask=question(notice, shapes), not_shown=left_out
        )

    def _answers_to(self, notice: Notice) -> str:
        """People read the answers: the coordinator, else the officer; nobody answers themselves."""
        community = self.communities.get(notice.sites[0].community_id)
        to_others = notice.role is not Role.COORDINATOR
        coordinator = community.email if community and to_others else ""
        return coordinator or self.settings.programme.officer_email

    def _thread(self, notice: Notice) -> str:
        domain = _called(notice.sites[0], notice.clock)
        sender = self.settings.mail.sender.partition("@")[2]
        return f"<{notice.clock}.{domain}.{notice.expires.isoformat()}@{sender}>"

    def _facts(self, notice: Notice, name: str, now: datetime, code: str) -> LetterFacts:
        programme, site = self.settings.programme, notice.sites[0]
        shapes = Formatter(programme.language, programme.zoneinfo)
        today = local_day(now, programme.zoneinfo)
        ending = self.settings.registry.ending(site.domain)
        community = self.communities.get(site.community_id)
        owner = self.owners.get(notice.recipient)
        left = (notice.expires - today).days
        return LetterFacts(
            domain=readable_host(_called(site, notice.clock)),
            date=shapes.day(notice.expires),
            day_date=shapes.weekday(notice.expires),
            office=programme.office,
            sites=tuple(self._row(one, notice, shapes, today) for one in notice.sites),
            business=site.business,
            short_date=shapes.short_day(notice.expires),
            days_left=max(left, 0),
            days_late=max(-left, 0),
            registrar=site.registrar or None,
            hosting=site.hosting or None,
            cost=_price(ending, ending.price, notice.clock, today),
            redeem_cost=_price(ending, ending.redeem_price, notice.clock, today),
            grace_date=shapes.day(notice.life.grace_ends(notice.expires)),
            delete_date=shapes.day(notice.life.redemption_ends(notice.expires)),
            coordinator=(community.coordinator if community else "") or None,
            coordinator_phone=(format_phone(community.phone) if community else "") or None,
            name=name,
            site_answers=notice.site_answers,
            down_since=shapes.short_moment(notice.down_since) if notice.down_since else None,
            uncertain=notice.uncertain,
            greeting=owner.greeting if owner else "",
            community=community.name if community else None,
            answer_mailto=self.settings.mail.sender,
            answer_code=code[:8],
        )

    def _row(self, site: Site, notice: Notice, shapes: Formatter, today: date) -> SiteFacts:
        ending = self.settings.registry.ending(site.domain)
        paid_to = site.registrar if notice.clock is ExpiryKind.DOMAIN else site.hosting
        return SiteFacts(
            domain=readable_host(_called(site, notice.clock)),
            business=site.business,
            expires=shapes.day(notice.expires),
            registrar=paid_to or None,
            cost=_price(ending, ending.price, notice.clock, today),
        )


def _called(site: Site, clock: ExpiryKind) -> str:
    """The name a letter is about: a certificate is a host's, the rest is a domain's."""
    return site.host if clock is ExpiryKind.CERTIFICATE else site.domain or site.host


def _price(ending: Ending, price: str, clock: ExpiryKind, today: date) -> str | None:
    """A domain's price, unless nobody knows whether it still holds."""
    holds = Price(price, ending.checked_on).amount(today) is not None
    return price if clock is ExpiryKind.DOMAIN and holds else None
