"""WHOIS answers of invented registries, in the layouts that real ones use."""

from datetime import UTC, date, datetime
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.core.looks.observation import DomainFacts, Finding, Outcome, Reason
from watcher.probes.domain.whois_text import read_whois

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)

ID_2013 = """
ID ccTLD whois server
Domain ID: CTH-DO12
Domain Name: toko-sari.co.id
Created On: 2012-10-01T08:00:00.0Z
Expiration Date: 2027-10-01T00:00:00.0Z
Status: ok
Registrant Name: Ibu Rahasia
Sponsoring Registrar: CONTOH
Name Server: ns1.contoh.example
"""
ID_2013_TO_2019 = """
Domain ID:CTH-DO166626
Domain Name:TOKO-SARI.CO.ID
Created On:01-Sep-2004 07:14:33 UTC
Last Updated On:02-Aug-2017 02:40:59 UTC
Expiration Date:01-Sep-2027 23:59:59 UTC
Status:clientTransferProhibited
Status:serverDeleteProhibited
Registrant Name:Ibu Rahasia
Registrant State/Province:OK
Sponsoring Registrar Organization:PT Contoh Daftar
Name Server:NS1.CONTOH.EXAMPLE
Name Server:NS2.CONTOH.EXAMPLE
DNSSEC:Unsigned
"""
ID_2020_TO_2025 = """
ID ccTLD whois server
Please see 'whois -h whois.id help' for usage.

Domain ID:                  CTH-DO77
Domain Name:                toko-sari.co.id
Created On:                 2019-09-12 07:09:09
Expiration Date:            2027-09-12 00:09:09
Status:                     serverTransferProhibited
Sponsoring Registrar Organization: PT Contoh Daftar
Sponsoring Registrar Phone: 021000
Name Server:                ns1.contoh.example
"""
ID_2025 = """
Domain Name: toko-sari.co.id
Registry Domain ID: 292576_DOMAIN_ID-ID
Registrar URL: http://daftar.example
Updated Date: 2026-02-12T15:12:35Z
Creation Date: 2004-09-01T07:14:33Z
Registry Expiry Date: 2027-09-01T23:59:59Z
Registrar: PT Contoh Daftar
Registrar IANA ID: 1
Domain Status: addPeriod, clientDeleteProhibited
Domain Status: clientHold https://icann.org/epp#clientHold
Registry Registrant ID: REDACTED
Name Server: ns1.contoh.example
>>> Last update of WHOIS database: 2026-11-24T02:00:00Z <<<
"""
THIN_COM = """
   Domain Name: TOKO-SARI.COM
   Registrar WHOIS Server: whois.daftar.example
   Updated Date: 2026-09-10T07:06:06Z
   Creation Date: 2020-09-14T04:00:00Z
   Registry Expiry Date: 2027-09-14T04:00:00Z
   Registrar: Daftar Example, Inc.
   Domain Status: clientTransferProhibited https://icann.org/epp#clientTransferProhibited
   Name Server: NS1.CONTOH.EXAMPLE
NOTICE: The expiration date displayed in this record is the date the
registrar's sponsorship of the domain name registration in the registry is
currently set to expire. No match for your terms does not exist in any way that matters here.
"""
DOTTED = """% (c) an invented registry
domain:       toko-sari.cz
registrar:    REG-CONTOH
registered:   03.04.2011 20:30:00
expire:       05.06.2027
changed:      07.08.2025 10:00:00
nserver:      ns1.contoh.example (192.0.2.1)

contact:      CTH-1
name:         Ibu Rahasia
created:      01.01.1999
"""
NESTED = """
    Domain name:
        toko-sari.co.uk

    Registrant:
        Ibu Rahasia

    Registrar:
        Daftar Example Ltd t/a Daftar [Tag = DAFTAR]
        URL: http://daftar.example

    Relevant dates:
        Registered on: before Aug-1996
        Expiry date:  05-Feb-2027
        Last updated:  01-Feb-2026

    Registration status:
        Registered until expiry date.

    Name servers:
        ns1.contoh.example
        ns2.contoh.example       2001:db8::53
"""
BRACKETED = """[ an invented database ]
Domain Information:
a. [Domain Name]                TOKO-SARI.JP
g. [Registrant]                 Ibu Rahasia
[Created on]                    2019/05/31
[Expires on]                    2027/05/31
[Status]                        Active
p. [Name Server]                ns1.contoh.example
[Last Updated]                  2026/06/01 01:05:04 (JST)
"""


