"""Read the dates that a page states for its last change: JSON-LD and two meta elements.

A copyright year, a date in the text and the date of the file are not read here. Which of the
dates are believed is decided in core/pages/freshness.py.
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
    """Collect the dates that a page states, each once, in the order of the page."""
    claims = [claim for source, text in _stated(tree) if (claim := _claim(source, text))]
    return tuple(dict.fromkeys(claims))[:_CLAIMS]


def _stated(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    """Yield source and text of every stated date."""
    for meta in tree.css("meta[property], meta[name]"):
        attributes = meta.attributes
        name = (attributes.get("property") or attributes.get("name") or "").strip().lower()
        if name in _METAS:
            yield name, attributes.get("content") or ""
    for script in tree.css('script[type="application/ld+json"]')[:_LD_SCRIPTS]:
        yield from _in_json(script.text())


def _in_json(text: str) -> Iterator[tuple[str, str]]:
    """Yield the dates at any depth of a JSON-LD text; none where it is not JSON."""
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
    """Parse a date, in UTC where it names no zone; None where it is not a date."""
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
