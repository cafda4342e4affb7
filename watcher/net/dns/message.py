"""DNS messages as far as a watcher needs them: a question out, records in.

dnspython reads and writes the names, with all their pointers; its whole messages, with an object
for each record, are a sixth of a look, and we would throw all but a few strings away.
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

#: FORMERR, SERVFAIL, NOTIMP, REFUSED: some servers say them without repeating the question.
_CURT = frozenset({1, 2, 4, 5})
#: These mean something in a zone file, and no host is named by them.
_SPECIAL = frozenset('\\"();@$')
#: An answer of a host has a few; to read 4,000 with deep names takes a second.
MAX_RECORDS = 2500
_INTERNET = 1  # the class of a question
_OPT = 41
#: The root's OPT record: up to 1232 bytes are welcome over UDP (RFC 6891).
_EDNS = b"\0\0\x29\x04\xd0\0\0\0\0\0\0"
#: What is raised over bytes that are no message.
_BROKEN = (dns.exception.DNSException, ValueError, IndexError)


class RecordType(IntEnum):
    """Kinds of records that are asked for, or met on the way."""

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
    """One question; its number is random, as an answer has to know it.

    Attributes:
        name: in A-labels; case and a final dot do not matter.
        edns: say how long an answer may be (RFC 6891); some old servers refuse who says so.
    """

    name: str
    kind: RecordType
    id: int = field(default_factory=lambda: secrets.randbits(16))
    edns: bool = True

    @property
    def wire(self) -> bytes:
        """The message that asks it. Raises MalformedError: no such name can exist."""
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
    """One record; `value` is an address or a name in lower case, empty for other kinds."""

    name: str
    kind: int
    value: str


@dataclass(frozen=True, slots=True)
class Message:
    """An answer.

    Attributes:
        truncated: it did not fit; whoever wants all of it asks over TCP.
        name, kind: what it answers; without them it repeats no question.
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
            return self.id == question.id and self.rcode in _CURT
        asked = question.name.removesuffix(".").lower()
        return (self.id, self.kind, self.name) == (question.id, question.kind, asked)

    def values(self, kind: RecordType) -> tuple[str, ...]:
        """What the records of one kind say, in their order."""
        return tuple(record.value for record in self.records if record.kind == kind)


def read_message(data: bytes) -> Message:
    """Take an answer apart, as far as its answers go. Raises MalformedError."""
    try:
        wire = dns.wire.Parser(data)
        number, flags, questions, answers, authorities, more = wire.get_struct("!6H")
        if not flags & dns.flags.QR or dns.opcode.from_flags(flags) != dns.opcode.QUERY:
            raise MalformedError("not an answer")
        if answers + authorities + more > MAX_RECORDS:
            raise MalformedError("records without end")
        if questions > 1:
            raise MalformedError("an answer to several questions")
        name, kind = _asked(wire) if questions else ("", 0)
        truncated = bool(flags & dns.flags.TC)  # it may end in the middle of a record
        records = () if truncated else tuple(_record(wire) for _ in range(answers))
        extended = 0 if truncated else _extended_rcode(wire, authorities + more)
        return Message(number, extended | flags & 0xF, truncated, name, kind, records)
    except _BROKEN as error:
        raise MalformedError(str(error)) from error


def _asked(wire: dns.wire.Parser) -> tuple[str, int]:
    name = _name(wire)
    kind, _class = wire.get_struct("!2H")
    return name, kind


def _record(wire: dns.wire.Parser) -> Record:
    name = _name(wire)
    kind, space, _ttl, size = wire.get_struct("!2HIH")
    meant = kind if space == _INTERNET else 0  # a network of another kind has other addresses
    with wire.restrict_to(size):
        return Record(name, meant, _value(meant, wire))


def _extended_rcode(wire: dns.wire.Parser, records: int) -> int:
    """The upper bits of the code, which stand where an OPT record has no time to live."""
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
    """A name as a zone file writes it, in lower case."""
    return dns.name.from_wire_parser(wire).to_text(omit_final_dot=True).lower()
