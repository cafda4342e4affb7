"""The second reader: what it may say, and what two readings amount to."""

import socket
from dataclasses import replace
from datetime import date
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.core.looks.observation import DomainFacts, Finding, Outcome, Reason
from watcher.probes.domain.cross_check import cross_check, second_opinion

OUR_DAY = date(2027, 3, 10)
OURS = DomainFacts("toko.com", registered=True, expires_on=OUR_DAY, source="whois")


def ok(facts: DomainFacts = OURS) -> Finding:
    return Finding(Outcome.OK, Reason.OK, facts)


@pytest.mark.parametrize(
    ("text", "domain", "day"),
    [
        ("Domain Name: TOKO.COM\nExpiration Date: 2027-03-10T04:00:00Z", "toko.com", OUR_DAY),
        ("Registry Expiry Date: 2027-03-10T04:00:00Z\n" * 2, "toko.org", OUR_DAY),
        ("Renewal date:\n   Wednesday 10th Mar 2027", "toko.co.uk", None),
        ("Expiration Date: 10-Mar-2027 10:00:00 ABC", "toko.com", OUR_DAY),  # an unknown zone
        ("Expiration Date: soon, 12345", "toko.com", None),
        ("Expiration Date: 20270310", "toko.com", None),  # comes back as a string
        ("Expiry Date: 2027-03-10\nExpiration Date: 2028-03-10", "toko.com", None),
        ("Expiration Date: 99999999999999999999", "toko.com", None),
        ('No match for "TOKO.COM". 2027', "toko.com", None),
        ("", "toko.com", None),
        ("Expiration Date: 2027-03-10", "TOKO.COM.", OUR_DAY),
        ("Expiration Date: 2027-03-10", "", None),
        ("Expiration Date: 2027-03-10", "toko.hk", None),  # not asked: its expressions take seconds
    ],
)
def test_gives_one_day_or_none(text: str, domain: str, day: date | None) -> None:
    assert second_opinion(text, domain) == day


def test_never_opens_a_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        pytest.fail("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    assert second_opinion("Expiration Date: 2027-03-10", "toko.com") == OUR_DAY


@pytest.mark.parametrize("ending", ["com", "id", "jp", "fr", "uk", "kr", "xyz", "ua", "hk", "zz"])
@pytest.mark.parametrize(
    "text",
    [
        "a" * 65536,
        "2027" + "a" * 65536,
        "\n" * 16384,
        ("2027 " + "a." * 500 + "\n") * 16,
        ("2027-01-01 " + "a" * 80 + "\n") * 200,
        "Expiration Date: " + "2027-01-01 " * 1000,
        ("2027" + "." * 96 + "\n") * 30,
    ],
)
def test_hostile_text_does_not_hold_it_up(text: str, ending: str) -> None:
    begun = perf_counter()
    second_opinion(text, f"toko.{ending}")
    assert perf_counter() - begun < 0.25  # measured: 20 ms at most; uncapped it takes a minute


@pytest.mark.parametrize(
    "second",
    [None, OUR_DAY, date(2027, 3, 9), date(2027, 3, 11), date(2027, 10, 3)],
    ids=["silent", "same", "day before", "day after", "day and month swapped"],
)
def test_a_reading_that_fits_changes_nothing(second: date | None) -> None:
    assert cross_check(ok(), second) == ok()


@pytest.mark.parametrize("second", [date(2027, 3, 12), date(2028, 3, 10), date(2026, 3, 10)])
def test_days_apart_prove_neither(second: date) -> None:
    finding = cross_check(ok(), second)
    assert (finding.outcome, finding.reason) == (Outcome.UNKNOWN, Reason.DISAGREEMENT)
    assert finding.facts == replace(OURS, expires_on=None)


def test_the_registrars_date_is_no_disagreement() -> None:
    first = ok(replace(OURS, registrar_expires_on=date(2026, 3, 10)))
    assert cross_check(first, date(2026, 3, 10)) == first


@pytest.mark.parametrize("reason", [Reason.NO_DATE, Reason.AMBIGUOUS_DATE, Reason.BAD_DATE])
def test_a_date_only_the_second_reader_finds_is_not_trusted(reason: Reason) -> None:
    first = Finding(Outcome.UNKNOWN, reason, replace(OURS, expires_on=None))
    assert cross_check(first, OUR_DAY) == first


def test_a_date_speaks_against_no_such_name() -> None:
    gone = DomainFacts("toko.com", registered=False, source="whois")
    finding = cross_check(Finding(Outcome.FAILED, Reason.NOT_FOUND, gone), OUR_DAY)
    assert (finding.outcome, finding.reason) == (Outcome.UNKNOWN, Reason.DISAGREEMENT)
    assert finding.facts == replace(gone, registered=None)


def test_a_finding_without_facts_stays() -> None:
    first = Finding(Outcome.UNKNOWN, Reason.TIMEOUT_TOTAL)
    assert cross_check(first, OUR_DAY) == first


@settings(deadline=None)
@given(
    st.text(max_size=200),
    st.sampled_from(["toko.com", "toko.id", "toko.xyz", "toko.top", "toko.biz", "toko.shop"]),
)
def test_no_text_makes_it_raise(text: str, domain: str) -> None:
    second_opinion(f"Expiration Date: {text}\n{text} 2027", domain)