def facts_of(finding: Finding) -> DomainFacts:
    assert isinstance(finding.facts, DomainFacts)
    return finding.facts


def read(text: str, domain: str) -> tuple[Reason, DomainFacts]:
    finding = read_whois(text, domain, AT)
    return finding.reason, facts_of(finding)


@pytest.mark.parametrize(
    ("text", "day", "registrar", "statuses"),
    [
        (ID_2013, date(2027, 10, 1), "CONTOH", ("ok",)),
        (
            ID_2013_TO_2019,
            date(2027, 9, 1),
            "PT Contoh Daftar",
            ("clienttransferprohibited", "serverdeleteprohibited"),
        ),
        (ID_2020_TO_2025, date(2027, 9, 12), "PT Contoh Daftar", ("servertransferprohibited",)),
        (
            ID_2025,
            date(2027, 9, 1),
            "PT Contoh Daftar",
            ("addperiod", "clientdeleteprohibited", "clienthold"),
        ),
    ],
)
def test_reads_the_four_layouts_of_id(
    text: str, day: date, registrar: str, statuses: tuple[str, ...]
) -> None:
    reason, facts = read(text, "toko-sari.co.id")
    assert reason is Reason.OK
    assert facts.registered is True
    assert (facts.domain, facts.source) == ("toko-sari.co.id", "whois")
    assert (facts.expires_on, facts.registrar, facts.statuses) == (day, registrar, statuses)
    assert facts.nameservers[0] == "ns1.contoh.example"


def test_reads_the_instants_of_a_record() -> None:
    _, facts = read(ID_2025, "TOKO-SARI.co.id.")
    assert facts.expires_at == datetime(2027, 9, 1, 23, 59, 59, tzinfo=UTC)
    assert facts.registered_at == datetime(2004, 9, 1, 7, 14, 33, tzinfo=UTC)
    assert facts.changed_at == datetime(2026, 2, 12, 15, 12, 35, tzinfo=UTC)


def test_reads_a_thin_record_past_its_terms_of_use() -> None:
    reason, facts = read(THIN_COM, "toko-sari.com")
    assert (reason, facts.expires_on) == (Reason.OK, date(2027, 9, 14))
    assert facts.registrar == "Daftar Example, Inc."


def test_reads_dotted_dates_of_an_ending_known_to_put_the_day_first() -> None:
    _, facts = read(DOTTED, "toko-sari.cz")
    assert facts.expires_on == date(2027, 6, 5)
    assert facts.registered_at == datetime(2011, 4, 3, 20, 30, tzinfo=UTC)


def test_reads_a_nested_layout() -> None:
    _, facts = read(NESTED, "toko-sari.co.uk")
    assert facts.expires_on == date(2027, 2, 5)
    assert facts.expires_at is None
    assert facts.registrar == "Daftar Example Ltd t/a Daftar [Tag = DAFTAR]"
    assert facts.nameservers == ("ns1.contoh.example", "ns2.contoh.example")
    assert facts.registered_at is None


def test_reads_a_bracketed_layout_and_its_zone() -> None:
    _, facts = read(BRACKETED, "toko-sari.jp")
    assert (facts.expires_on, facts.statuses) == (date(2027, 5, 31), ("active",))
    assert facts.changed_at == datetime(2026, 5, 31, 16, 5, 4, tzinfo=UTC)


def test_reads_the_registrar_below_its_label() -> None:
    text = "Domain: toko.example\nRegistrar:\n\tName:\tDaftar Example\n\tWebsite: x\nStatus: ok"
    assert read(text, "toko.example")[1].registrar == "Daftar Example"


