"""An alert: one story, told in text and in HTML alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage

import pytest

from monitor.model import Evidence, StoryMatch
from monitor.render.mail import MailTemplates, load_templates, message_id_of, render_alert
from tests.render.mail_samples import (
    AT,
    NOW,
    SENTENCE,
    SETTINGS,
    TITLE,
    both_of,
    carrier,
    delivery,
    find,
    html_of,
    match,
    received,
    text_of,
)


@pytest.fixture(scope="module")
def templates() -> MailTemplates:
    """The templates of the package."""
    return load_templates()


def _alert(templates: MailTemplates, told: StoryMatch, time_zone: str = "UTC") -> EmailMessage:
    settings = replace(SETTINGS, time_zone=time_zone)
    return received(render_alert(delivery(), told, settings=settings, templates=templates, now=NOW))


def test_the_mail_has_a_text_and_an_html_part(templates: MailTemplates) -> None:
    """The better form comes last, as RFC 2046 orders alternatives."""
    message = _alert(templates, match())
    assert message.get_content_type() == "multipart/alternative"
    parts = [part.get_content_type() for part in message.iter_parts()]
    assert parts == ["text/plain", "text/html"]


def test_both_parts_tell_the_whole_story(templates: MailTemplates) -> None:
    """Title, outlet, time, origin, pair, sentence, snippet, matched words and watch are in each."""
    message = _alert(templates, match(reporter="Steppe Agency"), "Asia/Bishkek")
    for seen in both_of(message):
        assert TITLE in seen
        assert "Ala-Too Wire · 23 November 2026, 10:31 UTC+6" in seen
        assert "From: press service of the Ministry of Transport of Kyrgyzstan" in seen
        assert "Reported by Steppe Agency" in seen
        assert "KGZ-RUS" in seen
        assert SENTENCE in seen
        assert "BISHKEK, November 23. The ministers" in seen
        assert "Matched: transit" in seen
        assert "You get this because of your watch “Kyrgyzstan and Russia”." in seen
        assert "desk@example.org" in seen
    assert "https://outlet1.example/a?x=1&y=2" in text_of(message)
    assert find(message, "//a/@href")[0] == ("https://outlet1.example/a?x=1&y=2")


def test_the_headers_name_the_mail_for_programs(templates: MailTemplates) -> None:
    """Sender, recipient, date, id and list are set, and the mail says it is automatic."""
    message = _alert(templates, match())
    assert message["From"] == "Monitor <monitor@example.org>"
    assert message["To"] == "reader@ministry.example"
    assert message["Date"].datetime == NOW
    assert message["Message-ID"] == "<delivery-17@example.org>"
    assert message["List-Id"] == "<watches.example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "en"
    assert all(len(message.get_all(name, [])) == 1 for name in message)


def test_a_second_attempt_writes_the_same_bytes(templates: MailTemplates) -> None:
    """The id comes from the delivery, and nothing in the mail is left to chance."""
    first, second = (
        bytes(
            render_alert(
                replace(delivery(), attempts=n),
                match(),
                settings=SETTINGS,
                templates=templates,
                now=NOW,
            )
        )
        for n in (0, 1)
    )
    assert first == second
    assert message_id_of(17, SETTINGS) != message_id_of(18, SETTINGS)


def test_the_subject_begins_with_the_best_pair(templates: MailTemplates) -> None:
    """The pair with the highest score stands there, wherever it stands in the story."""
    message = _alert(templates, match(pairs=(("KAZ-KGZ", 0.4), ("KGZ-RUS", 0.9))))
    assert message["Subject"] == f"[KGZ-RUS] {TITLE}"
    for seen in both_of(message):
        assert seen.index("KGZ-RUS") < seen.index("KAZ-KGZ")


def test_a_story_without_a_pair_has_its_title_as_subject(templates: MailTemplates) -> None:
    """Nothing is put in brackets where there is nothing to put."""
    assert _alert(templates, match(pairs=()))["Subject"] == TITLE


def test_a_long_title_is_cut_in_the_subject_and_whole_in_the_mail(
    templates: MailTemplates,
) -> None:
    """The cut falls after a word and is marked as one."""
    title = "Ministers of neighbouring countries " * 8
    message = _alert(templates, match(carrier(title=title)))
    subject = message["Subject"].removeprefix("[KGZ-RUS] ")
    assert len(subject) <= 120
    assert subject.endswith("…")
    assert title.startswith(subject.removesuffix("…") + " ")
    assert all(title.strip() in seen for seen in both_of(message))


def test_a_story_without_a_title_says_so(templates: MailTemplates) -> None:
    """An empty subject would be lost among the mails."""
    assert _alert(templates, match(carrier(title=" \n")))["Subject"] == "[KGZ-RUS] (no title)"


def test_ten_carriers_are_named_and_the_rest_counted(templates: MailTemplates) -> None:
    """The lead is not named among those that carry the story too."""
    others = tuple(
        carrier(n, outlet=f"Herald {n}", at=AT + timedelta(minutes=n)) for n in range(2, 16)
    )
    message = _alert(templates, match(others=others))
    text, seen = both_of(message)
    assert "Also carried by: - Herald 2 (04:33) https://outlet2.example/a?x=1&y=2" in text
    assert "Also carried by: Herald 2 (04:33), Herald 3 (04:34)," in seen
    assert "Herald 11 (04:42) and 4 more" in seen
    assert "and 4 more" in text
    assert "Herald 12" not in text + seen
    assert len(find(message, "//a[starts-with(., 'Herald')]")) == 10


def test_a_carrier_of_another_day_shows_the_day(templates: MailTemplates) -> None:
    """A bare 23:50 would be read as of the lead's day."""
    earlier = carrier(2, outlet="Herald", at=AT - timedelta(hours=12))
    only_day = carrier(3, outlet="Oasis", at=None, on=date(2026, 11, 21))
    for seen in both_of(_alert(templates, match(others=(earlier, only_day)))):
        assert "Herald (22 November 16:31)" in seen
        assert "Oasis (21 November)" in seen


