"""Page one: every sentence needs facts, and a table says which. In both languages."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from factories import (
    DOT_ID,
    OCTOBER_PERIOD,
    a_domain,
    a_history,
    a_page,
    a_programme,
    a_site,
    a_teller,
    down,
    one_of_each,
    reckoned,
)
from hypothesis import given
from hypothesis import strategies as some

from watcher.core.domains.renewal import Believed
from watcher.core.looks.access import Access, Availability
from watcher.core.looks.observation import Reason
from watcher.core.looks.uptime import Tally
from watcher.core.pages.kind import Level, PageKind
from watcher.core.pages.page_history import PageOwner
from watcher.core.sites.decisions import Decisions
from watcher.core.sites.letter_tally import LetterTally
from watcher.core.sites.site import MonitoringStatus
from watcher.core.sites.site_history import Incident, SiteHistory
from watcher.core.sites.state import State
from watcher.report.figures.month_figures import Figures
from watcher.report.figures.recoverability import recoverability
from watcher.report.figures.site_figure import SiteFigure
from watcher.report.sentences.summary import plain

every_language = pytest.mark.parametrize("language", ["id", "en"])
END = OCTOBER_PERIOD.end
NOVEMBER_1 = date(2026, 11, 1)


def month_of(*sites: SiteHistory, **known: object) -> Figures:
    return reckoned(a_programme(*sites, **known))  # type: ignore[arg-type]  # by name


def told(figures: Figures, language: str = "en", before: Figures | None = None) -> list[str]:
    return plain(a_teller(figures, before, language))


def numbers(sentence: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", sentence)]


def disturbed(number: int) -> SiteHistory:
    outage = Incident(END - timedelta(hours=5), None, Reason.CLOSED)
    seen = down(outage.opened_at, outage.reason)
    return a_history(number, incidents=(outage,), availability=seen)


def parked(number: int) -> SiteHistory:
    page = a_page(PageKind.PARKED, Level.NONE, timedelta(days=9), END)
    return a_history(number, pages=(page,))


def unread(number: int) -> SiteHistory:
    return a_history(number, pages=(), contents=())


def unseen(number: int) -> SiteHistory:
    return a_history(number, availability=Availability())


def past_end(number: int) -> SiteHistory:
    return a_history(number, domain=a_domain(NOVEMBER_1 - timedelta(days=4)))


def due(number: int) -> SiteHistory:
    return a_history(number, domain=a_domain(NOVEMBER_1 + timedelta(days=9)))


def away(number: int) -> SiteHistory:
    return a_history(number, site=a_site(number, standing=MonitoringStatus.WITHDRAWN))


def answered(number: int) -> SiteHistory:
    return a_history(number, decisions=Decisions(answered_on=(date(2026, 10, 9),)))


KINDS: tuple[Callable[[int], SiteHistory], ...] = (
    *(lambda n, state=state: one_of_each(n)[state] for state in range(6)),
    disturbed, parked, unread, unseen, past_end, due, away, answered,
)  # fmt: skip


@some.composite
def months(draw: some.DrawFn) -> Figures:
    kinds = draw(some.lists(some.sampled_from(KINDS), max_size=14))
    sites = [kind(number) for number, kind in enumerate(kinds, 1)]
    sites = [replace(s, site=replace(s.site, id=n)) for n, s in enumerate(sites, 1)]
    thin = draw(some.booleans()) and draw(some.booleans())
    if thin:
        sites = [replace(one, tally=Tally(up=timedelta(days=3))) for one in sites]
    return month_of(
        *sites,
        post=LetterTally(sent=draw(some.integers(0, 40))),
        looks=draw(some.sampled_from([0, 9])),
    )


def names(sites: list[SiteFigure]) -> str:
    shown = ", ".join(one.site.business for one in sites[:8])
    return shown if len(sites) <= 8 else f"{shown} and {len(sites) - 8} more"


def states(figures: Figures, state: State) -> int:
    return sum(one.state.state is state for one in figures.sites)


def with_access(figures: Figures, access: Access) -> list[SiteFigure]:
    return [one for one in figures.sites if one.state.access is access]


def showing(figures: Figures, owner: PageOwner) -> list[SiteFigure]:
    opened = with_access(figures, Access.OPENS)
    return [one for one in opened if one.state.page_owner is owner]


def ending_within(figures: Figures, days: int) -> int:
    left = [one.domain.days_left(NOVEMBER_1) for one in figures.sites]
    return sum(n is not None and 0 <= n <= days for n in left)


def past(figures: Figures) -> list[SiteFigure]:
    """Sites that open as the grantee's, or unproven, with a term that is over."""
    found = []
    for one in with_access(figures, Access.OPENS):
        left = [end.days_left(NOVEMBER_1) for _, end in one.stated_ends]
        over = any(days is not None and days < 0 for days in left)
        if over and one.state.page_owner is not PageOwner.FOREIGN:
            found.append(one)
    return found


