"""How a site's ninety days went: outages, our own blindness, new texts, and letters."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from read_pages import aloud, read, rows, section
from site_pages import END, a_record, opened, seen

from watcher.core.looks.observation import Reason
from watcher.core.period import Period
from watcher.core.sites.site_history import Gap, Incident, LetterRecord, SiteRecord

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
every_language = pytest.mark.parametrize("language", ["id", "en"])

# disturbances


def outage(
    ago: timedelta, lasted: timedelta | None, reason: Reason = Reason.CONNECT_REFUSED
) -> Incident:
    begin = END - ago
    return Incident(begin, None if lasted is None else begin + lasted, reason)


def disturbances(record: SiteRecord, language: str = "en") -> list[list[str]]:
    return rows(section(opened(record=record, language=language), "days"))


def test_outages_and_our_own_blindness_stand_together_the_newest_first() -> None:
    blind = Gap(Period(END - 20 * DAY, END - 20 * DAY + 9 * HOUR), Reason.OWN_DNS)
    record = a_record(
        incidents=(outage(70 * DAY, 3 * HOUR), outage(5 * DAY, None, Reason.DNS_NXDOMAIN)),
        gaps=(blind,),
    )
    found = disturbances(record)
    assert [row[0] for row in found] == [
        "could not be opened",
        "not measured",
        "could not be opened",
    ]
    assert [row[1] for row in found] == [
        "27 Oct 2026, 00:00 WIB",
        "12 Oct 2026, 00:00 WIB",
        "23 Aug 2026, 00:00 WIB",
    ]
    assert [row[2] for row in found] == ["5 days so far", "9 hours", "3 hours"]


@pytest.mark.parametrize(
    ("lasted", "said"),
    [
        (None, "2 hari, masih berlangsung"),
        (5 * DAY, "2 hari, masih berlangsung"),
        (2 * DAY, "2 hari"),
        (HOUR, "1 jam"),
    ],
)
def test_what_ended_after_the_month_lasts_as_far_as_the_month_knows(
    lasted: timedelta | None, said: str
) -> None:
    ((_, _, length, _),) = disturbances(a_record(incidents=(outage(2 * DAY, lasted),)), "id")
    assert length == said


def test_eight_disturbances_are_told_the_newest_ones() -> None:
    many = tuple(outage(n * DAY, HOUR) for n in range(12, 0, -1))
    found = disturbances(a_record(incidents=many))
    assert len(found) == 8
    assert found[0][1].startswith("31 Oct 2026")
    assert found[-1][1].startswith("24 Oct 2026")


@pytest.mark.parametrize("reason", Reason)
def test_every_cause_of_a_disturbance_has_words(reason: Reason) -> None:
    record = a_record(incidents=(outage(DAY, HOUR, reason),))
    ((*_, cause),) = disturbances(record)
    assert cause
    assert cause != reason.value or " " not in cause


@every_language
def test_quiet_days_are_told_in_a_sentence(language: str) -> None:
    part = section(opened(language=language), "days")
    assert part.css("table") == []
    sentence = {"en": "No outage was confirmed", "id": "Tidak ada gangguan"}[language]
    assert sentence in read(part)


# contents


def test_changes_of_the_text_are_told_the_newest_first_and_the_first_sight_last() -> None:
    texts = tuple(seen(str(n), n * DAY, (n - 1) * DAY) for n in range(12, 0, -1))
    lines = [
        read(li) for li in section(opened(record=a_record(contents=texts)), "changes").css("li")
    ]
    assert lines[0] == "31 Oct 2026 the text of the home page changed"
    assert len(lines) == 9
    assert lines[-1] == "20 Oct 2026 first seen by us"
    only = section(opened(record=a_record(contents=texts[:1])), "changes").css("li")
    assert [read(li) for li in only] == ["20 Oct 2026 first seen by us"]
    assert "has not been read yet" in read(section(opened(), "changes"))


# letters


def test_letters_tell_what_to_whom_and_whether_they_arrived() -> None:
    letters = (
        LetterRecord("expiry_h14", "owner", END - 9 * DAY, END - 8 * DAY),
        LetterRecord("certificate_h7", "officer", END - 5 * DAY, None),
    )
    assert rows(section(opened(record=a_record(letters=letters)), "letters")) == [
        ["27 Oct 2026", "Certificate: 7 days before its end", "Officer", "× turned down"],
        ["24 Oct 2026", "Domain: 14 days before its end", "Owner", "✓ accepted by the server"],
    ]


@every_language
def test_without_letters_there_is_a_sentence(language: str) -> None:
    part = section(opened(language=language), "letters")
    assert part.css("table") == []
    assert read(part).endswith(".")


def test_the_days_are_drawn_with_their_first_and_last_date() -> None:
    days: Sequence[float | None] = (None, 0.5, *[0.0] * 88)
    part = section(opened(record=a_record(days=tuple(days))), "days")
    assert aloud(part.css("svg.strip")[0]) == (
        "90 days: 88 without an outage, 1 with one, 1 not measured"
    )
    assert [read(one) for one in part.css("p.ends span")] == ["3 Aug 2026", "31 Oct 2026"]
