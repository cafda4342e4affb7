"""DNS messages as far as a watcher needs them: a question out, records in. dnspython reads them."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.opcode
import dns.rdatatype

#: FORMERR, SERVFAIL, NOTIMP, REFUSED: some servers say them without repeating the question.
_CURT = frozenset({1, 2, 4, 5})
#: These mean something in a zone file, and no host is named by them.
_SPECIAL = frozenset('\\"();@$')
_PAYLOAD = 1232  # bytes that are welcome over UDP (RFC 6891)
#: What dnspython raises over bytes that are no message; not all of it is of its own making.
_BROKEN = (dns.exception.DNSException, ValueError, IndexError)
#: Where the value of a record stands.
_FIELDS = {"A": "address", "AAAA": "address", "NS": "target", "CNAME": "target", "SOA": "mname"}


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
        if not self.name.isascii() or not self.name.strip(".") or _SPECIAL & set(self.name):
            raise MalformedError(self.name)
        try:
            query = dns.message.make_query(
                self.name, self.kind.name, use_edns=0, payload=_PAYLOAD, id=self.id
            )
            return query.to_wire()
        except _BROKEN as error:
            raise MalformedError(self.name) from error


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

    def values(self, kind: Kind) -> tuple[str, ...]:
        """What the records of one kind say, in their order."""
        return tuple(record.value for record in self.records if record.kind == kind)


def read_message(data: bytes) -> Message:
    """Take an answer apart. Raises MalformedError."""
    truncated = len(data) > 2 and bool(data[2] & dns.flags.TC >> 8)
    try:
        # one that says it did not fit may end in the middle of a record
        told = dns.message.from_wire(data, continue_on_error=truncated)
        if not told.flags & dns.flags.QR or told.opcode() != dns.opcode.QUERY:
            raise MalformedError("not an answer")
        if len(told.question) > 1:
            raise MalformedError("an answer to several questions")
        name, kind = ("", 0) if not told.question else _asked(told)
        records = tuple(_records(told))
        return Message(told.id, int(told.rcode()), truncated, name, kind, records)
    except _BROKEN as error:
        raise MalformedError(str(error)) from error


def _asked(told: dns.message.Message) -> tuple[str, int]:
    (question,) = told.question
    return _name(question.name), int(question.rdtype)


def _records(told: dns.message.Message) -> Iterator[Record]:
    for rrset in told.answer:
        name, kind = _name(rrset.name), int(rrset.rdtype)
        place = _FIELDS.get(dns.rdatatype.to_text(rrset.rdtype))
        for record in rrset:
            value = getattr(record, place) if place else ""
            yield Record(name, kind, _name(value) if isinstance(value, dns.name.Name) else value)


def _name(name: dns.name.Name) -> str:
    """A name as a zone file writes it, in lower case."""
    return name.to_text(omit_final_dot=True).lower()
