"""Decide whether a dark site can still be saved: by its domain first, then by its hosting."""

from datetime import date

from watcher.core.domains.life import LOST
from watcher.core.looks.observation import DomainState, Reason
from watcher.core.pages.page_history import PageOwner
from watcher.core.sites.next_step import NextStep
from watcher.report.figures.site_figure import SiteFigure
from watcher.wording import Words
from watcher.wording.formats import Formatter


def is_lost(figure: SiteFigure) -> bool:
    """Return whether the site's domain can no longer be had back by paying for it."""
    return figure.state.reason is Reason.REREGISTERED or figure.domain_state in LOST


def saved_until(figure: SiteFigure) -> date | None:
    """Return the last day on which an expired domain can be had back; None for other domains."""
    expires = figure.domain.on
    if expires is None or is_lost(figure):
        return None
    if figure.domain_state is DomainState.GRACE:
        return figure.life.grace_ends(expires)
    if figure.domain_state is DomainState.REDEMPTION:
        return figure.life.redemption_ends(expires)
    return None


def recoverability(figure: SiteFigure, say: Words, formatter: Formatter) -> str:
    """Say in one sentence whether a dark site can still be saved.

    Args:
        figure: the dark site.
        say: the language of the sentence.
        formatter: for the dates in it.
    """
    until = saved_until(figure)
    if figure.state.reason is Reason.REREGISTERED:
        return say("No, the name now belongs to somebody else")
    if is_lost(figure):
        return say("No, the name is lost")
    if until is not None and figure.domain_state is DomainState.GRACE:
        return say("Yes, at the normal price until about {date}", date=formatter.short_day(until))
    if until is not None:
        day = formatter.short_day(until)
        return say("Yes, at several times the price until about {date}", date=day)
    if figure.domain_state is DomainState.HOLD:
        if figure.state.next_step is NextStep.VERIFY_DOMAIN:
            return say("Yes, once the owner clicks the link in the registrar's e-mail")
        return say("Ask the registrar why the name is on hold")
    if figure.domain_state in (DomainState.REGISTERED, DomainState.EXPIRING):
        return _by_hosting(figure, say)
    return say("Ask the owner and the host")


def _by_hosting(figure: SiteFigure, say: Words) -> str:
    """Say it of a site whose domain is paid for."""
    if figure.state.reason is Reason.HOSTING_SUSPENDED:
        return say("Yes, once the hosting is paid: the domain is")
    if figure.state.page_owner is PageOwner.FOREIGN:
        return say("The domain is paid, but the page is not the owner's: ask the owner")
    return say("The domain is paid: ask the owner and the host")
