"""From a name as listed to all its written forms, by language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from monitor.gazetteer.records import Name, NameKind
from monitor.gazetteer.russian import adjective_forms, name_forms, people_forms
from monitor.gazetteer.sources import Section, cldr_names, own_sections
from monitor.gazetteer.turkic import has_suffixes
from monitor.language.normal import normalise
from monitor.language.scan import pattern_of

# Sections of a language's file, the stronger reading of one form first.
_KIND_BY_SECTION: dict[str, NameKind] = {
    "phrases": "phrase",
    "pairs": "phrase",
    "names": "name",
    "organisations": "organisation",
    "seats": "seat",
    "capitals": "capital",
    "cities": "city",
    "hosts": "host",
    "regions": "region",
    "demonyms": "demonym",
    "adjectives": "demonym",
    "joined": "joined",
}
# Where people and adjectives are written with a capital.
_CAPITAL_DEMONYMS = frozenset(["en", "tr"])
_ACRONYM_MAX = 6
_NO_PLURAL = ("s", "x", "z", "h", "ese", "men", "man")


def names_of(language: str) -> dict[str, Name]:
    """List all forms of a language with what they name.

    Args:
        language: A two-letter code that CLDR knows.

    Returns:
        Names by pattern (see ``scan.pattern_of``); the first section that claims a form has it.
    """
    sections = own_sections(language)
    table: dict[str, Name] = {}
    for title, kind in _KIND_BY_SECTION.items():
        _enter(table, language, title, kind, sections.get(title, {}))
        if title == "names":
            _enter(table, language, title, kind, cldr_names(language))
    return table


def _enter(
    table: dict[str, Name], language: str, title: str, kind: NameKind, section: Section
) -> None:
    for key, words in section.items():
        codes = tuple(key.split())
        for word in words:
            name = _name_of(language, codes, kind, word)
            for form in _written_forms(language, title, word):
                table.setdefault(pattern_of(form), name)
            if title == "adjectives":
                joined = _name_of(language, codes, "joined", word)
                table.setdefault(pattern_of(word + "о"), joined)


def _name_of(language: str, codes: tuple[str, ...], kind: NameKind, word: str) -> Name:
    letters = "".join(char for char in word if char.isalpha())
    is_exact = letters.isupper() and len(letters) <= _ACRONYM_MAX
    is_lower = kind in ("demonym", "joined") and language not in _CAPITAL_DEMONYMS
    return Name(
        codes=codes,
        kind=kind,
        base=normalise(word.replace("=", "")),
        is_exact=is_exact,
        has_capital=not (is_lower or kind == "phrase"),
        takes_suffixes=has_suffixes(language),
    )


def _written_forms(language: str, title: str, word: str) -> Iterable[str]:
    if language == "ru":
        return _russian_forms(title, word)
    if language == "en":
        # "the Gambia" keeps its capital, the article does not
        return _english_people(word) if title == "demonyms" else (word.removeprefix("The "),)
    return (word,)


def _russian_forms(title: str, word: str) -> Iterable[str]:
    normal = normalise(word)
    if title == "adjectives":
        return adjective_forms(normal)
    if title == "demonyms":
        return people_forms(normal)
    if title == "joined" or (word.isupper() and " " not in word):
        return (word,)
    return name_forms(normal)


def _english_people(word: str) -> Iterator[str]:
    yield word.lstrip("=")
    if not word.startswith("=") and not word.endswith(_NO_PLURAL):
        yield word + "s"
