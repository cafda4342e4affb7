"""Every WHOIS and RDAP case of the fault catalogue, against the demo's registry in that mood."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from asking import Told, ask_all, assert_honest, heard, sections
from machine import Listener
from real_office import RealOffice, environment, registered, served

from watcher.demo.servers.registry_server import Mood, Registration, RegistryServer
from watcher.settings import Settings

pytestmark = pytest.mark.integration

Verdicts = set[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Case:
    """A stimulus, and the verdicts that will do. The name asked for carries the id."""

    id: str
    via: str
    verdicts: Verdicts
    mood: Mood = Mood.OK
    days_left: int | None = 20
    statuses: tuple[str, ...] = ("ok",)

    @property
    def domain(self) -> str:
        """A name of its own."""
        return f"kasus-{self.id.lower()}.my.id"

    @property
    def registration(self) -> Registration:
        """What the registry's table holds."""
        known = registered(self.domain, self.days_left or 0)
        ends = None if self.days_left is None else known.expires_on
        return Registration(
            self.domain, ends, known.registered_on, known.changed_on, statuses=self.statuses
        )


def unknown(*reasons: str) -> Verdicts:
    """We cannot tell, for one of these reasons."""
    return {("unknown", reason) for reason in reasons}


EXPIRING: Verdicts = {("expiring", "ok")}
OVER: Verdicts = {("grace", "ok"), ("expired", "ok")}  # the catalogue calls grace "expired"
ABSENT: Verdicts = {("unregistered", "not_found")}
BURIED = {("redemption", "ok"), ("pending_delete", "ok"), ("expiring", "ok")}
TIMEOUT = unknown("timeout_total")

CASES = [
    Case("W01", "whois", EXPIRING),
    Case("W02", "whois", OVER, days_left=-5),
    Case("W03", "whois", ABSENT, Mood.NOT_FOUND),
    Case("W04", "whois", unknown("rate_limited"), Mood.QUOTA),
    Case("W05", "whois", TIMEOUT, Mood.SILENT),
    Case("W06", "whois", EXPIRING | TIMEOUT, Mood.LINGER),
    Case("W07", "whois", unknown("too_large"), Mood.ENDLESS),
    Case("W09", "whois", unknown("bad_answer", "no_date"), Mood.GARBAGE),
    Case(
        "W10",
        "whois",
        EXPIRING | unknown("referral_loop", "bad_answer", "no_date"),
        Mood.SELF_REFERRAL,
    ),
    Case("W16", "whois", unknown("reset", "closed"), Mood.RESET),
    Case("R01", "rdap", EXPIRING),
    Case("R02", "rdap", ABSENT, Mood.NOT_FOUND),
    Case("R03", "rdap", unknown("rate_limited"), Mood.QUOTA),
    Case("R04", "rdap", unknown("redirect_loop", "redirect_limit"), Mood.SELF_REFERRAL),
    Case("R07", "rdap", unknown("bad_answer"), Mood.HTML),
    Case("R09", "rdap", unknown("no_date"), days_left=None),
    Case("R10", "rdap", BURIED, days_left=-40, statuses=("redemptionPeriod", "pendingDelete")),
    Case("R11", "rdap", unknown("bad_answer", "no_date", "bad_date"), Mood.WRONG_TYPES),
    Case("R12", "rdap", unknown("too_large"), Mood.BOMB),
    # The moods the catalogue names for one protocol only, over the other one.
    Case("W-no-date", "whois", unknown("no_date"), days_left=None),
    Case("W-html", "whois", unknown("bad_answer"), Mood.HTML),
    Case("W-drip", "whois", TIMEOUT, Mood.DRIP),
    Case("R-garbage", "rdap", unknown("bad_answer"), Mood.GARBAGE),
    Case("R-silent", "rdap", TIMEOUT, Mood.SILENT),
    Case("R-drip", "rdap", TIMEOUT, Mood.DRIP),
    Case("R-linger", "rdap", EXPIRING, Mood.LINGER),
    Case("R-endless", "rdap", unknown("too_large"), Mood.ENDLESS),
    Case("R-reset", "rdap", unknown("reset", "closed"), Mood.RESET),
]
BY_ID = {case.id: case for case in CASES}
BULKY = ("W07", "R12", "R-endless")


def the_registry() -> RegistryServer:
    """Holds every name of the cases, each in its mood."""
    moods = {via: {c.domain: c.mood for c in CASES if c.via == via} for via in ("whois", "rdap")}
    return RegistryServer(
        [case.registration for case in CASES],
        asked_at=datetime.now(UTC),
        whois_moods=moods["whois"],
        rdap_moods=moods["rdap"],
    )


