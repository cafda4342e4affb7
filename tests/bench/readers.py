"""Readers of registry answers: ours beside python-whois, asyncwhois and whodap, like with like.

Every reader gets the same answers in the same process and is timed by the same clock. Recorded
answers are somebody else's data and never in the repository: WATCHER_CORPUS names a folder that
holds `domains/expected.tsv` (columns file, domain, expected_expiry, expected_status, format).
Without it only speed is measured, on answers in the demo registry's words.
"""

import csv
import os
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from statistics import median, quantiles
from typing import Any, NamedTuple

from watcher.core.observation import DomainFacts, Finding
from watcher.demo import registry_answers as words
from watcher.probes.domain.rdap import read_rdap
from watcher.probes.domain.second_reader import agree, second_opinion
from watcher.probes.domain.whois_text import read_whois

COMMON = frozenset(["com", "net", "org", "id", "info", "biz", "asia", "xyz", "top"])
NOW = datetime.now(UTC)
GENERATED = 100  # of each kind
RUNS = 3
KIB = 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What a registry answered, and what is right to read in it.

    Attributes:
        name: the domain; "?" before the ending where the recording does not tell it.
        expires_on: None where the answer states no expiry.
        free: the registry says that nobody holds the name.
    """

    name: str
    protocol: str
    body: bytes
    expires_on: date | None
    free: bool

    @property
    def text(self) -> str:
        try:
            return self.body.decode("utf-8-sig")
        except UnicodeDecodeError:
            return self.body.decode("latin-1")

    @property
    def ending(self) -> str:
        return self.name.rpartition(".")[2]


class Told(NamedTuple):
    """What a reader made of an answer."""

    expires_on: date | None
    free: bool = False


Read = Callable[[Answer], Told]


@dataclass(frozen=True, slots=True)
class Score:
    """How one reader did. Times are milliseconds; `falsely` counts held names called free."""

    right: int
    zone: int
    wrong: int
    none: int
    common: int
    free: int
    falsely: int
    median: float
    slow: float

    @property
    def missed(self) -> int:
        return self.wrong + self.none


# The readers


def our_whois(answer: Answer) -> Told:
    return _ours(read_whois(answer.text, answer.name, NOW))


def our_whois_twice(answer: Answer) -> Told:
    """Read the way the program does: python-whois may contradict."""
    text = answer.text
    return _ours(agree(read_whois(text, answer.name, NOW), second_opinion(text, answer.name)))


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


def readers(protocol: str) -> dict[str, Read]:
    """Ours first, then each peer that is installed; say which are not."""
    found = dict(OURS[protocol])
    for name, load in PEERS[protocol].items():
        try:
            found[f"{name} {version(name)}"] = load()
        except ImportError:
            _line("", f"{name} left out: not installed, and no dependency of watcher")
    return found


# The answers


def recorded(corpus: Path) -> list[Answer]:
    """Read the table of recorded answers."""
    with (corpus / "domains" / "expected.tsv").open(encoding="utf-8", newline="") as table:
        rows = csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [_recorded(corpus / "domains", row) for row in rows]


def _recorded(folder: Path, row: dict[str, str]) -> Answer:
    protocol, _, ending = row["format"].partition(":")
    expiry = row["expected_expiry"]
    return Answer(
        name=row["domain"] if "." in row["domain"] else f"?.{ending}",
        protocol=protocol,
        body=(folder / row["file"]).read_bytes(),
        expires_on=None if expiry == "none" else datetime.fromisoformat(expiry).date(),
        free=row["expected_status"] == "available",
    )


def generated() -> list[Answer]:
    """Word answers as the demo's registry does: both layouts of WHOIS, RDAP, and a plain no."""
    answers = []
    for number in range(GENERATED):
        day = NOW.date() + timedelta(days=number)
        held, local, free = (f"usaha{number}.{end}" for end in ("example", "example.id", "example"))
        one, other = (words.Registration(name, day, day, day) for name in (held, local))
        rdap = words.rdap_domain(one, "https://rdap.example/", NOW)
        answers += [
            Answer(held, "whois", words.whois_text(one, NOW).encode(), day, False),
            Answer(local, "whois", words.whois_text(other, NOW).encode(), day, False),
            Answer(free, "whois", words.whois_not_found(free).encode(), None, True),
            Answer(held, "rdap", rdap, day, False),
        ]
    return answers


# The measuring