#: A sentence, and the facts that it needs: the numbers and names in it are theirs.
Needs = Callable[[Figures, re.Match[str]], bool]
SENTENCES: dict[str, Needs] = {
    r"No look was made in October: nothing is known of it\.": lambda f, _: f.quality.looks == 0,
    r"Too little data: only ([\d.]+)% of the site hours of October were measured\."
    r" How many sites opened or were in use is not said\.": lambda f, m: (
        f.quality.coverage < 0.8 and abs(float(m[1]) - 100 * f.quality.coverage) < 0.11
    ),
    r"Of (\d+) granted sites?, (\d+) are watched \((\d+) paused or withdrawn\)\.": lambda f, m: (
        [int(n) for n in m.groups()]
        == [len(f.sites) + len(f.away), len(f.sites), len(f.away)]
    ),
    r"(?:All )?(\d+) granted sites? (?:is|are) watched\.": lambda f, m: (
        not f.away and int(m[1]) == len(f.sites)
    ),
    r"(\d+) could be opened at the end of October\.": lambda f, m: (
        int(m[1]) == len(showing(f, PageOwner.GRANTEE)) and f.quality.enough
    ),
    r"Disturbed at that moment: (.*?)\.": lambda f, m: (
        m[1] == names(with_access(f, Access.DISTURBED))
    ),
    r"Answered, but not with the grantee's page: (.*?)\.": lambda f, m: (
        m[1] == names(showing(f, PageOwner.FOREIGN))
    ),
    r"Answered, with a page that cannot be judged: (\d+)\.": lambda f, m: (
        int(m[1]) == len(showing(f, PageOwner.UNPROVEN))
    ),
    r"Not seen at that moment: (\d+)\.": lambda f, m: (
        int(m[1]) == len(with_access(f, Access.NOT_SEEN))
    ),
    r"No site is known to be dark\.": lambda f, _: states(f, State.DARK) == 0,
    r"(\d+) sites? (?:is|are) dark; domain not renewed: (\d+)\.": lambda f, m: (
        int(m[1]) == states(f, State.DARK)
        and int(m[2]) == sum(one.unpaid for one in f.sites if one.state.state is State.DARK)
    ),
    r"In use: (\d+) \(a change within 90 days was seen or stated\)\. Never used since hand-over:"
    r" (\d+); not changed for more than 90 days: (\d+)\.": lambda f, m: (
        [int(n) for n in m.groups()]
        == [states(f, s) for s in (State.IN_USE, State.NEVER_USED, State.STALE)]
    ),
    r"(\d+) sites? cannot be judged yet and (?:is|are) in no share\.": lambda f, m: (
        int(m[1]) == states(f, State.UNKNOWN)
    ),
    r"(\d+) sites? (?:is|are) past the end of (?:its|their) terms?"
    r" and opened when last seen: (.*?)\.": (
        lambda f, m: int(m[1]) == len(past(f)) and m[2] == names(past(f))
    ),
    r"No domain is known to fall due within 60 days\.": lambda f, _: ending_within(f, 60) == 0,
    r"(\d+) domains? falls? due within 60 days; within 14 days: (\d+)\.": lambda f, m: (
        int(m[1]) == ending_within(f, 60) and int(m[2]) == ending_within(f, 14)
    ),
    r"No site is known to be hijacked\.": lambda f, _: states(f, State.HIJACKED) == 0,
    r"(\d+) sites? (?:is|are) hijacked and needs? action at once\.": lambda f, m: (
        int(m[1]) == states(f, State.HIJACKED)
    ),
    r"No letter was sent this month; owners who answered: (\d+)\.": lambda f, m: (
        f.post.sent == 0 and int(m[1]) == sum(one.answered_in(f.month) for one in f.sites)
    ),
    r"The office sent (\d+) letters?; owners who answered: (\d+)\.": lambda f, m: (
        int(m[1]) == f.post.sent
        and int(m[2]) == sum(one.answered_in(f.month) for one in f.sites)
    ),
}  # fmt: skip


