"""Which addresses, ports and schemes may be fetched: tables of what is refused, and why."""

import ipaddress
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.looks.observation import Reason
from watcher.net.address_policy import AddressPolicy, default_port
from watcher.net.look_error import LookError

OPEN = [
    "8.8.8.8",
    "104.16.0.1",
    "192.0.1.1",
    "168.63.129.15",
    "168.63.129.17",
    "192.88.98.1",
    "2001:200::1",
    "3ffe::1",
    "2a00::5eff:7f00:2",
    "2a00::400:5efe:7f00:2",
    "2001:4860:4860::8888",
    "2400:cb00:2048::1",
    "2606:4700::1",
]
SHUT = (
    "0.0.0.0",  # noqa: S104 - nothing is bound to it
    "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1",
    "127.255.255.254", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1",
    "192.168.0.1", "192.168.255.255", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1",
    "239.255.255.250", "240.0.0.1", "255.255.255.255", "::", "::1", "::7f00:2", "::8.8.8.8",
    "::ffff:127.0.0.2", "::ffff:10.0.0.1", "::ffff:0:8.8.8.8", "64:ff9b::8.8.8.8", "64:ff9b:1::1",
    "100::1", "2001::1", "2001:0:7f00:2::1", "2001:db8::1", "2002:7f00:2::", "2002:808:808::1",
    "4000::1", "5f00::1", "fc00::1", "fd00::1", "fe80::1", "fe80::1%lo", "fec0::1", "ff02::1",
    "192.0.0.8", "192.0.0.9", "192.0.0.192", "192.31.196.1", "192.52.193.1", "192.88.99.1",
    "192.175.48.1", "168.63.129.16", "3fff::1", "3fff:fff::1", "2620:4f:8000::1", "2001:1ff::1",
    "2a00::5efe:7f00:2", "2a00::200:5efe:7f00:2", "ff0e::1", "x", "127.1", "1.2.3", "1.2.3.4.5",
)  # fmt: skip


def refusal(policy: AddressPolicy, url: str) -> Reason | None:
    """Why a URL may not be fetched."""
    try:
        policy.check_url(url)
    except LookError as error:
        return error.reason
    return None


@pytest.mark.parametrize("address", OPEN)
def test_the_open_internet_is_let_in(address: str) -> None:
    AddressPolicy().check_address(address)


@pytest.mark.parametrize("address", SHUT)
def test_everything_else_is_refused(address: str) -> None:
    with pytest.raises(LookError) as caught:
        AddressPolicy().check_address(address)
    assert caught.value.reason is Reason.BLOCKED_ADDRESS


def test_without_exceptions_no_other_port_is_open() -> None:
    assert refusal(AddressPolicy(), "https://usaha.example:8443/") is Reason.BLOCKED_ADDRESS


def test_a_scheme_has_a_port_of_its_own() -> None:
    assert [default_port(scheme) for scheme in ("http", "https")] == [80, 443]


def test_a_network_may_be_named_by_any_of_its_addresses() -> None:
    policy = AddressPolicy.of(("10.1.2.3/16",))
    policy.check_address("10.1.255.1")
    assert refusal(policy, "http://10.2.0.1/") is Reason.BLOCKED_ADDRESS


def test_exceptions_go_as_far_as_they_are_named() -> None:
    policy = AddressPolicy.of(("127.0.0.1/32", "fd00:1::/32"))
    for let_in in ("127.0.0.1", "::ffff:127.0.0.1", "fd00:1::5"):
        policy.check_address(let_in)
    for refused in ("127.0.0.2", "::ffff:127.0.0.2", "fd00:2::5", "::1", "10.0.0.1"):
        with pytest.raises(LookError):
            policy.check_address(refused)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://toko.example/", None),
        ("https://toko.example/", None),
        ("http://toko.example:80/", None),
        ("https://toko.example:443/", None),
        ("http://toko.example:8080/", None),
        ("http://8.8.8.8/", None),
        ("https://[2606:4700::1]/", None),
        ("http://abc.0x.example/", None),
        ("http://127.example/", None),
        ("http://127.0.0.1.example/", None),
        ("http://toko.127/", Reason.BLOCKED_ADDRESS),
        ("http://toko.0x7f/", Reason.BLOCKED_ADDRESS),
        ("http://toko.example:443/", Reason.BLOCKED_ADDRESS),
        ("https://toko.example:80/", Reason.BLOCKED_ADDRESS),
        ("http://toko.example:22/", Reason.BLOCKED_ADDRESS),
        ("http://toko.example:0/", Reason.BLOCKED_ADDRESS),
        ("http://nama@toko.example/", Reason.BLOCKED_ADDRESS),
        ("http://:sandi@toko.example/", Reason.BLOCKED_ADDRESS),
        ("http://@toko.example/", Reason.BLOCKED_ADDRESS),
        ("http://nama:sandi@toko.example/", Reason.BLOCKED_ADDRESS),
        ("http://127.0.0.1/", Reason.BLOCKED_ADDRESS),
        ("http://127.0.0.1./", Reason.BLOCKED_ADDRESS),
        ("http://127.1/", Reason.BLOCKED_ADDRESS),
        ("http://2130706433/", Reason.BLOCKED_ADDRESS),
        ("http://017700000001/", Reason.BLOCKED_ADDRESS),
        ("http://0x7f000001/", Reason.BLOCKED_ADDRESS),
        ("http://127.0.0.0x1/", Reason.BLOCKED_ADDRESS),
        ("http://8.8.2056/", Reason.BLOCKED_ADDRESS),
        ("http://[::1]/", Reason.BLOCKED_ADDRESS),
        ("http://[fe80::1%25lo]/", Reason.BLOCKED_ADDRESS),
        ("http://[::ffff:10.0.0.1]/", Reason.BLOCKED_ADDRESS),
        ("file:///etc/passwd", Reason.BLOCKED_SCHEME),
        ("ftp://toko.example/", Reason.BLOCKED_SCHEME),
        ("gopher://toko.example/", Reason.BLOCKED_SCHEME),
        ("toko.example/", Reason.BLOCKED_SCHEME),
        ("http:///", Reason.BAD_REDIRECT),
        ("http://:80/", Reason.BAD_REDIRECT),
        ("http://[::1/", Reason.BAD_REDIRECT),
        ("http://toko.example:70000/", Reason.BAD_REDIRECT),
        ("http://toko.example:x/", Reason.BAD_REDIRECT),
    ],
)
def test_urls(url: str, reason: Reason | None) -> None:
    assert refusal(AddressPolicy.of(ports=(8080,)), url) is reason


