"""A street of websites: Debian's nginx and unbound, each a process with a folder of its own."""

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from machine import free_port, listens, program, started, until

from watcher.demo import pages
from watcher.demo.businesses import BUSINESSES
from watcher.demo.servers.authority import Authority, Issued
from watcher.demo.servers.zone import Trouble, ZoneAnswer

#: Where providers lead a blocked name; unbound answers for it from a zone file.
BLOCK_ZONE, BLOCK_HOST, BLOCK_ADDRESS = "komdigi.go.id", "trustpositif.komdigi.go.id", "127.0.0.3"


@dataclass(frozen=True, slots=True)
class Vhost:
    """A site of nginx.

    Attributes:
        lines: nginx directives that answer in place of the page.
        address: the loopback address it is on.
    """

    host: str
    issued: Issued
    body: str = ""
    lines: str = ""
    address: str = "127.0.0.1"


def an_authority() -> Authority:
    """An authority for the days round the test."""
    now = datetime.now(UTC)
    return Authority.make(not_before=now - timedelta(days=400), not_after=now + timedelta(days=400))


def certificate(authority: Authority, *names: str, days: int = 60, **flaws: bool) -> Issued:
    """A certificate that is good for so many more days; fewer than none is expired."""
    now = datetime.now(UTC).replace(microsecond=0)
    ends = now + timedelta(days=days, hours=1)
    return authority.issue(names, not_before=ends - timedelta(days=365), not_after=ends, **flaws)


def shop(number: int) -> str:
    """The page of a kept shop that was changed last week."""
    return pages.shop(BUSINESSES[number], date.today() - timedelta(days=7))  # noqa: DTZ011 - any day


def good_sites(
    authority: Authority, hosts: Iterable[str], address: str = "127.0.0.1"
) -> list[Vhost]:
    """Sites as their owners want them."""
    return [
        Vhost(host, certificate(authority, host), shop(number), address=address)
        for number, host in enumerate(hosts)
    ]


class Nginx:
    """One nginx, one process. May be stopped and started again: the ports stay."""

    def __init__(self, folder: Path, sites: Sequence[Vhost]) -> None:
        self.folder, self.sites = folder, sites
        self.https_port, self.http_port = free_port(), free_port()
        self._running = contextlib.ExitStack()

    def __enter__(self) -> "Nginx":
        self.folder.mkdir(parents=True, exist_ok=True)
        self._write()
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Open the shops."""
        folder = str(self.folder)
        command = [program("nginx", "nginx-light"), "-p", folder, "-c", "nginx.conf"]
        command += ["-e", "error.log"]
        self._running.enter_context(started(command, self.folder / "words"))
        first = self.sites[0].address
        complaints = self.folder / "words"
        until(
            lambda: listens(self.https_port, first),
            10,
            lambda: f"nginx listens; it says: {complaints.read_text('utf-8')}",
        )

    def stop(self) -> None:
        """Close the shops: whoever comes is refused."""
        self._running.close()

    def show(self, sites: Sequence[Vhost]) -> None:
        """Show other sites from now on."""
        self.stop()
        self.sites = sites
        self.__enter__()

    def url(self, host: str, path: str = "/", *, plain: bool = False) -> str:
        """The address of a page, with the port it is really on."""
        if plain:
            return f"http://{host}:{self.http_port}{path}"
        return f"https://{host}:{self.https_port}{path}"

    def visits(self, host: str) -> int:
        """How often a site was asked for anything."""
        log = self.folder / "access.log"
        return log.read_text("utf-8").splitlines().count(host) if log.exists() else 0

    def _write(self) -> None:
        blocks = [self._block(site) for site in self.sites]
        text = _NGINX.format(blocks="\n".join(blocks))
        (self.folder / "nginx.conf").write_text(text, "utf-8")

    def _block(self, site: Vhost) -> str:
        home = self.folder / "pages" / site.host
        home.mkdir(parents=True, exist_ok=True)
        (home / "index.html").write_text(site.body, "utf-8")
        (home / "site.pem").write_bytes(site.issued.key_pem + site.issued.cert_chain_pem)
        return _BLOCK.format(
            host=site.host,
            https=f"{site.address}:{self.https_port}",
            http=f"{site.address}:{self.http_port}",
            home=f"pages/{site.host}",
            pem=home / "site.pem",
            lines=site.lines.format(https=self.https_port, http=self.http_port),
        )


class Unbound:
    """One unbound that knows these names, and asks nobody else about any."""

    def __init__(self, folder: Path, names: Mapping[str, ZoneAnswer]) -> None:
        self.folder, self.names = folder, names
        self.port = free_port()
        self._running = contextlib.ExitStack()

    @property
    def address(self) -> str:
        """Where to ask: "127.0.0.1:PORT"."""
        return f"127.0.0.1:{self.port}"

    def __enter__(self) -> "Unbound":
        self.folder.mkdir(parents=True, exist_ok=True)
        data = "\n".join(line for name, known in self.names.items() for line in _lines(name, known))
        forwards = "\n".join(
            _FORWARD.format(name=name, port=free_port())
            for name, known in self.names.items()
            if known.trouble is Trouble.SERVFAIL
        )
        (self.folder / "block.zone").write_text(_BLOCK_FILE, "utf-8")
        values = {"folder": self.folder, "port": self.port, "data": data, "forwards": forwards}
        (self.folder / "unbound.conf").write_text(_UNBOUND.format(**values), "utf-8")
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Answer."""
        config = str(self.folder / "unbound.conf")
        command = [program("unbound", "unbound"), "-d", "-c", config]
        self._running.enter_context(started(command, self.folder / "words"))
        until(lambda: listens(self.port), 10, f"unbound in {self.folder} listens")

    def stop(self) -> None:
        """Fall silent."""
        self._running.close()


