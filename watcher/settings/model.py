"""The settings of one office as one frozen model. Unknown keys are refused.

The description of a field says what is expected: an error message quotes it, and so does
config/watcher.example.toml. Secrets are read from files of their own, never from the TOML.
"""

import ipaddress
import re
from datetime import date
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, Field, model_validator

from watcher.core.domains.life import LifeCycle
from watcher.core.looks.observation import DomainState
from watcher.settings.looks_section import LooksSection
from watcher.settings.section import SettingsSection


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("no such zone")
    return name


def _network(text: str) -> str:
    ipaddress.ip_network(text, strict=False)
    return text


def _host_and_port(text: str) -> str:
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit() or not 0 < int(port) < 65536:
        raise ValueError("no host:port")
    return text


def _clock(text: str) -> str:
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", text):
        raise ValueError("no time of day")
    return text


Zone = Annotated[str, AfterValidator(_known_zone)]
Network = Annotated[str, AfterValidator(_network)]
RdapBase = Annotated[str, Field(pattern=r"^https?://\S+/$")]
HostPort = Annotated[str, AfterValidator(_host_and_port)]
TimeOfDay = Annotated[str, AfterValidator(_clock)]
Port = Annotated[int, Field(ge=1, le=65535)]


class ProgrammeSection(SettingsSection):
    """The office, its programme, and how its reports and letters look."""

    office: str = Field(
        "Dinas Koperasi dan UKM", min_length=1, description="the name of the office"
    )
    government: str = Field("", description="the line above the office in the letterhead")
    name: str = Field("Hibah Situs Web UMKM", min_length=1, description="the name of the programme")
    address: str = Field("", description="one line of address for the letterhead")
    zone: Zone = Field("Asia/Jakarta", description="a time zone such as Asia/Jakarta")
    language: Literal["id", "en"] = Field("id", description="id or en")
    paper: Literal["A4", "F4"] = Field("A4", description="A4 or F4")
    officer: str = Field("", description="the name of the officer who keeps the register")
    officer_id: str = Field("", description="the officer's number as a civil servant (NIP)")
    officer_email: str = Field("", description="the officer's e-mail address, or empty")
    head: str = Field("", description="the name of the head of the office")
    head_title: str = Field("", description="what stands above the name, such as the office held")
    head_id: str = Field("", description="the head's number as a civil servant (NIP)")
    place: str = Field("", description="the place that stands before the date of signing")
    logo: Path | None = Field(None, description="a PNG, JPEG or SVG file for the letterhead")

    @property
    def zoneinfo(self) -> ZoneInfo:
        """The zone in which months, days and office hours are counted."""
        return ZoneInfo(self.zone)


class NetworkSection(SettingsSection):
    """How sites are reached, which addresses are allowed, and the limits of requests."""

    ca_file: Path | None = Field(None, description="a file of CA certificates in PEM form")
    nameservers: tuple[HostPort, ...] = Field(
        (), description='a list such as ["127.0.0.1:53"]; empty for those of the system'
    )
    sentinels: tuple[HostPort, ...] = Field(
        ("one.one.one.one:443", "dns.google:443", "www.bmkg.go.id:443"),
        description='a list such as ["dns.google:443"], three of different operators',
    )
    allow_addresses: tuple[Network, ...] = Field(
        (), description='a list of networks such as ["10.1.0.0/16"]'
    )
    allow_ports: tuple[Port, ...] = Field((), description="a list of ports such as [8080]")
    contact_url: str = Field(
        "",
        pattern=r"^(https?://\S+|mailto:\S+)?$",
        description="a web or mailto: address, or empty",
    )
    look_seconds: int = Field(14, ge=10, le=20, description="a number of seconds, 10 to 20")
    slow_seconds: float = Field(8.0, gt=0, le=20, description="a number of seconds, up to 20")
    per_address_at_once: int = Field(
        2, ge=1, le=100, description="a number of connections, 1 to 100"
    )
    per_address_seconds: float = Field(1.0, ge=0, le=60, description="a number of seconds, 0 to 60")


class Ending(SettingsSection):
    """The life cycle of domains under one top-level domain after expiry, and their prices."""

    grace_days: int = Field(36, ge=0, le=90, description="a number of days, 0 to 90")
    redemption_days: int = Field(30, ge=0, le=90, description="a number of days, 0 to 90")
    pending_delete_days: int = Field(5, ge=0, le=30, description="a number of days, 0 to 30")
    statuses: dict[str, DomainState] = Field(
        default_factory=dict,
        description='a table such as { renewperiod = "grace" }: words with a meaning of their own',
    )
    price: str = Field("", description='a price for one year, such as "Rp250.000"')
    redeem_price: str = Field("", description="a price for buying back")
    source: str = Field("", description="where the days and prices were read")
    checked_on: date | None = Field(None, description="the day they were read, such as 2026-11-01")

    @property
    def life(self) -> LifeCycle:
        """The same, as core's rules take it."""
        return LifeCycle(
            self.grace_days,
            self.redemption_days,
            self.pending_delete_days,
            tuple(self.statuses.items()),
        )


