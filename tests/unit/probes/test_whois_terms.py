"""Terms of use, comments and prose: words like a record's, which are none."""

from datetime import UTC, date, datetime

import pytest

from watcher.core.looks.observation import DomainFacts, Reason
from watcher.probes.domain.whois_terms import is_prose
from watcher.probes.domain.whois_text import read_whois

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)
NAME = "sambal-bu-tini.example"

NOTICE = """
>>> Last update of the invented database: 2026-11-24T02:00:00Z <<<

NOTICE: The date shown above is the one until which this registry bills the
registrar.  Whoever needs the end of a contract may ask the sponsoring
registrar:  its own WHOIS shows the date, which differs if the contract ends
expires:  no earlier than 2026-12-31, as the case may be
created:  2020-01-01

TERMS OF USE: You may not ask our server by programs that are made to empty
it. The records are given as they are; no match for a name does not mean that
registrar: and registry are free to sell it. Errors happen; come again later.

Only names that end in .example are kept here.
"""
RECORD = f"""
   Domain Name: {NAME.upper()}
   Registrar: PT Contoh Daftar
   Creation Date: 2020-01-31T04:00:00Z
   Registry Expiry Date: 2027-01-31T04:00:00Z
   Name Server: NS1.CONTOH.EXAMPLE
"""


def read(text: str, domain: str = NAME) -> tuple[Reason, DomainFacts]:
    finding = read_whois(text, domain, AT)
    assert isinstance(finding.facts, DomainFacts)
    return finding.reason, finding.facts


@pytest.mark.parametrize("heading", ["NOTICE: ", "Notice:\n", "PLEASE NOTE: ", "Disclaimer: "])
@pytest.mark.parametrize(
    "denial",
    [
        f'No match for domain "{NAME.upper()}".',
        f"No match for {NAME}",
        "Domain not found.",
        f"Domain Name: {NAME}\nDomain Status: No Object Found",
    ],
)
def test_terms_below_a_denial_are_no_record(denial: str, heading: str) -> None:
    reason, facts = read(denial + "\n" + NOTICE.replace("NOTICE: ", heading))
    assert (reason, facts) == (
        Reason.NOT_FOUND,
        DomainFacts(NAME, registered=False, source="whois"),
    )


def test_terms_add_nothing_to_a_record() -> None:
    reason, facts = read(RECORD + NOTICE)
    assert (reason, facts.expires_on) == (Reason.OK, date(2027, 1, 31))
    assert facts.registrar == "PT Contoh Daftar"
    assert facts.registrar_expires_on is None


def test_terms_alone_say_nothing_of_the_name() -> None:
    reason, facts = read(NOTICE)
    assert (reason, facts.registered, facts.registrar) == (Reason.BAD_ANSWER, None, None)


@pytest.mark.parametrize(
    "terms",
    [
        "% The data is shown for these purposes only.\n",
        "Terms of use apply to all that is shown here.\nRegistrar: see there\n",
        "For more information on the service ask the registry.\n",
    ],
)
def test_a_record_that_names_its_domain_ends_the_terms(terms: str) -> None:
    reason, facts = read(terms + RECORD.lstrip())
    assert (reason, facts.registrar) == (Reason.OK, "PT Contoh Daftar")


@pytest.mark.parametrize(
    "line",
    [
        "% Registrar: PT Contoh Daftar",
        "   % Registrar: PT Contoh Daftar",
        "# Expires: 2027-01-31",
        "  ## Created: 2020-01-31",
        ">>> Registrar: PT Contoh Daftar <<<",
        "registrar.  Users are asked to look there",
        "registrar,  registry and registrant",
        "Registrar: please ask the one that sold the name to you",
        "Registrar: the one of which the database knows is shown above",
        "registrar: users who look for the end of a contract",
        "Registrar: Silakan lihat data yang ada di situs kami",
        "Expires: names are released 75 days after 2027-01-31 or as they are deleted",
        "shown to you.  Registrar: PT Contoh Daftar",
        "Our registrar: PT Contoh Daftar",
    ],
)
def test_prose_and_comments_are_no_fields(line: str) -> None:
    reason, facts = read(f"Thank you for asking.\n{line}\n")
    assert (reason, facts.registered, facts.registrar) == (Reason.BAD_ANSWER, None, None)


@pytest.mark.parametrize(
    "below",
    [
        "Registrar: PT Contoh Daftar",
        "Name Server: ns1.contoh.example",
        "Status: active\nRegistrar: PT Contoh Daftar",
        "Created: 2020-01-31\nDomain Name: lain.example",
        "Created: 2020-01-31\nExpires: 2027-01-31",
        NOTICE.replace("NOTICE: ", ""),
    ],
)
def test_a_denial_of_the_name_outranks_what_looks_like_fields_below(below: str) -> None:
    reason, facts = read(f"No match for {NAME}\n{below}")
    assert (reason, facts.registered) == (Reason.NOT_FOUND, False)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f"NOT FOUND\n{RECORD}", Reason.BAD_ANSWER),
        (f"No match for {NAME}\n{RECORD}", Reason.BAD_ANSWER),
        ("NOT FOUND\nExpires: 2027-01-31", Reason.BAD_ANSWER),
        ("NOT FOUND\nDomain Name: lain.example\nExpires: 2027-01-31", Reason.WRONG_DOMAIN),
        (f"No match for warung-{NAME}", Reason.WRONG_DOMAIN),
        (f"No match for www.{NAME}\nRegistrar: PT Contoh Daftar", Reason.WRONG_DOMAIN),
    ],
)
def test_a_denial_that_is_contradicted_or_of_another_name_is_none(
    text: str, reason: Reason
) -> None:
    told, facts = read(text)
    assert (told, facts.registered) == (reason, None)


@pytest.mark.parametrize(
    "text",
    [
        f"Contact {NAME} not found",
        "No match for contact CTH-1",
        "Registrar not found",
        f"If {NAME} is not found, it is free to take.",
        "Jika domain tidak ditemukan, hubungi registrar.",
        "Database not found",
        "NOTICE: names that were deleted are not found here",
    ],
)
def test_a_denial_of_something_else_is_none(text: str) -> None:
    reason, facts = read(text)
    assert (reason, facts.registered) == (Reason.BAD_ANSWER, None)


@pytest.mark.parametrize(
    ("value", "prose"),
    [
        ("PT Daftar Nama Nusantara", False),
        ("Registrar of the Government of an Invented Island", False),
        ("Names and More for You, Inc.", False),
        ("This Is Fine Domains Ltd", True),
        ("before Aug-1996", False),
        ("2027-01-31T04:00:00Z", False),
        ("sun jan 31 04:00:00 utc 2027", False),
        ("to view the date that is kept there", True),
        ("silakan lihat data registrar", True),
        ("", False),
    ],
)
def test_prose_is_told_from_names_and_dates(value: str, prose: bool) -> None:
    assert is_prose(value) is prose
