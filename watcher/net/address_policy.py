"""Which addresses, ports and schemes may be fetched (protection against SSRF). Pure.

Watched sites are hijacked at times; a redirect or a name must never lead the watcher into the
office's own network. Only global unicast addresses pass. An IPv4 address that is mapped into an
IPv6 address is checked as IPv4. The settings may name exceptions.
"""

import ipaddress
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from watcher.core.looks.observation import Reason
from watcher.net.look_error import LookError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_PORTS = {"http": 80, "https": 443}
#: The only IPv6 range that is assigned to hosts of the public internet (RFC 4291, IANA). Outside
#: of it are site-local addresses and those that carry an IPv4 address to a translator (RFC 6052,
#: 7915).
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
#: Blocks that hold no websites (IANA's special-purpose registries). They are listed here because
#: `is_global` differs between versions of Python.
_SPECIAL = tuple(
    ipaddress.ip_network(block)
    for block in (
        "192.0.0.0/24",  # protocol assignments; metadata with secrets in some clouds
        "168.63.129.16/32",  # metadata in Azure, among ordinary addresses
        "192.88.99.0/24",  # relays of 6to4
        "192.31.196.0/24",  # AS112
        "192.175.48.0/24",
        "192.52.193.0/24",  # AMT
        "2001::/23",  # protocols, Teredo (RFC 4380) among them
        "2001:db8::/32",  # documentation
        "3fff::/20",
        "2002::/16",  # 6to4 (RFC 3056)
        "2620:4f:8000::/48",  # AS112
    )
)


@dataclass(frozen=True, slots=True)
class AddressPolicy:
    """What may be reached: the public internet, and the exceptions of the settings."""

    allow_addresses: tuple[Network, ...] = ()
    allow_ports: frozenset[int] = frozenset()

    @classmethod
    def of(cls, addresses: tuple[str, ...] = (), ports: tuple[int, ...] = ()) -> "AddressPolicy":
        """Parse the exceptions of the settings: CIDR blocks or addresses, and port numbers."""
        networks = tuple(ipaddress.ip_network(text, strict=False) for text in addresses)
        return cls(networks, frozenset(ports))

    def check_url(self, url: str) -> SplitResult:
        """Split a URL that may be fetched.

        Raises:
            LookError: blocked_scheme; blocked_address (a numeric host, a port or credentials that
                are not allowed); bad_redirect where it is not a URL.
        """
        try:
            parts = urlsplit(url)
            port, host = parts.port, parts.hostname
        except ValueError as error:
            raise LookError(Reason.BAD_REDIRECT, "not a URL") from error
        if parts.scheme not in _PORTS:
            raise LookError(Reason.BLOCKED_SCHEME, parts.scheme)
        if not host or "@" in parts.netloc:
            raise LookError(Reason.BLOCKED_ADDRESS if host else Reason.BAD_REDIRECT, "odd host")
        if port is not None and port != _PORTS[parts.scheme] and port not in self.allow_ports:
            raise LookError(Reason.BLOCKED_ADDRESS, f"port {port}")
        if is_numeric_host(host):
            self.check_address(host)
        return parts

    def check_address(self, text: str) -> None:
        """Check that an address may be dialled.

        Raises:
            LookError: blocked_address.
        """
        try:
            address = _unwrapped(ipaddress.ip_address(text))
        except ValueError as error:
            raise LookError(Reason.BLOCKED_ADDRESS, "not an address") from error
        if any(address in network for network in self.allow_addresses):
            return
        if not address.is_global or address.is_multicast or _is_special(address):
            raise LookError(Reason.BLOCKED_ADDRESS, text)


def default_port(scheme: str) -> int:
    """The port of a URL that names none."""
    return _PORTS[scheme]


def _unwrapped(address: Address) -> Address:
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


def _is_special(address: Address) -> bool:
    """Whether an address is in a range that holds no websites."""
    if isinstance(address, ipaddress.IPv6Address):
        if address not in _GLOBAL_UNICAST:
            return True
        if int(address) >> 32 & 0xFDFF_FFFF == 0x5EFE:  # ISATAP carries IPv4 (RFC 5214)
            return True
    return any(address in network for network in _SPECIAL)


def is_numeric_host(host: str) -> bool:
    """Whether a host is an address in any spelling: 127.1, 0x7f000001, ::1 and the like."""
    last = host.rstrip(".").rpartition(".")[2]
    return ":" in host or last.isdigit() or last.startswith("0x")
