"""The page: whole for every cause and state, and deaf to what the watched pages say."""

import re
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from itertools import cycle

import pytest
from factories import (
    OCTOBER_PERIOD,
    T0,
    TODAY,
    a_history,
    a_page,
    a_programme,
    a_site,
    a_teller,
    one_of_each,
    reckoned,
)
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.looks.observation import DomainState, Reason
from watcher.core.pages.kind import PageKind
from watcher.core.period import Period
from watcher.core.printable import one_line
from watcher.core.sites.assessment import Override, SiteState
from watcher.core.sites.decisions import Decisions
from watcher.core.sites.letter_tally import LetterTally
from watcher.core.sites.next_step import NextStep
from watcher.core.sites.site import Community
from watcher.core.sites.site_history import Gap, History
from watcher.core.sites.state import State
from watcher.report.data.document import document
from watcher.report.defang import defang
from watcher.report.figures.compute import count
from watcher.report.figures.month_figures import Figures
from watcher.report.html.render import Letterhead, render
from watcher.report.sentences.summary import plain

HEAD = Letterhead("Dinas Contoh", "Kota Contoh", "Hibah Situs", "Jalan Contoh 1", "", "A4")
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 191 }} {% raw %}",
    "{n} {0} %s %(x)s",
    "&lt;b&gt; & </td></table>",
    "\u202egpj.exe\u2066 aman\u2069\u200f",
    "satu\u2028dua\x00tiga\x1b[31m",
    "a" * 1_000_000,
    "🀄" * 200,
]
every_language = pytest.mark.parametrize("language", ["id", "en"])
TURNS = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def a_page_of(figures: Figures, language: str = "id", head: Letterhead = HEAD) -> str:
    return render(a_teller(figures, None, language), head, T0)


def printed(programme: History, language: str = "id") -> str:
    return a_page_of(reckoned(programme), language)


