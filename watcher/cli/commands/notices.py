"""notices: letters that are due, sending them, the outbox, and previews."""

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from watcher.cli import show
from watcher.cli.invocation import current, spoken
from watcher.cli.open_office import open_office
from watcher.cli.questions import confirm

if TYPE_CHECKING:
    from watcher.core.reminders.notice import Notice
    from watcher.wording.formats import Formatter

_ = spoken


def add_to(app: typer.Typer) -> None:
    """Register the commands of this group."""
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help=_("Letters to owners."))
    group.command("plan", help=_("What would go to whom, and why; sends nothing."))(plan)
    group.command("send", help=_("Send what is due."))(send)
    group.command("preview", help=_("Print one letter."))(preview)
    group.command("outbox", help=_("Every letter there is."))(outbox)
    group.command("test", help=_("Send a test letter."))(test)
    app.add_typer(group, name="notices")


def plan(
    at: Annotated[str | None, typer.Option(help=_("ISO 8601; now by default."))] = None,
    json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Print the letters that are due, and send nothing."""
    from watcher.jobs.letters.composer import LetterComposer
    from watcher.jobs.letters.remind import due_notices
    from watcher.storage.letters.outbox import sites_written_about
    from watcher.wording.formats import Formatter

    with open_office() as (settings, database):
        due = due_notices(database, settings, _instant(at))
        composer = LetterComposer.of(database, settings)
        written = sites_written_about(database, [notice.occasion for notice in due])
    rows = [
        (n, {site.id for site in n.sites} <= written.get(n.occasion, set()), composer.reaches(n))
        for n in due
    ]
    if json:
        show.as_json([_as_json(*row) for row in rows])
        return
    headings = (_("What"), _("Until"), _("To"), _("Sites"), _("Stands"))
    formatter = Formatter(_.language, settings.programme.zoneinfo)
    shown = [(*_in_words(notice, formatter), _stands(w, r)) for notice, w, r in rows]
    show.table(headings, shown)
    show.say(_("Nothing was sent."))


def _in_words(notice: "Notice", formatter: "Formatter") -> tuple[str, ...]:
    from watcher.wording.formats import readable_host
    from watcher.wording.letter_names import ROLES, letter_name

    return (
        letter_name(notice.kind, current().words),
        formatter.short_day(notice.expires),
        _(ROLES[notice.role]),
        " ".join(readable_host(site.host) for site in notice.sites),
    )


def _stands(written: bool, reachable: bool) -> str:
    if written:
        return _("written already")
    return _("to be written") if reachable else _("no address: call")


def _as_json(notice: "Notice", written: bool, reachable: bool) -> dict[str, object]:
    return {
        "kind": notice.kind,
        "clock": notice.clock,
        "stage": notice.stage,
        "expires_on": notice.expires.isoformat(),
        "role": notice.role,
        "recipient": notice.recipient,
        "sites": [site.id for site in notice.sites],
        "dedup_key": notice.dedup_key,
        "written": written,
        "reachable": reachable,
    }


def send(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Only say what would happen."))
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help=_("Do not ask."))] = False,
) -> None:
    """Queue the letters that are due, ask for confirmation, and send them."""
    from watcher.app import utc_now
    from watcher.jobs.letters.dispatch import dispatch
    from watcher.jobs.letters.remind import remind
    from watcher.storage.letters import outbox as letters

    if dry_run:
        plan(at=None, json=False)
        return
    with open_office() as (settings, database):
        remind(database, settings, utc_now())
        waiting = letters.unsent(database)
        if waiting and not yes:
            confirm(_("Send {n} letters?", n=waiting))
        done = asyncio.run(dispatch(database, settings, utc_now, at_once=True))
    show.say(
        _("sent {sent} · waiting {waiting} · deferred {deferred} · refused {refused}",
          sent=done.sent, waiting=done.waiting, deferred=done.deferred, refused=done.refused)
    )  # fmt: skip
    if done.why:
        show.note(_("The letters wait: {why}", why=done.why))
    raise typer.Exit(1 if done.refused else 0)


def preview(
    kind: Annotated[str, typer.Argument(help=_("Kind of letter, such as expiry_h14."))],
    site: Annotated[str, typer.Option(help=_("Number, host or address of a site."))],
    html: Annotated[bool, typer.Option("--html", help=_("Print the HTML part."))] = False,
) -> None:
    """Print a letter as it would be written today."""
    from email import message_from_bytes, policy

    from watcher.app import utc_now
    from watcher.jobs.letters.preview import preview_letter

    with open_office() as (settings, database):
        letter = preview_letter(database, settings, kind, site, utc_now())
    message = message_from_bytes(letter, policy=policy.default)
    body = message.get_body(("html",) if html else ("plain",))
    if not html:
        typer.echo(f"{message['Subject']}\n")
    typer.echo(body.get_content() if body else "")


def outbox(
    json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """List every letter: to whom, about which sites, its state and why."""
    from watcher.app import utc_now
    from watcher.cli.views import outbox_list
    from watcher.cli.views.recipients import Names
    from watcher.storage.letters import outbox as letters
    from watcher.wording.formats import Formatter

    with open_office() as (settings, database):
        every_letter = letters.all_letters(database)
        names = Names.of(database, settings)
    if json:
        show.as_json([outbox_list.as_json(stored, names) for stored in every_letter])
        return
    formatter = Formatter(_.language, settings.programme.zoneinfo)
    rows = [outbox_list.row(stored, names, formatter, utc_now()) for stored in every_letter]
    show.table(outbox_list.headings(), rows)


def test(address: Annotated[str, typer.Argument(help=_("Where to send it."))]) -> None:
    """Send one letter, to see whether the mail server accepts it."""
    from watcher.app import utc_now
    from watcher.jobs.letters.preview import send_test

    reply = asyncio.run(send_test(current().settings(), address, utc_now()))
    show.say(_("Sent: {reply}", reply=reply))


def _instant(text: str | None) -> datetime:
    from watcher.app import utc_now

    if text is None:
        return utc_now()
    try:
        at = datetime.fromisoformat(text)
        if not 1970 < at.year < 9000:
            raise ValueError(text)  # a year at the bounds of datetime overflows in some zones
    except ValueError:
        raise typer.BadParameter(
            _("{text} is no time; write 2026-12-01T08:00.", text=text)
        ) from None
    return at if at.tzinfo else at.replace(tzinfo=current().settings().programme.zoneinfo)
