"""run and status: start the daemon, and print the state of sites and of the daemon."""

from typing import TYPE_CHECKING, Annotated

import typer

from watcher.cli import show
from watcher.cli.invocation import current, spoken
from watcher.cli.open_office import open_office
from watcher.cli.views.one_site import formatter_of, print_site
from watcher.core.printable import printable

if TYPE_CHECKING:
    from watcher.jobs.status import OfficeStatus
    from watcher.settings import Settings
    from watcher.wording.formats import Formatter

_ = spoken


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
    everyone: Annotated[
        bool, typer.Option("--all", help=_("One line a site, what needs somebody first."))
    ] = False,
    state: Annotated[
        str, typer.Option(help=_("With --all: only sites in this state: down, due, suspected ..."))
    ] = "",
    community: Annotated[str, typer.Option(help=_("With --all: only this community."))] = "",
    json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Print the state of one site, of all sites, or of the office and the daemon."""
    from watcher.app import utc_now
    from watcher.cli.views.all_sites import print_sites
    from watcher.jobs import status as job

    now = utc_now()
    with open_office(to_read=True) as (settings, database):
        found = job.status(database, settings, now)
        figure = job.find_site(found.figures, site) if site else None
        near = job.site_details(database, figure.site) if figure else None
    if everyone or state or community:
        print_sites(found.figures, settings, state=state, community=community, json=json)
    elif site is None:
        _whole(found, settings, json)
    elif figure is None or near is None:
        show.note(_("There is no site {site} in the register.", site=site))
        raise typer.Exit(1)
    else:
        print_site(figure, near, settings, json)


def _whole(found: "OfficeStatus", settings: "Settings", json: bool) -> None:
    from watcher.report.data.json_shapes import instant

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
    _print_health(found, formatter_of(settings))


def _print_states(found: "OfficeStatus") -> None:
    from watcher.wording.terms import GLYPHS, STATES

    counts = found.figures.counts
    show.say(_.plural("{n} site", "{n} sites", counts.total))
    for state, n in counts.by_state.items():
        show.say(f"  {GLYPHS[state]} {n:4}  {_(STATES[state])}")
    show.say(_("Can be opened now: {opens} of {n}", opens=counts.opens, n=counts.total))
    if past := found.figures.past_end:
        names = ", ".join(printable(figure.site.business) for figure in past)
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


def _print_health(found: "OfficeStatus", formatter: "Formatter") -> None:
    last = found.daemon
    if last is None:
        show.say(_("watcher has not run yet. Start it: watcher run"))
    elif found.alive:
        show.say(_("watcher runs (pid {pid} on {host}).", pid=last.pid, host=last.host))
    else:
        show.say(_("watcher does not run; last seen {when}.", when=formatter.moment(last.beat_at)))
    late = max(found.lag.values(), default=None)
    if late is not None:
        show.say(_("Behind by {length}.", length=formatter.duration(late)))
    for ending in found.unreadable:
        show.say(_("The registry of .{ending} could not be read for over a day.", ending=ending))
    for state, n in found.letters.items():
        show.say(_("Letters {state}: {n}", state=_(_letter_words()[state.name]), n=n))


def _letter_words() -> dict[str, str]:
    from watcher.wording.terms import LETTER_STATES

    return LETTER_STATES
