"""Ask a name for its addresses, ourselves and without blocking.

The system's resolver would be asked again by whoever connects, and could answer otherwise; it
also runs in a handful of threads, which a slow name server starves. So the questions are our
own messages (net/dns/exchange.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from watcher.core.looks.observation import DelegationFacts, Reason
from watcher.net.block_pages import is_block_host
from watcher.net.dns.exchange import Server, exchange
from watcher.net.dns.message import MalformedError, Message, Question, Record, RecordType
from watcher.net.limits import SlowReleaseLimiter
from watcher.net.look_error import LookError

TRY_SECONDS = 2.5
TRIES = 2
MAX_CNAMES = 8
#: Names that are asked for together, until they are answered or a moment has passed: a name
#: server's socket has room for some 200 questions, and drops the others of a crowd.
ABREAST, MOMENT = 64, 0.1

_NOERROR, _NXDOMAIN = 0, 3
_RCODES = {_NXDOMAIN: Reason.DNS_NXDOMAIN, 2: Reason.DNS_SERVFAIL, 5: Reason.DNS_REFUSED}


@dataclass(frozen=True, slots=True)
class ResolvedHost:
    """Where a name leads: its addresses of one kind, and the names on the way."""

    addresses: tuple[str, ...]
    cnames: tuple[str, ...] = ()

    @property
    def is_blocked(self) -> bool:
        """Whether an internet provider leads the name to its block page."""
        return any(map(is_block_host, self.cnames))


class Resolver:
    """Asks recursive name servers, one after the other."""

    def __init__(self, servers: tuple[str, ...] = (), try_seconds: float = TRY_SECONDS) -> None:
        """Ask `servers` ("host:port"), or those of the system when none are named."""
        self._try_seconds = try_seconds
        self._servers = [_split(server) for server in servers] or _of_the_system()
        self._limiter = SlowReleaseLimiter(ABREAST, MOMENT)

    async def addresses(self, host: str) -> ResolvedHost:
        """Find the IPv4 addresses of a host, or those of IPv6 where it has no others.

        Nearly every site answers by IPv4, and some name servers never say anything of IPv6. A
        name that leads to a block page may have no address at all.

        Raises:
            LookError: dns_nxdomain, dns_nodata, dns_servfail, dns_refused, dns_timeout or
                dns_error.
        """
        found = list[ResolvedHost | Reason]()
        for kind in (RecordType.A, RecordType.AAAA):
            answer = await self._led(host, kind)
            if isinstance(answer, ResolvedHost) and (answer.addresses or answer.is_blocked):
                return answer
            found.append(answer)
            if answer is Reason.DNS_NXDOMAIN:  # of whatever kind (RFC 2308, section 5)
                break
        for answer in found:  # no address of one kind proves nothing about the other
            if isinstance(answer, Reason):
                raise LookError(answer, host)
        raise LookError(Reason.DNS_NODATA, host)

    async def ipv6(self, host: str) -> tuple[str, ...]:
        """Where else to try a host that is silent by IPv4; nowhere, if nobody can tell."""
        answer = await self._led(host, RecordType.AAAA)
        return answer.addresses if isinstance(answer, ResolvedHost) else ()

    async def exists(self, name: str) -> bool:
        """Whether the DNS knows a name at all, with whatever records.

        Raises:
            LookError: dns_servfail, dns_refused, dns_timeout or dns_error: nobody can tell.
        """
        (reply,) = await self._ask(name, RecordType.NS)
        if reply is Reason.DNS_NXDOMAIN:
            return False
        _message_or_raise(reply, name)
        return True

    async def delegation(self, name: str) -> DelegationFacts:
        """Ask who answers for a registrable name.

        Raises:
            LookError: dns_nxdomain, dns_servfail, dns_refused, dns_timeout or dns_error.
        """
        reply = await self._ask(name, RecordType.NS, RecordType.SOA, RecordType.DS)
        servers, primary, signers = (_message_or_raise(one, name) for one in reply)
        first = next(iter(primary.values(RecordType.SOA)), "")
        signed = bool(signers.values(RecordType.DS))
        return DelegationFacts(
            name, tuple(sorted(servers.values(RecordType.NS))), first, signed=signed
        )

    async def _led(self, host: str, kind: RecordType) -> ResolvedHost | Reason:
        """Where records of one kind lead, or why nowhere."""
        (reply,) = await self._ask(host, kind)
        if isinstance(reply, Reason):
            return reply
        try:
            return ResolvedHost(reply.values(kind), _chain(reply.records, host))
        except LookError as error:
            return error.reason

    async def _ask(self, name: str, *kinds: RecordType) -> list[Message | Reason]:
        """Ask for several kinds of records together; give each its answer, or why it has none."""
        reply: dict[RecordType, Message | Reason] = dict.fromkeys(kinds, Reason.DNS_TIMEOUT)
        open_ = list(kinds)
        for server in self._servers * TRIES:
            try:
                questions = [Question(name, kind) for kind in open_]
                async with self._limiter.slot():
                    answers = await exchange(questions, server, self._try_seconds)
            except MalformedError as error:  # an empty or over-long label
                raise LookError(Reason.DNS_ERROR, str(error)) from error
            except OSError:
                reply |= dict.fromkeys(open_, Reason.DNS_ERROR)
                continue
            reply |= {kind: _judged(answer) for kind, answer in answers.items()}
            open_ = [kind for kind in open_ if _worth_asking_again(reply[kind])]
            if not open_:
                break
        return [reply[kind] for kind in kinds]


def _judged(answer: Message | Reason) -> Message | Reason:
    if isinstance(answer, Reason) or answer.rcode == _NOERROR:
        return answer
    if any(map(is_block_host, answer.values(RecordType.CNAME))):
        return answer  # whatever has become of the block page's own name
    return _RCODES.get(answer.rcode, Reason.DNS_ERROR)


def _worth_asking_again(reply: Message | Reason) -> bool:
    return not isinstance(reply, Message) and reply is not Reason.DNS_NXDOMAIN


def _message_or_raise(reply: Message | Reason, name: str) -> Message:
    """The answer. Raises LookError with the reason why there is none."""
    if isinstance(reply, Reason):
        raise LookError(reply, name)
    return reply


def _chain(records: Sequence[Record], host: str) -> tuple[str, ...]:
    """Follow the CNAMEs of an answer from the host that was asked.

    Raises:
        LookError: dns_error where they lead in a circle or on and on.
    """
    targets = {record.name: record.value for record in records if record.kind == RecordType.CNAME}
    name, names = host.removesuffix(".").lower(), list[str]()
    while name in targets:
        name = targets[name]
        if len(names) == MAX_CNAMES:
            raise LookError(Reason.DNS_ERROR, f"{host}: CNAMEs without end")
        names.append(name)
    return tuple(names)


def _split(server: str) -> Server:
    host, _, port = server.rpartition(":")
    return host.strip("[]"), int(port)


def _of_the_system(file: Path = Path("/etc/resolv.conf")) -> list[Server]:
    try:
        words = [line.split() for line in file.read_text("ascii", "replace").splitlines()]
    except OSError:
        words = []
    named = [(line[1], 53) for line in words if line[:1] == ["nameserver"] and len(line) > 1]
    return named or [("127.0.0.1", 53)]
