"""Readers of registry answers: ours beside python-whois, asyncwhois and whodap, like with like.

Every reader gets the same answers in the same process and is timed by the same clock. Recorded
answers are somebody else's data and never in the repository: WATCHER_CORPUS names a folder that
holds `domains/expected.tsv` (columns file, domain, expected_expiry, expected_status, format).
Without it only speed is measured, on answers in the demo registry's words.
"""

import os
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from statistics import median, quantiles
from typing import Any, NamedTuple

from answers import NOW, PATTERNS, Answer, generated, hostile, recorded

from watcher.core.looks.observation import DomainFacts, Finding
from watcher.probes.domain.cross_check import cross_check, second_opinion
from watcher.probes.domain.rdap import read_rdap
from watcher.probes.domain.whois_text import read_whois

COMMON = ("com", "net", "org", "id", "info", "biz", "asia", "xyz", "top")
RUNS = 3
SLOW = 500.0  # milliseconds after which a second run would tell nothing new
PATIENCE = 5.0  # seconds for one answer; a reader that takes longer has found nothing


class Told(NamedTuple):
    """What a reader made of an answer."""

    expires_on: date | None
    free: bool = False


Read = Callable[[Answer], Told]


@dataclass(frozen=True, slots=True)
class Score:
    """How one reader did.

    Attributes:
        zone: read a day off; the registry's zone, and no wrong date.
        common: of the right ones, those in COMMON endings.
        falsely: names called free that are not.
        median, slow, worst: milliseconds of processor time; `slow` is the 99th percentile.
    """

    right: int
    zone: int
    wrong: int
    none: int
    common: int
    free: int
    falsely: int
    median: float
    slow: float
    worst: float

    @property
    def missed(self) -> int:
        return self.wrong + self.none


def our_whois(answer: Answer) -> Told:
    return _ours(read_whois(answer.text, answer.name, NOW))


def our_whois_twice(answer: Answer) -> Told:
    """Read the way the program does: python-whois may contradict."""
    text = answer.text
    return _ours(cross_check(read_whois(text, answer.name, NOW), second_opinion(text, answer.name)))


def our_rdap(answer: Answer) -> Told:
    return _ours(read_rdap(answer.body, answer.name, NOW))


def _ours(found: Finding) -> Told:
    facts = found.facts
    assert isinstance(facts, DomainFacts)
    return Told(facts.expires_on, facts.registered is False)


def python_whois() -> Read:
    parser, errors = import_module("whois.parser"), import_module("whois.exceptions")

    def read(answer: Answer) -> Any:
        return parser.WhoisEntry.load(answer.name, answer.text).get("expiration_date")

    return _forgiving(read, errors.WhoisDomainNotFoundError, errors.PywhoisError)


def asyncwhois() -> Read:
    tld, errors = import_module("asyncwhois.parse_tld"), import_module("asyncwhois.errors")

    def read(answer: Answer) -> Any:
        return tld.DomainParser().parse(answer.text, answer.ending)[tld.TLDBaseKeys.EXPIRES]

    return _forgiving(read, errors.NotFoundError, errors.WhoIsError)


def whodap() -> Read:
    response, keys = import_module("whodap.response"), import_module("whodap.utils")

    def read(answer: Answer) -> Any:
        told = response.DomainResponse.from_json(answer.body).to_whois_dict()
        return told.get(keys.WHOISKeys.EXPIRES_DATE)

    return _forgiving(read, (), import_module("whodap.errors").RDAPConformanceException)


def _forgiving(read: Callable[[Answer], Any], absent: Any, fault: type[Exception]) -> Read:
    """Take what a library raises over an answer for "none", as its caller would have to."""
    faults = (fault, ValueError, LookupError, TypeError, AttributeError, ArithmeticError)

    def forgiving(answer: Answer) -> Told:
        try:
            return Told(_day(read(answer)))
        except absent:
            return Told(None, free=True)
        except faults:
            return Told(None)

    return forgiving


def _day(told: object) -> date | None:
    """Take the first date of several; text that is no date is none."""
    several = told if isinstance(told, list) else [told]
    return next((one.date() for one in several if isinstance(one, datetime)), None)


OURS: dict[str, dict[str, Read]] = {
    "whois": {"watcher, first reader": our_whois, "watcher, as it runs": our_whois_twice},
    "rdap": {"watcher": our_rdap},
}
PEERS: dict[str, dict[str, Callable[[], Read]]] = {
    "whois": {"python-whois": python_whois, "asyncwhois": asyncwhois},
    "rdap": {"whodap": whodap},
}


@cache
def readers(protocol: str) -> dict[str, Read]:
    """Ours first, then each peer that is installed; say which are not."""
    found = dict(OURS[protocol])
    for name, load in PEERS[protocol].items():
        try:
            found[f"{name} {version(name)}"] = load()
        except ImportError:
            _line("", f"{name} left out: not installed, and no dependency of watcher")
    return found


def score(read: Read, answers: list[Answer]) -> Score:
    """Let one reader read every answer once, warm, and count."""
    read(answers[0])
    told, took = zip(*(_timed(read, answer) for answer in answers), strict=True)
    pairs = list(zip(answers, told, strict=True))
    dated = [(answer, _grade(answer, said)) for answer, said in pairs if answer.expires_on]
    grades = [grade for _, grade in dated]
    return Score(
        right=grades.count("right"),
        zone=grades.count("zone"),
        wrong=grades.count("wrong"),
        none=grades.count("none"),
        common=sum(grade == "right" for answer, grade in dated if answer.ending in COMMON),
        free=sum(said.free for answer, said in pairs if answer.free),
        falsely=sum(said.free for answer, said in pairs if not answer.free),
        median=median(took),
        slow=quantiles(took, n=100, method="inclusive")[98],
        worst=max(took),
    )


