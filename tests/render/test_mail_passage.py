"""Foreign text made fit to show: clean, short, with its words marked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.render.passage import clean_line, passage_of, word_pattern


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("", 10, ""),
        ("  a\t\r\n b\u00a0c ", 10, "a b c"),
        ("a\x00b\ud800c\x9f", 10, "abc"),
        ("exactly ten", 11, "exactly ten"),
        ("one two three four", 14, "one two three…"),
        ("one two, three four", 12, "one two…"),
        ("unbreakablelongword", 10, "unbreakab…"),
        ("abcdefgi\u0301\u0301jkl", 10, "abcdefg…"),
    ],
)
def test_a_line_is_clean_and_cut_after_a_word(text: str, limit: int, shown: str) -> None:
    """White space is one space, controls are gone, no accent is torn from its letter."""
    assert clean_line(text, limit=limit) == shown


@given(st.text(), st.integers(min_value=1, max_value=60))
def test_a_line_is_never_longer_than_asked_nor_more_than_one(text: str, limit: int) -> None:
    """For any text the result fits, is one line and can be encoded."""
    line = clean_line(text, limit=limit)
    assert len(line) <= limit
    assert len(line.splitlines()) <= 1
    assert line.encode().decode() == line


@given(st.text(max_size=200), st.lists(st.text(max_size=20), max_size=5))
def test_the_segments_of_a_passage_are_its_text(text: str, words: list[str]) -> None:
    """Marking neither loses nor adds a character."""
    passage = passage_of(text, word_pattern(words))
    assert "".join(segment.text for segment in passage.segments) == text


@pytest.mark.parametrize(
    ("words", "marked"),
    [
        (["rail"], ["Rail"]),
        (["rail", "rail link"], ["Rail link"]),
        (["РЕКА"], ["река"]),
        (["link."], ["link."]),
        (["ail", "li"], []),
        ([], []),
        (["", "  "], []),
        (["(", "link)"], []),
    ],
)
def test_whole_words_are_marked_and_the_longest_of_them(
    words: list[str], marked: list[str]
) -> None:
    """Case does not matter, parts of words do not count, signs are taken as written."""
    passage = passage_of("Rail link. A railway, река.", word_pattern(words))
    assert [segment.text for segment in passage.segments if segment.is_marked] == marked
