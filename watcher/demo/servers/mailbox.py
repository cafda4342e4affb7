"""A mail server on loopback that keeps all letters: no TLS, no login (RFC 5321)."""

import asyncio
import contextlib
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

from watcher.demo.servers.loopback import listening


class Manner(StrEnum):
    """How the server answers to letters."""

    ACCEPT = "accept"
    REFUSE = "refuse"  # 550 to the recipient, for good
    REFUSE_LETTER = "refuse_letter"  # the same once it has read the letter
    REFUSE_SENDER = "refuse_sender"  # the same before it hears of a recipient
    DEFER = "defer"  # 451 to the recipient, for now
    DROP_AFTER_DATA = "drop_after_data"  # takes the letter, and leaves before saying so


@dataclass(frozen=True, slots=True)
class Delivered:
    """One accepted letter: its envelope, and its bytes as they were sent."""

    mail_from: str
    rcpt_to: tuple[str, ...]
    content: bytes


@dataclass(slots=True)
class _Envelope:
    mail_from: str | None = None
    rcpt_to: list[str] = field(default_factory=list)

    def clear(self) -> None:
        self.mail_from = None
        self.rcpt_to.clear()

    def seal(self, content: bytes) -> Delivered:
        letter = Delivered(self.mail_from or "", tuple(self.rcpt_to), content)
        self.clear()
        return letter


_OK = "250 OK"
_GO_AHEAD = "354 Go ahead, a lone dot ends it"
_BAD_ORDER = "503 5.5.1 Not in this order"
_SIMPLE_REPLIES = {
    "EHLO": "250-mailbox.example\r\n250 8BITMIME",
    "HELO": "250 mailbox.example",
    **dict.fromkeys(("RSET", "NOOP"), _OK),
    "QUIT": "221 Bye",
}
_REFUSALS = {
    **dict.fromkeys(
        (Manner.REFUSE, Manner.REFUSE_LETTER, Manner.REFUSE_SENDER),
        "550 5.1.1 No such mailbox here",
    ),
    Manner.DEFER: "451 4.7.1 Greylisted, please try again later",
}


class Mailbox:
    """Accepts letters to all addresses.

    Attributes:
        address: "127.0.0.1:PORT"; set once entered.
        manner: may change while it runs.
        strict_to: the addresses that `manner` is for; empty for all of them.
        says: the text of a refusal; "" for the usual one.
        delivered: every accepted letter, in order of arrival.
    """

    def __init__(
        self,
        manner: Manner = Manner.ACCEPT,
        *,
        strict_to: Collection[str] = (),
        says: str = "",
        port: int = 0,
    ) -> None:
        self.manner = manner
        self.strict_to = strict_to
        self.says = says
        self.delivered: list[Delivered] = []
        self.address = ""
        self._port, self._door = port, contextlib.AsyncExitStack()

    @property
    def letters(self) -> list[bytes]:
        """The bytes of every accepted letter, line ends as sent."""
        return [letter.content for letter in self.delivered]

    async def __aenter__(self) -> Self:
        """Open.

        Raises:
            OSError: the port is taken.
        """
        door = listening(self._converse, port=self._port)
        self.address = await self._door.enter_async_context(door)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close, and end every conversation."""
        await self._door.aclose()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _say(writer, "220 mailbox.example ESMTP")
        envelope, verb = _Envelope(), ""
        while verb != "QUIT":
            line = (await reader.readuntil(b"\r\n")).decode("utf-8", "replace")
            verb, _, argument = line.strip().partition(" ")
            reply = self._reply(verb := verb.upper(), argument, envelope)
            await _say(writer, reply)
            if reply == _GO_AHEAD:
                letter = await _read_letter(reader)
                if no := self._no(Manner.REFUSE_LETTER, envelope.rcpt_to[-1]):
                    await _say(writer, no)
                    continue
                self.delivered.append(envelope.seal(letter))
                if self.manner is Manner.DROP_AFTER_DATA:
                    return
                await _say(writer, "250 2.0.0 Taken")

    def _reply(self, verb: str, argument: str, envelope: _Envelope) -> str:
        match verb:
            case "MAIL":
                envelope.clear()
                no = self._no(Manner.REFUSE_SENDER, "")
                envelope.mail_from = None if no else _address(argument)
                return no or _OK
            case "RCPT":
                return self._reply_to_recipient(_address(argument), envelope)
            case "DATA":
                return _GO_AHEAD if envelope.rcpt_to else _BAD_ORDER
            case "EHLO" | "HELO" | "RSET":
                envelope.clear()
        return _SIMPLE_REPLIES.get(verb, "500 5.5.2 What?")

    def _reply_to_recipient(self, address: str, envelope: _Envelope) -> str:
        if envelope.mail_from is None:
            return _BAD_ORDER
        no = self._no(Manner.REFUSE, address) or self._no(Manner.DEFER, address)
        if not no:
            envelope.rcpt_to.append(address)
        return no or _OK

    def _no(self, manner: Manner, address: str) -> str:
        """What it says against this address where it has this manner; empty where nothing."""
        meant = self.manner is manner and (not self.strict_to or address in self.strict_to)
        return (self.says or _REFUSALS[manner]) if meant else ""


def _address(argument: str) -> str:  # FROM:<...> or TO:<...>
    return argument.partition("<")[2].partition(">")[0]


async def _say(writer: asyncio.StreamWriter, reply: str) -> None:
    writer.write(reply.encode() + b"\r\n")
    await writer.drain()


async def _read_letter(reader: asyncio.StreamReader) -> bytes:
    """The letter up to the lone dot, with the sender's dot-stuffing taken out again."""
    lines = []
    while (line := await reader.readuntil(b"\r\n")) != b".\r\n":
        lines.append(line.removeprefix(b"."))
    return b"".join(lines)
