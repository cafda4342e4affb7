"""What the network did, as an exception that httpx understands and that carries a reason."""

import httpx

from watcher.core.looks.observation import Reason


class LookError(httpx.TransportError):
    """A look could not go on. `reason` says why; `facts` what was learned until then."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(detail or reason.value)
        self.reason = reason
