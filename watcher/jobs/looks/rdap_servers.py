"""Keep IANA's list of RDAP servers fresh: once a week, and never for the worse."""

import asyncio
import logging
from datetime import datetime, timedelta

from watcher.net.client import Client
from watcher.net.look_error import LookError
from watcher.probes.domain.bootstrap import fetch_list
from watcher.storage.engine import Database
from watcher.storage.registries.rdap_list import KeptList, read_rdap_list, write_rdap_list

log = logging.getLogger(__name__)
A_WEEK = timedelta(days=7)


async def refresh_servers(url: str, database: Database, net: Client, now: datetime) -> None:
    """Ask for the list if a week has passed. What cannot be read leaves everything as it was.

    An ending that the new edition lacks keeps the server it had: a registry that is asked in
    vain says so, one that is not asked is silent for good.
    """
    known = await asyncio.to_thread(read_rdap_list, database)
    if not url or (known.asked_at is not None and now - known.asked_at < A_WEEK):
        return
    try:
        fetched = await fetch_list(url, net, known.etag)
    except LookError as error:  # tomorrow is soon enough
        log.warning("servers_not_read", extra={"reason": error.reason, "why": str(error)})
        return
    servers = {**known.servers, **fetched.servers} if fetched else known.servers
    kept = KeptList(servers, fetched.etag if fetched else known.etag, now)
    await asyncio.to_thread(write_rdap_list, database, kept)
    log.info("servers_read", extra={"endings": len(servers), "new": fetched is not None})
