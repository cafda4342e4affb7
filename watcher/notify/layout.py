"""What stands around the sentences of a letter: greeting, table rows, answer links.

Answers are `mailto:` links whose subject begins with a fixed word, so that a mailbox can be
read by a program and an office needs no public web address.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

from watcher.core.sites.site import OwnerAnswer
from watcher.notify.emphasis import strong
from watcher.notify.letter import LetterHead, TermFacts, TermRow
from watcher.notify.letter_kinds import LetterKind, LetterRow
from watcher.notify.letter_words import LetterPhrases

Pair = tuple[str, str]  # what is shown, and what it stands for

_STRONG = {"date", "grace_date", "delete_date"}
#: Names that many a list writes with the form of address in front.
_ADDRESSED = re.compile(r"(bapak|ibu|pak|bu|bpk|sdri?|mr|mrs|ms)\b", re.IGNORECASE)


def greeting(head: LetterHead, words: LetterPhrases) -> str:
    """Greet the recipient, by name where it is known."""
    neutral = "" if _ADDRESSED.match(head.name) else words.neutral
    who = f"{head.greeting or neutral} {head.name}".strip() if head.name else ""
    who = who or head.greeting
    return words.dear.format(name=who) if who else words.dear_nobody


def around_term(kind: LetterKind, facts: TermFacts, words: LetterPhrases) -> dict[str, Any]:
    """Give what stands below the sentences about a term: the table, the answers, the way out.

    Returns:
        `buttons` are triples: a label, the link alone, the link with a body that says what to do.
        `stop` is None for staff.
    """
    several = len(facts.sites) > 1
    return {
        "facts_title": words.several if several else "",
        "facts": [_site_row(site, words) for site in facts.sites]
        if several
        else list(_rows(kind.rows, facts, words)),
        "buttons": [
            (words.buttons[label], _mailto(answer, facts), _mailto(answer, facts, words.send_it))
            for label, answer in kind.buttons
        ],
        "stop": (words.stop, _mailto(OwnerAnswer.STOP, facts)) if kind.footer == "owner" else None,
    }


def _rows(rows: tuple[LetterRow, ...], facts: TermFacts, words: LetterPhrases) -> Iterator[Pair]:
    """Give the rows whose value is known."""
    for label, field in rows:
        value = getattr(facts, field)
        if not value:
            continue
        if field == "cost":
            value = words.yearly.format(cost=value)
        yield words.labels[label], strong(value) if field in _STRONG else value


def _site_row(site: TermRow, words: LetterPhrases) -> Pair:
    """Give one site of several: its date, then its name, whom to pay and how much."""
    cost = words.yearly.format(cost=site.cost) if site.cost else None
    lines = (strong(site.domain), site.paid_to, cost)
    return site.date, "\n".join(line for line in lines if line)


def _mailto(answer: OwnerAnswer, facts: TermFacts, body: str = "") -> str:
    """Build a link as RFC 6068 has it: subject "SUDAH contoh.example #code", perhaps a body."""
    query = {"subject": f"{answer} {facts.domain} #{facts.answer_code}"}
    query |= {"body": body} if body else {}
    return f"mailto:{quote(facts.answer_mailto, safe='@')}?{urlencode(query, quote_via=quote)}"
