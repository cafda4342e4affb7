"""The JSON that outsiders rely on: one look, one registry answer, one page, one site's status."""

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from watcher.core.domains.expiry import Confidence, Expiry
from watcher.core.domains.life import LifeCycle, phase
from watcher.core.looks.look_state import look_state
from watcher.core.looks.observation import (
    AvailabilityFacts,
    Certificate,
    DomainFacts,
    DomainState,
    Finding,
    Reason,
)
from watcher.core.pages.freshness import LastUpdate
from watcher.core.pages.kind import PageVerdict

if TYPE_CHECKING:
    from watcher.core.sites.act import Act
    from watcher.core.sites.assessment import Override
    from watcher.jobs.looks.adhoc_check import AdhocCheck
    from watcher.jobs.status import Near
    from watcher.report.figures.site_figure import SiteFigure

Json = dict[str, object]


def look(glance: "AdhocCheck") -> Json:
    """One availability look."""
    found = glance.finding
    facts = found.facts if isinstance(found.facts, AvailabilityFacts) else AvailabilityFacts()
    return {
        "url": glance.url,
        "at": instant(glance.at),
        "state": look_state(found.reason),
        "reason": found.reason,
        "took_ms": round(glance.took.total_seconds() * 1000),
        "http": _http(facts),
        "phases_ms": _phases(facts),
        "certificate": _certificate(facts.certificate, glance.at),
        "dns": {"addresses": list(facts.addresses), "cname": list(facts.cnames)},
        "page": page(facts.page) if facts.page else None,
    }


def _http(facts: AvailabilityFacts) -> Json | None:
    http = facts.http
    if http is None:
        return None
    return {
        "status": http.status,
        "final_url": http.final_url,
        "redirects": list(http.redirects),
        "bytes": http.bytes,
        "sha256": http.sha256,
        "title": http.title,
    }


def _phases(facts: AvailabilityFacts) -> Json:
    phases = facts.phases
    names = ("dns", "connect", "tls", "first_byte", "total")
    return {name: getattr(phases, name) if phases else 0.0 for name in names}


def _certificate(certificate: Certificate | None, at: datetime) -> Json | None:
    if certificate is None:
        return None
    return {
        "not_after": instant(certificate.not_after),
        "issuer": certificate.issuer,
        "names": list(certificate.names),
        "days_left": (certificate.not_after - at).days,
    }


def page(verdict: PageVerdict) -> Json:
    """What a page is taken for."""
    return {
        "kind": verdict.kind,
        "level": verdict.level,
        "evidence": [{"rule": e.rule, "text": e.text} for e in verdict.evidence],
    }


def last_update(update: LastUpdate) -> Json:
    """When a page was last changed, and how that is known."""
    return {
        "date": day(update.day(ZoneInfo("UTC"))),
        "kind": update.kind,
        "source": update.source,
        "confidence": update.confidence,
    }


def registration(
    domain: str, found: Finding, today: date, life: LifeCycle, *, recorded: bool = False
) -> Json:
    """One registry answer.

    Args:
        recorded: tell what the answer itself says of a name, even where it states no date; a
            live look that brought no date home is unknown.
    """
    facts = found.facts if isinstance(found.facts, DomainFacts) else DomainFacts(domain)
    certain = found.reason is Reason.OK
    return {
        "domain": facts.domain or domain,
        "state": _domain_state(found, facts if certain or recorded else None, today, life),
        "reason": found.reason,
        "expires_on": day(facts.expires_on),
        "expires_at": instant(facts.expires_at),
        "registrar": facts.registrar,
        "statuses": list(facts.statuses),
        "nameservers": list(facts.nameservers),
        "registered_at": instant(facts.registered_at),
        "changed_at": instant(facts.changed_at),
        "source": facts.source,
        "confidence": Confidence.CERTAIN if certain else Confidence.UNKNOWN,
    }


def _domain_state(
    found: Finding, facts: DomainFacts | None, today: date, life: LifeCycle
) -> DomainState:
    if found.reason is Reason.NOT_FOUND:
        return DomainState.UNREGISTERED
    if facts and facts.registered:
        return phase(facts.expires_on, facts.statuses, today, life)
    return DomainState.UNKNOWN


def site(one: "SiteFigure", today: date) -> Json:
    """The state of one site and its three clocks."""
    certificate = one.certificate
    ends = (
        Expiry(certificate.not_after.date(), "certificate", Confidence.CERTAIN)
        if certificate
        else Expiry()
    )
    checked = instant(one.domain_checked_at)
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
        "access": one.state.access,
        "page_owner": one.state.page_owner,
        "opens": one.opens,
        "override": override(one.state.override),
        "evidence": list(one.evidence),
        "next_step": one.state.next_step,
        "uptime": one.uptime,
        "coverage": round(one.coverage, 4),
        "blips": one.blips,
        "last_look": {
            "at": instant(one.last_look.last_at) if one.last_look else None,
            "reason": one.last_look.last_reason if one.last_look else None,
            "http": (one.last_look.http or None) if one.last_look else None,
        },
        "clocks": {
            "domain": {
                **_clock(one.domain, today),
                "checked_at": checked,
                "state": one.domain_state,
                "listed": day(one.site.domain_expires) if one.differs_from_register else None,
                "renewal": one.renewal,
            },
            "hosting": _clock(one.hosting, today),
            "certificate": _clock(ends, today),
        },
    }


def override(found: "Override | None") -> Json | None:
    """A state that was set by hand."""
    if found is None:
        return None
    return {"state": found.state, "by": found.by, "on": day(found.on), "reason": found.reason}


def near(one: "Near") -> Json:
    """The last looks at a site, the newest first, and why it rests."""
    return {
        "looks": [
            {
                "at": instant(look.at),
                "outcome": look.outcome.name.lower(),
                "reason": look.reason,
                "http": look.http or None,
            }
            for look in one.looks
        ],
        "pause": act(one.pause) if one.pause else None,
    }


def _clock(expiry: Expiry, today: date) -> Json:
    return {
        "on": day(expiry.on),
        "days_left": expiry.days_left(today),
        "source": expiry.source,
        "confidence": expiry.confidence,
    }


def act(one: "Act") -> Json:
    """One act of a person."""
    return {
        "at": instant(one.at),
        "by": one.by,
        "way": one.way,
        "kind": one.kind,
        "reason": one.reason,
        "before": dict(one.before),
        "after": dict(one.after),
    }


def instant(at: datetime | None) -> str | None:
    """An instant as the contract writes it."""
    return None if at is None else at.strftime("%Y-%m-%dT%H:%M:%SZ")


def day(on: date | None) -> str | None:
    """A day as the contract writes it."""
    return None if on is None else on.isoformat()
