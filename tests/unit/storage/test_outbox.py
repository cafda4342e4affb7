"""The outbox: written once, sent at least once, and the same bytes for ever."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from factories import T0, minute

from watcher.core.period import Period
from watcher.core.reminders.delivery import retry_delay
from watcher.storage.engine import Database
from watcher.storage.letters import outbox, sending
from watcher.storage.letters.outbox import LetterToSend
from watcher.storage.tables import LetterState

pytest_plugins = ("office_fixtures",)

TEN = timedelta(minutes=10)


def a_letter(key: str = "k1", **known: object) -> LetterToSend:
    made = LetterToSend(
        dedup_key=key, occasion=key, kind="expiry_h14", role="owner", recipient="o1",
        site_ids=(1, 2), urgent=False, message_id=f"<{key}@dinas.example>",
        mail_from="a@dinas.example", rcpt_to="b@usaha.example",
        mime=b"Subject: x\r\n\r\ny", created_at=T0, not_before=T0,
    )  # fmt: skip
    return replace(made, **known)  # type: ignore[arg-type]  # by name


def states(database: Database) -> list[str]:
    return [stored.state.name for stored in outbox.all_letters(database)]


def keys(database: Database, at: float = 0) -> list[str]:
    return [stored.letter.dedup_key for stored in outbox.waiting(database, minute(at))]


def test_a_letter_is_queued_once(database: Database) -> None:
    assert outbox.queue(database, [a_letter(), a_letter()]) == 1
    assert outbox.queue(database, [a_letter(), a_letter("k2")]) == 1
    assert states(database) == ["QUEUED", "QUEUED"]
    assert outbox.sites_written_about(database, ["k1", "k3"]) == {"k1": {1, 2}}


def test_a_letter_that_is_written_again_keeps_its_first_bytes(database: Database) -> None:
    outbox.queue(database, [a_letter()])
    outbox.queue(database, [a_letter(mime=b"other", rcpt_to="other@usaha.example")])
    (stored,) = outbox.all_letters(database)
    assert stored.letter == a_letter()


def test_a_letter_that_was_sent_is_never_queued_again(database: Database) -> None:
    outbox.queue(database, [a_letter()])
    sending.mark_sent(database, 1, T0, "250 OK")
    assert outbox.queue(database, [a_letter()]) == 0
    assert keys(database, at=99999) == []


def test_the_urgent_go_first_then_the_old(database: Database) -> None:
    outbox.queue(
        database,
        [
            a_letter("new", created_at=minute(2)),
            a_letter("old", created_at=minute(1)),
            a_letter("urgent", created_at=minute(3), urgent=True),
        ],
    )
    assert keys(database, at=5) == ["urgent", "old", "new"]


def test_a_letter_waits_for_its_time(database: Database) -> None:
    outbox.queue(database, [a_letter(not_before=minute(5))])
    assert keys(database, at=4.9) == []
    assert keys(database, at=5) == ["k1"]


def test_a_letter_in_hand_is_nobody_elses(database: Database) -> None:
    outbox.queue(database, [a_letter()])
    sending.lease(database, 1, T0 + TEN)
    assert keys(database) == []
    assert states(database) == ["SENDING"]


def test_two_processes_never_hold_one_letter(database: Database) -> None:
    """Both have read the outbox: the one that comes later must not send it a second time."""
    outbox.queue(database, [a_letter()])
    assert sending.lease(database, 1, T0 + TEN)
    assert not sending.lease(database, 1, T0 + TEN)
    assert not sending.lease(database, 1, T0 + 9 * TEN)
    sending.mark_sent(database, 1, minute(1), "250 OK")
    assert not sending.lease(database, 1, minute(2) + TEN)
    assert states(database) == ["SENT"]


def test_a_letter_that_was_settled_is_not_taken_in_hand(database: Database) -> None:
    outbox.queue(database, [a_letter(), a_letter("k2")])
    sending.give_up(database, 1, "550")
    sending.cancel(database, 2, "overtaken")
    assert [sending.lease(database, n, T0 + TEN) for n in (1, 2)] == [False, False]
    assert states(database) == ["REFUSED", "CANCELLED"]


def test_what_is_in_hand_is_neither_rewritten_nor_cancelled_nor_given_up(
    database: Database,
) -> None:
    """Its bytes may be on the way: its key must keep a second letter from being written."""
    outbox.queue(database, [a_letter()])
    sending.lease(database, 1, T0 + TEN)
    assert not outbox.rewrite(database, 1, a_letter(mime=b"other", site_ids=(1,)))
    sending.cancel(database, 1, "overtaken")
    sending.give_up(database, 1, "550")
    (stored,) = outbox.all_letters(database)
    assert (stored.state, stored.letter) == (LetterState.SENDING, a_letter())
    assert outbox.queue(database, [a_letter()]) == 0


def test_what_a_server_may_have_already_is_not_rewritten(database: Database) -> None:
    outbox.queue(database, [a_letter()])
    sending.lease(database, 1, T0 + TEN)
    sending.settle_after_crash(database)
    assert not outbox.rewrite(database, 1, a_letter(mime=b"other"))
    (stored,) = outbox.all_letters(database)
    assert stored.letter == a_letter()


def test_e16_after_a_crash_the_same_letter_goes_out_once_more(database: Database) -> None:
    outbox.queue(database, [a_letter(), a_letter("k2"), a_letter("k3")])
    sending.lease(database, 1, T0 + TEN)  # the program dies here
    sending.mark_sent(database, 2, T0, "250 OK")
    assert sending.settle_after_crash(database) == 1
    assert states(database) == ["UNCERTAIN", "SENT", "QUEUED"]
    again = next(s for s in outbox.waiting(database, T0) if s.id == 1)
    assert again.letter == a_letter()  # the same bytes under the same Message-ID
    assert sending.settle_after_crash(database) == 0
    sending.lease(database, 1, T0 + TEN)
    sending.mark_sent(database, 1, minute(1), "250 OK")
    assert sending.settle_after_crash(database) == 0
    assert keys(database, at=9999) == ["k3"]


def test_putting_back_counts_only_what_is_the_letters_fault(database: Database) -> None:
    outbox.queue(database, [a_letter()])
    sending.lease(database, 1, T0 + TEN)
    sending.retry_later(database, 1, minute(5), "relay down", counts=False)
    assert [s.attempts for s in outbox.all_letters(database)] == [0]
    sending.lease(database, 1, T0 + TEN)
    sending.retry_later(database, 1, minute(5), "451", counts=True)
    (stored,) = outbox.all_letters(database)
    assert (stored.attempts, stored.state, stored.reply) == (1, LetterState.QUEUED, "451")
    assert keys(database, at=4) == []
    assert keys(database, at=5) == ["k1"]


def test_a_letter_that_was_put_back_is_nobodys_any_more(database: Database) -> None:
    outbox.queue(database, [a_letter()])
    sending.lease(database, 1, T0 + TEN)
    sending.retry_later(database, 1, minute(5), "451", counts=True)
    assert keys(database, at=5) == ["k1"]  # long before its lease would have ended


def test_what_is_released_to_be_tried_now_is_only_what_waits(database: Database) -> None:
    outbox.queue(database, [a_letter(f"k{n}", not_before=minute(60)) for n in range(1, 5)])
    sending.lease(database, 2, T0 + TEN)
    sending.mark_sent(database, 3, T0, "250 OK")
    sending.give_up(database, 4, "550")
    sending.release(database, minute(1))
    assert keys(database, at=1) == ["k1"]
    assert states(database) == ["QUEUED", "SENDING", "SENT", "REFUSED"]


def test_a_letter_that_was_refused_never_goes_out(database: Database) -> None:
    outbox.queue(database, [a_letter()])
    sending.give_up(database, 1, "why")
    assert keys(database, at=9999) == []
    assert sending.settle_after_crash(database) == 0
    assert outbox.queue(database, [a_letter()]) == 0


def test_a_cancelled_letter_may_be_written_anew(database: Database) -> None:
    outbox.queue(database, [a_letter()])
    sending.cancel(database, 1, "paused")
    assert keys(database, at=9999) == []
    assert outbox.sites_written_about(database, ["k1"]) == {}
    assert outbox.queue(database, [a_letter()]) == 1


def test_nobody_is_told_twice_of_one_site(database: Database) -> None:
    outbox.queue(database, [a_letter("k1:1", occasion="k1", site_ids=(1,))])
    both = a_letter("k1:1,2", occasion="k1", site_ids=(1, 2))
    other = a_letter("k1:2", occasion="k1", site_ids=(2,))
    assert outbox.queue(database, [both, other]) == 1
    assert outbox.sites_written_about(database, ["k1"]) == {"k1": {1, 2}}


def test_a_closed_way_holds_every_letter(database: Database) -> None:
    outbox.queue(database, [a_letter(), a_letter("k2", not_before=minute(30))])
    sending.hold(database, minute(10), "no way")
    assert keys(database, at=9) == []
    assert keys(database, at=10) == ["k1"]
    assert keys(database, at=30) == ["k1", "k2"]


def test_e03_delays_grow_to_six_hours() -> None:
    minutes = [retry_delay(n) / timedelta(minutes=1) for n in range(7)]
    assert minutes == [5, 15, 60, 240, 360, 360, 360]


@pytest.mark.parametrize("postponed", [True, False], ids=["postponed", "queued again"])
def test_a_letter_that_another_process_sent_meanwhile_is_not_sent_again(
    database: Database, postponed: bool
) -> None:
    """One process was refused and settles its batch; another has released and sent the letter."""
    outbox.queue(database, [a_letter()])
    assert sending.lease(database, 1, minute(10))
    sending.retry_later(database, 1, minute(5), "550 blocked", counts=False)
    sending.release(database, minute(1))
    assert sending.lease(database, 1, minute(11))
    sending.mark_sent(database, 1, minute(2), "250 OK")
    if postponed:
        sending.postpone(database, 1, minute(30), "550 blocked")
    else:
        sending.retry_later(database, 1, minute(30), "550 blocked", counts=False)
    (stored,) = outbox.all_letters(database)
    assert (stored.state, stored.reply) == (LetterState.SENT, "250 OK")


def test_bodies_are_forgotten_once_settled_and_not_before(database: Database) -> None:
    outbox.queue(database, [a_letter(f"k{n}") for n in range(1, 5)])
    outbox.queue(database, [a_letter("young", created_at=minute(60))])
    sending.mark_sent(database, 1, minute(1), "250 OK")
    sending.give_up(database, 2, "550")
    sending.cancel(database, 3, "overtaken")
    sending.mark_sent(database, 5, minute(61), "250 OK")
    assert outbox.forget_bodies(database, minute(30)) == 3
    assert outbox.forget_bodies(database, minute(30)) == 0
    left = {s.id: (s.letter.mime, s.letter.rcpt_to) for s in outbox.all_letters(database)}
    assert {n for n, (mime, rcpt) in left.items() if mime and rcpt} == {4, 5}
    assert {n for n, (mime, rcpt) in left.items() if not mime and not rcpt} == {1, 2, 3}
    assert outbox.queue(database, [a_letter("k1")]) == 0  # the key is remembered for ever


def test_letters_are_counted_by_site_and_by_period(database: Database) -> None:
    outbox.queue(database, [a_letter("a"), a_letter("b", site_ids=(2,)), a_letter("c")])
    sending.mark_sent(database, 1, minute(1), "250")
    sending.mark_sent(database, 2, minute(2), "250")
    with database.read() as connection:
        post = outbox.post_of(connection, Period(T0, minute(9)))
        assert (post.sent, post.by_site) == (2, {1: 1, 2: 2})
        later = outbox.post_of(connection, Period(minute(2), minute(9)))
        assert (later.sent, later.by_site) == (1, {2: 1})
        assert outbox.post_of(connection, Period(T0, minute(1))).sent == 0
    assert sending.sent_since(database, minute(1)) == [(minute(2), "o1")]


def test_a_refusal_by_the_offices_own_server_is_no_owners(database: Database) -> None:
    outbox.queue(database, [a_letter("a", role="officer", recipient="officer"), a_letter("b")])
    sending.give_up(database, 1, "550")
    sending.mark_sent(database, 2, minute(1), "250")
    with database.read() as connection:
        post = outbox.post_of(connection, Period(T0, minute(9)))
    assert (post.refused, post.owners_written, post.owners_reached) == (frozenset(), 1, 1)


def test_the_last_letter_about_a_site_is_one_of_its_kind_that_was_not_dropped(
    database: Database,
) -> None:
    digest = {"kind": "down_digest", "role": "officer"}
    letters = [
        a_letter("other kind", created_at=minute(8)),
        a_letter("early", created_at=minute(1), site_ids=(1, 2, 3), **digest),
        a_letter("late", created_at=minute(5), site_ids=(2,), **digest),
        a_letter("dropped", created_at=minute(6), site_ids=(3,), **digest),
        a_letter("by a clock that was set back", created_at=minute(99), **digest),
    ]
    outbox.queue(database, letters)
    sending.cancel(database, 4, "they open again")

    def last(start: float) -> dict[int, datetime]:
        within = Period(minute(start), minute(9))
        return outbox.last_letter_about(database, "down_digest", within)

    assert last(0) == {1: minute(1), 2: minute(5), 3: minute(1)}
    assert last(1) == last(0)
    assert last(1.1) == {2: minute(5)}
