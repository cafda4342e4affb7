"""What a visitor of a home page may meet, and what the probes bring home from it."""

from dataclasses import dataclass, replace

from watcher.core.looks.observation import Outcome, Reason
from watcher.core.pages.kind import Level, PageKind


@dataclass(frozen=True, slots=True)
class Face:
    """What stands where a home page should.

    Attributes:
        up: whether a visitor is served; None where a look cannot tell.
        outcome, reason: of an availability look.
        kind: of the page that arrives; None where none does.
        text: what its fingerprint is made of.
        readable: the whole page can be read, too.
        claimed: day of the last change that the page states; it is a strong claim.
        claim_moves: it states yesterday but one, whenever it is asked.
    """

    up: bool | None
    outcome: Outcome
    reason: Reason
    kind: PageKind | None = None
    level: Level = Level.NONE
    text: str = ""
    words: tuple[str, ...] = ()
    status: int = 0
    readable: bool = True
    claimed: float | None = None
    claim_moves: bool = False


def own(text: str = "a", claimed: float | None = None, *, claim_moves: bool = False) -> Face:
    """The grantee's own page."""
    shown = _page(PageKind.OWNER_SITE, text=text)
    return replace(shown, claimed=claimed, claim_moves=claim_moves)


def _page(
    kind: PageKind, reason: Reason = Reason.OK, level: Level = Level.NONE, text: str = ""
) -> Face:
    """A page that arrives; a server that is reached is up, whatever it shows."""
    shown = text or kind.value
    words = (shown,) if level is not Level.NONE else ()
    return Face(True, Outcome.OK, reason, kind, level, shown, words, 200)


def _failure(reason: Reason, status: int = 0) -> Face:
    return Face(False, Outcome.FAILED, reason, status=status)


def _hidden(kind: PageKind, reason: Reason) -> Face:
    return Face(None, Outcome.UNKNOWN, reason, kind, status=403, readable=False)


PLACEHOLDER = _page(PageKind.PLACEHOLDER, Reason.PLACEHOLDER)
COMING_SOON = _page(PageKind.COMING_SOON, Reason.COMING_SOON)
SOFT_404 = _page(PageKind.SOFT_404, Reason.SOFT_404)
EMPTY = _page(PageKind.EMPTY_PAGE, Reason.EMPTY_PAGE)
PARKED = _page(PageKind.PARKED, Reason.PARKED)
REDIRECTED = _page(PageKind.REDIRECTED, Reason.OFFSITE_REDIRECT)
SHELL = _page(PageKind.UNKNOWN_CONTENT)
GAMBLING = _page(PageKind.GAMBLING, Reason.HIJACKED, Level.CONFIRMED)
GAMBLING_MAYBE = _page(PageKind.GAMBLING, level=Level.REVIEW)
UNREADABLE = replace(own(), readable=False)
SUSPENDED = Face(
    False, Outcome.FAILED, Reason.HOSTING_SUSPENDED, PageKind.HOSTING_SUSPENDED,
    text="suspended", status=403,
)  # fmt: skip
CHALLENGE = _hidden(PageKind.CHALLENGE, Reason.CHALLENGE)
BLOCKED = _hidden(PageKind.ISP_BLOCK, Reason.ISP_BLOCK)
REFUSED = _failure(Reason.CONNECT_REFUSED)
NXDOMAIN = _failure(Reason.DNS_NXDOMAIN)
ERROR_500 = _failure(Reason.HTTP_5XX, 500)
