"""A name that was registered anew: an officer's word holds for that one registration."""

from datetime import datetime, timedelta

import pytest
from factories import OCTOBER_PERIOD, TODAY, a_domain, a_history, a_programme

from watcher.core.domains.expiry import ExpiryKind
from watcher.core.domains.renewal import Believed, Renewal
from watcher.core.reminders.domain_events import DomainEvent
from watcher.core.sites.decisions import Decisions
from watcher.core.sites.site_history import registration_key
from watcher.jobs.letters.remind import clocks_of
from watcher.settings import Settings

ANEW = OCTOBER_PERIOD.end - timedelta(days=3)


@pytest.mark.parametrize(
    ("safe", "told"),
    [
        (None, [DomainEvent.REREGISTERED]),
        (ANEW, []),
        (ANEW - timedelta(days=400), [DomainEvent.REREGISTERED]),  # lapsed and sold once more
    ],
)
def test_a_word_about_an_earlier_registration_says_nothing_of_the_next_one(
    safe: datetime | None, told: list[DomainEvent]
) -> None:
    facts = a_domain(TODAY + timedelta(days=390), registered_at=ANEW)
    known = a_history(
        believed=Believed(facts, Renewal.REREGISTERED),
        decisions=Decisions(safe_key=registration_key(safe) if safe else ""),
    )
    clocks = clocks_of(a_programme(known), Settings())
    (domain,) = [clock for clock in clocks if clock.clock is ExpiryKind.DOMAIN]
    assert domain.due_on(OCTOBER_PERIOD.end.date()) == told
