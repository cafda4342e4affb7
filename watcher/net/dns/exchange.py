"""One exchange with one name server: over UDP, over TCP where the answer did not fit, and
without EDNS where the server refuses it.

Questions that are asked together share one socket, and so one random source port.
"""

import asyncio
import contextlib
import socket
from collections.abc import Mapping, Sequence

from watcher.core.looks.observation import Reason
from watcher.net.dns.message import MalformedError, Message, Question, RecordType, read_message

AGAIN = 0.4  # share of a try after which unanswered questions are sent again: UDP loses packets
MAX_MESSAGE = 65_535
#: Codes of servers that do not support EDNS: FORMERR, NOTIMP, BADVERS (RFC 6891, section 7).
_NO_EDNS = frozenset({1, 4, 16})

Server = tuple[str, int]


async def exchange(
    questions: Sequence[Question], server: Server, seconds: float
) -> dict[RecordType, Message | Reason]:
    """Ask a server some questions; ask again without EDNS those that it refuses because of it.

    Args:
        questions: about one name, each of another kind.
        server: IP address and port.
        seconds: the deadline of each round, over UDP and over TCP.

    Returns:
        The answer to each question, or why it cannot be used; nothing for those that were not
        answered in time.

    Raises:
        MalformedError: the name cannot be asked for.
        OSError: the server cannot be reached.
    """
    answers = await _exchange_once(questions, server, seconds)
    refused = [q for q in questions if _refuses_edns(answers.get(q.kind))]
    if refused:
        plain = [Question(question.name, question.kind, edns=False) for question in refused]
        answers |= await _exchange_once(plain, server, seconds)
    return answers


def _refuses_edns(answer: Message | Reason | None) -> bool:
    return isinstance(answer, Message) and answer.rcode in _NO_EDNS


async def _exchange_once(
    questions: Sequence[Question], server: Server, seconds: float
) -> dict[RecordType, Message | Reason]:
    """Ask all questions from one new source port.

    Raises:
        MalformedError: the name cannot be asked for.
        OSError: the server cannot be reached.
    """
    by_udp = await _over_udp({question.id: question for question in questions}, server, seconds)
    by_kind = {question.kind: question for question in questions}
    whole = await asyncio.gather(
        *(_in_full(by_kind[kind], server, answer, seconds) for kind, answer in by_udp.items())
    )
    return {kind: answer for kind, answer in zip(by_udp, whole, strict=True) if answer is not None}


async def _over_udp(
    waiting: dict[int, Question], server: Server, seconds: float
) -> dict[RecordType, Message]:
    """Ask over UDP; `waiting`, by message id, keeps the questions that were not answered."""
    replies = dict[RecordType, Message]()
    loop = asyncio.get_running_loop()
    with socket.socket(_family(server), socket.SOCK_DGRAM) as udp:
        udp.setblocking(False)
        udp.connect(server)  # so that the kernel drops packets from other addresses
        with (
            contextlib.ExitStack() as stack,
            contextlib.suppress(TimeoutError, ConnectionRefusedError),  # no server there
        ):
            async with asyncio.timeout(seconds):
                _send(udp, waiting)
                again = loop.call_later(AGAIN * seconds, _send_again, udp, waiting)
                stack.callback(again.cancel)
                while waiting:
                    answer = _matched(await loop.sock_recv(udp, MAX_MESSAGE), waiting)
                    if answer is not None:
                        replies[waiting.pop(answer.id).kind] = answer
                    else:
                        await asyncio.sleep(0)  # else a flood of forgeries holds off the timeout
    return replies


def _send(udp: socket.socket, waiting: Mapping[int, Question]) -> None:
    for question in waiting.values():
        udp.send(question.wire)


def _send_again(udp: socket.socket, waiting: Mapping[int, Question]) -> None:
    """Send once more what is not answered, as a packet may be lost."""
    with contextlib.suppress(OSError):
        _send(udp, waiting)


def _matched(data: bytes, waiting: Mapping[int, Question]) -> Message | None:
    """The answer to one of the questions; None where a packet answers none of them.

    A malformed packet is ignored, as it may be forged: the server's own may still come.
    """
    question = waiting.get(int.from_bytes(data[:2]))
    if question is None:
        return None
    try:
        message = read_message(data)
    except MalformedError:
        return None
    return message if message.fits(question) else None


async def _in_full(
    question: Question, server: Server, answer: Message, seconds: float
) -> Message | Reason | None:
    """The answer, asked for again over TCP where it was truncated; None if that took too long."""
    if not answer.truncated:
        return answer
    try:
        async with asyncio.timeout(seconds):
            whole = await _over_tcp(question, server)
    except TimeoutError:
        return None
    except (OSError, EOFError):
        return Reason.DNS_ERROR
    return Reason.DNS_ERROR if whole is None else whole


async def _over_tcp(question: Question, server: Server) -> Message | None:
    reader, writer = await asyncio.open_connection(*server)
    try:
        writer.write(len(question.wire).to_bytes(2) + question.wire)
        size = int.from_bytes(await reader.readexactly(2))
        return _matched(await reader.readexactly(size), {question.id: question})
    finally:
        writer.transport.abort()


def _family(server: Server) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in server[0] else socket.AF_INET
