"""Is what watcher says of every site right? Body, certificate, and the order of the phases."""

from collections.abc import Iterator
from typing import Any

from farm.names import Name
from farm.web import Web

PHASES = ("dns", "connect", "tls", "first_byte", "total")


def wrong(answers: list[dict[str, Any]], sites: list[Name], web: Web) -> list[str]:
    """What is not so, a line each; empty when all is right."""
    by_url = {answer["url"]: answer for answer in answers}
    return [
        f"{site.host}: {flaw}" for site in sites for flaw in _flaws(by_url.get(site.url), site, web)
    ]


def _flaws(answer: dict[str, Any] | None, site: Name, web: Web) -> Iterator[str]:
    if answer is None or answer["http"] is None:
        yield "no answer"
        return
    if answer["http"]["sha256"] != web.sha256[site.variant]:
        yield "another body"
    expiry = f"{web.not_after[site.variant]:%Y-%m-%dT%H:%M:%SZ}"
    if answer["certificate"] is None or answer["certificate"]["not_after"] != expiry:
        yield "another certificate"
    if answer["dns"]["addresses"] != [site.address]:
        yield "another address"
    ends = [answer["phases_ms"][phase] for phase in PHASES]
    if ends != sorted(ends) or not ends[0] > 0 or ends[-1] > answer["took_ms"] + 1:
        yield f"phases {ends} in {answer['took_ms']} ms"
