"""Rows as written -> entries that can be stored, and a complaint for each cell that cannot."""

import difflib
import json
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

from watcher.core.import_issue import IssueKind
from watcher.jobs.intake.addresses import email, meant_email
from watcher.jobs.intake.cell_parsers import Cells, ImportIssue
from watcher.jobs.intake.list_sheet import ListRow, Sheet
from watcher.jobs.intake.soft_cells import folded, shown
from watcher.jobs.intake.telephone import phone
from watcher.jobs.intake.typed_days import number
from watcher.net.address_policy import AddressPolicy
from watcher.probes.domain.registrable import registrable
from watcher.storage.register.register_intake import CommunityEntry, OwnerEntry, SiteEntry

_PERSONAL = frozenset({"pemilik", "surel", "wa", "sapaan", "catatan"})


@dataclass(slots=True)
class Reader:
    """Reads the rows of one import and remembers what it has seen.

    Attributes:
        known: names of communities that may be used.
        moved: identities that sites were moved away from, and the URL each is at now.
        withdrawn: identities of sites that were taken out for good.
    """

    policy: AddressPolicy
    known: set[str]
    today: date
    create_communities: bool = False
    moved: Mapping[str, str] = field(default_factory=dict)
    withdrawn: AbstractSet[str] = frozenset()
    complaints: list[ImportIssue] = field(default_factory=list)
    seen: dict[str, tuple[str, int]] = field(default_factory=dict)
    spelled: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Remember how the communities are spelled."""
        self.spelled = {folded(name): name for name in sorted(self.known)}

    def communities(self, sheet: Sheet) -> list[CommunityEntry]:
        """Read a list of communities."""
        self._tell_no_rows(sheet)
        entries = []
        for row in sheet.rows:
            cells = Cells(row, sheet, self.complaints)
            name = cells.text("komunitas")
            if name is None:
                cells.reject("komunitas", IssueKind.EMPTY)
                continue
            name = self.spelled.setdefault(folded(name), name)
            entries.append(
                CommunityEntry(
                    name=name,
                    coordinator=cells.text("koordinator") or cells.text("pemilik"),
                    email=cells.linked("surel", email),
                    phone=cells.read("wa", phone),
                    quota=cells.read("kuota", lambda cell, _: number(cell)),
                )
            )
            self.known.add(name)
        return entries

    def sites(self, sheet: Sheet) -> list[SiteEntry]:
        """Read a list of sites; rows that cannot be right are left out and complained of."""
        self._tell_no_rows(sheet)
        entries = []
        for row in sheet.rows:
            before = sum(c.rejects for c in self.complaints)
            entry = self._site(Cells(row, sheet, self.complaints))
            if entry is not None and before == sum(c.rejects for c in self.complaints):
                entries.append(entry)
        return entries

    def _tell_no_rows(self, sheet: Sheet) -> None:
        for at, words in sheet.no_rows.items():
            complaint = ImportIssue(
                at, "", IssueKind.NO_ROW, words, rejects=False, sheet=sheet.name
            )
            self.complaints.append(complaint)

    def _site(self, cells: Cells) -> SiteEntry | None:
        listed = cells.site(self.policy)
        url = self._now_at(cells, listed)
        community = self._community(cells)
        identity = identity_of(url or "")
        if url is not None:
            self._tell_twice(cells, identity)
        granted_on = cells.beginning("hibah_mulai", self.today)
        ends = _after(cells, "habis", granted_on, self.today)
        entry = SiteEntry(
            row=cells.row.number,
            identity=identity,
            url=url or "",
            domain=_name_of(url),
            business=cells.text("usaha"),
            community=community or "",
            owner=_owner(cells, community),
            granted_on=granted_on,
            grant_ends=_after(cells, "hibah_selesai", granted_on, self.today),
            domain_expires=ends if _name_of(url) == _name_of(listed) else None,
            hosting_expires=_after(cells, "hosting_habis", granted_on, self.today),
            registrar=cells.text("registrar"),
            hosting=cells.text("hosting"),
            verbatim=_verbatim(cells.row),
        )
        return entry if url is not None else None  # all cells were read, so that all is said

    def _now_at(self, cells: Cells, url: str | None) -> str | None:
        """Where a site is that the list still has at its old address, or has at all."""
        now_at = self.moved.get(identity_of(url or ""))
        if now_at is not None:
            cells.remark("situs", IssueKind.MOVED_AWAY, now_at)
        if identity_of(now_at or url or "") in self.withdrawn:
            cells.remark("situs", IssueKind.NOT_WATCHED)
        return now_at or url

    def _tell_twice(self, cells: Cells, identity: str) -> None:
        here = (cells.sheet.name, cells.row.number)
        sheet, row = self.seen.setdefault(identity, here)
        if (sheet, row) != here:
            elsewhere = "" if sheet == here[0] else f"{sheet}!"
            cells.reject("situs", IssueKind.SAME_AS_ROW, f"{elsewhere}{row}")

    def _community(self, cells: Cells) -> str | None:
        written = cells.text("komunitas")
        if written is None:
            cells.reject("komunitas", IssueKind.EMPTY)
            return None
        name = self.spelled.get(folded(written))
        if name is not None:
            return name
        if not self.create_communities:
            near = difflib.get_close_matches(folded(written), self.spelled, n=1, cutoff=0.5)
            hint = self.spelled[near[0]] if near else ""
            cells.reject("komunitas", IssueKind.UNKNOWN_COMMUNITY, hint)
            return written
        return self.spelled.setdefault(folded(written), written)


def identity_of(url: str) -> str:
    """Host without "www." and path: what a site is recognised by in the next list."""
    parts = urlsplit(url)
    return parts.netloc.removeprefix("www.") + parts.path.rstrip("/")


def _name_of(url: str | None) -> str | None:
    return registrable(urlsplit(url or "").hostname or "")


def communities_named(sites: Iterable[SiteEntry], known: set[str]) -> list[CommunityEntry]:
    """The communities that a list of sites names and nobody knew."""
    return [
        CommunityEntry(name)
        for name in dict.fromkeys(s.community for s in sites)
        if name not in known
    ]


def _owner(cells: Cells, community: str | None) -> OwnerEntry | None:
    name = cells.text("pemilik")
    address, telephone = cells.linked("surel", email), cells.linked("wa", phone)
    if address and (meant := meant_email(address)):
        cells.remark("surel", IssueKind.TYPO_EMAIL, meant)
    identity = address or telephone or (f"{name}|{community}" if name else None)
    if identity is None:
        return None
    return OwnerEntry(identity.lower(), name, address, telephone, cells.text("sapaan"))


def _after(cells: Cells, name: str, granted_on: date | None, today: date) -> date | None:
    """The day something ends, if that is not before it began."""
    ends = cells.end(name, today)
    if ends is not None and granted_on is not None and ends < granted_on:
        cells.remark(name, IssueKind.ENDS_BEFORE_GRANT, shown(granted_on))
        return None
    return ends


def _verbatim(row: ListRow) -> str:
    """The row as it was written, less what identifies a person: that has one place only."""
    kept = {name: str(cell) for name, cell in row.cells.items() if name not in _PERSONAL}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def rejected_rows(complaints: Sequence[ImportIssue]) -> list[int]:
    """The numbers of the rows that cannot be stored."""
    return [row for _, row in sorted({(c.sheet, c.row) for c in complaints if c.rejects})]
