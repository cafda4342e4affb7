"""A notice becomes a letter: who it goes to, what it says, and its bytes for good."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from watcher.core.reminders.notice import Notice, Reach, Role
from watcher.core.reminders.reminder_schedule import URGENT
from watcher.core.sites.site import Community, Owner
from watcher.jobs.letters.calls import KIND as CALL
from watcher.jobs.letters.calls import Caller, call_facts
from watcher.jobs.letters.term_facts import name_of, term_facts
from watcher.notify.letter import LetterFacts, LetterHead
from watcher.notify.mime import Envelope, to_bytes
from watcher.notify.render import write_letter
from watcher.settings import Settings
from watcher.storage.engine import Database
from watcher.storage.letters.outbox import LetterToSend
from watcher.storage.register import register
from watcher.wording.catalogue import words
from watcher.wording.formats import Formatter


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

    @property
    def formatter(self) -> Formatter:
        """How this office writes dates."""
        return Formatter(self.settings.programme.language, self.settings.programme.zoneinfo)

    def reaches(self, notice: Notice) -> bool:
        """Whether there is an address to write to."""
        return bool(self._recipient(notice)[1])

    def write(self, notice: Notice, now: datetime) -> LetterToSend:
        """Write a letter. Its bytes and its Message-ID never change again."""
        name, address, greeting = self._recipient(notice)
        kind, facts = self.content(notice, now)
        sender = self.settings.mail.sender
        root = f"{notice.clock}.{name_of(notice.sites[0], notice.clock)}.{notice.expires}"
        draft = self._draft(
            notice.dedup_key,
            notice.kind,
            notice.role,
            now,
            recipient=notice.recipient,
            occasion=notice.occasion,
            site_ids=tuple(site.id for site in notice.sites),
            urgent=notice.stage in URGENT,
        )
        envelope = replace(
            self._envelope(draft.message_id, name, address, now),
            reply_to=self._answers_to(notice) or None,
            unsubscribe=f"mailto:{sender}?subject=BERHENTI",
            thread_root=f"<{root}@{_domain_of(sender)}>",
        )
        return self._finished(draft, kind, greeting, facts, envelope)

    def content(self, notice: Notice, now: datetime) -> tuple[str, LetterFacts]:
        """Give the kind of template that a notice needs, and what it is told."""
        community = self.communities[notice.sites[0].community_id]
        if notice.owner_is_called:
            caller = self._caller(notice, community)
            return CALL, call_facts(notice, self.owners, caller, self.formatter)
        code = _digest(notice.dedup_key)[:8]
        return notice.kind, term_facts(notice, community, self.settings, now, code)

    def write_to_staff(
        self,
        kind: str,
        role: Role,
        occasion: str,
        facts: LetterFacts,
        now: datetime,
        *,
        site_ids: tuple[int, ...] = (),
        address: str = "",
    ) -> LetterToSend:
        """Write a letter that no clock calls for, to the officer or the sysadmin.

        Args:
            occasion: makes the letter unique: it is not written twice about the same sites.
            address: where it goes, to whoever reads it, if not to the person in that role.
        """
        name, known = ("", address) if address else self.staff(role)
        draft = self._draft(occasion, kind, role, now, recipient=role.value, site_ids=site_ids)
        envelope = self._envelope(draft.message_id, name, known, now)
        return self._finished(draft, kind, "", facts, envelope)

    def staff(self, role: Role) -> tuple[str, str]:
        """Name and address of the officer or the sysadmin; the address may be empty."""
        if role is Role.SYSADMIN:
            return "", self.settings.mail.sysadmin
        return self.settings.programme.officer, self.settings.programme.officer_email

    def _draft(
        self,
        dedup_key: str,
        kind: str,
        role: Role,
        now: datetime,
        *,
        recipient: str,
        site_ids: tuple[int, ...],
        occasion: str = "",
        urgent: bool = False,
    ) -> LetterToSend:
        """Give the row of a letter that has no bytes and no address yet."""
        sender = self.settings.mail.sender
        return LetterToSend(
            dedup_key=dedup_key,
            occasion=occasion or dedup_key,
            kind=kind,
            role=role,
            recipient=recipient,
            site_ids=site_ids,
            urgent=urgent,
            message_id=f"<{_digest(dedup_key)}.{kind}@{_domain_of(sender)}>",
            mail_from=sender,
            rcpt_to="",
            mime=b"",
            created_at=now,
            not_before=now,
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

    def _finished(
        self,
        draft: LetterToSend,
        kind: str,
        greeting: str,
        facts: LetterFacts,
        envelope: Envelope,
    ) -> LetterToSend:
        """Give a draft its bytes, by the template of a kind."""
        programme = self.settings.programme
        head = LetterHead(programme.office, envelope.recipient_name, greeting)
        letter = write_letter(kind, programme.language, head, facts)
        return replace(draft, rcpt_to=envelope.recipient, mime=to_bytes(letter, envelope))

    def _recipient(self, notice: Notice) -> tuple[str, str, str]:
        """Name, address and form of address; the address is empty where there is none."""
        if notice.role is Role.OWNER:
            owner = self.owners.get(notice.recipient)
            return (owner.name, owner.email, owner.greeting) if owner else ("", "", "")
        if notice.role is Role.COORDINATOR:
            community = self.communities[int(notice.recipient)]
            return community.coordinator, community.email, ""
        return *self.staff(notice.role), ""

    def _caller(self, notice: Notice, community: Community) -> Caller:
        """Whoever calls an owner whom no letter reaches."""
        programme = self.settings.programme
        say = words(programme.language)
        if notice.role is Role.COORDINATOR:
            return Caller(community.coordinator or say("the coordinator"), community.name)
        return Caller(programme.officer or say("Officer"), programme.office)

    def _answers_to(self, notice: Notice) -> str:
        """People read the answers: the coordinator, else the officer; nobody answers themselves."""
        to_others = notice.role is not Role.COORDINATOR
        coordinator = self.communities[notice.sites[0].community_id].email if to_others else ""
        return coordinator or self.settings.programme.officer_email


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:24]


def _domain_of(address: str) -> str:
    return address.partition("@")[2]
