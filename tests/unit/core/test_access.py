"""Whether a site can be opened at an instant, and for how long it was seen down."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from factories import T0, down, up

from watcher.core.looks.access import Access, Availability, access_at, down_for
from watcher.core.looks.verdict import Status

HOUR = timedelta(hours=1)
DARK_AFTER = timedelta(hours=72)


def ago(hours: float) -> datetime:
    return T0 - hours * HOUR


@pytest.mark.parametrize(
    ("seen", "access"),
    [
        (up(), Access.OPENS),
        (down(ago(5)), Access.DISTURBED),
        (down(ago(72)), Access.DISTURBED),
        (down(ago(72.1)), Access.DOWN),
        (Availability(Status.NEW, vouched=True), Access.NOT_SEEN),
        (replace(up(), vouched=False), Access.NOT_SEEN),
        (replace(down(ago(99)), vouched=False), Access.NOT_SEEN),
    ],
)
def test_a_visitor_meets_what_a_look_vouches_for(seen: Availability, access: Access) -> None:
    assert access_at(seen, T0, DARK_AFTER) is access


def test_an_outage_has_been_seen_until_the_last_look_and_no_longer() -> None:
    assert down_for(down(ago(9)), T0) == 9 * HOUR
    unseen_since = replace(down(ago(9)), vouched=False, last_at=ago(4))
    assert down_for(unseen_since, T0) == 5 * HOUR
    assert down_for(replace(unseen_since, last_at=T0 + HOUR), T0) == 9 * HOUR  # seen after it


def test_a_site_that_opens_has_been_down_for_no_time() -> None:
    assert down_for(up(), T0) == timedelta()
