"""Redirects, of the fault catalogue and beyond: every way to lead the watcher astray."""

from hostile.answers import CANARY, SHOP, Reply, by_path, http, moved, page, says
from hostile.canary import PORT
from hostile.stage import Case
from watcher.demo.servers.conduct import Conduct, ScriptedAnswer
from watcher.demo.servers.hypertext import Request

_REFUSED = "refused: blocked_address"
_STRANGE = "down/refused: bad_redirect, blocked_scheme"
_EITHER = "down/refused/unknown: bad_redirect, blocked_address, blocked_scheme, dns_error"


def _onwards(request: Request) -> ScriptedAnswer:
    """A new address each time, without end."""
    return moved(f"/{len(request.path)}{request.path}")(request)


def _lingering(location: str) -> Reply:
    """Leads somewhere else, and keeps the connection open as if something were to come."""
    head = f"HTTP/1.1 302 Found\r\nLocation: {location}\r\n\r\n"
    return says(head.encode(), conduct=Conduct.LINGER)


_HOPS = {"/": _lingering("/1"), "/1": _lingering("/2"), "/2": _lingering("/3")}


def to(case_id: str, location: str, accepts: str, status: int = 302) -> Case:
    """A home page that leads somewhere else."""
    return Case(case_id, http(moved(location, status)), accepts, within=5)


