"""Turn an unexpected exception of a look into an inconclusive finding: the others go on."""

import logging
from collections.abc import Awaitable

from watcher.core.looks.observation import Finding, Outcome, Reason

log = logging.getLogger(__name__)


async def guarded(looking: Awaitable[Finding], **about: object) -> Finding:
    """Await a finding; on an unexpected exception, log it and return UNKNOWN.

    Args:
        looking: the look.
        about: fields of the log line, such as the site's id.
    """
    try:
        return await looking
    except Exception:  # the only catch-all: one odd page must not stop the other looks
        log.exception("internal_error", extra=about)
        return Finding(Outcome.UNKNOWN, Reason.INTERNAL_ERROR)
