"""Read and change the address of a site; a change is in one transaction with its act."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update

from watcher.core.looks.observation import Kind
from watcher.core.sites.act import Act, ActKind
from watcher.core.sites.site import MonitoringStatus
from watcher.storage.engine import Database
from watcher.storage.register.act_rows import append_act
from watcher.storage.register.register import assign_primary_sites
from watcher.storage.row import VANTAGE, table_of
from watcher.storage.schedule.queue import enrol
from watcher.storage.tables import ActRow, ScheduleRow, SiteRow

_SITE = table_of(SiteRow)
_ACT = table_of(ActRow)
_SCHEDULE = table_of(ScheduleRow)


@dataclass(frozen=True, slots=True)
class SiteAddress:
    """The address of a site.

    Attributes:
        identity: host without "www.", and path: an import recognises the site by it.
        domain: the registered domain; None where the site is on a platform's domain.
    """

    identity: str
    url: str
    domain: str | None


def address_of(database: Database, site_id: int) -> str:
    """Read the URL of a site."""
    with database.read() as connection:
        query = select(_SITE.c.url).where(_SITE.c.id == site_id)
        return str(connection.execute(query).scalar_one())


def moved_from(database: Database) -> dict[str, str]:
    """Read the former URLs of sites, each with the site's URL of today."""
    query = (
        select(_ACT.c.before, _SITE.c.url)
        .join(_SITE, _SITE.c.id == _ACT.c.site_id)
        .where(_ACT.c.kind == ActKind.MOVED.value)
        .order_by(_ACT.c.at)
    )
    with database.read() as connection:
        return {json.loads(before)["url"]: url for before, url in connection.execute(query)}


def withdrawn(database: Database) -> set[str]:
    """Read the identities of the sites that were removed for good."""
    query = select(_SITE.c.identity).where(_SITE.c.standing == MonitoringStatus.WITHDRAWN)
    with database.read() as connection:
        return set(connection.execute(query).scalars())


def keep_move(
    database: Database, act: Act, to: SiteAddress, intervals: Mapping[Kind, timedelta]
) -> str | None:
    """Write a new address of a site, and make all of its looks due.

    Terms and registrar that staff entered are erased where the domain is another one.

    Args:
        act: when it was moved, and by whom.
        to: the new address.
        intervals: how often each kind of look is made.

    Returns:
        The business that has that address already; None where it was written.
    """
    with database.write() as connection:
        taken = select(_SITE.c.business).where(
            _SITE.c.identity == to.identity, _SITE.c.id != act.site_id
        )
        business = connection.execute(taken).scalar()
        if business is not None:
            return str(business)
        known = connection.execute(
            select(_SITE.c.domain).where(_SITE.c.id == act.site_id)
        ).scalar_one()
        values: dict[str, object] = {"identity": to.identity, "url": to.url, "domain": to.domain}
        if known != to.domain:  # these are facts about the former domain
            values |= {"domain_expires": None, "paid_until": None, "registrar": ""}
        connection.execute(update(_SITE).where(_SITE.c.id == act.site_id).values(**values))
        assign_primary_sites(connection)
        enrol(connection, [act.site_id], dict(intervals), act.at)
        connection.execute(
            update(_SCHEDULE)
            .where(_SCHEDULE.c.site_id == act.site_id, _SCHEDULE.c.vantage == VANTAGE)
            # the new token fences off looks at the former address that are under way
            .values(ready_at=act.at, token=_SCHEDULE.c.token + 1)
        )
        append_act(connection, act)
    return None
