"""IANA's list of RDAP servers (RFC 9224): where the registry of every ending answers."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from watcher.core.looks.observation import Reason
from watcher.net.client import Client
from watcher.net.http.fetch import fetch
from watcher.net.look_error import LookError
from watcher.net.trace import LookTrace

LIST_BYTES = 1024 * 1024  # some 100 KB today
LIST_SECONDS = 20.0
#: A list without these is no list of the world's endings, whatever else it holds.
INDISPENSABLE = ("id", "com")


@dataclass(frozen=True, slots=True)
class RdapList:
    """One edition of the list.

    Attributes:
        servers: ending -> base URL, https only.
        etag: what to show the server so that it sends only what is new; empty without one.
    """

    servers: Mapping[str, str]
    etag: str = ""


async def fetch_list(url: str, net: Client, etag: str = "") -> RdapList | None:
    """Get the list; None when it is still the edition of this etag.

    Raises:
        LookError: it did not come, or is not such a list.
    """
    trace = LookTrace(LIST_BYTES + 1)
    headers = {"Accept": "application/json"} | ({"If-None-Match": etag} if etag else {})
    answer = await fetch(net.http, url, trace, LIST_SECONDS, headers=headers)
    if answer.status_code == 304 and etag:
        return None
    if answer.status_code != 200 or trace.flaw or len(answer.content) > LIST_BYTES:
        raise LookError(trace.flaw or Reason.BAD_ANSWER, f"{url}: {answer.status_code}")
    return RdapList(read_list(answer.content), answer.headers.get("etag", ""))


def read_list(body: bytes) -> dict[str, str]:
    """Read the list: ending -> base URL that ends in a slash.

    Raises:
        LookError: bad_answer, where it is no such list or lacks what it must hold.
    """
    try:
        servers = dict(_entries(json.loads(body)))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise LookError(Reason.BAD_ANSWER, "not a list as RFC 9224 has it") from error
    missing = [ending for ending in INDISPENSABLE if ending not in servers]
    if missing:
        raise LookError(Reason.BAD_ANSWER, f"a list without {missing[0]}")
    return servers


def _entries(document: Any) -> Iterator[tuple[str, str]]:
    """ "services" is a list of [endings, addresses]; of several addresses https is meant."""
    for endings, addresses in document["services"]:
        base = next((url for url in addresses if url.startswith("https://")), None)
        if base is not None:
            yield from ((ending.lower(), base.rstrip("/") + "/") for ending in endings)