CATALOGUE = (
    to("H18 redirect to the national block page", "http://trustpositif.komdigi.go.id/?x=1",
       "blocked: isp_block"),
    Case("H21 one relative redirect", http(by_path({"/": moved("toko/")}, page())), "up: ok"),
    Case("H21 three redirects whose bodies never end", http(by_path(_HOPS, page())), "up: ok", 5),
    to("H22 redirect to itself", "/", "down: redirect_loop"),
    Case("H23 endless chain", http(_onwards), "down: redirect_limit"),
    to("H24 redirect into a private address", f"http://{CANARY}/H24", _REFUSED),
    to("H25 redirect to cloud metadata", "http://169.254.169.254/latest/meta-data/", _REFUSED),
    to("H28 IPv4 mapped into IPv6", f"http://[::ffff:127.0.0.2]:{PORT}/H28",
       "refused/down: blocked_address, bad_redirect"),
    to("H30 redirect to a file", "file:///etc/passwd", _STRANGE),
    to("H31 redirect to gopher", f"gopher://{CANARY}/1H31", _STRANGE),
    to("H32 unparsable Location", "http://[1:2:3/", "down: bad_redirect, bad_http"),
    to("H32 Location that is spelled anew", "https:////xn--http:[۝([~", "down: bad_redirect"),
    to("H33 port out of range", "http://127.0.0.1:70000/", "down: bad_redirect"),
    Case("H34 no Location", http(says(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n")),
         "down: bad_redirect, http_3xx"),
    to("H36 userinfo", f"http://toko.example@{CANARY}/H36", _REFUSED),
)  # fmt: skip

#: 127.0.0.2 and its neighbours in every spelling that some program reads as an address.
SPELLINGS = (
    ("decimal", "2130706434"), ("octal", "0177.0.0.02"), ("octal in full", "017700000002"),
    ("hexadecimal", "0x7f000002"), ("hexadecimal parts", "0x7f.0x0.0x0.0x2"),
    ("two parts", "127.2"), ("leading zeros", "127.000.000.002"), ("final dot", "127.0.0.2."),
    ("circled digits", "%E2%91%A0%E2%91%A1%E2%91%A6.0.0.2"), ("wide digits", "１２７.０.０.２"),
    ("ideographic dots", "127。0。0。2"), ("percent encoded", "%31%32%37.0.0.2"),
    ("overflow", "127.0.0.258"), ("wraps round", "4294967298"), ("minus", "127.0.0.-254"),
    ("zero", "0.0.0" + ".0"), ("nought", "0"), ("broadcast", "255.255.255.255"),
    ("multicast", "224.0.0.1"), ("carrier", "100.64.0.1"), ("office of tens", "10.0.0.1"),
    ("office of 172", "172.16.0.1"), ("office of 192", "192.168.0.1"), ("link", "169.254.0.1"),
    ("benchmark", "198.18.0.1"), ("reserved", "240.0.0.1"), ("documentation", "192.0.2.1"),
    ("v6 loopback", "[::1]"), ("v6 nobody", "[::]"), ("v6 mapped in hex", "[::ffff:7f00:2]"),
    ("v6 compatible", "[::7f00:2]"), ("v6 translated", "[::ffff:0:7f00:2]"),
    ("v6 NAT64", "[64:ff9b::7f00:2]"), ("v6 local NAT64", "[64:ff9b:1::7f00:2]"),
    ("v6 6to4", "[2002:7f00:2::]"), ("v6 Teredo", "[2001:0:7f00:2::1]"),
    ("v6 link", "[fe80::1]"), ("v6 link with zone", "[fe80::1%25lo]"),
    ("v6 site", "[fec0::1]"), ("v6 unique local", "[fd00::1]"), ("v6 multicast", "[ff02::1]"),
    ("v6 discard", "[100::1]"), ("v6 documentation", "[2001:db8::1]"),
    ("v6 unassigned", "[4000::1]"), ("v6 vendor future", "[v1.127.0.0.2]"),
)  # fmt: skip
SPELT = tuple(
    to(f"H+ redirect to {name}", f"http://{host}:{PORT}/{name.replace(' ', '-')}", _EITHER)
    for name, host in SPELLINGS
)

#: Addresses that programs read in two ways.
TWO_FACED = (
    ("no scheme", f"//{CANARY}/"),
    ("no slashes", f"http:{CANARY}/"),
    ("one slash", f"http:/{CANARY}/"),
    ("three slashes", f"http:///{CANARY}/"),
    ("backslashes", f"http:\\\\{CANARY}\\"),
    ("bare backslashes", f"\\\\{CANARY}\\"),
    ("backslash before the sign", f"http://toko.example\\@{CANARY}/"),
    ("two signs", f"http://a@b@{CANARY}/"),
    ("password", f"http://127.0.0.1:80@{CANARY}/"),
    ("fragment before the sign", f"http://{CANARY}#@toko.example/"),
    ("query before the sign", f"http://{CANARY}?@toko.example/"),
    ("tab in the scheme", f"ht\ttp://{CANARY}/"),
    ("tab in the host", f"http://127.0.\t0.2:{PORT}/"),
    ("blank in the host", f"http://127.0.0.1 {CANARY}/"),
    ("capitals", f"HTTP://{CANARY}/"),
    ("empty host", f"http://:{PORT}/"),
    ("only dots", f"http://...:{PORT}/"),
    ("empty label", f"http://toko..example:{PORT}/"),
    ("label of 64", f"http://{'a' * 64}.example:{PORT}/"),
    ("name of 300", f"http://{'a.' * 150}example:{PORT}/"),
    ("punycode that is none", f"http://xn--999999999.example:{PORT}/"),
    ("zero-width host", f"http://127.0.0.2%E2%80%8B:{PORT}/"),
    ("soft hyphen", f"http://127.0.0.2%C2%AD:{PORT}/"),
    ("NUL in the host", f"http://127.0.0.2%00.toko.example:{PORT}/"),
    ("port with a sign", f"http://127.0.0.2:+{PORT}/"),
    ("port in other digits", "http://127.0.0.2:７００７/"),
    ("port zero", "http://127.0.0.1:0/"),
    ("port of ssh", "http://127.0.0.1:22/"),
    ("port of mail", "http://127.0.0.1:25/"),
    ("port of a database", "https://127.0.0.1:6379/"),
    ("script", "javascript:alert(1)"),
    ("data", "data:text/html,x"),
    ("ftp", f"ftp://{CANARY}/"),
    ("websocket", f"ws://{CANARY}/"),
    ("unix socket", "unix:///run/docker.sock"),
    ("windows share", f"file://{CANARY}/share"),
    ("view-source", f"view-source:http://{CANARY}/"),
    ("jar", f"jar:http://{CANARY}/!/"),
)
READ_TWICE = tuple(
    to(f"H+ Location with {name}", location,
       "down/refused/unknown: bad_redirect, blocked_address, blocked_scheme, bad_http, http_4xx,"
       " redirect_loop, redirect_limit, dns_error, dns_nxdomain, connect_refused")
    for name, location in TWO_FACED
)  # fmt: skip

_META = f'<meta http-equiv="refresh" content="0;url=http://{CANARY}/meta">'.encode()
_UNFOLLOWED = "up/degraded/foreign: ok, offsite_redirect, empty_page"
NOT_FOLLOWED = (
    Case("H+ meta refresh into a private address", http(page(_META + SHOP)), _UNFOLLOWED),
    Case("H+ short page that refreshes", http(page(_META)), _UNFOLLOWED),
    *(
        Case(f"H+ header {name} to a private address", http(page(SHOP, (name, value))), _UNFOLLOWED)
        for name, value in (
            ("Refresh", f"0;url=http://{CANARY}/refresh"),
            ("Location", f"http://{CANARY}/location"),
            ("Content-Location", f"http://{CANARY}/content"),
            ("Link", f"<http://{CANARY}/link>; rel=preload"),
            ("Alt-Svc", f'h3="{CANARY}", h2="{CANARY}"'),
        )
    ),
    *(
        to(f"H+ status {status} with a Location", f"http://{CANARY}/{status}",
           "down/degraded: http_3xx, empty_page, http_other", status)
        for status in (201, 300, 304, 305, 306, 399)
    ),
)  # fmt: skip

_LONG = "a" * 60_000
LEGAL = (
    Case(
        "H+ redirects up to the limit",
        http(by_path({f"/{n * 'a'}": moved(f"/{n * 'a'}a") for n in range(5)}, page())),
        "up: ok",
    ),
    Case(
        "H+ redirect of 60,000 letters",
        http(by_path({"/": moved(f"/{_LONG}")}, page())),
        "up/down: ok, bad_http, http_too_large, bad_redirect",
    ),
    Case(
        "H+ redirect to a page of other letters",
        http(by_path({"/": moved("/caf\xe9?\xa7")}, page())),
        "up: ok",
    ),
    to("H+ redirect to a dotless name that is ours", f"http://intranet:{PORT}/", _REFUSED),
    to("H+ redirect to localhost", f"http://localhost:{PORT}/", _REFUSED),
    to("H+ redirect to a name with a private address", f"http://dalam.example:{PORT}/", _REFUSED),
    to("H+ redirect to an underscore", f"http://_dalam.example:{PORT}/", _REFUSED),
    to("H+ redirect to a wide name", f"http://ｄalam.example:{PORT}/", _EITHER),
)
CASES = (*CATALOGUE, *SPELT, *READ_TWICE, *NOT_FOLLOWED, *LEGAL)
