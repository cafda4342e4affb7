"""Which addresses, ports and schemes may be fetched at all. Pure.

Watched sites are hijacked at times; a redirect or a name must never lead the watcher into the
office's own network. Only global unicast addresses pass, judged after what is hidden in an
IPv6 address is taken out of it, and offices allow exceptions by name.
"""

import ipaddress
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from watcher.core.looks.observation import Reason
from watcher.net.look_error import LookError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_PORTS = {"http": 80, "https": 443}
#: The only IPv6 that is handed out to hosts of the open internet (RFC 4291, IANA). Outside of it
#: are site-local addresses and those that carry an IPv4 address to a translator (RFC 6052, 7915).
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
#: Blocks of the open internet where no website lives (IANA's special-purpose registries; what
#: Python calls global has changed with its versions).
_SPECIAL = tuple(
    ipaddress.ip_network(block)
    for block in (
        "192.0.0.0/24",  # protocols; some clouds tell their secrets there
        "168.63.129.16/32",  # so does another, in the midst of ordinary addresses
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
    """What may be reached: the open internet, and the exceptions an office has named."""

    allow_addresses: tuple[Network, ...] = ()
    allow_ports: frozenset[int] = frozenset()

    @classmethod
    def of(cls, addresses: tuple[str, ...] = (), ports: tuple[int, ...] = ()) -> "AddressPolicy":
        """Read the exceptions as the settings write them."""
        networks = tuple(ipaddress.ip_network(text, strict=False) for text in addresses)
        return cls(networks, frozenset(ports))

    def check_url(self, url: str) -> SplitResult:
        """Take a URL apart if it may be fetched.

        Raises:
            LookError: blocked_scheme, blocked_address (a numeric host or a port that is not
                allowed), or bad_redirect where it is no URL.
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
        """Let an address pass if a website may live there.

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
    """The port of a scheme without one."""
    return _PORTS[scheme]


def _unwrapped(address: Address) -> Address:
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


def _is_special(address: Address) -> bool:
    """Whether an address is one that no website has."""
    if isinstance(address, ipaddress.IPv6Address):
        if address not in _GLOBAL_UNICAST:
            return True
        if int(address) >> 32 & 0xFDFF_FFFF == 0x5EFE:  # ISATAP carries IPv4 (RFC 5214)
            return True
    return any(address in network for network in _SPECIAL)


def is_numeric_host(host: str) -> bool:
    """Whether a host is an address in any spelling: 127.1, 0x7f000001, [::1] and the like."""
    last = host.rstrip(".").rpartition(".")[2]
    return ":" in host or last.isdigit() or last.startswith("0x")
