"""Sentences of a text."""

from __future__ import annotations

import re
from functools import lru_cache

# Words that end in a full stop inside a sentence, in lower case and without it.
_SHORT_WORDS = """
    mr mrs ms dr prof gen col lt sgt capt maj adm gov sen rep rev hon st mt ft jr sr vs no nos art
    vol fig pp ed eds inc ltd co corp jan feb mar apr jun jul aug sept sep oct nov dec e.g i.e
    al approx dept est intl u.s u.k u.n u.a.e
    г гг в вв т.е т.к т.п т.д т.н т.ч т п д им ул пр просп пл обл р-н стр рис см ср руб коп тыс
    млн млрд трлн напр акад проф доц ген полк гр гос зам зав пос с.г н.э
    ж жж ш б т.б т.с.с м-н
    av doç yrd örn bkz vb vd yy cad sok alm
"""
_ABBREVIATIONS = frozenset(_SHORT_WORDS.split())
_CLOSERS = "\"'»”’)]"
_OPENERS = "\"'«“„‘([—–-"
_HARD = "\n\r\u2028\u2029。！？"  # these end a sentence whatever follows
_SOFT = ".!?…։"
# One class in front lets the scanner skip quickly to the next stop.
_STOP = re.compile(rf"[{_SOFT}{_HARD}](?:(?<=[{_SOFT}])[{_SOFT}]*[{re.escape(_CLOSERS)}]*)?")
_WORD_MAX = 24  # no abbreviation is longer; bounds the look back


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Cut a text into sentences.

    A line break ends a sentence; the full stop of an abbreviation or an initial does not.

    Args:
        text: Any text.

    Returns:
        Spans in code points, in order, without the blanks around them; none is empty.
    """
    return list(_spans(text))


@lru_cache(maxsize=8)  # several readers ask for the same text one after another
def _spans(text: str) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = []
    start = 0
    for stop in _STOP.finditer(text):
        if _ends_sentence(text, start, stop):
            _add(spans, text, start, stop.end())
            start = stop.end()
    _add(spans, text, start, len(text))
    return tuple(spans)


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end].rstrip()
    core = piece.lstrip()
    if core:
        last = start + len(piece)
        spans.append((last - len(core), last))


def _ends_sentence(text: str, start: int, stop: re.Match[str]) -> bool:
    first = stop.group()[0]
    if first in _HARD:
        return True
    after = text[stop.end() : stop.end() + 1]
    if after and not after.isspace():
        return False
    if _next_is_lower(text, stop.end()):
        return False
    return first != "." or not _is_abbreviation(text, start, stop.start())


def _next_is_lower(text: str, place: int) -> bool:
    ahead = text[place : place + 4].lstrip(" \t\xa0" + _OPENERS)
    return ahead[:1].islower()


def _is_abbreviation(text: str, start: int, stop: int) -> bool:
    tail = text[max(start, stop - _WORD_MAX) : stop]
    word = tail.split()[-1] if tail and not tail[-1].isspace() else ""
    word = word.lstrip(_OPENERS).lower()
    if word in _ABBREVIATIONS:
        return True
    # an initial ("J. Smith", "А. Б.") or a chain of them ("U.S.")
    return all(len(part) == 1 and part.isalpha() for part in word.split(".")) if word else False
