"""Foreign text made fit to show: cleaned, cut to a length, its matched words set apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

# Control characters but the white space among them; lone surrogates, which no encoding takes;
# embeddings, overrides and isolates of Unicode TR 9, which would turn round what follows the text.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
# How much more than the wanted length is looked at, so that a page of white space costs nothing.
_SLACK = 4
# A cut goes back to a word's end where one lies in the last third, else it falls within a word.
_WORD_END_SHARE = 2 / 3
_ZERO_WIDTH_JOINER = "\u200d"

# A watch has a handful of words; both bounds only keep the pattern small whatever comes in.
MARKED_WORD_COUNT = 64
MARKED_WORD_LENGTH = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A run of text that is marked throughout or not at all."""

    text: str
    is_marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A text to show, whole and as the segments it consists of."""

    text: str
    segments: tuple[Segment, ...]


def clean_line(text: str, *, limit: int) -> str:
    """Bring foreign text to one line that cannot disturb what stands around it.

    Args:
        text: Anything.
        limit: The longest result, in characters.

    Returns:
        The text with single spaces, without control and direction characters, cut with "…".
    """
    seen = text[: limit * _SLACK]
    line = " ".join(_UNWANTED.sub("", seen).split())
    if len(line) <= limit and len(seen) == len(text):
        return line
    return _cut(line, limit)


def word_pattern(words: Iterable[str]) -> re.Pattern[str] | None:
    """Build what finds whole words and phrases in any case.

    Args:
        words: The words as they stand in the text.

    Returns:
        The pattern, None where there is no word to find.
    """
    cleaned = {clean_line(word, limit=MARKED_WORD_LENGTH) for word in words}
    longest_first = sorted(cleaned - {""}, key=lambda word: (-len(word), word))
    if not longest_first:
        return None
    choices = "|".join(re.escape(word) for word in longest_first[:MARKED_WORD_COUNT])
    return re.compile(rf"(?<!\w)(?:{choices})(?!\w)", re.IGNORECASE)


def passage_of(text: str, pattern: re.Pattern[str] | None) -> Passage:
    """Split a text into what a pattern marks and the rest.

    Args:
        text: One clean line.
        pattern: What to mark, None for nothing.

    Returns:
        The passage; its segments joined are the text.
    """
    segments: list[Segment] = []
    end = 0
    for found in pattern.finditer(text) if pattern else ():
        segments.append(Segment(text=text[end : found.start()], is_marked=False))
        segments.append(Segment(text=found.group(), is_marked=True))
        end = found.end()
    segments.append(Segment(text=text[end:], is_marked=False))
    return Passage(text=text, segments=tuple(s for s in segments if s.text))


def _cut(line: str, limit: int) -> str:
    room = min(limit - 1, len(line))
    end = line.rfind(" ", int(room * _WORD_END_SHARE), room + 1)
    if end < 0:
        end = room
        while end > 0 and end < len(line) and _joins(line[end - 1], line[end]):
            end -= 1
    return line[:end].rstrip(" ,;:-–—") + "…"


def _joins(before: str, after: str) -> bool:
    is_attached = unicodedata.category(after).startswith("M") or after == _ZERO_WIDTH_JOINER
    return is_attached or before == _ZERO_WIDTH_JOINER
