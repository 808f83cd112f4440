from __future__ import annotations

import json
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Carrier, CountryScore, KeywordTag, PairScore, Published, Story
from monitor.render.table import jsonl_lines

AT = datetime(2025, 7, 2, 9, 30, tzinfo=UTC)


def story(title: str = "=Встреча", body: str = "Один.\nДва.") -> Story:
    """Make a story of one article."""
    lead = Carrier(
        article_id=3,
        outlet_id="trend",
        outlet_name="Trend",
        url="https://trend.example/3",
        title=title,
        language="ru",
        first_seen_at=AT,
        published=Published(raw="2 июля", on=date(2025, 7, 2)),
        reason="first",
    )
    return Story(
        id=5,
        lead=lead,
        carriers=(lead,),
        body=body,
        first_seen_at=AT,
        countries=(CountryScore(country="KGZ", score=0.5),),
        pairs=(PairScore(pair="KGZ-RUS", score=0.8, sentence="Один."),),
        keywords=(KeywordTag(keyword="energy", phrase="газ"),),
        reporter=None,
        origin="пресс-служба",
    )


def test_a_story_is_one_object_with_all_it_has() -> None:
    """Carriers, scores and the whole body stand in it, untouched and readable."""
    (line,) = jsonl_lines([story()])
    assert "Встреча" in line
    told = {
        "article_id": 3,
        "outlet": "trend",
        "outlet_name": "Trend",
        "url": "https://trend.example/3",
        "title": "=Встреча",
        "language": "ru",
        "first_seen_at": "2025-07-02T09:30:00Z",
        "published_at": None,
        "published_on": "2025-07-02",
        "reason": "first",
    }
    assert json.loads(line) == {
        "story_id": 5,
        "first_seen_at": "2025-07-02T09:30:00Z",
        "lead": told,
        "carriers": [told],
        "countries": [{"country": "KGZ", "score": 0.5}],
        "pairs": [{"pair": "KGZ-RUS", "score": 0.8, "sentence": "Один."}],
        "keywords": [{"keyword": "energy", "phrase": "газ"}],
        "reporter": None,
        "origin": "пресс-служба",
        "body": "Один.\nДва.",
    }


@given(st.text(st.characters(exclude_categories=[])), st.text())
def test_whatever_the_text_a_story_is_one_line_that_reads_back(title: str, body: str) -> None:
    """No text breaks a line or the encoding; only halves of characters are replaced."""
    (line,) = jsonl_lines([story(title=title, body=body)])
    assert line.splitlines(keepends=True) == [line]
    read = json.loads(line.encode("utf-8"))
    assert read["body"] == body
    if not any("\ud800" <= char <= "\udfff" for char in title):
        assert read["lead"]["title"] == title
