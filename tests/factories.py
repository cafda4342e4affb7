"""Builders for tests: what matters is named, the rest is some plain default."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from watcher.core.domains.life import LifeCycle
from watcher.core.domains.renewal import Believed
from watcher.core.looks.access import Availability
from watcher.core.looks.observation import DomainFacts, Finding, Kind, Observation, Outcome, Reason
from watcher.core.looks.uptime import Tally
from watcher.core.looks.verdict import Belief, Change, Opened, Policy, Status, judge
from watcher.core.pages.freshness import Interval, last_update
from watcher.core.pages.kind import Level, PageKind
from watcher.core.pages.page_history import SeenPage
from watcher.core.period import Month, Period
from watcher.core.sites.site import Community, Site
from watcher.core.sites.site_history import History, Incident, SiteHistory
from watcher.core.sites.view import Thresholds, View
from watcher.report.figures.compute import figures
from watcher.report.figures.month_figures import Figures
from watcher.report.figures.report_rules import Rules
from watcher.report.figures.snapshot import Snapshot
from watcher.report.sentences.report_context import ReportContext
from watcher.wording import words
from watcher.wording.formats import Formatter

T0 = datetime(2026, 10, 5, 2, 0, tzinfo=UTC)
TODAY = date(2026, 10, 5)
JAKARTA = ZoneInfo("Asia/Jakarta")
BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
ZONES = (JAKARTA, BERLIN, NEW_YORK)

DOT_ID = LifeCycle(35, 30, 7)
DOT_COM = LifeCycle(36, 30, 5)

QUARTER = timedelta(minutes=15)
OCTOBER = Month(2026, 10)
OCTOBER_PERIOD = OCTOBER.period(JAKARTA)

#: A letter of a story -> what a look found.
LETTERS = {
    "o": Finding(Outcome.OK),
    "x": Finding(Outcome.FAILED, Reason.CONNECT_REFUSED),
    "?": Finding(Outcome.UNKNOWN, Reason.OWN_NETWORK),
}


def minute(n: float) -> datetime:
    """So many minutes into the story."""
    return T0 + timedelta(minutes=n)


def day(n: float) -> datetime:
    """So many days into the story."""
    return T0 + timedelta(days=n)


def a_site(number: int = 1, **known: object) -> Site:
    """A granted site."""
    values: dict[str, object] = {
        "id": number,
        "url": f"https://usaha{number}.example/",
        "domain": f"usaha{number}.example",
        "business": f"Usaha {number}",
        "community_id": 1,
        "owner_id": f"owner{number}",
        "granted_on": date(2025, 11, 1),
    }
    return Site(**(values | known))  # type: ignore[arg-type]  # by name


def a_look(
    letter: str = "o", at: datetime = T0, site_id: int = 1, kind: Kind = Kind.AVAILABILITY
) -> Observation:
    """One look of a story."""
    return Observation(site_id, kind, at, at, finding=LETTERS[letter])


def a_story(letters: str, every: float = 15.0, site_id: int = 1) -> list[Observation]:
    """Looks in a row, one a letter; spaces are looks that were never made."""
    return [
        a_look(letter, minute(n * every), site_id)
        for n, letter in enumerate(letters)
        if letter != " "
    ]


def conclusive(looks: Iterable[Observation]) -> list[Observation]:
    """The looks that proved something."""
    return [look for look in looks if look.finding.outcome is not Outcome.UNKNOWN]


def told(looks: Iterable[Observation], policy: Policy | None = None) -> tuple[Belief, list[Change]]:
    """What is believed at the end of a story, and the changes on the way."""
    belief, changes = Belief(), []
    for look in looks:
        belief, change = judge(belief, look, policy or Policy())
        if change is not None:
            changes.append(change)
    return belief, changes


def outages(changes: Iterable[Change], end: datetime) -> list[Period]:
    """Confirmed incidents as stretches of time; one that lasts runs to `end`."""
    found: list[Period] = []
    opened: datetime | None = None
    for change in changes:
        if isinstance(change, Opened):
            opened = change.at
        elif opened is not None:
            found.append(Period(opened, change.at))
            opened = None
    return [*found, Period(opened, end)] if opened is not None else found


def a_page(
    kind: PageKind = PageKind.OWNER_SITE,
    level: Level = Level.CONFIRMED,
    seen_for: timedelta = timedelta(days=30),
    until: datetime = T0,
    title: str = "",
    evidence: tuple[str, ...] = (),
) -> SeenPage:
    """What a page was taken for, up to the story's first instant."""
    return SeenPage(kind, level, until - seen_for, until, title, evidence)


