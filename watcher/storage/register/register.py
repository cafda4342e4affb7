"""The register: sites, owners and communities, to and from their rows."""

from collections.abc import Sequence

from sqlalchemy import Connection, select, update

from watcher.core.sites.site import Community, MonitoringStatus, Owner, Site
from watcher.storage.engine import Database
from watcher.storage.joined_rows import site_from
from watcher.storage.row import table_of
from watcher.storage.tables import CommunityRow, OwnerRow, SiteRow

_SITE = table_of(SiteRow)
_OWNER = table_of(OwnerRow)
_COMMUNITY = table_of(CommunityRow)


def sites(database: Database) -> list[Site]:
    """All granted sites, in the order they were granted."""
    with database.read() as connection:
        return all_sites(connection)


def all_sites(connection: Connection) -> list[Site]:
    """All granted sites, within a transaction that is open."""
    rows = connection.execute(select(_SITE).order_by(_SITE.c.id)).mappings()
    return [site_from(row) for row in rows]


def communities(database: Database) -> list[Community]:
    """All communities, in the order of the register."""
    with database.read() as connection:
        return all_communities(connection)


def all_communities(connection: Connection) -> list[Community]:
    """All communities, within a transaction that is open."""
    rows = connection.execute(select(_COMMUNITY).order_by(_COMMUNITY.c.id))
    return [Community(**row._mapping) for row in rows]


def owners(database: Database) -> dict[str, Owner]:
    """All grantees by their id."""
    fields = tuple(Owner.__dataclass_fields__)
    with database.read() as connection:
        rows = connection.execute(select(*(_OWNER.c[field] for field in fields)))
        return {row.id: Owner(**row._mapping) for row in rows}


def primary_sites(connection: Connection) -> dict[int, int]:
    """Which site asks the registry for each site: one look per domain serves all of its sites."""
    rows = connection.execute(select(_SITE.c.id, _SITE.c.keeper_id))
    return {site_id: keeper or site_id for site_id, keeper in rows}


def assign_primary_sites(connection: Connection) -> None:
    """Let the first site of each domain ask for it; sites without a domain have no keeper."""
    other = _SITE.alias("other")
    keeper = (
        select(other.c.id)
        .where(other.c.domain == _SITE.c.domain, other.c.standing == MonitoringStatus.ACTIVE)
        .order_by(other.c.id)
        .limit(1)
        .scalar_subquery()
    )
    connection.execute(update(_SITE).values(keeper_id=keeper))


def set_baseline(connection: Connection, baselines: Sequence[tuple[int, str]]) -> None:
    """Keep the fingerprint that a site was handed over with; the first one stays."""
    for site_id, fingerprint in baselines:
        connection.execute(
            update(_SITE)
            .where(_SITE.c.id == site_id, _SITE.c.baseline.is_(None))
            .values(baseline=fingerprint)
        )