def score(read: Read, answers: list[Answer]) -> Score:
    """Let one reader read every answer once, warm, and count."""
    read(answers[0])
    told, took = zip(*(_timed(read, answer) for answer in answers), strict=True)
    pairs = list(zip(answers, told, strict=True))
    dated = [(answer, _grade(answer, said)) for answer, said in pairs if answer.expires_on]
    grades = [grade for _, grade in dated]
    return Score(
        *(grades.count(grade) for grade in ("right", "zone", "wrong", "none")),
        common=sum(grade == "right" for answer, grade in dated if answer.ending in COMMON),
        free=sum(said.free for answer, said in pairs if answer.free),
        falsely=sum(said.free for answer, said in pairs if not answer.free),
        median=median(took),
        slow=quantiles(took, n=100, method="inclusive")[98],
    )


def _timed(read: Read, answer: Answer) -> tuple[Told, float]:
    began = time.perf_counter()
    told = read(answer)
    return told, 1000 * (time.perf_counter() - began)


def _grade(answer: Answer, told: Told) -> str:
    """Compare calendar days; a day apart is the registry's zone and no wrong date."""
    if told.expires_on is None or answer.expires_on is None:
        return "none"
    apart = abs(told.expires_on - answer.expires_on)
    return ("right", "zone")[apart.days] if apart.days <= 1 else "wrong"


def compare(answers: list[Answer], protocol: str, judged: bool) -> None:
    """Print one line a reader; ratios are to the first."""
    asked = [answer for answer in answers if answer.protocol == protocol]
    _head(asked, protocol, judged)
    scores = {name: score(read, asked) for name, read in readers(protocol).items()}
    first = next(iter(scores.values()))
    for name, each in scores.items():
        speed = f"{each.median:7.3f} ms{each.slow:9.3f} ms{each.median / first.median:7.1f}x"
        _line("", f"{name:<22}{_counts(each, first) if judged else ''}{speed}")


def _head(asked: list[Answer], protocol: str, judged: bool) -> None:
    dated = [answer for answer in asked if answer.expires_on]
    common = sum(answer.ending in COMMON for answer in dated)
    free = sum(answer.free for answer in asked)
    told = f"{len(dated)} with an expiry ({common} in {' '.join(sorted(COMMON))}), {free} free"
    _line("readers", f"{len(asked)} {protocol} answers{f': {told}' if judged else ''}")
    counts = f"{'right':>6}{'zone':>6}{'wrong':>6}{'none':>6}{'missed':>8}{'common':>7}"
    counts = f"{counts}{'free':>6}{'falsely':>8}" if judged else ""
    _line("", f"{'':<22}{counts}{'median':>10}{'p99':>12}{'time':>8}")


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


# Hostile texts

PATTERNS = {
    "one word": "a",
    "an address": "a.",
    "colons": ":",
    "line ends": "\n",
    "blanks": " ",
    "tiny lines": "a:b\n",
    "headings": "x" * 38 + "\n",
    "slashes": "/" * 59 + ":\n",
    "accents": "éàü/éàü/éàü/x: y\n",
    "brackets": "[" * 59 + "\n",
    "dates": "Expires: " + "1.1." * 30 + "\n",
    "years": "Expires: 2027-01-01 or 2028\n",
    "digits": "2027",
    "statuses": "Status: " + "ok " * 300 + "\n",
    "hosts": "no match " + "a-" * 50 + "\n",
    "name servers": "Name Server: " + "a." * 120 + "\n",
    "deep JSON": '{"a":[',
}


def hostile() -> None:
    """Print the worst of 16 KiB, and how it grows: four times the text, four times the time."""
    worst, name = max((_least(pattern, 16), name) for name, pattern in PATTERNS.items())
    quarter = _least(PATTERNS[name], 4)
    grows = f"{worst / quarter:.1f}x what 4 KiB of it take"
    _line("hostile", f"{len(PATTERNS)} texts of 16 KiB, worst {worst:.1f} ms ({name}), {grows}")


def _least(pattern: str, kib: int) -> float:
    """Milliseconds for as much of a pattern; the least of a few runs, which is the least noisy."""
    size = kib * KIB
    body = (pattern * size)[:size].encode()[:size]
    answer = Answer("usaha.example", "whois", body, None, False)
    reads: Iterable[Read] = (our_whois_twice, our_rdap)
    return max(min(_timed(read, answer)[1] for _ in range(RUNS)) for read in reads)


def measure(folder: Path) -> None:
    """Print accuracy where recorded answers are at hand, and speed in any case."""
    corpus = os.environ.get("WATCHER_CORPUS", "")
    judged = bool(corpus) and (Path(corpus) / "domains" / "expected.tsv").is_file()
    if not judged:
        _line("readers", "accuracy left out: WATCHER_CORPUS names no folder of recorded answers")
    answers = recorded(Path(corpus)) if judged else generated()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # dateutil warns about every zone it does not know
        for protocol in PEERS:
            compare(answers, protocol, judged)
        hostile()
    whole_process(folder, answers)


def _line(label: str, told: str) -> None:
    print(f"{label:<12}{told}".rstrip())
