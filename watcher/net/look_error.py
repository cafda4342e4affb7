"""The exception of all network failures. It derives from httpx's, so that httpx lets it pass."""

import httpx

from watcher.core.looks.observation import Reason


class LookError(httpx.TransportError):
    """A look could not go on. `reason` says why; what was learned before is in its LookTrace."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(detail or reason.value)
        self.reason = reason