def _lines(name: str, known: ZoneAnswer) -> list[str]:
    """What unbound's configuration says of one name."""
    if known.trouble is Trouble.SERVFAIL:
        return [f'local-zone: "{name}." transparent']
    if known.trouble is Trouble.REFUSED:
        return [f'local-zone: "{name}." refuse']
    if known.cname:
        return [
            f'local-zone: "{name}." redirect',
            f'local-data: "{name}. 60 IN CNAME {known.cname}."',
        ]
    return [
        f'local-data: "{name}. 60 IN {"AAAA" if ":" in address else "A"} {address}"'
        for address in known.addresses
    ]


_NGINX = """\
daemon off;
master_process off;
pid nginx.pid;
events {{ worker_connections 1024; }}
http {{
    log_format host $host;
    access_log access.log host;
    client_body_temp_path t-body;
    proxy_temp_path t-proxy;
    fastcgi_temp_path t-fastcgi;
    scgi_temp_path t-scgi;
    uwsgi_temp_path t-uwsgi;
    types {{ text/html html; }}
    charset utf-8;
    gzip on;
    ssl_session_cache off;
    server_names_hash_bucket_size 128;
{blocks}
}}
"""
_BLOCK = """\
    server {{
        server_name {host};
        listen {https} ssl;
        listen {http};
        ssl_certificate {pem};
        ssl_certificate_key {pem};
        root {home};
        {lines}
    }}
"""
_UNBOUND = """\
server:
    directory: "{folder}"
    chroot: ""
    username: ""
    pidfile: ""
    use-syslog: no
    verbosity: 0
    interface: 127.0.0.1
    port: {port}
    access-control: 127.0.0.0/8 allow
    do-ip6: no
    do-not-query-localhost: no
    module-config: "iterator"
    local-zone: "." static
{data}
auth-zone:
    name: "komdigi.go.id."
    zonefile: "block.zone"
    for-upstream: yes
    for-downstream: yes
{forwards}
remote-control:
    control-enable: no
"""
_FORWARD = """\
forward-zone:
    name: "{name}."
    forward-addr: 127.0.0.1@{port}
    forward-tcp-upstream: yes
    forward-no-cache: yes
"""
_BLOCK_FILE = f"""\
$ORIGIN {BLOCK_ZONE}.
@ 60 IN SOA ns hostmaster 1 60 60 60 60
@ 60 IN NS ns
ns 60 IN A {BLOCK_ADDRESS}
{BLOCK_HOST}. 1 IN A {BLOCK_ADDRESS}
"""
