"""Every letter in every language: short, complete, and silent about what it does not know."""

import re
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import pytest
from jinja2.exceptions import UndefinedError
from letter_samples import bare, every_kind, every_language, full

from watcher.core.sites.site import OwnerAnswer
from watcher.notify import render
from watcher.notify.letter_kinds import KINDS
from watcher.notify.letter_words import WORDS
from watcher.notify.render import Letter, LetterFacts, SiteFacts, write_letter

TEMPLATES = Path(render.__file__).parent / "templates"


def body_of(letter: Letter) -> str:
    """The sentences alone: after the greeting, before the table, the answers and the footer."""
    return "\n\n".join(
        block
        for block in letter.text.partition("\n\n-- \n")[0].split("\n\n")[1:]
        if "mailto:" not in block and not re.match(r"(Situs|Site)\b.*: ", block)
    )


WORLDS: dict[str, Callable[[str], LetterFacts]] = {
    "full": full,
    "bare": bare,
    "answers": lambda lang: replace(full(lang), site_answers=True, answer=None),
    "one day": lambda lang: replace(full(lang), days_left=1),
    "a week": lambda lang: replace(full(lang), days_left=7),
    "late": lambda lang: replace(full(lang), days_left=0, days_late=9),
    "late, bare": lambda lang: replace(bare(lang), days_late=9),
    "yesterday": lambda lang: replace(full(lang), days_left=0, days_late=1),
}


every_world = pytest.mark.parametrize("world", sorted(WORLDS))


@every_world
@every_kind
@every_language
def test_a_letter_is_short_and_says_nothing_it_does_not_know(
    kind: str, lang: str, world: str
) -> None:
    letter = write_letter(kind, lang, WORLDS[world](lang))
    assert 0 < len(letter.subject) <= 60
    assert len(body_of(letter).split()) <= 120
    for text in (letter.subject, letter.text, letter.html):
        assert "None" not in text
        assert not re.search(r"[{}]{2}|{%|\x02|\x03", text)
    assert not re.search(r"  | [,.;:?]|[,;:][,.]|\n\n\n", letter.subject + letter.text)


@every_kind
@every_language
def test_the_html_is_small_and_loads_nothing(kind: str, lang: str) -> None:
    html = write_letter(kind, lang, full(lang)).html
    assert len(html.encode()) < 8_000
    assert not re.search(r"https?:|<(img|link|script|iframe|svg)\b|url\(|@import|src=", html)


@every_language
def test_every_template_is_a_kind_in_both_languages(lang: str) -> None:
    found = {path.name.removesuffix(f".{lang}.j2") for path in TEMPLATES.glob(f"*.{lang}.j2")}
    assert found == set(KINDS) | {"footer_owner", "footer_staff"}


def test_block_tags_stand_alone_so_that_no_paragraph_loses_its_end() -> None:
    for path in TEMPLATES.glob("*.i[dn].j2"):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert "{%" not in line or re.fullmatch(r"{%[^%]*%}", line), (path.name, line)


def test_a_placeholder_nobody_passes_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        render._JINJA.from_string("{{ registar }}").render(render._context(full("id"), WORDS["id"]))


def test_templates_ask_only_for_facts_a_letter_has() -> None:
    known = {field.name for field in fields(LetterFacts)}
    asked = re.compile(r"{{ (\w+)|{% (?:el)?if (?:not )?(\w+)|(?:and|or) (?:not )?(\w+)")
    for path in (*TEMPLATES.glob("*.id.j2"), *TEMPLATES.glob("*.en.j2")):
        tags = re.findall(r"{[{%].*?[%}]}", path.read_text(encoding="utf-8"))
        names = {name for tag in tags for names in asked.findall(tag) for name in names if name}
        assert names <= known, path.name


@every_kind
@every_language
def test_the_number_of_days_is_never_fixed(kind: str, lang: str) -> None:
    """A stage may go out late: 5 days left must never read as 7."""
    letter = write_letter(kind, lang, replace(full(lang), days_left=5, days_late=5))
    days = re.findall(r"(\d+) (?:hari|days?)\b", body_of(letter) + letter.subject)
    assert set(days) <= {"5", "2"}  # 2: "1-2 days" a payment takes
    assert not re.search(r"Seminggu|Besok|week left|omorrow", letter.text + letter.subject)


def test_several_sites_are_one_letter_with_a_table() -> None:
    sites = (
        SiteFacts("madu.example", "Madu", "14 November 2026", "Penyedia Contoh", "Rp250.000"),
        SiteFacts("songket.example", "Songket", "20 November 2026"),
    )
    letter = write_letter("expiry_h14", "id", replace(full("id"), sites=sites))
    assert "14 November 2026: madu.example, Penyedia Contoh, Rp250.000 per tahun" in letter.text
    assert "20 November 2026: songket.example\n" in letter.text
    assert "<b>songket.example</b>" in letter.html


def test_answers_are_mail_with_a_fixed_word_and_the_code_of_the_letter() -> None:
    html = write_letter("hosting_h14", "en", full("en")).html
    links = re.findall(r'href="mailto:jawab@dinas.example\?subject=(\w+)%20', html)
    assert links == [OwnerAnswer.DONE, OwnerAnswer.HELP, OwnerAnswer.CLOSE, OwnerAnswer.STOP]
    assert "SUDAH%20madu-sejahtera-25.example%20%23K7Q2M&amp;body=Please%20press%20Send" in html


@pytest.mark.parametrize(
    ("name", "greeted"),
    [
        ("Dewi", "Yth. Bapak/Ibu Dewi,"),
        ("Ibu Rina", "Yth. Ibu Rina,"),
        ("PAK Arif", "Yth. PAK Arif,"),
        ("Bunga", "Yth. Bapak/Ibu Bunga,"),
        ("", "Yth. Bapak/Ibu,"),
    ],
)
def test_nobody_is_addressed_twice(name: str, greeted: str) -> None:
    letter = write_letter("expiry_h14", "id", replace(bare("id"), name=name))
    assert letter.text.startswith(f"{greeted}\n")


def test_a_letter_that_asks_nothing_has_no_buttons() -> None:
    assert 'class="first"' not in write_letter("expiry_decide", "id", full("id")).html


def test_a_phone_shows_the_first_sentences_beside_the_subject() -> None:
    html = write_letter("expiry_h14", "id", full("id")).html
    preheader = re.findall(r"display:none[^>]*>([^<]*)<", html)[0]
    assert preheader.startswith("Domain situs usaha Ibu, Madu Sejahtera, berlaku sampai Senin,")
    assert len(preheader) <= 110


def test_a_name_is_text_in_both_parts() -> None:
    facts = replace(full("id"), name='Dewi <b onload="x">&', business="{{ 7*7 }}\x02<i>Madu\x03")
    letter = write_letter("expiry_h14", "id", facts)
    assert 'Dewi <b onload="x">&,' in letter.text
    assert "Dewi &lt;b onload=&#34;x&#34;&gt;&amp;," in letter.html
    assert "<b>{{ 7*7 }} &lt;i&gt;Madu</b>" in letter.html
