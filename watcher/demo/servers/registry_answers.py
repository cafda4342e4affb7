"""Write answers of registries: WHOIS text in two layouts, and RDAP (RFC 9083).

Pure. Only fields that a registry publishes of every domain are written; no person is named.
"""

import json
import re
import zlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

Json = dict[str, Any]

RDAP_TYPE = "application/rdap+json"
QUOTA_EXCEEDED = "WHOIS LIMIT EXCEEDED - SEE WWW.REGISTRY.EXAMPLE/WHOIS FOR DETAILS\r\n"

_INDENT = "   "  # thin gTLD registries indent, the .id registry does not
_EPP_LINK = " https://icann.org/epp#{}"


@dataclass(frozen=True, slots=True)
class Registration:
    """One registered name. Days are UTC; a registration ends with the last second of its day.

    Attributes:
        expires_on: None where the registry tells no date.
        statuses: EPP codes as WHOIS writes them ("clientTransferProhibited").
    """

    domain: str
    expires_on: date | None
    registered_on: date
    changed_on: date
    registrar: str = "PT Registrar Contoh Nusantara"
    statuses: tuple[str, ...] = ("ok",)
    nameservers: tuple[str, ...] = ()

    @property
    def handle(self) -> str:
        """The registry's own number for the name."""
        return f"{zlib.crc32(self.domain.encode())}_DOMAIN-DEMO"


def whois_text(found: Registration, asked_at: datetime) -> str:
    """The registry's WHOIS answer, in the layout of the name's ending (times aware UTC)."""
    indent, status_link = ("", "") if found.domain.endswith(".id") else (_INDENT, _EPP_LINK)
    fields = [
        ("Domain Name", found.domain.upper()),
        ("Registry Domain ID", found.handle),
        ("Registrar WHOIS Server", ""),
        ("Registrar URL", "www.registrar.example"),
        ("Updated Date", _morning(found.changed_on)),
        ("Creation Date", _morning(found.registered_on)),
        *([("Registry Expiry Date", _last_second(found.expires_on))] if found.expires_on else []),
        ("Registrar", found.registrar),
        ("Registrar IANA ID", "1"),
        ("Registrar Abuse Contact Email", "abuse@registrar.example"),
        ("Registrar Abuse Contact Phone", ""),
        *(("Domain Status", code + status_link.format(code)) for code in found.statuses),
        *(("Name Server", server.upper()) for server in found.nameservers),
        ("DNSSEC", "unsigned"),
    ]
    lines = [f"{indent}{label}: {value}".rstrip() for label, value in fields]
    lines.append(f">>> Last update of WHOIS database: {_instant(asked_at)} <<<")
    return "\r\n".join([*lines, ""])


def whois_not_found(domain: str) -> str:
    """What the registry of this ending says of a name that nobody holds."""
    if domain.endswith(".id"):
        return "The queried object does not exist: DOMAIN NOT FOUND\r\n"
    return f'No match for domain "{domain.upper()}".\r\n'


def rdap_domain(found: Registration, base: str, asked_at: datetime) -> bytes:
    """The RDAP answer about a name; `base` is the server's address with its final slash."""
    events = [("registration", _morning(found.registered_on))]
    events.append(("last changed", _morning(found.changed_on)))
    events.append(("last update of RDAP database", _instant(asked_at)))
    if found.expires_on:
        events.append(("expiration", _last_second(found.expires_on)))
    address = f"{base}domain/{found.domain}"
    members = {
        "objectClassName": "domain",
        "handle": found.handle,
        "ldhName": found.domain,
        "links": [{"value": address, "rel": "self", "href": address, "type": RDAP_TYPE}],
        "status": [_spaced(code) for code in found.statuses],
        "events": [{"eventAction": action, "eventDate": day} for action, day in events],
        "nameservers": [
            {"objectClassName": "nameserver", "ldhName": server} for server in found.nameservers
        ],
        "entities": [_registrar(found.registrar)],
        "secureDNS": {"delegationSigned": False},
    }
    return _document(members)


def rdap_error(code: int, title: str) -> bytes:
    """The RDAP answer that is none (RFC 9083, section 6)."""
    return _document({"errorCode": code, "title": title})


def rdap_of_wrong_types(found: Registration) -> bytes:
    """An answer about the right name, with every member of a type it must not have."""
    text = (
        f'{{"objectClassName": "domain", "ldhName": "{found.domain}", "status": 7, '
        '"events": "expiration", "nameservers": {"ldhName": NaN}, "entities": [null, 3]}'
    )
    return text.encode()


def _document(members: Json) -> bytes:
    return json.dumps({"rdapConformance": ["rdap_level_0"], **members}).encode()


def _registrar(name: str) -> Json:
    card = [["version", {}, "text", "4.0"], ["fn", {}, "text", name]]
    return {
        "objectClassName": "entity",
        "roles": ["registrar"],
        "publicIds": [{"type": "IANA Registrar ID", "identifier": "1"}],
        "vcardArray": ["vcard", card],
    }


def _spaced(code: str) -> str:
    """An EPP status as RDAP writes it (RFC 8056)."""
    return "active" if code == "ok" else re.sub("(?=[A-Z])", " ", code).lower()


def _instant(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _morning(day: date) -> str:
    return f"{day}T03:00:00Z"


def _last_second(day: date) -> str:
    return f"{day}T23:59:59Z"
