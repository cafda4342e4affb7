"""Looks by hand: how much of a page they receive, and what they say of it."""

import asyncio
import hashlib

import httpx
import pytest
from office import a_net

from watcher.app import utc_now
from watcher.core.observation import AvailabilityFacts
from watcher.jobs.glance import Body, Glance, glance_at

PAGE = ("<title>Usaha 1</title>" + "<p>Keripik singkong buatan sendiri.</p>" * 900).encode()


def looked(body: Body) -> Glance:
    async def story() -> Glance:
        net = a_net(lambda _: httpx.Response(200, content=PAGE))
        told = list[Glance]()
        await glance_at(["https://usaha.example/"], net, utc_now, told.append, at_once=1, body=body)
        [only] = told
        return only

    return asyncio.run(story())


@pytest.mark.parametrize(("body", "title"), [(Body.FULL, "Usaha 1"), (Body.HASH, "")])
def test_only_a_page_that_is_judged_has_a_title(body: Body, title: str) -> None:
    facts = looked(body).finding.facts
    assert isinstance(facts, AvailabilityFacts)
    assert facts.http is not None
    assert facts.http.title == title
    assert facts.http.sha256 == hashlib.sha256(PAGE).hexdigest()
    assert (facts.page is None) is (body is Body.HASH)
