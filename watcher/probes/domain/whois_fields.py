"""Parse the labelled lines of a WHOIS answer, in all layouts that registries use.

Only the labels below are read: lines about registrants and contacts are never kept. The meaning
of the values is decided in `whois_text`.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import islice

from watcher.probes.domain.printed_dates import begins_with_date
from watcher.probes.domain.whois_terms import LINE_CAP, LINES_CAP, TEXT_CAP, is_prose

_LABEL_CAP = 60
_BARE_CAP = 40  # of a label on a line of its own
_WORDS_CAP = 5  # of a label that is followed by a date without any mark
_VALUES_CAP = 20  # of one field


class Field(Enum):
    """The meaning of a label."""

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
class FieldLine:
    """One value with its label, as printed."""

    label: str
    value: str


Fields = dict[Field, list[FieldLine]]
_Entry = tuple[Field, str, str]  # field, label and value

_LABELS: dict[Field, str] = {
    Field.DOMAIN: "domain domainname domainace ace query object",
    Field.EXPIRES: (
        "registryexpirydate registryexpirationdate expirydate expirationdate expirationtime"
        " expiredate expireddate expdate expires expired expire expiry expiration expireson"
        " expiresat expiryon domainexpires domainexpirationdate domainexpirydate"
        " domaincurrentlyexpires domainexpireson recordexpireson recordwillexpireon"
        " domainwillexpireon expirestime validuntil validtill validto validdate validity paidtill"
        " paiduntil renewaldate renewaldue renewby registereduntil"
        " expiredat expiredon expirationon dateofexpiry dateofexpiration"
        " fechadevencimiento fechadeexpiracion fechavencimiento datadeexpiracao"
        " datadeexpiracion datedexpiration tanggalkedaluwarsa tanggalkadaluarsa"
        " kedaluwarsa kadaluarsa kedaluwarsapada berakhir berakhirpada tanggalberakhir"
        " berlakusampai berlakuhingga jatuhtempo tanggaljatuhtempo"
    ),
    Field.REGISTRAR_EXPIRES: "registrarregistrationexpirationdate registrarexpirationdate",
    Field.REGISTERED: (
        "creationdate createddate createdon created domaincreated domaincreateddate creation"
        " registered registeredon registereddate registrationdate registrationtime regdate"
        " domainregistrationdate domaindateregistered domainrecordactivated activated"
        " recordcreated recordcreatedon fechaderegistro fechadecreacion datadecriacao"
        " domainregistered registrationon tanggalpendaftaran tanggaldaftar tanggalregistrasi"
        " tanggaldibuat dibuatpada"
    ),
    Field.CHANGED: (
        "updateddate updated updatedon lastupdated lastupdate lastupdatedon lastupdateddate"
        " lastmodified lastmodifieddate modified modifieddate modificationdate changed lastchanged"
        " domainlastupdateddate domainrecordlastupdated recordlastupdatedon"
        " recordlastmodifiedon domaindatelastmodified tanggalperubahan diperbaruipada"
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

#: Words before a label that do not change its meaning: "Record Expired".
_PREFIXES = ("record", "domainname", "domain", "registration", "registry")
#: Fields whose values are never sentences.
_PLAIN = frozenset(
    {
        Field.EXPIRES,
        Field.REGISTRAR_EXPIRES,
        Field.REGISTERED,
        Field.CHANGED,
        Field.REGISTRAR,
    }
)
DATED: frozenset[Field | None] = _PLAIN - {Field.REGISTRAR}
_BESIDE = DATED - {Field.CHANGED}

_COMMENT = ("%", "#", ">")
# "d. ", "(4) ", "[d] ", "iv) ", "- ", and "d " or "4 " before a bracket.
_NUMBER = r"(?:[a-z]|[ivx]{1,4}|\d{1,2})"
_BULLET = re.compile(
    rf"(?:\(?{_NUMBER}[.):]?\s*(?=\[)|[(\[]?{_NUMBER}[.)\]]+\s+|[-*+\u2022\u00b7]\s+)",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\[([^\]]{2,60})\]\s*:?\s*(.*)")
_SENTENCE = re.compile(r"((?:record|domain)[a-z ]{1,30}? on)[ .]*:?\s+(.*)", re.IGNORECASE)
_COLUMNS = re.compile(r"(\S+?(?: \S+?){0,3}?)(?:\t|  | ?\.{3}| =)[\t .=:]*(.*)")
_SENTENCE_ENDS = (".", ",", ";", "!", "?", ")")
_GAP = re.compile(r"[\t |;,]{2,}|[\t|]")
_NEXT = re.compile(r"([^\W\d](?:[^:\t|\d ]| (?! )){1,40}):")
_YEAR = re.compile(r"\d{4}")
_TWO_DIGITS = re.compile(r"\d\d")
_NEXT_COLUMN = re.compile(r"(\S+(?: \S+){0,3})(?:\t|  )\s*(?=(\S.{0,63}))")
_HINT = re.compile(r"\([^)]*\)")
_NOISE = re.compile(r"[^a-z]+")


@dataclass(frozen=True, slots=True)
class _Above:
    """A label whose value has not been read yet.

    Attributes:
        depth: columns before it.
        alone: no other label of a date is open, so that the next date belongs to this one.
        marked: it is certainly a label, and not a line of text that looks like one.
    """

    field: Field
    label: str
    depth: int
    alone: bool
    marked: bool

    def takes(self, bare: str, depth: int) -> bool:
        """Whether a line is its value: deeper indented, or a date at any depth."""
        if self.field in DATED and self.alone and begins_with_date(bare):
            return True
        return self.marked and depth > self.depth


def lines_of(text: str) -> list[str]:
    """The lines of a text that are not empty, up to the caps on characters and lines."""
    lines = (line[:LINE_CAP].rstrip() for line in text[:TEXT_CAP].lstrip("\ufeff").splitlines())
    return list(islice(filter(None, lines), LINES_CAP))


def read_fields(lines: list[str]) -> Fields:
    """Collect the values of all known labels, in the order printed.

    The value of a label with nothing after it is the deeper indented lines below it, or a date on
    the next line.
    """
    fields: Fields = {}
    above: _Above | None = None
    for line in lines:
        bare = line.lstrip()
        if bare.startswith(_COMMENT):
            continue
        depth = len(line) - len(bare)
        entries = [entry for entry in _entries_in(bare) if entry]
        for field, label, value in entries:
            _keep(fields, field, label, value)
        if entries:
            above = _open_label(*entries[-1], depth, above)
        elif above and above.takes(bare, depth):
            _keep(fields, above.field, above.label, bare)
            above = above if depth > above.depth else None
        else:
            above = _bare_label(bare, depth)
    return fields


def _open_label(
    field: Field, label: str, value: str, depth: int, above: _Above | None
) -> _Above | None:
    """The label of an entry, if its value has to follow on the next lines."""
    if value:
        return None
    return _Above(field, label, depth, not (above and above.field in DATED), marked=True)


def _bare_label(bare: str, depth: int) -> _Above | None:
    """The label of a date on a line of its own; it counts only if a date follows."""
    field = _field_of(bare) if len(bare) <= _BARE_CAP else None
    if field is None or field not in DATED:
        return None
    return _Above(field, bare, depth, alone=True, marked=False)


def _keep(fields: Fields, field: Field, label: str, value: str) -> None:
    entries = fields.setdefault(field, [])
    if value and len(entries) < _VALUES_CAP and not (field in _PLAIN and is_prose(value)):
        entries.append(FieldLine(label, value.strip()))


def _entries_in(bare: str) -> Iterator[_Entry | None]:
    """Split a line into labels and values; most lines have one of each, some layouts two."""
    begin = 0
    for gap in _GAP.finditer(bare):
        if not _begins_field(bare, gap.end()):
            continue
        left = bare[begin : gap.start()]
        entry = _split(left)
        if entry or (":" in left and not is_prose(left)):  # an unknown field, but not prose
            yield entry
            begin = gap.end()
    yield _split(bare[begin:])


def _begins_field(bare: str, at: int) -> bool:
    """Whether a known label begins here, followed by a colon or by a date."""
    if found := _NEXT.match(bare, at):
        return _field_of(found[1]) is not None
    if found := _NEXT_COLUMN.match(bare, at):
        return _field_of(found[1]) in DATED and begins_with_date(found[2])
    return False


def _split(line: str) -> _Entry | None:
    """Split a line after a known label, in any of the ways in which registries mark one."""
    if bullet := _BULLET.match(line):
        line = line[bullet.end() :]
    for label, value in _partings(line):
        if field := _field_of(label):
            return field, label, value
    return None


def _partings(line: str) -> Iterator[tuple[str, str]]:
    if (found := _BRACKETED.match(line)) or (found := _SENTENCE.match(line)):
        yield found[1], found[2]
        return
    label, colon, value = line.partition(":")
    if colon and len(label) <= _LABEL_CAP and not _TWO_DIGITS.search(label):
        yield label, value.strip()
    line = line[: 2 * _LABEL_CAP]
    found = _COLUMNS.match(line)
    if found and not found[1].endswith(_SENTENCE_ENDS):
        yield found[1], found[2]
    elif _YEAR.search(line):
        yield from _date_beside(line.split(" "))


def _date_beside(words: list[str]) -> Iterator[tuple[str, str]]:
    """Split "Expires on 13 May 2030", in which nothing but the date marks the label.

    Labels of changes are left out: "Last updated on" is about the database as often as the name.
    """
    for end in range(1, min(len(words), _WORDS_CAP) + 1):
        label, value = " ".join(words[:end]), " ".join(words[end:])
        if _field_of(label) in _BESIDE and begins_with_date(value):
            yield label, value


def _field_of(label: str) -> Field | None:
    """Look up a label by its letters; of "Data / Date (dd/mm/yyyy)" either half is enough."""
    label = _HINT.sub("", label.lower()) if "(" in label else label.lower()
    if not label.isascii():
        label = unicodedata.normalize("NFKD", label)
    for half in label.split("/", 2)[:2]:
        if field := _known(_NOISE.sub("", half)):
            return field
    return None


def _known(letters: str) -> Field | None:
    if field := _FIELD_OF.get(letters):
        return field
    if not letters.startswith(_PREFIXES):
        return None
    rests = (letters.removeprefix(prefix) for prefix in _PREFIXES if letters.startswith(prefix))
    return next((field for rest in rests if (field := _FIELD_OF.get(rest)) in DATED), None)
