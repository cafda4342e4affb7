"""What the settings mean: defaults, where they are found, and what follows from them."""

from datetime import date, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from watcher.core.domains.life import LifeCycle
from watcher.core.errors import SettingsError
from watcher.core.looks.verdict import Policy
from watcher.core.sites.view import Thresholds
from watcher.settings import MailSection, Settings, effective, find, load


def test_an_empty_file_is_the_defaults(tmp_path: Path) -> None:
    path = tmp_path / "watcher.toml"
    path.touch()
    assert load(path) == Settings()


def test_the_defaults_are_the_promised_ones() -> None:
    settings = Settings()
    assert settings.looks.availability_minutes == 15
    assert settings.looks.policy == Policy(3, 2, timedelta(minutes=10))
    assert settings.looks.thresholds == Thresholds()
    assert settings.programme.zone == "Asia/Jakarta"
    assert settings.programme.language == "id"
    assert settings.mail.security == "starttls"
    assert len(settings.network.sentinels) >= 3
    assert settings.network.allow_addresses == ()


def test_settings_cannot_be_changed_by_accident() -> None:
    with pytest.raises(ValidationError):
        Settings().looks.at_once = 9  # type: ignore[misc]  # frozen


def test_the_longest_ending_of_a_name_holds() -> None:
    endings = {"id": {"grace_days": 10}, "my.id": {"grace_days": 20}}
    registry = Settings.model_validate({"registry": {"endings": endings}}).registry
    assert registry.ending("usaha.my.id").life.grace == 20
    assert registry.ending("usaha.co.id").life.grace == 10
    assert registry.ending("usaha.example").life == LifeCycle()
    assert registry.ending(None).life == LifeCycle()


def test_a_date_is_read_as_toml_writes_it(tmp_path: Path) -> None:
    path = tmp_path / "watcher.toml"
    path.write_text("[registry.endings.id]\nchecked_on = 2026-11-01\n")
    assert load(path).registry.endings["id"].checked_on == date(2026, 11, 1)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.8.8", "::1"])
def test_mail_in_the_clear_stays_on_this_machine(host: str) -> None:
    assert MailSection(host=host, security="none").security == "none"


@pytest.mark.parametrize("host", ["mail.example", "10.0.0.1", "localhost.example"])
def test_mail_in_the_clear_never_leaves_it(host: str) -> None:
    with pytest.raises(ValidationError):
        MailSection(host=host, security="none")


@given(st.times().map(lambda t: f"{t:%H:%M}") | st.text("0123456789: _+", max_size=6))
def test_office_hours_that_are_taken_can_be_read(text: str) -> None:
    """What the settings accept, the dispatch reads with time.fromisoformat."""
    try:
        mail = MailSection(office_opens=text)
    except ValidationError:
        return
    assert isinstance(time.fromisoformat(mail.office_opens), time)


def test_the_settings_that_were_named_go_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config").mkdir()
    usual = Path("config/watcher.toml")
    usual.touch()
    assert find(None) == usual
    monkeypatch.setenv("WATCHER_CONFIG", "other.toml")
    assert find(None) == Path("other.toml")
    assert find(Path("named.toml")) == Path("named.toml")


def test_without_any_settings_the_remedy_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("WATCHER_CONFIG", raising=False)
    with pytest.raises(SettingsError, match="watcher init"):
        find(None)


def test_every_value_in_force_is_listed_with_its_origin() -> None:
    settings = Settings.model_validate({"mail": {"port": 25}, "looks": {"at_once": 50}})
    listed = {(section, key): default for section, key, _, default in effective(settings)}
    assert not listed["mail", "port"]
    assert not listed["looks", "at_once"]  # written down, though it is the default's value
    assert listed["mail", "host"]
    assert listed["reports", "folder"]
    known = {
        (section, key)
        for section in Settings.model_fields
        for key in type(getattr(settings, section)).model_fields
    }
    assert set(listed) == known


def test_every_setting_says_what_it_wants() -> None:
    nameless = [
        (section, key)
        for section in Settings.model_fields
        for key, field in type(getattr(Settings(), section)).model_fields.items()
        if not field.description
    ]
    assert nameless == []
