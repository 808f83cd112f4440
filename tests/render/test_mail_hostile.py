"""Mails of hostile stories: nothing an outlet writes gets out of the place it is shown in."""

from __future__ import annotations

from dataclasses import replace
from email.message import EmailMessage

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from monitor.model import Evidence, StoryMatch
from monitor.render.mail import MailSettings, load_templates, render_alert
from tests.render.mail_samples import (
    NOW,
    SETTINGS,
    carrier,
    delivery,
    html_of,
    match,
    received,
    text_of,
)

TEMPLATES = load_templates()
HEADERS = {"From", "To", "Subject", "Date", "Message-ID", "List-Id", "Auto-Submitted"} | {
    "MIME-Version",
    "Content-Type",
    "Content-Language",
}


def _alert(
    told: StoryMatch,
    *,
    recipient: str = "reader@ministry.example",
    mail: MailSettings = SETTINGS,
) -> EmailMessage:
    return render_alert(
        delivery(recipient=recipient), told, settings=mail, templates=TEMPLATES, now=NOW
    )


@pytest.mark.parametrize(
    "title",
    [
        "One\r\nBcc: everyone@example.org\r\n\r\nBody",
        "One\nBcc: everyone@example.org",
        "One\rBcc: everyone@example.org",
        "One\x0bBcc: everyone@example.org",
        "One\x85Bcc: everyone@example.org",
        "One\u2028Bcc: everyone@example.org",
        "One\x00Bcc: everyone@example.org",
        "=?utf-8?q?One=0D=0ABcc:_everyone@example.org?=",
        "x" * 60 + " =?utf-8?q?One=0D=0ABcc:_everyone@example.org?=",
    ],
)
def test_a_title_cannot_add_a_header(title: str) -> None:
    """Line ends of every kind and encoded words stay text of the subject."""
    message = received(_alert(match(carrier(title=title))))
    assert set(message.keys()) == HEADERS
    assert "Bcc: everyone" in message["Subject"].replace("_", " ")


def test_an_encoded_word_in_a_title_is_shown_as_written() -> None:
    """The reader sees what the outlet wrote, not what it decodes to."""
    title = "=?utf-8?q?Hidden?="
    assert received(_alert(match(carrier(title=title))))["Subject"] == f"[KGZ-RUS] {title}"


@pytest.mark.parametrize(
    "recipient",
    ["", "nobody", "a@b\r\nBcc: c@d.example", "a b@c.example", "a@b.example, c@d.example", "a@.."],
)
def test_a_recipient_beyond_repair_is_not_named(recipient: str) -> None:
    """The mail is still written and has no header but its own; its sending will fail."""
    message = received(_alert(match(), recipient=recipient))
    assert set(message.keys()) == HEADERS
    assert "c@d" not in str(message["To"])
    assert len(message["To"].addresses) <= 1


def test_addresses_and_names_in_other_scripts_are_written_by_the_book() -> None:
    """The domain goes out in ASCII, the name as encoded words; a local part needs SMTPUTF8."""
    mail = replace(SETTINGS, sender="Монитор, отдел <monitor@новости.example>")
    message = _alert(match(), recipient="читатель@министерство.example", mail=mail)
    head = bytes(message).partition(b"\r\n\r\n")[0].decode()
    assert "To: читатель@xn--b1afiashkohcid.example" in head
    assert received(message)["From"].addresses[0].display_name == "Монитор, отдел"
    assert received(message)["From"].addresses[0].addr_spec == "monitor@xn--b1amnebsh.example"


def test_a_mail_to_an_ascii_address_needs_nothing_of_the_server() -> None:
    """Whatever the texts, the bytes are ASCII where the addresses are."""
    message = _alert(match(carrier(title="Ночной поезд в Ош", outlet="Степь")))
    assert bytes(message).isascii()


