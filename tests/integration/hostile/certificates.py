"""Certificates as careless or hostile servers show them, each for a host."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from street import an_authority, certificate

from watcher.demo.servers.authority import Authority, Issued
from watcher.demo.servers.signer import Signer, certify

Issue = Callable[[Authority, str], Issued]


def good(authority: Authority, host: str) -> Issued:
    return certificate(authority, host)


def lasting(days: int) -> Issue:
    return lambda authority, host: certificate(authority, host, days=days)


def flawed(**flaws: bool) -> Issue:
    return lambda authority, host: certificate(authority, host, **flaws)


def naming(*names: str) -> Issue:
    """A certificate for other names."""
    return lambda authority, _: certificate(authority, *names)


def next_week(authority: Authority, host: str) -> Issued:
    begins = datetime.now(UTC).replace(microsecond=0) + timedelta(days=7)
    return authority.issue([host], not_before=begins, not_after=begins + timedelta(days=90))


def of_strangers(_: Authority, host: str) -> Issued:
    return certificate(an_authority(), host)


def chained(links: int) -> Issue:
    """A chain of authorities, each vouching for the next."""

    def issue(authority: Authority, host: str) -> Issued:
        now = datetime.now(UTC).replace(microsecond=0)
        span = (now - timedelta(days=30), now + timedelta(days=90))
        chain = [authority.intermediate]
        for number in range(links):
            link = certify(f"Link {number}", (), span, issuer=chain[-1], is_authority=True)
            chain.append(link)
        leaf = certify(host, (host,), span, issuer=chain[-1], is_authority=False)
        pems = [leaf.certificate_pem, *(link.certificate_pem for link in reversed(chain))]
        return Issued(b"".join(pems), leaf.key_pem)

    return issue


def padded(copies: int) -> Issue:
    """A good chain with so many strangers behind it."""

    def issue(authority: Authority, host: str) -> Issued:
        issued = certificate(authority, host)
        stranger = an_authority().root_pem
        return Issued(issued.cert_chain_pem + stranger * copies, issued.key_pem)

    return issue


def named_many(authority: Authority, host: str) -> Issued:
    return certificate(authority, host, *(f"toko-{n}.example" for n in range(10_000)))


def named_last(authority: Authority, host: str) -> Issued:
    return certificate(authority, *(f"toko-{n}.example" for n in range(2000)), host)


def _odd_leaf(
    authority: Authority,
    host: str,
    amend: Callable[[x509.CertificateBuilder, str], x509.CertificateBuilder],
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | None = None,
    common_name: str = "",
) -> Issued:
    """A leaf that the demo's authority would not make."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    signer: Signer = authority.intermediate
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name or host)]))
        .issuer_name(signer.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=90))
    )
    leaf = amend(builder, host).sign(signer.key, hashes.SHA256())
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    return Issued(
        leaf.public_bytes(pem) + signer.certificate_pem,
        key.private_bytes(pem, pkcs8, serialization.NoEncryption()),
    )


def _with_names(builder: x509.CertificateBuilder, *names: str) -> x509.CertificateBuilder:
    listed = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
    return builder.add_extension(listed, critical=False)


def with_nul(authority: Authority, host: str) -> Issued:
    def amend(builder: x509.CertificateBuilder, host: str) -> x509.CertificateBuilder:
        return _with_names(builder, f"{host}\0.jahat.example")

    return _odd_leaf(authority, host, amend, common_name=f"{host[:20]}\0.jahat.example")


def with_critical_stranger(authority: Authority, host: str) -> Issued:
    """An extension that nobody knows, and that must be understood."""

    def amend(builder: x509.CertificateBuilder, host: str) -> x509.CertificateBuilder:
        unknown = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4.5.6"), bytes(9))
        return _with_names(builder, host).add_extension(unknown, critical=True)

    return _odd_leaf(authority, host, amend)


def fat(authority: Authority, host: str) -> Issued:
    """An extension of 60 KB."""

    def amend(builder: x509.CertificateBuilder, host: str) -> x509.CertificateBuilder:
        unknown = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4.5.6"), bytes(60_000))
        return _with_names(builder, host).add_extension(unknown, critical=False)

    return _odd_leaf(authority, host, amend)


def with_rsa(authority: Authority, host: str) -> Issued:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return _odd_leaf(authority, host, _with_names, key)


def weak(authority: Authority, host: str) -> Issued:
    key = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 - the point
    return _odd_leaf(authority, host, _with_names, key)
