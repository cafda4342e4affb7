"""Convert the rows of lists to entries of the register, and collect what is wrong with cells."""

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
    """Reads the rows of one import.

    Attributes:
        policy: which addresses and ports may be watched.
        known: names of the communities of the register and of the lists read so far.
        create_communities: accept unknown communities as new ones.
        moved: former identity of a site that was moved -> its URL of today.
        withdrawn: identities of sites that were removed for good.
        complaints: what is wrong with cells, of all rows read so far.
        seen: identity -> sheet and row that has it first.
        spelled: folded name of a community -> its name.
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
        """Fill `spelled` from `known`."""
        self.spelled = {folded(name): name for name in sorted(self.known)}

    def communities(self, sheet: Sheet) -> list[CommunityEntry]:
        """Read a list of communities."""
        self._report_no_rows(sheet)
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
        """Read a list of sites; rejected rows are left out."""
        self._report_no_rows(sheet)
        entries = []
        for row in sheet.rows:
            before = sum(c.rejects for c in self.complaints)
            entry = self._site(Cells(row, sheet, self.complaints))
            if entry is not None and before == sum(c.rejects for c in self.complaints):
                entries.append(entry)
        return entries

    def _report_no_rows(self, sheet: Sheet) -> None:
        for row, text in sheet.no_rows.items():
            issue = ImportIssue(row, "", IssueKind.NO_ROW, text, rejects=False, sheet=sheet.name)
            self.complaints.append(issue)

    def _site(self, cells: Cells) -> SiteEntry | None:
        listed = cells.site(self.policy)
        url = self._now_at(cells, listed)
        community = self._community(cells)
        identity = identity_of(url or "")
        if url is not None:
            self._reject_duplicate(cells, identity)
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
        return entry if url is not None else None  # only now: all issues of the row are reported

    def _now_at(self, cells: Cells, url: str | None) -> str | None:
        """Return the URL of a site today, with a remark if it was moved or removed."""
        now_at = self.moved.get(identity_of(url or ""))
        if now_at is not None:
            cells.remark("situs", IssueKind.MOVED_AWAY, now_at)
        if identity_of(now_at or url or "") in self.withdrawn:
            cells.remark("situs", IssueKind.NOT_WATCHED)
        return now_at or url

    def _reject_duplicate(self, cells: Cells, identity: str) -> None:
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
    """Return host without "www." and path: later imports recognise a site by it."""
    parts = urlsplit(url)
    return parts.netloc.removeprefix("www.") + parts.path.rstrip("/")


def _name_of(url: str | None) -> str | None:
    return registrable(urlsplit(url or "").hostname or "")


def communities_named(sites: Iterable[SiteEntry], known: set[str]) -> list[CommunityEntry]:
    """Return entries for the communities that sites name and that are not `known`."""
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
    """Parse the day on which a term ends; None with a remark if that is before the hand-over."""
    ends = cells.end(name, today)
    if ends is not None and granted_on is not None and ends < granted_on:
        cells.remark(name, IssueKind.ENDS_BEFORE_GRANT, shown(granted_on))
        return None
    return ends


def _verbatim(row: ListRow) -> str:
    """Return the row as JSON without personal data, which only the owner's table may hold."""
    kept = {name: str(cell) for name, cell in row.cells.items() if name not in _PERSONAL}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def rejected_rows(complaints: Sequence[ImportIssue]) -> list[int]:
    """Return the numbers of the rows that are rejected."""
    return [row for _, row in sorted({(c.sheet, c.row) for c in complaints if c.rejects})]