@pytest.mark.parametrize("text", [ID_2013, ID_2013_TO_2019, DOTTED, NESTED, BRACKETED])
def test_registrants_are_not_read(text: str) -> None:
    assert "Rahasia" not in repr(read_whois(text, "", AT))


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Expiry Date: 2027-06-14-T10:32:43Z", date(2027, 6, 14)),
        ("Expiry date..............: 2027/06/14", date(2027, 6, 14)),
        ("expires: 20270614", date(2027, 6, 14)),
        ("expires: 20270614 10:00:00", date(2027, 6, 14)),
        ("Expiration Date   : 2027. 06. 14.", date(2027, 6, 14)),
        ("paid-till: 2027.06.14", date(2027, 6, 14)),
        ("Expires on..............: 2027-Jun-14.", date(2027, 6, 14)),
        ("Expires: 14 June 2027 10:02 WAT", date(2027, 6, 14)),
        ("expires: Jun 14 2027", date(2027, 6, 14)),
        ("Expiry: 14th June, 2027", date(2027, 6, 14)),
        ("Renewal date: Monday 14th Jun 2027", date(2027, 6, 14)),
        ("Record expires on Mon Jun 14 23:59:00 2027", date(2027, 6, 14)),
        ("Domain Expiration Date:      Mon Jun 14 23:59:59 GMT 2027", date(2027, 6, 14)),
        ("Domain expires on : 2027-06-14", date(2027, 6, 14)),
        ("Valid-date          2027-06-14", date(2027, 6, 14)),
        ("Data de expiração / Expiration Date (dd/mm/yyyy): 06/07/2027", date(2027, 7, 6)),
        ("Expiration Date (mm/dd/yyyy): 06/07/2027", date(2027, 6, 7)),
        ("Fecha de Vencimiento: 2027-06-14", date(2027, 6, 14)),
        ("Tanggal Kedaluwarsa: 14-Agu-2027", date(2027, 8, 14)),
        ("Expiry Date: 30/06/2027", date(2027, 6, 30)),
        ("Expiry Date: 06/30/2027", date(2027, 6, 30)),
        ("Expiry Date: 06.06.2027", date(2027, 6, 6)),
        ('expired: "2027-06-14T15:45:18+01:00"', date(2027, 6, 14)),
        ("Expiry Date: 2027-06-14\nExpires on: 2027-06-15", date(2027, 6, 14)),
        ("Registrar Registration Expiration Date: 2027-06-14T00:00:00-0700", date(2027, 6, 14)),
        ("Registrar Registration Expiration Date: 2027-06-13T21:00:00-0700", date(2027, 6, 14)),
        ("Expiry Date: 2027-06-14 05:00:00 WIB", date(2027, 6, 13)),
        ("Expiry Date: 2027-06-14 00:00:00 (UTC+8)", date(2027, 6, 14)),
    ],
)
def test_reads_dates_in_every_form(line: str, day: date) -> None:
    reason, facts = read(f"Domain: toko.example\n{line}\n", "toko.example")
    assert (reason, facts.expires_on) == (Reason.OK, day)
    assert facts.registrar_expires_on is None


