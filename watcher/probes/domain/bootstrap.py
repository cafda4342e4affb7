"""Fetch and read IANA's list of RDAP servers by TLD (RFC 9224)."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from watcher.core.looks.observation import Reason
from watcher.net.client import Client
from watcher.net.http.fetch import fetch
from watcher.net.look_error import LookError
from watcher.net.trace import LookTrace

LIST_BYTES = 1024 * 1024  # ten times its present size
LIST_SECONDS = 20.0
#: A list without these TLDs is broken or forged, and is not used.
INDISPENSABLE = ("id", "com")


@dataclass(frozen=True, slots=True)
class RdapList:
    """One edition of the list.

    Attributes:
        servers: TLD -> base URL, https only.
        etag: sent with the next request, so that an unchanged list is not sent; "" without one.
    """

    servers: Mapping[str, str]
    etag: str = ""


async def fetch_list(url: str, net: Client, etag: str = "") -> RdapList | None:
    """Fetch the list.

    Args:
        url: of the list.
        net: with what it is fetched.
        etag: of the edition that is known; "" without one.

    Returns:
        None where it is still the edition of `etag`.

    Raises:
        LookError: it could not be fetched, or is not such a list.
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
    """Parse the list: TLD -> base URL that ends in a slash.

    Raises:
        LookError: bad_answer, where it is not such a list or lacks a TLD of INDISPENSABLE.
    """
    try:
        servers = dict(_entries(json.loads(body)))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise LookError(Reason.BAD_ANSWER, "not a list as RFC 9224 has it") from error
    missing = [tld for tld in INDISPENSABLE if tld not in servers]
    if missing:
        raise LookError(Reason.BAD_ANSWER, f"a list without {missing[0]}")
    return servers


def _entries(document: Any) -> Iterator[tuple[str, str]]:
    """Yield TLD and base URL of "services", a list of [TLDs, URLs]; the first https URL counts."""
    for tlds, urls in document["services"]:
        base = next((url for url in urls if url.startswith("https://")), None)
        if base is not None:
            yield from ((tld.lower(), base.rstrip("/") + "/") for tld in tlds)
