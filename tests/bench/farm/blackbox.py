"""Prometheus' blackbox_exporter: a server that is told by HTTP what to look at.

Who tells it sits on the servers' core and is not counted.
"""

import asyncio
import time
from collections.abc import Sequence

from farm.clients import Farm, Round
from farm.process import CLIENTS_CORE, Cost, await_port, cpu_of, peak_of, serving

PORT = 9115
PROGRAM = "prometheus-blackbox-exporter"


def blackbox(farm: Farm, urls: Sequence[str], at_once: int) -> Round:
    """One `/probe` a site. It trusts the root alone: it reads its store anew for every probe."""
    config, log = farm.folder / "blackbox.yml", farm.folder / "blackbox.words"
    config.write_text(_CONFIG.format(root=farm.web.root), "ascii")
    command = [PROGRAM, f"--config.file={config}", f"--web.listen-address=127.0.0.1:{PORT}"]
    command.append("--log.level=error")
    with serving(command, log, CLIENTS_CORE, GOMAXPROCS="1") as pid:
        await_port(PORT, log)
        before, began = cpu_of(pid), time.perf_counter()
        ok = asyncio.run(_ask_for(urls, at_once))
        cost = Cost(time.perf_counter() - began, cpu_of(pid) - before, peak_of(pid))
    return Round(ok, len(urls), cost)


async def _ask_for(urls: Sequence[str], at_once: int) -> int:
    waiting = iter(urls)

    async def worker() -> int:
        return sum([await _ask(url) for url in waiting])

    return sum(await asyncio.gather(*(worker() for _ in range(at_once))))


async def _ask(url: str) -> bool:
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    writer.write(f"GET /probe?module=page&target={url} HTTP/1.0\r\n\r\n".encode())
    answer = await reader.read()
    while chunk := await reader.read():
        answer += chunk
    writer.close()
    return b"\nprobe_success 1" in answer


_CONFIG = """\
modules:
  page:
    prober: http
    timeout: 15s
    http:
      preferred_ip_protocol: ip4
      enable_http2: false
      compression: gzip
      headers: {{Accept-Encoding: gzip, Connection: close}}
      tls_config: {{ca_file: "{root}"}}
"""
