"""Rows as written -> entries that can be stored, and a complaint for each cell that cannot."""

import difflib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar
from urllib.parse import urlsplit

from watcher.core.fault import Fault
from watcher.jobs.intake import clean
from watcher.jobs.intake.clean import CellError
from watcher.jobs.intake.columns import ALIASES
from watcher.jobs.intake.sheet import Row, Sheet
from watcher.net.guard import Guard
from watcher.probes.domain.registrable import registrable
from watcher.storage.intake import CommunityEntry, OwnerEntry, SiteEntry

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong or odd about one cell.

    Attributes:
        rejects: the row cannot be stored; otherwise it can, and this is a remark.
    """

    row: int
    column: str
    fault: Fault
    value: str
    hint: str = ""
    rejects: bool = True


@dataclass(slots=True)
class Reader:
    """Reads the rows of one import and remembers what it has seen.

    Attributes:
        known: names of communities that may be used.
    """

    guard: Guard
    known: set[str]
    create_communities: bool = False
    complaints: list[Complaint] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)

    def communities(self, sheet: Sheet) -> list[CommunityEntry]:
        """Read a list of communities."""
        entries = []
        for row in sheet.rows:
            cells = _Cells(row, self.complaints)
            name = cells.text("komunitas")
            if name is None:
                cells.complain("komunitas", Fault.EMPTY)
                continue
            entries.append(
                CommunityEntry(
                    name=name,
                    coordinator=cells.text("koordinator") or cells.text("pemilik"),
                    email=cells.read("surel", clean.email),
                    phone=cells.read("wa", clean.phone),
                    quota=cells.read("kuota", clean.number),
                )
            )
            self.known.add(name)
        return entries

    def sites(self, sheet: Sheet) -> list[SiteEntry]:
        """Read a list of sites; rows that cannot be right are left out and complained of."""
        entries = []
        for row in sheet.rows:
            before = sum(c.rejects for c in self.complaints)
            entry = self._site(row)
            if entry is not None and before == sum(c.rejects for c in self.complaints):
                entries.append(entry)
        return entries

    def _site(self, row: Row) -> SiteEntry | None:
        cells = _Cells(row, self.complaints)
        url = cells.read("situs", lambda cell: clean.url(cell, self.guard), required=True)
        community = self._community(cells)
        if url is None:
            return None
        identity = identity_of(url)
        if identity in self.seen:
            cells.complain("situs", Fault.SAME_AS_ROW, hint=str(self.seen[identity]))
        self.seen.setdefault(identity, row.number)
        return SiteEntry(
            row=row.number,
            identity=identity,
            url=url,
            domain=registrable(urlsplit(url).hostname or ""),
            business=cells.text("usaha"),
            community=community or "",
            owner=_owner(cells, community),
            granted_on=_granted_on(cells),
            grant_ends=cells.read("hibah_selesai", clean.day),
            domain_expires=cells.read("habis", clean.day),
            hosting_expires=cells.read("hosting_habis", clean.day),
            registrar=cells.text("registrar"),
            hosting=cells.text("hosting"),
            verbatim=_verbatim(row),
        )

    def _community(self, cells: "_Cells") -> str | None:
        name = cells.text("komunitas")
        if name is None:
            cells.complain("komunitas", Fault.EMPTY)
        elif name not in self.known:
            near = difflib.get_close_matches(name, self.known, n=1, cutoff=0.5)
            if not self.create_communities:
                cells.complain("komunitas", Fault.UNKNOWN_COMMUNITY, hint=near[0] if near else "")
        return name


@dataclass(frozen=True, slots=True)
class _Cells:
    row: Row
    complaints: list[Complaint]

    def text(self, name: str) -> str | None:
        cell = self.row.cells.get(name)
        return " ".join(str(cell).split()) if cell is not None else None

    def read(self, name: str, reader: Callable[[object], T], *, required: bool = False) -> T | None:
        """Read a cell, or complain and give nothing."""
        cell = self.row.cells.get(name)
        if cell is None:
            if required:
                self.complain(name, Fault.EMPTY)
            return None
        try:
            return reader(cell)
        except CellError as error:
            self.complain(name, error.fault, hint=error.hint)
            return None

    def complain(self, name: str, fault: Fault, *, hint: str = "", rejects: bool = True) -> None:
        value = str(self.row.cells.get(name, ""))[:80]
        self.complaints.append(Complaint(self.row.number, name, fault, value, hint, rejects))


def identity_of(url: str) -> str:
    """Host without "www." and path: what a site is recognised by in the next list."""
    parts = urlsplit(url)
    return parts.netloc.removeprefix("www.") + parts.path.rstrip("/")


def communities_named(sites: Iterable[SiteEntry], known: set[str]) -> list[CommunityEntry]:
    """The communities that a list of sites names and nobody knew."""
    return [
        CommunityEntry(name)
        for name in dict.fromkeys(s.community for s in sites)
        if name not in known
    ]


def _owner(cells: _Cells, community: str | None) -> OwnerEntry | None:
    name = cells.text("pemilik")
    address, phone = cells.read("surel", clean.email), cells.read("wa", clean.phone)
    if address and (meant := clean.meant_email(address)):
        cells.complain("surel", Fault.TYPO_EMAIL, hint=meant, rejects=False)
    identity = address or phone or (f"{name}|{community}" if name else None)
    if identity is None:
        return None
    greeting = cells.text("sapaan")
    return OwnerEntry(identity.lower(), name, address, phone, greeting)


def _granted_on(cells: _Cells) -> date | None:
    cell = cells.row.cells.get("hibah_mulai")
    if cell is not None and clean.is_year(cell):
        cells.complain("hibah_mulai", Fault.YEAR_ONLY, rejects=False)
    return cells.read("hibah_mulai", clean.day)


def _verbatim(row: Row) -> str:
    """The row as it was written, less what identifies a person: that has one place only."""
    personal = {"pemilik", "surel", "wa", "sapaan"}
    kept = {f: str(c) for f, c in row.cells.items() if f in ALIASES and f not in personal}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def rejected_rows(complaints: Sequence[Complaint]) -> list[int]:
    """The numbers of the rows that cannot be stored."""
    return sorted({complaint.row for complaint in complaints if complaint.rejects})