@pytest.mark.parametrize(
    ("printed", "instant"),
    [
        ("2027-06-14T10:00:00+07:00", datetime(2027, 6, 14, 3, tzinfo=UTC)),
        ("2027-06-14 10:00:00-0330", datetime(2027, 6, 14, 13, 30, tzinfo=UTC)),
        ("2027-06-14 10:00:00+03", datetime(2027, 6, 14, 7, tzinfo=UTC)),
        ("2027-06-14 10:00:00 (UTC+8)", datetime(2027, 6, 14, 2, tzinfo=UTC)),
        ("2027-06-14 10:00 WIB", datetime(2027, 6, 14, 3, tzinfo=UTC)),
        ("2027-06-14 10:00:00.25", datetime(2027, 6, 14, 10, tzinfo=UTC)),
        ("2027-06-14 10:00 WAT", None),
        ("2027-06-14 10:00 PM", None),
        ("2027-06-14 25:00:00", None),
        ("2027-06-14 10:00:00+99", None),
        ("2027-06-14", None),
    ],
)
def test_tells_the_instant_only_where_the_zone_is_plain(
    printed: str, instant: datetime | None
) -> None:
    _, facts = read(f"Expiry Date: {printed}", "toko.example")
    assert (facts.expires_on, facts.expires_at) == (date(2027, 6, 14), instant)


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ("Expiry Date: 06/07/2027", Reason.AMBIGUOUS_DATE),
        ("Expiry Date: 06-07-2027\nCreated: 30.07.2020", Reason.AMBIGUOUS_DATE),
        (
            "Expiry Date: 06/07/2027\nCreated: 30/07/2020\nUpdated: 07/30/2025",
            Reason.AMBIGUOUS_DATE,
        ),
        ("Expiry Date: 13/13/2027", Reason.BAD_DATE),
        ("Expiry Date: 2027-02-30", Reason.BAD_DATE),
        ("Expiry Date: 0000-00-00", Reason.BAD_DATE),
        ("Expiry Date: 14-Jun-27", Reason.BAD_DATE),
        ("Expiry Date: 1984-12-31", Reason.BAD_DATE),
        ("Expiry Date: 2057-01-01", Reason.BAD_DATE),
        ("Expiry Date: 31 Foo 2027", Reason.BAD_DATE),
        ("Expiry Date: 2027-10-1", Reason.BAD_DATE),
        ("Expiry Date: 2027-Oct-1", Reason.BAD_DATE),
        ("Expiry Date: N/A", Reason.NO_DATE),
        ("Expiry Date: -", Reason.NO_DATE),
        ("Expiry Date:", Reason.NO_DATE),
        ("Note: 2027-01-01", Reason.NO_DATE),
        ("Expiry Date: 2027-06-14\nExpires: 2028-06-14", Reason.DISAGREEMENT),
    ],
)
def test_a_date_that_cannot_be_told_is_unknown(lines: str, reason: Reason) -> None:
    finding = read_whois(f"Domain: toko.example\nStatus: ok\n{lines}\n", "toko.example", AT)
    facts = facts_of(finding)
    assert (finding.outcome, finding.reason) == (Outcome.UNKNOWN, reason)
    assert (facts.registered, facts.expires_on) == (True, None)


@pytest.mark.parametrize(
    ("created", "day"),
    [("30/07/2020", date(2027, 7, 6)), ("07/30/2020", date(2027, 6, 7))],
)
def test_another_date_of_the_record_proves_the_order(created: str, day: date) -> None:
    text = f"Created: {created}\nExpiry Date: 06/07/2027"
    assert read(text, "toko.example")[1].expires_on == day


def test_a_proof_in_the_record_outranks_the_habit_of_the_ending() -> None:
    text = "created: 07.30.2020\nexpire: 06.07.2027"
    assert read(text, "toko.cz")[1].expires_on == date(2027, 6, 7)


def test_the_registrars_own_date_is_kept_where_it_differs() -> None:
    text = (
        "Registry Expiry Date: 2028-03-01T00:00:00Z\n"
        "Registrar Registration Expiration Date: 2027-03-01T00:00:00Z\n"
    )
    _, facts = read(text, "toko.example")
    assert (facts.expires_on, facts.registrar_expires_on) == (date(2028, 3, 1), date(2027, 3, 1))


