"""Looks by hand: how much of a page they receive, and what they say of it."""

import asyncio
import hashlib

import httpx
import pytest
from office import a_net

from watcher.app import utc_now
from watcher.core.looks.look_state import LookState, look_state
from watcher.core.looks.observation import AvailabilityFacts, Reason
from watcher.jobs.looks.adhoc_check import AdhocCheck, BodyWanted, check_urls

PAGE = ("<title>Usaha 1</title>" + "<p>Keripik singkong buatan sendiri.</p>" * 900).encode()


def looked(body: BodyWanted, page: bytes = PAGE) -> AdhocCheck:
    async def story() -> AdhocCheck:
        net = a_net(lambda _: httpx.Response(200, content=page))
        told = list[AdhocCheck]()
        urls = ["https://usaha.example/"]
        with net.sandbox:
            await check_urls(urls, net, utc_now, told.append, at_once=1, body=body)
        [only] = told
        return only

    return asyncio.run(story())


@pytest.mark.parametrize(("body", "title"), [(BodyWanted.FULL, "Usaha 1"), (BodyWanted.HASH, "")])
def test_only_a_page_that_is_judged_has_a_title(body: BodyWanted, title: str) -> None:
    facts = looked(body).finding.facts
    assert isinstance(facts, AvailabilityFacts)
    assert facts.http is not None
    assert facts.http.title == title
    assert facts.http.sha256 == hashlib.sha256(PAGE).hexdigest()
    assert (facts.page is None) is (body is BodyWanted.HASH)


@pytest.mark.parametrize(
    "to", ["http://[::1", "//a℀b.example/", "javascript:void(0)", "mailto:a@b.example"]
)
def test_a_page_that_forwards_to_nowhere_is_a_page(to: str) -> None:
    forwards = f'<title>Usaha 1</title><script>location.href="{to}"</script>'
    reason = looked(BodyWanted.FIRST, forwards.encode()).finding.reason
    assert reason not in (Reason.INTERNAL_ERROR, Reason.OFFSITE_REDIRECT)


def test_a_look_that_breaks_costs_no_other(caplog: pytest.LogCaptureFixture) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.host == "rusak.example":
            raise ZeroDivisionError  # a bug of ours, wherever it is
        return httpx.Response(200, content=PAGE)

    told = list[AdhocCheck]()
    urls = [f"https://{name}.example/" for name in ("satu", "rusak", "dua")]
    net = a_net(answer)
    with net.sandbox:
        asyncio.run(check_urls(urls, net, utc_now, told.append, at_once=1))
    assert [one.finding.reason for one in told] == [Reason.OK, Reason.INTERNAL_ERROR, Reason.OK]
    assert [record.getMessage() for record in caplog.records] == ["internal_error"]


@pytest.mark.parametrize("url", ["http://[::1", "http://xn--ls8h.example/", "//", "https://"])
def test_what_is_no_address_is_refused_and_not_dead(url: str) -> None:
    told = list[AdhocCheck]()
    asyncio.run(check_urls([url], a_net(), utc_now, told.append, at_once=1))
    assert look_state(told[0].finding.reason) in (LookState.REFUSED, LookState.UNKNOWN)
