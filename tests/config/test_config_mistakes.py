"""A mistake in the configuration names its file, its table and its key."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from monitor.bundled import bundled_folder, write_configuration
from monitor.config.folder import load_configuration
from monitor.config.settings import require_deliverable
from monitor.errors import ConfigError

OUTLET = '[[outlets]]\nid = "trend"\nname = "Trend"\nkind = "agency"\ncountry = "AZE"\n'
FEED = '[[outlets.feeds]]\nurl = "https://trend.example/rss"\n'

MISTAKES = {
    "outlets.toml": [
        ("a = 1\nx = [", "outlets.toml: not valid TOML: .*"),
        ("x = y", "not valid TOML.*line 1"),
        ('[[outlets]]\nname = "a"', "outlets.toml: outlet 1: id is missing"),
        (OUTLET.replace("AZE", "XXX"), 'outlet "trend": country .XXX. must be ISO 3166-1'),
        (OUTLET.replace("AZE", "az"), 'outlet "trend": country .az. must be ISO 3166-1 alpha-3'),
        (
            OUTLET.replace("agency", "wire"),
            'outlet "trend": kind is .wire., must be one of: agency',
        ),
        (OUTLET + "kidn = 1", 'outlet "trend": unknown key .kidn.; did you mean kind'),
        (
            OUTLET + 'time_zone = "Asia/Bakoo"',
            'outlet "trend": time_zone .Asia/Bakoo. is not known',
        ),
        (OUTLET + 'languages = "en"', 'outlet "trend": languages must be a list of texts'),
        (OUTLET + 'fetch_pages = "no"', 'outlet "trend": fetch_pages must be true or false'),
        (OUTLET + OUTLET, 'outlet "trend": id .trend. is used twice'),
        (
            OUTLET + FEED + FEED.replace("https", "ftp"),
            'outlets.toml: outlet "trend", feed 2: url must be http or https',
        ),
        (OUTLET + FEED + 'kind = "rrs"', 'outlet "trend", feed 1: kind is .rrs., must be one of'),
        (OUTLET + FEED + 'kind = "json"', 'feed 1: kind "json" cannot be polled yet'),
        (OUTLET + FEED + "link_pattern = '('", "feed 1: link_pattern is not a regular expression"),
        (OUTLET + FEED + FEED, "feed 2: url https://trend.example/rss is listed twice"),
        ('[[outlet]]\nid = "a"', "outlets.toml: unknown key .outlet.; did you mean outlets"),
    ],
    "monitor.toml": [
        ("[poling]", r"monitor.toml: unknown key .poling.; did you mean polling"),
        ("[polling]\ntimeout_seconds = -1", r"\[polling\] timeout_seconds is -1, must be from"),
        ('[polling]\ninterval_minutes = "9"', r"\[polling\] interval_minutes must be a number"),
        ("[polling]\ninterval_minutes = 1.5", r"interval_minutes must be a whole number"),
        ('[polling]\nallow_networks = ["10.0.0.1/8"]', r"allow_networks: .10.0.0.1/8. is not"),
        ('[mail]\nhost = "h"', r"\[mail\] sender is missing"),
        ('[mail]\nhost = "h"\nsender = "nobody"', r"sender .nobody. is not a mail address"),
        (
            '[mail]\nhost = "h"\nsender = "a@b.example"\npassword = "x"',
            "set MONITOR_SMTP_PASSWORD",
        ),
        ('[mail]\nhost = "h"\nsender = "a@b.example"\nsecurity = "ssl"', "must be one of: none"),
        ("[alerts]\ndigest_hour = 24", r"digest_hour is 24, must be from 0 to 23"),
        ('[database]\nurl = "x"\nuser = "y"', r"\[database\] unknown key .user.; known: url"),
    ],
    "watches.toml": [
        ('[[watches]]\nid = "a"', 'watches.toml: watch "a": query is missing'),
        ('[[watches]]\nid = "A b"\nquery = "x"', "id .A b. must be of a-z"),
        ('[[watches]]\nid = "a"\nquery = "x"\nrhythm = "often"', "rhythm is .often., must be one"),
        ('[[watches]]\nid = "a"\nquery = "x"\nrecipients = ["b"]', "recipients: .b. is not a mail"),
    ],
    "keywords.toml": [
        ('[[keywords]]\nid = "a"', 'keywords.toml: keyword "a": phrases is missing'),
        ('[[keywords]]\nid = "a"\n[keywords.phrases]\nenglish = ["x"]', "language code like en"),
        ('[[keywords]]\nid = "a"\n[keywords.phrases]\nen = ["*gas"]', "may only end a word"),
        ('[[keywords]]\nid = "a"\n[keywords.phrases]\nen = "x"', "en must be a list of texts"),
    ],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A configuration folder without a mistake."""
    (tmp_path / "monitor.toml").write_text("")
    (tmp_path / "outlets.toml").write_text(OUTLET + FEED)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [(name, *case) for name, cases in MISTAKES.items() for case in cases],
)
def test_a_mistake_names_its_place(folder: Path, name: str, text: str, message: str) -> None:
    """File, table and key, and what to write instead."""
    (folder / name).write_text(text)
    with pytest.raises(ConfigError, match=message) as raised:
        load_configuration(folder, environ={})
    assert name in str(raised.value)


