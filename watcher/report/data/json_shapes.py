"""The JSON shapes that the report, `status`, `look` and `explain` share, each written once."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from watcher.core.domains.expiry import Expiry
from watcher.core.pages.freshness import LastUpdate
from watcher.core.period import local_day
from watcher.core.sites.assessment import Override
from watcher.report.figures.site_figure import SiteFigure

Json = dict[str, object]


def instant(at: datetime | None) -> str | None:
    """An instant: UTC, to the second."""
    return None if at is None else at.strftime("%Y-%m-%dT%H:%M:%SZ")


def day(on: date | None) -> str | None:
    """A calendar day. Instants have none but in a zone: see core/period.local_day."""
    return None if on is None else on.isoformat()


def share(part: float | None) -> float | None:
    """A part of one, 0..1."""
    return None if part is None else round(part, 6)


def expiry(found: Expiry) -> Json:
    """An end of a term, and how it is known."""
    return {"on": day(found.on), "source": found.source, "confidence": found.confidence}


def last_update(update: LastUpdate, zone: ZoneInfo) -> Json:
    """When a page was last changed, and how that is known."""
    return {
        "date": day(update.day(zone)),
        "kind": update.kind,
        "source": update.source,
        "confidence": update.confidence,
    }


def override(found: Override | None) -> Json | None:
    """Who set a state by hand, when and why."""
    if found is None:
        return None
    return {"by": found.by, "on": day(found.on), "reason": found.reason}


def site(one: SiteFigure, zone: ZoneInfo) -> Json:
    """All that the figures know of one site.

    Args:
        zone: the programme's, in which the days of instants are counted.
    """
    certificate, unchanged = one.certificate, one.update.unchanged_since
    return {
        "id": one.site.id,
        "name": one.site.business,
        "url": one.site.url,
        "community": one.community,
        "standing": one.site.standing,
        "state": one.state.state,
        "since": instant(one.state.since),
        "reason": one.state.reason,
        "overlays": list(one.state.overlays),
        "next_step": one.state.next_step,
        "access": one.state.access,
        "page_owner": one.state.page_owner,
        **({} if one.state.access is None else {"opens": one.opens}),
        "override": override(one.state.override),
        "blips": one.blips,
        "uptime": share(one.uptime),
        "coverage": share(one.coverage),
        "up_seconds": round(one.tally.up.total_seconds()),
        "down_seconds": round(one.tally.down.total_seconds()),
        "incidents": one.incidents,
        "domain": {
            **expiry(one.domain),
            "state": one.domain_state,
            "listed": day(one.site.domain_expires) if one.differs_from_register else None,
        },
        "hosting": expiry(one.hosting),
        "certificate": {"on": day(local_day(certificate.not_after, zone)) if certificate else None},
        "last_update": {
            **last_update(one.update, zone),
            "unchanged_since": day(local_day(unchanged, zone)) if unchanged else None,
        },
        "channels": [],
        "notices": one.notices,
        "answer": one.site.answer,
        "answered_on": day(one.site.answered_on),
    }
