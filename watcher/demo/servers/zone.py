"""A table of names, and the DNS replies made from it.

Pure. A CNAME is followed within the table, as a resolver does for its client (RFC 1034).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rrset

_LONGEST_CHAIN = 8  # CNAMEs followed; the rest is left to the client


class Trouble(StrEnum):
    """Why a name has no proper answer."""

    NXDOMAIN = "NXDOMAIN"
    SERVFAIL = "SERVFAIL"
    REFUSED = "REFUSED"
    SILENT = "silent"  # no packet at all
    GARBAGE = "garbage"  # a packet that is not DNS


@dataclass(frozen=True, slots=True)
class ZoneAnswer:
    """What is known of one name. All fields empty: it exists, and has no address.

    Attributes:
        addresses: IPv4 and IPv6; with a cname, those of the name it points to.
        afterwards: addresses for every query after the first of its type (DNS rebinding).
        signer: a DS record, which says that the name is signed.
        ttl: seconds.
    """

    addresses: tuple[str, ...] = ()
    cname: str = ""
    nameservers: tuple[str, ...] = ()
    signer: str = ""
    trouble: Trouble | None = None
    afterwards: tuple[str, ...] = ()
    ttl: int = 60

    def values(self, kind: str) -> list[str]:
        """The values of one record type, as a zone file writes them."""
        match kind:
            case "A":
                return [address for address in self.addresses if ":" not in address]
            case "AAAA":
                return [address for address in self.addresses if ":" in address]
            case "NS":
                return [f"{name}." for name in self.nameservers]
            case "SOA" if self.nameservers:
                return [f"{self.nameservers[0]}. hostmaster.{self.nameservers[0]}. 1 60 60 60 60"]
            case "DS" if self.signer:
                return [self.signer]
            case _:
                return []


NO_SUCH_NAME = ZoneAnswer(trouble=Trouble.NXDOMAIN)


@dataclass(frozen=True, slots=True)
class DnsZone:
    """The table: names in lower case without a final dot; `otherwise` answers for all others."""

    records: Mapping[str, ZoneAnswer]
    otherwise: ZoneAnswer = NO_SUCH_NAME

    def __getitem__(self, name: str) -> ZoneAnswer:
        """The answer for a name; every name has one."""
        return self.records.get(name, self.otherwise)

    def chain(self, name: str) -> list[tuple[str, ZoneAnswer]]:
        """The name and its answer, then those its CNAMEs lead to; each name once."""
        links = [(name, self[name])]
        while (target := links[-1][1].cname) and len(links) <= _LONGEST_CHAIN:
            last = links[-1][1]
            if target in dict(links):
                break
            links.append((target, replace(last, cname="") if last.addresses else self[target]))
        return links


def reply(query: dns.message.Message, kind: str, chain: list[tuple[str, ZoneAnswer]]) -> bytes:
    """The packet that answers `query` with the links of `chain`; the last link has the values."""
    message = dns.message.make_response(query, recursion_available=True)
    message.flags |= dns.flags.AA
    for name, answer in chain:
        if answer.cname:
            _add(message, name, answer.ttl, "CNAME", [f"{answer.cname}."])
    name, last = chain[-1]
    if last.trouble and last.trouble.isupper():
        message.set_rcode(dns.rcode.from_text(last.trouble))
    _add(message, name, last.ttl, kind, last.values(kind))
    return message.to_wire()


def _add(message: dns.message.Message, name: str, ttl: int, kind: str, values: list[str]) -> None:
    if values:
        owner = dns.name.from_text(name)
        message.answer.append(dns.rrset.from_text(owner, ttl, "IN", kind, *values))
