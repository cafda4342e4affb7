"""The page of one site, made from what a test says of it."""

from datetime import date, timedelta

from factories import JAKARTA, OCTOBER_PERIOD, T0, a_history
from read_pages import HEAD, a_month, told
from selectolax.lexbor import LexborHTMLParser

from watcher.core.pages.freshness import Interval
from watcher.core.period import Period, midnight
from watcher.core.sites.site import Owner
from watcher.core.sites.site_history import SiteHistory, SiteRecord
from watcher.report.html.site_page import render_site

END = OCTOBER_PERIOD.end
NINETY = Period(midnight(date(2026, 8, 3), JAKARTA), END)


def a_record(**known: object) -> SiteRecord:
    values: dict[str, object] = {"period": NINETY, "days": (0.0,) * 90}
    return SiteRecord(**(values | known))  # type: ignore[arg-type]  # by name


def opened(
    one: SiteHistory | None = None,
    record: SiteRecord | None = None,
    language: str = "en",
    owner: Owner | None = None,
) -> LexborHTMLParser:
    context = told(a_month(one or a_history(1)), language=language)
    (figure,) = context.now.everyone
    owners = {figure.site.owner_id or "": owner} if owner else {}
    return LexborHTMLParser(render_site(context, figure, record or a_record(), owners, HEAD, T0))


def seen(key: str, first: timedelta, last: timedelta = timedelta()) -> Interval:
    """A text that stood there from so long before the end of the month until so long before it."""
    return Interval(key, END - first, END - last)
