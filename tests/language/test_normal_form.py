import unicodedata
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.language.normal import fold, normalise, normalise_word


@pytest.mark.parametrize(
    ("written", "also_written"),
    [
        ("KIRGIZİSTAN", "Kırgızistan"),
        ("Oʻzbekiston", "O`zbekiston"),
        ("O‘zbekiston", "O'zbekiston"),
        ("Ёлка", "елка"),
        ("Кыргыз\u00adстан", "Кыргызстан"),
        ("تركيه", "ترکیه"),
        ("U.S.–China", "u.s.-china"),
        (unicodedata.normalize("NFD", "Türkiye"), "Türkiye"),
        ("ＣＨＩＮＡ", "china"),
        ("ΟΔΟΣ", "οδοσ"),
        ("Азербайджа\u0301н", "Азербайджан"),
        ("Гру\u0300зия", "Грузия"),
        ("Молдо\u0301ва и Кита\u0306\u0301и\u0301\u0306", "молдова и кита\u0306й"),
        ("президѐнт", "президент"),
    ],
)
def test_ways_to_write_one_word_have_one_normal_form(written: str, also_written: str) -> None:
    """Case, marks nobody sees, apostrophes, dashes and keyboards do not part words."""
    assert normalise(written) == normalise(also_written)


def test_letters_of_a_language_stay_letters() -> None:
    """Only i and ı fall together; ə, ğ, ş, й and ң are kept."""
    assert normalise("Şəki Ağdam Йод Аң") == "şəki ağdam йод аң"


def test_an_accent_that_makes_a_letter_stays() -> None:
    """Only a mark that no letter takes in is a stress mark."""
    assert normalise("cafe\u0301 Vendre\u0301 Ѓ") == "café vendré ѓ"


def test_a_span_of_a_stressed_word_covers_its_marks() -> None:
    """The offsets behind a dropped mark are those of the text as written."""
    text = "в Азербайджа\u0301не и Гру\u0301зии"
    folded = fold(text)
    at = folded.text.index("азербайджане")
    assert text[slice(*folded.span(at, at + 12))] == "Азербайджа\u0301не"
    at = folded.text.index("грузии")
    assert text[slice(*folded.span(at, at + 6))] == "Гру\u0301зии"


def test_a_word_loses_what_stands_around_it() -> None:
    """Quotes and stops about a word are no part of it."""
    assert normalise_word(" «Кабар», ") == "кабар"


@given(st.text(max_size=80))
def test_normalising_twice_changes_nothing(text: str) -> None:
    """The normal form is its own normal form."""
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(max_size=80))
def test_every_folded_character_points_into_the_text(text: str) -> None:
    """Offsets grow and stay inside the text."""
    folded = fold(text)
    starts = folded.starts if folded.starts is not None else tuple(range(len(text) + 1))
    assert len(starts) == len(folded.text) + 1
    assert list(starts) == sorted(starts)
    assert starts[-1] == len(text)


def test_a_span_is_found_again_behind_marks_nobody_sees() -> None:
    """The offsets of a folded word are those of the word as written."""
    text = "x\u200b Кыр\u00adгыз Tu\u0308rk"
    folded = fold(text)
    at = folded.text.index("türk")
    start, end = folded.span(at, at + 4)
    assert text[start:end] == "Tu\u0308rk"


def test_a_million_marks_on_one_letter_are_read_in_one_pass() -> None:
    """A text of combining marks only ends, and keeps its offsets."""
    folded = fold("a" + "\u0301" * 200_000)
    assert len(folded.text) >= 1


def test_marks_of_many_kinds_are_normalised_in_linear_time() -> None:
    """Marks that must be put in order cost no more than others."""
    began = process_time()
    normalise("a" + "\u0301\u0323" * 100_000)
    assert process_time() - began < 3
