"""DNS messages (RFC 1035), as far as a watcher needs them: a question out, records in. Pure.

What comes in is anybody's bytes: names are followed backwards only, and every length is
checked, so that reading costs no more than the message is long.
"""

import secrets
import socket
import struct
from dataclasses import dataclass, field
from enum import IntEnum

_HEADER = struct.Struct("!6H")
_RECORD = struct.Struct("!HHIH")
_ANSWER, _OPCODE, _TRUNCATED, _RECURSE = 0x8000, 0x7800, 0x0200, 0x0100
_IN, _OPT = 1, 41
#: FORMERR, SERVFAIL, NOTIMP, REFUSED: some servers say them without repeating the question.
_CURT = frozenset({1, 2, 4, 5})
#: A name has 127 labels at most, so more pointers than that serve nobody who means well.
_POINTERS = 127
_SPECIAL = frozenset(b'"().;\\@$')
#: An OPT record: answers of up to 1232 bytes are welcome over UDP (RFC 6891).
_EDNS = b"\0" + _RECORD.pack(_OPT, 1232, 0, 0)


class Kind(IntEnum):
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
    """

    name: str
    kind: Kind
    id: int = field(default_factory=lambda: secrets.randbits(16))

    @property
    def wire(self) -> bytes:
        """The message that asks it. Raises MalformedError: no such name can exist."""
        header = _HEADER.pack(self.id, _RECURSE, 1, 0, 0, 1)
        return header + _packed(self.name) + struct.pack("!HH", self.kind, _IN) + _EDNS


@dataclass(frozen=True, slots=True)
class Record:
    """One record; `value` is an address, a name in lower case, or the digest's presence."""

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

    def values(self, kind: Kind) -> tuple[str, ...]:
        """What the records of one kind say, in their order."""
        return tuple(record.value for record in self.records if record.kind == kind)


def read_message(data: bytes) -> Message:
    """Take an answer apart. Raises MalformedError."""
    try:
        number, flags, questions, answers, *others = _HEADER.unpack_from(data)
        if not flags & _ANSWER or flags & _OPCODE or questions > 1:
            raise MalformedError("not an answer to one question")
        name, kind, at = _question(data) if questions else ("", 0, _HEADER.size)
    except (struct.error, IndexError) as error:
        raise MalformedError("ends in the middle") from error
    truncated = bool(flags & _TRUNCATED)
    records, rcode = list[Record](), flags & 0xF
    try:
        for number_of in range(answers + sum(others)):
            record, at, extended = _record(data, at)
            rcode |= extended
            if number_of < answers:
                records.append(record)
        if at != len(data):
            raise MalformedError("more than it says")
    except (struct.error, IndexError, MalformedError) as error:
        if not truncated:  # one that says it did not fit may end in the middle of a record
            raise MalformedError("ends in the middle") from error
    return Message(number, rcode, truncated, name, kind, tuple(records))


def _question(data: bytes) -> tuple[str, int, int]:
    """What was asked, and where that ends."""
    name, at = _name(data, _HEADER.size)
    kind, class_ = struct.unpack_from("!HH", data, at)
    if class_ != _IN or not kind:
        raise MalformedError("not a question of ours")
    return name, kind, at + 4


def _packed(name: str) -> bytes:
    try:
        labels = [label.encode("ascii") for label in name.removesuffix(".").split(".")]
    except UnicodeEncodeError as error:
        raise MalformedError(name) from error
    if any(_printable(label) != label.decode("ascii").lower() for label in labels):
        raise MalformedError(name)
    packed = b"".join(bytes([len(label)]) + label for label in labels if len(label) < 64) + b"\0"
    if not all(0 < len(label) < 64 for label in labels) or len(packed) > 255:
        raise MalformedError(name)
    return packed


def _record(data: bytes, at: int) -> tuple[Record, int, int]:
    """A record, where it ends, and what an OPT record adds to the rcode (RFC 6891, 6.1.3)."""
    name, at = _name(data, at)
    kind, class_, ttl, length = _RECORD.unpack_from(data, at)
    at += _RECORD.size
    if at + length > len(data):
        raise MalformedError("a record longer than its message")
    if class_ != _IN:  # whatever it is, of the internet it is not
        extended = ttl >> 24 << 4 if kind == _OPT else 0
        return Record(name, 0, ""), at + length, extended
    return Record(name, kind, _value(data, at, kind, length)), at + length, 0


def _value(data: bytes, at: int, kind: int, length: int) -> str:
    if kind == Kind.A and length == 4:
        return socket.inet_ntop(socket.AF_INET, data[at : at + 4])
    if kind == Kind.AAAA and length == 16:
        return socket.inet_ntop(socket.AF_INET6, data[at : at + 16])
    if kind in (Kind.NS, Kind.CNAME, Kind.SOA):
        return _name(data, at)[0]  # of an SOA the primary, which comes first
    if kind in (Kind.A, Kind.AAAA):
        raise MalformedError("an address of another length")
    return ""


def _name(data: bytes, at: int) -> tuple[str, int]:
    """Read a name, following where it points; give it in lower case, and where it ends."""
    labels, size, end, floor = list[str](), 0, None, at
    pointers = 0
    while length := data[at]:
        if length >= 0xC0:
            end = at + 2 if end is None else end
            at = (length & 0x3F) << 8 | data[at + 1]
            pointers += 1
            if at >= floor or pointers > _POINTERS:
                raise MalformedError("a name that points forward, or on and on")
            floor = at
            continue
        label = data[at + 1 : at + 1 + length]
        size += length + 1
        if length > 63 or size > 254 or len(label) < length:
            raise MalformedError("a name that is too long")
        labels.append(_printable(label))
        at += length + 1
    return ".".join(labels), at + 1 if end is None else end


def _printable(label: bytes) -> str:
    """A label as a zone file writes it, in lower case."""
    label = label.lower()  # of ASCII letters alone, as is meant (RFC 4343)
    if label.replace(b"-", b"").isalnum():
        return label.decode("ascii")
    return "".join(map(_escaped, label))


def _escaped(byte: int) -> str:
    if byte in _SPECIAL:
        return f"\\{chr(byte)}"
    return chr(byte) if 0x20 < byte < 0x7F else f"\\{byte:03}"
