"""What a channel carries, and what a channel is."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from watcher.settings import MailSection


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """Frozen bytes, and the two addresses of the envelope."""

    message_id: str
    mail_from: str
    rcpt_to: str
    mime: bytes


Send = Callable[[OutgoingMessage], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Channel:
    """A way out.

    Attributes:
        open: gives, for as long as the block lasts, a function that hands one letter over,
            returns what the other side said, and raises NoticeError when it did not take it.
    """

    name: str
    open: Callable[[MailSection], AbstractAsyncContextManager[Send]]