def _timed(read: Read, answer: Answer) -> tuple[Told, float]:
    """Read, and count milliseconds of processor time: what else runs here does not matter."""
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    began = time.process_time()
    try:
        told = read(answer)
    except TimeoutError:
        return Told(None), 1000 * PATIENCE
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return told, 1000 * (time.process_time() - began)


def _lose_patience(*_: object) -> None:
    raise TimeoutError


def _grade(answer: Answer, told: Told) -> str:
    """Compare calendar days; a day apart is the registry's zone and no wrong date."""
    if told.expires_on is None or answer.expires_on is None:
        return "none"
    apart = abs(told.expires_on - answer.expires_on)
    return ("right", "zone")[apart.days] if apart.days <= 1 else "wrong"


def compare(answers: list[Answer], protocol: str, judged: bool) -> None:
    """Print one line a reader: `missed` is wrong or none, `time` the median, against the first."""
    asked = [answer for answer in answers if answer.protocol == protocol]
    _head(asked, protocol, judged)
    scores = {name: score(read, asked) for name, read in readers(protocol).items()}
    first = next(iter(scores.values()))
    for name, each in scores.items():
        times = f"{each.median:7.3f} ms{each.slow:9.3f} ms{each.worst:9.1f} ms"
        counts = _counts(each, first) if judged else ""
        _line("", f"{name:<22}{counts}{times}{each.median / first.median:6.1f}x")


def _head(asked: list[Answer], protocol: str, judged: bool) -> None:
    dated = [answer for answer in asked if answer.expires_on]
    common = sum(answer.ending in COMMON for answer in dated)
    free = sum(answer.free for answer in asked)
    told = f"{len(dated)} with an expiry ({common} in {' '.join(COMMON)}), {free} free"
    _line("readers", f"{len(asked)} {protocol} answers{f': {told}' if judged else ''}")
    counts = f"{'right':>6}{'zone':>6}{'wrong':>6}{'none':>6}{'missed':>8}{'common':>7}"
    counts = f"{counts}{'free':>6}{'falsely':>8}" if judged else ""
    _line("", f"{'':<22}{counts}{'median':>10}{'p99':>12}{'worst':>12}{'time':>7}")


def _counts(each: Score, first: Score) -> str:
    missed = f"{each.missed / first.missed:.1f}x" if first.missed else str(each.missed)
    days = f"{each.right:6}{each.zone:6}{each.wrong:6}{each.none:6}{missed:>8}"
    return f"{days}{each.common:7}{each.free:6}{each.falsely:8}"


def whole_process(folder: Path, answers: list[Answer]) -> None:
    """Print how many answers a second `explain domain` reads, its start included."""
    rows = []
    for number, answer in enumerate(answers):
        (folder / f"answer{number}").write_bytes(answer.body)
        rows.append(f"answer{number}\t{answer.name}\t{answer.protocol}\n")
    table = folder / "answers.tsv"
    table.write_text("".join(rows), "utf-8")
    command = [sys.executable, "-m", "watcher", "explain", "domain", "--batch", str(table)]
    took = []
    for _ in range(RUNS):
        began = time.perf_counter()
        done = subprocess.run([*command, "--json"], capture_output=True, check=True)
        took.append(time.perf_counter() - began)
        assert done.stdout.count(b"\n") == len(answers)
    rate = len(answers) / median(took)
    _line(
        "explain", f"{rate:,.0f} answers/s: {len(answers)} in {median(took):.2f} s with its start"
    )


def worst_texts() -> None:
    """Print each reader's worst of 16 KiB, and how it grows: linear is four times 4 KiB."""
    _line("hostile", f"{len(PATTERNS)} texts of 16 KiB; {1000 * PATIENCE:.0f} ms: cut off there")
    for name, read in {**readers("whois"), "watcher, RDAP": our_rdap}.items():
        took, kind = max((_least(read, kind, 16), kind) for kind in PATTERNS)
        grows = f"{took / _least(read, kind, 4):.1f}x what 4 KiB of it take"
        _line("", f"{name:<22} worst {took:8.1f} ms ({kind}), {grows}")


def _least(read: Read, kind: str, kib: int) -> float:
    """Milliseconds for a hostile text; the least of a few runs is the least disturbed."""
    answer = hostile(kind, kib)
    _, once = _timed(read, answer)
    again = RUNS if once < SLOW else 0
    return min([once, *(_timed(read, answer)[1] for _ in range(again))])


def measure(folder: Path) -> None:
    """Print accuracy where recorded answers are at hand, and speed in any case."""
    corpus = os.environ.get("WATCHER_CORPUS", "")
    judged = bool(corpus) and (Path(corpus) / "domains" / "expected.tsv").is_file()
    if not judged:
        _line("readers", "accuracy left out: WATCHER_CORPUS names no folder of recorded answers")
    answers = recorded(Path(corpus)) if judged else generated()
    signal.signal(signal.SIGALRM, _lose_patience)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # dateutil warns about every zone it does not know
        for protocol in PEERS:
            compare(answers, protocol, judged)
        worst_texts()
    whole_process(folder, answers)


def _line(label: str, told: str) -> None:
    print(f"{label:<12}{told}".rstrip())
