"""Every rule of the settings: what breaks it is one sentence with file, key and wish."""

from pathlib import Path

import pytest

from watcher.core.errors import SettingsError
from watcher.settings import load

#: A line in a section -> key and wish that the sentence must name.
BROKEN: dict[str, tuple[str, str, str]] = {
    "office empty": ("[programme]\noffice = ''", "[programme] office", "the name of the office"),
    "name empty": ("[programme]\nname = ''", "[programme] name", "the name of the programme"),
    "zone": ("[programme]\nzone = 'Asia/Palembang'", "[programme] zone", "such as Asia/Jakarta"),
    "language": ("[programme]\nlanguage = 'ms'", "[programme] language", "id or en"),
    "paper": ("[programme]\npaper = 'Letter'", "[programme] paper", "A4 or F4"),
    "office a number": ("[programme]\noffice = 7", "[programme] office", "the name of the office"),
    "minutes 0": ("[looks]\navailability_minutes = 0", "availability_minutes", "1 to 1440"),
    "minutes 1441": ("[looks]\navailability_minutes = 1441", "availability_minutes", "1 to 1440"),
    "minutes words": ("[looks]\navailability_minutes = 'often'", "availability_minutes", "minutes"),
    "page hours": ("[looks]\npage_hours = 0", "[looks] page_hours", "1 to 168"),
    "page hours 169": ("[looks]\npage_hours = 169", "[looks] page_hours", "1 to 168"),
    "at once": ("[looks]\nat_once = 0", "[looks] at_once", "1 to 5000"),
    "confirm down": ("[looks]\nconfirm_down = 1", "[looks] confirm_down", "2 to 10"),
    "confirm up": ("[looks]\nconfirm_up = 0", "[looks] confirm_up", "1 to 10"),
    "span": ("[looks]\ndown_span_minutes = -1", "[looks] down_span_minutes", "0 to 240"),
    "dark": ("[looks]\ndark_after_hours = 0", "[looks] dark_after_hours", "1 to 720"),
    "stale": ("[looks]\nstale_after_days = 6", "[looks] stale_after_days", "7 to 730"),
    "due": ("[looks]\ndue_within_days = 0", "[looks] due_within_days", "1 to 365"),
    "keep": ("[looks]\nkeep_days = 61", "[looks] keep_days", "62 to 3650"),
    "nameserver": ("[network]\nnameservers = ['127.0.0.1']", "[network] nameservers", "a list"),
    "nameserver port": ("[network]\nnameservers = ['a:99999']", "[network] nameservers", "a list"),
    "nameservers text": ("[network]\nnameservers = 'a:53'", "[network] nameservers", "a list"),
    "sentinel": ("[network]\nsentinels = ['dns.google']", "[network] sentinels", "dns.google:443"),
    "addresses": ("[network]\nallow_addresses = ['all']", "[network] allow_addresses", "networks"),
    "ports": ("[network]\nallow_ports = [0]", "[network] allow_ports", "a list of ports"),
    "ports 65536": ("[network]\nallow_ports = [65536]", "[network] allow_ports", "a list of ports"),
    "contact": ("[network]\ncontact_url = 'arif'", "[network] contact_url", "mailto:"),
    "look seconds": ("[network]\nlook_seconds = 21", "[network] look_seconds", "10 to 20"),
    "few look seconds": ("[network]\nlook_seconds = 9", "[network] look_seconds", "10 to 20"),
    "slow": ("[network]\nslow_seconds = 0", "[network] slow_seconds", "up to 20"),
    "per address": ("[network]\nper_address_at_once = 0", "per_address_at_once", "1 to 100"),
    "per seconds": ("[network]\nper_address_seconds = 61", "per_address_seconds", "0 to 60"),
    "whois": ("[registry]\nwhois_server = 'whois.id'", "[registry] whois_server", "127.0.0.1:4300"),
    "rdap": ("[registry]\nrdap_base = 'http://a'", "[registry] rdap_base", "ends in a slash"),
    "between": ("[registry]\nseconds_between = -1", "[registry] seconds_between", "0 to 3600"),
    "grace": ("[registry.endings.id]\ngrace_days = 91", "endings.id.grace_days", "0 to 90"),
    "redemption": (
        "[registry.endings.'my.id']\nredemption_days = 'lama'",
        "endings.my.id.redemption_days",
        "0 to 90",
    ),
    "pending": (
        "[registry.endings.id]\npending_delete_days = 31",
        "pending_delete_days",
        "0 to 30",
    ),
    "checked": (
        "[registry.endings.id]\nchecked_on = 'kemarin'",
        "endings.id.checked_on",
        "the day",
    ),
    "channel": ("[mail]\nchannel = 'post'", "[mail] channel", "smtp or folder"),
    "host": ("[mail]\nhost = ''", "[mail] host", "the name of the mail server"),
    "port": ("[mail]\nport = 65536", "[mail] port", "1 to 65535"),
    "security": ("[mail]\nsecurity = 'ssl'", "[mail] security", "starttls, tls, or none"),
    "in the clear": (
        "[mail]\nhost = 'mail.example'\nsecurity = 'none'",
        "[mail]",
        "none is only for a mail server on this machine",
    ),
    "sender": ("[mail]\nsender = 'pantau'", "[mail] sender", "an e-mail address"),
    "sender lines": ('[mail]\nsender = "a@b.example\\nBcc: c@d"', "[mail] sender", "e-mail"),
    "opens": ("[mail]\noffice_opens = 'pagi'", "[mail] office_opens", "08:00"),
    "opens 24": ("[mail]\noffice_opens = '24:00'", "[mail] office_opens", "08:00"),
    "opens short": ("[mail]\noffice_opens = '8:00'", "[mail] office_opens", "08:00"),
    "closes": ("[mail]\noffice_closes = '16:60'", "[mail] office_closes", "16:00"),
    "closes spaces": ("[mail]\noffice_closes = ' 16:00'", "[mail] office_closes", "16:00"),
    "per hour": ("[mail]\nper_hour = 0", "[mail] per_hour", "1 to 10000"),
    "per day": ("[mail]\nper_day = 100001", "[mail] per_day", "1 to 100000"),
    "database": ("[database]\nurl = 'postgresql://x'", "[database] url", "sqlite:///"),
    "database empty": ("[database]\nurl = 'sqlite:///'", "[database] url", "sqlite:///"),
    "reports": ("[reports]\nfolder = 7", "[reports] folder", "a folder for the reports"),
    "formats": ("[reports]\nformats = ['docx']", "[reports] formats", 'a list such as ["html"'),
    "formats text": ("[reports]\nformats = 'html'", "[reports] formats", "a list such as"),
    "indicators": ("[reports]\nindicators = 5", "[reports] indicators", "the file in which staff"),
    "hosting": ("[reports]\nhosting_price = 350000", "[reports] hosting_price", "Rp350.000"),
    "hosting day": (
        "[reports]\nhosting_price_checked_on = 'kemarin'",
        "[reports] hosting_price_checked_on",
        "the day it was read, such as 2026-11-01",
    ),
    "head": ("[programme]\nhead = 7", "[programme] head", "the name of the head of the office"),
    "head title": ("[programme]\nhead_title = 7", "[programme] head_title", "above the name"),
    "head id": ("[programme]\nhead_id = 1970", "[programme] head_id", "civil servant (NIP)"),
    "officer id": ("[programme]\nofficer_id = 1970", "[programme] officer_id", "(NIP)"),
    "place": ("[programme]\nplace = ['x']", "[programme] place", "the date of signing"),
    "logo": ("[programme]\nlogo = 5", "[programme] logo", "a PNG, JPEG or SVG file"),
    "no section": ("looks = 5", "[looks]", "must be a section"),
}


