"""Print one site: `watcher status SITE`."""

from typing import TYPE_CHECKING

from watcher.cli import show
from watcher.cli.invocation import spoken
from watcher.core.printable import printable

if TYPE_CHECKING:
    from watcher.core.domains.expiry import Expiry
    from watcher.jobs.status import SiteDetails
    from watcher.report.figures.site_figure import SiteFigure
    from watcher.settings import Settings
    from watcher.wording.formats import Formatter

_ = spoken


def print_site(figure: "SiteFigure", near: "SiteDetails", settings: "Settings", json: bool) -> None:
    """Print a site's state, its cause, the next step, its last looks and its three clocks.

    Args:
        figure: the figures of the site, of today.
        near: its last looks and its pause.
        json: print JSON.
    """
    from watcher.app import utc_now
    from watcher.cli.views import contract
    from watcher.core.period import local_day
    from watcher.core.sites.site import MonitoringStatus
    from watcher.wording import terms
    from watcher.wording.formats import readable_host

    zone = settings.programme.zoneinfo
    today = local_day(utc_now(), zone)
    if json:
        show.as_json({**contract.site(figure, today, zone), **contract.site_details(near)})
        return
    formatter, state = formatter_of(settings), figure.state
    url = readable_host(figure.site.host)
    show.say(printable(f"{figure.site.business}  {url}  ({figure.community})"))
    if figure.site.standing is not MonitoringStatus.ACTIVE:
        show.say(_("Not watched: {standing}.", standing=_(terms.STANDINGS[figure.site.standing])))
        _print_pause(near, formatter)
    if state.access is not None:
        show.say(_("Now: {access}", access=_(terms.ACCESSES[state.access])))
    since = _("since {when}", when=_since(figure, formatter)) if state.since else ""
    star = "*" if state.override else ""
    show.say(f"{terms.GLYPHS[state.state]} {_(terms.STATES[state.state])}{star}  {since}".rstrip())
    show.say(_("Cause: {reason}", reason=_(terms.REASONS[state.reason])))
    for text in figure.evidence:
        show.say(printable("  · " + text))
    for overlay in state.overlays:
        show.say("  · " + _(terms.OVERLAYS[overlay], due_days=settings.looks.due_within_days))
    _print_override(figure, formatter)
    show.say(_("Next step: {step}", step=_(terms.STEPS[state.next_step])))
    _print_looks(near, formatter)
    _print_clocks(figure, formatter)


def _since(figure: "SiteFigure", formatter: "Formatter") -> str:
    """Format since when the state holds: an instant of a look, or a day that a page states."""
    state, day = figure.state, figure.update.day(formatter.zone)
    stated = state.since is not None and state.since == figure.update.at and day is not None
    if stated and day:
        return formatter.day(day)
    return formatter.moment(state.since) if state.since else ""


def _print_override(figure: "SiteFigure", formatter: "Formatter") -> None:
    override = figure.state.override
    if override is None:
        return
    by_hand = _(
        "* set by hand by {by} on {day}: {reason}",
        by=override.by,
        day=formatter.short_day(override.on),
        reason=override.reason,
    )
    show.say(printable(by_hand))


def _print_pause(near: "SiteDetails", formatter: "Formatter") -> None:
    from watcher.cli.views.act_words import changed_by

    if near.pause is None:
        return
    act = near.pause
    parts = [formatter.short_moment(act.at), act.by, changed_by(act, formatter), act.reason]
    show.say(printable("  " + "  ".join(filter(None, parts))))


def _print_looks(near: "SiteDetails", formatter: "Formatter") -> None:
    from watcher.wording.terms import REASONS

    if near.looks:
        show.say(_("Last looks:"))
    for look in near.looks:
        http = str(look.http or "–")
        show.say(f"  {formatter.short_moment(look.at)}  {http:>3}  {_(REASONS[look.reason])}")


def _print_clocks(figure: "SiteFigure", formatter: "Formatter") -> None:
    from watcher.core.domains.renewal import Renewal
    from watcher.wording.terms import DOMAIN_STATES, RENEWALS

    show.say(f"{_('Domain'):12} {_end(figure.domain, formatter)}")
    checked = figure.domain_checked_at
    when = _("checked {when}", when=formatter.moment(checked)) if checked else ""
    show.say(f"{'':12} {_(DOMAIN_STATES[figure.domain_state])}  {when}".rstrip())
    if figure.renewal is not Renewal.NONE:
        show.say(f"{'':12} {_(RENEWALS[figure.renewal])}")
    if figure.differs_from_register and figure.site.domain_expires is not None:
        day = formatter.day(figure.site.domain_expires)
        show.say(f"{'':12} " + _("the list says {day}: please correct it", day=day))
    if figure.delegation is not None:
        name, servers = _("Name servers"), ", ".join(figure.delegation.nameservers) or "–"
        signed = _("(signed)") if figure.delegation.signed else ""
        show.say(printable(f"{name:12} {servers}  {signed}".rstrip()))
    show.say(f"{_('Hosting'):12} {_end(figure.hosting, formatter)}")
    if figure.certificate is not None:
        name, ends = _("Certificate"), formatter.day(figure.certificate.not_after)
        show.say(printable(f"{name:12} {ends}  ({figure.certificate.issuer})"))
        if figure.certificate_seen_at is not None:
            seen = formatter.moment(figure.certificate_seen_at)
            show.say(f"{'':12} " + _("checked {when}", when=seen))


def _end(expiry: "Expiry", formatter: "Formatter") -> str:
    """Format a day, its source, and how sure it is."""
    from watcher.wording.terms import CONFIDENCES, SOURCES

    if expiry.on is None:
        return _("not known")
    source = _(SOURCES[expiry.source])
    return f"{formatter.day(expiry.on)}  ({source}, {_(CONFIDENCES[expiry.confidence])})"


def formatter_of(settings: "Settings") -> "Formatter":
    """Return the formats for the language in force and the office's zone."""
    from watcher.wording.formats import Formatter

    return Formatter(_.language, settings.programme.zoneinfo)
