"""The JSON of a month: the very figures of the page, and a hash that tells data apart."""

import json
import math
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from factories import (
    OCTOBER_PERIOD,
    T0,
    a_domain,
    a_history,
    a_programme,
    a_site,
    a_teller,
    one_of_each,
    reckoned,
)

from watcher.core.looks.observation import Reason
from watcher.core.looks.uptime import Tally
from watcher.core.period import Period
from watcher.core.sites.letter_tally import LetterTally
from watcher.core.sites.site import MonitoringStatus
from watcher.core.sites.site_history import Gap, History, SiteHistory
from watcher.core.sites.state import State
from watcher.report.data.document import document
from watcher.report.sentences.summary import plain

HOUR = timedelta(hours=1)
KEYS = {
    "period", "method_version", "data_hash", "revision", "programme", "communities", "sites", "due",
    "data_quality",
}  # fmt: skip
SITE_KEYS = {
    "id", "name", "url", "community", "state", "since", "uptime", "coverage", "incidents", "domain",
    "hosting", "certificate", "last_update", "channels", "notices",
}  # fmt: skip


def written(programme: History, language: str = "id", before: History | None = None) -> Any:
    earlier = reckoned(before) if before else None
    return document(a_teller(reckoned(programme), earlier, language))


def a_month(**known: object) -> History:
    paused = a_history(site=a_site(7, standing=MonitoringStatus.PAUSED))
    return a_programme(*one_of_each(), paused, **{"post": LetterTally(sent=4)} | known)  # type: ignore[arg-type]  # by name


def test_the_document_has_what_was_promised() -> None:
    body = written(a_month())
    assert set(body) >= KEYS
    assert all(set(site) >= SITE_KEYS for site in body["sites"])
    assert body["period"] == "2026-10"


def test_the_document_is_json_that_every_reader_takes() -> None:
    body = written(a_month())
    assert json.loads(json.dumps(body, allow_nan=False)) == body


@pytest.mark.parametrize("language", ["id", "en"])
def test_it_says_what_the_figures_say(language: str) -> None:
    figures = reckoned(a_month())
    context = a_teller(figures, None, language)
    programme: Any = document(context)["programme"]
    assert programme["sites"] == figures.counts.total == sum(programme["states"].values())
    assert programme["states"] == {state.value: figures.counts[state] for state in State}
    assert programme["opens"] == figures.counts.opens
    assert programme["away"] == 1
    assert programme["due"] == figures.due_domains
    assert programme["availability"] == figures.availability
    assert programme["sent"] == 4
    assert programme["sentences"] == plain(context)


def test_the_states_of_the_sites_sum_to_those_of_the_programme_and_its_communities() -> None:
    body = written(a_month())
    listed = [site["state"] for site in body["sites"] if site["standing"] == "active"]
    assert {s: listed.count(s) for s in body["programme"]["states"]} == body["programme"]["states"]
    assert sum(c["sites"] for c in body["communities"]) == body["programme"]["sites"]


def test_a_site_that_is_away_is_listed_and_in_no_sum() -> None:
    body = written(a_month())
    assert [s["id"] for s in body["sites"] if s["standing"] == "paused"] == [7]
    assert (body["programme"]["sites"], body["programme"]["away"]) == (6, 1)


def test_seconds_and_shares_of_a_site_agree() -> None:
    tally = Tally(up=700 * HOUR, down=44 * HOUR)
    (site,) = written(a_programme(a_history(tally=tally)))["sites"]
    seconds = site["up_seconds"] + site["down_seconds"]
    assert math.isclose(site["uptime"], site["up_seconds"] / seconds, abs_tol=1e-6)
    assert math.isclose(site["coverage"], seconds / OCTOBER_PERIOD.length.total_seconds())


def test_what_is_not_known_is_null_and_never_nothing() -> None:
    unmeasured = a_history(tally=Tally(), domain=None, site=a_site(granted_on=None), contents=())
    (site,) = written(a_programme(unmeasured))["sites"]
    assert site["uptime"] is None
    assert site["coverage"] == 0
    assert site["domain"]["on"] is None
    assert site["domain"]["confidence"] == "unknown"
    assert site["last_update"]["date"] is None
    assert site["certificate"]["on"] is None


def test_the_month_before_stands_beside_when_it_can_be_compared() -> None:
    before = a_programme(a_history(1))
    assert written(a_month())["programme"]["before"] is None
    after = written(a_programme(a_history(1)), before=before)
    assert after["programme"]["before"]["in_use"] == 1
    others = written(a_programme(a_history(1), a_history(2)), before=before)
    assert others["programme"]["before"] is None


def test_the_hash_is_the_same_in_both_languages_and_every_time() -> None:
    hashes = {written(a_month(), language)["data_hash"] for language in ("id", "en", "id")}
    assert len(hashes) == 1


CHANGES: list[Callable[[], History]] = [
    lambda: a_month(post=LetterTally(sent=5)),
    lambda: a_month(looks=1),
    lambda: a_month(gaps=(Gap(Period(T0, T0 + HOUR), Reason.OWN_DNS),)),
    lambda: a_programme(*one_of_each(), post=LetterTally(sent=4)),
    lambda: a_programme(*one_of_each()[:5], post=LetterTally(sent=4)),
    lambda: with_first(a_history(1, tally=Tally(up=700 * HOUR))),
    lambda: with_first(a_history(1, domain=a_domain(OCTOBER_PERIOD.end.date()))),
    lambda: a_month(post=LetterTally(sent=4, by_site={1: 1})),
    lambda: with_first(a_history(site=a_site(1, business="Nama Lain"))),
    lambda: with_first(a_history(site=a_site(1, community_id=2))),
]


def with_first(one: SiteHistory) -> History:
    paused = a_history(site=a_site(7, standing=MonitoringStatus.PAUSED))
    return a_programme(one, *one_of_each()[1:], paused, post=LetterTally(sent=4))


def test_every_change_of_the_data_changes_the_hash() -> None:
    hashes = [written(change())["data_hash"] for change in CHANGES]
    assert len({written(a_month())["data_hash"], *hashes}) == len(CHANGES) + 1
