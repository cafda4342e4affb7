"""Whom we trust, and what a failed handshake is called."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from watcher.core.observation import Reason
from watcher.demo.authority import Authority
from watcher.net.tls import make_context, reason_of


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
