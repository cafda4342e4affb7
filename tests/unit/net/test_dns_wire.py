"""Our own DNS messages say what dnspython reads in them, and nothing that comes in breaks them."""

import contextlib

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rrset
import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.net.dns.message import MalformedError, Question, Record, RecordType, read_message

HOST = "www.usaha.example"
RECORDS = (
    dns.rrset.from_text(f"{HOST}.", 60, "IN", "CNAME", "Host.Cloud.example."),
    dns.rrset.from_text("host.cloud.example.", 60, "IN", "A", "192.0.2.1", "192.0.2.2"),
    dns.rrset.from_text("host.cloud.example.", 60, "IN", "AAAA", "2001:db8::1"),
    dns.rrset.from_text("cloud.example.", 60, "IN", "NS", "ns1.cloud.example."),
    dns.rrset.from_text(
        "cloud.example.", 60, "IN", "SOA", "ns1.cloud.example. admin.cloud.example. 1 2 3 4 5"
    ),
    dns.rrset.from_text("cloud.example.", 60, "IN", "DS", "1 13 2 " + "ab" * 32),
    dns.rrset.from_text("cloud.example.", 60, "IN", "TXT", '"anything else"'),
)


def an_answer(question: Question, rcode: dns.rcode.Rcode = dns.rcode.NOERROR) -> bytes:
    message = dns.message.make_response(dns.message.from_wire(question.wire))
    message.answer = list(RECORDS)
    message.set_rcode(rcode)
    return message.to_wire()


def test_a_question_is_what_dnspython_reads() -> None:
    question = Question("WWW.usaha.example.", RecordType.AAAA)
    read = dns.message.from_wire(question.wire)
    assert (read.id, read.flags, read.edns, read.payload) == (question.id, dns.flags.RD, 0, 1232)
    assert str(read.question[0]) == "www.usaha.example. IN AAAA"


def test_an_answer_is_what_dnspython_wrote() -> None:
    question = Question(HOST.upper(), RecordType.A)
    message = read_message(an_answer(question, dns.rcode.NXDOMAIN))
    assert message.fits(question)
    assert message.rcode == dns.rcode.NXDOMAIN
    assert message.records[0] == Record(HOST, RecordType.CNAME, "host.cloud.example")
    assert set(message.values(RecordType.A)) == {"192.0.2.1", "192.0.2.2"}  # dnspython shuffles
    assert message.values(RecordType.AAAA) == ("2001:db8::1",)
    assert message.values(RecordType.NS) == message.values(RecordType.SOA) == ("ns1.cloud.example",)
    assert len(message.values(RecordType.DS)) == 1


def test_an_answer_to_another_question_does_not_fit() -> None:
    question = Question(HOST, RecordType.A, id=7)
    told = read_message(an_answer(question))
    others = (
        Question(HOST, RecordType.A, id=8),
        Question(HOST, RecordType.AAAA, 7),
        Question("x.id", RecordType.A, 7),
    )
    assert [told.fits(other) for other in others] == [False] * 3


@pytest.mark.parametrize(
    "name", ["", ".", "a..id", "x" * 64 + ".id", "ab." * 90 + "id", "é.id", "@", "a\\.b.id"]
)
def test_a_name_that_cannot_exist_is_not_asked_for(name: str) -> None:
    with pytest.raises(MalformedError):
        _ = Question(name, RecordType.A).wire


@pytest.mark.parametrize(
    "name", [b"\xc0\x0c", b"\xc0\x0d\xc0\x0c", b"\xc0\xff", b"\x3f" + b"a" * 9, b"\x80a\0"]
)
def test_a_name_that_leads_nowhere_is_malformed(name: bytes) -> None:
    with pytest.raises(MalformedError):
        read_message(b"\0\1\x81\x80\0\1\0\0\0\0\0\0" + name + b"\0\1\0\1")


@given(st.data())
def test_damage_is_survived(draw: st.DataObject) -> None:
    data = bytearray(an_answer(Question(HOST, RecordType.A)))
    for _ in range(draw.draw(st.integers(1, 4))):
        data[draw.draw(st.integers(0, len(data) - 1))] = draw.draw(st.integers(0, 255))
    with contextlib.suppress(MalformedError):
        read_message(bytes(data[: draw.draw(st.integers(0, len(data)))]))