def test_markup_in_a_story_is_text() -> None:
    """Every field that an outlet fills is escaped."""
    evil = '<script>alert(1)</script><img src="http://evil.example/p.png">"\'>'
    lead = carrier(title=evil, outlet=evil, language='en"><b>')
    told = match(
        lead,
        others=(carrier(2, outlet=evil),),
        sentence=evil,
        body=evil,
        watches=(evil,),
        evidence=(Evidence(field="body", words=("script", "<img", evil)),),
        origin=evil,
        reporter=f"{evil} too",
        pairs=((evil, 0.9),),
    )
    message = received(_alert(told))
    tree = html.fromstring(html_of(message))
    assert not tree.xpath("//script | //img | //b | //@src | //@onerror")
    assert tree.xpath("//mark")
    assert evil in text_of(message)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,<script>",
        "//evil.example/",
        "https://",
        "https://a.example/\r\nx",
        "https://a.example/ x",
        "https://[broken/",
        "https://a.example/" + "x" * 3000,
    ],
)
def test_only_sound_addresses_of_the_web_are_linked(url: str) -> None:
    """Anything else is left out of both parts."""
    message = received(_alert(match(carrier(url=url), others=(carrier(2, url=url),))))
    assert html.fromstring(html_of(message)).xpath("//a") == []
    assert url not in text_of(message)


def test_direction_overrides_are_taken_out() -> None:
    """A title cannot turn round the words of the mail after it; marks of joining stay."""
    message = received(_alert(match(carrier(title="\u202eevil\u2066 می\u200cخواهم"))))
    assert message["Subject"] == "[KGZ-RUS] evil می\u200cخواهم"


def test_a_text_cannot_end_its_part() -> None:
    """The boundary is known beforehand and still cannot be forged."""
    line = "--=_delivery-17_=--"
    message = received(_alert(match(carrier(title=line), sentence=line, body=line)))
    assert len(list(message.iter_parts())) == 2
    assert text_of(message).count(line) == 3


def test_huge_fields_make_a_small_mail() -> None:
    """Whatever an outlet writes, a mail stays within what a mail program shows."""
    long = "слово и дело " * 100_000
    others = tuple(carrier(n, outlet=long, title=long) for n in range(2, 60))
    pairs = tuple((f"AAA-{n:03}", 0.5) for n in range(200))
    evidence = (Evidence(field="body", words=tuple(f"слово{n}" for n in range(5000))),)
    told = match(
        carrier(title=long, outlet=long), others=others, body=long, pairs=pairs, evidence=evidence
    )
    assert len(bytes(_alert(told))) < 60_000


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=400))
def test_any_title_is_written_and_read_back(title: str) -> None:
    """What a mail program shows as subject is the cleaned title, for any title at all."""
    message = _alert(match(carrier(title=title), sentence=title, body=title, watches=(title,)))
    back = received(message)
    assert set(back.keys()) == HEADERS
    subject = back["Subject"].removeprefix("[KGZ-RUS] ")
    shown = html.fromstring(html_of(back)).findtext("head/title")
    assert subject
    assert len(subject) <= 120
    assert " ".join(subject.split()) == " ".join((shown or "").removeprefix("[KGZ-RUS] ").split())


LETTERS = st.sampled_from("abc де ضيف 漢 😀 é — “” ,.;:()?=_<>@\"\\ ' ")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(LETTERS, min_size=1, max_size=110).map(lambda t: " ".join(t.split())).filter(bool))
def test_a_clean_title_comes_through_to_the_letter(title: str) -> None:
    """No space is lost where the subject is folded between scripts."""
    assert received(_alert(match(carrier(title=title))))["Subject"] == f"[KGZ-RUS] {title}"


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=40))
def test_any_address_and_domain_give_a_mail(sender: str, recipient: str, domain: str) -> None:
    """Settings and recipients are checked elsewhere; here nothing they hold can break a mail."""
    mail = MailSettings(sender=sender, list_domain=domain)
    message = received(_alert(match(), recipient=recipient, mail=mail))
    assert set(message.keys()) == HEADERS
