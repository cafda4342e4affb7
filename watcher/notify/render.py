"""Facts in, finished letter out: the only place of this room that knows Jinja.

A template of a kind holds a subject line and plain paragraphs; the same rendering feeds the
text part and the HTML part, so that both always say the same. It decides nothing: what is
due, to whom and when is settled before. The mail format is in `mime`.
"""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from watcher.core.printable import LIMIT, one_line
from watcher.notify.emphasis import bold, plain, strong
from watcher.notify.layout import around_term, greeting
from watcher.notify.letter import Letter, LetterFacts, LetterHead, TermFacts
from watcher.notify.letter_kinds import KINDS
from watcher.notify.letter_words import WORDS

#: Characters of a text, where not LIMIT. In a link one may take nine, and a link that was cut
#: leads nowhere: its parts are cut before.
_LONGER = {"domain": 253, "server_said": 400, "answer_mailto": 320, "whatsapp": 9 * 800}
_PREVIEW = 110  # characters a phone shows beside the subject

#: What stands below the sentences of a letter that has no such thing.
_NOTHING_BELOW = {
    "facts": (), "facts_title": "", "outages": (), "calls": (), "not_shown": 0, "buttons": (),
    "stop": None,
}  # fmt: skip

Facts = TypeVar("Facts")


def _to_html(text: str) -> Markup:
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
    environment.filters.update(strong=strong, to_html=_to_html)
    return environment


_JINJA = _environment()


def write_letter(kind: str, lang: str, head: LetterHead, facts: LetterFacts) -> Letter:
    """Write one letter of a kind in `KINDS`, in "id" or "en".

    Args:
        head: who writes to whom.
        facts: of the family of that kind.

    Raises:
        KeyError: there is no such kind or language.
        TypeError: the facts are those of another family.
    """
    shape, words = KINDS[kind], WORDS[lang]
    if not isinstance(facts, shape.family):
        raise TypeError(f"{kind}: {type(facts).__name__} are no facts of this letter")
    head, facts = _cleaned(head), _cleaned(facts)
    context = _values(head) | {"greeting": head.greeting or words.neutral} | _values(facts)
    subject, paragraphs = _parts(_fill(f"{kind}.{lang}.j2", context))
    layout = (
        _NOTHING_BELOW
        | context
        | {
            "lang": lang,
            "heading": subject,
            "preheader": one_line(plain(paragraphs[0]), _PREVIEW),
            "greeting_line": greeting(head, words),
            "paragraphs": paragraphs,
            "words": words,
            "footer_lines": _paragraphs(_fill(f"footer_{shape.footer}.{lang}.j2", context)),
        }
    )
    if isinstance(facts, TermFacts):
        layout |= around_term(shape, facts, words)
    return Letter(
        subject=subject,
        text=_tidy(plain(_fill("letter.txt.j2", layout))),
        html=_fill("letter.html.j2", layout).strip() + "\n",
    )


def _cleaned(facts: Facts) -> Facts:
    """Make every text in the facts, however deep, one printable line of bounded length."""
    return replace(facts, **{name: _clean(name, one) for name, one in _values(facts).items()})  # type: ignore[type-var]  # a dataclass


def _clean(name: str, value: Any) -> Any:
    """Clean one fact by its name: a text, or what holds texts."""
    if isinstance(value, str):
        return one_line(value, _LONGER.get(name, LIMIT))
    if isinstance(value, tuple):
        return tuple(_cleaned(one) for one in value)
    return _cleaned(value) if is_dataclass(value) else value


def _values(facts: Any) -> dict[str, Any]:
    """Give the facts of one level by their names."""
    return {field.name: getattr(facts, field.name) for field in fields(facts)}


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
