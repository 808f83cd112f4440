from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.language.sentences import split_sentences
from monitor.language.tokens import tokenise, words_of


def test_tokens_carry_their_place_in_the_text() -> None:
    """Each token's offsets cut its own word out of the text."""
    text = "Kırgızistan'ın başkenti, U.S.-China"
    assert [(t.word, text[t.start : t.end]) for t in tokenise(text)] == [
        ("kirgizistan", "Kırgızistan"),
        ("in", "ın"),
        ("başkenti", "başkenti"),
        ("u", "U"),
        ("s", "S"),
        ("china", "China"),
    ]


def test_each_han_character_is_a_token() -> None:
    """Chinese is cut into characters, Latin beside it into words."""
    assert words_of("日本とItaly") == ["日", "本", "と", "italy"]


@given(st.text(max_size=80))
def test_words_without_places_are_the_words_of_the_tokens(text: str) -> None:
    """``words_of`` and ``tokenise`` see the same words."""
    assert words_of(text) == [token.word for token in tokenise(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Mr. Smith of the U.S. President's staff left. He won!", 2),
        ("В 2020 г. Президент РФ им. Пушкина открыл школу. Он рад.", 2),
        ("А. Б. Иванов сказал: «Да». Потом ушёл.", 2),
        ("Цена 3.5 млн. долларов и т.д. и т.п.", 1),
        ("First line\nSecond line", 2),
        ("他说。她说。", 2),
        ("Really?! Yes… No.", 3),
        ("  \n ", 0),
        ("", 0),
    ],
)
def test_abbreviations_do_not_end_a_sentence(text: str, sentences: int) -> None:
    """Stops after abbreviations and initials are passed over, line breaks are not."""
    assert len(split_sentences(text)) == sentences


@given(st.text(max_size=120))
def test_sentences_cover_all_words_in_order(text: str) -> None:
    """Sentences do not overlap, are not empty and lose no word."""
    spans = split_sentences(text)
    assert all(start < end for start, end in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
