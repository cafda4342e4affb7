"""Every text of a letter can be read, by day and by night."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser

import pytest
from colours import contrast
from letter_stories import letter_of


class Painted(HTMLParser):
    """Walks a letter and notes the colours every text is shown in, by day and by night."""

    def __init__(self, night: dict[str, dict[str, str]]) -> None:
        super().__init__()
        self.night = night
        self.seen: list[tuple[str, str, str, str]] = []  # text, scheme, ink, ground
        self.stack: list[tuple[str, dict[str, tuple[str, str]] | None]] = [
            ("", {"day": ("", ""), "night": ("", "")})
        ]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("meta", "br"):
            return
        own = {key: value or "" for key, value in attrs}
        day = declarations(own.get("style", ""))
        night = day | {
            key: value
            for name in own.get("class", "").split()
            for key, value in self.night[name].items()
        }
        above = self.stack[-1][1]
        hidden = above is None or tag in ("head", "style", "title") or "display:none" in str(own)
        self.stack.append(
            (tag, None if hidden else inherit(above or {}, {"day": day, "night": night}))
        )

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        colours = self.stack[-1][1]
        if data.strip() and colours is not None and self.stack[-1][0]:
            self.seen += [(data, scheme, *pair) for scheme, pair in colours.items()]


def inherit(
    above: dict[str, tuple[str, str]], own: dict[str, dict[str, str]]
) -> dict[str, tuple[str, str]]:
    return {
        scheme: (own[scheme].get("color", ink), own[scheme].get("background", ground))
        for scheme, (ink, ground) in above.items()
    }


def declarations(style: str) -> dict[str, str]:
    pairs = (entry.split(":", 1) for entry in style.split(";") if ":" in entry)
    return {key.strip(): value.replace("!important", "").strip() for key, value in pairs}


def night_rules(html: str) -> dict[str, dict[str, str]]:
    block = html.split("(prefers-color-scheme:dark){", 1)[1].split("</style>", 1)[0]
    rules: dict[str, dict[str, str]] = {}
    for selectors, style in re.findall(r"([.\w,]+)\{([^}]*)\}", block):
        for selector in selectors.split(","):
            rules.setdefault(selector.strip("."), {}).update(declarations(style))
    return rules


def html_of(story: str) -> str:
    """The page that a letter is to most mail programs."""
    message = message_from_bytes(letter_of(story), policy=policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("html",))
    assert body is not None
    return str(body.get_content())


every_shape = pytest.mark.parametrize("story", ["expiry_h14", "expiry_decide", "down_digest"])


@every_shape
def test_every_text_is_readable_by_day_and_by_night(story: str) -> None:
    html = html_of(story)
    painted = Painted(night_rules(html))
    painted.feed(html)
    assert len(painted.seen) > 20
    for text, scheme, ink, ground in painted.seen:
        assert contrast(ink, ground) >= 4.5, (text, scheme, ink, ground)


@every_shape
def test_every_element_with_a_colour_has_its_partner_for_the_night(story: str) -> None:
    html = html_of(story)
    rules = night_rules(html)
    for tag in re.findall(r"<\w+[^>]*style=[^>]*>", html):
        style = declarations(re.findall(r'style="([^"]*)"', tag)[0])
        wanted = {key for key in ("color", "background") if key in style}
        named = re.findall(r'class="(\w+)"', tag)
        assert wanted <= set().union(*(rules[name] for name in named)), tag


def test_the_first_button_has_a_light_edge_by_night() -> None:
    rules = night_rules(html_of("expiry_h14"))
    assert contrast(rules["first"]["border-color"], rules["paper"]["background"]) >= 4.5
