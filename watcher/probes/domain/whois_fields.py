"""The labelled lines of a WHOIS answer, whatever the registry's layout.

Reads only the labels named below: lines about registrants and contacts are never kept.
Leaves what the values mean to `whois_text`.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum, auto
from itertools import islice

TEXT_CAP = 16 * 1024  # characters
LINE_CAP = 1024  # characters
_LINES_CAP = 300  # more than twice the longest answer known
_LABEL_CAP = 60
_VALUES_CAP = 20  # of one field


class Field(Enum):
    """What a label stands for."""

    DOMAIN = auto()
    EXPIRES = auto()
    REGISTRAR_EXPIRES = auto()
    REGISTERED = auto()
    CHANGED = auto()
    REGISTRAR = auto()
    STATUS = auto()
    STATE = auto()
    NAMESERVER = auto()


@dataclass(frozen=True, slots=True)
class Entry:
    """One value with the label it stood under, as printed."""

    label: str
    value: str


Fields = dict[Field, list[Entry]]

_LABELS: dict[Field, str] = {
    Field.DOMAIN: "domain domainname domainace ace query object",
    Field.EXPIRES: (
        "registryexpirydate registryexpirationdate expirydate expirationdate expirationtime"
        " expiredate expireddate expdate expires expired expire expiry expiration expireson"
        " expiresat expiryon domainexpires domainexpirationdate domainexpirydate"
        " domaincurrentlyexpires domainexpireson recordexpireson recordwillexpireon"
        " domainwillexpireon expirestime validuntil validtill validto validdate validity paidtill"
        " paiduntil renewaldate renewaldue renewby registereduntil"
        " fechadevencimiento fechadeexpiracion fechavencimiento datadeexpiracao"
        " datadeexpiracion datedexpiration tanggalkedaluwarsa tanggalkadaluarsa"
    ),
    Field.REGISTRAR_EXPIRES: "registrarregistrationexpirationdate registrarexpirationdate",
    Field.REGISTERED: (
        "creationdate createddate createdon created domaincreated domaincreateddate creation"
        " registered registeredon registereddate registrationdate registrationtime regdate"
        " domainregistrationdate domaindateregistered domainrecordactivated activated"
        " recordcreated recordcreatedon fechaderegistro fechadecreacion datadecriacao"
        " domainregistered registrationon"
    ),
    Field.CHANGED: (
        "updateddate updated updatedon lastupdated lastupdate lastupdatedon lastupdateddate"
        " lastmodified lastmodifieddate modified modifieddate modificationdate changed lastchanged"
        " domainlastupdateddate domainrecordlastupdated recordlastupdatedon"
        " recordlastmodifiedon domaindatelastmodified"
    ),
    Field.REGISTRAR: (
        "registrar registrarname sponsoringregistrar sponsoringregistrarorganization"
        " registrarorganization registrarorganisation currentregistrar domainregistrar"
        " authorizedregistrar"
    ),
    Field.STATUS: (
        "status domainstatus eppstatus registrationstatus querystatus domainstate sponsoringstatus"
    ),
    Field.STATE: "state",
    Field.NAMESERVER: (
        "nameserver nameservers nserver nservers ns dns dnsserver dnsservers domainservers"
        " domainserver domainnameservers primaryserver secondaryserver dnsname"
        " domainserversinlistedorder nameserversinlistedorder"
    ),
}
_FIELD_OF = {label: field for field, labels in _LABELS.items() for label in labels.split()}

_BRACKETED = re.compile(r"(?:[a-z]\. ?)?\[([^\]]{2,60})\]\s*(.*)")
_SENTENCE = re.compile(r"((?:record|domain)[a-z ]{1,30}? on)[ .]*:?\s+(.*)", re.IGNORECASE)
_COLUMNS = re.compile(r"(\S+(?: \S+){0,3})(?:\t|  )\s*(.*)")
_HINT = re.compile(r"\([^)]*\)")
_NOISE = re.compile(r"[^a-z]+")


def lines_of(text: str) -> list[str]:
    """Cut a text into its lines, within all caps. Empty lines are left out."""
    lines = (line[:LINE_CAP].rstrip() for line in text[:TEXT_CAP].lstrip("\ufeff").splitlines())
    return list(islice(filter(None, lines), _LINES_CAP))


def read_fields(lines: list[str]) -> Fields:
    """Collect the values of every label that is known, in the order printed.

    A label without a value of its own takes the deeper indented lines below it.
    """
    fields: Fields = {}
    above: tuple[Field, str, int] | None = None
    for line in lines:
        if line.startswith(("%", "#", ">")):
            continue
        bare = line.lstrip()
        depth = len(line) - len(bare)
        label, value = _split(bare)
        field = _field_of(label)
        if field:
            _keep(fields, field, label, value)
            above = None if value else (field, label, depth)
        elif above and depth > above[2]:
            _keep(fields, above[0], above[1], bare)
        else:
            above = None
    return fields


def _keep(fields: Fields, field: Field, label: str, value: str) -> None:
    entries = fields.setdefault(field, [])
    if value and len(entries) < _VALUES_CAP:
        entries.append(Entry(label, value.strip()))


def _split(line: str) -> tuple[str, str]:
    """Part a line into label and value, in the five ways registries mark a label."""
    if (found := _BRACKETED.match(line)) or (found := _SENTENCE.match(line)):
        return found[1], found[2]
    label, colon, value = line.partition(":")
    if colon and len(label) <= _LABEL_CAP:
        return label, value.strip()
    if found := _COLUMNS.match(line[: 2 * _LABEL_CAP]):
        return found[1], found[2]
    return "", ""


def _field_of(label: str) -> Field | None:
    """Look a label up by its letters. Of "Data / Date (dd/mm/yyyy)" either half will do."""
    label = _HINT.sub("", label.lower()) if "(" in label else label.lower()
    if not label.isascii():
        label = unicodedata.normalize("NFKD", label)
    for half in label.split("/", 2)[:2]:
        if field := _FIELD_OF.get(_NOISE.sub("", half)):
            return field
    return None
