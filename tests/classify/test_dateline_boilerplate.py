"""What stands in a body without being part of the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.classify.boilerplate import find_boilerplate

_LEAD = "Ministers of two states signed a deal on water.\n"


@pytest.mark.parametrize(
    "line",
    [
        "USD 87.45 EUR 101.55 RUB 1.07",
        "Кыргызча Русский English Türkçe",
        "ՀայEngРусTür",
        "Region:Armenia, Georgia",
        "Читайте также: Два города открыли рейс",
        "İlgili haberler: İki kent anlaştı",
        "Read also: Two cities open a route",
        "#water #trade #summit",
        "water,border,trade,summit",
        "🇰🇬 🇦🇿 🇹🇷",
        "Follow us on Telegram @sample_desk",
        "Contact the desk: desk@agency.example",
        "All rights reserved.",
        "Напомним, в мае стороны провели переговоры.",
        "Reporting by the desk in Astana; editing by the desk in Baku",
        "///nCa, 24 May 2024",
        "(İHA)",
        "ТАСС",
    ],
)
def test_furniture_line_is_found_whole(line: str) -> None:
    """The line is the span, and nothing of the text before it."""
    text = _LEAD + line
    assert [text[start:end] for start, end in find_boilerplate(text)] == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Background: the first loan for the line was agreed in 2019.",
        "The ministry wrote to desk officers about trade, water, borders.",
        "Read the agreement carefully, the minister said.",
        "English is taught in every school of the region.",
        "USD 5 million will be spent on the canal.",
    ],
)
def test_sentence_of_the_text_is_kept(line: str) -> None:
    """A sentence that shares a word with furniture stays in the text."""
    assert find_boilerplate(_LEAD + line) == ()


def test_links_under_a_heading_are_found_until_the_next_sentence() -> None:
    """A heading takes the titles under it along, not the paragraph behind them."""
    links = "Read also:\nTwo cities open a route\nNew canal dug"
    text = f"{_LEAD}{links}\nThe deal enters into force in May."
    found = " ".join(text[start:end] for start, end in find_boilerplate(text))
    assert found == links.replace("\n", " ")


def test_reporters_in_brackets_are_found_inside_a_paragraph() -> None:
    """The places of reporters are no places of the news."""
    text = "Ministers met. (Reporting by the desk in London; Editing by the desk in Paris)"
    assert [text[a:b] for a, b in find_boilerplate(text)] == [text[text.index("(") :]]


@given(st.text(alphabet=st.sampled_from("aZя :#@,.\n/()USD1€🇰İ"), max_size=400))
def test_spans_are_in_order_and_inside_the_text(text: str) -> None:
    """Whatever the text, spans are not empty, do not overlap and lie within it."""
    end = 0
    for start, stop in find_boilerplate(text):
        assert end <= start < stop <= len(text)
        end = stop
