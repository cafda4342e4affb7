"""A shared httpx client: LIST AT_ONCE ROOTS. Prints how many sites answered 200."""

import asyncio
import ssl
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import uvloop


async def sweep(urls: Iterator[str], at_once: int, roots: str) -> int:
    """Look at all; count those that are well."""
    context = ssl.create_default_context(cafile=roots)
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
    async with httpx.AsyncClient(verify=context, limits=limits, timeout=15) as client:

        async def worker() -> int:
            return sum([await look(client, url) for url in urls])

        return sum(await asyncio.gather(*(worker() for _ in range(at_once))))


async def look(client: httpx.AsyncClient, url: str) -> bool:
    """Whether one site is well."""
    try:
        return (await client.get(url, headers={"Connection": "close"})).status_code == 200
    except httpx.HTTPError:
        return False


if __name__ == "__main__":
    listed, at_once, roots = sys.argv[1:]
    lines = iter(Path(listed).read_text("ascii").split())
    print(uvloop.run(sweep(lines, int(at_once), roots)))
