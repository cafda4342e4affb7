"""What a letter says, and the letter itself. No wording, no mail format.

All dates and amounts arrive written out in the language of the letter: formatting them is
the business of whoever knows the programme's zone and currency.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """One row of the table in a letter about several sites.

    Attributes:
        registrar: who is to be paid: the registrar, or on the hosting clock the host.
        cost: a year's fee with its currency ("Rp250.000").
    """

    domain: str
    business: str = ""
    expires: str = ""
    registrar: str | None = None
    cost: str | None = None


@dataclass(frozen=True, slots=True)
class DownFacts:
    """One dead site in a letter about several.

    Attributes:
        since: when it stopped opening, in words; `cause`: what was seen, in words.
        owner: how to address whoever can be called; empty where nobody is known.
        phone: as people dial it; empty where none is known.
        whatsapp: a link that opens a message to the owner; empty without a mobile number.
    """

    domain: str
    business: str
    since: str
    cause: str
    owner: str = ""
    phone: str = ""
    whatsapp: str = ""


@dataclass(frozen=True, slots=True)
class OutageFacts:
    """Dead sites that share a place.

    Attributes:
        place: the host, in words; empty for sites that share none.
        left_out: how many more there are.
    """

    place: str
    sites: tuple[DownFacts, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class CallFacts:
    """One site whose owner has to be called.

    Attributes:
        owner: how to address the owner; empty where nobody is known.
        phone: as people dial it; empty where none is known.
        whatsapp: a link that opens the question written; empty without a mobile number.
    """

    domain: str
    business: str
    owner: str = ""
    phone: str = ""
    whatsapp: str = ""


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """Every fact a template may ask for. What is not known is None, and is then not said.

    Attributes:
        domain: the most urgent site of the letter; it stands in the subject.
        sites: all sites of the letter; a table of them is shown from two on.
        outages: `down` dead sites, by the place that failed; `down_at`: as of when, in words.
        calls: sites whose owners have to be called, and what to `ask` them; `not_shown`: how many
            more there are.
        business: name of the business; the domain stands in where it is empty.
        date: day the clock runs out, "14 November 2026"; `day_date` with its weekday.
        short_date: the same day, "14 Nov".
        days_left: whole days until `date`; 0 from that day on.
        days_late: whole days since `date`; 0 until that day.
        cost: a year's fee with its currency ("Rp250.000"); `redeem_cost`: to buy it back.
        grace_date: last day at the normal price, in words.
        delete_date: last day it can be bought back, in words.
        name: the recipient; `greeting`: how to address them ("Ibu"), empty for the neutral form.
        coordinator_phone: written for reading ("0812-0000-0002").
        site_answers: the site still opens.
        uncertain: the registry's date moved on at expiry, and nobody knows who paid.
        down_since: when it stopped opening, in words; None while nothing is proven.
        answer: what the owner has answered, in words.
        answer_mailto: address that reads answers; without it a letter has no buttons.
        answer_code: names this letter in the subject of an answer.
        server_said: why a mail server took no letter, in its own words.
    """

    domain: str
    date: str
    day_date: str
    office: str
    sites: tuple[SiteFacts, ...] = ()
    outages: tuple[OutageFacts, ...] = ()
    down: int = 0
    down_at: str | None = None
    calls: tuple[CallFacts, ...] = ()
    ask: str | None = None
    not_shown: int = 0
    business: str = ""
    short_date: str = ""
    days_left: int = 0
    days_late: int = 0
    registrar: str | None = None
    hosting: str | None = None
    cost: str | None = None
    redeem_cost: str | None = None
    grace_date: str | None = None
    delete_date: str | None = None
    coordinator: str | None = None
    coordinator_phone: str | None = None
    name: str = ""
    greeting: str = ""
    site_answers: bool = False
    uncertain: bool = False
    down_since: str | None = None
    community: str | None = None
    answer: str | None = None
    answer_mailto: str | None = None
    answer_code: str | None = None
    server_said: str | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """A finished letter: the subject and the same words twice, plain and dressed."""

    subject: str
    text: str
    html: str