@pytest.mark.parametrize(
    ("at", "on", "zone", "shown"),
    [
        (AT, None, "UTC", "23 November 2026, 04:31 UTC"),
        (AT, None, "Asia/Kolkata", "23 November 2026, 10:01 UTC+5:30"),
        (AT, None, "America/New_York", "22 November 2026, 23:31 UTC-5"),
        (None, date(2026, 11, 22), "Asia/Bishkek", "· 22 November 2026"),
        (None, None, "Asia/Bishkek", "first seen 23 November 2026, 11:00 UTC+6"),
        (datetime.min.replace(tzinfo=UTC), None, "America/New_York", "1 January 1, 00:00 UTC"),
    ],
)
def test_the_time_is_what_is_known_in_the_readers_zone(
    templates: MailTemplates, at: datetime | None, on: date | None, zone: str, shown: str
) -> None:
    """An instant is shown in the zone, a day as a day, and a first sight as such."""
    for seen in both_of(_alert(templates, match(carrier(at=at, on=on)), zone)):
        assert shown in seen


def test_matched_words_are_marked_wherever_they_stand(templates: MailTemplates) -> None:
    """Whole words in any case are marked in title, sentence and snippet, parts of words not."""
    evidence = (
        Evidence(field="body", words=("ministers of kyrgyzstan", "sign")),
        Evidence(field="lang", words=("a",)),
    )
    told = match(evidence=evidence, body="MINISTERS OF KYRGYZSTAN signed a plan.")
    message = _alert(templates, told)
    marked = find(message, "//mark/text()")
    assert marked == ["ministers of Kyrgyzstan", "MINISTERS OF KYRGYZSTAN"]
    for seen in both_of(message):
        assert "Matched: ministers of kyrgyzstan, sign, lang a" in seen


def test_words_that_matched_in_another_copy_name_it(templates: MailTemplates) -> None:
    """Who does not find the words in the text shown is told where they are."""
    other = carrier(2, outlet="Herald")
    message = _alert(templates, match(others=(other,), article_id=2))
    text, seen = both_of(message)
    assert "Matched: transit in the text of Herald https://outlet2.example" in text
    assert "Matched: transit (in the text of Herald)" in seen


def test_several_watches_are_all_named(templates: MailTemplates) -> None:
    """One mail may come of many watches."""
    for seen in both_of(_alert(templates, match(watches=("Transit", "Вода")))):
        assert "because of your watches “Transit”, “Вода”." in seen


def test_a_reporter_that_is_the_outlet_is_not_named_twice(templates: MailTemplates) -> None:
    """An agency that reports itself goes without saying."""
    for seen in both_of(_alert(templates, match(reporter="ALA-TOO WIRE", origin=None))):
        assert "Reported by" not in seen
        assert "From:" not in seen


def test_the_html_loads_nothing_and_follows_the_direction_of_the_text(
    templates: MailTemplates,
) -> None:
    """Opening the mail tells nobody; Arabic runs from the right and is said to be Arabic."""
    title = "وزيرا خارجية مصر وكازاخستان يبحثان فتح خط جوي"
    message = _alert(templates, match(carrier(title=title, language="ar")))
    assert not find(message, "//img | //link | //script | //iframe | //@src | //@background")
    assert "url(" not in html_of(message)
    assert find(message, "//meta[@name='color-scheme']/@content") == ["light dark"]
    (shown,) = find(message, "//*[@dir='auto'][@lang='ar'][a]")
    assert shown.text_content().strip() == title
    assert message["Subject"] == f"[KGZ-RUS] {title}"


def test_the_pair_that_is_watched_stands_in_the_subject(templates: MailTemplates) -> None:
    """A story of two pairs is shown to its reader under the one they asked for."""
    watched = (Evidence(field="pair", words=("AZE-TUR",)),)
    told = match(pairs=(("KGZ-RUS", 0.9), ("AZE-TUR", 0.6)), evidence=watched)
    assert str(_alert(templates, told)["Subject"]).startswith("[AZE-TUR] ")