versions_4 = st.ip_addresses(v=4)
versions_6 = st.ip_addresses(v=6)
SECRET = ipaddress.IPv4Network("10.0.0.0/8")
inside = st.ip_addresses(network=SECRET)


def admits(policy: AddressPolicy, address: object) -> bool:
    """Whether an address is let pass."""
    try:
        policy.check_address(str(address))
    except LookError:
        return False
    return True


#: Routed, and yet no place of a website.
SPECIAL = [
    ipaddress.IPv4Network(block)
    for block in ("192.0.0.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24",
                  "192.175.48.0/24", "168.63.129.16/32")
]  # fmt: skip


@given(versions_4)
def test_an_address_of_ipv4_passes_as_the_internet_routes_it(address: object) -> None:
    assert isinstance(address, ipaddress.IPv4Address)
    usual = address.is_global and not address.is_multicast
    special = any(address in block for block in SPECIAL)
    assert admits(AddressPolicy(), address) == (usual and not special)


@given(versions_6)
def test_no_ipv6_passes_but_what_is_handed_out_to_hosts(address: object) -> None:
    assert isinstance(address, ipaddress.IPv6Address)
    if address.ipv4_mapped is not None:
        assert admits(AddressPolicy(), address) == admits(AddressPolicy(), address.ipv4_mapped)
    elif admits(AddressPolicy(), address):
        assert address.is_global
        assert int(address) >> 125 == 1  # 2000::/3
        assert (address.sixtofour, address.teredo) == (None, None)


#: Prefixes that carry an address of IPv4, and how far from their end it stands.
CARRIERS = {
    "::ffff:0:0": 0,  # mapped
    "::ffff:0:0:0": 0,  # translated (RFC 7915)
    "::": 0,  # compatible
    "64:ff9b::": 0,  # NAT64 (RFC 6052)
    "64:ff9b:1::": 48,  # its local part
    "2002::": 80,  # 6to4
    "2001::": 64,  # Teredo, the server
    "2a00::5efe:0:0": 0,  # ISATAP
    "2a00::200:5efe:0:0": 0,
}


@given(inside, st.sampled_from(list(CARRIERS)))
def test_an_inner_address_never_passes_within_one_of_ipv6(address: object, prefix: str) -> None:
    assert isinstance(address, ipaddress.IPv4Address)
    hidden = int(ipaddress.IPv6Address(prefix)) | int(address) << CARRIERS[prefix]
    assert not admits(AddressPolicy(), ipaddress.IPv6Address(hidden))


@given(st.text(max_size=40))
def test_no_text_is_let_pass_as_an_address_but_one(text: str) -> None:
    if admits(AddressPolicy(), text):
        ipaddress.ip_address(text)


def spellings(address: ipaddress.IPv4Address) -> list[str]:
    """Ways to write an address that the C library reads, and people do not."""
    one, two, three, four = address.packed
    number = int(address)
    return [
        f"{address}", f"{address}.", f"{number}", f"{number:#x}", f"0{number:o}",
        f"{one}.{number & 0xFFFFFF}", f"{one}.{two}.{number & 0xFFFF}",
        f"0{one:o}.{two}.{three}.{four}",
        f"{one:#x}.{two:#x}.{three:#x}.{four:#x}", f"{one}.{two}.{three}.{four:#X}",
        f"[::ffff:{address}]", f"[::{address}]",
    ]  # fmt: skip


@given(inside, st.sampled_from(["http", "https"]), st.text("/?#@:abc%.", max_size=6))
def test_an_inner_address_is_no_host_however_it_is_written(
    address: object, scheme: str, rest: str
) -> None:
    assert isinstance(address, ipaddress.IPv4Address)
    for host in spellings(address):
        assert refusal(AddressPolicy(), f"{scheme}://{host}/{rest}") is Reason.BLOCKED_ADDRESS


@given(st.text(max_size=30), st.text(max_size=60))
def test_what_passes_as_a_url_is_one_of_the_web_on_its_port(scheme: str, rest: str) -> None:
    for url in (f"{scheme}:{rest}", f"http://{rest}", f"https://{scheme}{rest}"):
        if refusal(AddressPolicy(), url) is None:
            parts = AddressPolicy().check_url(url)
            assert parts.scheme in ("http", "https")
            assert parts.port in (None, 80, 443)
            assert parts.hostname
            assert (parts.username, parts.password) == (None, None)


parts = st.tuples(st.integers(0, 255), st.sampled_from(["{}", "{:#x}", "0{:o}"]))


@given(st.lists(parts, min_size=1, max_size=4))
def test_what_the_c_library_takes_for_an_address_is_judged_as_one(
    written: list[tuple[int, str]],
) -> None:
    host = ".".join(how.format(number) for number, how in written)
    read = ipaddress.IPv4Address(socket.inet_aton(host))
    if refusal(AddressPolicy(), f"http://{host}/") is None:
        assert admits(AddressPolicy(), read)
