"""What a failed handshake is called."""

import ssl

import pytest

from watcher.core.observation import Reason
from watcher.net.tls import reason_of


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
