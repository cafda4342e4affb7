"""What stands around the sentences of a letter: greeting, table rows, answer links.

Answers are `mailto:` links whose subject begins with a fixed word, so that a mailbox can be
read by a program and an office needs no public web address.
"""

import re
from collections.abc import Iterator
from urllib.parse import quote, urlencode

from watcher.core.sites.site import OwnerAnswer
from watcher.notify.emphasis import strong
from watcher.notify.letter import LetterFacts, SiteFacts
from watcher.notify.letter_kinds import LetterKind, LetterRow
from watcher.notify.letter_words import LetterPhrases

Pair = tuple[str, str]  # what is shown, and what it stands for

_STRONG = {"date", "grace_date", "delete_date"}
#: Names that many a list writes with the form of address in front.
_ADDRESSED = re.compile(r"(bapak|ibu|pak|bu|bpk|sdri?|mr|mrs|ms)\b", re.IGNORECASE)


def greeting(facts: LetterFacts, words: LetterPhrases) -> str:
    """Greet the recipient, by name where it is known."""
    neutral = "" if _ADDRESSED.match(facts.name) else words.neutral
    who = f"{facts.greeting or neutral} {facts.name}".strip() if facts.name else ""
    who = who or facts.greeting
    return words.dear.format(name=who) if who else words.dear_nobody


def table(kind: LetterKind, facts: LetterFacts, words: LetterPhrases) -> list[Pair]:
    """Give the rows of the table: of the one site, or one row a site where there are more."""
    if len(facts.sites) > 1:
        return [_site_row(site, words) for site in facts.sites]
    return list(_rows(kind.rows, facts, words))


def _rows(rows: tuple[LetterRow, ...], facts: LetterFacts, words: LetterPhrases) -> Iterator[Pair]:
    """Give the rows whose value is known."""
    for label, field in rows:
        value = getattr(facts, field)
        if not value:
            continue
        if field == "cost":
            value = words.yearly.format(cost=value)
        yield words.labels[label], strong(value) if field in _STRONG else value


def _site_row(site: SiteFacts, words: LetterPhrases) -> Pair:
    """Give one site of several: its date, then its name, whom to pay and how much."""
    cost = words.yearly.format(cost=site.cost) if site.cost else None
    lines = (strong(site.domain), site.registrar, cost)
    return site.expires, "\n".join(line for line in lines if line)


def answer_links(
    kind: LetterKind, facts: LetterFacts, words: LetterPhrases, body: str = ""
) -> list[Pair]:
    """Give the label and the link of every answer; none where no address reads them."""
    return [
        (words.buttons[label], _mailto(answer, facts, body))
        for label, answer in kind.buttons
        if facts.answer_mailto
    ]


def stop_link(kind: LetterKind, facts: LetterFacts, words: LetterPhrases) -> Pair | None:
    """Give the link that ends the reminders; None for staff and where no address reads it."""
    if kind.footer != "owner" or not facts.answer_mailto:
        return None
    return words.stop, _mailto(OwnerAnswer.STOP, facts)


def _mailto(answer: OwnerAnswer, facts: LetterFacts, body: str = "") -> str:
    """Build a link as RFC 6068 has it: subject "SUDAH contoh.example #code", perhaps a body."""
    code = f" #{facts.answer_code}" if facts.answer_code else ""
    query = {"subject": f"{answer} {facts.domain}{code}"} | ({"body": body} if body else {})
    address = quote(facts.answer_mailto or "", safe="@")
    return f"mailto:{address}?{urlencode(query, quote_via=quote)}"
