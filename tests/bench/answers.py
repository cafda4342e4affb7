"""Answers to measure readers with: recorded, worded by the demo's registry, and hostile ones."""

import csv
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from watcher.demo.servers import registry_answers as words

NOW = datetime.now(UTC)
GENERATED = 100  # of each kind

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
    "dotted years": "2027" + "." * 95 + "\n",
}
ENDINGS = {"dotted years": "hk"}  # one python-whois has slow expressions for


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


def hostile(kind: str, kib: int) -> Answer:
    """Repeat a pattern up to so much text."""
    size = kib * 1024
    body = (PATTERNS[kind] * size)[:size].encode()
    return Answer(f"usaha.{ENDINGS.get(kind, 'example')}", "whois", body, None, False)
