"""How every kind of letter comes about: an office, a register, looks, acts, and the real jobs.

Nothing here states a fact of a letter: a story moves the clock and lets things happen, and the
jobs write what follows from it. The domain has 25 characters, the length that subjects are made
for, and the dates are the longest of each language.
"""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path

import pytest
from factories import JAKARTA
from office import Clock, a_database, a_net, a_person, a_probe, an_entry, registered, run
from office import settings_for as plain_settings

from watcher.core.domains.expiry import ExpiryKind
from watcher.core.looks.observation import (
    AvailabilityFacts,
    Certificate,
    Finding,
    Kind,
    Outcome,
    Reason,
)
from watcher.core.reminders.notice import Role
from watcher.core.reminders.outage import outages
from watcher.core.sites.site import OwnerAnswer
from watcher.jobs.acts import answered
from watcher.jobs.intervals import intervals
from watcher.jobs.letters.composer import LetterComposer
from watcher.jobs.letters.mail_trouble import tell_sysadmin, write_refused
from watcher.jobs.letters.outage_digest import report_down, sites_down, write_digest
from watcher.jobs.letters.preview import send_test, write_test
from watcher.jobs.letters.registry_failures import report_unreadable, write_silent
from watcher.jobs.letters.remind import due_notices, remind
from watcher.jobs.looks.look import look_due
from watcher.notify.letter import LetterFacts
from watcher.notify.letter_words import WORDS
from watcher.settings import Settings
from watcher.storage.engine import Database
from watcher.storage.letters import outbox
from watcher.storage.letters.outbox import LetterToSend
from watcher.storage.register.register_intake import CommunityEntry, OwnerEntry, SiteEntry, take_in

DOMAIN = "madu-sejahtera-25.example"
ENDS = date(2026, 9, 14)
NEXT_YEAR = date(2027, 9, 14)
GRANTED = datetime(2025, 9, 14, tzinfo=UTC)
MUSI = CommunityEntry(
    "Komunitas Musi", "Bapak Hasan Pratama", "hasan@musi.example", "6281200000002"
)
DEWI = OwnerEntry("dewi@madu.example", "Dewi Kartika", "dewi@madu.example", "6281200000001", "Ibu")
SITI = OwnerEntry("siti", "Siti", None, "6281200000003", "Ibu")
UMAR = OwnerEntry("07113555", "Umar", None, "627113555")
MADU = an_entry(
    1, identity=DOMAIN, url=f"https://{DOMAIN}/", domain=DOMAIN, business="Madu Sejahtera",
    community=MUSI.name, owner=DEWI, registrar="Penyedia Contoh", hosting="Hosting Contoh",
)  # fmt: skip
DUE = replace(MADU, domain_expires=ENDS)
HOSTED = replace(MADU, hosting_expires=ENDS)
#: A row in which little is known: no business, nobody to pay, no form of address.
BARE = an_entry(1, business=None, domain_expires=ENDS, hosting_expires=ENDS, community="Kosong")
PRICED = {
    "price": "Rp250.000", "redeem_price": "Rp1.000.000", "checked_on": "2026-07-01",
}  # fmt: skip

UP, REFUSED, MUTE = "o", "x", Finding(Outcome.UNKNOWN, Reason.BAD_ANSWER)


def settings_for(folder: Path, language: str, **ending: object) -> Settings:
    return plain_settings(
        folder,
        programme={"language": language, "office": "Dinas Koperasi dan UKM Kota Contoh"},
        mail={"sysadmin": "teknisi@dinas.example"},
        registry={"endings": {"example": PRICED | ending}},
    )


