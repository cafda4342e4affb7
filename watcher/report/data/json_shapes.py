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
    """Format an instant as ISO 8601 in UTC, to the second."""
    return None if at is None else at.strftime("%Y-%m-%dT%H:%M:%SZ")


def day(on: date | None) -> str | None:
    """Format a calendar day as ISO 8601; for the day of an instant see core/period.local_day."""
    return None if on is None else on.isoformat()


def share(part: float | None) -> float | None:
    """Round a share of 0..1 to six decimals."""
    return None if part is None else round(part, 6)


def expiry(end: Expiry) -> Json:
    """Return the end of a term, and how it is known."""
    return {"on": day(end.on), "source": end.source, "confidence": end.confidence}


def last_update(update: LastUpdate, zone: ZoneInfo) -> Json:
    """Return the day in `zone` on which a page last changed, and how that is known."""
    return {
        "date": day(update.day(zone)),
        "kind": update.kind,
        "source": update.source,
        "confidence": update.confidence,
    }


def override(by_hand: Override | None) -> Json | None:
    """Return who set a state by hand, when and why."""
    if by_hand is None:
        return None
    return {"by": by_hand.by, "on": day(by_hand.on), "reason": by_hand.reason}


def site(figure: SiteFigure, zone: ZoneInfo) -> Json:
    """Return all figures of figure site.

    Args:
        zone: the office's time zone, in which the days of instants are counted.
    """
    certificate, unchanged = figure.certificate, figure.update.unchanged_since
    return {
        "id": figure.site.id,
        "name": figure.site.business,
        "url": figure.site.url,
        "community": figure.community,
        "standing": figure.site.standing,
        "state": figure.state.state,
        "since": instant(figure.state.since),
        "reason": figure.state.reason,
        "overlays": list(figure.state.overlays),
        "next_step": figure.state.next_step,
        "access": figure.state.access,
        "page_owner": figure.state.page_owner,
        **({} if figure.state.access is None else {"opens": figure.opens}),
        "override": override(figure.state.override),
        "blips": figure.blips,
        "uptime": share(figure.uptime),
        "coverage": share(figure.coverage),
        "up_seconds": round(figure.tally.up.total_seconds()),
        "down_seconds": round(figure.tally.down.total_seconds()),
        "incidents": figure.incidents,
        "domain": {
            **expiry(figure.domain),
            "state": figure.domain_state,
            "listed": day(figure.site.domain_expires) if figure.differs_from_register else None,
        },
        "hosting": expiry(figure.hosting),
        "certificate": {"on": day(local_day(certificate.not_after, zone)) if certificate else None},
        "last_update": {
            **last_update(figure.update, zone),
            "unchanged_since": day(local_day(unchanged, zone)) if unchanged else None,
        },
        "channels": [],
        "notices": figure.notices,
        "answer": figure.site.answer,
        "answered_on": day(figure.site.answered_on),
    }
