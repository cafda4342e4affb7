"""Read the facts that were known at an instant; facts.py writes them."""

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
    """A fact as it was stored.

    Attributes:
        first_at: the first look that found it; `last_at` the last one before the instant asked for.
        key: identifies the value: a look with another key begins a new row.
    """

    first_at: datetime
    last_at: datetime
    key: str
    value: T


def pages_until(connection: Connection, at: datetime) -> dict[int, list[SeenPage]]:
    """Read the page verdicts of every site until an instant, the oldest first."""
    by_site: dict[int, list[SeenPage]] = {}
    for site_id, fact in _facts_until(connection, FactKind.PAGE, at):
        by_site.setdefault(site_id, []).append(_page(fact))
    return by_site


def glimpses_until(connection: Connection, at: datetime) -> dict[int, SeenPage]:
    """Read the last verdict on the first bytes of every page, until an instant."""
    return {
        site_id: _page(fact) for site_id, fact in _facts_until(connection, FactKind.GLIMPSE, at)
    }  # the last of each site wins


def _page(fact: "StoredFact[str]") -> SeenPage:
    page = PAGE.validate_json(fact.value)
    kind, level = fact.key.split(":")
    return SeenPage(
        PageKind(kind), Level(level), fact.first_at, fact.last_at, page.title, page.evidence
    )


def contents_until(connection: Connection, at: datetime) -> dict[int, list[Interval]]:
    """Read the fingerprints of the texts that every page showed, until an instant, oldest first."""
    return _intervals(connection, FactKind.CONTENT, at)


def stated_until(connection: Connection, at: datetime) -> dict[int, list[Interval]]:
    """Read the newest date of change that every page stated, until an instant, oldest first."""
    return _intervals(connection, FactKind.CLAIMS, at)


def claims_until(connection: Connection, at: datetime) -> dict[int, StoredFact[tuple[Claim, ...]]]:
    """Read the dates of change that every page stated at the newest look until an instant."""
    return _newest(connection, FactKind.CLAIMS, at, CLAIMS)


def answers_until(connection: Connection, at: datetime) -> dict[int, list[StoredFact[DomainFacts]]]:
    """Read the registry's answers until an instant, by the primary site of each domain.

    "No such name" counts only once it was answered twice, a day apart; until then the last good
    answer holds, and with it the expiry date that reminders are planned by.
    """
    by_site: dict[int, list[StoredFact[DomainFacts]]] = {}
    for site_id, fact in _facts_until(connection, FactKind.DOMAIN, at):
        domain = DOMAIN.validate_json(fact.value)
        confirmed = fact.last_at - fact.first_at >= A_DAY_APART
        if domain.registered is not False or confirmed:
            answer = StoredFact(fact.first_at, fact.last_at, fact.key, domain)
            by_site.setdefault(site_id, []).append(answer)
    return by_site


def certificates_until(connection: Connection, at: datetime) -> dict[int, StoredFact[Certificate]]:
    """Read the certificate that each site last presented, until an instant."""
    return _newest(connection, FactKind.CERTIFICATE, at, CERTIFICATE)


def delegations_until(
    connection: Connection, at: datetime
) -> dict[int, StoredFact[DelegationFacts]]:
    """Read the last delegation of each domain until an instant, by its primary site."""
    return _newest(connection, FactKind.DELEGATION, at, DELEGATION)


def _intervals(connection: Connection, kind: FactKind, at: datetime) -> dict[int, list[Interval]]:
    by_site: dict[int, list[Interval]] = {}
    for site_id, fact in _facts_until(connection, kind, at):
        by_site.setdefault(site_id, []).append(Interval(fact.key, fact.first_at, fact.last_at))
    return by_site


def _newest(
    connection: Connection, kind: FactKind, at: datetime, adapter: TypeAdapter[T]
) -> dict[int, StoredFact[T]]:
    newest = dict(_facts_until(connection, kind, at))  # the last of each site wins
    return {
        site_id: StoredFact(k.first_at, k.last_at, k.key, adapter.validate_json(k.value))
        for site_id, k in newest.items()
    }


def _facts_until(
    connection: Connection, kind: FactKind, at: datetime
) -> Iterator[tuple[int, StoredFact[str]]]:
    rows: Any = connection.execute(
        select(_FACT)
        .where(_FACT.c.kind == int(kind), _FACT.c.first_at < at)
        .order_by(_FACT.c.site_id, _FACT.c.first_at)
    )
    for row in rows:
        yield row.site_id, StoredFact(row.first_at, min(row.last_at, at), row.key, row.value)