@dataclass(slots=True)
class Office:
    """An office in which a story happens."""

    database: Database
    settings: Settings
    clock: Clock = field(default_factory=Clock)

    def on(self, days: int) -> "Office":
        """Go to the morning of a day, counted from the end of the term."""
        day = ENDS + timedelta(days=days)
        self.clock.at = datetime.combine(day, time(9), JAKARTA).astimezone(UTC)
        return self

    def register(self, *entries: SiteEntry) -> "Office":
        known = {MUSI.name: MUSI}
        named = {e.community: known.get(e.community, CommunityEntry(e.community)) for e in entries}
        every = intervals(self.settings)
        take_in(
            self.database, entries, [*named.values()], every, self.clock.at, dry_run=False
        )  # fmt: skip
        return self

    def look(
        self, kind: Kind, *stories: str | Finding, hours: float = 0, step: int = 10
    ) -> "Office":
        """Look at the first site, the second ..., each time finding the same of it."""
        probe = a_probe({n: [one] * 999 for n, one in enumerate(stories, 1)}, kind)
        end = self.clock.at + timedelta(hours=hours)
        while True:
            while run(look_due(probe, self.database, a_net(), self.settings, self.clock)).looks:
                pass
            if self.clock.at >= end:
                return self
            self.clock.move(minutes=step)

    def registry(self, ends: date | None, **known: object) -> "Office":
        """Let the registry answer about the first site."""
        return self.look(
            Kind.DOMAIN, registered(DOMAIN, ends, **({"registered_at": GRANTED} | known))
        )

    def answers(
        self, answer: OwnerAnswer, clock: ExpiryKind = ExpiryKind.DOMAIN, site: int = 1
    ) -> "Office":
        person = a_person(self.clock.at)
        answered(self.database, self.settings, site, answer, person, clock=clock)
        return self

    def remind(self) -> None:
        remind(self.database, self.settings, self.clock.at)


def on_day(days: int, *entries: SiteEntry) -> Callable[[Office], None]:
    """A story in which nothing happens but the day."""
    return lambda office: office.on(-99).register(*entries).on(days).remind()


def seen(days: int, entry: SiteEntry, story: str) -> Callable[[Office], None]:
    """A story in which the site is looked at for some hours of that morning."""
    return lambda office: (
        office.on(days).register(entry).look(Kind.AVAILABILITY, story, hours=1).remind()
    )


def after_answer(
    days: int, entry: SiteEntry, answer: OwnerAnswer, at: int, clock: ExpiryKind
) -> Callable[[Office], None]:
    """A story in which the owner answers some days before."""
    return lambda office: office.on(-99).register(entry).on(at).answers(answer, clock).on(
        days
    ).remind()  # fmt: skip


def of_registry(days: int, **known: object) -> Callable[[Office], None]:
    """A story in which the registry says something special of the name, on that day."""
    return lambda office: office.on(days).register(MADU).registry(ENDS, **known).remind()


def renewed(office: Office) -> None:
    office.on(-20).register(MADU).registry(ENDS).on(-10).registry(NEXT_YEAR).remind()


def registered_anew(office: Office) -> None:
    office.on(-5).register(MADU).registry(ENDS).on(80)
    office.registry(NEXT_YEAR, registered_at=datetime(2026, 12, 2, tzinfo=UTC)).remind()


def year_added(days: int) -> Callable[[Office], None]:
    """A story in which the registry adds its year by itself, and nobody sees who paid."""
    return lambda office: (
        office.on(-2).register(MADU).registry(ENDS).on(days - 1)
        .registry(NEXT_YEAR, statuses=("autorenewperiod",)).on(days)
        .registry(NEXT_YEAR, statuses=("autorenewperiod",)).remind()
    )  # fmt: skip


def closing(office: Office) -> None:
    """The owner gives up, the name is lost, and the officer has to decide."""
    office.on(-20).register(MADU).answers(OwnerAnswer.CLOSE)
    office.on(60).registry(ENDS, statuses=("redemptionperiod",)).remind()


def estimated(office: Office) -> None:
    shop = replace(MADU, granted_on=date(2025, 9, 14))
    office.on(-21).register(shop).registry(NEXT_YEAR).look(Kind.AVAILABILITY, UP).remind()


def certificate(days: int, entry: SiteEntry = MADU) -> Callable[[Office], None]:
    """A story in which the site shows a certificate that ends on the day."""
    ends = datetime.combine(ENDS, time(7), JAKARTA).astimezone(UTC)
    shown = Certificate(ends - timedelta(days=90), ends, "Contoh CA", (DOMAIN,))
    found = Finding(Outcome.OK, Reason.OK, AvailabilityFacts(certificate=shown))
    return lambda office: office.on(days).register(entry).look(Kind.AVAILABILITY, found).remind()


