"""What pages are taken for, and above all what they are not accused of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.pages.kind import HiddenLink, Level, PageKind, PageText, PageVerdict
from watcher.core.pages.rules import judge_page
from watcher.probes.page.phrase_file import load_rules

RULES = load_rules()
FILLER = "Kami menjual pempek lenjer dan kapal selam setiap hari dari dapur sendiri. "


def page(title: str, text: str = "", **more: object) -> PageText:
    return PageText(title, text, len(text.split()), **more)  # type: ignore[arg-type]  # by name


def judged(title: str, text: str = "", *identity: str, **more: object) -> PageVerdict:
    return judge_page(page(title, text, **more), RULES, identity)


LANDER = (
    "SITUS SLOT GACOR PALEMBAH88\nDaftar\nLogin\nMain slot online dan togel di sini, "
    "RTP live hari ini, link alternatif terbaru. Daftar sekarang."
)

ONE_PER_KIND = [
    (PageKind.CHALLENGE, "Just a moment...", "Enable JavaScript and cookies to continue"),
    (PageKind.CHALLENGE, "", "This site requires Javascript to work, please enable it"),
    (PageKind.ISP_BLOCK, "Internet Positif", "Mohon maaf"),
    (PageKind.ISP_BLOCK, "", "Situs ini diblokir berdasarkan UU ITE"),
    (PageKind.APP_ERROR, "", "Fatal error: Uncaught Error: Call to undefined function toko()"),
    (PageKind.APP_ERROR, "", "Error establishing a database connection"),
    (PageKind.HOSTING_SUSPENDED, "Akun", "Akun hosting Anda telah ditangguhkan, hubungi admin."),
    (PageKind.HOSTING_SUSPENDED, "Account Suspended", "Contact your hosting provider."),
    (PageKind.DOMAIN_EXPIRED, "Info", "Domain ini telah kadaluarsa. Silakan perpanjang."),
    (PageKind.DOMAIN_EXPIRED, "pempek.example", "This domain has expired. Renew it."),
    (PageKind.PARKED, "pempek.example", "This domain is parked. Buy this domain today."),
    (PageKind.PARKED, "", "Domain ini dijual, hubungi penjual."),
    (PageKind.DEFAULT_PAGE, "Welcome to nginx!", "If you see this page, the server works."),
    (PageKind.DEFAULT_PAGE, "", "It works!"),
    (PageKind.DEFAULT_PAGE, "pempek", "Pemilik belum mengunggah situs di server ini."),
    (PageKind.DIRECTORY_LISTING, "Index of /", "Name Last modified Size\nfoto/"),
    (PageKind.COMING_SOON, "Pempek Cek Ana", "Website kami segera hadir. Sabar ya!"),
    (PageKind.PLACEHOLDER, "{{NAMA_USAHA}} | Beranda", "{{ALAMAT}}"),
    (PageKind.PLACEHOLDER, "Blog", "Sample Page\nHello world!\nThis is your first post."),
    (PageKind.PLACEHOLDER, "Beranda", "Lorem ipsum dolor sit amet, consectetur adipiscing. " * 3),
    (PageKind.SOFT_404, "404 Not Found", "nginx"),
    (PageKind.SOFT_404, "Halaman tidak ditemukan", "Kembali ke beranda"),
    (PageKind.EMPTY_PAGE, "Pempek", "Halo"),
    (PageKind.DEFACED, "Hacked by Kucing Malam", "kucing was bored"),
    (PageKind.GAMBLING, "Slot Gacor Palembah88", LANDER),
    (PageKind.OWNER_SITE, "Pempek Cek Ana", FILLER * 3),
]


@pytest.mark.parametrize(("kind", "title", "text"), ONE_PER_KIND)
def test_every_kind_has_its_page(kind: PageKind, title: str, text: str) -> None:
    assert judged(title, text).kind is kind


@pytest.mark.parametrize(("kind", "title", "text"), ONE_PER_KIND)
def test_only_accusations_carry_a_level(kind: PageKind, title: str, text: str) -> None:
    accuses = kind in (PageKind.DEFACED, PageKind.GAMBLING)
    assert (judged(title, text).level is Level.CONFIRMED) == accuses


SHORT_KINDS = [row for row in ONE_PER_KIND if judged(row[1], row[2]).level is Level.NONE]


@pytest.mark.parametrize(("kind", "title", "text"), SHORT_KINDS)
def test_a_long_page_that_says_the_same_in_passing_is_the_owners(
    kind: PageKind, title: str, text: str
) -> None:
    assert judged("Pempek Cek Ana", FILLER * 60 + text).kind is PageKind.OWNER_SITE


def test_gambling_words_in_a_campaign_stay_clean() -> None:
    text = (
        "Bahaya judi online: polisi dan Komdigi memblokir situs judi, slot online dan togel. "
        "Korban kecanduan slot gacor dapat melapor. Edukasi pencegahan taruhan online di sekolah."
    )
    assert judged("Stop judi online!", text).kind is PageKind.OWNER_SITE


def test_a_readme_of_a_detector_stays_clean() -> None:
    text = (
        "Alat deteksi judi online. Memantau defacement di situs pemerintah, kata kunci: "
        "slot gacor, togel, slot online. Hasil deteksi dikirim ke petugas untuk pencegahan."
    )
    assert judged("Pemantau defacement", text).level is Level.NONE


def test_an_index_on_a_name_like_gambling_is_no_gambling() -> None:
    verdict = judged("Index of /", "Index of /\nServer at slotgacor88.example Port 80")
    assert verdict.kind is PageKind.DIRECTORY_LISTING


@pytest.mark.parametrize(
    "text",
    [
        "Burung kenari gacor, suara hoki, jual ayam sabung dan ayam kampung. Deposit pulsa.",
        "Slot parkir, mesin kasir, jackpot diskon, cuan tiap hari. Daftar dan login member.",
    ],
)
def test_words_honest_shops_use_too_are_no_gambling(text: str) -> None:
    assert judged("Toko Gacor 88", FILLER + text).kind is PageKind.OWNER_SITE


def test_three_phrases_are_a_suspicion_only() -> None:
    verdict = judged("Blog", FILLER + "slot gacor, togel, judi bola")
    assert (verdict.kind, verdict.level) == (PageKind.GAMBLING, Level.REVIEW)


def test_fancy_letters_are_read() -> None:
    fancy = "\U0001d601\U0001d5fc\U0001d5f4\U0001d5f2\U0001d5f9"  # "togel" in mathematical bold
    text = f"{fancy} slot\u200b gacor judi bola"
    assert judged("Blog", FILLER + text).kind is PageKind.GAMBLING


@pytest.mark.parametrize("line", ["H4CK3D BY Kucing", "~[ Hacked-By ]~ Kucing", "Pwn3d by K"])
def test_spellings_of_defacers_are_read(line: str) -> None:
    verdict = judged("", f"{line}\nhalo dunia")
    assert (verdict.kind, verdict.level) == (PageKind.DEFACED, Level.CONFIRMED)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Kabar desa", "Berita: situs kelurahan hacked by orang tak dikenal, polisi menyelidiki."),
        ("Mohon maaf", "Our website was hacked by strangers last week. We are open again."),
        ("Touched by Grace", "Salon rambut di Plaju, buka setiap hari."),
        ("Life hacks", "Hacked? Konsultasi keamanan situs, jasa pemulihan." + FILLER),
        ("Hacked by hunger", "Warung nasi. " + FILLER * 30),
    ],
)
def test_nobody_is_accused_for_speaking_of_a_break_in(title: str, text: str) -> None:
    assert judged(title, text).level is not Level.CONFIRMED


def test_links_nobody_can_see_are_an_injection() -> None:
    links = tuple(HiddenLink(f"h{i % 2}.example", "slot gacor") for i in range(3))
    verdict = judged("Pempek Cek Ana", FILLER * 3, hidden_links=links)
    assert (verdict.kind, verdict.level) == (PageKind.INJECTED, Level.REVIEW)
    assert judged("Pempek", FILLER * 3, hidden_links=links[:2]).kind is PageKind.OWNER_SITE


def test_a_page_that_sends_visitors_away_is_a_redirect() -> None:
    sent = judged("", "", sends_to="https://lain.example/", leaves_site=True)
    assert (sent.kind, sent.level) == (PageKind.REDIRECTED, Level.REVIEW)
    suspended = judged("", "", sends_to="/cgi-sys/suspendedpage.cgi")
    assert suspended.kind is PageKind.HOSTING_SUSPENDED


@pytest.mark.parametrize(
    "identity", [("Cek", "Ana", "pempek"), ("pempekcekana",), ("0812-3456-7000",)]
)
def test_the_owner_is_recognised_by_name_domain_or_phone(identity: tuple[str, ...]) -> None:
    text = FILLER * 2 + "Pesan: +62 812 3456 7000"
    assert judged("Pempek Cek Ana", text, *identity).kind is PageKind.OWNER_SITE


def test_content_nothing_ties_to_the_owner_is_unknown() -> None:
    assert judged("Bengkel Motor", "Servis rem. " * 20, "pempek").kind is PageKind.UNKNOWN_CONTENT


def test_words_that_identify_nobody_are_not_held_against_the_page() -> None:
    assert judged("Bengkel", "Servis rem. " * 20, "toko", "cek").kind is PageKind.OWNER_SITE


@pytest.mark.parametrize(
    "text",
    [
        "Pempek Ani\nPesan lewat WhatsApp 0812-0000-1111",
        "Pempek Ani\nWA +62 812 0000 1111",
        "Jahit Bu Tini, hubungi tini@jahit.example",
    ],
)
def test_a_page_that_says_how_to_reach_somebody_is_small_and_not_empty(text: str) -> None:
    assert judged("Pempek Ani", text).kind is PageKind.OWNER_SITE
    assert judged("Pempek Ani", text, "Pempek Ani").kind is not PageKind.EMPTY_PAGE


def test_a_contact_behind_a_word_counts_as_one() -> None:
    text = "Batik Ani\nPesan di sini"
    assert judged("Batik Ani", text).kind is PageKind.EMPTY_PAGE
    assert judged("Batik Ani", text, links_to_contact=True).kind is PageKind.OWNER_SITE
    assert judged("Batik Ani", "", links_to_contact=True).kind is PageKind.EMPTY_PAGE


@pytest.mark.parametrize("text", ["Halo 123", "Harga 15.000", "2026-11-28 10:00", "@ toko"])
def test_other_figures_do_not_fill_a_page(text: str) -> None:
    assert judged("Pempek", text).kind is PageKind.EMPTY_PAGE


def test_a_page_that_only_forwards_within_its_site_cannot_be_judged() -> None:
    assert judged("", "", sends_to="/toko").kind is PageKind.UNKNOWN_CONTENT
    assert judged("", "", sends_to="/?i=1").kind is PageKind.CHALLENGE


FIREWALL = "Your access to this service has been limited. Generated by Wordfence."


def test_a_firewall_refuses_with_a_failure_of_the_server() -> None:
    assert judged("503", FIREWALL, is_error=True).kind is PageKind.CHALLENGE
    assert judged("503", "The server is overloaded.", is_error=True).kind is PageKind.EMPTY_PAGE
    assert judged("Jasa firewall", FILLER * 3 + "Kami pasang firewall.").kind is PageKind.OWNER_SITE


#: What firewalls say to whom they refuse.
TO_THE_ASKER = [
    "You have been locked out due to too many invalid login attempts.",
    "Your request was blocked by the firewall. Wordfence",
    "Your access to this site has been limited by the site owner. Advanced blocking in effect.",
    "Access Denied - Sucuri Website Firewall. Block reason: bad bot",
    "Request unsuccessful. Incapsula incident ID: 123-456",
    "Permintaan Anda diblokir oleh firewall karena dianggap robot.",
    "This error was generated by Mod_Security.",
]


@pytest.mark.parametrize("text", TO_THE_ASKER)
def test_what_a_firewall_says_to_the_asker_proves_nothing_of_the_site(text: str) -> None:
    assert judged("Blocked", text, is_error=True).kind is PageKind.CHALLENGE
    assert judged("404", text, is_refused=True).kind is PageKind.CHALLENGE
    assert judged("Blocked", text).kind is not PageKind.CHALLENGE  # a page that was shown


@pytest.mark.parametrize(
    "text",
    [
        "404 Not Found", "Halaman tidak ditemukan. Isi captcha untuk menghubungi kami.",
        "Kami jual robot penyedot debu dan jasa firewall.", "Halaman ini diblokir pemiliknya.",
        "This site was blocked for non-payment.",
    ],
)  # fmt: skip
def test_a_page_that_is_not_there_is_no_firewalls(text: str) -> None:
    assert judged("404", text, is_refused=True).kind is not PageKind.CHALLENGE


def test_a_page_only_a_script_can_build_is_not_called_empty() -> None:
    assert judged("Pempek", "", has_script_root=True).kind is PageKind.UNKNOWN_CONTENT
    assert judged("Pempek", "", has_image=True).kind is PageKind.OWNER_SITE


def test_of_a_cut_page_only_the_title_counts() -> None:
    assert judged("Pempek", "segera hadir", whole=False).kind is PageKind.OWNER_SITE
    assert judged("Segera hadir", "", whole=False).kind is PageKind.COMING_SOON
    assert judged("Hacked by Kucing", "", whole=False).level is Level.REVIEW


@given(st.text(), st.text(), st.lists(st.text(), max_size=3))
def test_judging_never_raises(title: str, text: str, identity: list[str]) -> None:
    verdict = judged(title, text, *identity)
    assert all(len(evidence.text) <= 120 for evidence in verdict.evidence)


@given(st.text(max_size=200))
def test_no_random_text_is_accused(text: str) -> None:
    assert judged("Pempek Cek Ana", text).level is not Level.CONFIRMED
