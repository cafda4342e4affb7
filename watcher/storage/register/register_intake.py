"""Store a checked list in the register: sites are added, changed or unchanged, in one transaction.

Nothing is deleted: a site that is missing from a new list is only reported. A blank cell
erases nothing. Importing the same list twice changes nothing.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, select, update
from sqlalchemy.dialects.sqlite import insert

from watcher.core.looks.observation import Kind
from watcher.core.sites.site import MonitoringStatus
from watcher.storage.engine import Database
from watcher.storage.register.register import assign_primary_sites
from watcher.storage.row import Row, table_of
from watcher.storage.schedule.queue import enrol
from watcher.storage.tables import CommunityRow, OwnerRow, SiteRow

_SITE, _OWNER, _COMMUNITY = table_of(SiteRow), table_of(OwnerRow), table_of(CommunityRow)
_OWNER_FIELDS = ("name", "email", "phone", "greeting")
_ROWS: dict[Table, type[Row]] = {_SITE: SiteRow, _OWNER: OwnerRow, _COMMUNITY: CommunityRow}


@dataclass(frozen=True, slots=True)
class CommunityEntry:
    """A community as a list states it; what it does not state is None."""

    name: str
    coordinator: str | None = None
    email: str | None = None
    phone: str | None = None
    quota: int | None = None


@dataclass(frozen=True, slots=True)
class OwnerEntry:
    """A grantee as a list states it.

    Attributes:
        identity: the key of the person: e-mail, else phone, else name and community.
    """

    identity: str
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    greeting: str | None = None


@dataclass(frozen=True, slots=True)
class SiteEntry:
    """A granted site as a list states it.

    Attributes:
        identity: host without "www.", and path: the next import recognises the site by it.
        verbatim: the row as it stands in the list, as JSON.
    """

    row: int
    identity: str
    url: str
    domain: str | None
    business: str | None
    community: str
    owner: OwnerEntry | None = None
    granted_on: date | None = None
    grant_ends: date | None = None
    domain_expires: date | None = None
    hosting_expires: date | None = None
    registrar: str | None = None
    hosting: str | None = None
    verbatim: str = ""


@dataclass(slots=True)
class ImportResult:
    """The result of an import.

    Attributes:
        added: row numbers of the list, as `changed` and `unchanged`.
        missing: identities of known sites that are not in the list.
        communities: how many are new or changed.
    """

    added: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    unchanged: list[int] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    communities: int = 0


def known_communities(database: Database) -> list[str]:
    """Read the names of all communities."""
    with database.read() as connection:
        return list(connection.execute(select(_COMMUNITY.c.name)).scalars())


def take_in(
    database: Database,
    sites: Sequence[SiteEntry],
    communities: Sequence[CommunityEntry],
    intervals: Mapping[Kind, timedelta],
    now: datetime,
    *,
    dry_run: bool,
) -> ImportResult:
    """Compare a list with the register and, unless it is a dry run, store it.

    Args:
        sites: the list's accepted rows.
        communities: those that the list names.
        intervals: how often each kind of look is made, for the schedule of new sites.
        dry_run: compare only.
    """
    result = ImportResult()
    with database.write() as connection, connection.begin_nested() as everything:
        for community in communities:
            result.communities += _take_community(connection, community)
        new = [_take_site(connection, site, now, result) for site in _unify_owners(sites)]
        assign_primary_sites(connection)
        enrol(connection, [site_id for site_id in new if site_id], dict(intervals), now)
        result.missing = _missing(connection, sites) if sites else []
        if dry_run:
            everything.rollback()
    return result


def _unify_owners(sites: Sequence[SiteEntry]) -> list[SiteEntry]:
    """Give each owner the fields of the first row that states them: two spellings are no change."""
    stated: dict[str, dict[str, Any]] = {}
    for site in sites:
        if site.owner is not None:
            first = stated.get(site.owner.identity, {})
            stated[site.owner.identity] = _stated(site.owner, _OWNER_FIELDS) | first
    return [
        replace(site, owner=OwnerEntry(site.owner.identity, **stated[site.owner.identity]))
        if site.owner
        else site
        for site in sites
    ]


def _take_community(connection: Connection, entry: CommunityEntry) -> bool:
    stated = _stated(entry, ("coordinator", "email", "phone", "quota"))
    return _upsert(connection, _COMMUNITY, {"name": entry.name}, stated) is not None


def _take_site(
    connection: Connection, entry: SiteEntry, now: datetime, result: ImportResult
) -> int | None:
    """Store one site and count it in `result`. Return its id if it is new."""
    community_id = connection.execute(
        select(_COMMUNITY.c.id).where(_COMMUNITY.c.name == entry.community)
    ).scalar_one()
    owner_id, owner_changed = _take_owner(connection, entry.owner)
    fields = (
        "url", "domain", "business", "granted_on", "grant_ends", "domain_expires",
        "hosting_expires", "registrar", "hosting", "verbatim",
    )  # fmt: skip
    stated = _stated(entry, fields) | {"community_id": community_id}
    if owner_id is not None:
        stated["owner_id"] = owner_id
    known = connection.execute(
        select(_SITE.c.id).where(_SITE.c.identity == entry.identity)
    ).scalar()
    if known is None:
        values = {"business": entry.identity, "standing": "active", "added_at": now} | stated
        values["identity"] = entry.identity
        result.added.append(entry.row)
        return _insert(connection, _SITE, values)
    changed = _upsert(connection, _SITE, {"identity": entry.identity}, stated) is not None
    (result.changed if changed or owner_changed else result.unchanged).append(entry.row)
    return None


def _take_owner(connection: Connection, entry: OwnerEntry | None) -> tuple[str | None, bool]:
    if entry is None:
        return None, False
    stated = _stated(entry, _OWNER_FIELDS)
    changed = _upsert(
        connection, _OWNER, {"identity": entry.identity}, stated, {"id": secrets.token_hex(8)}
    )
    owner_id = connection.execute(
        select(_OWNER.c.id).where(_OWNER.c.identity == entry.identity)
    ).scalar_one()
    return owner_id, changed is not None


def _upsert(
    connection: Connection,
    table: Table,
    key: dict[str, Any],
    stated: dict[str, Any],
    new: dict[str, Any] | None = None,
) -> bool | None:
    """Write what is stated. Return True for a new row, False for a changed one, else None."""
    ((name, value),) = key.items()
    row = connection.execute(select(table).where(table.c[name] == value)).mappings().first()
    if row is None:
        _insert(connection, table, key | stated | (new or {}))
        return True
    differing = {field: given for field, given in stated.items() if row[field] != given}
    if not differing:
        return None
    connection.execute(update(table).where(table.c[name] == value).values(**differing))
    return False


def _insert(connection: Connection, table: Table, values: dict[str, Any]) -> int:
    """Insert a row, with the defaults of its class. Return the id of a site; 0 in other tables."""
    fields = _ROWS[table].model_fields
    blank = {
        name: f.default
        for name, f in fields.items()
        if not f.is_required() and f.default is not None
    }
    key = connection.execute(insert(table).values(**(blank | values))).inserted_primary_key
    return int(key[0]) if table is _SITE and key is not None else 0


def _stated(entry: object, fields: Sequence[str]) -> dict[str, Any]:
    """Return the fields that an entry states; a blank cell states nothing."""
    values = {name: getattr(entry, name) for name in fields}
    return {name: value for name, value in values.items() if value is not None}


def _missing(connection: Connection, sites: Sequence[SiteEntry]) -> list[str]:
    listed = {site.identity for site in sites}
    kept = select(_SITE.c.identity).where(_SITE.c.standing != MonitoringStatus.WITHDRAWN)
    known = connection.execute(kept.order_by(_SITE.c.id)).scalars()
    return [identity for identity in known if identity not in listed]
