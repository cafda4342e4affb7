"""site move and site remove: change the register itself, by one act each."""

from typing import TYPE_CHECKING, Annotated

import typer

from watcher.cli import show
from watcher.cli.invocation import spoken
from watcher.cli.views.found_site import found_site

if TYPE_CHECKING:
    from watcher.settings import Settings

_ = spoken

_SITE = Annotated[str, typer.Argument(help=_("Number, host, address or business of a site."))]
_BY = Annotated[str, typer.Option("--by", help=_("Who says so; your login name by default."))]
_REASON = Annotated[str, typer.Option("--reason", help=_("In your own words."))]


def add_to(group: typer.Typer) -> None:
    """Register the commands of this group."""
    group.command("move", help=_("It has another address; its history stays."))(move)
    group.command("remove", help=_("Watch it no longer; its history stays."))(remove)


def move(
    site: _SITE,
    address: Annotated[str, typer.Argument(metavar="NEW-URL", help=_("The new web address."))],
    by: _BY = "",
    reason: _REASON = "",
) -> None:
    """Watch a site at another address from now on."""
    from watcher.jobs.move_site import move as keep_move

    with found_site(site) as found:
        url = _address(address, found.settings)
        person = found.person(by, reason)
        business = keep_move(found.database, found.settings, found.site.id, url, person)
        if business is not None:
            show.note(_("{url} is the address of {site} already.", url=url, site=business))
            raise typer.Exit(1)
        show.say(_("{site} is watched at {url} from now on.", site=found.site.host, url=url))


def _address(text: str, settings: "Settings") -> str:
    from watcher.jobs.intake.soft_cells import CellError
    from watcher.jobs.move_site import new_address
    from watcher.wording.import_words import FAULTS

    try:
        return new_address(text, settings)
    except CellError as error:
        message = _(FAULTS[error.fault], value=text, hint=error.hint)
        raise typer.BadParameter(message) from error


def remove(site: _SITE, by: _BY = "", reason: _REASON = "") -> None:
    """Stop watching a site for good: no looks, no letters, in no count; no import resumes it."""
    from watcher.core.sites.site import MonitoringStatus
    from watcher.jobs import acts

    if not reason.strip():
        raise typer.BadParameter(_("a site that is removed needs a --reason"))
    with found_site(site) as found:
        person, gone = found.person(by, reason), MonitoringStatus.WITHDRAWN
        acts.pause(found.database, found.settings, found.site.id, gone, person)
        show.say(
            _(
                "{site} is watched no longer. Take it back: watcher site resume {site}",
                site=found.site.host,
            )
        )
