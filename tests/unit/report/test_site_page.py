"""The page of one site: how it stands, how its days went, and what was written about it."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from factories import (
    a_domain,
    a_history,
    a_page,
    a_site,
    one_of_each,
)
from read_pages import read, rows, section, whole
from site_pages import END, a_record, opened, seen
from test_report_page import HOSTILE

from watcher.core.looks.observation import Certificate, DomainFacts
from watcher.core.looks.uptime import Tally
from watcher.core.pages.page_facts import Claim
from watcher.core.sites.site import MonitoringStatus, Owner
from watcher.core.sites.site_history import SiteHistory
from watcher.wording import words
from watcher.wording.terms import STANDINGS

every_language = pytest.mark.parametrize("language", ["id", "en"])


def summary(one: SiteHistory, language: str = "en") -> str:
    return read(opened(one, language=language).css("section.summary")[0])


DAY = timedelta(days=1)
TWO_TEXTS = (seen("old", 80 * DAY, 30 * DAY), seen("new", 30 * DAY))
STATED = Claim(datetime(2026, 9, 9, tzinfo=UTC), "sitemap", strong=True)


@pytest.mark.parametrize(
    ("known", "english", "indonesian"),
    [
        ({"contents": TWO_TEXTS}, "Its content changed last on 2 October 2026.", "2 Oktober 2026"),
        (
            {"claims": (STATED,), "fetched_at": END, "stated": (seen("x", DAY),), "contents": ()},
            "It says itself that it changed last on 9 September 2026.",
            "9 September 2026",
        ),
        (
            {"contents": (seen("one", 20 * DAY),)},
            "Its content has not changed since we began to watch it, 12 October 2026.",
            "12 Oktober 2026",
        ),
        (
            {"contents": ()},
            "Whether its content changes is not known.",
            "Belum diketahui apakah isinya berubah.",
        ),
    ],
)
def test_the_last_change_is_told_as_it_is_known(
    known: dict[str, Any], english: str, indonesian: str
) -> None:
    one = a_history(1, **known)
    assert english in summary(one)
    assert indonesian in summary(one, "id")


@every_language
def test_a_text_that_came_after_another_is_not_said_to_be_the_first_we_saw(language: str) -> None:
    once_another = (seen("once", 80 * DAY, 80 * DAY), seen("new", 30 * DAY))
    page = opened(a_history(1, contents=once_another), a_record(contents=once_another), language)
    told = {
        "en": "Its content has not changed since 2 October 2026, as far as we have seen.",
        "id": "Sejauh yang kami lihat, isinya tidak berubah sejak 2 Oktober 2026.",
    }
    assert told[language] in read(page.css("section.summary")[0])


LOST = DomainFacts("usaha1.example", registered=False)


@pytest.mark.parametrize(
    ("one", "sentence", "row"),
    [
        (
            a_history(domain=a_domain(date(2027, 6, 1))),
            "The domain is valid until 1 June 2027.",
            ["Domain", "1 Jun 2027", "certain"],
        ),
        (
            a_history(domain=a_domain(date(2026, 11, 1))),
            "The domain is valid until 1 November 2026.",
            ["Domain", "1 Nov 2026", "certain"],
        ),
        (
            a_history(domain=a_domain(date(2026, 10, 31))),
            "The domain ended on 31 October 2026.",
            ["Domain", "31 Oct 2026", "certain"],
        ),
        (
            a_history(domain=None),
            "When the domain ends is not known.",
            ["Domain", "not known", ""],
        ),
        (
            a_history(domain=LOST),
            "The domain is not registered any more.",
            ["Domain", "not known", ""],
        ),
    ],
)
def test_the_domain_is_told_as_valid_ended_lost_or_not_known(
    one: SiteHistory, sentence: str, row: list[str]
) -> None:
    page = opened(one)
    assert sentence in read(page.css("section.summary")[0])
    assert rows(section(page, "terms"))[0] == row


@every_language
def test_a_site_on_a_platform_has_no_domain_that_ends(language: str) -> None:
    one = a_history(site=a_site(domain=None), domain=None)
    page = opened(one, language=language)
    assert [row[0] for row in rows(section(page, "terms"))] == ["Hosting"]
    sentence = {"en": "no domain of its own", "id": "tidak punya domain sendiri"}[language]
    assert sentence in read(page.css("section.summary")[0])


def test_every_term_that_is_known_has_a_row_with_how_it_is_known() -> None:
    ends = datetime(2026, 12, 31, 18, 0, tzinfo=UTC)
    certificate = Certificate(END - 90 * DAY, ends, "CA", ("usaha1.example",))
    one = a_history(site=a_site(grant_ends=date(2027, 1, 2)), certificate=certificate)
    assert rows(section(opened(one), "terms")) == [
        ["Domain", "1 Jun 2027", "certain"],
        ["Hosting", "1 Nov 2026", "estimate"],
        ["Certificate", "1 Jan 2027", "certain"],
        ["The grant pays until", "2 Jan 2027", ""],
    ]


@every_language
def test_a_hijacked_address_is_defanged_and_the_strangers_are_named(language: str) -> None:
    page = opened(one_of_each()[4], language=language)
    assert "usaha5 [.]example" in whole(page)
    assert "usaha5.example" not in (page.html or "")
    warning = {"en": "content of strangers", "id": "pihak lain"}[language]
    assert warning in read(page.css("section.summary")[0])
    assert warning not in summary(a_history(1), language)


def test_the_share_is_told_only_where_enough_was_measured() -> None:
    thin = a_history(1, tally=Tally(up=24 * DAY))
    assert "Too little of October 2026 was measured" in summary(thin)
    assert "%" not in summary(thin)
    full = a_history(1, tally=Tally(up=30 * DAY, down=DAY))
    assert "In October 2026 the site opened 96.8% of the time." in summary(full)


def uses(one: SiteHistory) -> dict[str, str]:
    return {row[0]: row[1] for row in rows(section(opened(one), "use"))}


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"pages": (a_page(until=END, title="USAHA 1 - Beranda"),)}, "yes"),
        ({"pages": (a_page(until=END, title="WordPress"),)}, "no"),
        ({"pages": (a_page(until=END, title=""),)}, "no"),
        ({"pages": ()}, "not known"),
    ],
)
def test_a_page_that_nobody_read_is_not_said_to_hide_the_name(
    known: dict[str, Any], said: str
) -> None:
    assert uses(a_history(1, **known))["Title shows the granted name"] == said


@pytest.mark.parametrize("text", HOSTILE)
def test_what_strangers_wrote_is_text(text: str) -> None:
    pages = (a_page(until=END, title=text, evidence=(text,)),)
    one = a_history(site=a_site(1, business=text), pages=pages)
    page = opened(one, owner=Owner("owner1", text, greeting=text))
    assert page.css("script, img, iframe, object, form, link, base") == []
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", page.html or "")
    assert "1337" not in whole(page)
    assert [a.attributes["href"] for a in page.css("a")] == ["#content"]


def test_the_owner_is_named_where_one_is_known() -> None:
    owner = Owner("owner1", "Siti <b>& Rekan</b>", "siti@kopi.example", "6281200000001")
    said = whole(opened(owner=owner))
    assert "owner: Siti <b>& Rekan</b>" in said
    assert "siti@kopi.example" not in said
    assert "8120000" not in said
    assert "owner:" not in whole(opened())


@every_language
@pytest.mark.parametrize("standing", MonitoringStatus)
def test_a_site_that_is_not_watched_says_so(standing: MonitoringStatus, language: str) -> None:
    page = opened(a_history(site=a_site(1, standing=standing)), language=language)
    word = words(language)(STANDINGS[standing])
    flags = [read(flag) for flag in page.css("p.flag")]
    assert [flag.endswith(f": {word}.") for flag in flags] == (
        [] if standing is MonitoringStatus.ACTIVE else [True]
    )


@every_language
@pytest.mark.parametrize("state", range(6))
def test_a_site_in_any_state_reads_well(state: int, language: str) -> None:
    one = replace(one_of_each()[state], site=a_site(1, granted_on=None, owner_id=None))
    page = opened(one, language=language)
    assert not re.search(r"\bNone\b|\bnan\b|[{}]", whole(page))
    for part in page.css("section, li, p"):
        assert read(part)
