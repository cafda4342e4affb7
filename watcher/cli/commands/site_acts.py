"""site: what staff can do about a site. Every command writes one act: who, when, why, what."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from watcher.cli import show
from watcher.cli.commands import site_register
from watcher.cli.commands.daemon import status
from watcher.cli.invocation import spoken
from watcher.cli.views.found_site import found_site, typed_day
from watcher.cli.views.one_site import formatter_of

if TYPE_CHECKING:
    from watcher.core.sites.act import Act
    from watcher.wording.formats import Formatter

_ = spoken


class Why(StrEnum):
    """Why a site is no longer watched."""

    PAUSED = "paused"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class AnswerWord(StrEnum):
    """What an owner answered; also in Indonesian, as letters ask for it."""

    RENEWED = "renewed"
    HELP = "help"
    CLOSE = "close"
    STOP = "stop"
    SUDAH = "sudah"
    BANTU = "bantu"
    TUTUP = "tutup"
    BERHENTI = "berhenti"


class TermWord(StrEnum):
    """Which term was paid."""

    DOMAIN = "domain"
    HOSTING = "hosting"


class StateWord(StrEnum):
    """A state that can be set by hand; NONE removes one."""

    IN_USE = "in_use"
    STALE = "stale"
    NEVER_USED = "never_used"
    DARK = "dark"
    UNKNOWN = "unknown"
    NONE = "none"


_SITE = Annotated[str, typer.Argument(help=_("Number, host, address or business of a site."))]
_BY = Annotated[str, typer.Option("--by", help=_("Who says so; your login name by default."))]
_REASON = Annotated[str, typer.Option("--reason", help=_("In your own words."))]


def add_to(app: typer.Typer) -> None:
    """Register the commands of this group."""
    group = typer.Typer(
        no_args_is_help=True, rich_markup_mode=None, help=_("What the office says of a site.")
    )
    group.command("show", help=_("The state of one site."))(show_site)
    group.command("history", help=_("What people have done about it."))(history)
    group.command("answered", help=_("Write down what its owner said."))(answered)
    group.command("contacted", help=_("Somebody has spoken with the owner."))(contacted)
    group.command("confirm-payment", help=_("Somebody has seen the receipt."))(confirm_payment)
    group.command("pause", help=_("Leave it in peace: no looks, no letters."))(pause)
    group.command("resume", help=_("Watch it again."))(resume)
    group.command("override", help=_("Set its state by hand, until the evidence changes."))(
        override
    )
    group.command("safe", help=_("A suspicion is wrong: the page or name is the owner's."))(safe)
    group.command("confirm", help=_("An accusation is right: somebody broke in."))(confirm)
    group.command("baseline", help=_("The present content is that of the hand-over."))(baseline)
    site_register.add_to(group)
    app.add_typer(group, name="site")


def show_site(
    site: _SITE,
    json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Do the same as `watcher status SITE`."""
    status(site, json=json)


