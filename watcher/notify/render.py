"""Facts in, finished letter out: the only place of this room that knows Jinja.

A template of a kind holds a subject line and plain paragraphs; the same rendering feeds the
text part and the HTML part, so that both always say the same. It decides nothing: what is
due, to whom and when is settled before. The mail format is in `mime`.
"""

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from watcher.core.printable import LIMIT, one_line
from watcher.notify.emphasis import bold, plain, strong
from watcher.notify.layout import answer_links, greeting, stop_link, table
from watcher.notify.letter import (
    CallFacts,
    DownFacts,
    Letter,
    LetterFacts,
    OutageFacts,
    SiteFacts,
)
from watcher.notify.letter_kinds import KINDS
from watcher.notify.letter_words import WORDS, LetterPhrases
from watcher.notify.mime import Envelope, to_bytes

__all__ = ["Envelope", "Letter", "LetterFacts", "SiteFacts", "to_bytes", "write_letter"]

#: Characters of a text, where not LIMIT. In a link one may take nine, and a link that was cut
#: leads nowhere: its parts are cut before.
_LONGER = {
    "domain": 253, "answer": 400, "server_said": 400, "answer_mailto": 320, "whatsapp": 9 * 800,
}  # fmt: skip
_PREVIEW = 110  # characters a phone shows beside the subject

LetterValues = TypeVar("LetterValues", LetterFacts, SiteFacts, OutageFacts, DownFacts, CallFacts)


def _dressed(text: str) -> Markup:
    """Escape a paragraph or value, then turn its marks and line breaks into HTML."""
    html = bold(str(escape(text))).replace("\n", "<br>")
    return Markup(html)  # noqa: S704 - escaped one line above


def _environment() -> Environment:
    """Build the environment: HTML is escaped by its name, text holds cleaned values only."""
    environment = Environment(
        loader=PackageLoader("watcher.notify"),
        autoescape=select_autoescape(("html.j2",), default=False, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(strong=strong, dressed=_dressed)
    return environment


_JINJA = _environment()


def write_letter(kind: str, lang: str, facts: LetterFacts) -> Letter:
    """Write one letter of a kind in `KINDS`, in "id" or "en".

    Raises:
        KeyError: there is no such kind or language.
    """
    shape, words = KINDS[kind], WORDS[lang]
    facts = _cleaned(facts)
    context = _context(facts, words)
    subject, paragraphs = _parts(_fill(f"{kind}.{lang}.j2", context))
    layout = {
        "lang": lang,
        "office": facts.office,
        "heading": subject,
        "preheader": one_line(plain(paragraphs[0]), _PREVIEW),
        "greeting_line": greeting(facts, words),
        "paragraphs": paragraphs,
        "facts": table(shape, facts, words),
        "facts_title": words.several if len(facts.sites) > 1 else "",
        "outages": facts.outages,
        "calls": facts.calls,
        "not_shown": facts.not_shown,
        "words": words,
        "hint": words.hint,
        "footer_lines": _paragraphs(_fill(f"footer_{shape.footer}.{lang}.j2", context)),
        "stop": stop_link(shape, facts, words),
    }
    bare = answer_links(shape, facts, words)
    guided = answer_links(shape, facts, words, body=words.send_it)
    return Letter(
        subject=subject,
        text=_tidy(plain(_fill("letter.txt.j2", layout | {"buttons": bare}))),
        html=_fill("letter.html.j2", layout | {"buttons": guided}).strip() + "\n",
    )


def _cleaned(facts: LetterValues) -> LetterValues:
    """Make every text in the facts, however deep, one printable line of bounded length."""
    clean: dict[str, Any] = {}
    for field in fields(facts):
        value = getattr(facts, field.name)
        if isinstance(value, str):
            clean[field.name] = one_line(value, _LONGER.get(field.name, LIMIT))
        elif isinstance(value, tuple):
            clean[field.name] = tuple(map(_cleaned, value))
    return replace(facts, **clean)


def _context(facts: LetterFacts, words: LetterPhrases) -> dict[str, Any]:
    """Give a template its placeholders, with the words that stand in for what is empty."""
    known = {field.name: getattr(facts, field.name) for field in fields(facts)}
    return known | {
        "business": facts.business or facts.domain,
        "greeting": facts.greeting or words.neutral,
    }


def _fill(template: str, context: Mapping[str, Any]) -> str:
    """Render one template."""
    return _JINJA.get_template(template).render(context)


def _parts(rendered: str) -> tuple[str, list[str]]:
    """Part a rendered template into its subject and its paragraphs."""
    head, _, body = rendered.strip().partition("\n")
    return head.removeprefix("Subject: "), _paragraphs(body)


def _paragraphs(text: str) -> list[str]:
    """Join the lines of each paragraph; a numbered step keeps its own line."""
    blocks = re.split(r"\n\s*\n", text.strip())
    return [re.sub(r"\n(?!\d\. )", " ", block) for block in blocks]


def _tidy(text: str) -> str:
    """Leave no more than one blank line where an absent fact stood."""
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"
