"""Group HTTP of the fault catalogue, except redirects: how a web server can misbehave."""

import asyncio
import contextlib
import socket

from hostile.answers import (
    SHOP,
    at,
    coded,
    http,
    page,
    says,
    talking,
    unasked,
    unmeasured,
)
from hostile.stage import Case, Stage
from watcher.demo import pages
from watcher.demo.servers.conduct import Conduct, ScriptedAnswer
from watcher.demo.servers.hypertext import MEBIBYTE, Request, gzip_bomb, head_of

_HTML = ("Content-Type", "text/html; charset=utf-8")
_OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
_CHUNKED = _OK + b"Transfer-Encoding: chunked\r\n\r\n"
PLAIN = Case("H01 plain good page", http(page()), "up: ok")


def _told(title: str, text: str) -> bytes:
    """A small page of these words."""
    return f"<!doctype html><title>{title}</title><body><h1>{title}</h1><p>{text}".encode()


def _without_head(request: Request) -> ScriptedAnswer:
    if request.method == "GET":
        return page()(request)
    return ScriptedAnswer(head_of(405, [("Content-Length", "0")]), b"")


def deflate_bomb(mebibytes: int) -> bytes:
    """The zlib form of a bomb: the same compressed blocks under another head."""
    return b"\x78\x9c" + gzip_bomb(mebibytes)[10:-8] + bytes(4)


async def _full_backlog(stage: Stage, host: str) -> str:
    """A listener whose queue is full: the kernel drops every further SYN."""
    full = socket.create_server(("127.0.0.1", 0), backlog=0)
    stage.doors.callback(full.close)
    loop = asyncio.get_running_loop()
    for _ in range(3):
        waiting = socket.socket()
        stage.doors.callback(waiting.close)
        waiting.setblocking(False)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(0.3):
                await loop.sock_connect(waiting, full.getsockname())
    stage.ports.append(full.getsockname()[1])
    return f"http://{host}:{stage.ports[-1]}/"


_SUSPENDED = _told("Account Suspended", "This account has been suspended. Contact billing.")
_LISTING = _told("Index of /", '<a href="../">Parent Directory</a> backup.zip 2024-01-01 12M')
_DATABASE = _told("Galat", "Error establishing a database connection")
_FATAL = (
    b"<br><b>Fatal error</b>: Uncaught Error: Call to undefined function mysql_connect() in "
    b"/var/www/html/index.php:3 Stack trace: #0 {main} thrown in <b>/var/www/html/index.php</b>"
)
_BLOCK = _told("Internet Positif", "Situs ini diblokir. Akses ke situs ini telah diblokir.")
_DEFAULT = _told("Welcome to nginx!", "If you see this page, the nginx web server is installed.")
_WAF = _told("Just a moment...", "Enable JavaScript and cookies to continue")

STATUSES = (
    PLAIN,
    Case("H02 empty body", http(page(b"")), "degraded/down: empty_page"),
    Case("H03 no content", http(page(b"", status=204)), "degraded/down: empty_page"),
    Case("H04 server error", http(page(status=500)), "down: http_5xx"),
    Case(
        "H05 maintenance",
        http(page(SHOP, _HTML, ("Retry-After", "3600"), status=503)),
        "down/degraded: http_5xx, maintenance",
    ),
    Case("H06 home page is missing", http(page(status=404)), "down: http_4xx"),
    Case("H07 challenge of a firewall", http(page(_WAF, status=403)), "unknown/up: challenge"),
    Case(
        "H08 too many requests",
        http(page(SHOP, ("Retry-After", "3600"), status=429)),
        "unknown: rate_limited",
    ),
    Case(
        "H09 a password is wanted",
        http(page(SHOP, ("WWW-Authenticate", "Basic realm=x"), status=401)),
        "degraded/up: auth_required",
    ),
    Case("H10 account suspended", http(page(_SUSPENDED)), "down/degraded: hosting_suspended"),
    Case(
        "H11 page of a fresh host",
        http(page(_DEFAULT)),
        "degraded/foreign/down: placeholder, default_page",
    ),
    Case(
        "H12 listing of a folder",
        http(page(_LISTING)),
        "degraded/down/foreign: placeholder, directory_listing",
    ),
    Case(
        "H13 domain for sale", http(page(pages.for_sale("x.example").encode())), "foreign: parked"
    ),
    Case("H14 database error", http(page(_DATABASE)), "down/degraded: app_error"),
    Case("H15 gambling", http(page(pages.gambling().encode())), "foreign: hijacked"),
    Case("H16 PHP error", http(page(_FATAL)), "degraded/down: app_error"),
    Case("H17 block page of a provider", http(page(_BLOCK)), "blocked: isp_block"),
)

