"""Write the figures of a month as one JSON document, for further evaluation."""

import hashlib
import json
from collections.abc import Iterator

from watcher.core.looks.access import Access
from watcher.core.months.actions import Assignment, FollowUp
from watcher.core.pages.page_history import PageOwner
from watcher.report.data.json_shapes import Json, day, instant, share, site
from watcher.report.figures.month_figures import (
    CommunityFigure,
    Counts,
    Figures,
    Outline,
    UpcomingEnd,
)
from watcher.report.figures.snapshot import Revision
from watcher.report.sentences.report_context import ReportContext
from watcher.report.sentences.summary import plain

#: Keys that the document of method 1 did not have, left out of its hash. A key that method 1 had
#: must not be added here: the hashes of signed months would change.
SINCE_METHOD_2 = frozenset(
    {
        "granted", "disturbed", "down", "not_seen", "foreign", "unproven", "known", "past_end",
        "access", "page_owner", "override", "blips", "listed", "overridden", "not_watched",
    }
)  # fmt: skip


def document(context: ReportContext) -> Json:
    """Return the document; `data_hash` covers everything else in it but the sentences."""
    sites = list(_sites(context))
    return {**_frame(context), "sites": sites, "data_hash": data_hash(context)}


def as_text(context: ReportContext) -> str:
    """Serialise the document, a line per site: ten thousand sites are never in memory twice."""
    frame = {**_frame(context), "data_hash": data_hash(context)}
    head = json.dumps(frame, ensure_ascii=False, indent=1).removesuffix("\n}")
    lines = ",\n".join(json.dumps(shape, ensure_ascii=False) for shape in _sites(context))
    return f'{head},\n "sites": [\n{lines}\n]}}\n'


def data_hash(context: ReportContext) -> str:
    """Hash the figures, to show that two printed reports rest on the same data.

    The sentences are left out: they differ by language.
    """
    frame, old = _frame(context), context.snapshot.method == "1"
    frame["programme"] = {**_programme(context), "sentences": None}
    digest = hashlib.sha256(_canonical(frame, old))
    for shape in _sites(context):
        digest.update(_canonical(shape, old))
    return digest.hexdigest()


def _canonical(part: Json, old: bool) -> bytes:
    kept = _known_to_method_1(part) if old else part
    return json.dumps(kept, sort_keys=True, separators=(",", ":")).encode()


def _known_to_method_1(part: object) -> object:
    """Leave out the keys that method 1 did not have, so that its signed months keep their hash."""
    if isinstance(part, dict):
        kept = {k: v for k, v in part.items() if k not in SINCE_METHOD_2}
        return {key: _known_to_method_1(value) for key, value in kept.items()}
    return [_known_to_method_1(item) for item in part] if isinstance(part, list) else part


def _frame(context: ReportContext) -> Json:
    figures = context.now
    return {
        "period": str(figures.month),
        "method_version": context.snapshot.method,
        "revision": context.snapshot.edition,
        "revised": _revision(context.snapshot.revision),
        "closed": context.snapshot.closed,
        "programme": _programme(context),
        "trend": [_outline(outline) for outline in context.snapshot.year],
        "actions": [_assignment(assignment) for assignment in figures.assignments],
        "followed_up": [_follow_up(followed) for followed in figures.followed_up],
        "communities": [_community(community) for community in figures.communities],
        "due": [_due(end) for end in figures.due],
        "data_quality": _quality(figures),
    }


def _sites(context: ReportContext) -> Iterator[Json]:
    for figure in (*context.now.sites, *context.now.away):
        yield site(figure, context.formatter.zone)


def _programme(context: ReportContext) -> Json:
    figures, before = context.now, context.comparable
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
        "availability": share(figures.availability),
        "sent": figures.post.sent,
        "answered": figures.answered,
        "before": None if before is None else _states(before.counts),
        "sentences": plain(context),
    }


def _revision(revision: Revision | None) -> Json | None:
    if revision is None:
        return None
    return {
        "made_at": instant(revision.made_at),
        "measured": revision.measured,
        "moved": [
            {"name": change.business, "before": change.before, "after": change.after}
            for change in revision.moved
        ],
    }


def _outline(outline: Outline) -> Json:
    return {
        "period": str(outline.month),
        "sites": outline.counts.total,
        "opens": outline.counts.opens,
        "states": _states(outline.counts),
    }


def _assignment(one: Assignment) -> Json:
    return {"action": one.action, "who": one.doer, "by": day(one.by), "sites": list(one.sites)}


def _follow_up(one: FollowUp) -> Json:
    return {"action": one.action, "asked": one.asked, "done": one.done, "not_watched": one.away}


def _community(community: CommunityFigure) -> Json:
    return {
        "name": community.name,
        "quota": community.quota,
        "sites": community.counts.total,
        "states": _states(community.counts),
    }


def _due(end: UpcomingEnd) -> Json:
    return {
        "site": end.figure.site.id,
        "clock": end.clock,
        "on": day(end.expiry.on),
        "days_left": end.days_left,
        "confidence": end.expiry.confidence,
    }


def _quality(figures: Figures) -> Json:
    quality = figures.quality
    return {
        "coverage": share(quality.coverage),
        "looks": quality.looks,
        "blind_seconds": round(quality.blind.total_seconds()),
        "gaps": [
            {
                "from": instant(gap.period.start),
                "to": instant(gap.period.end),
                "reason": gap.reason,
            }
            for gap in quality.gaps
        ],
        "known_expiry": quality.known_expiry,
        "domains": quality.domains,
        "unknown": [figure.site.id for figure in quality.unknown],
        "overridden": [figure.site.id for figure in quality.overridden],
    }


def _states(counts: Counts) -> Json:
    return {state.value: n for state, n in counts.by_state.items()}