@given(st.binary(max_size=600))
def test_anything_is_survived(data: bytes) -> None:
    with contextlib.suppress(MalformedError):
        read_message(data)


@given(st.binary(min_size=1, max_size=63))
def test_a_label_is_written_as_dnspython_writes_it(label: bytes) -> None:
    name = dns.name.Name((label, b"usaha", b"example", b""))
    message = dns.message.make_response(dns.message.make_query(HOST, "NS"))
    message.answer = [dns.rrset.from_text(HOST + ".", 60, "IN", "NS", name.to_text())]
    (told,) = read_message(message.to_wire()).values(RecordType.NS)
    assert told == name.to_text(omit_final_dot=True).lower()


def test_a_server_that_repeats_no_question_is_heard_when_it_fails() -> None:
    question = Question(HOST, RecordType.A, id=7)
    curt = b"\0\7\x81%c" + bytes(8)
    fits = {code for code in range(16) if read_message(curt % (0x80 | code)).fits(question)}
    assert fits == {1, 2, 4, 5}


@pytest.mark.parametrize("flags", [0x0100, 0x9180, 0xA180], ids=["question", "notify", "update"])
def test_what_is_no_answer_to_a_query_is_malformed(flags: int) -> None:
    data = bytearray(an_answer(Question(HOST, RecordType.A)))
    data[2:4] = flags.to_bytes(2)
    with pytest.raises(MalformedError):
        read_message(bytes(data))


def test_an_answer_cut_short_says_so_or_is_malformed() -> None:
    data = bytearray(an_answer(Question(HOST, RecordType.A)))
    with pytest.raises(MalformedError):
        read_message(bytes(data[:-20]))
    data[2] |= 2
    assert read_message(bytes(data[:-20])).truncated


def test_pointers_without_end_cost_little() -> None:
    pointers = b"".join((0xC000 | at).to_bytes(2) for at in range(16, 16_000, 2))
    data = b"\0\7\x81\x80\0\0\0\1\0\0\0\0" + b"\0\0\0\0\0" + pointers
    with pytest.raises(MalformedError):
        read_message(data)


def an_answer_with_more(rcode: dns.rcode.Rcode) -> bytes:
    """One with an authority before its OPT record."""
    message = dns.message.make_response(dns.message.from_wire(Question(HOST, RecordType.A).wire))
    message.authority = [RECORDS[4]]
    message.use_edns(0)
    message.set_rcode(rcode)
    return message.to_wire()


def test_the_upper_half_of_a_code_stands_behind_all_records() -> None:
    assert read_message(an_answer_with_more(dns.rcode.BADVERS)).rcode == dns.rcode.BADVERS
    assert read_message(an_answer_with_more(dns.rcode.REFUSED)).rcode == dns.rcode.REFUSED


def test_an_answer_cut_short_behind_its_answers_says_so_or_is_malformed() -> None:
    data = bytearray(an_answer_with_more(dns.rcode.NOERROR))
    with pytest.raises(MalformedError):
        read_message(bytes(data[:-5]))
    data[2] |= 2
    assert read_message(bytes(data[:-5])).truncated


def test_an_answer_to_two_questions_is_malformed() -> None:
    name = dns.name.from_text(HOST).to_digestable()
    asked = name + b"\0\1\0\1"
    read_message(b"\0\1\x81\x80\0\1\0\0\0\0\0\0" + asked)
    with pytest.raises(MalformedError):
        read_message(b"\0\1\x81\x80\0\2\0\0\0\0\0\0" + asked * 2)


def test_an_address_of_another_kind_of_network_is_none() -> None:
    name = dns.name.from_text(HOST).to_digestable()
    record = name + b"\0\1%b\0\0\0\x3c\0\4\xc0\0\2\1"
    read = [
        read_message(b"\0\1\x81\x80\0\1\0\1\0\0\0\0" + name + b"\0\1\0\1" + record % space)
        for space in (b"\0\1", b"\0\3")  # the internet's, and CHAOS
    ]
    assert [told.values(RecordType.A) for told in read] == [("192.0.2.1",), ()]
