"""The figures as one JSON document: for offices that calculate on, and for evaluators."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from watcher.core.domains.expiry import Expiry
from watcher.core.looks.access import Access
from watcher.core.months.actions import Assignment, FollowUp
from watcher.core.pages.page_history import PageOwner
from watcher.report.figures.month_figures import (
    CommunityFigure,
    Counts,
    Figures,
    Outline,
    UpcomingEnd,
)
from watcher.report.figures.site_figure import SiteFigure
from watcher.report.figures.snapshot import Revision
from watcher.report.sentences.report_context import ReportContext
from watcher.report.sentences.summary import plain

Json = dict[str, object]

#: Names that months of method 1 did not have. A name that is in use may not be added here.
SINCE_METHOD_2 = frozenset(
    {
        "granted", "disturbed", "down", "not_seen", "foreign", "unproven", "known", "past_end",
        "access", "page_owner", "override", "blips", "listed", "overridden", "not_watched",
    }
)  # fmt: skip


def document(teller: ReportContext) -> Json:
    """Write the document; the hash is over everything else in it."""
    sites = list(_sites(teller))
    return {**_frame(teller), "sites": sites, "data_hash": data_hash(teller)}


def as_text(teller: ReportContext) -> str:
    """Write the document as text, a line a site: of ten thousand none is kept twice."""
    frame = {**_frame(teller), "data_hash": data_hash(teller)}
    head = json.dumps(frame, ensure_ascii=False, indent=1).removesuffix("\n}")
    lines = ",\n".join(json.dumps(site, ensure_ascii=False) for site in _sites(teller))
    return f'{head},\n "sites": [\n{lines}\n]}}\n'


def data_hash(teller: ReportContext) -> str:
    """Hash figures so that two prints of the same data can be told to be the same.

    The sentences are left out: they say the same in two languages.
    """
    frame, old = _frame(teller), teller.snapshot.method == "1"
    frame["programme"] = {**_programme(teller), "sentences": None}
    found = hashlib.sha256(_canonical(frame, old))
    for site in _sites(teller):
        found.update(_canonical(site, old))
    return found.hexdigest()


def _canonical(part: Json, old: bool) -> bytes:
    kept = _known_to_method_1(part) if old else part
    return json.dumps(kept, sort_keys=True, separators=(",", ":")).encode()


def _known_to_method_1(part: object) -> object:
    """Leave out what method 1 did not tell: what it signed keeps its fingerprint."""
    if isinstance(part, dict):
        kept = {k: v for k, v in part.items() if k not in SINCE_METHOD_2}
        return {key: _known_to_method_1(value) for key, value in kept.items()}
    return [_known_to_method_1(one) for one in part] if isinstance(part, list) else part


def _frame(teller: ReportContext) -> Json:
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


def _sites(teller: ReportContext) -> Iterator[Json]:
    for one in (*teller.now.sites, *teller.now.away):
        yield _site(one, teller.shapes.zone)


def _programme(teller: ReportContext) -> Json:
    figures, before = teller.now, teller.comparable
    return {
        "granted": len(figures.everyone),
        "sites": figures.counts.total,
        "away": len(figures.away),
        "opens": figures.counts.opens,
        "disturbed": len(figures.not_opening(Access.DISTURBED)),
        "down": len(figures.not_opening(Access.DOWN)),
        "not_seen": len(figures.not_opening(Access.NOT_SEEN)),
        "foreign": len(figures.shown_by(PageOwner.FOREIGN)),
        "unproven": len(figures.shown_by(PageOwner.UNPROVEN)),
        "known": figures.counts.known,
        "states": _states(figures.counts),
        "dark_by_domain": figures.dark_by_domain,
        "past_end": len(figures.past_end),
        "due": figures.due_domains,
        "due_within_14_days": figures.due_soon,
        "availability": _share(figures.availability),
        "sent": figures.post.sent,
        "answered": figures.answered,
        "before": None if before is None else _states(before.counts),
        "sentences": plain(teller),
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
    return {"action": one.action, "asked": one.asked, "done": one.done, "not_watched": one.away}


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
        "access": one.state.access,
        "page_owner": one.state.page_owner,
        **({} if one.state.access is None else {"opens": one.opens}),
        "override": _override(one),
        "blips": one.blips,
        "uptime": _share(one.uptime),
        "coverage": _share(one.coverage),
        "up_seconds": round(one.tally.up.total_seconds()),
        "down_seconds": round(one.tally.down.total_seconds()),
        "incidents": one.incidents,
        "domain": {
            **_expiry(one.domain),
            "state": one.domain_state,
            "listed": _day(one.site.domain_expires) if one.differs_from_register else None,
        },
        "hosting": _expiry(one.hosting),
        "certificate": {"on": _day(certificate.not_after, zone) if certificate else None},
        "last_update": {
            "date": _day(update.day(zone)),
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


def _override(one: SiteFigure) -> Json | None:
    found = one.state.override
    if found is None:
        return None
    return {"by": found.by, "on": _day(found.on), "reason": found.reason}


def _due(one: UpcomingEnd) -> Json:
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
        "overridden": [one.site.id for one in quality.overridden],
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
