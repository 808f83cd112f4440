"""A digest: the stories of a period, grouped by country pair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from email.message import EmailMessage

import pytest

from monitor.model import Rhythm, StoryMatch
from monitor.render.mail import MailTemplates, load_templates, render_digest
from tests.render.mail_samples import (
    NOW,
    SENTENCE,
    SETTINGS,
    both_of,
    carrier,
    delivery,
    match,
    received,
)


@pytest.fixture(scope="module")
def templates() -> MailTemplates:
    """The templates of the package."""
    return load_templates()


def _digest(
    templates: MailTemplates,
    matches: Sequence[StoryMatch],
    rhythm: Rhythm = "daily",
    period: str | None = "2026-11-23",
) -> EmailMessage:
    return received(
        render_digest(
            delivery(rhythm=rhythm, period=period),
            matches,
            settings=SETTINGS,
            templates=templates,
            now=NOW,
        )
    )


def _told(number: int, pair: str | None = None, language: str = "en") -> StoryMatch:
    pairs = ((pair, 0.8),) if pair else ()
    return match(carrier(number, title=f"Story number {number}", language=language), pairs=pairs)


@pytest.mark.parametrize(
    ("count", "rhythm", "period", "subject"),
    [
        (7, "daily", "2026-11-23", "Daily digest: 7 stories, 2026-11-23"),
        (1, "weekly", "2026-W47", "Weekly digest: 1 story, 2026-W47"),
        (2, "hourly", None, "Hourly digest: 2 stories, 2026-11-23"),
        (0, "daily", "2026-11-23", "Daily digest: 0 stories, 2026-11-23"),
    ],
)
def test_the_subject_counts_the_stories_of_the_period(
    templates: MailTemplates, count: int, rhythm: Rhythm, period: str | None, subject: str
) -> None:
    """Rhythm, count and period are seen without opening the mail."""
    message = _digest(templates, [_told(n) for n in range(count)], rhythm, period)
    assert message["Subject"] == subject


def test_stories_are_grouped_by_best_pair_and_numbered_through(templates: MailTemplates) -> None:
    """The fullest group comes first, stories without a pair last, each group in the given order."""
    told = [
        _told(1),
        _told(2, "AZE-KGZ"),
        _told(3, "KGZ-RUS"),
        _told(4, "KGZ-RUS"),
        _told(5, "ARM-AZE"),
    ]
    for seen in both_of(_digest(templates, told)):
        assert "KGZ-RUS 2" in seen.replace("\xa0", " ")
        order = ["1. Story number 3", "2. Story number 4", "3. Story number 5"]
        order += ["4. Story number 2", "Other stories", "5. Story number 1"]
        places = [seen.rindex(item) for item in order]
        assert places == sorted(places)


def test_each_story_shows_its_proof_in_both_parts(templates: MailTemplates) -> None:
    """The sentence stands for a pair; where there is none the beginning of the text does."""
    told = [match(), match(carrier(2, title="No pair here"), pairs=(), body="Only a body.")]
    for seen in both_of(_digest(templates, told)):
        assert seen.count(SENTENCE) == 1
        assert "Only a body." in seen
        assert "Ala-Too Wire · 23 November 2026, 10:31 UTC+6" in seen
        assert "Matched: transit" in seen


def test_stories_past_a_hundred_are_only_counted(templates: MailTemplates) -> None:
    """A digest stays readable after a week of noise, and hides nothing silently."""
    message = _digest(templates, [_told(n) for n in range(1, 104)])
    assert "103 stories" in message["Subject"]
    for seen in both_of(message):
        assert "100. Story number 100" in seen
        assert "Story number 101" not in seen
        assert "and 3 more that are not shown here." in seen


def test_watches_are_named_at_their_stories_and_once_at_the_end(templates: MailTemplates) -> None:
    """With more than one watch the reader sees which story came of which."""
    told = [match(watches=("Transit",)), match(watches=("Transit", "Rail"))]
    for seen in both_of(_digest(templates, told)):
        assert seen.count("because of your watches “Transit”, “Rail”.") == 1
        assert "Watch: Transit" in seen
        assert "Watches: Transit, Rail" in seen


def test_carriers_are_named_in_one_line(templates: MailTemplates) -> None:
    """A digest says who carries a story too, without a link for each."""
    told = match(others=(carrier(2, outlet="Herald"), carrier(3, outlet="Oasis")))
    for seen in both_of(_digest(templates, [told])):
        assert "Also carried by: Herald (10:31), Oasis (10:31)" in seen


def test_the_languages_of_all_stories_are_named(templates: MailTemplates) -> None:
    """RFC 3282 allows a list; what is no language tag is left out."""
    told = [_told(1, language="ru"), _told(2), _told(3, language="ru"), _told(4, language="x y")]
    assert _digest(templates, told)["Content-Language"] == "ru, en"


def test_the_period_of_a_hostile_store_cannot_break_the_header(templates: MailTemplates) -> None:
    """Whatever stands in the delivery, the subject stays one header."""
    message = _digest(templates, [_told(1)], period="2026\r\nBcc: a@b.example")
    assert message["Subject"] == "Daily digest: 1 story, 2026 Bcc: a@b.example"
    assert message["Bcc"] is None


def test_a_digest_has_the_id_of_its_delivery(templates: MailTemplates) -> None:
    """The domain is the list's, not the sender's."""
    settings = replace(SETTINGS, list_domain="lists.example.org")
    message = render_digest(
        delivery(31, rhythm="daily"), [match()], settings=settings, templates=templates, now=NOW
    )
    assert message["Message-ID"] == "<delivery-31@lists.example.org>"
    assert message["List-Id"] == "<watches.lists.example.org>"
