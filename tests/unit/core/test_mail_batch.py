"""The same words to two people are about whoever sends them; who is taken proves a server well."""

import pytest

from watcher.core.reminders.mail_batch import MOST_IN_A_ROW, DeliveryAttempt, is_hopeless, judged
from watcher.core.reminders.mail_reply import Blame

TAKEN = DeliveryAttempt("a@x.example")


def turn(name: str, blame: Blame, words: str) -> DeliveryAttempt:
    return DeliveryAttempt(f"{name}@{name}.example", blame, words.format(f"{name}@{name}.example"))


ODD = "554 5.0.0 transaction failed"
NO, WHAT = Blame.RECIPIENT, Blame.UNCLEAR

BATCHES: list[tuple[list[DeliveryAttempt], list[bool]]] = [
    ([turn("ani", NO, "550 user unknown")], [True]),
    ([turn("ani", WHAT, ODD)], [False]),
    ([turn("ani", Blame.US, ODD), TAKEN], [False, False]),
    ([turn("ani", Blame.LATER, ODD), TAKEN], [False, False]),
    ([turn("ani", WHAT, ODD), TAKEN], [True, False]),
    ([TAKEN, turn("ani", WHAT, ODD)], [False, False]),  # perhaps the server has just changed
    ([turn("ani", WHAT, ODD), turn("budi", WHAT, ODD), TAKEN], [False, False, False]),
    ([turn("ani", NO, "550 <{}>: user unknown"), turn("budi", NO, "550 <{}>: user unknown")],
     [False, False]),
    ([TAKEN, turn("ani", NO, "550 {} unknown"), turn("budi", NO, "550 {} unknown")],
     [False, False, False]),
    ([turn("ani", NO, "550 unknown"), TAKEN, turn("budi", NO, "550 unknown")],
     [True, False, True]),
    ([turn("ani", NO, "550 unknown"), turn("budi", NO, "550 no mailbox")], [True, True]),
    ([turn("ani", NO, "550 unknown"), turn("ani", NO, "550 unknown")], [True, True]),
    ([turn("ani", WHAT, "554 refused, id=7f3a"), turn("budi", WHAT, "554 refused, id=99b1"), TAKEN],
     [False, False, False]),
    ([TAKEN, turn("ani", NO, "550 5.1.1"), turn("budi", NO, "550 5.1.1")],  # no words at all
     [False, False, False]),
    ([turn("ani", WHAT, "554"), TAKEN], [True, False]),
]  # fmt: skip


@pytest.mark.parametrize(("turns", "for_good"), BATCHES)
def test_the_rest_of_a_batch_shows_whose_fault_a_refusal_is(
    turns: list[DeliveryAttempt], for_good: list[bool]
) -> None:
    assert judged(turns) == for_good


@pytest.mark.parametrize(
    "words",
    [
        "550 {user}: no such user",
        "550 {domain} has no such user",
        "550 ({USER}) user unknown",
        "550 <{user}>, {domain}: user unknown [id 7f3a]",
    ],
)
def test_the_same_words_are_the_same_whatever_part_of_the_address_they_repeat(words: str) -> None:
    refused = [
        DeliveryAttempt(
            f"{user}@{user}.example", NO,
            words.format(user=user, USER=user.upper(), domain=f"{user}.example"),
        )
        for user in ("Ani", "budi")
    ]  # fmt: skip
    assert judged(refused) == [False, False]
    assert judged(refused[:1]) == [True]


def test_a_server_that_refuses_all_is_not_asked_for_ever() -> None:
    refused = [turn("ani", NO, "550 unknown")] * MOST_IN_A_ROW
    assert is_hopeless(refused)
    assert not is_hopeless(refused[1:])
    assert not is_hopeless([*refused[1:], TAKEN])
    assert not is_hopeless([*refused[1:], turn("ani", Blame.LATER, "451 greylisted")])
