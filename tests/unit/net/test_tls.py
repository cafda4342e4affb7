"""Whom we trust, and what a failed handshake is called."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtensionOID, NameOID
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.looks.observation import Reason
from watcher.demo.servers.authority import Authority
from watcher.net.tls.certificate import read_certificate
from watcher.net.tls.contexts import make_context, reason_of


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("WRONG_VERSION_NUMBER", Reason.NOT_TLS),
        ("HTTP_REQUEST", Reason.NOT_TLS),
        ("UNSUPPORTED_PROTOCOL", Reason.TLS_OLD_PROTOCOL),
        ("TLSV1_ALERT_PROTOCOL_VERSION", Reason.TLS_OLD_PROTOCOL),
        ("TLSV13_ALERT_CERTIFICATE_REQUIRED", Reason.TLS_CLIENT_CERT),
        ("DH_KEY_TOO_SMALL", Reason.TLS_WEAK),
        ("EE_KEY_TOO_SMALL", Reason.TLS_WEAK),
        ("CA_MD_TOO_WEAK", Reason.TLS_WEAK),
        ("RECORD_TOO_SMALL", Reason.TLS_ERROR),  # a flood of empty records says nothing of keys
        ("TLSV1_UNRECOGNIZED_NAME", Reason.TLS_ERROR),
        ("SSLV3_ALERT_HANDSHAKE_FAILURE", Reason.TLS_ERROR),
    ],
)
def test_openssl_says(said: str, reason: Reason) -> None:
    error = ssl.SSLError(1, f"[SSL: {said}]")
    error.reason = said
    assert reason_of(error) is reason


def an_authority() -> bytes:
    year = timedelta(days=365)
    now = datetime.now(UTC)
    return Authority.make(not_before=now - year, not_after=now + year).root_pem


def test_the_systems_authorities_are_read_once_and_a_broken_one_costs_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, first, second = tmp_path / "certs", an_authority(), an_authority()
    folder.mkdir()
    (folder / "first.pem").write_bytes(first)
    (folder / "0a1b2c3d.0").symlink_to("first.pem")
    (folder / "bundle.crt").write_bytes(b"# two of them\n" + first + second)
    (folder / "broken.pem").write_bytes(first.replace(b"M", b"?", 3))
    (folder / "gone.pem").symlink_to("nowhere")
    (folder / "folder.pem").mkdir()
    monkeypatch.setenv("SSL_CERT_DIR", str(folder))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none"))
    context = make_context(None)
    assert context.cert_store_stats()["x509_ca"] == 2
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


HOST = "usaha.example"
KEY = ec.generate_private_key(ec.SECP256R1())


def a_certificate(names: bytes | None = None, issuer: str = "Otoritas") -> bytes:
    """A certificate as DER; `names` are the raw bytes of its list of other names."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)])
    begins = datetime(2026, 11, 1, tzinfo=UTC)
    others: x509.ExtensionType = x509.SubjectAlternativeName([x509.DNSName(HOST)])
    if names is not None:
        others = x509.UnrecognizedExtension(ExtensionOID.SUBJECT_ALTERNATIVE_NAME, names)
    made = x509.CertificateBuilder(
        name, name, KEY.public_key(), 9, begins, begins.replace(year=2027)
    )
    signed = made.add_extension(others, critical=False).sign(KEY, hashes.SHA256())
    return signed.public_bytes(serialization.Encoding.DER)


GOOD = a_certificate()


def test_a_certificate_is_read() -> None:
    read = read_certificate(GOOD)
    assert read is not None
    assert (read.issuer, read.names, read.not_after.year) == ("Otoritas", (HOST,), 2027)


@pytest.mark.parametrize(
    "names",
    [
        b"\x30\x09\xa5\x07\xa1\x05\x0c\x03abc",  # a party of EDI
        b"\x30\x05\xa3\x03\x02\x01\x00",  # an address of X.400
        b"\x30\x05\x82\x03\xff\xfe\x41",
        b"\x30\x05\x87\x03\x01\x02\x03",
        b"\xff\xff\xff",
    ],
)
def test_names_that_cannot_be_read_are_none(names: bytes) -> None:
    read = read_certificate(a_certificate(names))
    assert read is not None
    assert (read.issuer, read.names) == ("Otoritas", ())


@pytest.mark.parametrize(
    ("part", "odd", "issuer"),
    [
        (b"\x0c\x08Otoritas", b"\x03\x08\0toritas", ""),  # bits
        (b"\x0c\x08Otoritas", b"\x0c\x08Oto\x1b\n\xc2\x9bs", "Otos"),
        (b"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01\x09", None),  # version 10
        (b"261101", b"269901", None),
    ],
)
def test_odd_parts_of_a_certificate(part: bytes, odd: bytes, issuer: str | None) -> None:
    assert part in GOOD
    read = read_certificate(GOOD.replace(part, odd))
    assert (read and read.issuer) == issuer


@given(st.data())
def test_no_damage_to_a_certificate_breaks_its_reader(draw: st.DataObject) -> None:
    damaged = bytearray(GOOD)
    for _ in range(draw.draw(st.integers(1, 4))):
        damaged[draw.draw(st.integers(0, len(damaged) - 1))] = draw.draw(st.integers(0, 255))
    read_certificate(bytes(damaged[: draw.draw(st.integers(0, len(damaged)))]))
