"""HTTP 404 of a registry: when it is its own "no such name", and when somebody else's page."""

from dataclasses import replace

import httpx
import pytest
from factories import T0
from office import a_net, run

from watcher.core.looks.observation import DomainFacts, Outcome, Reason
from watcher.probes.domain import ask

NAME = "warung-melati.example"


def asked(body: bytes) -> tuple[Outcome, Reason, bool | None]:
    """Ask a registry that answers 404 with this body."""
    net = replace(
        a_net(lambda _: httpx.Response(404, content=body)), rdap_base="https://rdap.example/"
    )
    finding = run(ask(NAME, net, T0, via="rdap"))
    assert isinstance(finding.facts, DomainFacts)
    return finding.outcome, finding.reason, finding.facts.registered


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\r\n",
        b"{}",
        b" {} ",
        b'{"errorCode": 404}',
        b'{"errorCode": "404", "title": "Not Found"}',
        b'{"errorCode": 404, "title": "Not Found", "links": []}',
        b'{"title": "Object not found", "description": ["No such name"]}',
        b'{"rdapConformance": ["rdap_level_0"], "lang": "id", "notices": []}',
        b"\xef\xbb\xbf{}",
        b"Not Found",
        b"Domain warung-melati.example not found.\n",
        b"Domain belum terdaftar",
    ],
)
def test_the_status_says_it_and_the_body_may_say_more(body: bytes) -> None:
    assert asked(body) == (Outcome.FAILED, Reason.NOT_FOUND, False)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<html><body>Not Found</body></html>", Reason.BAD_ANSWER),
        (b"<!-- nothing here -->", Reason.BAD_ANSWER),
        (b"Not found <br>", Reason.BAD_ANSWER),
        (b"<?xml version='1.0'?><fault/>", Reason.BAD_ANSWER),
        (b"404 page not found", Reason.BAD_ANSWER),
        (b"default backend - 404", Reason.BAD_ANSWER),
        (b"object not found in cache", Reason.BAD_ANSWER),
        (b"domain not found " * 20, Reason.BAD_ANSWER),
        (b'{"error": "not found"}', Reason.BAD_ANSWER),
        (b'{"message": "no route matched"}', Reason.BAD_ANSWER),
        (b'{"title": "Not Found", "path": "/domain/x"}', Reason.BAD_ANSWER),
        (b"null", Reason.BAD_ANSWER),
        (b"404", Reason.BAD_ANSWER),
        (b"\xff\xfe\x00", Reason.BAD_ANSWER),
        (b'{"errorCode": 500}', Reason.BAD_ANSWER),
        (b'{"errorCode": "4.4"}', Reason.BAD_ANSWER),
        (b'{"errorCode": null}', Reason.BAD_ANSWER),
        (b'{"errorCode": 429}', Reason.RATE_LIMITED),
        (b'{"objectClassName": "domain", "ldhName": "warung-melati.example"}', Reason.BAD_ANSWER),
        (b'{"errorCode": 404, "events": [], "ldhName": "x.example"}', Reason.BAD_ANSWER),
    ],
)
def test_what_somebody_else_says_proves_nothing(body: bytes, reason: Reason) -> None:
    assert asked(body) == (Outcome.UNKNOWN, reason, None)
