"""A closed month is kept for ever, value for value, and is never changed without a word."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from factories import (
    OCTOBER_PERIOD,
    T0,
    a_history,
    a_programme,
    a_site,
    a_teller,
    down,
    one_of_each,
    reckoned,
)

from watcher.core.looks.observation import Reason
from watcher.core.looks.uptime import Tally
from watcher.core.period import Period
from watcher.core.sites.letter_tally import LetterTally
from watcher.core.sites.site import MonitoringStatus
from watcher.core.sites.site_history import Gap, History, Incident
from watcher.core.sites.state import State
from watcher.report.data.document import data_hash, document
from watcher.report.figures.snapshot import (
    Snapshot,
    StateChange,
    freeze,
    outline_from,
    outline_text,
    revised,
    thaw,
)
from watcher.wording.formats import Formatter


def a_month() -> History:
    paused = a_history(site=a_site(20, standing=MonitoringStatus.PAUSED))
    start = OCTOBER_PERIOD.start
    gap = Gap(Period(start, start + timedelta(hours=9)), Reason.OWN_DNS)
    post = LetterTally(4, {1: 2}, frozenset({2}), 3, 2)
    return a_programme(*one_of_each(), *one_of_each(7, 2), paused, gaps=(gap,), post=post)


def test_a_month_that_was_frozen_thaws_to_the_same_values() -> None:
    now = reckoned(a_month())
    past = (replace(now.outline, month=now.month.previous()),)
    later = revised(Snapshot(now, past), now, T0)
    for snapshot in (Snapshot(now), Snapshot(now, past, closed=False), later):
        assert thaw(freeze(snapshot)) == snapshot


def test_what_thawed_is_told_in_the_same_words_and_under_the_same_hash() -> None:
    fresh = a_teller(reckoned(a_month()), reckoned(a_month()))
    thawed = replace(fresh, snapshot=thaw(freeze(fresh.snapshot)))
    assert document(thawed) == document(fresh)
    assert data_hash(thawed) == data_hash(fresh)
    assert isinstance(thawed.formatter, Formatter)


def test_an_outline_comes_back_as_it_was() -> None:
    outline = reckoned(a_month()).outline
    assert outline_from(outline_text(outline)) == outline


def test_a_thousand_sites_cost_some_ten_bytes_each_to_keep_beyond_what_differs() -> None:
    many = a_programme(*(a_history(number) for number in range(1, 1001)))
    assert len(freeze(Snapshot(reckoned(many)))) < 60_000


def test_a_revision_tells_how_many_sites_were_measured_anew_and_which_changed_state() -> None:
    end = OCTOBER_PERIOD.end
    outage = Incident(end - timedelta(days=5), None, Reason.CLOSED)
    before = Snapshot(reckoned(a_programme(a_history(1), a_history(2), a_history(3))))
    died: dict[str, Any] = {
        "incidents": (outage,),
        "availability": down(outage.opened_at, outage.reason),
        "tally": Tally(timedelta(days=26), timedelta(days=5)),
    }
    anew = reckoned(a_programme(a_history(1), a_history(2, **died)))
    first = revised(before, anew, T0)
    assert first.revision is not None
    assert (first.edition, first.revision.measured) == (1, 1)
    assert first.revision.moved == (StateChange("Usaha 2", State.IN_USE, State.DARK),)
    assert revised(first, anew, T0).edition == 2
    assert (first.figures, first.past, first.method) == (anew, before.past, before.method)