def needs(sentences: str, figures: Figures) -> list[str]:
    """Take known sentences off a paragraph; what is left, or is not true, is told."""
    wrong = []
    while sentences:
        for pattern, holds in SENTENCES.items():
            found = re.match(pattern + r"(?= |$)", sentences)
            if found:
                if not holds(figures, found):
                    wrong.append(found[0])
                sentences = sentences[found.end() :].strip()
                break
        else:
            return [*wrong, f"nobody knows what this needs: {sentences}"]
    return wrong


@given(months())
def test_no_sentence_of_page_one_says_what_the_figures_do_not_hold(figures: Figures) -> None:
    assert [wrong for said in told(figures) for wrong in needs(said, figures)] == []


@given(months())
def test_who_does_not_open_is_said_beside_the_count(figures: Figures) -> None:
    parts = [len(showing(figures, owner)) for owner in PageOwner] + [
        len(with_access(figures, one)) for one in Access if one is not Access.OPENS
    ]
    assert sum(parts) == figures.counts.total
    said = " ".join(told(figures))
    if figures.quality.enough and with_access(figures, Access.DISTURBED):
        assert "Disturbed at that moment" in said
    assert ("could be opened" in said) is figures.quality.enough


@given(months())
def test_the_two_languages_tell_the_same_numbers(figures: Figures) -> None:
    indonesian, english = told(figures, "id"), told(figures, "en")
    assert [sorted(numbers(one)) for one in indonesian] == [sorted(numbers(one)) for one in english]


def test_a_month_without_any_look_says_only_that() -> None:
    figures = month_of(*(unread(n) for n in range(3)), looks=0)
    assert told(figures)[0] == "No look was made in October: nothing is known of it."
    assert "could be opened" not in " ".join(told(figures))


def test_watching_that_began_within_the_month_is_said() -> None:
    began = OCTOBER_PERIOD.start + timedelta(days=20, hours=5)
    assert told(month_of(a_history(), began=began))[0] == (
        "Watching began on 21 October 2026: nothing is said of before."
    )
    assert "began" not in told(month_of(a_history(), began=OCTOBER_PERIOD.start))[0]


def test_one_site_is_told_in_the_singular() -> None:
    assert told(month_of(a_history(), post=LetterTally(sent=1))) == [
        "1 granted site is watched. 1 could be opened at the end of October."
        " No site is known to be dark.",
        "In use: 1 (a change within 90 days was seen or stated). Never used since hand-over: 0;"
        " not changed for more than 90 days: 0.",
        "No domain is known to fall due within 60 days. No site is known to be hijacked.",
        "The office sent 1 letter; owners who answered: 0.",
    ]


@every_language
@pytest.mark.parametrize(("then", "difference"), [(3, 1), (5, 1), (4, None)])
def test_a_month_is_compared_with_the_one_before_over_the_same_sites(
    language: str, then: int, difference: int | None
) -> None:
    now = month_of(*(a_history(n) for n in range(1, 5)), disturbed(5))
    opened = [a_history(n) for n in range(1, then + 1)]
    before = month_of(*opened, *(disturbed(n) for n in range(then + 1, 6)))
    sentence = told(now, language, before)[0]
    assert "September" in sentence
    assert numbers(sentence) == [5, 4, *([difference] if difference else []), *numbers("Usaha 5")]


