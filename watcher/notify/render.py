"""Facts in, finished letter out: the only place of this room that knows Jinja.

A template of a kind holds a subject line and plain paragraphs; the same rendering feeds the
text part and the HTML part, so that both always say the same. It decides nothing: what is
due, to whom and when is settled before. The mail format is in `mime`.
"""

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from watcher.notify.clean import LIMIT, one_line
from watcher.notify.kinds import KINDS
from watcher.notify.letter import Letter, LetterFacts, SiteFacts
from watcher.notify.mime import Envelope, to_bytes
from watcher.notify.words import WORDS, Answer, Words

__all__ = ["Envelope", "Letter", "LetterFacts", "SiteFacts", "to_bytes", "write_letter"]

# Emphasis travels between these two marks from the template to the layouts. Cleaned values
# hold no control characters, so data can never forge one.
_OPEN, _CLOSE = "\x02", "\x03"
_STRONG = frozenset({"date", "grace_date", "delete_date"})
_LONGER = {"domain": 253, "answer": 400, "answer_mailto": 320}
_PREVIEW = 110  # characters a phone shows beside the subject

Pairs = list[tuple[str, str]]


def _strong(value: object) -> str:
    """Mark a value as emphasised."""
    return f"{_OPEN}{value}{_CLOSE}"


def _plain(text: str) -> str:
    """Drop the marks of emphasis."""
    return text.replace(_OPEN, "").replace(_CLOSE, "")


def _bold(text: str) -> Markup:
    """Turn marks and line breaks into HTML; everything else is escaped."""
    html = str(escape(text)).replace(_OPEN, "<b>").replace(_CLOSE, "</b>")
    return Markup(html.replace("\n", "<br>"))  # noqa: S704 - escaped one line above


def _environment() -> Environment:
    """Build the environment: HTML is escaped by its name, text holds cleaned values only."""
    environment = Environment(
        loader=PackageLoader("watcher.notify"),
        autoescape=lambda name: name is not None and name.endswith(".html.j2"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(strong=_strong, bold=_bold)
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
    subject, paragraphs = _split(_fill(f"{kind}.{lang}.j2", context))
    several = len(facts.sites) > 1
    layout: dict[str, object] = {
        "lang": lang,
        "office": facts.office,
        "heading": subject,
        "preheader": one_line(_plain(paragraphs[0]), _PREVIEW),
        "greeting_line": _greeting(facts, words),
        "facts": _site_rows(facts, words) if several else _rows(shape.rows, facts, words),
        "facts_title": words.several if several else "",
        "hint": words.hint,
        "footer_lines": _paragraphs(_fill(f"footer_{shape.footer}.{lang}.j2", context)),
    }
    return Letter(
        subject=subject,
        text=_text(layout | _links(kind, facts, words, body=""), paragraphs),
        html=_html(layout | _links(kind, facts, words, body=words.send_it), paragraphs),
    )


def _text(layout: Mapping[str, object], paragraphs: list[str]) -> str:
    """Lay the plain part out."""
    page = _fill("letter.txt.j2", {**layout, "paragraphs": paragraphs})
    return re.sub(r"\n{3,}", "\n\n", _plain(page)).strip("\n") + "\n"


def _html(layout: Mapping[str, object], paragraphs: list[str]) -> str:
    """Lay the HTML part out."""
    return _fill("letter.html.j2", {**layout, "paragraphs": paragraphs}).lstrip()


def _fill(template: str, context: Mapping[str, object]) -> str:
    """Render one template."""
    return _JINJA.get_template(template).render(context)


def _cleaned[F: (LetterFacts, SiteFacts)](facts: F) -> F:
    """Make every text of the facts one printable line of bounded length."""
    changes: dict[str, object] = {}
    return replace(facts, **changes)


def _context(facts: LetterFacts, words: Words) -> dict[str, object]:
    """Give a template its placeholders, with the words that stand in for what is empty."""
    context = {field.name: getattr(facts, field.name) for field in fields(facts)}
    return context | {
        "business": facts.business or facts.domain,
        "greeting": facts.greeting or words.neutral,
    }


def _split(rendered: str) -> tuple[str, list[str]]:
    """Part a rendered template into its subject and its paragraphs."""
    head, _, body = rendered.strip().partition("\n")
    return head.removeprefix("Subject: "), _paragraphs(body)


def _paragraphs(text: str) -> list[str]:
    """Join the lines of each paragraph; a numbered step keeps its own line."""
    blocks = re.split(r"\n\s*\n", text.strip())
    return [re.sub(r"\n(?!\d\. )", " ", block) for block in blocks]
