"""RDAP bodies: what each field may be, and what each oddity must end as."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.core.looks.observation import DomainFacts, Finding, Outcome, Reason
from watcher.probes.domain.rdap import read_rdap

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)
NAME = "kerupuk-ayu.my.id"


def a_body(**changes: Any) -> bytes:
    answer: dict[str, Any] = {
        "objectClassName": "domain",
        "ldhName": "KERUPUK-AYU.MY.ID",
        "status": ["client transfer prohibited", "active"],
        "events": [
            an_event("registration", "2024-03-05T03:00:00Z"),
            an_event("expiration", "2027-03-05T23:59:59Z"),
            an_event("last changed", "2026-02-01T10:00:00+07:00"),
        ],
        "entities": [
            {"roles": ["registrant"], "vcardArray": a_card("Ibu Rahasia")},
            {"roles": ["abuse", "registrar"], "vcardArray": a_card("PT Contoh Daftar")},
        ],
        "nameservers": [{"ldhName": "NS1.contoh.example."}, {"ldhName": "ns2.contoh.example"}],
    }
    return json.dumps(answer | changes).encode()


def an_event(action: Any, at: Any) -> dict[str, Any]:
    return {"eventAction": action, "eventDate": at}


def a_card(name: Any) -> list[Any]:
    return ["vcard", [["version", {}, "text", "4.0"], ["fn", {}, "text", name]]]


def facts_of(finding: Finding) -> DomainFacts:
    assert isinstance(finding.facts, DomainFacts)
    return finding.facts


def read(body: bytes, domain: str = NAME) -> tuple[Finding, DomainFacts]:
    finding = read_rdap(body, domain, AT)
    return finding, facts_of(finding)


def test_reads_every_fact_of_a_good_answer() -> None:
    finding, _ = read(a_body())
    assert finding == Finding(
        Outcome.OK,
        Reason.OK,
        DomainFacts(
            domain=NAME,
            registered=True,
            expires_on=date(2027, 3, 5),
            expires_at=datetime(2027, 3, 5, 23, 59, 59, tzinfo=UTC),
            registrar="PT Contoh Daftar",
            statuses=("clienttransferprohibited", "active"),
            nameservers=("ns1.contoh.example", "ns2.contoh.example"),
            registered_at=datetime(2024, 3, 5, 3, tzinfo=UTC),
            changed_at=datetime(2026, 2, 1, 3, tzinfo=UTC),
            source="rdap",
        ),
    )


@pytest.mark.parametrize(
    ("printed", "day", "instant"),
    [
        ("2027-03-05T23:59:59", date(2027, 3, 5), datetime(2027, 3, 5, 23, 59, 59, tzinfo=UTC)),
        ("2027-03-05t01:00:00z", date(2027, 3, 5), datetime(2027, 3, 5, 1, tzinfo=UTC)),
        ("2027-03-05T01:00:00+07:00", date(2027, 3, 4), datetime(2027, 3, 4, 18, tzinfo=UTC)),
        ("2027-03-05T00:00:00+07:00", date(2027, 3, 5), datetime(2027, 3, 4, 17, tzinfo=UTC)),
        ("2027-03-05T01:00:00.1234567Z", date(2027, 3, 5), None),
        ("2027-03-05", date(2027, 3, 5), None),
        ("2028-02-29", date(2028, 2, 29), None),
        ("2027-03-05 UTC", date(2027, 3, 5), None),
        ("2027-03-05T23:59:58 UTC", date(2027, 3, 5), datetime(2027, 3, 5, 23, 59, 58, tzinfo=UTC)),
        ("2027-03-05 01:02:03 GMT", date(2027, 3, 5), datetime(2027, 3, 5, 1, 2, 3, tzinfo=UTC)),
        ("2027-03-05T01:02:03Z UTC", date(2027, 3, 5), datetime(2027, 3, 5, 1, 2, 3, tzinfo=UTC)),
        (
            "2027-03-05 01:02:03 +0000 UTC",
            date(2027, 3, 5),
            datetime(2027, 3, 5, 1, 2, 3, tzinfo=UTC),
        ),
        ("2027-03-05T24:00:00Z", date(2027, 3, 5), datetime(2027, 3, 5, 23, 59, 59, tzinfo=UTC)),
        ("2027-03-05 24:00 UTC", date(2027, 3, 5), datetime(2027, 3, 5, 23, 59, 59, tzinfo=UTC)),
        (
            "2027-03-05T24:00:00+07:00",
            date(2027, 3, 5),
            datetime(2027, 3, 5, 16, 59, 59, tzinfo=UTC),
        ),
        ("2027-03-05T23:59:60Z", date(2027, 3, 5), datetime(2027, 3, 5, 23, 59, 59, tzinfo=UTC)),
        ("2027-03-05T10:24:00Z", date(2027, 3, 5), datetime(2027, 3, 5, 10, 24, tzinfo=UTC)),
    ],
)
def test_tells_the_day_that_the_registry_keeps_and_the_instant(
    printed: str, day: date, instant: datetime | None
) -> None:
    finding, facts = read(a_body(events=[an_event("Expiration", printed)]))
    assert (finding.reason, facts.expires_on) == (Reason.OK, day)
    assert instant is None or facts.expires_at == instant


@pytest.mark.parametrize(
    ("events", "reason"),
    [
        ([], Reason.NO_DATE),
        ([an_event("registration", "2024-01-01T00:00:00Z")], Reason.NO_DATE),
        ([an_event("expiration", None)], Reason.NO_DATE),
        ([an_event(["expiration"], "2027-01-01")], Reason.NO_DATE),
        (["expiration", None, 3], Reason.NO_DATE),
        ([an_event("expiration", "soon")], Reason.BAD_DATE),
        ([an_event("expiration", 1798761599)], Reason.BAD_DATE),
        ([an_event("expiration", ["2027-01-01"])], Reason.BAD_DATE),
        ([an_event("expiration", "2027-02-30T00:00:00Z")], Reason.BAD_DATE),
        ([an_event("expiration", "2027-01-01T24:30:00Z")], Reason.BAD_DATE),
        ([an_event("expiration", "2027-01-01T25:00:00Z")], Reason.BAD_DATE),
        ([an_event("expiration", "2027-01-01T23:60:00Z")], Reason.BAD_DATE),
        ([an_event("expiration", "2027-01-01T10:00:00+07:00 UTC")], Reason.BAD_DATE),
        ([an_event("expiration", "0001-01-01T00:00:00+14:00")], Reason.BAD_DATE),
        ([an_event("expiration", "1984-12-31T00:00:00Z")], Reason.BAD_DATE),
        ([an_event("expiration", "2057-01-01T00:00:00Z")], Reason.BAD_DATE),
        ([an_event("expiration", "9999-12-31T23:59:59-12:00")], Reason.BAD_DATE),
        (
            [an_event("expiration", "2027-01-01"), an_event("expiration", "2028-01-01")],
            Reason.DISAGREEMENT,
        ),
        ("expiration", Reason.BAD_ANSWER),
        ({"expiration": "2027-01-01"}, Reason.BAD_ANSWER),
        (None, Reason.BAD_ANSWER),
    ],
)
def test_a_missing_or_odd_date_is_unknown(events: Any, reason: Reason) -> None:
    finding, facts = read(a_body(events=events))
    assert (finding.outcome, finding.reason) == (Outcome.UNKNOWN, reason)
    assert facts.expires_on is None


def test_a_name_without_a_date_is_still_registered() -> None:
    assert read(a_body(events=[]))[1].registered is True


def test_of_two_dates_within_a_day_the_earlier_holds() -> None:
    events = [an_event("expiration", "2027-01-02"), an_event("expiration", "2027-01-01")]
    assert read(a_body(events=events))[1].expires_on == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("registrar_says", "kept"), [("2026-03-05", date(2026, 3, 5)), ("2027-03-05", None)]
)
def test_the_registrars_own_date_is_kept_where_it_differs(
    registrar_says: str, kept: date | None
) -> None:
    events = [
        an_event("expiration", "2027-03-05"),
        an_event("registrar expiration", registrar_says),
    ]
    facts = read(a_body(events=events))[1]
    assert (facts.expires_on, facts.registrar_expires_on) == (date(2027, 3, 5), kept)


@pytest.mark.parametrize("name", ["kerupuk-ayu.my.id.", "Kerupuk-Ayu.MY.id", " kerupuk-ayu.my.id"])
def test_a_name_is_the_same_in_any_case_and_with_a_dot(name: str) -> None:
    assert read(a_body(ldhName=name))[0].outcome is Outcome.OK


def test_an_international_name_is_the_same_as_its_a_label() -> None:
    body = a_body(ldhName=None, unicodeName="kafé.example")
    assert read(body, "xn--kaf-dma.example")[0].outcome is Outcome.OK
    assert read(a_body(ldhName="xn--kaf-dma.example"), "kafé.example")[0].outcome is Outcome.OK


@pytest.mark.parametrize(
    "name", ["lain.my.id", "my.id", "x.kerupuk-ayu.my.id", "\ud800.id", "ü" * 99]
)
def test_an_answer_about_another_name_proves_nothing(name: str) -> None:
    finding, facts = read(a_body(ldhName=name))
    assert (finding.outcome, finding.reason) == (Outcome.UNKNOWN, Reason.WRONG_DOMAIN)
    assert facts == DomainFacts(NAME)


@pytest.mark.parametrize("domain", ["", "?.my.id"])
def test_a_name_that_was_not_known_is_taken_from_the_answer(domain: str) -> None:
    assert read(a_body(), domain)[1].domain == NAME


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>Not Found</body></html>",
        b"null",
        b"[]",
        b'"domain"',
        b"\xff\xfe\x00",
        b"[" * 200_000,
        b'{"a":' * 200_000,
        a_body()[:-1],
        a_body(port43=float("nan")),
        a_body(ldhName=None),
        a_body(ldhName=7),
        a_body(ldhName=[NAME]),
        a_body(objectClassName="nameserver"),
        a_body(errorCode=500),
        a_body(errorCode=404),
        a_body(errorCode="404"),
        a_body(errorCode=[404]),
    ],
)
def test_what_is_no_answer_proves_nothing(body: bytes) -> None:
    finding, facts = read(body)
    assert (finding.outcome, finding.reason) == (Outcome.UNKNOWN, Reason.BAD_ANSWER)
    assert facts == DomainFacts(NAME)


@pytest.mark.parametrize("code", [404, "404"])
def test_a_registrys_404_means_no_such_name(code: Any) -> None:
    finding, facts = read(json.dumps({"errorCode": code, "title": "Not Found"}).encode())
    assert (finding.outcome, finding.reason) == (Outcome.FAILED, Reason.NOT_FOUND)
    assert facts == DomainFacts(NAME, registered=False)


def test_a_registrys_429_is_a_limit() -> None:
    finding, facts = read(b'{"errorCode": 429}')
    assert (finding.reason, facts.registered) == (Reason.RATE_LIMITED, None)


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "active"},
        {"status": [1, None, "   ", "123"]},
        {"entities": {"roles": ["registrar"]}},
        {"entities": [None, {"roles": "registrar", "vcardArray": a_card("X")}]},
        {"entities": [{"roles": ["registrar"], "vcardArray": "vcard"}]},
        {"entities": [{"roles": ["registrar"], "vcardArray": ["vcard", [["fn"], 3, []]]}]},
        {"entities": [{"roles": ["registrar"], "vcardArray": a_card(["X"])}]},
        {"nameservers": [{"ldhName": 3}, "ns1", None]},
        {"nameservers": "ns1"},
    ],
)
def test_an_oddity_beside_the_date_costs_only_itself(changes: dict[str, Any]) -> None:
    finding, facts = read(a_body(**changes))
    field = {"entities": "registrar", "status": "statuses"}.get(*changes) or "nameservers"
    assert finding.outcome is Outcome.OK
    assert not getattr(facts, field)


def test_a_registrars_name_is_made_safe() -> None:
    card = a_card("PT\tA\u0007\ud800 \n B" + "x" * 500)
    facts = read(a_body(entities=[{"roles": ["registrar"], "vcardArray": card}]))[1]
    assert facts.registrar is not None
    assert facts.registrar.startswith("PT A Bx")
    assert len(facts.registrar) <= 200


def test_registrants_are_not_read() -> None:
    assert "Rahasia" not in repr(read(a_body())[1])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_make_it_raise(body: bytes) -> None:
    assert read_rdap(body, NAME, AT).outcome is Outcome.UNKNOWN


@settings(deadline=None)
@given(
    key=st.sampled_from(
        ["objectClassName", "ldhName", "status", "events", "entities", "nameservers", "errorCode"]
    ),
    value=JSON,
)
def test_no_value_of_a_field_makes_it_raise(key: str, value: Any) -> None:
    read_rdap(a_body(**{key: value}), NAME, AT)


@settings(deadline=None)
@given(value=JSON)
def test_no_event_makes_it_raise(value: Any) -> None:
    read_rdap(a_body(events=[an_event("expiration", value), value]), NAME, AT)
