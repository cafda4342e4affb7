"""The page of a community: whom its coordinator calls, in which order, with which words."""

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from factories import a_programme, a_site, a_teller, one_of_each, reckoned
from selectolax.lexbor import LexborHTMLParser
from test_report_page import HEAD, HOSTILE

from watcher.core.sites.next_step import CALLED_FIRST, NextStep
from watcher.core.sites.site import Owner
from watcher.report.figures.month_figures import CommunityFigure
from watcher.report.html.community_page import Call, calls, render_communities
from watcher.report.sentences.report_context import ReportContext
from watcher.wording.terms import ASKS

ANI = Owner("o", "Ani Wijaya", "ani@usaha.example", "6281200000001", "Ibu")
LANDLINE = Owner("o", "Ani Wijaya", phone="62711555000", greeting="Ibu")


def ninety_days(sites: Sequence[int]) -> dict[int, tuple[float | None, ...]]:
    return dict.fromkeys(sites, (*[0.0] * 80, 0.5, *[None] * 9))


def community(context: ReportContext) -> CommunityFigure:
    (found,) = [one for one in context.now.communities if one.sites]
    return found


def page(context: ReportContext, **owners: Owner) -> LexborHTMLParser:
    (found,) = render_communities(context, owners, ninety_days, HEAD, context.now.taken_at).values()
    return LexborHTMLParser(found)


def first_call(context: ReportContext, owner: Owner) -> Call:
    """The first call to be made, if this is the owner of every site."""
    everybody = {f.site.owner_id or "": owner for f in community(context).sites}
    return calls(context, community(context), everybody)[0]


@pytest.fixture(params=["id", "en"])
def context(request: pytest.FixtureRequest) -> ReportContext:
    return a_teller(reckoned(a_programme(*one_of_each())), language=request.param)


def test_every_site_of_the_community_is_on_its_page(context: ReportContext) -> None:
    text = page(context).body.text()  # type: ignore[union-attr]  # there is a body
    for figure in community(context).sites:
        assert figure.site.business in text
    assert "{" not in text


def test_the_most_urgent_is_called_first_and_nobody_in_vain(context: ReportContext) -> None:
    asked = calls(context, community(context), {})
    steps = [call.figure.state.next_step for call in asked]
    assert steps[0] is NextStep.SUSPEND_AND_CLEAN
    assert steps[-2:] == [NextStep.ASK_FOR_NEWS, NextStep.ASK_HOSTING_END]
    assert steps == sorted(steps, key=CALLED_FIRST.index)
    assert set(CALLED_FIRST) == set(ASKS)
    silent = {
        NextStep.NOTHING,
        NextStep.WAIT,
        NextStep.LOOK_YOURSELF,
        NextStep.MEND_CERTIFICATE,
    }
    assert silent.isdisjoint(steps)
    assert len(asked) == sum(f.state.next_step not in silent for f in community(context).sites)


def test_a_mobile_number_opens_whatsapp_with_the_question_written(context: ReportContext) -> None:
    call = first_call(context, ANI)
    link = urlsplit(call.link)
    assert (link.scheme, link.netloc, link.path) == ("https", "wa.me", "/6281200000001")
    (message,) = parse_qs(link.query)["text"]
    assert "Ibu Ani Wijaya" in message
    assert message.endswith(call.words)
    assert call.phone == "0812-0000-0001"


def test_a_landline_is_dialled_by_hand(context: ReportContext) -> None:
    call = first_call(context, LANDLINE)
    assert (call.link, call.phone) == ("", "0711-5550-00")


def test_without_an_owner_the_page_says_so(context: ReportContext) -> None:
    call = calls(context, community(context), {})[0]
    assert (call.owner, call.link, call.phone) == ("", "", "")
    assert context.say("no number") in page(context).html  # type: ignore[operator]  # there is one


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_stranger_wrote_prints_as_text(text: str) -> None:
    histories = [replace(h, site=replace(h.site, business=text)) for h in one_of_each()]
    context = a_teller(reckoned(a_programme(*histories)))
    owner = Owner("o", text, phone="6281200000001", greeting=text)
    everybody = {f.site.owner_id or "": owner for f in community(context).sites}
    found = page(context, **everybody)
    assert found.css("script, img, iframe, object") == []
    links = [node.attributes.get("href") or "" for node in found.css("a")]
    assert len(links) > 1
    assert all(re.match(r"#content$|https://wa\.me/628\d+\?text=", link) for link in links)


def test_a_community_without_calls_is_told_so() -> None:
    quiet = [h for h in one_of_each() if h.site.id == 1]
    context = a_teller(reckoned(a_programme(*quiet)))
    wanted = calls(context, community(context), {})
    said = page(context).html or ""
    assert (context.say("Nobody has to be called this month.") in said) is (wanted == [])
    assert a_site(1).business in said
