"""TLS: one shared context, and what exactly was wrong.

One SSLContext a process: loading the CA store costs more than ten whole looks.
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


#: What Chromium speaks beyond Python's own choice: keys by RSA alone, sums by SHA-1.
_WIDE_CIPHERS = "DEFAULT:@SECLEVEL=1"
#: OpenSSL's SSL_OP_LEGACY_SERVER_CONNECT, for servers without RFC 5746; Python 3.12 names it.
_LEGACY_SERVERS = 0x4


def make_context(ca_file: Path | None, *, wide: bool = False) -> ssl.SSLContext:
    """Trust the system's authorities, and those of the office if it has any.

    Args:
        wide: agree on what browsers agree on, and Python no longer does.

    The system's are read here, once. Told of their folder, OpenSSL 3 lists all of it again for
    every handshake, which is a tenth of the handshake's cost.

    Raises:
        SettingsError: the office's file cannot be read, or holds no certificate.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    for authority in _authorities_of_the_system():
        with contextlib.suppress(ssl.SSLError):  # a single bad one must not cost all others
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
    """Each once, as PEM: one is often there as a file, by two links, and in a bundle."""
    named = ssl.get_default_verify_paths()
    folder = sorted(Path(named.capath).iterdir()) if named.capath else []
    bundle = [Path(named.cafile)] if named.cafile else []
    found = dict[bytes, None]()
    for file in dict.fromkeys(file.resolve() for file in (*bundle, *folder)):
        with contextlib.suppress(OSError):  # a folder in it, or a link to what is gone
            found |= dict.fromkeys(_PEM.findall(file.read_bytes()))
    return list(found)


def make_unverified_context() -> ssl.SSLContext:
    """Trust anybody, to read the facts of a certificate that was refused. Never for a page."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def reason_of(error: ssl.SSLError) -> Reason:
    """Name what was wrong with a handshake."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return _VERIFY_CODES.get(error.verify_code, Reason.TLS_INVALID)
    said = f"{error.reason} {error}".upper()
    return next((reason for word, reason in _WORDS if word in said), Reason.TLS_ERROR)
