"""A registry in trouble finds nothing: its "not found" proves nothing."""

from datetime import UTC, datetime

import pytest

from watcher.core.looks.observation import DomainFacts, Outcome
from watcher.probes.domain.whois_text import read_whois

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)
NAME = "batik-laras.my.id"
ABSENT = "Domain tidak ditemukan"


def registered(text: str) -> bool | None:
    finding = read_whois(text, NAME, AT)
    assert isinstance(finding.facts, DomainFacts)
    return finding.facts.registered


@pytest.mark.parametrize(
    "text",
    [
        # for now
        "Data domain tidak ditemukan untuk sementara",
        "Domain belum terdaftar saat ini",
        "no data found at this time",
        "No match at the moment",
        "For the time being no entries found",
        "Currently no data found",
        "No records found for now, please wait",
        "temporarily not found",
        "No such domain yet",
        # ask again
        "No data found, check again in an hour",
        "Domain tidak ditemukan, silakan ulangi beberapa saat lagi",
        "Not found. Retry shortly",
        "No match. Please try your query in a few minutes.",
        "Domain tidak ditemukan. Mohon dicoba kembali.",
        # being worked on
        "Layanan sedang dalam pemeliharaan\nData tidak ditemukan",
        "Not found\n\nOur service is under maintenance",
        "Scheduled downtime tonight\nNo entries found",
        "Status: free\nOur database is being rebuilt",
        "Domain Status: No Object Found\nMigration in progress",
        "No match: zone not loaded",
        # broken
        "Lookup failed: not found",
        "Error: no data found",
        "Data tidak ditemukan karena gangguan jaringan",
        "Terjadi kesalahan sistem, domain tidak ditemukan",
        "Not found (SERVFAIL)",
        "not found: HTTP 503",
        "not found. ERR_BACKEND_DOWN",
        "Due to technical reasons no data found",
        # not reached
        "backend timeout, object not found in cache",
        "timed out: no match",
        "No match (registry unreachable)",
        "The server is not responding. No record found.",
        "Domain not found; connection lost",
        "WHOIS database is not available: not found",
        "Basis data belum siap, domain tidak ditemukan",
        # at its limits
        "Server sibuk: domain tidak ditemukan",
        "High load, not found",
        # a part
        "not found in this replica",
        "No objects found; the results may be incomplete",
        # other languages beside a phrase we know
        "Mantenimiento programado - not found",
        "Service indisponible, reessayez: not found",
        "Zurzeit gest\xf6rt (Wartung): not found",
        "Not found - tijdelijk",
    ],
)
def test_a_denial_that_is_taken_back_is_none(text: str) -> None:
    assert registered(text) is None


@pytest.mark.parametrize(
    "text",
    [
        ABSENT,
        f"Maaf, {ABSENT.lower()}.",
        f"Domain {NAME} tidak dapat ditemukan: {ABSENT}",
        f"{NAME} is not currently registered: no match",
        "Currently available: not found",
        f"No match: {NAME} is not registered yet",
        f"No match: {NAME} has not yet been registered",
        "%ERROR:101: no entries found\n%\n% No entries found.",
        f"{ABSENT}\nURL of the ICANN WHOIS Data Problem Reporting System: http://icann.example/",
        f"{ABSENT}\n\nThis list is error-free as far as we know.",
        f"{ABSENT}\n\nYou agree. Failure to comply may end your access to it.",
        f"{ABSENT}\n" + "the database is described here\n" * 12 + "in case of errors ask us\n",
    ],
)
def test_a_plain_denial_stands(text: str) -> None:
    assert registered(text) is False


def test_a_name_made_of_such_words_is_no_trouble() -> None:
    finding = read_whois("No match for cache-error-sementara.id", "cache-error-sementara.id", AT)
    assert finding.outcome is Outcome.FAILED


def test_trouble_takes_nothing_from_a_record() -> None:
    text = f"Temporarily slow.\nDomain Name: {NAME}\nExpires: 2027-01-31"
    assert registered(text) is True
