"""One exchange with one name server: over UDP, at length over TCP, without EDNS if need be.

What is asked of one name together has one socket and source port.
"""

import asyncio
import contextlib
import socket
from collections.abc import Mapping, Sequence

from watcher.core.looks.observation import Reason
from watcher.net.dns.message import MalformedError, Message, Question, RecordType, read_message

AGAIN = 0.4  # of a try has passed: what is not answered is sent once more, it may be lost
MAX_MESSAGE = 65_535
#: How servers refuse a question for its EDNS: FORMERR, NOTIMP, BADVERS (RFC 6891, section 7).
_NO_EDNS = frozenset({1, 4, 16})

Server = tuple[str, int]


async def exchange(
    questions: Sequence[Question], server: Server, seconds: float
) -> dict[RecordType, Message | Reason]:
    """Ask a server, and once more without EDNS what it refuses for that.

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
    """Ask together, from a port nobody else uses; give what was answered in time.

    Raises:
        MalformedError: the name cannot be asked for.
        OSError: the server cannot be reached.
    """
    short = await _over_udp({question.id: question for question in questions}, server, seconds)
    by_kind = {question.kind: question for question in questions}
    whole = await asyncio.gather(
        *(_at_length(by_kind[kind], server, answer, seconds) for kind, answer in short.items())
    )
    return {kind: answer for kind, answer in zip(short, whole, strict=True) if answer is not None}


async def _over_udp(
    waiting: dict[int, Question], server: Server, seconds: float
) -> dict[RecordType, Message]:
    replies = dict[RecordType, Message]()
    loop = asyncio.get_running_loop()
    with socket.socket(_family(server), socket.SOCK_DGRAM) as asking:
        asking.setblocking(False)
        asking.connect(server)  # the kernel drops what comes from elsewhere
        with (
            contextlib.ExitStack() as stack,
            contextlib.suppress(TimeoutError, ConnectionRefusedError),  # nobody answers
        ):
            async with asyncio.timeout(seconds):
                _send(asking, waiting)
                again = loop.call_later(AGAIN * seconds, _send_again, asking, waiting)
                stack.callback(again.cancel)
                while waiting:
                    answer = _matched(await loop.sock_recv(asking, MAX_MESSAGE), waiting)
                    if answer is not None:
                        replies[waiting.pop(answer.id).kind] = answer
                    else:
                        await asyncio.sleep(0)  # a flood of forgeries must not stop the clock
    return replies


def _send(asking: socket.socket, waiting: Mapping[int, Question]) -> None:
    for question in waiting.values():
        asking.send(question.wire)


def _send_again(asking: socket.socket, waiting: Mapping[int, Question]) -> None:
    """Ask once more what is not answered, as a packet may be lost."""
    with contextlib.suppress(OSError):
        _send(asking, waiting)


def _matched(data: bytes, waiting: Mapping[int, Question]) -> Message | None:
    """The answer to one of the questions; None for what answers none of them.

    What is malformed answers nothing: a forged packet must not speak for the name server.
    """
    question = waiting.get(int.from_bytes(data[:2]))
    if question is None:
        return None
    try:
        message = read_message(data)
    except MalformedError:
        return None
    return message if message.fits(question) else None


async def _at_length(
    question: Question, server: Server, answer: Message, seconds: float
) -> Message | Reason | None:
    """The answer, asked for once more over TCP where it did not fit; None if that took too long."""
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
