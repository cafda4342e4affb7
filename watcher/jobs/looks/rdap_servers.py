"""Refresh IANA's list of RDAP servers (RFC 9224) once a week; servers are never removed."""

import asyncio
import logging
from datetime import datetime, timedelta

from watcher.net.client import Client
from watcher.net.look_error import LookError
from watcher.probes.domain.bootstrap import fetch_list
from watcher.storage.engine import Database
from watcher.storage.registries.rdap_list import StoredRdapList, read_rdap_list, write_rdap_list

log = logging.getLogger(__name__)
A_WEEK = timedelta(days=7)


async def refresh_servers(url: str, database: Database, net: Client, now: datetime) -> None:
    """Fetch the list if a week has passed; on an error the stored list stays.

    A top-level domain that the new list lacks keeps its server: if that is gone, looks fail and
    say so, whereas without a server the domain would never be looked up again.

    Args:
        url: of the list; "" to never fetch it.
        net: the client, opened by the caller.
    """
    known = await asyncio.to_thread(read_rdap_list, database)
    if not url or (known.asked_at is not None and now - known.asked_at < A_WEEK):
        return
    try:
        fetched = await fetch_list(url, net, known.etag)
    except LookError as error:  # it is tried again on the next call
        log.warning("servers_not_read", extra={"reason": error.reason, "why": str(error)})
        return
    servers = {**known.servers, **fetched.servers} if fetched else known.servers
    kept = StoredRdapList(servers, fetched.etag if fetched else known.etag, now)
    await asyncio.to_thread(write_rdap_list, database, kept)
    log.info("servers_read", extra={"endings": len(servers), "new": fetched is not None})