@pytest.mark.parametrize(
    "text",
    [
        "DOMAIN NOT FOUND",
        "The queried object does not exist: DOMAIN NOT FOUND\n>>> Last update: 2026 <<<",
        "No match for TOKO-SARI.CO.ID",
        'No match for "toko-sari.co.id".',
        "% No entries found in the invented database.",
        "No Data Found\nURL of the complaint form: https://icann.example/",
        "Domain: toko-sari.co.id\nStatus: free",
        "Domain:   toko-sari.co.id\nStatus:   AVAILABLE",
        "Domain Name: toko-sari.co.id\nDomain Status: No Object Found",
        "query_status: 220 Available",
        "Domain Information\nQuery: toko-sari.co.id\nStatus: Not Registered",
        "Available\nDomain: toko-sari.co.id",
        "Domain toko-sari.co.id is available for purchase",
        "toko-sari.co.id is free",
        "This domain name has not been registered.",
        "The domain toko-sari.co.id was not found!\nGo to http://daftar.test/ to register it now",
        "toko-sari.co.id no match",
        "% This query returned 0 objects.",
        "\ufeffNOT FOUND",
    ],
)
def test_no_such_name_is_read_from_words(text: str) -> None:
    assert read_whois(text, "toko-sari.co.id", AT) == Finding(
        Outcome.FAILED,
        Reason.NOT_FOUND,
        DomainFacts("toko-sari.co.id", registered=False, source="whois"),
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("WHOIS LIMIT EXCEEDED - SEE WWW.CONTOH.EXAMPLE/WHOIS", Reason.RATE_LIMITED),
        ("% Quota exceeded. Not found is not meant.", Reason.RATE_LIMITED),
        ("You have exceeded your query limit", Reason.RATE_LIMITED),
        ("Error: too many requests, try again later", Reason.RATE_LIMITED),
        ("Your access is blocked: IP has been blacklisted", Reason.RATE_LIMITED),
        ("Invalid input", Reason.BAD_ANSWER),
        ("Domain: toko-sari.co.id\nStatus: invalid", Reason.BAD_ANSWER),
        ("Status: This WHOIS server does not have any records for that zone.", Reason.BAD_ANSWER),
        ("query_status: 500 Invalid characters in query string", Reason.BAD_ANSWER),
        ("404 Not Found", Reason.BAD_ANSWER),
        ("TLD is not supported", Reason.BAD_ANSWER),
        ("Socket not responding", Reason.BAD_ANSWER),
        ("More information is available at https://contoh.example/", Reason.BAD_ANSWER),
        ("<!DOCTYPE html><html><body>No match for toko-sari.co.id</body>", Reason.BAD_ANSWER),
        ("No match\x00\x01\x02\x03", Reason.BAD_ANSWER),
        ("", Reason.BAD_ANSWER),
        (" \r\n\t\r\n", Reason.BAD_ANSWER),
        ("Domain Name: toko-sari.co.id", Reason.BAD_ANSWER),
        ("Reserved by the invented registry", Reason.NO_DATE),
        ("Domain: toko-sari.co.id\nStatus: UNASSIGNABLE", Reason.NO_DATE),
        ("Domain not available", Reason.NO_DATE),
        ("Name is restricted from registration", Reason.NO_DATE),
        ("Status: Reserved\nName Server: ns1.contoh.example", Reason.NO_DATE),
        ("Domain Name: lain.co.id\nExpiry Date: 2027-01-01", Reason.WRONG_DOMAIN),
        ("domain: ID\nstatus: ACTIVE\ncreated: 1993-02-27", Reason.WRONG_DOMAIN),
        ("No match for lain.co.id", Reason.WRONG_DOMAIN),
    ],
)
def test_what_is_no_word_about_the_name_is_unknown(text: str, reason: Reason) -> None:
    finding = read_whois(text, "toko-sari.co.id", AT)
    assert (finding.outcome, finding.reason) == (Outcome.UNKNOWN, reason)
    assert facts_of(finding).registered is None


def test_a_name_made_of_phrases_is_not_taken_for_one() -> None:
    text = "limit reached.example: nothing\nDomain: no match\nWelcome to not found.example"
    assert read(text, "not found.example")[0] is not Reason.NOT_FOUND


def test_a_record_outranks_phrases_about_other_things() -> None:
    reason, facts = read("No match for contact CTH-1\n" + ID_2025, "toko-sari.co.id")
    assert (reason, facts.registered) == (Reason.OK, True)


def test_an_answer_that_contradicts_itself_is_unknown() -> None:
    finding = read_whois("Status: available\nRegistrar: PT Contoh Daftar", "toko.example", AT)
    assert (finding.outcome, finding.reason) == (Outcome.UNKNOWN, Reason.BAD_ANSWER)
    assert facts_of(finding).registered is None


@pytest.mark.parametrize("status", ["pendingDelete", "redemption period", "QUARANTINE", "connect"])
def test_a_name_on_its_way_out_is_not_free(status: str) -> None:
    reason, facts = read(f"Domain: toko.example\nStatus: {status}", "toko.example")
    assert (reason, facts.registered) == (Reason.NO_DATE, True)


@pytest.mark.parametrize("text", [ID_2013_TO_2019, ID_2025, THIN_COM, NESTED, BRACKETED])
def test_an_answer_cut_anywhere_is_never_misread(text: str) -> None:
    whole = facts_of(read_whois(text, "", AT))
    for length in range(len(text)):
        facts = facts_of(read_whois(text[:length], "", AT))
        assert facts.registered is not False
        assert facts.expires_on in (whole.expires_on, None)


