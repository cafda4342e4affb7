"""A certificate authority for loopback: a root, an intermediate, and what they issue.

Its keys exist only while the program runs, and no browser trusts them. It also issues broken
certificates: expired, for another name, or with an incomplete chain.
"""

import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from cryptography import x509

from watcher.demo.servers.signer import Signer, certify


@dataclass(frozen=True, slots=True)
class Issued:
    """A server's certificate with its chain, and its key, both as PEM."""

    cert_chain_pem: bytes
    key_pem: bytes

    def context(self, folder: Path) -> ssl.SSLContext:
        """A server context; `folder` holds the PEM file that ssl insists on reading."""
        certificate = x509.load_pem_x509_certificate(self.cert_chain_pem)
        pem = folder / f"{certificate.serial_number:x}.pem"
        pem.write_bytes(self.key_pem + self.cert_chain_pem)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
        return context


@dataclass(frozen=True, slots=True)
class Authority:
    """The demo's own authority. Trust `root_pem` to trust what it issues."""

    root: Signer
    intermediate: Signer

    @classmethod
    def make(cls, *, not_before: datetime, not_after: datetime) -> Self:
        """Make both signers anew, valid for the whole span given (aware UTC)."""
        span = (not_before, not_after)
        root = certify("Watcher Demo Root", (), span, issuer=None, is_authority=True)
        middle = certify("Watcher Demo Intermediate", (), span, issuer=root, is_authority=True)
        return cls(root, middle)

    @property
    def root_pem(self) -> bytes:
        """The root alone, as PEM: what goes into a client's CA file."""
        return self.root.certificate_pem

    def issue(
        self,
        names: Sequence[str],
        *,
        not_before: datetime,
        not_after: datetime,
        self_signed: bool = False,
        with_intermediate: bool = True,
        in_san: bool = True,
    ) -> Issued:
        """Issue a server certificate for DNS names and addresses (times aware UTC).

        Args:
            with_intermediate: False leaves the chain incomplete, as careless servers do.
            in_san: False names the server in the common name alone, which no client accepts.
        """
        issuer = None if self_signed else self.intermediate
        listed = tuple(names) if in_san else ()
        leaf = certify(names[0], listed, (not_before, not_after), issuer=issuer, is_authority=False)
        chain = leaf.certificate_pem
        if with_intermediate and issuer:
            chain += issuer.certificate_pem
        return Issued(chain, leaf.key_pem)
