"""How often each kind of look is made, by the settings."""

from datetime import timedelta

from watcher.core.looks.cadence import DELEGATION_EVERY
from watcher.core.looks.observation import Kind
from watcher.settings import Settings


def intervals(settings: Settings) -> dict[Kind, timedelta]:
    """Return how often each kind of look is made.

    For Kind.DOMAIN this is the first interval only: later ones depend on the expiry date.
    """
    return {
        Kind.AVAILABILITY: timedelta(minutes=settings.looks.availability_minutes),
        Kind.PAGE: timedelta(hours=settings.looks.page_hours),
        Kind.DOMAIN: timedelta(days=1),
        Kind.DELEGATION: DELEGATION_EVERY,
    }