def up(reason: Reason = Reason.OK, last_at: datetime | None = None) -> Availability:
    """A site that is believed up, by a look that still vouches for it."""
    return Availability(Status.UP, vouched=True, last_reason=reason, last_at=last_at)


def down(since: datetime, reason: Reason = Reason.CONNECT_REFUSED) -> Availability:
    """A site that is confirmed down, by a look that still vouches for it."""
    return Availability(
        Status.DOWN, vouched=True, down_since=since, down_reason=reason, last_reason=reason,
        failing=True,
    )  # fmt: skip


def changed(days_ago: float, until: datetime = T0) -> tuple[Interval, Interval]:
    """Two lasting texts, the second of them since so many days."""
    at = until - timedelta(days=days_ago)
    return Interval("before", at - timedelta(days=200), at), Interval("after", at, until)


def a_view(**known: object) -> View:
    """A site that was looked at often enough, opens, and was changed ten days ago.

    `page` is its one reading.
    """
    page = known.pop("page", None) or a_page()
    contents = changed(10)
    values: dict[str, object] = {
        "at": T0,
        "today": TODAY,
        "availability": up(),
        "conclusive": 288,
        "looks": 288,
        "pages": (page,),
        "contents": contents,
        "update": last_update(contents, (), T0),
    }
    return View(**(values | known))  # type: ignore[arg-type]  # by name


def a_domain(expires_on: date | None = date(2027, 6, 1), **known: object) -> DomainFacts:
    """What a registry said."""
    values: dict[str, object] = {
        "domain": "usaha1.example",
        "registered": True,
        "expires_on": expires_on,
    }
    return DomainFacts(**(values | known))  # type: ignore[arg-type]  # by name


def a_history(number: int = 1, site: Site | None = None, **known: object) -> SiteHistory:
    """October of a site that was in use, up, and measured all the time.

    `domain`: what its registry said.
    """
    domain = known.pop("domain", a_domain())
    values: dict[str, object] = {
        "site": site or a_site(number),
        "watched": OCTOBER_PERIOD,
        "tally": Tally(up=OCTOBER_PERIOD.length),
        "availability": up(),
        "conclusive": 288,
        "looks": 288,
        "pages": (a_page(seen_for=timedelta(days=400), until=OCTOBER_PERIOD.end),),
        "contents": changed(30, OCTOBER_PERIOD.end),
        "believed": Believed(domain) if isinstance(domain, DomainFacts) else None,
    }
    return SiteHistory(**(values | known))  # type: ignore[arg-type]  # by name


def a_programme(*sites: SiteHistory, month: Month = OCTOBER, **known: object) -> History:
    """A month of a programme in Palembang, looked at from the instant at which it ended."""
    period = month.period(JAKARTA)
    values: dict[str, object] = {
        "period": period,
        "taken_at": period.end,
        "zone": JAKARTA,
        "communities": (Community(1, "Ilir", "Ibu Ana", quota=10), Community(2, "Ulu")),
        "sites": sites,
        "looks": 2976 * len(sites),
    }
    return History(**(values | known))  # type: ignore[arg-type]  # by name


def reckoned(programme: History, month: Month = OCTOBER, life: LifeCycle = DOT_ID) -> Figures:
    """The figures of a programme's month."""
    return figures(month, programme, Rules(lambda _domain: life, Thresholds()))


def a_teller(now: Figures, before: Figures | None = None, language: str = "id") -> ReportContext:
    """Somebody who tells a month in a language."""
    past = (replace(before.outline, month=now.month.previous()),) if before else ()
    return ReportContext(Snapshot(now, past), words(language), Formatter(language, JAKARTA))


def one_of_each(first: int = 1, community_id: int = 1) -> list[SiteHistory]:
    """Six sites: in use, stale, never used, dark, hijacked, unknown."""
    end = OCTOBER_PERIOD.end
    old = Interval("text", end - timedelta(days=120), end)
    hacked = a_page(PageKind.GAMBLING, until=end, title="Slot Gacor", evidence=("slot gacor",))
    outage = Incident(end - timedelta(days=5), None, Reason.DNS_NXDOMAIN)
    died = {"incidents": (outage,), "availability": down(outage.opened_at, outage.reason)}
    known: list[dict[str, object]] = [
        {},
        {"contents": (old,)},
        {"pages": (a_page(PageKind.PLACEHOLDER, until=end),), "contents": (old,)},
        {**died, "tally": Tally(timedelta(days=26), timedelta(days=5))},
        {"pages": (hacked,)},
        {
            "conclusive": 3, "tally": Tally(), "availability": Availability(),
            "blind_reason": Reason.CHALLENGE,
        },
    ]  # fmt: skip
    return [
        a_history(number, a_site(number, community_id=community_id), **more)
        for number, more in enumerate(known, first)
    ]
