"""How often each question is asked of a site, before anything is known of it."""

from datetime import timedelta

from watcher.core.looks.cadence import DELEGATION_EVERY
from watcher.core.looks.observation import Kind
from watcher.settings import Settings


def intervals(settings: Settings) -> dict[Kind, timedelta]:
    """How often each question is asked of a site; a registry only at first, then by need."""
    return {
        Kind.AVAILABILITY: timedelta(minutes=settings.looks.availability_minutes),
        Kind.PAGE: timedelta(hours=settings.looks.page_hours),
        Kind.DOMAIN: timedelta(days=1),
        Kind.DELEGATION: DELEGATION_EVERY,
    }
