"""The outbox: written once, sent at least once, and the same bytes for ever."""

from dataclasses import replace
from datetime import timedelta

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
    sending.retry_later(database, 1, minute(5), "relay down", counts=False)
    assert [s.attempts for s in outbox.all_letters(database)] == [0]
    sending.retry_later(database, 1, minute(5), "451", counts=True)
    (stored,) = outbox.all_letters(database)
    assert (stored.attempts, stored.state, stored.reply) == (1, LetterState.QUEUED, "451")
    assert keys(database, at=4) == []
    assert keys(database, at=5) == ["k1"]


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
