"""When a letter may go out: the office's hours, the caps on letters, their order."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

import pytest
from factories import JAKARTA, T0, minute

from watcher.core.reminders.delivery import Caps, OfficeHours, is_overtaken, sending_order
from watcher.core.reminders.notice import Role

HOURS = OfficeHours(time(8), time(16))
ANI, BUDI = "owner-ani", "owner-budi"
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("local", "calm", "urgent"),
    [
        ("2026-10-02 08:00", True, True),  # a Friday
        ("2026-10-02 15:59", True, True),
        ("2026-10-02 16:00", False, True),
        ("2026-10-02 07:59", False, True),
        ("2026-10-02 06:59", False, False),
        ("2026-10-02 20:00", False, False),
        ("2026-10-03 10:00", False, True),
        ("2026-10-04 10:00", False, True),
        ("2026-10-05 10:00", True, True),
    ],
)
def test_letters_go_out_on_working_days_and_urgent_ones_on_every_day(
    local: str, calm: bool, urgent: bool
) -> None:
    at = datetime.fromisoformat(local).replace(tzinfo=JAKARTA)
    assert (HOURS.allow(at, urgent=False), HOURS.allow(at, urgent=True)) == (calm, urgent)


def caps_after(
    hours_ago: Sequence[float], recipient: str = ANI, per_hour: int = 60, per_day: int = 400
) -> Caps:
    """What is left after letters that went out so many hours ago."""
    sent = [(T0 - hours * HOUR, recipient) for hours in hours_ago]
    return Caps(per_hour, per_day).count_sent(sent, T0)


@pytest.mark.parametrize(
    ("hours_ago", "one_more"),
    [
        ([], True),
        ([0], False),
        ([19.9], False),
        ([20], True),  # a letter of yesterday afternoon is no letter of today
        ([30, 150], False),
        ([1, 30], False),
    ],
)
def test_an_owner_gets_one_letter_a_day_and_two_a_week(
    hours_ago: list[float], one_more: bool
) -> None:
    assert caps_after(hours_ago).allow(Role.OWNER, ANI, urgent=False) is one_more
    assert caps_after(hours_ago, BUDI).allow(Role.OWNER, ANI, urgent=False)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.OFFICER, Role.SYSADMIN])
def test_what_the_office_has_to_know_is_not_capped_for_its_people(role: Role) -> None:
    assert caps_after([1, 2, 3, 4], role).allow(role, role, urgent=False)


def test_the_days_around_an_end_know_no_cap_for_an_owner() -> None:
    assert caps_after([1, 2, 3, 4]).allow(Role.OWNER, ANI, urgent=True)


@pytest.mark.parametrize("urgent", [False, True])
@pytest.mark.parametrize("role", [Role.OWNER, Role.OFFICER])
@pytest.mark.parametrize(
    ("hours_ago", "limit", "one_more"),
    [
        ([0.2, 0.9], {"per_hour": 2}, False),
        ([0.2, 1], {"per_hour": 2}, True),
        ([2, 23.9], {"per_day": 2}, False),
        ([2, 24], {"per_day": 2}, True),
    ],
)
def test_what_a_mail_server_bears_holds_for_every_letter(
    hours_ago: list[float], limit: dict[str, int], one_more: bool, role: Role, urgent: bool
) -> None:
    left = caps_after(hours_ago, BUDI, **limit)
    assert left.allow(role, ANI, urgent=urgent) is one_more


def test_a_letter_that_has_just_gone_out_counts_with_those_before() -> None:
    caps = caps_after([])
    caps.count(ANI)
    assert not caps.allow(Role.OWNER, ANI, urgent=False)
    assert caps.allow(Role.OWNER, BUDI, urgent=False)


@pytest.mark.parametrize(
    ("about", "still_due", "overtaken"),
    [
        ([1, 2], [2, 3], False),
        ([1, 2], [3], True),
        ([1, 2], [], True),
        ([], [], False),  # about the watcher itself: no site can overtake it
        ([], [1], False),
    ],
)
def test_a_letter_is_overtaken_when_it_is_true_of_none_of_its_sites(
    about: list[int], still_due: list[int], overtaken: bool
) -> None:
    assert is_overtaken(about, still_due) is overtaken


def test_urgent_letters_go_first_and_questions_that_can_wait_last() -> None:
    letters = {
        "question": sending_order("hosting_ask", minute(0), 1, urgent=False),
        "new": sending_order("expiry_h14", minute(3), 2, urgent=False),
        "old": sending_order("expiry_h30", minute(1), 3, urgent=False),
        "urgent": sending_order("expiry_h1", minute(9), 4, urgent=True),
        "as old": sending_order("expiry_h30", minute(1), 5, urgent=False),
    }
    assert sorted(letters, key=lambda name: letters[name]) == [
        "urgent", "old", "as old", "new", "question",
    ]  # fmt: skip
