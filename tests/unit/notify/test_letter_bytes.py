"""The bytes of a letter: nobody but the recipient, nothing broken, the same every time."""

import email
import re
from dataclasses import replace
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import SMTP, compat32
from email.utils import parseaddr

import pytest
from letter_stories import DEWI, DUE, MUSI, Office, happen, letter_of

from watcher.core.errors import NoticeError
from watcher.core.printable import one_line
from watcher.notify.letter import Letter
from watcher.notify.mime import Envelope, to_bytes

HALO = Letter("halo", "halo\n", "<p>halo</p>\n")


def an_envelope(**changes: str | None) -> Envelope:
    plain = Envelope(
        message_id="<01JB2Q8Z5R7M.expiry_h14@pantau.example>",
        at=datetime(2026, 10, 31, 1, 0, tzinfo=UTC),
        sender_name="Dinas Koperasi dan UKM Kota Contoh",
        sender="pantau@dinas.example",
        recipient_name="Dewi Kartika",
        recipient="dewi@madu.example",
        reply_to="hasan@musi.example",
        unsubscribe="mailto:jawab@dinas.example?subject=BERHENTI%20K7Q2M",
        thread_root="<madu-sejahtera-25.example.2026-09-14@pantau.example>",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # by name


def parsed(raw: bytes) -> EmailMessage:
    return email.message_from_bytes(raw, policy=SMTP)


def part(raw: bytes, subtype: str) -> str:
    body = parsed(raw).get_body((subtype,))
    assert body is not None
    return str(body.get_content())


def display_name(raw: bytes, header: str) -> str:
    """Read a name as RFC 2047 says; headerregistry in 3.11 adds a space between its words."""
    value = email.message_from_bytes(raw, policy=compat32)[header]
    return parseaddr(str(make_header(decode_header(value))))[0]


EVIL = {
    "crlf": "Dewi\r\nBcc: musuh@jahat.example",
    "lf": "Dewi\nBcc: musuh@jahat.example\n\nisi",
    "nul": "De\x00wi\x00",
    "next line": "Dewi\x85Bcc: musuh@jahat.example",
    "line separator": "Dewi\u2028Bcc: musuh@jahat.example",
    "right to left": "Dewi \u202egnp.exe",
    "long": "Dewi Kartika " * 800,
    "long, not ascii": "Ñyai Áyu " * 1_200,
    "addresses": '"x" <musuh@jahat.example>, lain@jahat.example;',
    "encoded word": "=??=?utf-8?q?a=0d=0aBcc=3a_musuh=40jahat.example?=",
}


@pytest.mark.parametrize("name", EVIL.values(), ids=EVIL.keys())
def test_a_hostile_name_reaches_exactly_the_intended_recipient(name: str) -> None:
    def story(office: Office) -> None:
        programme = office.settings.programme.model_copy(update={"office": name})
        office.settings = office.settings.model_copy(update={"programme": programme})
        entry = replace(DUE, owner=replace(DEWI, name=name), business=name, registrar=name)
        office.on(-99).register(entry).on(-14).remind()

    raw = happen(story).letter("expiry_h14")
    message = parsed(raw)
    assert [a.addr_spec for a in message["To"].addresses] == ["dewi@madu.example"]
    assert [a.addr_spec for a in message["From"].addresses] == ["pantau@dinas.example"]
    assert display_name(raw, "To") == re.sub(r"=\?+", "=", one_line(name))
    assert len(message["Subject"]) <= 200
    assert not {"bcc", "cc"} & {key.lower() for key in message}
    assert message.defects == []
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert all(len(word) <= 75 for word in re.findall(rb"=\?\S*\?=", raw.split(b"\r\n\r\n")[0]))


@pytest.mark.parametrize(
    "changes",
    [
        {"recipient": "dewi@madu.example\r\nBcc: musuh@jahat.example"},
        {"recipient": "dewi@madu.example, lain@jahat.example"},
        {"recipient": "dewi..k@madu.example"},
        {"recipient": "déwi@madu.example"},
        {"recipient": ""},
        {"sender": "pantau"},
        {"reply_to": "hasan@musi.example\n"},
        {"message_id": "<a b@c.example>"},
        {"thread_root": "<a@c.example>\r\nBcc: x@y.example"},
        {"unsubscribe": "https://pantau.example/u"},
        {"unsubscribe": "mailto:a@b.example?subject=x>\r\nBcc: x@y.example"},
    ],
)
def test_a_malformed_envelope_is_refused_for_good(changes: dict[str, str]) -> None:
    with pytest.raises(NoticeError) as refused:
        to_bytes(HALO, an_envelope(**changes))
    assert refused.value.permanent


def test_a_letter_without_a_zone_is_refused() -> None:
    naive = replace(an_envelope(), at=datetime(2026, 10, 31))  # noqa: DTZ001 - what is refused
    with pytest.raises(ValueError, match="time zone"):
        to_bytes(HALO, naive)


def test_a_long_unsubscribe_link_stays_whole() -> None:
    link = "mailto:jawab@dinas.example?subject=BERHENTI%20" + "K7Q2M" * 60
    raw = to_bytes(HALO, an_envelope(unsubscribe=link))
    assert f"\r\nList-Unsubscribe: <{link}>\r\n".encode("ascii") in raw


def test_a_long_address_beside_a_name_that_needs_encoding_stays_whole() -> None:
    address = "a" * 64 + "@" + "b" * 60 + ".example"
    envelope = an_envelope(recipient=address, recipient_name="Ñyai Áyu " * 9)
    raw = to_bytes(HALO, envelope)
    assert f"<{address}>\r\n".encode("ascii") in raw


def test_the_bytes_read_back_as_the_letter() -> None:
    words = "Ñyai Áyu\n\n-- \n" + "panjang " * 40 + "\n"
    letter = Letter("Perkara Ñ", words, f"<p>{words}</p>\n")
    raw = to_bytes(letter, an_envelope())
    message = parsed(raw)
    assert message["Subject"] == letter.subject
    assert part(raw, "plain").replace("\r\n", "\n") == letter.text
    assert part(raw, "html").replace("\r\n", "\n") == letter.html
    assert message.get_content_type() == "multipart/alternative"
    assert message["Date"].datetime == datetime(2026, 10, 31, 1, 0, tzinfo=UTC)
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_headers_say_what_a_machine_needs_to_know() -> None:
    message = parsed(letter_of("expiry_h14"))
    assert re.fullmatch(r"<[0-9a-f]{24}\.expiry_h14@dinas\.example>", message["Message-ID"])
    root = "<domain.madu-sejahtera-25.example.2026-09-14@dinas.example>"
    assert message["In-Reply-To"] == message["References"] == root
    assert message["Reply-To"] == MUSI.email
    assert message["List-Unsubscribe"] == "<mailto:pantau@dinas.example?subject=BERHENTI>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "All"


def test_optional_headers_may_be_absent() -> None:
    message = parsed(letter_of("mail_test"))
    absent = ("Reply-To", "List-Unsubscribe", "In-Reply-To", "References")
    assert [message[name] for name in absent] == [None] * 4
