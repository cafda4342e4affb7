"""The situations of the table of states, as views: names here, and what is seen in each."""

from collections.abc import Callable
from datetime import datetime, timedelta

from factories import T0, TODAY, a_page, a_view, changed, day, down, up

from watcher.core.domains.expiry import Confidence, Expiry
from watcher.core.looks.access import Availability
from watcher.core.looks.observation import DomainState, Reason
from watcher.core.pages.freshness import Interval, LastUpdate, last_update
from watcher.core.pages.kind import Level, PageKind
from watcher.core.pages.page_facts import Claim
from watcher.core.pages.page_history import SeenPage
from watcher.core.sites.view import View

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NEVER: dict[str, object] = {"pages": (), "contents": (), "update": LastUpdate()}


def dead(since: datetime, reason: Reason = Reason.CONNECT_REFUSED) -> dict[str, object]:
    return {"availability": down(since, reason)}


def showing(
    kind: PageKind, lasted: timedelta, level: Level = Level.NONE, ago: timedelta = timedelta()
) -> dict[str, object]:
    """The owner's page until a while ago, then another one."""
    page = a_page(kind, level, lasted, T0 - ago)
    own = a_page(PageKind.OWNER_SITE, Level.NONE, 100 * DAY, page.first_at)
    return {"pages": (own, page)}


def always(kind: PageKind, lasted: timedelta = 30 * DAY, level: Level = Level.NONE) -> View:
    return a_view(pages=(a_page(kind, level, lasted),), contents=(), update=LastUpdate())


def watched(days: float) -> View:
    """The owner's page for so many days, always the same text."""
    contents = (Interval("text", day(-days), T0),)
    pages = (a_page(seen_for=timedelta(days=days)),)
    return a_view(pages=pages, contents=contents, update=last_update(contents, (), T0))


def handed_over(days: float) -> View:
    found = watched(days)
    return a_view(pages=found.pages, contents=found.contents, update=found.update, at_baseline=True)


def changed_view(days_ago: float, **known: object) -> View:
    contents = changed(days_ago)
    return a_view(contents=contents, update=last_update(contents, (), T0), **known)


def stating(days_ago: float) -> View:
    contents = (Interval("text", day(-30), T0),)
    claims = (Claim(day(-days_ago), "json-ld dateModified", True),)
    return a_view(contents=contents, update=last_update(contents, claims, T0))


def restless() -> View:
    contents = tuple(Interval(f"text {n}", day(-n), day(-n)) for n in range(365, 0, -1))
    return a_view(contents=contents, update=last_update(contents, (), T0))


def glimpsed(kind: PageKind, level: Level = Level.NONE) -> View:
    own = a_page(until=T0 - 20 * HOUR)
    return a_view(pages=(own,), glimpse=a_page(kind, level, HOUR, T0))


def hijacked(*later: SeenPage, until: datetime = T0, **known: object) -> View:
    page = a_page(PageKind.GAMBLING, Level.CONFIRMED, 30 * DAY, until, "Slot")
    return a_view(pages=(page, *later), **known)


def ends(days: int, confidence: Confidence = Confidence.CERTAIN) -> Expiry:
    return Expiry(TODAY + timedelta(days=days), "rdap", confidence)


def lapsed(**known: object) -> View:
    return a_view(domain=ends(-5), domain_state=DomainState.GRACE, **known)