def history(
    site: _SITE,
    json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Print every act about a site, the oldest first."""
    from watcher.cli.views import contract
    from watcher.storage.register.act_rows import acts_of
    from watcher.wording.formats import Formatter

    with found_site(site) as found:
        acts = acts_of(found.database, found.site.id)
        if json:
            show.as_json([contract.act(act) for act in acts])
            return
        if not acts:
            show.say(_("Nobody has done anything about {site} yet.", site=found.site.host))
            return
        formatter = Formatter(_.language, found.settings.programme.zoneinfo)
        headings = (_("When"), _("Who"), _("What"), _("Changed"), _("Why"))
        show.table(headings, [_row(act, formatter) for act in acts])


def _row(act: "Act", formatter: "Formatter") -> list[str]:
    from watcher.cli.views.act_words import changed_by
    from watcher.wording.terms import name_of_act

    by = act.by or "–"
    what = _(name_of_act(act))
    return [formatter.short_moment(act.at), by, what, changed_by(act, formatter), act.reason]


def answered(
    site: _SITE,
    word: Annotated[
        AnswerWord,
        typer.Argument(
            case_sensitive=False,
            help=_("renewed (sudah), help (bantu), close (tutup) or stop (berhenti)."),
        ),
    ],
    on: Annotated[str | None, typer.Option(help=_("The day, such as 12/10/2026; today."))] = None,
    term: Annotated[TermWord, typer.Option(help=_("domain or hosting."))] = TermWord.DOMAIN,
    by: _BY = "",
    reason: _REASON = "",
) -> None:
    """Record an owner's answer, received by mail, telephone or WhatsApp."""
    from watcher.core.domains.expiry import ExpiryKind
    from watcher.core.sites.site import OwnerAnswer
    from watcher.jobs import acts

    answers = {
        AnswerWord.RENEWED: OwnerAnswer.DONE, AnswerWord.SUDAH: OwnerAnswer.DONE,
        AnswerWord.HELP: OwnerAnswer.HELP, AnswerWord.BANTU: OwnerAnswer.HELP,
        AnswerWord.CLOSE: OwnerAnswer.CLOSE, AnswerWord.TUTUP: OwnerAnswer.CLOSE,
        AnswerWord.STOP: OwnerAnswer.STOP, AnswerWord.BERHENTI: OwnerAnswer.STOP,
    }  # fmt: skip
    day = typed_day(on) if on else None
    with found_site(site) as found:
        person = found.person(by, reason)
        clock = ExpiryKind(term.value)
        acts.answered(
            found.database, found.settings, found.site.id, answers[word], person, day, clock
        )
        day_in_words = formatter_of(found.settings).day(day or found.today)
        show.say(_("{site}: answer of {day} noted.", site=found.site.host, day=day_in_words))


def contacted(site: _SITE, by: _BY = "", reason: _REASON = "") -> None:
    """Record that staff have spoken with the owner."""
    from watcher.jobs import acts

    with found_site(site) as found:
        acts.contacted(found.database, found.settings, found.site.id, found.person(by, reason))
        show.say(_("{site}: noted.", site=found.site.host))


def confirm_payment(
    site: _SITE,
    until: Annotated[str, typer.Option(help=_("The end of the paid term, such as 2027-10-31."))],
    term: Annotated[TermWord, typer.Option(help=_("domain or hosting."))] = TermWord.DOMAIN,
    by: _BY = "",
    reason: _REASON = "",
) -> None:
    """Record that staff have seen proof of payment: the renewal then counts as certain."""
    from watcher.core.domains.expiry import ExpiryKind
    from watcher.jobs import acts

    day = typed_day(until)
    with found_site(site) as found:
        person, clock = found.person(by, reason), ExpiryKind(term.value)
        acts.confirm_payment(found.database, found.settings, found.site.id, clock, day, person)
        day_in_words = formatter_of(found.settings).day(day)
        show.say(_("{site}: paid until {day}.", site=found.site.host, day=day_in_words))


def pause(
    site: _SITE,
    why: Annotated[Why, typer.Option(help=_("paused, closed or withdrawn."))] = Why.PAUSED,
    until: Annotated[str | None, typer.Option(help=_("The last day of the pause."))] = None,
    by: _BY = "",
    reason: _REASON = "",
) -> None:
    """Stop watching a site; it is in no percentage meanwhile."""
    from watcher.core.sites.site import MonitoringStatus
    from watcher.jobs import acts

    last = typed_day(until) if until else None
    with found_site(site) as found:
        person, standing = found.person(by, reason), MonitoringStatus(why)
        acts.pause(found.database, found.settings, found.site.id, standing, person, last)
        show.say(_("{site} is left in peace.", site=found.site.host))


def resume(site: _SITE, by: _BY = "", reason: _REASON = "") -> None:
    """Watch a site again."""
    from watcher.jobs import acts

    with found_site(site) as found:
        acts.resume(found.database, found.site.id, found.person(by, reason))
        show.say(_("{site} is watched.", site=found.site.host))


def override(
    site: _SITE,
    state: Annotated[StateWord, typer.Argument(help=_("The state; none takes your word back."))],
    by: _BY = "",
    reason: _REASON = "",
) -> None:
    """Set the state of a site by hand; reports mark it and say by whom."""
    from watcher.core.sites.state import State
    from watcher.jobs import acts

    if state is not StateWord.NONE and not reason.strip():
        raise typer.BadParameter(_("a state that is set by hand needs a --reason"))
    wanted = None if state is StateWord.NONE else State(state.value)
    with found_site(site) as found:
        person = found.person(by, reason)
        acts.override(found.database, found.settings, found.site.id, wanted, person)
        if wanted is None:
            show.say(_("{site}: the state is again what watcher finds.", site=found.site.host))
        else:
            show.say(
                _(
                    "{site}: the state is set by hand, until the evidence changes.",
                    site=found.site.host,
                )
            )


def safe(site: _SITE, by: _BY = "", reason: _REASON = "") -> None:
    """Record "aman": the suspected content is the owner's, as long as the evidence is the same."""
    from watcher.jobs import acts

    with found_site(site) as found:
        person = found.person(by, reason)
        acts.mark_safe(found.database, found.settings, found.site.id, person)
        show.say(_("{site}: marked as safe.", site=found.site.host))


def confirm(site: _SITE, by: _BY = "", reason: _REASON = "") -> None:
    """Record "benar": the suspected content is somebody else's; reports state it as a fact."""
    from watcher.jobs import acts

    with found_site(site) as found:
        person = found.person(by, reason)
        acts.mark_confirmed(found.database, found.settings, found.site.id, person)
        show.say(_("{site}: the hijack is confirmed.", site=found.site.host))


def baseline(site: _SITE, by: _BY = "", reason: _REASON = "") -> None:
    """Record the present content as that of the hand-over."""
    from watcher.jobs import acts

    with found_site(site) as found:
        person = found.person(by, reason)
        acts.keep_baseline(found.database, found.settings, found.site.id, person)
        show.say(_("{site}: the content of the hand-over is noted.", site=found.site.host))
