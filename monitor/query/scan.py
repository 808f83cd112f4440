"""What is refused before the grammar sees a query: all that it would misread or choke on."""

from __future__ import annotations

import re
import unicodedata

from monitor.errors import QueryError

# Far above any query a person wrote (the longest list of names we tried had 900 characters), and
# low enough that the grammar, quadratic in the number of terms, ends within a tenth of a second.
LENGTH_MAX = 4_000
# Conversion and evaluation recurse: some seven frames a level, of the thousand Python allows.
DEPTH_MAX = 50

_SHOWN_MAX = 40
_BLANK_CONTROLS = "\t\n\r"
_PIECE = re.compile(
    r"""
      (?P<blank>\s+)
    | (?P<quoted>"(?:[^"\\]|\\[^\n])*")
    | (?P<opening>\()
    | (?P<closing>\))
    | (?P<colon>:)
    | (?P<sign>[+-])
    | (?P<term>(?:[^\s:()"\\]|\\\S)+)
    """,
    re.VERBOSE,
)
_MISREAD = re.compile(
    r"""\\\S|(?P<both>&&)|(?P<either>\|\|)|(?P<boost>\^)|(?P<fuzzy>~)|(?P<range>[][{}<>])"""
    r"""|(?P<joker>\?)|(?P<curly>[“”„‟«»＂])"""
)
_IN_QUOTES = "put the words in double quotes if you mean the characters themselves"
_ADVICE = {
    "both": ('"&&" is not an operator here', "write AND"),
    "either": ('"||" is not an operator here', "write OR"),
    "boost": ('a weight ("^") is not supported', "leave it out: a watch matches or not"),
    "fuzzy": ('"~" (fuzzy words, nearness) is not supported yet', "write the forms with OR"),
    "range": ("a range is not supported yet", _IN_QUOTES),
    "joker": ('the wildcard "?" is not supported yet', 'use "*" at the end of a word, or quotes'),
    "curly": ("a phrase stands in straight quotes", 'write "like this"'),
}
_ADVICE_FIRST = {
    "!": ('"!" is not an operator here', "write NOT"),
    "'": ("a word cannot begin with an apostrophe", 'put a phrase in double quotes: "like this"'),
    "/": ("a regular expression is not supported", _IN_QUOTES),
}


def wrong(message: str, place: int, hint: str | None = None) -> QueryError:
    """Make the error for a mistake at a place.

    Args:
        message: What is wrong.
        place: 0-based offset into the query, in code points.
        hint: What to write instead, None where there is no advice.

    Returns:
        The error, to be raised; its column is 1-based.
    """
    return QueryError(message, column=place + 1, hint=hint)


def shown(text: str) -> str:
    """Quote a piece of a query for a message, cut where it is long.

    Args:
        text: A piece of what the author wrote.

    Returns:
        The piece in double quotes.
    """
    return f'"{text}"' if len(text) <= _SHOWN_MAX else f'"{text[:_SHOWN_MAX]}…"'


def check_text(text: str) -> None:
    """Refuse a text that the grammar would misread, overflow on, or read at its leisure.

    Args:
        text: A query as its author wrote it.

    Raises:
        QueryError: With the column and what to write instead.
    """
    if not text.strip():
        raise wrong("the query is empty", 0, "write at least one word")
    if len(text) > LENGTH_MAX:
        hint = "make two watches of it"
        raise wrong(f"a query has at most {LENGTH_MAX} characters", LENGTH_MAX, hint)
    _check_characters(text)
    _check_pieces(text)


def _check_characters(text: str) -> None:
    for place, char in enumerate(text):
        if unicodedata.category(char) in ("Cc", "Cs") and char not in _BLANK_CONTROLS:
            raise wrong(f"the character U+{ord(char):04X} cannot stand in a query", place)


def _check_pieces(text: str) -> None:
    open_places: list[int] = []
    place, before = 0, "blank"
    while place < len(text):
        piece = _PIECE.match(text, place)
        if piece is None:
            raise _unreadable(text, place)
        _check_piece(piece, before, open_places)
        place, before = piece.end(), piece.lastgroup or ""
    if open_places:
        raise wrong("a parenthesis is not closed", open_places[-1], 'write ")" where it ends')


def _check_piece(piece: re.Match[str], before: str, open_places: list[int]) -> None:
    kind = piece.lastgroup
    if kind == "opening":
        _open(piece.start(), open_places)
    elif kind == "closing":
        _close(piece.start(), open_places)
    elif kind == "sign":
        _check_sign(piece)
    elif kind == "colon":
        _check_colon(piece)
    elif kind == "term":
        _check_term(piece)
    if (before, kind) in (("term", "quoted"), ("quoted", "term")):
        raise wrong("a quote touches a word", piece.start(), "put a blank between them")


def _open(place: int, open_places: list[int]) -> None:
    open_places.append(place)
    if len(open_places) > DEPTH_MAX:
        raise too_deep(place)


def too_deep(place: int) -> QueryError:
    """Make the error for a query nested deeper than anyone means.

    Args:
        place: 0-based offset of the part that is one too deep.

    Returns:
        The error, to be raised.
    """
    return wrong(f"nested more than {DEPTH_MAX} deep", place, "make two watches of it")


def _close(place: int, open_places: list[int]) -> None:
    if not open_places:
        raise wrong("a parenthesis closes that was never opened", place, 'leave ")" out')
    open_places.pop()


def _check_sign(piece: re.Match[str]) -> None:
    if piece.end() == len(piece.string) or piece.string[piece.end()].isspace():
        hint = "write NOT or AND, or leave the sign out"
        raise wrong(f'"{piece.group()}" stands alone', piece.start(), hint)


def _check_colon(piece: re.Match[str]) -> None:
    if piece.string.startswith("//", piece.end()):
        hint = "put it in double quotes, or name the outlet with outlet:"
        raise wrong("an address is not a word", piece.start(), hint)


def _check_term(piece: re.Match[str]) -> None:
    term, start = piece.group(), piece.start()
    if term[0] in _ADVICE_FIRST:
        raise wrong(_ADVICE_FIRST[term[0]][0], start, _ADVICE_FIRST[term[0]][1])
    for found in _MISREAD.finditer(term):
        if found.lastgroup:
            message, hint = _ADVICE[found.lastgroup]
            raise wrong(message, start + found.start(), hint)


def _unreadable(text: str, place: int) -> QueryError:
    if text[place] == '"':
        return wrong("a quote is not closed", place, "write '\"' where the phrase ends")
    hint = "a backslash stands directly before the character it protects"
    return wrong("a backslash protects nothing", place, hint)
