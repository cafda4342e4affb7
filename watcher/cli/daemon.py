"""run and status: the watcher at work."""

from typing import TYPE_CHECKING, Annotated

import typer

from watcher.cli import show
from watcher.cli.invocation import current

if TYPE_CHECKING:
    from watcher.core.expiry import Expiry
    from watcher.jobs.status import Status
    from watcher.report.site_figure import SiteFigure
    from watcher.settings import Settings
    from watcher.wording.shapes import Shapes

_ = current().words


def add_to(app: typer.Typer) -> None:
    """Register the commands of this group."""
    app.command("run", help=_("Watch: the background service."))(run)
    app.command("status", help=_("The state of one site, or of all and of watcher itself."))(status)


def run(
    once: Annotated[bool, typer.Option("--once", help=_("Do what is due now, then stop."))] = False,
) -> None:
    """Watch until stopped, or once."""
    from watcher import app, logs
    from watcher.schedule import run as schedule

    settings = current().settings()
    logs.set_up()
    if once:
        looks = app.run(schedule.run_once(settings))
        show.say(_.plural("{n} look made.", "{n} looks made.", looks))
    else:
        app.run(schedule.run(settings))


def status(
    site: Annotated[
        str | None, typer.Argument(help=_("Number, host, address or business of a site."))
    ] = None,
    json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Tell how things stand."""
    from watcher.app import utc_now
    from watcher.jobs import status as job
    from watcher.storage.engine import open_database

    settings, now = current().settings(), utc_now()
    database = open_database(settings.database.url)
    try:
        found = job.status(database, settings, now)
    finally:
        database.close()
    if site is None:
        _whole(found, settings, json)
        return
    figure = job.find_site(found.figures, site)
    if figure is None:
        show.note(_("There is no site {site} in the register.", site=site))
        raise typer.Exit(1)
    _one(figure, settings, json)


def _whole(found: "Status", settings: "Settings", json: bool) -> None:
    from watcher.cli.contract import instant

    counts, last = found.figures.counts, found.daemon
    if json:
        daemon = None if last is None else {
            "pid": last.pid, "host": last.host, "version": last.version,
            "alive": found.alive, "beat_at": instant(last.beat_at),
        }  # fmt: skip
        show.as_json(
            {
                "granted": len(found.figures.everyone),
                "sites": counts.total,
                "away": len(found.figures.away),
                "opens": counts.opens,
                "past_end": len(found.figures.past_end),
                "states": {state.value: n for state, n in counts.by_state.items()},
                "daemon": daemon,
                "lag_seconds": {
                    k.name.lower(): round(v.total_seconds()) for k, v in found.lag.items()
                },
                "letters": {state.name.lower(): n for state, n in found.letters.items()},
                "unreadable_endings": found.unreadable,
            }
        )
        return
    _print_states(found)
    _print_health(found, _shapes(settings))


def _print_states(found: "Status") -> None:
    from watcher.wording.terms import GLYPHS, STATES

    counts = found.figures.counts
    show.say(_.plural("{n} site", "{n} sites", counts.total))
    for state, n in counts.by_state.items():
        show.say(f"  {GLYPHS[state]} {n:4}  {_(STATES[state])}")
    show.say(_("Can be opened now: {opens} of {n}", opens=counts.opens, n=counts.total))
    if past := found.figures.past_end:
        names = ", ".join(show.printable(one.site.business) for one in past)
        show.say(_("Past the end of a term, still opening: {names}", names=names))
    due = found.figures.due_domains
    days = found.figures.limits.due_within_days
    show.say(
        _.plural(
            "{n} domain due within {days} days",
            "{n} domains due within {days} days",
            due,
            days=days,
        )
    )


def _print_health(found: "Status", shapes: "Shapes") -> None:
    last = found.daemon
    if last is None:
        show.say(_("watcher has not run yet. Start it: watcher run"))
    elif found.alive:
        show.say(_("watcher runs (pid {pid} on {host}).", pid=last.pid, host=last.host))
    else:
        show.say(_("watcher does not run; last seen {when}.", when=shapes.moment(last.beat_at)))
    late = max(found.lag.values(), default=None)
    if late is not None:
        show.say(_("Behind by {length}.", length=shapes.duration(late)))
    for ending in found.unreadable:
        show.say(_("The registry of .{ending} could not be read for over a day.", ending=ending))
    for state, n in found.letters.items():
        show.say(_("Letters {state}: {n}", state=_(_letter_words()[state.name]), n=n))


def _letter_words() -> dict[str, str]:
    from watcher.wording.terms import LETTER_STATES

    return LETTER_STATES


def _one(figure: "SiteFigure", settings: "Settings", json: bool) -> None:
    from watcher.app import utc_now
    from watcher.cli import contract
    from watcher.core.period import local_day
    from watcher.core.site import Standing
    from watcher.wording import terms
    from watcher.wording.shapes import readable_host

    today = local_day(utc_now(), settings.programme.zoneinfo)
    if json:
        show.as_json(contract.site(figure, today))
        return
    shapes, state = _shapes(settings), figure.state
    url = readable_host(figure.site.host)
    show.say(show.printable(f"{figure.site.business}  {url}  ({figure.community})"))
    if figure.site.standing is not Standing.ACTIVE:
        show.say(_("Not watched: {standing}.", standing=_(terms.STANDINGS[figure.site.standing])))
    if state.access is not None:
        show.say(_("Now: {access}", access=_(terms.ACCESSES[state.access])))
    since = _("since {when}", when=_since(figure, shapes)) if state.since else ""
    star = "*" if state.override else ""
    show.say(f"{terms.GLYPHS[state.state]} {_(terms.STATES[state.state])}{star}  {since}".rstrip())
    show.say(_("Cause: {reason}", reason=_(terms.REASONS[state.reason])))
    for text in figure.evidence:
        show.say(show.printable("  · " + text))
    for overlay in state.overlays:
        show.say("  · " + _(terms.OVERLAYS[overlay], due_days=settings.looks.due_within_days))
    if state.override is not None:
        show.say(
            show.printable(
                _(
                    "* set by hand by {by} on {day}: {reason}",
                    by=state.override.by,
                    day=shapes.short_day(state.override.on),
                    reason=state.override.reason,
                )
            )
        )
    show.say(_("Next step: {step}", step=_(terms.STEPS[state.next_step])))
    _print_last_look(figure, shapes)
    _print_clocks(figure, shapes)


def _since(figure: "SiteFigure", shapes: "Shapes") -> str:
    """A moment that was seen, or a day that a page states."""
    state, day = figure.state, figure.update.day(shapes.zone)
    stated = state.since is not None and state.since == figure.update.at and day is not None
    return shapes.day(day) if stated and day else shapes.moment(state.since) if state.since else ""


def _print_last_look(figure: "SiteFigure", shapes: "Shapes") -> None:
    look = figure.last_look
    if look is None or look.last_at is None:
        return
    from watcher.wording.terms import REASONS

    what = _(REASONS[look.last_reason])
    http = f"  (HTTP {look.http})" if look.http else ""
    when = shapes.moment(look.last_at)
    show.say(_("Last look: {when}: {what}", when=when, what=what) + http)


def _print_clocks(figure: "SiteFigure", shapes: "Shapes") -> None:
    from watcher.core.renewal import Renewal
    from watcher.wording.terms import DOMAIN_STATES, RENEWALS

    show.say(f"{_('Domain'):12} {_end(figure.domain, shapes)}")
    checked = figure.domain_checked_at
    when = _("checked {when}", when=shapes.moment(checked)) if checked else ""
    show.say(f"{'':12} {_(DOMAIN_STATES[figure.domain_state])}  {when}".rstrip())
    if figure.renewal is not Renewal.NONE:
        show.say(f"{'':12} {_(RENEWALS[figure.renewal])}")
    if figure.differs_from_register and figure.site.domain_expires is not None:
        day = shapes.day(figure.site.domain_expires)
        show.say(f"{'':12} " + _("the list says {day}: please correct it", day=day))
    if figure.delegation is not None:
        name, servers = _("Name servers"), ", ".join(figure.delegation.nameservers) or "–"
        signed = _("(signed)") if figure.delegation.signed else ""
        show.say(show.printable(f"{name:12} {servers}  {signed}".rstrip()))
    show.say(f"{_('Hosting'):12} {_end(figure.hosting, shapes)}")
    if figure.certificate is not None:
        name, ends = _("Certificate"), shapes.day(figure.certificate.not_after)
        show.say(show.printable(f"{name:12} {ends}  ({figure.certificate.issuer})"))
        if figure.certificate_seen_at is not None:
            seen = shapes.moment(figure.certificate_seen_at)
            show.say(f"{'':12} " + _("checked {when}", when=seen))


def _end(expiry: "Expiry", shapes: "Shapes") -> str:
    """A day, who says so, and how sure it is."""
    from watcher.wording.terms import CONFIDENCES, SOURCES

    if expiry.on is None:
        return _("not known")
    source = _(SOURCES[expiry.source])
    return f"{shapes.day(expiry.on)}  ({source}, {_(CONFIDENCES[expiry.confidence])})"


def _shapes(settings: "Settings") -> "Shapes":
    from watcher.wording.shapes import Shapes

    return Shapes(_.language, settings.programme.zoneinfo)
