"""Words of a text with their places."""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.language.normal import fold

# Han and kana are written without blanks: each character stands for itself.
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")


@dataclass(frozen=True, slots=True)
class Token:
    """A word in normal form; offsets are code points of the original text."""

    word: str
    start: int
    end: int


def tokenise(text: str) -> list[Token]:
    """Cut a text into words.

    Apostrophes and hyphens part words ("Bishkek'te" gives two), as they do in ``words_of``.

    Args:
        text: Any text.

    Returns:
        Words of letters and digits in order; one for each Han or kana character.
    """
    folded = fold(text)
    if folded.starts is None:
        return [Token(m.group(), m.start(), m.end()) for m in _WORD.finditer(folded.text)]
    return [Token(m.group(), *folded.span(*m.span())) for m in _WORD.finditer(folded.text)]


def words_of(text: str) -> list[str]:
    """List the words of a text without their places.

    Args:
        text: Any text.

    Returns:
        The same words as ``tokenise`` gives.
    """
    return _WORD.findall(fold(text).text)
