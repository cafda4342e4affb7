"""Lists with numbers, dates below their labels, columns: layouts beside "Label: value"."""

from datetime import UTC, date, datetime

import pytest

from watcher.core.looks.observation import DomainFacts, Reason
from watcher.probes.domain.whois_text import read_whois

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)
NAME = "keripik-wati.example"
END, BEGIN = date(2030, 5, 13), date(2020, 1, 31)


def read(lines: str, domain: str = NAME) -> tuple[Reason, DomainFacts]:
    finding = read_whois(f"Domain Name: {domain}\n{lines}", domain, AT)
    assert isinstance(finding.facts, DomainFacts)
    return finding.reason, finding.facts


@pytest.mark.parametrize(
    "lines",
    [
        # numbers and letters
        "d [Record Expired]  13-MAY-2030",
        "d. [Record Expired]  13-MAY-2030",
        "D) [Expires on] 2030/05/13",
        "4 [Expiry Date]  2030-05-13",
        "[d] Expiry Date: 2030-05-13",
        "(4) Expiry Date: 2030-05-13",
        "4. Record Expires: 2030-05-13",
        "iv) Domain Expired   13 May 2030",
        "b.  Registration Expiry Date    2030-05-13",
        "- Expires: 2030-05-13",
        "\u2022 Expires: 2030-05-13",
        # below
        "Expiry Date:\n2030-05-13",
        "Expiry Date\n2030-05-13",
        "Expiration Date:\n\n  13-May-2030 (UTC)",
        "[Expires on]\n2030/05/13",
        "    Expires:\n  Mon, 13 May 2030\nStatus: ok",
        "Tanggal Kedaluwarsa:\n13 Mei 2030",
        # columns
        "Created: 2020-01-31      Expires: 2030-05-13",
        "Created: 2020-01-31\tExpires: 2030-05-13",
        "Created: 2020-01-31 | Expires: 2030-05-13",
        "Created: 2020-01-31, Expires: 2030-05-13",
        "Registrant: Ibu Rahasia     Expires: 2030-05-13",
        "Created:     Expires: 2030-05-13",
        "Expires:   2030-05-13   Registered:   2020-01-31   Modified:   2024-02-29",
        "Created   2020-01-31     Expires   2030-05-13",
        "Expires              2030-05-13 10:00:00",
        "Expires\t2030-05-13",
        "Expires.......... 2030-05-13",
        "Expires.....2030-05-13",
        "Expires = 2030-05-13",
        "Expires on 13 May 2030",
        "Expires 2030-05-13 10:00:00",
        # words
        "Record Expiration Date: 2030-05-13",
        "Berlaku sampai: 13 Mei 2030",
    ],
)
def test_every_layout_reads_as_the_plain_one(lines: str) -> None:
    reason, facts = read(lines)
    assert (reason, facts.expires_on) == (Reason.OK, END)
    assert facts.registered_at is None or facts.registered_at.date() == BEGIN
    assert facts.registrar is None
    assert "Rahasia" not in repr(facts)


@pytest.mark.parametrize(
    "lines",
    [
        "Created: 2020-01-31      Expires: 2030-05-13",
        "Created   2020-01-31     Expires   2030-05-13",
        "Created:\n2020-01-31\nExpires:\n2030-05-13",
        "c [Record Created]  31-JAN-2020\nd [Record Expired]  13-MAY-2030",
    ],
)
def test_both_dates_of_a_layout_are_read(lines: str) -> None:
    _, facts = read(lines)
    assert facts.registered_at is not None
    assert (facts.registered_at.date(), facts.expires_on) == (BEGIN, END)


@pytest.mark.parametrize(
    "lines",
    [
        "Created:\nExpires:\n2020-01-31\n2030-05-13",  # whose is whose?
        "Expires:\nStatus: ok\n2030-05-13",
        "Expires\nof 2030-05-13 nothing is known",
        "Expires:\nNote: 2030-05-13",
        "Validity\nshown above: 2030-05-13",
    ],
)
def test_a_date_that_stands_elsewhere_is_not_taken(lines: str) -> None:
    assert read(lines)[1].expires_on is None


def test_values_that_read_like_labels_stay_values() -> None:
    _, facts = read("Status:   Registered\nStatus    Expired\nRegistrar:   PT Contoh  Daftar")
    assert facts.statuses == ("registered", "expired")
    assert facts.registrar == "PT Contoh Daftar"
    assert facts.expires_on is None


def test_the_database_is_not_the_name() -> None:
    _, facts = read("Expires: 2030-05-13\n\nLast updated on 2026-11-24T01:00:00Z\n")
    assert facts.changed_at is None


def test_two_columns_of_a_whole_record() -> None:
    reason, facts = read(
        "Registrar: PT Contoh Daftar          Status: ok\n"
        "Created:   2020-01-31                Updated: 2026-01-01\n"
        "Expires:   2030-05-13                Name Server: ns1.contoh.example\n"
    )
    assert (reason, facts.expires_on, facts.registrar) == (Reason.OK, END, "PT Contoh Daftar")
    assert (facts.statuses, facts.nameservers) == (("ok",), ("ns1.contoh.example",))
