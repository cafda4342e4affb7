"""The figures as one JSON document: for offices that calculate on, and for evaluators."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from watcher.core.actions import Assignment, FollowUp
from watcher.core.expiry import Expiry
from watcher.report.figures import (
    CommunityFigure,
    Counts,
    Due,
    Figures,
    Outline,
    SiteFigure,
)
from watcher.report.snapshot import Revision
from watcher.report.summary import Teller

Json = dict[str, object]


def document(teller: Teller) -> Json:
    """Write the document; the hash is over everything else in it."""
    sites = list(_sites(teller))
    return {**_frame(teller), "sites": sites, "data_hash": data_hash(teller)}


def as_text(teller: Teller) -> str:
    """Write the document as text, a line a site: of ten thousand none is kept twice."""
    frame = {**_frame(teller), "data_hash": data_hash(teller)}
    head = json.dumps(frame, ensure_ascii=False, indent=1).removesuffix("\n}")
    lines = ",\n".join(json.dumps(site, ensure_ascii=False) for site in _sites(teller))
    return f'{head},\n "sites": [\n{lines}\n]}}\n'


def data_hash(teller: Teller) -> str:
    """Hash figures so that two prints of the same data can be told to be the same.

    The sentences are left out: they say the same in two languages.
    """
    frame = _frame(teller)
    frame["programme"] = {**_programme(teller), "sentences": None}
    found = hashlib.sha256(_canonical(frame))
    for site in _sites(teller):
        found.update(_canonical(site))
    return found.hexdigest()


def _canonical(part: Json) -> bytes:
    return json.dumps(part, sort_keys=True, separators=(",", ":")).encode()


def _frame(teller: Teller) -> Json:
    figures = teller.now
    return {
        "period": str(figures.month),
        "method_version": teller.snapshot.method,
        "revision": teller.snapshot.edition,
        "revised": _revision(teller.snapshot.revision),
        "closed": teller.snapshot.closed,
        "programme": _programme(teller),
        "trend": [_outline(one) for one in teller.snapshot.year],
        "actions": [_assignment(one) for one in figures.assignments],
        "followed_up": [_follow_up(one) for one in figures.followed_up],
        "communities": [_community(one) for one in figures.communities],
        "due": [_due(one) for one in figures.due],
        "data_quality": _quality(figures),
    }


def _sites(teller: Teller) -> Iterator[Json]:
    for one in (*teller.now.sites, *teller.now.away):
        yield _site(one, teller.shapes.zone)


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
        "sent": figures.post.sent,
        "answered": figures.answered,
        "before": None if before is None else _states(before.counts),
        "sentences": teller.plain(),
    }


def _revision(revision: Revision | None) -> Json | None:
    if revision is None:
        return None
    return {
        "made_at": _instant(revision.made_at),
        "measured": revision.measured,
        "moved": [
            {"name": one.business, "before": one.before, "after": one.after}
            for one in revision.moved
        ],
    }


def _outline(one: Outline) -> Json:
    return {
        "period": str(one.month),
        "sites": one.counts.total,
        "opens": one.counts.opens,
        "states": _states(one.counts),
    }


def _assignment(one: Assignment) -> Json:
    return {"action": one.action, "who": one.doer, "by": _day(one.by), "sites": list(one.sites)}


def _follow_up(one: FollowUp) -> Json:
    return {"action": one.action, "asked": one.asked, "done": one.done}


def _community(one: CommunityFigure) -> Json:
    return {
        "name": one.name,
        "quota": one.quota,
        "sites": one.counts.total,
        "states": _states(one.counts),
    }


def _site(one: SiteFigure, zone: ZoneInfo) -> Json:
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
        "certificate": {"on": _day(certificate.not_after, zone) if certificate else None},
        "last_update": {
            "date": _day(update.at, zone),
            "kind": update.kind,
            "source": update.source,
            "confidence": update.confidence,
            "unchanged_since": _day(update.unchanged_since, zone),
        },
        "channels": [],
        "notices": one.notices,
        "answer": one.site.answer,
        "answered_on": _day(one.site.answered_on),
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


def _day(day: date | datetime | None, zone: ZoneInfo | None = None) -> str | None:
    """A calendar day; of an instant, the day it is in the programme's zone."""
    if isinstance(day, datetime):
        return day.astimezone(zone).date().isoformat()
    return None if day is None else day.isoformat()


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.strftime("%Y-%m-%dT%H:%M:%SZ")
