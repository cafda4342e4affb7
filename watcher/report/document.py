"""The figures as one JSON document: for offices that calculate on, and for evaluators."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime

from watcher.core.domain_life import Expiry
from watcher.report.figures import CommunityFigure, Counts, Due, Figures, SiteFigure
from watcher.report.reckon import METHOD_VERSION
from watcher.report.summary import Teller

Json = dict[str, object]


def document(teller: Teller) -> Json:
    """Write the document; the hash is over everything else in it."""
    figures = teller.now
    body: Json = {
        "period": str(figures.month),
        "method_version": METHOD_VERSION,
        "revision": 0,
        "programme": _programme(teller),
        "communities": [_community(one) for one in figures.communities],
        "sites": [_site(one) for one in (*figures.sites, *figures.away)],
        "due": [_due(one) for one in figures.due],
        "data_quality": _quality(figures),
    }
    return {**body, "data_hash": data_hash(body)}


def data_hash(body: Mapping[str, object]) -> str:
    """Hash figures so that two prints of the same data can be told to be the same.

    The sentences are left out: they say the same in two languages.
    """
    programme = body["programme"]
    assert isinstance(programme, dict)  # noqa: S101 - document() has just made it
    numbers = {k: v for k, v in programme.items() if k != "sentences"}
    text = json.dumps({**body, "programme": numbers}, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _programme(teller: Teller) -> Json:
    figures, before = teller.now, teller.comparable
    return {
        "sites": figures.counts.total,
        "away": len(figures.away),
        "opens": figures.counts.opens,
        "states": _states(figures.counts),
        "dark_by_domain": figures.dark_by_domain,
        "due": figures.due_domains,
        "due_within_14_days": figures.due_soon,
        "availability": _share(figures.availability),
        "sent": figures.sent,
        "before": None if before is None else _states(before.counts),
        "sentences": teller.plain(),
    }


def _community(one: CommunityFigure) -> Json:
    return {
        "name": one.name,
        "quota": one.quota,
        "sites": one.counts.total,
        "states": _states(one.counts),
    }


def _site(one: SiteFigure) -> Json:
    certificate, update = one.certificate, one.update
    return {
        "id": one.site.id,
        "name": one.site.business,
        "url": one.site.url,
        "community": one.community,
        "standing": one.site.standing,
        "state": one.state.state,
        "since": _instant(one.state.since),
        "reason": one.state.reason,
        "overlays": list(one.state.overlays),
        "next_step": one.state.next_step,
        "uptime": _share(one.uptime),
        "coverage": _share(one.coverage),
        "up_seconds": round(one.tally.up.total_seconds()),
        "down_seconds": round(one.tally.down.total_seconds()),
        "incidents": one.incidents,
        "domain": {**_expiry(one.domain), "state": one.domain_state},
        "hosting": _expiry(one.hosting),
        "certificate": {"on": _day(certificate.not_after) if certificate else None},
        "last_update": {
            "date": _day(update.at),
            "kind": update.kind,
            "source": update.source,
            "confidence": update.confidence,
            "unchanged_since": _day(update.unchanged_since),
        },
        "channels": [],
        "notices": one.notices,
    }


def _due(one: Due) -> Json:
    return {
        "site": one.figure.site.id,
        "clock": one.clock,
        "on": _day(one.expiry.on),
        "days_left": one.days_left,
        "confidence": one.expiry.confidence,
    }


def _quality(figures: Figures) -> Json:
    quality = figures.quality
    return {
        "coverage": _share(quality.coverage),
        "looks": quality.looks,
        "blind_seconds": round(quality.blind.total_seconds()),
        "gaps": [
            {
                "from": _instant(gap.period.start),
                "to": _instant(gap.period.end),
                "reason": gap.reason,
            }
            for gap in quality.gaps
        ],
        "known_expiry": quality.known_expiry,
        "domains": quality.domains,
        "unknown": [one.site.id for one in quality.unknown],
    }


def _states(counts: Counts) -> Json:
    return {state.value: n for state, n in counts.by_state.items()}


def _expiry(expiry: Expiry) -> Json:
    return {"on": _day(expiry.on), "source": expiry.source, "confidence": expiry.confidence}


def _share(share: float | None) -> float | None:
    return None if share is None else round(share, 6)


def _day(day: date | datetime | None) -> str | None:
    if isinstance(day, datetime):
        return day.date().isoformat()
    return None if day is None else day.isoformat()


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.strftime("%Y-%m-%dT%H:%M:%SZ")
