"""Every letter in every language: short, complete, and silent about what it does not know."""

import re
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from jinja2.exceptions import UndefinedError
from letter_stories import (
    BARE,
    DEWI,
    DOMAIN,
    DUE,
    every_language,
    every_story,
    happen,
    letter_of,
    on_day,
)

from watcher.core.sites.site import OwnerAnswer
from watcher.notify import render
from watcher.notify.layout import greeting
from watcher.notify.letter import (
    CallRow,
    DownRow,
    LetterHead,
    MailTestFacts,
    OutageDigestFacts,
    OutageGroup,
)
from watcher.notify.letter_kinds import KINDS
from watcher.notify.letter_words import WORDS

TEMPLATES = Path(render.__file__).parent / "templates"


def parts(mime: bytes) -> tuple[str, str, str]:
    """The subject, the text and the HTML of a letter."""
    message = message_from_bytes(mime, policy=policy.default)
    assert isinstance(message, EmailMessage)
    text, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert html is not None
    words, page = (body.get_content().replace("\r\n", "\n") for body in (text, html))
    return str(message["Subject"]), words, page


def body_of(text: str) -> str:
    """The sentences alone: after the greeting, before the table, the answers and the footer."""
    return "\n\n".join(
        block
        for block in text.partition("\n\n-- \n")[0].split("\n\n")[1:]
        if "mailto:" not in block and not re.match(r"(Situs|Site)\b.*: |- ", block)
    )


@every_story
@every_language
def test_a_letter_is_short_and_says_nothing_it_does_not_know(story: str, lang: str) -> None:
    subject, text, html = parts(letter_of(story, lang))
    assert 0 < len(subject) <= 60
    assert len(body_of(text).split()) <= 120
    for part in (subject, text, html):
        assert "None" not in part
        assert not re.search(r"[{}]{2}|{%|\x02|\x03", part)
    flat = re.sub(r"\n  (?=\S)", "\n", subject + text)  # a way to call stands under its site
    assert not re.search(r"  | [,.;:?](?!example)|[,;:][,.]|\n\n\n", flat)


@every_story
@every_language
def test_the_html_is_small_and_loads_nothing(story: str, lang: str) -> None:
    _, _, html = parts(letter_of(story, lang))
    assert len(html.encode()) < 8_000
    html = html.replace("https://wa.me/", "")
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
        render._JINJA.from_string("{{ registar }}").render(render._values(MailTestFacts("x")))


#: Stage -> a day on which it may go out late, and how its distance is never put then.
LATE = {"h60": -55, "h30": -25, "h14": -11, "h7": -5, "h3": -2, "h0": 5, "h7_late": 12}


@every_language
@pytest.mark.parametrize("clock", ["expiry", "hosting"])
@pytest.mark.parametrize("stage", LATE)
def test_the_number_of_days_is_never_fixed(stage: str, clock: str, lang: str) -> None:
    """A stage may go out late: 5 days left must never read as 7."""
    written = happen(on_day(LATE[stage], replace(DUE, hosting_expires=DUE.domain_expires)), lang)
    subject, text, _ = parts(written.letter(f"{clock}_{stage}"))
    days = re.findall(r"(\d+) (?:hari|days?)\b", body_of(text) + subject)
    assert set(days) <= {str(abs(LATE[stage])), "2"}  # 2: "1-2 days" a payment takes
    assert not re.search(r"Seminggu|Besok|week left|omorrow", text + subject)


def test_several_sites_are_one_letter_with_a_table() -> None:
    _, text, html = parts(letter_of("expiry_h14.several"))
    assert f"14 September 2026: {DOMAIN}, Penyedia Contoh, Rp250.000 per tahun" in text
    assert "14 September 2026: usaha2.example, Rp250.000 per tahun\n" in text
    assert "<b>usaha2.example</b>" in html


def test_answers_are_mail_with_a_fixed_word_and_the_code_of_the_letter() -> None:
    _, _, html = parts(letter_of("hosting_h14", "en"))
    links = re.findall(r'href="mailto:pantau@dinas.example\?subject=(\w+)%20', html)
    assert links == [OwnerAnswer.DONE, OwnerAnswer.HELP, OwnerAnswer.CLOSE, OwnerAnswer.STOP]
    assert re.search(rf"SUDAH%20{DOMAIN}%20%23[0-9a-f]{{8}}&amp;body=Please%20press%20Send", html)


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
    assert greeting(LetterHead("Dinas", name, ""), WORDS["id"]) == greeted


def test_a_letter_that_asks_nothing_has_no_buttons() -> None:
    assert 'class="first"' not in parts(letter_of("expiry_decide"))[2]


def test_a_phone_shows_the_first_sentences_beside_the_subject() -> None:
    _, _, html = parts(letter_of("expiry_h14"))
    preheader = re.findall(r"display:none[^>]*>([^<]*)<", html)[0]
    assert preheader.startswith("Domain situs usaha Ibu, Madu Sejahtera, berlaku sampai Senin,")
    assert len(preheader) <= 110


def test_a_name_is_text_in_both_parts() -> None:
    owner = replace(DEWI, name='Dewi <b onload="x">&')
    entry = replace(DUE, owner=owner, business="{{ 7*7 }}\x02<i>Madu\x03")
    _, text, html = parts(happen(on_day(-14, entry)).letter("expiry_h14"))
    assert 'Dewi <b onload="x">&,' in text
    assert "Dewi &lt;b onload=&#34;x&#34;&gt;&amp;," in html
    assert "<b>{{ 7*7 }} &lt;i&gt;Madu</b>" in html


def test_a_business_without_a_name_is_called_by_its_domain() -> None:
    _, text, _ = parts(happen(on_day(-14, BARE)).letter("expiry_h14"))
    assert "Domain situs usaha Bapak/Ibu, usaha1.example, berlaku sampai" in text


def test_facts_are_clean_however_deep_they_lie() -> None:
    evil, domain = "Dewi\r\nBcc: x\x02" + "y" * 200, "madu.example"
    row = DownRow(CallRow(domain, evil, evil, evil, ""), evil, evil)
    facts = OutageDigestFacts(domain, 2, evil, (OutageGroup(evil, (row,), 0),))
    letter = render.write_letter("down_digest", "id", LetterHead(evil, evil, evil), facts)
    assert not re.search(r"\r|\x02|^Bcc", letter.text, re.MULTILINE)
    assert max(map(len, re.findall("y+", letter.text))) < 120