_FLOOD = b"%x\r\n%s\r\n" % (len(SHOP), SHOP)
_REST = b" " * 100_000
DELIVERIES = (
    Case("H19 HTTP/1.0 without length", http(says(b"HTTP/1.0 200 OK\r\n\r\n", SHOP)), "up: ok"),
    Case("H20 bare line feeds", http(says(b"HTTP/1.1 200 OK\nServer: x\n\n", SHOP)), "up: ok"),
    Case(
        "H39 endless chunks",
        http(says(_CHUNKED, _FLOOD, Conduct.ENDLESS)),
        "up/degraded: ok, truncated, too_large",
        alone=True,
        whole=True,
    ),
    Case(
        "H41 headers drop by drop",
        http(says(_OK + b"X: " + b"x" * 200, conduct=Conduct.DRIP)),
        "down: timeout_total, timeout_read",
    ),
    Case(
        "H42 body drop by drop",
        http(unmeasured(conduct=Conduct.DRIP_BODY)),
        "up/degraded/down: slow, truncated, timeout_total",
    ),
    Case(
        "H43 never answers",
        http(says(b"", conduct=Conduct.SILENT)),
        "down: timeout_read, timeout_total",
    ),
    Case(
        "H44 stays open after the page",
        http(unmeasured(conduct=Conduct.LINGER)),
        "up/degraded: ok, slow, truncated",
    ),
    Case(
        "H45 reset after the request",
        http(says(b"", conduct=Conduct.RESET)),
        "down: reset, closed, bad_http",
    ),
    Case(
        "H46 reset in the body",
        http(page(conduct=Conduct.CUT_RESET)),
        "degraded/down: truncated, reset",
    ),
    Case(
        "H47 shorter than its length",
        http(says(_OK + b"Content-Length: 100000\r\n\r\n", SHOP[:300])),
        "degraded/down: truncated",
    ),
    Case(
        "H48 closes without a byte",
        http(says(b"")),
        "down: closed, reset, bad_http",
    ),
    Case("H73 HEAD is not allowed", http(_without_head), "up: ok"),
    Case(
        "H74 answers before it is asked",
        talking(unasked(_OK + b"Content-Length: %d\r\n\r\n" % len(SHOP) + SHOP)),
        "up/degraded: ok, slow",
    ),
    Case("H75 refuses connections", at("http://{host}:1/"), "down: connect_refused"),
    Case("H76 drops every SYN", _full_backlog, "down: timeout_connect, timeout_total"),
)

_BURST = "up/degraded/foreign: too_large, truncated, bad_encoding, ok"
CODINGS = (
    Case("H49 gzip bomb", http(coded("gzip", lambda: gzip_bomb(1024))), _BURST, alone=True),
    Case(
        "H51 zstd bomb",
        http(coded("zstd", lambda: b"\x28\xb5\x2f\xfd\x04\x58" + b"\x02\x00\x01\x00" * MEBIBYTE)),
        _BURST,
        alone=True,
    ),
    Case("H53 deflate bomb", http(coded("deflate", lambda: deflate_bomb(256))), _BURST, alone=True),
    Case(
        "H54 says gzip and sends text",
        http(coded("gzip", lambda: SHOP)),
        "degraded/down/up: bad_encoding, ok",
    ),
    Case(
        "H55 unknown encoding",
        http(coded("rot13", lambda: SHOP)),
        "up/degraded: ok, bad_encoding",
    ),
)

_COOKIES = page(SHOP, _HTML, *(("Set-Cookie", f"c{n}={n}; Path=/; Secure") for n in range(5000)))
_NOT_HTTP = "down: bad_http, not_http, closed"
SYNTAX = (
    Case("H57 banner of ssh", talking(unasked(b"SSH-2.0-OpenSSH_9.2p1\r\n")), _NOT_HTTP),
    Case("H58 HTTP/0.9", http(says(b"", SHOP)), _NOT_HTTP),
    Case(
        "H59 status without a number",
        http(says(b"HTTP/1.1 OK\r\n\r\n", SHOP)),
        "up: ok",  # browsers take it for 200
    ),
    Case(
        "H61 two lengths",
        http(says(_OK + b"Content-Length: 10\r\nContent-Length: 20\r\n\r\n", SHOP)),
        "down/up: bad_http, ok",
    ),
    Case(
        "H63 chunk size is no number",
        http(says(_CHUNKED, b"zz\r\n" + SHOP)),
        "down/degraded: bad_http, truncated",
    ),
    Case(
        "H64 chunk size of 40 digits",
        http(says(_CHUNKED, b"f" * 40 + b"\r\n" + SHOP)),
        "down/degraded: bad_http, truncated",
    ),
    Case(
        "H65 header of 1 MiB",
        http(says(_OK + b"X: " + b"x" * MEBIBYTE + b"\r\n\r\n", SHOP)),
        "down/up: bad_http, http_too_large, ok",
        alone=True,
    ),
    Case(
        "H68 NUL and bare CR in a header",
        http(says(_OK + b"X-A: a\0b\r\nX-B: c\rd\r\n\r\n", SHOP)),
        "down/up: bad_http, ok",
    ),
    Case(
        "H69 raw bytes in headers",
        http(says(_OK + "X-A: café ©\r\n".encode() + b"X-B: caf\xe9\r\n\r\n", SHOP)),
        "up/down: ok, bad_http",
    ),
    # look after look in one process: what is kept of the cookies would pile up
    *(
        Case(f"H71 5,000 cookies, look {n}", http(_COOKIES), "up: ok", queue="H71")
        for n in range(9)
    ),
)

CASES = (*STATUSES, *DELIVERIES, *CODINGS, *SYNTAX)