def to_call(*owners: OwnerEntry | None) -> Callable[[Office], None]:
    entries = [
        replace(an_entry(n, domain_expires=ENDS, owner=one), community=MUSI.name)
        for n, one in enumerate(owners, 2)
    ]
    return on_day(-14, replace(DUE, owner=UMAR), *entries)


def dead(*addresses: str) -> Callable[[Office], None]:
    """Sites die, each at an address."""

    def story(office: Office) -> None:
        known = {"community": MUSI.name, "hosting": "Hosting Contoh"}
        others = [an_entry(n, **known) for n in range(2, len(addresses) + 1)]
        found = [
            Finding(
                Outcome.FAILED, Reason.CONNECT_REFUSED,
                AvailabilityFacts(addresses=(address,), address=address),
            )
            for address in addresses
        ]  # fmt: skip
        owners = [DEWI, UMAR, None]
        entries = [replace(e, owner=o) for e, o in zip((MADU, *others), owners, strict=False)]
        office.on(0).register(*entries).look(Kind.AVAILABILITY, *found, hours=5.5)
        report_down(office.database, office.settings, office.clock.at)

    return story


def silent_registry(office: Office) -> None:
    office.on(-30).register(*(an_entry(n) for n in (1, 2, 3)))
    office.look(Kind.DOMAIN, MUTE, MUTE, MUTE, hours=36, step=60)
    report_unreadable(office.database, office.settings, office.clock.at)


REFUSAL = "550 5.4.5 Daily sending limit exceeded"


def refused_mail(office: Office) -> None:
    office.on(-30)
    tell_sysadmin(office.database, office.settings, REFUSAL, office.clock.at)


def way_out(office: Office) -> None:
    office.on(-30)
    run(send_test(office.settings, "dewi@madu.example", office.clock.at))


def without_grace(office: Office) -> None:
    """An ending under which a name that has ended can only be bought back."""
    language = office.settings.programme.language
    office.settings = settings_for(office.settings.mail.folder.parent, language, grace_days=0)
    on_day(0, DUE)(office)


_BEFORE = {"h60": -60, "h30": -30, "h14": -14, "h7": -7, "h3": -3, "h1": -1, "h0": 0, "h7_late": 7}
_HELP, _DONE = OwnerAnswer.HELP, OwnerAnswer.DONE
_OF_DOMAIN, _OF_HOSTING = ExpiryKind.DOMAIN, ExpiryKind.HOSTING

#: Kind, or kind.situation -> how it comes about.
STORIES: Mapping[str, Callable[[Office], None]] = {
    **{f"expiry_{stage}": on_day(days, DUE) for stage, days in _BEFORE.items()},
    **{f"hosting_{stage}": on_day(days, HOSTED) for stage, days in _BEFORE.items()},
    **{
        f"{clock}_{stage}.bare": on_day(_BEFORE[stage], BARE)
        for clock in ("expiry", "hosting")
        for stage in ("h60", "h30", "h7", "h1", "h0")
    },
    "expiry_h14.several": on_day(-14, DUE, an_entry(2, owner=DEWI, domain_expires=ENDS)),
    "expiry_h7.answered": after_answer(-7, DUE, _HELP, -20, _OF_DOMAIN),
    "expiry_h7.late": on_day(-5, DUE),
    "hosting_h7.answered": after_answer(-6, HOSTED, _DONE, -30, _OF_HOSTING),
    "expiry_h0.no_grace": without_grace,
    "expiry_h0.opens": seen(0, DUE, UP),
    "expiry_h0.yesterday": on_day(1, DUE),
    "expiry_h0.year_added": year_added(3),
    "expiry_h7_late.dark": seen(7, DUE, REFUSED),
    "expiry_h7_late.answered": after_answer(9, DUE, _HELP, -2, _OF_DOMAIN),
    "expiry_h7_late.year_added": year_added(8),
    "hosting_h7_late.dark": seen(7, HOSTED, REFUSED),
    "expiry_last_price": on_day(30, DUE),
    "expiry_redemption": of_registry(40, statuses=("redemptionperiod",)),
    "expiry_decide": of_registry(60, statuses=("redemptionperiod",)),
    "expiry_decide.answered": closing,
    "expiry_verify": of_registry(-40, nameservers=("a.verification-hold.suspended-domain.com",)),
    "expiry_hold": of_registry(-40, statuses=("clienthold",)),
    "expiry_renewed": renewed,
    "expiry_reregistered": registered_anew,
    "expiry_not_seen": after_answer(-12, DUE, _DONE, -20, _OF_DOMAIN),
    "hosting_not_seen": after_answer(-12, HOSTED, _DONE, -20, _OF_HOSTING),
    "hosting_ask": estimated,
    "certificate_h7": certificate(-6),
    "certificate_h0": certificate(0),
    "certificate_h0.bare": certificate(0, replace(MADU, hosting=None)),
    "call_owner": to_call(SITI, None),
    "call_owner.one": to_call(),
    "down_digest": dead("192.0.2.7", "192.0.2.7", "192.0.2.9"),
    "down_digest.one": dead("192.0.2.7"),
    "registry_silent": silent_registry,
    "mail_refused": refused_mail,
    "mail_test": way_out,
}