async def ask_every_case() -> dict[str, Told | BaseException]:
    """All cases, from one process and at the same time."""
    async with the_registry() as registry:
        told = sections(registry.whois_address, registry.rdap_base)
        questions = [(case.domain, case.via) for case in CASES]
        answers = await ask_all(questions, Settings.model_validate(told))
    return {case.id: answers[case.domain, case.via] for case in CASES}


@pytest.fixture(scope="module")
def answers() -> dict[str, Told | BaseException]:
    return asyncio.run(ask_every_case())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_fault_has_its_verdict(case: Case, answers: dict[str, Told | BaseException]) -> None:
    told = heard(answers[case.id])
    assert told.verdict in case.verdicts
    assert (told.json["domain"], told.json["source"]) in {
        (case.domain, case.via),
        (case.domain, "rdap"),  # nobody has said anything
    }
    assert_honest(told)


#: The command, and how much memory it took at most, in kB, as the last line of stderr.
PEAK = """
import atexit, pathlib, runpy, sys
def tell():
    status = pathlib.Path("/proc/self/status").read_text()
    print(next(line for line in status.splitlines() if "VmHWM" in line).split()[1], file=sys.stderr)
atexit.register(tell)
runpy.run_module("watcher", run_name="__main__", alter_sys=True)
"""


@dataclass(frozen=True, slots=True)
class Office:
    """An office that asks the registry by the real command."""

    at: RealOffice
    registry: RegistryServer
    canary: Listener

    def look(self, domain: str, *options: str) -> "subprocess.CompletedProcess[str]":
        """`watcher look --domain --json`."""
        argv = [*self.at.argv("look", "--domain", domain, "--json", *options)]
        return subprocess.run(
            [sys.executable, "-c", PEAK, *argv[3:]],
            capture_output=True,
            text=True,
            cwd=self.at.folder,
            env=environment(),
            timeout=20,
            check=False,
        )

    def told(self, domain: str, *options: str) -> tuple[dict[str, Any], int]:
        """The JSON, and the most memory it took in kB; nothing else may have been said."""
        done = self.look(domain, *options)
        *complaints, peak = done.stderr.splitlines()
        assert (done.returncode, complaints) == (0, [])
        told: dict[str, Any] = json.loads(done.stdout)
        return told, int(peak)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Listener("127.0.0.2") as canary, served(the_registry()) as registry:
        at = RealOffice(tmp_path)
        at.settle(sections(registry.whois_address, registry.rdap_base, canary.port))
        yield Office(at, registry, canary)
        assert canary.knocks == 0


def test_the_command_tells_what_both_protocols_say(office: Office) -> None:
    for name in ("W01", "W03", "W04", "W16", "R02", "R07"):
        case = BY_ID[name]
        told, _ = office.told(case.domain, "--via", case.via)
        assert (told["state"], told["reason"]) in case.verdicts, name


@pytest.mark.parametrize("name", BULKY)
def test_a_flood_costs_little_memory(office: Office, name: str) -> None:
    calm, usual = office.told(BY_ID["R01"].domain)
    case = BY_ID[name]
    told, peak = office.told(case.domain, "--via", case.via)
    assert calm["state"] == "expiring"
    assert (told["state"], told["reason"]) in case.verdicts
    assert peak - usual < 32 * 1024


def chain(case: Case, whois: Mood) -> tuple[Told, list[tuple[str, str]]]:
    """Ask about one name without `--via`: RDAP as in the case, WHOIS in another mood."""

    async def asked() -> tuple[Told, list[tuple[str, str]]]:
        registry = the_registry()
        registry.whois_moods[case.domain] = whois
        async with registry:
            told = sections(registry.whois_address, registry.rdap_base)
            settings = Settings.model_validate(told)
            found = await ask_all([(case.domain, None)], settings)
        return heard(found[case.domain, None]), registry.queries

    return asyncio.run(asked())


@pytest.mark.parametrize("name", ["R01", "R02", "R03"])
def test_whois_is_not_asked_when_rdap_has_answered_or_wants_less_of_us(name: str) -> None:
    case = BY_ID[name]
    told, queries = chain(case, Mood.OK)
    assert told.verdict in case.verdicts
    assert queries == [("rdap", case.domain)]


@pytest.mark.parametrize("name", ["R04", "R07", "R09", "R11", "R12", "R-garbage", "R-reset"])
@pytest.mark.parametrize(
    ("whois", "verdict"),
    [
        (Mood.NOT_FOUND, ("unregistered", "not_found")),
        (Mood.QUOTA, ("unknown", "rate_limited")),
        (Mood.GARBAGE, ("unknown", "bad_answer")),
    ],
)
def test_whois_has_the_word_when_rdap_tells_nothing(
    name: str, whois: Mood, verdict: tuple[str, str]
) -> None:
    case = BY_ID[name]
    told, queries = chain(case, whois)
    assert told.verdict == verdict
    assert [protocol for protocol, _ in queries][-1] == "whois"
    assert_honest(told)