def blind(reason: Reason, looks: int = 288) -> View:
    return a_view(looks=looks, conclusive=looks // 10, blind_reason=reason)


def unseen(reason: Reason) -> View:
    return a_view(looks=0, conclusive=0, blind_reason=reason, availability=Availability(), **NEVER)


_SURE, _PERHAPS = Level.CONFIRMED, Level.REVIEW
SITUATIONS: dict[str, Callable[[], View]] = {
    "never looked at": lambda: unseen(Reason.NOT_LOOKED),
    "watcher off for three days": lambda: unseen(Reason.OWN_NETWORK),
    "nine of ten looks saw the block page of a provider": lambda: blind(Reason.ISP_BLOCK),
    "robots are refused at every look": lambda: blind(Reason.CHALLENGE),
    "does not exist since the first look, an hour ago": lambda: a_view(
        **dead(T0 - HOUR, Reason.DNS_NXDOMAIN), **NEVER
    ),
    "does not exist since the first look, four days ago": lambda: a_view(
        **dead(day(-4), Reason.DNS_NXDOMAIN), **NEVER
    ),
    "answers with errors since the first look, four days ago": lambda: a_view(
        **dead(day(-4), Reason.HTTP_5XX), **NEVER
    ),
    "refuses since the first look, two days ago": lambda: a_view(**dead(day(-2)), **NEVER),
    "opens, page never read": lambda: a_view(**NEVER),
    "opens, page last read eight days ago": lambda: a_view(pages=(a_page(until=day(-8)),)),
    "owner's page, watched for ten days, no change seen": lambda: watched(10),
    "owner's page, watched for ninety days, no change seen": lambda: watched(90),
    "owner's page, watched for ninety-one days, no change seen": lambda: watched(91),
    "owner's page, another text at every look for a year": restless,
    "owner's page, changed ten days ago": lambda: changed_view(10),
    "owner's page, changed ninety-one days ago": lambda: changed_view(91),
    "owner's page, states a change ten days ago": lambda: stating(10),
    "owner's page, states a change two hundred days ago": lambda: stating(200),
    "owner's page, changed ten days ago, down for an hour": lambda: changed_view(
        10, **(dead(T0 - HOUR) | {"availability": down(T0 - HOUR)})
    ),
    "owner's page, changed ten days ago, down for four days": lambda: changed_view(
        10, **dead(day(-4))
    ),
    "owner's page, changed ten days ago, certificate expired": lambda: changed_view(
        10, availability=up(Reason.TLS_EXPIRED), certificate_ends=day(-1)
    ),
    "owner's page, hand-over text, watched for ten days": lambda: handed_over(10),
    "owner's page, hand-over text, watched for ninety-one days": lambda: handed_over(91),
    "untouched template": lambda: always(PageKind.PLACEHOLDER),
    "coming soon, the owner's page was there before, for two days": lambda: a_view(
        **showing(PageKind.COMING_SOON, 2 * DAY)
    ),
    "coming soon, the owner's page was there before, seen once": lambda: a_view(
        **showing(PageKind.COMING_SOON, timedelta())
    ),
    "nothing on the page names the owner": lambda: always(PageKind.UNKNOWN_CONTENT),
    "last reading met a challenge, the owner's page before it": lambda: a_view(
        **showing(PageKind.CHALLENGE, timedelta())
    ),
    "sends its visitors elsewhere": lambda: a_view(**showing(PageKind.REDIRECTED, 30 * DAY)),
    "gambling, surely, seen once": lambda: a_view(**showing(PageKind.GAMBLING, timedelta(), _SURE)),
    "gambling, surely, for six hours": lambda: a_view(
        **showing(PageKind.GAMBLING, 6 * HOUR, _SURE)
    ),
    "gambling, perhaps, for a month": lambda: a_view(
        **showing(PageKind.GAMBLING, 30 * DAY, _PERHAPS)
    ),
    "gambling, surely, for a month, then a challenge": lambda: hijacked(
        a_page(PageKind.CHALLENGE, Level.NONE, timedelta()), until=T0 - DAY
    ),
    "gambling, surely, for a month, last read eight days ago": lambda: hijacked(until=day(-8)),
    "gambling, surely, for a month, then down for four days": lambda: hijacked(
        until=day(-4), **dead(day(-4))
    ),
    "gambling at the last glimpse, the owner's page at the last reading": lambda: glimpsed(
        PageKind.GAMBLING, _SURE
    ),
    "for sale at the last glimpse, the owner's page at the last reading": lambda: glimpsed(
        PageKind.PARKED
    ),
    "parked, seen once": lambda: a_view(**showing(PageKind.PARKED, timedelta())),
    "parked for a day": lambda: a_view(**showing(PageKind.PARKED, DAY)),
    "parked, seen once, domain past its end": lambda: lapsed(
        **showing(PageKind.PARKED, timedelta())
    ),
    "suspended by its host for a day": lambda: a_view(**showing(PageKind.HOSTING_SUSPENDED, DAY)),
    "missing page for a day": lambda: a_view(**showing(PageKind.SOFT_404, DAY)),
    "empty page for a day": lambda: a_view(**showing(PageKind.EMPTY_PAGE, DAY)),
    "list of files for a day": lambda: a_view(**showing(PageKind.DIRECTORY_LISTING, DAY)),
    "host's default page, seen once": lambda: a_view(**showing(PageKind.DEFAULT_PAGE, timedelta())),
    "registered anew by a stranger, shop of another": lambda: a_view(
        domain=ends(300), domain_state=DomainState.REGISTERED, reregistered_at=day(-20)
    ),
    "domain past its end, still opens": lapsed,
    "domain past its end, down for an hour": lambda: lapsed(**dead(T0 - HOUR)),
    "hosting past its typed end, still opens": lambda: a_view(hosting=ends(-5, Confidence.MANUAL)),
    "hosting past its estimated end, still opens": lambda: a_view(
        hosting=ends(-5, Confidence.ESTIMATE)
    ),
    "domain ends in twenty days": lambda: a_view(
        domain=ends(20), domain_state=DomainState.EXPIRING
    ),
}
