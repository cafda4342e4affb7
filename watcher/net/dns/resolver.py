"""Resolve names to addresses without blocking and without the system's resolver.

A connection by name would resolve once more and could get other addresses than those that were
checked. The system's resolver also runs in a handful of threads, and one slow name server
occupies all of them. So we send the questions ourselves (net/dns/exchange.py).
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
#: Questions under way together, until they are answered or these seconds have passed: the socket
#: buffer of a name server holds some 200 questions, and drops those beyond.
AT_ONCE, PATIENCE = 64, 0.1

_NOERROR, _NXDOMAIN = 0, 3
_RCODES = {_NXDOMAIN: Reason.DNS_NXDOMAIN, 2: Reason.DNS_SERVFAIL, 5: Reason.DNS_REFUSED}


@dataclass(frozen=True, slots=True)
class ResolvedHost:
    """The addresses of a name, all IPv4 or all IPv6, and the CNAMEs that led to them."""

    addresses: tuple[str, ...]
    cnames: tuple[str, ...] = ()

    @property
    def is_blocked(self) -> bool:
        """Whether an internet provider resolves the name to its block page."""
        return any(map(is_block_host, self.cnames))


class Resolver:
    """Asks recursive name servers, each after the one before gave no answer."""

    def __init__(self, servers: tuple[str, ...] = (), try_seconds: float = TRY_SECONDS) -> None:
        """Ask `servers` ("host:port"), or those of /etc/resolv.conf if there are none.

        Args:
            servers: recursive name servers, in the order in which they are asked.
            try_seconds: the deadline of one question to one server.
        """
        self._try_seconds = try_seconds
        self._servers = [_split(server) for server in servers] or _of_the_system()
        self._limiter = SlowReleaseLimiter(AT_ONCE, PATIENCE)

    async def addresses(self, host: str) -> ResolvedHost:
        """Find the IPv4 addresses of a host, or its IPv6 addresses where it has no others.

        Both are not asked for together: nearly every site has IPv4, and some name servers never
        answer questions about IPv6. A name that is blocked may have no address at all.

        Raises:
            LookError: dns_nxdomain, dns_nodata, dns_servfail, dns_refused, dns_timeout or
                dns_error.
        """
        results = list[ResolvedHost | Reason]()
        for kind in (RecordType.A, RecordType.AAAA):
            result = await self._resolve(host, kind)
            if isinstance(result, ResolvedHost) and (result.addresses or result.is_blocked):
                return result
            results.append(result)
            if result is Reason.DNS_NXDOMAIN:  # holds for all types (RFC 2308, section 5)
                break
        for result in results:  # an error of either type leaves open whether it has addresses
            if isinstance(result, Reason):
                raise LookError(result, host)
        raise LookError(Reason.DNS_NODATA, host)

    async def ipv6(self, host: str) -> tuple[str, ...]:
        """Find the IPv6 addresses of a host; none where the question fails."""
        result = await self._resolve(host, RecordType.AAAA)
        return result.addresses if isinstance(result, ResolvedHost) else ()

    async def exists(self, name: str) -> bool:
        """Whether a name exists in the DNS, with records of any type.

        Raises:
            LookError: dns_servfail, dns_refused, dns_timeout or dns_error: it is not known.
        """
        (reply,) = await self._ask(name, RecordType.NS)
        if reply is Reason.DNS_NXDOMAIN:
            return False
        _message_or_raise(reply, name)
        return True

    async def delegation(self, name: str) -> DelegationFacts:
        """Ask for the name servers of a registrable name (NS, SOA) and whether it is signed (DS).

        Raises:
            LookError: dns_nxdomain, dns_servfail, dns_refused, dns_timeout or dns_error.
        """
        replies = await self._ask(name, RecordType.NS, RecordType.SOA, RecordType.DS)
        ns, soa, ds = (_message_or_raise(reply, name) for reply in replies)
        primary = next(iter(soa.values(RecordType.SOA)), "")
        signed = bool(ds.values(RecordType.DS))
        return DelegationFacts(
            name, tuple(sorted(ns.values(RecordType.NS))), primary, signed=signed
        )

    async def _resolve(self, host: str, kind: RecordType) -> ResolvedHost | Reason:
        """Find the addresses of one type, or why there is no answer."""
        (reply,) = await self._ask(host, kind)
        if isinstance(reply, Reason):
            return reply
        try:
            return ResolvedHost(reply.values(kind), _chain(reply.records, host))
        except LookError as error:
            return error.reason

    async def _ask(self, name: str, *kinds: RecordType) -> list[Message | Reason]:
        """Ask for several types of records together.

        Returns:
            For each type, in the order of `kinds`, the answer or why there is none.
        """
        reply: dict[RecordType, Message | Reason] = dict.fromkeys(kinds, Reason.DNS_TIMEOUT)
        unanswered = list(kinds)
        for server in self._servers * TRIES:
            try:
                questions = [Question(name, kind) for kind in unanswered]
                async with self._limiter.slot():
                    answers = await exchange(questions, server, self._try_seconds)
            except MalformedError as error:  # an empty or over-long label
                raise LookError(Reason.DNS_ERROR, str(error)) from error
            except OSError:
                reply |= dict.fromkeys(unanswered, Reason.DNS_ERROR)
                continue
            reply |= {kind: _message_or_reason(answer) for kind, answer in answers.items()}
            unanswered = [kind for kind in unanswered if _worth_asking_again(reply[kind])]
            if not unanswered:
                break
        return [reply[kind] for kind in kinds]


def _message_or_reason(answer: Message | Reason) -> Message | Reason:
    """An answer, or the reason that its response code stands for."""
    if isinstance(answer, Reason) or answer.rcode == _NOERROR:
        return answer
    if any(map(is_block_host, answer.values(RecordType.CNAME))):
        return answer  # blocked, even where the name of the block page no longer resolves
    return _RCODES.get(answer.rcode, Reason.DNS_ERROR)


def _worth_asking_again(reply: Message | Reason) -> bool:
    return not isinstance(reply, Message) and reply is not Reason.DNS_NXDOMAIN


def _message_or_raise(reply: Message | Reason, name: str) -> Message:
    """The answer. Raises LookError where there is none."""
    if isinstance(reply, Reason):
        raise LookError(reply, name)
    return reply


def _chain(records: Sequence[Record], host: str) -> tuple[str, ...]:
    """Follow the CNAMEs of an answer from the host that was asked for.

    Raises:
        LookError: dns_error where they form a circle or are too many.
    """
    targets = {record.name: record.value for record in records if record.kind == RecordType.CNAME}
    name, names = host.removesuffix(".").lower(), list[str]()
    while name in targets:
        name = targets[name]
        if len(names) == MAX_CNAMES:
            raise LookError(Reason.DNS_ERROR, f"{host}: more than {MAX_CNAMES} CNAMEs")
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
