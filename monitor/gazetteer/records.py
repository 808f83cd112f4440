"""What the gazetteer knows of a form, and what it saw in a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

NameKind = Literal[
    "name",
    "demonym",
    "capital",
    "city",
    "host",
    "seat",
    "region",
    "organisation",
    "joined",
    "phrase",
]


@dataclass(frozen=True, slots=True)
class Name:
    """One form of a name.

    ``codes`` are ISO 3166-1 alpha-3, an organisation's id, or empty for a phrase that names no
    state. ``base`` is the form the others come from. ``is_exact`` asks for capitals as written,
    ``has_capital`` for an initial one; ``takes_suffixes`` lets its word go on by the rules of
    the language.
    """

    codes: tuple[str, ...]
    kind: NameKind
    base: str
    is_exact: bool = False
    has_capital: bool = True
    takes_suffixes: bool = False


@dataclass(frozen=True, slots=True)
class Sighting:
    """A name found in a text, with what stands around it.

    Offsets are code points of the text. ``suffix`` is what the language hung on the name,
    ``before`` and ``after`` up to four words in normal form on each side, nearest to the name
    last and first. ``is_hyphenated`` says that a hyphen follows ("Russia-backed").
    """

    code: str
    kind: NameKind
    start: int
    end: int
    surface: str
    form: str
    base: str
    suffix: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    is_hyphenated: bool = False
