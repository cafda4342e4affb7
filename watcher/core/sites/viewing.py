"""Make the view of an instant of a site's history, for the current day and a closed month."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from watcher.core.domains.life import LifeCycle
from watcher.core.domains.nameservers import needs_verification
from watcher.core.pages.claims import moved_alone
from watcher.core.pages.freshness import last_update
from watcher.core.pages.page_history import cleared, own_texts, was_own_at
from watcher.core.period import local_day
from watcher.core.sites.site_history import STILL_SHOWN, SiteHistory
from watcher.core.sites.view import View


def view_at(history: SiteHistory, at: datetime, zone: ZoneInfo, life: LifeCycle) -> View:
    """Collect what is known of a site at one instant.

    Args:
        history: of the site, up to the instant.
        at: aware UTC.
        zone: of the programme.
        life: the phases under its domain's TLD.
    """
    known = history.decisions
    pages = tuple(cleared(page, known.safe_key) for page in history.pages)
    glimpse = cleared(history.glimpse, known.safe_key) if history.glimpse else None
    texts = own_texts(history.contents, pages)
    anew = history.reregistered_at  # pages that are read after it may be another owner's
    contents = tuple(text for text in texts if anew is None or text.first_at < anew)
    distrusted = moved_alone(history.stated, contents)
    own = bool(history.stated) and was_own_at(pages, history.stated[-1].first_at)
    claims = history.claims if own and anew is None and not distrusted else ()
    return View(
        at=at,
        today=local_day(at, zone),
        availability=history.availability,
        conclusive=history.conclusive,
        looks=history.looks,
        blind_reason=history.blind_reason,
        pages=pages,
        glimpse=glimpse,
        contents=contents,
        update=replace(last_update(contents, claims, history.fetched_at), distrusted=distrusted),
        at_baseline=bool(contents) and history.site.baseline == contents[-1].key,
        domain=history.domain_expiry(),
        domain_state=history.domain_state(at, zone, life),
        unverified=history.domain is not None and needs_verification(history.domain),
        reregistered_at=anew,
        hosting=history.hosting_expiry(),
        certificate_ends=_certificate_ends(history, at),
        answer=known.reply.answer if known.reply else None,
        confirmed_key=known.confirmed_key,
    )


def _certificate_ends(history: SiteHistory, at: datetime) -> datetime | None:
    """The end of the certificate; None where it was last seen over a day ago."""
    seen_at = history.certificate_seen_at
    if history.certificate is None or seen_at is None or at - seen_at >= STILL_SHOWN:
        return None
    return history.certificate.not_after
