"""The JSON that outsiders rely on: one look, one registry answer, one page, one site's status."""

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from watcher.core.domains.expiry import Confidence, Expiry, certificate_expiry
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
from watcher.core.pages.kind import PageVerdict
from watcher.report.data import json_shapes
from watcher.report.data.json_shapes import Json, day, instant

if TYPE_CHECKING:
    from watcher.core.sites.act import Act
    from watcher.jobs.looks.adhoc_check import AdhocCheck
    from watcher.jobs.status import SiteDetails
    from watcher.report.figures.site_figure import SiteFigure


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


def site(one: "SiteFigure", today: date, zone: ZoneInfo) -> Json:
    """One site as the report has it, and beside that what holds now: its last look, its clocks.

    Args:
        zone: the programme's, in which `today` is counted.
    """
    ends = certificate_expiry(one.certificate, zone) if one.certificate else Expiry()
    found, last, by_hand = json_shapes.site(one, zone), one.last_look, one.state.override
    if by_hand is not None:
        found["override"] = {"state": by_hand.state, **(json_shapes.override(by_hand) or {})}
    return {
        **found,
        "evidence": list(one.evidence),
        "last_look": {
            "at": instant(last.last_at) if last else None,
            "reason": last.last_reason if last and last.last_at else None,
            "http": (last.http or None) if last else None,
        },
        "clocks": {
            "domain": {
                **_clock(one.domain, today),
                "checked_at": instant(one.domain_checked_at),
                "state": one.domain_state,
                "listed": day(one.site.domain_expires) if one.differs_from_register else None,
                "renewal": one.renewal,
            },
            "hosting": _clock(one.hosting, today),
            "certificate": _clock(ends, today),
        },
    }


def near(one: "SiteDetails") -> Json:
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
    return {**json_shapes.expiry(expiry), "days_left": expiry.days_left(today)}


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