def write(folder: Path, text: str) -> Path:
    path = folder / "watcher.toml"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_rule_names_file_key_and_wish(tmp_path: Path, rule: str) -> None:
    text, key, wish = BROKEN[rule]
    path = write(tmp_path, text)
    with pytest.raises(SettingsError) as refused:
        load(path)
    said = str(refused.value)
    assert said.startswith(f"{path}: ")
    assert key in said
    assert wish in said
    assert len(said.splitlines()) == 1
    assert refused.value.exit_code == 78


UNKNOWN = {
    "[mail]\nsendr = 'a@b.example'": "[mail] sendr: there is no such setting; did you mean sender?",
    "[looks]\navailability_minute = 5": "did you mean availability_minutes?",
    "[mial]\nport = 25": "[mial]: there is no such section; did you mean mail?",
    "[registry.endings.id]\ngrace = 30": "endings.id.grace: there is no such setting; did you mean",
    "[looks]\nzzz = 1": "[looks] zzz: there is no such setting",
    "zone = 'UTC'": "[zone]: there is no such section",
}


@pytest.mark.parametrize("text", UNKNOWN)
def test_an_unknown_key_is_refused_and_the_near_one_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load(write(tmp_path, text))
    assert UNKNOWN[text] in str(refused.value)


def test_a_far_key_is_not_guessed_at(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        load(write(tmp_path, "[looks]\nzzz = 1"))
    assert "did you mean" not in str(refused.value)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"[mail\n", "is not valid TOML"),
        (b"a = 1\na = 2\n", "is not valid TOML"),
        (b'[programme]\noffice = "\xff"\n', "is not valid TOML"),
        (b"\x00", "is not valid TOML"),
    ],
)
def test_what_is_no_toml_is_refused(tmp_path: Path, body: bytes, says: str) -> None:
    path = tmp_path / "watcher.toml"
    path.write_bytes(body)
    with pytest.raises(SettingsError, match=says) as refused:
        load(path)
    assert str(path) in str(refused.value)


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(SettingsError, match="cannot be read") as refused:
            load(path)
        assert str(path) in str(refused.value)
