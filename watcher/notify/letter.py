"""What letters say, in families of facts, and the letter itself. No wording, no mail format.

A template reads the facts of its family (letter_kinds.py) and those of the letter's head, and
nothing else. No fact has a default: whoever composes a letter decides on each. What is not known
is None or empty, and is then not said.

All dates and amounts arrive written out in the language of the letter: formatting them is
the business of whoever knows the programme's zone and currency.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LetterHead:
    """Who writes to whom: every letter says it.

    Attributes:
        name: the recipient; `greeting`: how to address them ("Ibu"), empty for the neutral form.
    """

    office: str
    name: str
    greeting: str


@dataclass(frozen=True, slots=True)
class TermRow:
    """One site in the table of a letter about several.

    Attributes:
        paid_to: the registrar, or on the hosting clock the host.
        cost: a year's fee with its currency ("Rp250.000").
    """

    domain: str
    date: str
    paid_to: str | None
    cost: str | None


@dataclass(frozen=True, slots=True)
class TermFacts:
    """The end of a domain, a hosting or a certificate; to the owner, or to those who help.

    Attributes:
        domain: the first site of the letter; it stands in the subject.
        business: name of the business, or the domain where the register names none.
        sites: all sites of the letter; a table of them is shown from two on.
        date: day the clock runs out, "14 November 2026"; `day_date` with its weekday.
        days_left: whole days until `date`; 0 from that day on.
        days_late: whole days since `date`; 0 until that day.
        cost: a year's fee with its currency ("Rp250.000"); `redeem_cost`: to buy it back.
        has_grace: it can be renewed at the normal price after `date`, until `grace_date`.
        delete_date: last day it can be bought back, in words.
        coordinator_phone: written for reading ("0812-0000-0002").
        still_opens: every site of the letter opens.
        down_since: when the one site stopped opening, in words; None while nothing is proven.
        uncertain: the registry's date moved on at expiry, and nobody knows who paid.
        answer: what the owner last answered about this term, about which clock and when; None
            where no answer was received.
        answer_mailto: address that reads answers.
        answer_code: names this letter in the subject of an answer.
    """

    domain: str
    business: str
    community: str
    sites: tuple[TermRow, ...]
    date: str
    day_date: str
    days_left: int
    days_late: int
    registrar: str | None
    hosting: str | None
    cost: str | None
    redeem_cost: str | None
    has_grace: bool
    grace_date: str
    delete_date: str
    coordinator: str | None
    coordinator_phone: str | None
    still_opens: bool
    down_since: str | None
    uncertain: bool
    answer: str | None
    answer_mailto: str
    answer_code: str


@dataclass(frozen=True, slots=True)
class CallRow:
    """A site whose owner can be called.

    Attributes:
        owner: how to address the owner; empty where nobody is known.
        phone: as people dial it; empty where none is known.
        whatsapp: a link that opens a message to the owner; empty without a mobile number.
    """

    domain: str
    business: str
    owner: str
    phone: str
    whatsapp: str


@dataclass(frozen=True, slots=True)
class CallFacts:
    """Owners whom no letter reaches; to the coordinator, else the officer.

    Attributes:
        domain, business: of the first site.
        ask: what to ask each of them.
        not_shown: how many more there are than `calls`.
    """

    domain: str
    business: str
    ask: str
    calls: tuple[CallRow, ...]
    not_shown: int


@dataclass(frozen=True, slots=True)
class DownRow:
    """One dead site: whom to call, since when it does not open, and what was seen, in words."""

    site: CallRow
    since: str
    cause: str


@dataclass(frozen=True, slots=True)
class OutageGroup:
    """Dead sites that share a place.

    Attributes:
        place: the host, in words; empty for sites that share none.
        left_out: how many more there are.
    """

    place: str
    sites: tuple[DownRow, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class OutageDigestFacts:
    """Sites that have been down for hours; to the officer.

    Attributes:
        domain: the first of them.
        down: how many there are; `down_at`: as of when, in words.
    """

    domain: str
    down: int
    down_at: str
    outages: tuple[OutageGroup, ...]


@dataclass(frozen=True, slots=True)
class SilentRegistryFacts:
    """An ending (".id") whose registry cannot be read; to the sysadmin."""

    ending: str


@dataclass(frozen=True, slots=True)
class MailTroubleFacts:
    """A mail server that refuses us, since when, and its own words; to the sysadmin."""

    server: str
    day_date: str
    server_said: str


@dataclass(frozen=True, slots=True)
class MailTestFacts:
    """A letter that only shows that the way out is open, and when it was sent."""

    sent_at: str


LetterFacts = (
    TermFacts
    | CallFacts
    | OutageDigestFacts
    | SilentRegistryFacts
    | MailTroubleFacts
    | MailTestFacts
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A finished letter: the subject, and the same words as text and as HTML."""

    subject: str
    text: str
    html: str
