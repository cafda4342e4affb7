"""What becomes of a look that breaks: nothing was found out, and all others go on."""

import logging
from collections.abc import Awaitable

from watcher.core.looks.observation import Finding, Outcome, Reason

log = logging.getLogger(__name__)


async def guarded(looking: Awaitable[Finding], **about: object) -> Finding:
    """Give what a look finds. A bug of ours is unknown, and logged with what it was about."""
    try:
        return await looking
    except Exception:  # the only one: a strange page must not stop the rest
        log.exception("internal_error", extra=about)
        return Finding(Outcome.UNKNOWN, Reason.INTERNAL_ERROR)
