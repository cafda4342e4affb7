"""The sentences of page one say the figures and nothing else, in both languages."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from factories import (
    DOT_ID,
    OCTOBER_PERIOD,
    a_domain,
    a_history,
    a_programme,
    a_site,
    a_teller,
    one_of_each,
    reckoned,
)

from watcher.core.history import Post, SiteHistory
from watcher.core.renewal import Believed
from watcher.core.state import State
from watcher.core.uptime import Tally
from watcher.report.figures import Figures
from watcher.report.salvage import salvage

every_language = pytest.mark.parametrize("language", ["id", "en"])


def month_of(*sites: SiteHistory, **known: object) -> Figures:
    return reckoned(a_programme(*sites, **known))  # type: ignore[arg-type]  # by name


def told(figures: Figures, language: str = "en", before: Figures | None = None) -> list[str]:
    return a_teller(figures, before, language).plain()


def numbers(sentence: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", sentence)]


def a_crowd() -> list[SiteHistory]:
    """In use 4, stale 3, never used 2, dark 5 (2 of them lapsed), hijacked 1, unknown 6."""
    wanted = [4, 3, 2, 5, 1, 6]
    found: list[SiteHistory] = []
    for state, many in enumerate(wanted):
        found += [one_of_each(len(found) + n + 1)[state] for n in range(many)]
    lapsed = a_domain(OCTOBER_PERIOD.end.date() - timedelta(days=20))
    for n in (9, 10):
        found[n] = replace(found[n], believed=Believed(lapsed))
    return found


@every_language
def test_the_sentences_agree_with_the_figures(language: str) -> None:
    figures = month_of(*a_crowd(), post=Post(sent=17))
    sites, use, due, letters = told(figures, language)
    assert numbers(sites) == [21, 10, 5, 2]
    assert sorted(numbers(use)) == sorted([4, 90, 2, 3, 90])
    assert numbers(letters) == [17, 0]
    assert figures.counts[State.HIJACKED] in numbers(due)


@every_language
def test_a_month_without_trouble_is_told_in_words(language: str) -> None:
    figures = month_of(a_history(1, site=a_site(1, granted_on=None)))
    sites, use, due, letters = told(figures, language)
    assert numbers(sites) == [1, 1]
    assert numbers(use) == []
    assert numbers(due) == [60]
    assert numbers(letters) == []


def test_the_two_languages_are_two_languages() -> None:
    figures = month_of(*a_crowd(), post=Post(sent=17))
    indonesian, english = told(figures, "id"), told(figures, "en")
    assert all(a != b for a, b in zip(indonesian, english, strict=True))
    assert "Oktober" in indonesian[0]
    assert "October" in english[0]


@every_language
def test_due_domains_are_counted_and_hosting_is_not(language: str) -> None:
    ends = [
        a_history(site=a_site(n, granted_on=date(2025, 11, 5)), domain=a_domain(day))
        for n, day in enumerate([date(2026, 11, 10), date(2026, 12, 20), date(2027, 6, 1)], 1)
    ]
    sentence = told(month_of(*ends), language)[2]
    assert sorted(numbers(sentence)) == [1, 2, 14, 60]


@every_language
@pytest.mark.parametrize(("then", "difference"), [(1, [3]), (6, [2]), (4, [])])
def test_a_month_is_compared_with_the_one_before(
    language: str, then: int, difference: list[int]
) -> None:
    now = month_of(*(a_history(n) for n in range(1, 5)))
    before = month_of(*(a_history(n) for n in range(1, then + 1)))
    sentence = told(now, language, before)[0]
    assert numbers(sentence) == [4, 4, *difference]
    assert "September" in sentence


def test_up_and_down_and_the_same_are_said_differently() -> None:
    now = month_of(*(a_history(n) for n in range(1, 5)))
    said = {
        many: told(now, "en", month_of(*(a_history(n) for n in range(1, many + 1))))[0]
        for many in (1, 4, 6)
    }
    assert "up 3 from" in said[1]
    assert "the same as in" in said[4]
    assert "down 2 from" in said[6]


@pytest.mark.parametrize("thin", ["now", "before"])
def test_a_month_that_was_hardly_measured_is_not_compared(thin: str) -> None:
    good = month_of(a_history(1))
    bad = month_of(a_history(1, tally=Tally(up=timedelta(days=20))))
    teller = a_teller(bad, good) if thin == "now" else a_teller(good, bad)
    assert teller.comparable is None
    assert "September" not in teller.plain()[0]


def test_a_month_before_anything_was_watched_is_not_compared() -> None:
    assert a_teller(month_of(a_history(1)), month_of()).comparable is None
    assert a_teller(month_of(a_history(1)), None).comparable is None


def test_plain_sentences_have_no_markup() -> None:
    figures = month_of(*a_crowd(), post=Post(sent=17))
    for language in ("id", "en"):
        assert not re.search(r"[<>&{}]", " ".join(told(figures, language)))


@every_language
@pytest.mark.parametrize(
    ("days_late", "day"),
    [(10, DOT_ID.grace_ends), (50, DOT_ID.redemption_ends), (90, None), (-300, None)],
)
def test_whether_a_dark_site_can_be_saved_is_said_with_its_last_day(
    language: str, days_late: int, day: object
) -> None:
    expires = OCTOBER_PERIOD.end.date() - timedelta(days=days_late)
    figures = month_of(replace(one_of_each()[3], believed=Believed(a_domain(expires))))
    teller = a_teller(figures, None, language)
    said = salvage(figures.sites[0], teller.say, teller.shapes)
    assert said
    if callable(day):
        assert teller.shapes.short_day(day(expires)) in said
    else:
        assert not re.search(r"\d", said)


def test_a_name_that_waits_for_a_click_can_be_saved_by_a_click() -> None:
    held = a_domain(
        statuses=("clienthold",), nameservers=("ns1.verification-hold.suspended-domain.com",)
    )
    figures = month_of(replace(one_of_each()[3], believed=Believed(held)))
    teller = a_teller(figures, None, "id")
    assert "mengeklik" in salvage(figures.sites[0], teller.say, teller.shapes)
