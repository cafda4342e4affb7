"""Ask a name for its addresses, ourselves and without blocking.

The system's resolver would be asked again by whoever connects, and could answer otherwise; it
also runs in a handful of threads, which a slow name server starves. So the questions are our
own messages (dnspython), one socket and source port a question.
"""

import asyncio
from dataclasses import dataclass

import dns.asyncquery
import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.resolver

from watcher.core.observation import DelegationFacts, Reason
from watcher.net.errors import LookError

TRY_SECONDS = 2.5
TRIES = 2
MAX_CNAMES = 8

_RCODES = {
    dns.rcode.NXDOMAIN: Reason.DNS_NXDOMAIN,
    dns.rcode.SERVFAIL: Reason.DNS_SERVFAIL,
    dns.rcode.REFUSED: Reason.DNS_REFUSED,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """Where a name leads: the addresses, IPv4 first, and the names on the way."""

    addresses: tuple[str, ...]
    cnames: tuple[str, ...] = ()


class Resolver:
    """Asks recursive name servers, one after the other."""

    def __init__(self, servers: tuple[str, ...] = ()) -> None:
        """Ask `servers` ("host:port"), or those of the system when none are named."""
        self._servers = [_split(server) for server in servers] or _of_the_system()

    async def addresses(self, host: str) -> Answer:
        """Find the addresses of a host.

        Raises:
            LookError: dns_nxdomain, dns_nodata, dns_servfail, dns_refused, dns_timeout or
                dns_error.
        """
        v4, v6 = await asyncio.gather(
            self._ask(host, dns.rdatatype.A),
            self._ask(host, dns.rdatatype.AAAA),
            return_exceptions=True,
        )
        told = [answer for answer in (v4, v6) if isinstance(answer, Answer)]
        found = tuple(address for answer in told for address in answer.addresses)
        if found:
            return Answer(found, told[0].cnames)
        for answer in (v4, v6):  # no address of one kind proves nothing about the other
            if isinstance(answer, BaseException):
                raise answer
        raise LookError(Reason.DNS_NODATA, host)

    async def exists(self, name: str) -> bool:
        """Whether the DNS knows a name at all, with whatever records.

        Raises:
            LookError: dns_servfail, dns_refused, dns_timeout or dns_error: nobody can tell.
        """
        try:
            await self._message(name, dns.rdatatype.NS)
        except LookError as error:
            if error.reason is Reason.DNS_NXDOMAIN:
                return False
            raise
        return True

    async def delegation(self, name: str) -> DelegationFacts:
        """Ask who answers for a registrable name.

        Raises:
            LookError: dns_nxdomain, dns_servfail, dns_refused, dns_timeout or dns_error.
        """
        servers = await self._records(name, dns.rdatatype.NS)
        primary = await self._records(name, dns.rdatatype.SOA)
        signers = await self._records(name, dns.rdatatype.DS)
        first = primary[0].partition(" ")[0] if primary else ""
        return DelegationFacts(
            name, tuple(sorted(map(_bare, servers))), _bare(first), signed=bool(signers)
        )

    async def _records(self, name: str, kind: dns.rdatatype.RdataType) -> tuple[str, ...]:
        return _texts(await self._message(name, kind), kind)

    async def _ask(self, host: str, kind: dns.rdatatype.RdataType) -> Answer:
        message = await self._message(host, kind)
        names = _chain(message, host)
        return Answer(_texts(message, kind), names)

    async def _message(self, name: str, kind: dns.rdatatype.RdataType) -> dns.message.Message:
        try:
            query = dns.message.make_query(name, kind, use_edns=True, payload=1232)
        except dns.exception.DNSException as error:  # an empty or over-long label
            raise LookError(Reason.DNS_ERROR, str(error)) from error
        reason = Reason.DNS_TIMEOUT
        for host, port in [server for _ in range(TRIES) for server in self._servers]:
            try:
                answer, _ = await dns.asyncquery.udp_with_fallback(
                    query,
                    host,
                    timeout=TRY_SECONDS,
                    port=port,
                    ignore_unexpected=True,
                    ignore_errors=True,  # a forged packet must not speak for the name server
                )
            except dns.exception.Timeout:
                continue
            except (dns.exception.DNSException, OSError, EOFError):
                reason = Reason.DNS_ERROR
                continue
            if answer.rcode() == dns.rcode.NOERROR:
                return answer
            reason = _RCODES.get(answer.rcode(), Reason.DNS_ERROR)
            if reason is Reason.DNS_NXDOMAIN:
                break
        raise LookError(reason, name)


def _texts(message: dns.message.Message, kind: dns.rdatatype.RdataType) -> tuple[str, ...]:
    """The records of one kind in an answer, as a zone file writes them."""
    sets = (rrset for rrset in message.answer if rrset.rdtype == kind)
    return tuple(record.to_text() for rrset in sets for record in rrset)


def _bare(name: str) -> str:
    return name.rstrip(".").lower()


def _chain(message: dns.message.Message, host: str) -> tuple[str, ...]:
    """Follow the CNAMEs of an answer from the host that was asked.

    Raises:
        LookError: dns_error where they lead in a circle or on and on.
    """
    targets = {
        rrset.name: rrset[0].target
        for rrset in message.answer
        if rrset.rdtype == dns.rdatatype.CNAME
    }
    name, names = dns.name.from_text(host), list[str]()
    while name in targets:
        name = targets[name]
        if len(names) == MAX_CNAMES:
            raise LookError(Reason.DNS_ERROR, f"{host}: CNAMEs without end")
        names.append(name.to_text(omit_final_dot=True).lower())
    return tuple(names)


def _split(server: str) -> tuple[str, int]:
    host, _, port = server.rpartition(":")
    return host.strip("[]"), int(port)


def _of_the_system() -> list[tuple[str, int]]:
    try:
        system = dns.resolver.Resolver()
    except dns.resolver.NoResolverConfiguration:
        return [("127.0.0.1", 53)]
    return [(str(server), system.port) for server in system.nameservers]
