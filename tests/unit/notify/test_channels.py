"""How a letter leaves: one file a letter, and no letter is given up for what is not its fault."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from office import run, settings_for

from watcher.core.errors import LoginRefusedError, NoticeError
from watcher.core.reminders.mail_reply import Blame
from watcher.demo.servers.mailbox import Mailbox, Manner
from watcher.notify.channels import channel
from watcher.notify.letter import LetterHead, MailTestFacts
from watcher.notify.outgoing import OutgoingMessage
from watcher.notify.render import write_letter
from watcher.settings import MailSection

MESSAGE = OutgoingMessage(
    "<k1.expiry_h14@dinas.example>", "pantau@dinas.example", "ani@usaha.example", b"Subject: x\r\n"
)


def to_folder(folder: Path) -> MailSection:
    return settings_for(folder.parent, mail={"channel": "folder", "folder": str(folder)}).mail


def by_smtp(folder: Path, address: str, **more: object) -> MailSection:
    host, _, port = address.partition(":")
    server = {"channel": "smtp", "host": host, "port": int(port), "security": "none"}
    return settings_for(folder, mail=server | more).mail


async def hand_over(mail: MailSection, *messages: OutgoingMessage) -> None:
    async with channel(mail.channel).open(mail) as send:
        for message in messages:
            await send(message)


def test_the_same_letter_twice_is_one_file_and_two_letters_are_two(tmp_path: Path) -> None:
    folder = tmp_path / "letters"
    other = replace(MESSAGE, message_id="<k2.expiry_h14@dinas.example>", mime=b"other")
    run(hand_over(to_folder(folder), MESSAGE, other, MESSAGE))
    assert [file.read_bytes() for file in sorted(folder.iterdir())] == [b"Subject: x\r\n", b"other"]


def stands_in_the_way(folder: Path) -> None:
    folder.write_text("a file where the folder should be")


def stands_in_a_letters_way(folder: Path) -> None:
    (folder / "k1.expiry_h14_dinas.example.eml").mkdir(parents=True)


@pytest.mark.parametrize("trouble", [stands_in_the_way, stands_in_a_letters_way])
def test_a_folder_that_cannot_be_written_is_no_letters_fault(
    tmp_path: Path, trouble: Callable[[Path], None]
) -> None:
    folder = tmp_path / "letters"
    trouble(folder)
    with pytest.raises(NoticeError) as refused:
        run(hand_over(to_folder(folder), MESSAGE))
    assert refused.value.blame is Blame.WAY


@pytest.mark.parametrize(
    ("manner", "says", "blame"),
    [
        (Manner.REFUSE, "550 5.1.1 no such user", Blame.RECIPIENT),
        (Manner.REFUSE, "552 5.2.2 mailbox full", Blame.LATER),
        (Manner.REFUSE, "550 5.7.1 relaying denied", Blame.US),
        (Manner.REFUSE_LETTER, "554 transaction failed", Blame.UNCLEAR),
        (Manner.DEFER, "451 greylisted", Blame.LATER),
        # whatever it says of the sender: no recipient was named yet
        (Manner.REFUSE_SENDER, "550 5.1.1 no such user", Blame.US),
        (Manner.REFUSE_SENDER, "451 try again later", Blame.WAY),
    ],
)
def test_a_no_blames_whom_it_is_about(
    tmp_path: Path, manner: Manner, says: str, blame: Blame
) -> None:
    async def story() -> None:
        async with Mailbox(manner) as mailbox:
            mailbox.says = says
            await hand_over(by_smtp(tmp_path, mailbox.address), MESSAGE)

    with pytest.raises(NoticeError) as refused:
        run(story())
    assert refused.value.blame is blame
    assert str(refused.value) == says


def test_a_server_that_left_is_not_the_next_letters_fault(tmp_path: Path) -> None:
    async def story() -> list[Blame]:
        async with Mailbox(Manner.DROP_AFTER_DATA) as mailbox:
            mail = by_smtp(tmp_path, mailbox.address)
            blames: list[Blame] = []
            async with channel("smtp").open(mail) as send:
                for _ in range(2):
                    try:
                        await send(MESSAGE)
                    except NoticeError as error:
                        blames.append(error.blame)
            return blames

    assert run(story()) == [Blame.LATER, Blame.WAY]


def test_a_server_that_nobody_reaches_is_no_letters_fault(tmp_path: Path) -> None:
    with pytest.raises(NoticeError, match=r"127\.0\.0\.1:9") as refused:
        run(hand_over(by_smtp(tmp_path, "127.0.0.1:9"), MESSAGE))
    assert refused.value.blame is Blame.WAY
    assert not isinstance(refused.value, LoginRefusedError)


def test_a_letter_is_not_written_from_the_facts_of_another() -> None:
    head = LetterHead("Dinas", "Ani", "Ibu")
    with pytest.raises(TypeError, match="expiry_h14"):
        write_letter("expiry_h14", "en", head, MailTestFacts("noon"))
