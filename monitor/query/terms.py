"""What the author wrote at one place of a query -> the leaf it means."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import get_args

from monitor.errors import QueryError
from monitor.language.tokens import tokenise
from monitor.query.codes import COUNTRIES, LANGUAGES
from monitor.query.nodes import (
    Field,
    FieldName,
    PairWith,
    Phrase,
    Prefix,
    Scope,
    TagLeaf,
    TextLeaf,
    Word,
)
from monitor.query.scan import shown, wrong

FIELDS = ("title", *get_args(FieldName))

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_STAR = re.compile(r"\\.|(?P<star>\*)", re.DOTALL)
_DASHES = str.maketrans("‐‑‒–—−", "------")
# Codes people write for a language because they are those of its country; kg is Kongo, which no
# detector here tells, so a watch for it would stay silent.
_LANGUAGE_OF_COUNTRY = {
    "kg": "ky", "kz": "kk", "ua": "uk", "cn": "zh", "jp": "ja", "ge": "ka", "tj": "tg",
    "by": "be", "cz": "cs", "gr": "el", "dk": "da", "us": "en", "ir": "fa", "rs": "sr",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What a query may name; None where that is not known and so not checked."""

    outlet_ids: Collection[str] | None = None
    keyword_ids: Collection[str] | None = None
    country_of: Callable[[str], str | None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One term or phrase as the author wrote it, without its quotes, and where (0-based)."""

    raw: str
    place: int
    is_quoted: bool


def text_leaf(written: Written, within: Scope) -> TextLeaf:
    """Read a term or phrase that is looked for among the words of an article.

    What the tokens of an article part is parted here too: ``state-run`` is a phrase.

    Args:
        written: The term or phrase.
        within: Where it is looked for.

    Returns:
        A word, a prefix, or a phrase.

    Raises:
        QueryError: Where it holds no word, a wildcard elsewhere than at the end of a term, or a
            small operator that would be taken for a word.
    """
    _refuse_small_operator(written)
    is_open = _has_star_at_end(written)
    text = _unescape(written.raw[:-1] if is_open else written.raw)
    tokens = tokenise(text)
    words = tuple(token.word for token in tokens)
    if not words:
        hint = "write AND for &" if text == "&" else "write a word of letters or digits"
        raise wrong(f"there is no word in {shown(written.raw)}", written.place, hint)
    if is_open and tokens[-1].end != len(text):
        raise wrong('"*" stands directly after a letter', written.place, _STAR_HINT)
    if len(words) > 1:
        return Phrase(words=words, within=within, is_open=is_open)
    if is_open:
        return Prefix(stem=words[0], within=within)
    return Word(text=words[0], within=within)


def field_leaf(written: Written, name: FieldName, vocabulary: Vocabulary) -> TagLeaf:
    """Read the value of a field that is not text.

    Args:
        written: The value as written.
        name: The field.
        vocabulary: What the value may name.

    Returns:
        The field with its value as articles carry it.

    Raises:
        QueryError: Where no article can carry that value, with the nearest that one can.
    """
    value = _unescape(written.raw).strip()
    if name == "pair":
        return _pair(value, written, vocabulary)
    if "*" in value:
        raise wrong(f'"*" is not supported in {name}:', written.place, "write the whole value")
    if name == "country":
        return Field(name=name, value=_country(value, written, vocabulary))
    if name == "lang":
        return Field(name=name, value=_language(value, written))
    known = vocabulary.outlet_ids if name == "outlet" else vocabulary.keyword_ids
    return Field(name=name, value=_identifier(value, written, name, known))


def unknown_field(name: str, place: int) -> QueryError:
    """Make the error for a field that articles do not have.

    Args:
        name: What stands before the colon.
        place: 0-based offset of the name.

    Returns:
        The error, to be raised.
    """
    near = _nearest(name.lower(), FIELDS)
    fields = ", ".join(f"{field}:" for field in FIELDS)
    hint = f"did you mean {near[0]}:?" if near else f"fields are {fields}"
    return wrong(
        f"{shown(name)} is not a field", place, f"{hint} (text with a colon goes in double quotes)"
    )


_STAR_HINT = 'write it at the end of a word, as in econom*, or "\\*" for the character itself'


def _has_star_at_end(written: Written) -> bool:
    stars = [found.start() for found in _STAR.finditer(written.raw) if found["star"]]
    if not stars:
        return False
    if written.is_quoted:
        place = written.place + 1 + stars[0]
        raise wrong('"*" is not supported inside quotes', place, "take the phrase apart: a AND b*")
    if stars[0] != len(written.raw) - 1 or stars[0] == 0:
        message = '"*" is supported only at the end of a word'
        raise wrong(message, written.place + stars[0], _STAR_HINT)
    return True


def _refuse_small_operator(written: Written) -> None:
    operator = written.raw.upper()
    if written.is_quoted or operator not in ("AND", "OR", "NOT"):
        return
    hint = f'write {operator}, or "{written.raw}" in quotes for the word'
    raise wrong(f"{shown(written.raw)} in small letters is a word", written.place, hint)


def _unescape(raw: str) -> str:
    return _ESCAPE.sub(r"\1", raw)


def _identifier(value: str, written: Written, name: str, known: Collection[str] | None) -> str:
    if known is None or value in known:
        return value
    by_case = {each.casefold(): each for each in known}
    if value.casefold() in by_case:
        return by_case[value.casefold()]
    near = _nearest(value.casefold(), by_case)
    hint = f"did you mean {name}:{by_case[near[0]]}?" if near else _listed(known, name)
    raise wrong(f"there is no {name} {shown(value)}", written.place, hint)


def _listed(known: Collection[str], name: str) -> str:
    if not known:
        return f"no {name} is configured"
    return f"one of them is {name}:{min(known)}"


def _language(value: str, written: Written) -> str:
    code = value.lower()
    near = _LANGUAGE_OF_COUNTRY.get(code)
    if near is None and code in LANGUAGES:
        return code
    if near is None and code[:2] in LANGUAGES and code[2:3] in ("-", "_"):
        near = code[:2]
    hint = f"write lang:{near}" if near else "write its two letters of ISO 639-1, as in lang:ru"
    raise wrong(f"{shown(value)} is not a language", written.place, hint)


def _country(value: str, written: Written, vocabulary: Vocabulary) -> str:
    if value.upper() in COUNTRIES:
        return value.upper()
    named = vocabulary.country_of(value) if vocabulary.country_of and value else None
    if named:
        return named
    near = _nearest(value.upper(), COUNTRIES) if len(value) == len("KGZ") else ()
    hint = "write the three letters of ISO 3166-1, as in KGZ"
    if near:
        hint = f"did you mean {' or '.join(near)}?"
    raise wrong(f"{shown(value)} is not a country", written.place, hint)


def _pair(value: str, written: Written, vocabulary: Vocabulary) -> TagLeaf:
    sides = [side.strip() for side in value.translate(_DASHES).split("-")]
    if len(sides) != len(("AZE", "KGZ")) or not all(sides) or sides == ["*", "*"]:
        hint = "write two countries, as in pair:AZE-KGZ, or pair:KGZ-* for any pair with one"
        raise wrong(f"{shown(value)} is not a pair of countries", written.place, hint)
    named = [_country(side, written, vocabulary) for side in sides if side != "*"]
    if len(named) == 1:
        return PairWith(country=named[0])
    if named[0] == named[1]:
        raise wrong("a pair has two different countries", written.place, f"pair:{named[0]}-*")
    return Field(name="pair", value="-".join(sorted(named)))


def _nearest(value: str, known: Collection[str]) -> list[str]:
    # what is long is no misspelling of anything, and comparing it would cost
    return difflib.get_close_matches(value[:60], sorted(known))
