"""A town: an office, and the little internet that is all it can reach."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from machine import Listener
from real_office import Grant, RealOffice, Sections, registered, served
from street import Nginx, Unbound, Vhost

from watcher.demo.servers.authority import Authority
from watcher.demo.servers.registry_server import RegistryServer
from watcher.demo.servers.zone import ZoneAnswer


@dataclass(slots=True)
class Town:
    """An office and all that it can reach."""

    office: RealOffice
    nginx: Nginx
    unbound: Unbound
    registry: RegistryServer
    sentinels: list[Listener]

    def settings(self, **more: dict[str, object]) -> Sections:
        """Settings that lead nowhere but here; `more` goes over them, section by section."""
        rdap_port = int(self.registry.rdap_base.rstrip("/").rpartition(":")[2])
        sections: dict[str, dict[str, object]] = {
            "network": {
                "ca_file": str(self.office.folder / "ca.pem"),
                "nameservers": [self.unbound.address],
                "sentinels": [sentinel.address for sentinel in self.sentinels],
                "allow_addresses": ["127.0.0.1/32"],
                "allow_ports": [self.nginx.https_port, self.nginx.http_port, rdap_port],
                "per_address_at_once": 25,
                "per_address_seconds": 0,
            },
            "registry": {
                "whois_server": self.registry.whois_address,
                "rdap_base": self.registry.rdap_base,
                "seconds_between": 0,
            },
        }
        for name, values in more.items():
            sections[name] = sections.get(name, {}) | values
        return sections

    def grants(self) -> list[Grant]:
        """The list of all sites of the street, by their HTTPS address."""
        return [
            Grant(self.nginx.url(site.host), number)
            for number, site in enumerate(self.nginx.sites, 1)
        ]


Build = Callable[..., Town]


@contextlib.contextmanager
def town_in(
    folder: Path, authority: Authority, sites: Sequence[Vhost], names: dict[str, ZoneAnswer]
) -> Iterator[Town]:
    """Build a town: every site has its name and its registration, unless `names` says else."""
    known = {site.host: ZoneAnswer((site.address,)) for site in sites} | names
    (folder / "ca.pem").write_bytes(authority.root_pem)
    with contextlib.ExitStack() as doors:
        registry = RegistryServer(
            [registered(site.host) for site in sites], asked_at=datetime.now(UTC)
        )
        yield Town(
            office=RealOffice(folder),
            nginx=doors.enter_context(Nginx(folder / "nginx", sites)),
            unbound=doors.enter_context(Unbound(folder / "unbound", known)),
            registry=doors.enter_context(served(registry)),
            sentinels=[doors.enter_context(Listener()) for _ in range(3)],
        )
