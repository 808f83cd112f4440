"""Which texts are one story, and who leads it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.classify.fingerprint import fingerprint
from monitor.classify.grouping import Candidate, Member, choose_story, pick_lead
from monitor.model import Fingerprint, Membership

_WATER = (
    "The ministers of two states signed an agreement on water on Monday. It gives thirty percent "
    "of the river to the upper state until 2030 and obliges both to build a gauge at the border. "
    "The parliaments are to ratify it before the end of the year. Farmers on both banks had asked "
    "for such a rule since the drought of 2021, when the canal fell dry for 45 days. An office of "
    "both governments in the border town will publish the level of the river every morning."
)
_RAIL = (
    "A train with 320 passengers left the northern capital on Tuesday for the first time in two "
    "decades. The journey takes 19 hours and crosses the border at night. Tickets for the spring "
    "are sold out, the railway said, and a second train will run from May."
)
_RATES = (
    "The National Bank set the official rates for {day} July. The dollar costs {a} soms, the euro "
    "{b} soms, the rouble {c} soms. Yesterday the dollar cost {d} soms and the euro {e} soms. "
    "The rates are used for accounts and customs until the next notice of the National Bank."
)


def _print(text: str, title: str = "") -> Fingerprint:
    return fingerprint(title=title, text=text)


def _choose(new: str, *old: str, same_outlet: bool = False) -> Membership | None:
    candidates = [
        Candidate(story_id=number, fingerprint=_print(text), same_outlet=same_outlet)
        for number, text in enumerate(old, 1)
    ]
    return choose_story(_print(new), candidates)


def test_equal_text_is_exact() -> None:
    """The same words under another headline are one story, wholly in common."""
    found = _choose(_WATER.upper(), _RAIL, _WATER)
    assert found == Membership(story_id=2, reason="exact", share=1.0)


def test_cut_copy_is_contained() -> None:
    """A copy without its tail joins, whatever its length."""
    found = _choose(" ".join(_WATER.split()[:30]), _WATER)
    assert found == Membership(story_id=1, reason="contained", share=1.0)


def test_longer_copy_contains_the_lead() -> None:
    """A text with another outlet's addition joins the shorter one."""
    found = _choose(f"{_WATER} {_RAIL}", _WATER)
    assert found is not None
    assert (found.reason, found.share) == ("contains", 1.0)


def test_edited_copy_is_near() -> None:
    """A sub-editor's changes leave the text what it is."""
    edited = _WATER.replace("thirty percent", "a third").replace("had asked for", "wanted")
    found = _choose(edited.replace("every morning", "daily"), _WATER)
    assert found is not None
    assert found.reason == "near"
    assert 0.5 < found.share < 1


def test_notice_with_other_figures_is_another_story() -> None:
    """The rates of the next day stand in the same words and are not the same text."""
    monday = _RATES.format(day=7, a="87.45", b="101.55", c="1.07", d="87.40", e="101.20")
    tuesday = _RATES.format(day=8, a="87.52", b="102.10", c="1.09", d="87.45", e="101.55")
    assert _choose(tuesday, monday) is None
    assert _choose(tuesday, monday, same_outlet=True) is None
    assert _choose(monday + " The bank is in the capital.", monday) is not None


def test_other_news_of_the_topic_is_another_story() -> None:
    """A shared phrase is no shared text."""
    other = (
        "The ministers of two states signed an agreement on customs on Friday. Trucks will wait "
        "no longer than an hour, and papers will be read by one side only."
    )
    assert _choose(other, _WATER) is None


def test_text_of_two_stories_joins_the_one_it_mostly_is() -> None:
    """A round-up that embeds two texts joins the longer part and merges nothing."""
    found = _choose(f"{_RAIL} {_WATER}", _RAIL, _WATER)
    assert found is not None
    assert found.story_id == 2


def test_text_without_words_is_a_story_of_its_own() -> None:
    """Two empty bodies have nothing in common, not even under one headline."""
    empty = fingerprint(title="Two states sign an agreement on water", text="")
    assert choose_story(empty, [Candidate(story_id=1, fingerprint=empty)]) is None


@pytest.mark.parametrize(
    ("title", "text", "joins"),
    [
        ("Official rates of the bank today", "The dollar costs 87.45 soms", True),
        ("Official rates of the bank today", "The dollar costs 87.52 soms", False),
        ("The dollar and the euro rose", "The dollar costs 87.45 soms", False),
        ("Rates today", "The dollar costs 87.45 soms", False),
    ],
)
def test_headline_alone_joins_by_title_and_figures_together(
    title: str, text: str, joins: bool
) -> None:
    """A few words are proof only with the same headline and no other figure."""
    lead = fingerprint(
        title=title if title != "The dollar and the euro rose" else "Official rates of the bank",
        text=_RATES.format(day=7, a="87.45", b="101.55", c="1.07", d="87.40", e="101.20"),
    )
    brief = fingerprint(title=title, text=text)
    found = choose_story(brief, [Candidate(story_id=1, fingerprint=lead)])
    assert (found is not None) is joins


def test_equal_short_texts_need_one_title() -> None:
    """Two flashes of the same words under two headlines are two stories."""
    flash = fingerprint(title="Canal opened", text="Details follow.")
    other = fingerprint(title="Train departed", text="Details follow.")
    assert choose_story(other, [Candidate(story_id=1, fingerprint=flash)]) is None
    assert choose_story(flash, [Candidate(story_id=1, fingerprint=flash)]) is not None


def test_order_of_candidates_does_not_matter() -> None:
    """The same stories give the same choice however they were found."""
    candidates = [
        Candidate(story_id=number, fingerprint=_print(text))
        for number, text in enumerate([_RAIL, _WATER, _WATER + " " + _RAIL], 1)
    ]
    new = _print(" ".join(_WATER.split()[:60]))
    forth, back = choose_story(new, candidates), choose_story(new, candidates[::-1])
    assert forth is not None
    assert forth == back


def _member(number: int, outlet: str, hour: int, *credited: str) -> Member:
    at = datetime(2024, 7, 2, hour, tzinfo=UTC)
    return Member(
        article_id=number,
        outlet_id=outlet,
        credited_outlets=frozenset(credited),
        dated_at=at,
        first_seen_at=at,
    )


def test_earliest_article_leads_where_nobody_is_credited() -> None:
    """Time decides, then the id."""
    assert pick_lead([_member(3, "a", 9), _member(2, "b", 8), _member(1, "c", 9)]) == 2
    assert pick_lead([_member(3, "a", 9), _member(1, "c", 9)]) == 1


def test_credited_origin_leads_although_it_came_later() -> None:
    """The end of the chain of credits stands for the story."""
    members = [
        _member(1, "portal", 8, "agency", "press_service"),
        _member(2, "agency", 9, "press_service"),
        _member(3, "press_service", 10),
    ]
    assert pick_lead(members) == 3
    assert pick_lead(members[:2]) == 2


def test_outlet_that_credits_itself_or_in_a_circle_does_not_confuse() -> None:
    """Its own name in its own text is no credit; a circle has no end, so time decides."""
    assert pick_lead([_member(1, "a", 9), _member(2, "b", 8, "b")]) == 2
    assert pick_lead([_member(1, "a", 9, "b"), _member(2, "b", 8, "a")]) == 2
