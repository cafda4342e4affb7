"""The dates a page states for its own last change: JSON-LD and two meta elements.

A copyright year, a date in running text and the date of the file are no such statement.
Which claims to believe is decided in core/pages/freshness.py.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from watcher.core.pages.page_facts import Claim

_METAS = ("article:modified_time", "og:updated_time")
_LD_FIELDS = ("dateModified", "datePublished")
_LD_SCRIPTS = 50
_LD_LENGTH = 300_000  # characters of one script
_LD_NODES = 20_000
_CLAIMS = 40


def read_claims(tree: LexborHTMLParser) -> tuple[Claim, ...]:
    """Collect the page's own claims, each once, in the order found."""
    found = [claim for source, text in _stated(tree) if (claim := _claim(source, text))]
    return tuple(dict.fromkeys(found))[:_CLAIMS]


def _stated(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    """Yield source and text of every date stated."""
    for meta in tree.css("meta[property], meta[name]"):
        seen = meta.attributes
        name = (seen.get("property") or seen.get("name") or "").strip().lower()
        if name in _METAS:
            yield name, seen.get("content") or ""
    for script in tree.css('script[type="application/ld+json"]')[:_LD_SCRIPTS]:
        yield from _in_json(script.text())


def _in_json(text: str) -> Iterator[tuple[str, str]]:
    """Yield the dates anywhere in a JSON-LD text; nothing when it is not JSON."""
    try:
        waiting: list[Any] = [json.loads(text[:_LD_LENGTH], strict=False)]
    except (ValueError, RecursionError):  # 100,000 brackets exhaust the stack
        return
    for _ in range(_LD_NODES):
        if not waiting:
            return
        node = waiting.pop()
        if isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, dict):
            waiting.extend(node.values())
            for field in _LD_FIELDS:
                if isinstance(node.get(field), str):
                    yield f"json-ld {field}", node[field]


def _claim(source: str, text: str) -> Claim | None:
    """Read a date, taken for UTC where it names no zone; None when it is no date."""
    stated = text.strip()[:40].replace(" +", "+")
    for attempt in (stated, stated[:19], stated[:10]):
        try:
            moment = datetime.fromisoformat(attempt)
            aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            return Claim(aware.astimezone(UTC), source, strong=True)
        except ValueError:
            continue
        except OverflowError:  # the year 1, moved to UTC
            return None
    return None