def test_the_state_of_an_address_is_no_status() -> None:
    text = "Status: ok\nState: Sumatera Selatan\nstate: REGISTERED, DELEGATED"
    assert read(text, "")[1].statuses == ("ok", "registered", "delegated")


def test_codes_on_one_line_are_told_apart() -> None:
    assert read("Status: ok clientHold (see there)", "")[1].statuses == ("ok", "clienthold")
    assert read("Status: client transfer prohibited", "")[1].statuses == (
        "clienttransferprohibited",
    )


@pytest.mark.parametrize("domain", ["", "?.co.id"])
def test_a_name_that_was_not_known_is_taken_from_the_answer(domain: str) -> None:
    assert read(ID_2025, domain)[1].domain == "toko-sari.co.id"


def test_an_international_name_is_the_same_as_its_a_label() -> None:
    text = "Domain: kafé.example\nExpires: 2027-01-01"
    assert read(text, "xn--kaf-dma.example")[0] is Reason.OK


def test_only_the_first_16_kib_are_read() -> None:
    text = "Status: ok\n" + ("x" * 1000 + "\n") * 17 + "Expires: 2027-01-01"
    assert read(text, "toko.example")[0] is Reason.NO_DATE


WORST = {
    "one word": "a" * 16384,
    "colons": ":" * 16384,
    "line ends": "\n" * 16384,
    "tiny lines": "a:b\n" * 4096,
    "headings": ("x" * 38 + "\n") * 420,
    "slashes": ("/" * 59 + ":\n") * 280,
    "accents": "éàü/éàü/éàü/x: y\n" * 1000,
    "brackets": ("[" * 59 + "\n") * 280,
    "dates": ("expires: " + "1.1." * 30 + "\n") * 150,
    "statuses": ("Status: " + "ok " * 300 + "\n") * 18,
    "hosts": ("no match " + "a-" * 50 + "\n") * 150,
}


@pytest.mark.parametrize("text", WORST.values(), ids=WORST)
def test_hostile_text_takes_no_time(text: str) -> None:
    def once() -> float:
        begun = perf_counter()
        read_whois(text, "toko.example", AT)
        return perf_counter() - begun

    # Measured: under 3 ms. Ten times that still catches anything that is not linear.
    assert min(once() for _ in range(3)) < 0.030


LABELS = st.sampled_from(
    ["Domain: ", "Status: ", "Expires: ", "Registrar: ", "[Created on] ", "Name Server: ", "\n  "]
)


@settings(deadline=None)
@given(st.text(max_size=300), st.text(max_size=20))
def test_no_text_makes_it_raise(text: str, domain: str) -> None:
    read_whois(text, domain, AT)


@settings(deadline=None)
@given(st.lists(st.tuples(LABELS, st.text(max_size=30)), max_size=8))
def test_no_values_make_it_raise(lines: list[tuple[str, str]]) -> None:
    read_whois("\n".join(label + value for label, value in lines), "toko.example", AT)


@settings(deadline=None)
@given(st.from_regex(r"[0-9]{1,4}[-/. ][0-9A-Za-z]{1,4}[-/. ][0-9]{1,4}([ T][0-9:+Z]{0,9})?"))
def test_no_date_makes_it_raise_or_leaves_the_plausible_years(printed: str) -> None:
    _, facts = read(f"Expires: {printed}", "toko.example")
    assert facts.expires_on is None or 1985 <= facts.expires_on.year <= 2056


@settings(deadline=None)
@given(st.dates(date(1985, 1, 1), date(2056, 12, 31)), st.sampled_from("-/."))
def test_a_numeric_date_is_right_or_refused(day: date, sep: str) -> None:
    printed = day.strftime(f"%d{sep}%m{sep}%Y")
    assert read(f"Expires: {printed}", "toko.example")[1].expires_on in (day, None)
    assert read(f"Expires: {printed}", "toko.rs")[1].expires_on == day


def test_a_status_that_is_said_over_and_over_is_said_once() -> None:
    _, facts = read("Domain: toko.example\nStatus: ok ok clientHold ok\n", "toko.example")
    assert facts.statuses == ("ok", "clienthold")
