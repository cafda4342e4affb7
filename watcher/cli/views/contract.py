"""The JSON that other programs rely on: a look, a registry answer, a page, a site's status."""

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


def look(check: "AdhocCheck") -> Json:
    """Return the JSON of an availability look."""
    found = check.finding
    facts = found.facts if isinstance(found.facts, AvailabilityFacts) else AvailabilityFacts()
    return {
        "url": check.url,
        "at": instant(check.at),
        "state": look_state(found.reason),
        "reason": found.reason,
        "took_ms": round(check.took.total_seconds() * 1000),
        "http": _http(facts),
        "phases_ms": _phases(facts),
        "certificate": _certificate(facts.certificate, check.at),
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
    """Return the JSON of a verdict on a page."""
    return {
        "kind": verdict.kind,
        "level": verdict.level,
        "evidence": [{"rule": e.rule, "text": e.text} for e in verdict.evidence],
    }


def registration(
    domain: str, found: Finding, today: date, life: LifeCycle, *, recorded: bool = False
) -> Json:
    """Return the JSON of a registry's answer.

    Args:
        domain: the name that was asked for.
        found: what was read from the answer.
        today: the day for which the state is derived.
        life: the life cycle of the top-level domain.
        recorded: derive the state also from an answer without a date; the state of a live look
            without a date is unknown.
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


def site(figure: "SiteFigure", today: date, zone: ZoneInfo) -> Json:
    """Return the JSON of a site as in the report, with its last look and its clocks.

    Args:
        today: the day from which the days left are counted.
        zone: the office's time zone, in which the days of instants are counted.
    """
    ends = certificate_expiry(figure.certificate, zone) if figure.certificate else Expiry()
    found, last, by_hand = json_shapes.site(figure, zone), figure.last_look, figure.state.override
    if by_hand is not None:
        found["override"] = {"state": by_hand.state, **(json_shapes.override(by_hand) or {})}
    return {
        **found,
        "evidence": list(figure.evidence),
        "last_look": {
            "at": instant(last.last_at) if last else None,
            "reason": last.last_reason if last and last.last_at else None,
            "http": (last.http or None) if last else None,
        },
        "clocks": {
            "domain": {
                **_clock(figure.domain, today),
                "checked_at": instant(figure.domain_checked_at),
                "state": figure.domain_state,
                "listed": day(figure.site.domain_expires) if figure.differs_from_register else None,
                "renewal": figure.renewal,
            },
            "hosting": _clock(figure.hosting, today),
            "certificate": _clock(ends, today),
        },
    }


def site_details(details: "SiteDetails") -> Json:
    """Return the JSON of the last looks at a site, the newest first, and of its pause."""
    return {
        "looks": [
            {
                "at": instant(look.at),
                "outcome": look.outcome.name.lower(),
                "reason": look.reason,
                "http": look.http or None,
            }
            for look in details.looks
        ],
        "pause": act(details.pause) if details.pause else None,
    }


def _clock(expiry: Expiry, today: date) -> Json:
    return {**json_shapes.expiry(expiry), "days_left": expiry.days_left(today)}


def act(recorded: "Act") -> Json:
    """Return the JSON of an act."""
    return {
        "at": instant(recorded.at),
        "by": recorded.by,
        "way": recorded.way,
        "kind": recorded.kind,
        "reason": recorded.reason,
        "before": dict(recorded.before),
        "after": dict(recorded.after),
    }
