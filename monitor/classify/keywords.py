"""Keyword lists of an article: which lists it falls under, and by which words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from monitor.classify.mentions import Masks
from monitor.language.scan import Flat, Scanner
from monitor.model import KeywordTag

ANY_LANGUAGE = "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeywordList:
    """A subject with the phrases that show it.

    ``phrases`` are by two-letter language, or under "any"; a word ending in ``*`` stands for all
    words that start so, at the end of a phrase.
    """

    id: str
    label: str
    phrases: Mapping[str, tuple[str, ...]]


class KeywordIndex:
    """All keyword lists, compiled by language."""

    def __init__(self, lists: Sequence[KeywordList]) -> None:
        """Compile the phrases.

        Args:
            lists: The lists; the order of tags is theirs.
        """
        self._order = {one.id: place for place, one in enumerate(lists)}
        tables: dict[str, dict[str, tuple[str, ...]]] = {}
        for one in lists:
            for language, phrases in one.phrases.items():
                table = tables.setdefault(language, {})
                for phrase in phrases:
                    table[phrase] = (*table.get(phrase, ()), one.id)
        self._scanners = {
            language: Scanner(table, is_overlapping=True) for language, table in tables.items()
        }

    def find(
        self, flats: Iterable[tuple[Flat, Masks | None]], language: str | None
    ) -> tuple[KeywordTag, ...]:
        """Find the lists that a text falls under.

        Args:
            flats: Its fields, the title first, each with what does not count in it.
            language: The language of the text.

        Returns:
            One tag a list, in the order of the lists, with the first words that earned it.
        """
        earned: dict[str, str] = {}
        scanners = [self._scanners.get(language or ""), self._scanners.get(ANY_LANGUAGE)]
        for flat, masks in flats:
            for scanner in scanners:
                if scanner is not None:
                    _earn(earned, scanner, flat, masks)
        ordered = sorted(earned.items(), key=lambda item: self._order[item[0]])
        return tuple(KeywordTag(keyword=keyword, phrase=phrase) for keyword, phrase in ordered)


def _earn(
    earned: dict[str, str], scanner: Scanner[tuple[str, ...]], flat: Flat, masks: Masks | None
) -> None:
    for found in scanner.find(flat):
        if masks is not None and masks.at(found.start, found.end) is not None:
            continue
        for keyword in found.payload:
            earned.setdefault(keyword, flat.text[found.start : found.end])