_COMMON_ENDING = Ending.model_validate({})
_READ = date(2026, 11, 1)
#: Life cycles under common top-level domains, by the shortest times that registrars state. A
#: setting of an office replaces one of these; all other domains have the defaults of `Ending`.
KNOWN_ENDINGS = {
    "id": Ending(
        grace_days=35,
        redemption_days=30,
        pending_delete_days=7,
        statuses={"renewperiod": DomainState.GRACE, "pendingdelete": DomainState.REDEMPTION},
        source="public pages of Indonesian registrars: 35 to 40 days, 30 at four times the fee, 7",
        checked_on=_READ,
    ),
    "com": Ending(
        grace_days=36,
        redemption_days=30,
        pending_delete_days=5,
        source="ICANN's expired registration recovery policy: 0 to 45 days, 30, 5",
        checked_on=_READ,
    ),
}


class RegistrySection(SettingsSection):
    """Which registry servers are queried, how often, and the life cycles of domains."""

    whois_server: HostPort | None = Field(None, description='a server such as "127.0.0.1:4300"')
    rdap_base: RdapBase | None = Field(None, description="a web address that ends in a slash")
    server_list: str = Field(
        "https://data.iana.org/rdap/dns.json",
        pattern=r"^(https?://\S+)?$",
        description="the web address of a list of RDAP servers, or empty",
    )
    rdap: dict[str, RdapBase] = Field(
        default_factory=dict, description='a table such as { id = "https://rdap.example/" }'
    )
    whois: dict[str, HostPort] = Field(
        default_factory=dict, description='a table such as { id = "whois.id:43" }'
    )
    seconds_between: float = Field(2.0, ge=0, le=3600, description="a number of seconds, 0 to 3600")
    endings: dict[str, Ending] = Field(
        default_factory=dict, description='a table for each ending, such as [registry.endings."id"]'
    )

    def ending(self, domain: str | None) -> Ending:
        """Return the settings of the longest suffix of a domain that has any, else the defaults."""
        labels = (domain or "").split(".")
        known = {**KNOWN_ENDINGS, **self.endings}
        candidates = (".".join(labels[i:]) for i in range(1, len(labels)))
        return next((known[c] for c in candidates if c in known), _COMMON_ENDING)


class MailSection(SettingsSection):
    """How letters are sent, and how many."""

    channel: Literal["smtp", "folder"] = Field("folder", description="smtp or folder")
    folder: Path = Field(Path("data/letters"), description="a folder for channel = folder")
    host: str = Field("localhost", min_length=1, description="the name of the mail server")
    port: Port = Field(587, description="a port, 1 to 65535")
    security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="starttls, tls, or none (only to this machine)"
    )
    user: str = Field("", description="the name to log in with, or empty")
    password_file: Path | None = Field(None, description="a file that holds the password alone")
    sender: str = Field(
        "pantau@localhost", pattern=r"^[^\s@<>]+@[^\s@<>]+$", description="an e-mail address"
    )
    sysadmin: str = Field(
        "",
        pattern=r"^([^\s@<>]+@[^\s@<>]+)?$",
        description="the e-mail address of whoever keeps watcher running, or empty",
    )
    office_opens: TimeOfDay = Field("08:00", description='a time such as "08:00"')
    office_closes: TimeOfDay = Field("16:00", description='a time such as "16:00"')
    per_hour: int = Field(60, ge=1, le=10000, description="a number of letters, 1 to 10000")
    per_day: int = Field(400, ge=1, le=100000, description="a number of letters, 1 to 100000")

    @model_validator(mode="after")
    def _never_in_the_clear(self) -> "MailSection":
        if self.security == "none" and not _is_this_machine(self.host):
            raise ValueError("security: none is only for a mail server on this machine")
        return self


class DatabaseSection(SettingsSection):
    """Where the history is kept."""

    url: str = Field(
        "sqlite:///data/watcher.db",
        pattern=r"^sqlite:///.+",
        description='an address such as "sqlite:///data/watcher.db"',
    )


class ReportsSection(SettingsSection):
    """Where reports are written, in which formats, and what they take from the office."""

    folder: Path = Field(Path("reports/out"), description="a folder for the reports")
    formats: tuple[Literal["html", "xlsx", "csv", "json", "pdf"], ...] = Field(
        ("html", "xlsx", "csv", "json"), description='a list such as ["html", "xlsx", "pdf"]'
    )
    indicators: Path | None = Field(None, description="the file in which staff enters figures")
    hosting_price: str = Field("", description='a price for one year, such as "Rp350.000"')
    hosting_price_checked_on: date | None = Field(
        None, description="the day it was read, such as 2026-11-01"
    )


class Settings(SettingsSection):
    """All settings of one office."""

    programme: ProgrammeSection = Field(default_factory=lambda: ProgrammeSection.model_validate({}))
    looks: LooksSection = Field(default_factory=lambda: LooksSection.model_validate({}))
    network: NetworkSection = Field(default_factory=lambda: NetworkSection.model_validate({}))
    registry: RegistrySection = Field(default_factory=lambda: RegistrySection.model_validate({}))
    mail: MailSection = Field(default_factory=lambda: MailSection.model_validate({}))
    database: DatabaseSection = Field(default_factory=lambda: DatabaseSection.model_validate({}))
    reports: ReportsSection = Field(default_factory=lambda: ReportsSection.model_validate({}))


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