def test_up_and_down_and_the_same_are_said_differently() -> None:
    now = month_of(*(a_history(n) for n in range(1, 5)), disturbed(5))
    said = {}
    for opened in (3, 4, 5):
        then = [a_history(n) if n <= opened else disturbed(n) for n in range(1, 6)]
        said[opened] = told(now, "en", month_of(*then))[0]
    assert "That is 1 more than in September." in said[3]
    assert "That is as many as in September." in said[4]
    assert "That is 1 fewer than in September." in said[5]


def test_two_sites_that_were_withdrawn_are_no_fall() -> None:
    before = month_of(*(a_history(n) for n in range(1, 7)))
    now = month_of(*(a_history(n) for n in range(1, 5)), away(5), away(6))
    sentence = told(now, "en", before)[0]
    assert "fewer" not in sentence
    assert sentence.startswith("Of 6 granted sites, 4 are watched (2 paused or withdrawn).")
    assert "Other sites were watched in September: 6 of 6 could be opened then." in sentence


@pytest.mark.parametrize("thin", ["now", "before"])
def test_a_month_that_was_hardly_measured_is_not_compared(thin: str) -> None:
    good = month_of(a_history(1))
    bad = month_of(a_history(1, tally=Tally(up=timedelta(days=20))))
    context = a_teller(bad, good) if thin == "now" else a_teller(good, bad)
    assert context.comparable is None
    assert "September" not in plain(context)[0]


def test_a_month_that_other_rules_worked_out_is_not_compared() -> None:
    figures = month_of(a_history(1))
    assert a_teller(figures, figures).comparable is not None
    assert a_teller(figures, replace(figures, method="1")).comparable is None


def test_a_month_before_anything_was_watched_is_not_compared() -> None:
    assert a_teller(month_of(a_history(1)), month_of()).comparable is None
    assert a_teller(month_of(a_history(1)), None).comparable is None


def test_the_two_languages_are_two_languages() -> None:
    figures = month_of(*one_of_each(), disturbed(7), post=LetterTally(sent=17))
    indonesian, english = told(figures, "id"), told(figures, "en")
    assert all(a != b for a, b in zip(indonesian, english, strict=True))
    assert "Oktober" in indonesian[0]
    assert "October" in english[0]


def test_plain_sentences_have_no_markup() -> None:
    figures = month_of(*one_of_each(), post=LetterTally(sent=17))
    for language in ("id", "en"):
        assert not re.search(r"[<>&{}]", " ".join(told(figures, language)))


@every_language
@pytest.mark.parametrize(
    ("days_late", "day"),
    [(10, DOT_ID.grace_ends), (50, DOT_ID.redemption_ends), (90, None), (-300, None)],
)
def test_whether_a_dark_site_can_be_saved_is_said_with_its_last_day(
    language: str, days_late: int, day: object
) -> None:
    expires = END.date() - timedelta(days=days_late)
    figures = month_of(replace(one_of_each()[3], believed=Believed(a_domain(expires))))
    context = a_teller(figures, None, language)
    said = recoverability(figures.sites[0], context.say, context.formatter)
    assert said
    if callable(day):
        assert context.formatter.short_day(day(expires)) in said
    else:
        assert not re.search(r"\d", said)


def test_a_parked_page_on_a_paid_name_is_not_said_to_be_saved() -> None:
    figures = month_of(parked(1))
    context = a_teller(figures, None, "en")
    said = recoverability(figures.sites[0], context.say, context.formatter)
    assert said == "The domain is paid, but the page is not the owner's: ask the owner"


def test_a_name_that_waits_for_a_click_can_be_saved_by_a_click() -> None:
    held = a_domain(
        statuses=("clienthold",), nameservers=("ns1.verification-hold.suspended-domain.com",)
    )
    figures = month_of(replace(one_of_each()[3], believed=Believed(held)))
    context = a_teller(figures, None, "id")
    assert "mengeklik" in recoverability(figures.sites[0], context.say, context.formatter)
