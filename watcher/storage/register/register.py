"""Read the register: sites, owners and communities."""

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
    """Read all sites, in the order they were added."""
    with database.read() as connection:
        return all_sites(connection)


def all_sites(connection: Connection) -> list[Site]:
    """Read all sites, within the caller's transaction."""
    rows = connection.execute(select(_SITE).order_by(_SITE.c.id)).mappings()
    return [site_from(row) for row in rows]


def communities(database: Database) -> list[Community]:
    """Read all communities, in the order they were added."""
    with database.read() as connection:
        return all_communities(connection)


def all_communities(connection: Connection) -> list[Community]:
    """Read all communities, within the caller's transaction."""
    rows = connection.execute(select(_COMMUNITY).order_by(_COMMUNITY.c.id))
    return [Community(**row._mapping) for row in rows]


def owners(database: Database) -> dict[str, Owner]:
    """Read all grantees, by their id."""
    fields = tuple(Owner.__dataclass_fields__)
    with database.read() as connection:
        rows = connection.execute(select(*(_OWNER.c[field] for field in fields)))
        return {row.id: Owner(**row._mapping) for row in rows}


def primary_sites(connection: Connection) -> dict[int, int]:
    """Read the primary site of each site: looks at its domain serve all sites of that domain."""
    rows = connection.execute(select(_SITE.c.id, _SITE.c.keeper_id))
    return {site_id: primary or site_id for site_id, primary in rows}


def assign_primary_sites(connection: Connection) -> None:
    """Make the first active site of each domain its primary; sites without a domain have none."""
    other = _SITE.alias("other")
    primary = (
        select(other.c.id)
        .where(other.c.domain == _SITE.c.domain, other.c.standing == MonitoringStatus.ACTIVE)
        .order_by(other.c.id)
        .limit(1)
        .scalar_subquery()
    )
    connection.execute(update(_SITE).values(keeper_id=primary))


def set_baseline(connection: Connection, baselines: Sequence[tuple[int, str]]) -> None:
    """Write fingerprints of content at hand-over, by site id; one that is stored already stays."""
    for site_id, fingerprint in baselines:
        connection.execute(
            update(_SITE)
            .where(_SITE.c.id == site_id, _SITE.c.baseline.is_(None))
            .values(baseline=fingerprint)
        )
