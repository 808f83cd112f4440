"""What of a text is compared, and what is not."""

from __future__ import annotations

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from monitor.classify.fingerprint import HAS_DIGIT, PROBE_ONE_IN, SHINGLES_MAX, fingerprint

_TEXT = (
    "The ministers of two states signed an agreement on water on Monday. It gives 30 percent of "
    "the river to the upper state until 2030, and obliges both to build a gauge at the border."
)


def test_same_words_give_the_same_fingerprint() -> None:
    """Case, quotes, dashes and line breaks are no difference."""
    other = _TEXT.upper().replace(" ", "\n", 3).replace("WATER", "«WATER» —")
    assert fingerprint(title="A", text=_TEXT) == fingerprint(title="a!", text=other)


def test_masked_spans_are_left_out() -> None:
    """With dateline and credit masked the text equals the bare one, figures included."""
    opening, ending = "BISHKEK, July 2. ", " Sample reports at 17:45."
    text = opening + _TEXT + ending
    masked = [(len(opening) + len(_TEXT), len(text)), (0, len(opening))]
    assert fingerprint(title="", text=text, masked=masked) == fingerprint(title="", text=_TEXT)


def test_text_without_words_has_no_hash() -> None:
    """Punctuation alone is no text."""
    found = fingerprint(title="Two states agree", text=" … — !\n")
    assert (found.text_hash, found.shingles, found.probes) == (None, (), ())
    assert found.title_key == "two states agree"


def test_figures_are_digits_whatever_separates_them() -> None:
    """Decimal comma and decimal point, thousands with and without a mark are one figure."""
    first = fingerprint(title="", text="It rose to 3,775 and 87.45 in 2024")
    second = fingerprint(title="", text="Оно выросло до 3.775 и 87,45 в 2024")
    assert first.figures == second.figures == ("2024", "3775", "8745")


def test_lowest_bit_marks_shingles_with_digits() -> None:
    """A text without figures has no such shingle, a row of figures nothing else."""
    words = fingerprint(title="", text="one two three four five six seven eight nine")
    figures = fingerprint(title="", text="1 2 3 4 5 6 7 8 9")
    assert not any(one & HAS_DIGIT for one in words.shingles)
    assert all(one & HAS_DIGIT for one in figures.shingles)


def test_hashes_do_not_depend_on_the_process() -> None:
    """Another interpreter with another hash seed gives the same fingerprint."""
    code = (
        "from monitor.classify.fingerprint import fingerprint;"
        f"print(fingerprint(title='T', text={_TEXT!r}))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONHASHSEED": "7", "PYTHONPATH": "."},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.strip() == str(fingerprint(title="T", text=_TEXT))


def test_copy_shares_probes_however_it_is_cut() -> None:
    """A cut copy and one embedded in a longer text are found by probes alone."""
    words = [f"word{number:03}" for number in range(400)]
    whole = set(fingerprint(title="", text=" ".join(words)).probes)
    cut = set(fingerprint(title="", text=" ".join(words[:60])).probes)
    foreign = [f"other{number:03}" for number in range(200)]
    embedded = fingerprint(title="", text=" ".join(foreign + words[100:300])).probes
    assert len(whole & cut) >= 4
    assert len(whole & set(embedded)) >= 200 // PROBE_ONE_IN // 2


def test_long_text_is_compared_by_its_opening() -> None:
    """The number of shingles is bounded."""
    text = " ".join(f"w{number}" for number in range(3 * SHINGLES_MAX))
    assert len(fingerprint(title="", text=text).shingles) <= SHINGLES_MAX


@given(st.text(max_size=500), st.lists(st.tuples(st.integers(0, 600), st.integers(0, 600))))
def test_fingerprint_is_well_formed(text: str, masked: list[tuple[int, int]]) -> None:
    """Hashes are sorted, distinct and of 32 bits; probes are among the shingles."""
    spans = [(min(span), max(span)) for span in masked]
    found = fingerprint(title=text, text=text, masked=spans)
    assert list(found.shingles) == sorted(set(found.shingles))
    assert all(0 <= one < 2**32 for one in found.shingles)
    assert set(found.probes) <= set(found.shingles)
    assert (found.text_hash is None) == (not found.shingles)
