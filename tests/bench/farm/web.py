"""One nginx for all sites: own authority, a leaf and a page a variant, nothing kept alive."""

import contextlib
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from farm.names import TARPIT_PORT, ZONE
from farm.pages import VARIANTS, page
from farm.process import await_port, serving
from watcher.demo.servers.authority import Authority

SYSTEM_ROOTS = Path("/etc/ssl/certs/ca-certificates.crt")


@dataclass(frozen=True, slots=True)
class Web:
    """The sites, and what is right to find: each variant's expiry and body hash.

    Attributes:
        root: the farm's authority alone.
        roots: the system's authorities and the farm's, as a client trusts them.
    """

    root: Path
    roots: Path
    not_after: dict[int, datetime]
    sha256: dict[int, str]


@contextlib.contextmanager
def web(folder: Path) -> Iterator[Web]:
    """The sites, as long as the block lasts."""
    folder.mkdir()
    now = datetime.now(UTC).replace(microsecond=0)
    authority = Authority.make(
        not_before=now - timedelta(days=400), not_after=now + timedelta(days=400)
    )
    built = Web(folder / "root.pem", folder / "roots.pem", {}, {})
    built.root.write_bytes(authority.root_pem)
    system = SYSTEM_ROOTS.read_bytes() if SYSTEM_ROOTS.exists() else b""
    built.roots.write_bytes(system + authority.root_pem)
    blocks = [_site(folder, authority, variant, now, built) for variant in range(VARIANTS)]
    (folder / "nginx.conf").write_text(_NGINX.format(blocks="\n".join(blocks)), "ascii")
    command = ["nginx", "-p", str(folder), "-c", "nginx.conf", "-e", "error.log"]
    with serving(command, folder / "words"), _tarpit():
        await_port(443, folder / "words")
        yield built


def _site(folder: Path, authority: Authority, variant: int, now: datetime, built: Web) -> str:
    """Certify a variant, write its page, and give its lines of nginx's configuration."""
    home, shown, label = folder / f"v{variant:02}", page(variant), f"v{variant:02}.{ZONE}"
    ends = now + timedelta(days=30 + variant)
    issued = authority.issue([f"*.{label}"], not_before=now - timedelta(days=60), not_after=ends)
    home.mkdir()
    (home / "index.html").write_bytes(shown.body)  # its presence is asked for, the other is sent
    (home / "index.html.gz").write_bytes(shown.packed)
    (home / "site.pem").write_bytes(issued.key_pem + issued.cert_chain_pem)
    built.not_after[variant], built.sha256[variant] = ends, shown.sha256
    backlog = "" if variant else " backlog=8192"
    return _BLOCK.format(label=label, home=home, backlog=backlog)


@contextlib.contextmanager
def _tarpit() -> Iterator[None]:
    """A door that opens and behind which nobody ever speaks: nothing accepts."""
    with socket.create_server(("0.0.0.0", TARPIT_PORT), backlog=8192):  # noqa: S104 - own namespace
        yield


_NGINX = """\
daemon off;
master_process off;
pid nginx.pid;
worker_rlimit_nofile 20000;
events {{ worker_connections 16384; }}
http {{
    access_log off;
    keepalive_timeout 0;
    client_body_temp_path t-body;
    proxy_temp_path t-proxy;
    fastcgi_temp_path t-fastcgi;
    scgi_temp_path t-scgi;
    uwsgi_temp_path t-uwsgi;
    types {{ text/html html; }}
    charset utf-8;
    gzip_static always;
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_session_cache off;
    ssl_session_tickets off;
{blocks}
}}
"""
_BLOCK = """\
    server {{
        listen 443 ssl{backlog};
        server_name *.{label};
        ssl_certificate {home}/site.pem;
        ssl_certificate_key {home}/site.pem;
        root {home};
    }}
"""
