"""Can a dark site still be saved? By its domain first, and only then by its hosting."""

from watcher.core.observation import DomainState
from watcher.core.state import NextStep
from watcher.report.figures import SiteFigure
from watcher.wording import Words
from watcher.wording.shapes import Shapes

_LOST = (DomainState.PENDING_DELETE, DomainState.EXPIRED, DomainState.UNREGISTERED)


def is_lost(figure: SiteFigure) -> bool:
    """Whether the site's name can no longer be had back by paying for it."""
    return figure.domain_state in _LOST


def salvage(figure: SiteFigure, say: Words, shapes: Shapes) -> str:
    """Say whether a dark site can still be saved: by its domain first, then its hosting."""
    expires = figure.domain.on
    match figure.domain_state:
        case DomainState.GRACE if expires:
            until = shapes.short_day(figure.life.grace_ends(expires))
            return say("Yes, at the normal price until about {date}", date=until)
        case DomainState.REDEMPTION if expires:
            until = shapes.short_day(figure.life.redemption_ends(expires))
            return say("Yes, at several times the price until about {date}", date=until)
        case _ if is_lost(figure):
            return say("No, the name is lost")
        case DomainState.HOLD if figure.state.next_step is NextStep.VERIFY_DOMAIN:
            return say("Yes, once the owner clicks the link in the registrar's e-mail")
        case DomainState.HOLD:
            return say("Ask the registrar why the name is on hold")
        case DomainState.REGISTERED | DomainState.EXPIRING:
            return say("Yes, the domain is paid: ask the owner and the host")
    return say("Ask the owner and the host")
