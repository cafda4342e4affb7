"""DNS messages (RFC 1035): write one question, read the answer section.

dnspython reads and writes the names, with their compression pointers. Its own messages are not
used: building an object for each record takes a sixth of a look, for a few strings.
"""

import secrets
import socket
import struct
from dataclasses import dataclass, field
from enum import IntEnum

import dns.exception
import dns.flags
import dns.name
import dns.opcode
import dns.wire

#: FORMERR, SERVFAIL, NOTIMP, REFUSED: some servers send them without repeating the question.
_WITHOUT_QUESTION = frozenset({1, 2, 4, 5})
#: Syntax of zone files, which dnspython would interpret; no host name contains them.
_SPECIAL = frozenset('\\"();@$')
#: Of all sections. An honest answer has a few; reading 4,000 with deep names takes a second.
MAX_RECORDS = 2500
_INTERNET = 1  # the class of a question
_OPT = 41  # the type of EDNS's pseudo-record
#: An OPT record that accepts answers of up to 1232 bytes over UDP (RFC 6891).
_EDNS = b"\0\0\x29\x04\xd0\0\0\0\0\0\0"
#: What dnspython raises for bytes that are not a message.
_BROKEN = (dns.exception.DNSException, ValueError, IndexError)


class RecordType(IntEnum):
    """Types of records that are asked for, or read in an answer."""

    A = 1
    NS = 2
    CNAME = 5
    SOA = 6
    AAAA = 28
    DS = 43


class MalformedError(ValueError):
    """A name or a message that breaks the format."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question; its id is random, so that a forged answer has to guess it.

    Attributes:
        name: in A-labels; case and a final dot do not matter.
        edns: add an OPT record (RFC 6891); some old servers refuse questions with one.
    """

    name: str
    kind: RecordType
    id: int = field(default_factory=lambda: secrets.randbits(16))
    edns: bool = True

    @property
    def wire(self) -> bytes:
        """The message as it is sent. Raises MalformedError where no such name can exist."""
        if not self.name.isascii() or not self.name.strip(".") or _SPECIAL & set(self.name):
            raise MalformedError(self.name)
        try:
            name = dns.name.from_text(self.name).to_digestable()
        except _BROKEN as error:
            raise MalformedError(self.name) from error
        head = struct.pack("!6H", self.id, dns.flags.RD, 1, 0, 0, int(self.edns))
        asked = struct.pack("!2H", self.kind, _INTERNET)
        return b"".join((head, name, asked, _EDNS if self.edns else b""))


@dataclass(frozen=True, slots=True)
class Record:
    """One record; `value` is an address or a name in lower case, "" for other types."""

    name: str
    kind: int
    value: str


@dataclass(frozen=True, slots=True)
class Message:
    """An answer.

    Attributes:
        rcode: response code, with EDNS's upper bits.
        truncated: it did not fit into a UDP packet and has to be asked for over TCP.
        name, kind: of the question it repeats; "" and 0 where it repeats none.
        records: of the answer section; empty where truncated.
    """

    id: int
    rcode: int
    truncated: bool
    name: str = ""
    kind: int = 0
    records: tuple[Record, ...] = ()

    def fits(self, question: Question) -> bool:
        """Whether it answers this question and not another."""
        if not self.kind:
            return self.id == question.id and self.rcode in _WITHOUT_QUESTION
        name = question.name.removesuffix(".").lower()
        return (self.id, self.kind, self.name) == (question.id, question.kind, name)

    def values(self, kind: RecordType) -> tuple[str, ...]:
        """The values of all records of one type, in their order."""
        return tuple(record.value for record in self.records if record.kind == kind)


def read_message(data: bytes) -> Message:
    """Parse an answer up to the end of its answer section. Raises MalformedError."""
    try:
        wire = dns.wire.Parser(data)
        number, flags, questions, answers, authorities, more = wire.get_struct("!6H")
        if not flags & dns.flags.QR or dns.opcode.from_flags(flags) != dns.opcode.QUERY:
            raise MalformedError("not an answer")
        if answers + authorities + more > MAX_RECORDS:
            raise MalformedError("too many records")
        if questions > 1:
            raise MalformedError("an answer to several questions")
        name, kind = _question(wire) if questions else ("", 0)
        truncated = bool(flags & dns.flags.TC)  # it may end in the middle of a record
        records = () if truncated else tuple(_record(wire) for _ in range(answers))
        extended = 0 if truncated else _extended_rcode(wire, authorities + more)
        return Message(number, extended | flags & 0xF, truncated, name, kind, records)
    except _BROKEN as error:
        raise MalformedError(str(error)) from error


def _question(wire: dns.wire.Parser) -> tuple[str, int]:
    name = _name(wire)
    kind, _class = wire.get_struct("!2H")
    return name, kind


def _record(wire: dns.wire.Parser) -> Record:
    name = _name(wire)
    kind, class_, _ttl, size = wire.get_struct("!2HIH")
    kind = kind if class_ == _INTERNET else 0  # an A record of another class has other contents
    with wire.restrict_to(size):
        return Record(name, kind, _value(kind, wire))


def _extended_rcode(wire: dns.wire.Parser, records: int) -> int:
    """The upper bits of the response code, in the TTL field of the OPT record (RFC 6891, 6.1.3)."""
    for _ in range(records):
        dns.name.from_wire_parser(wire)
        kind, _class, ttl, size = wire.get_struct("!2HIH")
        if kind == _OPT:
            return int(ttl) >> 24 << 4
        wire.get_bytes(size)
    return 0


def _value(kind: int, wire: dns.wire.Parser) -> str:
    match kind:
        case RecordType.A:
            return socket.inet_ntop(socket.AF_INET, wire.get_bytes(4))
        case RecordType.AAAA:
            return socket.inet_ntop(socket.AF_INET6, wire.get_bytes(16))
        case RecordType.CNAME | RecordType.NS:
            return _name(wire)
        case RecordType.SOA:
            primary = _name(wire)
            wire.get_remaining()
            return primary
    wire.get_remaining()
    return ""


def _name(wire: dns.wire.Parser) -> str:
    """A name in presentation format (RFC 1035, 5.1), without the final dot, in lower case."""
    return dns.name.from_wire_parser(wire).to_text(omit_final_dot=True).lower()