every_story = pytest.mark.parametrize("story", STORIES)
every_language = pytest.mark.parametrize("lang", sorted(WORDS))


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a story.

    Attributes:
        letters: kind of the template and bytes, in the order of the outbox.
        facts: what letters state as things are at its end; told once, in Indonesian.
    """

    letters: tuple[tuple[str, bytes], ...]
    facts: tuple[LetterFacts, ...]

    def letter(self, kind: str) -> bytes:
        """The bytes of the first letter of a kind."""
        return next(mime for written, mime in self.letters if written == kind)


def happen(story: Callable[[Office], None], lang: str = "id") -> Told:
    """Let a story happen in an office of its own."""
    with tempfile.TemporaryDirectory() as name, a_database(Path(name)) as database:
        office = Office(database, settings_for(Path(name), lang))
        story(office)
        stored = [one.letter for one in outbox.all_letters(database)]
        sent = [("mail_test", path.read_bytes()) for path in Path(name).glob("letters/*.eml")]
        letters = [(_template(one), one.mime) for one in stored]
        return Told((*letters, *sent), tuple(_facts(office)) if lang == "id" else ())


@cache
def told(story: str, lang: str) -> Told:
    """What came of one of the stories above, in a language."""
    return happen(STORIES[story], lang)


def letter_of(story: str, lang: str = "id") -> bytes:
    """The letter that a story is told for."""
    return told(story, lang).letter(story.partition(".")[0])


def _template(letter: LetterToSend) -> str:
    """The kind of the template by which a letter was written."""
    called = letter.role == Role.COORDINATOR and not letter.kind.startswith("certificate")
    return "call_owner" if called else letter.kind


@dataclass(frozen=True, slots=True)
class _Listening(LetterComposer):
    """Keeps the facts of the letters to the staff."""

    heard: list[LetterFacts] = field(default_factory=list)

    def write_to_staff(  # the rest by name
        self,
        kind: str,
        role: Role,
        occasion: str,
        facts: LetterFacts,
        now: datetime,
        **rest: object,
    ) -> LetterToSend:
        self.heard.append(facts)
        return LetterComposer.write_to_staff(self, kind, role, occasion, facts, now, **rest)  # type: ignore[arg-type]  # as given


def _facts(office: Office) -> Sequence[LetterFacts]:
    """The facts that the composing jobs state as things are now."""
    database, settings, now = office.database, office.settings, office.clock.at
    composer = LetterComposer.of(database, settings)
    listening = _Listening(settings, composer.owners, composer.communities)
    down = outages(sites_down(database, settings, now))
    if down:
        write_digest(listening, down, now)
    write_silent(listening, "example", now)
    write_refused(listening, REFUSAL, now)
    write_test(listening, "", now)
    due = [composer.content(notice, now)[1] for notice in due_notices(database, settings, now)]
    return [*due, *listening.heard]
