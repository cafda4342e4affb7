"""What facts say at an instant: read back the way they were written."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import Connection, select

from watcher.core.looks.observation import Certificate, DelegationFacts, DomainFacts
from watcher.core.pages.freshness import A_DAY_APART, Interval
from watcher.core.pages.kind import Level, PageKind
from watcher.core.pages.page_facts import Claim
from watcher.core.pages.page_history import SeenPage
from watcher.storage.looks.fact_shapes import CERTIFICATE, CLAIMS, DELEGATION, DOMAIN, PAGE
from watcher.storage.row import table_of
from watcher.storage.tables import FactKind, FactRow

_FACT = table_of(FactRow)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class StoredFact(Generic[T]):
    """A fact as it was stored."""

    first_at: datetime
    last_at: datetime
    key: str
    value: T


def pages_until(connection: Connection, at: datetime) -> dict[int, list[SeenPage]]:
    """What every page was taken for, until an instant, the oldest first."""
    found: dict[int, list[SeenPage]] = {}
    for site_id, kept in _kept_until(connection, FactKind.PAGE, at):
        found.setdefault(site_id, []).append(_page(kept))
    return found


def glimpses_until(connection: Connection, at: datetime) -> dict[int, SeenPage]:
    """What the first bytes of every page were last taken for, until an instant."""
    return {
        site_id: _page(kept) for site_id, kept in _kept_until(connection, FactKind.GLIMPSE, at)
    }  # the last of each site wins


def _page(kept: "StoredFact[str]") -> SeenPage:
    page = PAGE.validate_json(kept.value)
    kind, level = kept.key.split(":")
    return SeenPage(
        PageKind(kind), Level(level), kept.first_at, kept.last_at, page.title, page.evidence
    )


def contents_until(connection: Connection, at: datetime) -> dict[int, list[Interval]]:
    """Which texts every page showed, until an instant, the oldest first."""
    return _stretches(connection, FactKind.CONTENT, at)


def stated_until(connection: Connection, at: datetime) -> dict[int, list[Interval]]:
    """The newest date that every page stated, until an instant, the oldest first."""
    return _stretches(connection, FactKind.CLAIMS, at)


def claims_until(connection: Connection, at: datetime) -> dict[int, StoredFact[tuple[Claim, ...]]]:
    """The dates of change that the newest look of every page found stated."""
    return _newest(connection, FactKind.CLAIMS, at, CLAIMS)


def answers_until(connection: Connection, at: datetime) -> dict[int, list[StoredFact[DomainFacts]]]:
    """What the registry said until an instant, by the site that asks for its domain.

    "No such name" counts only once it was said twice, a day apart; until then the last good
    answer stands, and with it the date that warnings are written by.
    """
    found: dict[int, list[StoredFact[DomainFacts]]] = {}
    for site_id, kept in _kept_until(connection, FactKind.DOMAIN, at):
        facts = DOMAIN.validate_json(kept.value)
        confirmed = kept.last_at - kept.first_at >= A_DAY_APART
        if facts.registered is not False or confirmed:
            answer = StoredFact(kept.first_at, kept.last_at, kept.key, facts)
            found.setdefault(site_id, []).append(answer)
    return found


def certificates_until(connection: Connection, at: datetime) -> dict[int, StoredFact[Certificate]]:
    """The certificate each site last showed."""
    return _newest(connection, FactKind.CERTIFICATE, at, CERTIFICATE)


def delegations_until(
    connection: Connection, at: datetime
) -> dict[int, StoredFact[DelegationFacts]]:
    """Who was last seen to answer for each domain, by the site that asks for it."""
    return _newest(connection, FactKind.DELEGATION, at, DELEGATION)


def _stretches(connection: Connection, kind: FactKind, at: datetime) -> dict[int, list[Interval]]:
    found: dict[int, list[Interval]] = {}
    for site_id, kept in _kept_until(connection, kind, at):
        found.setdefault(site_id, []).append(Interval(kept.key, kept.first_at, kept.last_at))
    return found


def _newest(
    connection: Connection, kind: FactKind, at: datetime, adapter: TypeAdapter[T]
) -> dict[int, StoredFact[T]]:
    newest = dict(_kept_until(connection, kind, at))  # the last of each site wins
    return {
        site_id: StoredFact(k.first_at, k.last_at, k.key, adapter.validate_json(k.value))
        for site_id, k in newest.items()
    }


def _kept_until(
    connection: Connection, kind: FactKind, at: datetime
) -> Iterator[tuple[int, StoredFact[str]]]:
    rows: Any = connection.execute(
        select(_FACT)
        .where(_FACT.c.kind == int(kind), _FACT.c.first_at < at)
        .order_by(_FACT.c.site_id, _FACT.c.first_at)
    )
    for row in rows:
        yield row.site_id, StoredFact(row.first_at, min(row.last_at, at), row.key, row.value)
