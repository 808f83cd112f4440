"""Many phrases found in one pass over a text (door of ahocorasick_rs)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from monitor.language.normal import Folded, fold

Payload = TypeVar("Payload")

_NOT_WORD = re.compile(r"[^\w ]|_")
_ASCII_MARKS = {code: " " for code in range(128) if not chr(code).isalnum()}
_MARK_KINDS_MAX = 40  # beyond it the substitution is the faster one
_BLANKS = re.compile(" +")


# Letters of one look in two alphabets, in normal form: typed for one another, or on purpose.
_LATIN_LOOK = "aceopxykhmtbi"
_CYRILLIC_LOOK = "асеорхукнмтві"
_TO_CYRILLIC = str.maketrans(_LATIN_LOOK, _CYRILLIC_LOOK)
_TO_LATIN = str.maketrans(_CYRILLIC_LOOK, _LATIN_LOOK)
_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN_RUN = re.compile("[a-z]+")
_MIXED_WORD = re.compile("[a-z\u0400-\u052f]+")


@dataclass(frozen=True, slots=True)
class Flat:
    """A text made ready for scanning, once for all scanners.

    ``words`` is the normal form with a blank for each character that is no letter or digit, and
    one blank before it: each word starts after a blank, and offsets are those of ``folded`` + 1.
    """

    text: str
    folded: Folded
    words: str


class Hit(NamedTuple):
    """A pattern at the start of a word: offsets into ``Flat.words``.

    ``end`` is where the pattern ends, ``word_end`` where the word it ends in does.
    """

    pattern: int
    start: int
    end: int
    word_end: int


class Found(NamedTuple, Generic[Payload]):
    """A whole-word match: offsets are code points of the original text."""

    payload: Payload
    start: int
    end: int


def flatten(text: str) -> Flat:
    """Make a text ready for scanning.

    Args:
        text: Any text.

    Returns:
        The text with its normal form; linear in its length.
    """
    folded = fold(text)
    if folded.text.isascii():
        return Flat(text, folded, f" {folded.text.translate(_ASCII_MARKS)} ")
    words = _without_marks(folded.text)
    if _CYRILLIC.search(words) and _has_mixed_word(words):
        words = _MIXED_WORD.sub(_in_one_alphabet, words)
    return Flat(text, folded, f" {words} ")


def _without_marks(words: str) -> str:
    marks = set(_NOT_WORD.findall(words))
    # a text has few kinds of marks: one fast pass for each beats a substitution for each mark
    if len(marks) > _MARK_KINDS_MAX:
        return _NOT_WORD.sub(" ", words)
    for mark in marks:
        words = words.replace(mark, " ")
    return words


def _has_mixed_word(words: str) -> bool:
    # looking at the few Latin runs of a Cyrillic text is much cheaper than matching mixed words
    for run in _LATIN_RUN.finditer(words):
        start, end = run.span()
        before, after = words[max(0, start - 1)], words[min(end, len(words) - 1)]
        if "\u0400" <= before <= "\u052f" or "\u0400" <= after <= "\u052f":
            return True
    return False


def _in_one_alphabet(match: re.Match[str]) -> str:
    word = match.group()
    if not (_CYRILLIC.search(word) and _LATIN_RUN.search(word)):
        return word
    is_cyrillic = len(_CYRILLIC.findall(word)) * 2 >= len(word)
    return word.translate(_TO_CYRILLIC if is_cyrillic else _TO_LATIN)


def pattern_of(phrase: str) -> str:
    """Bring a phrase into the form patterns have: normal words, one blank before each.

    Args:
        phrase: Words as written.

    Returns:
        The pattern, "" where the phrase has no letter or digit.
    """
    return _BLANKS.sub(" ", flatten(phrase).words).rstrip()


class Scanner(Generic[Payload]):
    """Finds phrases in normal form, each starting where a word starts (Aho, Corasick 1975).

    A phrase that ends in ``*`` also matches where its last word goes on.
    """

    def __init__(self, patterns: Mapping[str, Payload], *, is_overlapping: bool = False) -> None:
        """Compile phrases.

        Args:
            patterns: What to return by phrase as written; a phrase without a word is left out.
            is_overlapping: True to give every match, False for the leftmost longest.
        """
        self._payloads: list[Payload] = []
        self._is_prefix: list[bool] = []
        keys: list[str] = []
        for phrase, payload in patterns.items():
            key = pattern_of(phrase)
            if key:
                keys.append(key)
                self._payloads.append(payload)
                self._is_prefix.append(phrase.rstrip().endswith("*"))
        kind = MatchKind.Standard if is_overlapping else MatchKind.LeftmostLongest
        self._is_overlapping = is_overlapping
        # the contiguous NFA: a third of the DFA's memory, and fast enough by far
        self._automaton = AhoCorasick(
            keys, matchkind=kind, store_patterns=False, implementation=Implementation.ContiguousNFA
        )

    def payload(self, pattern: int) -> Payload:
        """Give what was stored under a hit's ``pattern``."""
        return self._payloads[pattern]

    def hits(self, flat: Flat) -> Iterator[Hit]:
        """Find where patterns start a word, whatever their last word goes on with.

        Args:
            flat: The text, from ``flatten``.

        Yields:
            Hits in order.
        """
        words = flat.words
        found = self._automaton.find_matches_as_indexes(words, overlapping=self._is_overlapping)
        for index, start, end in found:
            word_end = end
            if words[end] != " ":
                word_end = words.index(" ", end)
            yield Hit(index, start + 1, end, word_end)

    def find(self, text: str | Flat) -> Iterator[Found[Payload]]:
        """Find phrases as whole words.

        Args:
            text: Any text, or one made ready by ``flatten``.

        Yields:
            Matches in order, with the words they cover.
        """
        flat = flatten(text) if isinstance(text, str) else text
        for hit in self.hits(flat):
            if hit.end == hit.word_end or self._is_prefix[hit.pattern]:
                span = flat.folded.span(hit.start - 1, hit.word_end - 1)
                yield Found(self._payloads[hit.pattern], *span)
