"""Write facts: a new row when one changes, a new `last_at` while it stays the same.

`first_at` to `last_at` is the time over which looks found a fact the same; rules such as
"confirmed in two looks six hours apart" read it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from pydantic import TypeAdapter
from sqlalchemy import Connection, bindparam, func, select, update
from sqlalchemy.dialects.sqlite import insert

from watcher.core.looks.observation import (
    AvailabilityFacts,
    DelegationFacts,
    DomainFacts,
    Observation,
    Outcome,
)
from watcher.core.pages.kind import PageVerdict
from watcher.core.pages.page_facts import PageFacts
from watcher.core.period import utc_day
from watcher.storage.looks.fact_shapes import (
    CERTIFICATE,
    CLAIMS,
    DELEGATION,
    DOMAIN,
    PAGE,
    StoredPage,
)
from watcher.storage.row import table_of
from watcher.storage.tables import FactKind, FactRow

_FACT = table_of(FactRow)

#: How often the `last_at` of an unchanged fact of availability looks is written: often enough to
#: show two looks six hours apart, and not at each of the 96 looks of a day.
TOUCH_EVERY = timedelta(hours=6)
_OF_AVAILABILITY = frozenset({FactKind.CERTIFICATE, FactKind.GLIMPSE})

#: Parameters: site, kind_ and began name the fact.
_TOUCH = update(_FACT).where(
    _FACT.c.site_id == bindparam("site"),
    _FACT.c.kind == bindparam("kind_"),
    _FACT.c.first_at == bindparam("began"),
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Fact:
    kind: FactKind
    key: str
    value: str


def keep_facts(
    connection: Connection, seen: Sequence[Observation]
) -> set[tuple[int, FactKind, str]]:
    """Write the facts that these looks found, where they differ from the stored ones.

    Returns:
        Site, kind and key of every fact that is new.
    """
    found = {(s.site_id, fact.kind): (s.at, fact) for s in seen for fact in _facts_of(s)}
    if not found:
        return set()
    known = _newest_keys(connection, {site_id for site_id, _ in found}, {k for _, k in found})
    new, fresh = [], set()
    touched: list[dict[str, object]] = []
    for (site_id, kind), (at, fact) in found.items():
        row = {"site_id": site_id, "kind": int(kind), "first_at": at, "last_at": at}
        before = known.get((site_id, kind))
        if before is None or before[0] != fact.key:
            new.append(row | {"key": fact.key, "value": fact.value})
            fresh.add((site_id, kind, fact.key))
        elif kind not in _OF_AVAILABILITY or at - before[2] >= TOUCH_EVERY:
            key = {"site": site_id, "kind_": int(kind), "began": before[1]}
            touched.append(key | {"last_at": at, "value": fact.value})
    if new:
        connection.execute(insert(_FACT).on_conflict_do_nothing(), new)
    if touched:
        connection.execute(_TOUCH, touched)
    return fresh


def _facts_of(seen: Observation) -> Iterator[_Fact]:
    facts = seen.finding.facts
    if isinstance(facts, AvailabilityFacts):
        if facts.certificate is not None:
            key = facts.certificate.not_after.isoformat()
            yield _Fact(FactKind.CERTIFICATE, key, _text(CERTIFICATE, facts.certificate))
        if facts.page is not None:
            title = facts.http.title if facts.http else ""
            yield _page_fact(FactKind.GLIMPSE, facts.page, title)
    elif isinstance(facts, DomainFacts) and seen.finding.outcome is not Outcome.UNKNOWN:
        yield _Fact(FactKind.DOMAIN, _domain_key(facts), _text(DOMAIN, facts))
    elif isinstance(facts, DelegationFacts):
        key = " ".join((*facts.nameservers, "signed" if facts.signed else ""))
        yield _Fact(FactKind.DELEGATION, key, _text(DELEGATION, facts))
    elif isinstance(facts, PageFacts):
        yield _page_fact(FactKind.PAGE, facts.verdict, facts.title)
        if facts.fingerprint:
            yield _Fact(FactKind.CONTENT, facts.fingerprint, "")
            newest = max((claim.at.isoformat() for claim in facts.claims), default="")
            yield _Fact(FactKind.CLAIMS, newest, _text(CLAIMS, facts.claims))


def _page_fact(kind: FactKind, verdict: PageVerdict, title: str) -> _Fact:
    evidence = tuple(sign.text for sign in verdict.evidence)
    page = StoredPage(verdict.kind, verdict.level, title, evidence)
    return _Fact(kind, f"{verdict.kind}:{verdict.level}", _text(PAGE, page))


def _domain_key(facts: DomainFacts) -> str:
    # the day of registration tells a new registration of the same name from the old one
    since = utc_day(facts.registered_at) if facts.registered_at else ""
    ends = (facts.expires_on, facts.registrar_expires_on)
    return "|".join(map(str, (facts.registered, *ends, since, *facts.statuses)))


def _text(adapter: TypeAdapter[T], value: T) -> str:
    return adapter.dump_json(value).decode()


def _newest_keys(
    connection: Connection, site_ids: set[int], kinds: set[FactKind]
) -> Mapping[tuple[int, FactKind], tuple[str, datetime, datetime]]:
    newest = (
        select(_FACT.c.site_id, _FACT.c.kind, func.max(_FACT.c.first_at).label("first_at"))
        .where(_FACT.c.site_id.in_(site_ids), _FACT.c.kind.in_([int(k) for k in kinds]))
        .group_by(_FACT.c.site_id, _FACT.c.kind)
        .subquery()
    )
    rows = connection.execute(
        select(_FACT.c.site_id, _FACT.c.kind, _FACT.c.key, _FACT.c.first_at, _FACT.c.last_at).join(
            newest,
            (_FACT.c.site_id == newest.c.site_id)
            & (_FACT.c.kind == newest.c.kind)
            & (_FACT.c.first_at == newest.c.first_at),
        )
    )
    return {(r.site_id, FactKind(r.kind)): (r.key, r.first_at, r.last_at) for r in rows}
