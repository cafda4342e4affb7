"""SSL contexts that all looks share, and names for the faults of a handshake.

Contexts are made once a process: loading the CA store costs more than ten whole looks.
"""

import contextlib
import re
import ssl
from pathlib import Path

from watcher.core.errors import SettingsError
from watcher.core.looks.observation import Reason

#: OpenSSL's X509_V_ERR_* of a refused certificate -> what is wrong with it.
_VERIFY_CODES = {
    9: Reason.TLS_NOT_YET_VALID,
    10: Reason.TLS_EXPIRED,
    13: Reason.TLS_ODD_DATES,
    14: Reason.TLS_ODD_DATES,
    18: Reason.TLS_SELF_SIGNED,
    19: Reason.TLS_UNTRUSTED,
    20: Reason.TLS_UNTRUSTED,
    21: Reason.TLS_INCOMPLETE_CHAIN,
    62: Reason.TLS_WRONG_HOST,
    64: Reason.TLS_WRONG_HOST,
    66: Reason.TLS_WEAK,
    67: Reason.TLS_WEAK,
    68: Reason.TLS_WEAK,
}
#: Words in OpenSSL's reason of a failed handshake -> what is wrong with the server.
_WORDS = (
    ("WRONG_VERSION_NUMBER", Reason.NOT_TLS),
    ("HTTP_REQUEST", Reason.NOT_TLS),
    ("RECORD_LAYER_FAILURE", Reason.NOT_TLS),
    ("PACKET_LENGTH", Reason.NOT_TLS),
    ("UNSUPPORTED_PROTOCOL", Reason.TLS_OLD_PROTOCOL),
    ("PROTOCOL_VERSION", Reason.TLS_OLD_PROTOCOL),
    ("CERTIFICATE_REQUIRED", Reason.TLS_CLIENT_CERT),
    ("KEY_TOO_SMALL", Reason.TLS_WEAK),
    ("TOO_WEAK", Reason.TLS_WEAK),
)
_PEM = re.compile(b"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", re.DOTALL)

#: Adds what Chromium accepts and Python's default does not: RSA key exchange, SHA-1 signatures.
_WIDE_CIPHERS = "DEFAULT:@SECLEVEL=1"
#: OpenSSL's SSL_OP_LEGACY_SERVER_CONNECT, for servers without RFC 5746; Python 3.12 names it.
_LEGACY_SERVERS = 0x4


def make_context(ca_file: Path | None, *, wide: bool = False) -> ssl.SSLContext:
    """Make a context that trusts the system's authorities, and those of the office if any.

    The system's authorities are loaded here, each once. Given their folder, OpenSSL 3 would list
    it for every handshake, which is a tenth of the handshake's cost.

    Args:
        ca_file: PEM file of the office's authorities.
        wide: also accept the old ciphers that browsers accept, and Python no longer does.

    Raises:
        SettingsError: the office's file cannot be read, or holds no certificate.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    for authority in _authorities_of_the_system():
        with contextlib.suppress(ssl.SSLError):  # one bad certificate must not lose all others
            context.load_verify_locations(cadata=authority.decode("ascii", "replace"))
    if ca_file is not None:
        try:
            context.load_verify_locations(ca_file)
        except OSError as error:
            why = error.strerror or "no certificate in it"
            raise SettingsError(
                "{ca_file}: [network] ca_file cannot be used ({why})", ca_file=ca_file, why=why
            ) from error
    if wide:
        context.set_ciphers(_WIDE_CIPHERS)
        context.options |= _LEGACY_SERVERS
    context.set_alpn_protocols(["http/1.1"])
    context.hostname_checks_common_name = False  # no browser accepts a name without a SAN
    return context


def _authorities_of_the_system() -> list[bytes]:
    """The system's authorities as PEM, each once: many are in a file, two links and a bundle."""
    named = ssl.get_default_verify_paths()
    folder = sorted(Path(named.capath).iterdir()) if named.capath else []
    bundle = [Path(named.cafile)] if named.cafile else []
    authorities = dict[bytes, None]()
    for file in dict.fromkeys(file.resolve() for file in (*bundle, *folder)):
        with contextlib.suppress(OSError):  # a folder, or a broken link
            authorities |= dict.fromkeys(_PEM.findall(file.read_bytes()))
    return list(authorities)


def make_unverified_context() -> ssl.SSLContext:
    """Make a context that verifies nothing, to read a refused certificate; never for a page."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def reason_of(error: ssl.SSLError) -> Reason:
    """Name the fault of a failed handshake."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return _VERIFY_CODES.get(error.verify_code, Reason.TLS_INVALID)
    text = f"{error.reason} {error}".upper()
    return next((reason for word, reason in _WORDS if word in text), Reason.TLS_ERROR)