class _Tags(HTMLParser):
    """Collects what a browser would act upon."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(page: str) -> _Tags:
    tags = _Tags()
    tags.feed(page)
    return tags


def hostile_programme(text: str) -> History:
    end = OCTOBER_PERIOD.end
    hacked = a_page(PageKind.DEFACED, until=end, title=text, evidence=(text,))
    sites = [replace(one, site=replace(one.site, business=text)) for one in one_of_each()]
    sites.append(a_history(site=a_site(7, business=text), pages=(hacked,)))
    return a_programme(*sites, communities=(Community(1, text, text, quota=7),))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_titles_and_names_are_text_and_nothing_else(text: str) -> None:
    page = printed(hostile_programme(text))
    tags = read(page)
    assert not tags.names & {"script", "img", "iframe", "object", "form", "link", "base"}
    assert not [name for name, _ in tags.attributes if name.startswith("on")]
    assert "1337" not in page
    assert not TURNS.search(page)
    assert len(page) < 120_000
    assert page.encode("utf-8")


def test_a_page_asks_nothing_of_the_network() -> None:
    tags = read(printed(a_programme(*one_of_each())))
    links = [value for name, value in tags.attributes if name in ("href", "src", "action")]
    assert all(link.startswith("#") for link in links)
    assert "default-src 'none'" in dict(tags.attributes)["content"] or any(
        "default-src 'none'" in value for _, value in tags.attributes
    )


@every_language
def test_a_hijacked_address_is_printed_so_that_nobody_follows_it(language: str) -> None:
    page = printed(a_programme(*one_of_each()), language)
    assert "usaha5<wbr>[.]example" in page
    assert "usaha5.example" not in page
    assert "usaha1<wbr>.example" in page


def test_an_internationalised_name_is_printed_in_its_own_letters() -> None:
    programme = a_programme(*one_of_each())
    written = [replace(one.site, url="https://xn--ku-cja.example/") for one in programme.sites]
    sites = tuple(
        replace(one, site=site) for one, site in zip(programme.sites, written, strict=True)
    )
    page = printed(replace(programme, sites=sites))
    assert "xn--" not in page
    assert "kué<wbr>.example" in page
    assert "kué<wbr>[.]example" in page  # the hijacked one


def test_a_state_that_a_person_set_is_starred_and_our_own_cause_is_not_given_for_it() -> None:
    said = Decisions(override=Override(State.IN_USE, "never_used:placeholder", "Sari <b>", TODAY))
    template = a_history(1, pages=(a_page(PageKind.PLACEHOLDER, until=OCTOBER_PERIOD.end),))
    page = printed(a_programme(replace(template, decisions=said)))
    assert page.count("ditetapkan Sari &lt;b&gt;") == 1
    assert "isi masih bawaan" not in page
    assert "isi masih bawaan" in printed(a_programme(template))


@every_language
@pytest.mark.parametrize("state", State)
def test_a_page_can_be_written_for_every_cause_and_step(language: str, state: State) -> None:
    figures = reckoned(a_programme(a_history(1)))
    since = T0 if state in (State.DARK, State.HIJACKED) else None
    causes = zip(Reason, cycle(NextStep), cycle(DomainState))
    sites = tuple(
        replace(
            figures.sites[0],
            state=SiteState(state, since, reason, (), step),
            domain_state=domain_state,
        )
        for reason, step, domain_state in causes
    )
    gaps = tuple(Gap(Period(T0, T0 + timedelta(hours=1)), reason) for reason in Reason)
    told = replace(
        figures,
        sites=sites,
        counts=count(sites),
        quality=replace(figures.quality, gaps=gaps, unknown=sites),
        communities=(replace(figures.communities[0], sites=sites, counts=count(sites)),),
    )
    page = a_page_of(told, language)
    assert "</html>" in page
    assert page.count('<tr>\n<td data-label="') >= len(Reason)


@every_language
def test_page_and_json_show_the_same_figures(language: str) -> None:
    figures = reckoned(
        a_programme(*one_of_each(), *one_of_each(7, community_id=2), post=LetterTally(sent=3))
    )
    context = a_teller(figures, None, language)
    page = render(context, HEAD, T0)
    text = " ".join(" ".join(read(page).text).split())
    said = [" ".join(sentence.split()) for sentence in plain(context)]
    squeezed = text.replace(" ", "")
    assert all(sentence.replace(" ", "") in squeezed for sentence in said)
    assert str(document(context)["data_hash"])[:16] in text
    for one in figures.sites:
        assert one.site.business in text


@every_language
def test_a_programme_without_sites_has_a_report_too(language: str) -> None:
    assert "</html>" in printed(a_programme(), language)
    assert "</html>" in printed(a_programme(communities=()), language)


def test_the_time_of_printing_changes_the_page_and_not_its_fingerprint() -> None:
    context = a_teller(reckoned(a_programme(*one_of_each())))
    pages = [render(context, HEAD, T0 + timedelta(days=n)) for n in (0, 40)]
    assert pages[0] != pages[1]
    mark = str(document(context)["data_hash"])[:16]
    assert all(mark in page for page in pages)


@pytest.mark.parametrize(("paper", "size"), [("A4", "210mm 297mm"), ("F4", "215mm 330mm")])
def test_the_paper_is_the_offices(paper: str, size: str) -> None:
    figures = reckoned(a_programme(*one_of_each()))
    assert f"size: {size}" in a_page_of(figures, head=replace(HEAD, paper=paper))


def test_the_letterhead_is_escaped() -> None:
    head = Letterhead("<script>1</script>", "<b>", "&", "'\"", "<i>", "A4")
    assert "<script>" not in a_page_of(reckoned(a_programme(*one_of_each())), head=head)


@given(st.text(st.characters(codec=None), max_size=300))
def test_cleaned_text_is_one_short_line_that_any_printer_takes(text: str) -> None:
    found = one_line(text)
    assert len(found) <= 120
    assert not TURNS.search(found)
    assert not re.search(r"[\x00-\x1f\x7f\u2028\u2029]", found)
    assert found.encode("utf-8") is not None
    assert one_line(found) == found


def test_cleaning_leaves_honest_names_alone() -> None:
    for name in ("Pempek Cek Ana", "Kopi «Sriwijaya» & Rekan", "手作り 餃子", "Café “Musi” — 2"):
        assert one_line(name) == name
    assert one_line("  dua \n baris  ") == "dua baris"
    assert one_line("a" * 121) == "a" * 119 + "…"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://slot.example/a", "hxxps[:]//slot[.]example/a"),
        ("http://slot.example", "hxxp[:]//slot[.]example"),
        ("slot88.example", "slot88[.]example"),
        ("situs kami: judi.bola.example!", "situs kami: judi[.]bola[.]example!"),
        ("Harga Rp1.000 saja. Murah.", "Harga Rp1.000 saja. Murah."),
    ],
)
def test_a_defanged_address_can_be_read_and_not_followed(text: str, shown: str) -> None:
    assert defang(text) == shown


@given(st.text(max_size=100))
def test_nothing_defanged_has_a_scheme(text: str) -> None:
    assert "://" not in defang(text + "://" + text)
