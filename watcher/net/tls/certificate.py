"""Read the facts of a leaf certificate, also of one that breaks the rules of X.509."""

from cryptography import x509
from cryptography.x509.oid import NameOID

from watcher.core.looks.observation import Certificate

#: What `cryptography` raises for certificates that break the rules.
_UNREADABLE = (
    ValueError,
    TypeError,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)


def read_certificate(der: bytes | None) -> Certificate | None:
    """Read the facts of a leaf certificate; None where it cannot be read."""
    if der is None:
        return None
    try:
        leaf = x509.load_der_x509_certificate(der)
        return Certificate(
            not_before=leaf.not_valid_before_utc,
            not_after=leaf.not_valid_after_utc,
            issuer=_issuer(leaf),
            names=_names(leaf),
        )
    except _UNREADABLE:
        return None


def _issuer(leaf: x509.Certificate) -> str:
    try:
        parts = leaf.issuer
    except _UNREADABLE:
        return ""
    for oid in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME):
        attributes = parts.get_attributes_for_oid(oid)
        if attributes:
            return "".join(filter(str.isprintable, str(attributes[0].value)))[:120]
    return ""


def _names(leaf: x509.Certificate) -> tuple[str, ...]:
    try:
        names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, *_UNREADABLE):
        return ()
    return tuple(names.get_values_for_type(x509.DNSName))[:100]
