"""What a query says, as frozen records: the form that is evaluated, stored and compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Scope = Literal["any", "title"]
FieldName = Literal["outlet", "lang", "country", "pair", "keyword"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word in normal form; ``within`` says whether the title alone is asked."""

    text: str
    within: Scope = "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prefix:
    """The beginning of a word, in normal form."""

    stem: str
    within: Scope = "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Two words or more that stand side by side; ``is_open`` makes the last one a prefix."""

    words: tuple[str, ...]
    within: Scope = "any"
    is_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A value an article carries: its outlet, language, or one of its tags."""

    name: FieldName
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PairWith:
    """Any country pair in which the country (ISO 3166-1 alpha-3) stands."""

    country: str


@dataclass(frozen=True, slots=True, kw_only=True)
class And:
    """All parts hold of one article."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Or:
    """At least one part holds."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    """The part does not hold of the article."""

    part: Query


TextLeaf: TypeAlias = Word | Prefix | Phrase
TagLeaf: TypeAlias = Field | PairWith
Query: TypeAlias = TextLeaf | TagLeaf | And | Or | Not