def test_the_environment_overrides_the_file_and_the_command_line_both(folder: Path) -> None:
    """Secrets and the database need not stand in a file."""
    (folder / "monitor.toml").write_text(
        '[database]\nurl = "sqlite:///a.db"\n[mail]\nhost = "h"\nusername = "u"\n'
        'sender = "Desk <a@b.example>"\n'
    )
    environ = {"MONITOR_DATABASE_URL": "sqlite:///b.db", "MONITOR_SMTP_PASSWORD": "secret"}
    assert load_configuration(folder, {}).settings.database_url == "sqlite:///a.db"
    found = load_configuration(folder, environ).settings
    assert found.database_url == "sqlite:///b.db"
    assert found.mail is not None
    assert found.mail.password == "secret"
    assert "secret" not in repr(found)
    given = load_configuration(folder, environ, database_url="sqlite:///c.db").settings
    assert given.database_url == "sqlite:///c.db"


def test_a_password_is_never_sent_in_clear(folder: Path) -> None:
    """Security none and a password do not go together, whoever set them."""
    (folder / "monitor.toml").write_text(
        '[mail]\nhost = "h"\nsecurity = "none"\nusername = "u"\nsender = "a@b.example"\n'
    )
    with pytest.raises(ConfigError, match="sent in clear"):
        load_configuration(folder, {"MONITOR_SMTP_PASSWORD": "secret"})


def test_half_a_login_is_told_before_the_first_mail(folder: Path) -> None:
    """A user name without its password would fail at every mail."""
    (folder / "monitor.toml").write_text(
        '[mail]\nhost = "h"\nusername = "u"\nsender = "a@b.example"\n'
    )
    with pytest.raises(ConfigError, match="MONITOR_SMTP_PASSWORD is not set"):
        require_deliverable(load_configuration(folder, {}).settings)
    found = load_configuration(folder, {"MONITOR_SMTP_PASSWORD": "пароль"})
    with pytest.raises(ConfigError, match="must be ASCII"):
        require_deliverable(found.settings)


def test_what_is_switched_off_is_checked_and_not_followed(folder: Path) -> None:
    """A disabled feed keeps its reason; a disabled outlet takes its feeds along."""
    off = 'enabled = false\nreason = "never seen to work"\n'
    other = OUTLET.replace("trend", "other") + off + FEED
    (folder / "outlets.toml").write_text(
        OUTLET + FEED + FEED.replace("rss", "all") + 'kind = "sitemap"\n' + off + other
    )
    found = load_configuration(folder, {})
    assert [outlet.id for outlet in found.outlets] == ["trend"]
    assert len(found.feeds) == 1
    assert found.disabled_feed_count == 2


def test_outlets_may_stand_in_a_folder_of_files(folder: Path) -> None:
    """outlets/*.toml are read in the order of their names, beside outlets.toml or instead."""
    (folder / "outlets").mkdir()
    shutil.move(folder / "outlets.toml", folder / "outlets" / "b.toml")
    (folder / "outlets" / "a.toml").write_text(OUTLET.replace("trend", "kabar"))
    assert [o.id for o in load_configuration(folder, {}).outlets] == ["kabar", "trend"]


def test_the_configuration_that_travels_with_the_program_is_sound() -> None:
    """Trend, the presidents of the region and the agencies around them are followed."""
    found = load_configuration(bundled_folder("config"), {})
    ids = {outlet.id for outlet in found.outlets}
    assert {
        "trend",
        "president_kg",
        "kremlin",
        "akorda",
        "president_uz",
        "president_az",
        "president_tj",
    } <= ids
    assert len(found.feeds) > 100


def test_init_writes_a_folder_once(tmp_path: Path) -> None:
    """What is there is never overwritten."""
    written = write_configuration(tmp_path / "config")
    assert {path.name for path in written} == {
        "monitor.toml",
        "outlets.toml",
        "watches.toml",
        "keywords.toml",
    }
    assert load_configuration(tmp_path / "config", {}).watches
    with pytest.raises(ConfigError, match="is there already"):
        write_configuration(tmp_path / "config")
