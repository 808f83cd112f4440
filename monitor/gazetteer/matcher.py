"""The compiled gazetteer: names of states and organisations found in texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from monitor.gazetteer.forms import names_of
from monitor.gazetteer.guards import GuardSet, Scene, read_guards
from monitor.gazetteer.records import Name, Sighting
from monitor.gazetteer.sources import own_guards
from monitor.gazetteer.turkic import is_suffix_chain
from monitor.language.scan import Flat, Hit, Scanner, flatten, pattern_of

LANGUAGES = ("en", "ru", "az", "ky", "kk", "tr", "uz")

_AROUND_CHARS = 64  # how far the words before and after a name are looked at
_AROUND_WORDS = 4
_APART = frozenset(',;:!?()[]«»“”"|/\n\t')
_HYPHENS = frozenset("-‐‑‒–—")
# Words that name a country by themselves when a form is looked up, not found in a text: the town
# of a dateline is enough.
_COUNTRY_KINDS = frozenset(["name", "demonym", "capital", "city", "host"])
# In a text of a language we have no data for, only what is written alike everywhere.
_FOREIGN_KINDS = frozenset(["name", "capital", "organisation"])
# A place before one of these is the namesake there ("Moscow, Idaho"); cities of the same name as
# their state are not.
_NAMESAKE_STATES = frozenset(["USA", "CAN", "AUS"])
_CITY_REGIONS = frozenset([" washington state"])


class _Language:
    """What is compiled for one language."""

    def __init__(self, language: str) -> None:
        names = names_of(language)
        self.code = language
        self.names = names
        self.scanner: Scanner[Name] = Scanner(names)
        self.guards = GuardSet(read_guards(own_guards(language)))


class Gazetteer:
    """Finds names of states and organisations in texts; built once, then only read."""

    def __init__(self, languages: Mapping[str, _Language]) -> None:
        """Keep what ``build_gazetteer`` compiled."""
        self._languages = languages
        self._country_by_form: dict[str, str] = {}
        for language in languages.values():
            for form, name in language.names.items():
                if name.kind in _COUNTRY_KINDS and len(name.codes) == 1:
                    self._country_by_form.setdefault(form, name.codes[0])

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages whose names were compiled."""
        return tuple(self._languages)

    def country_of(self, name: str) -> str | None:
        """Tell which country a name, a demonym or a capital stands for.

        Args:
            name: The words and nothing else, in any form and any of the languages.

        Returns:
            An alpha-3 code, None where the words name no country.
        """
        form = pattern_of(name)
        if form.startswith(" the "):
            form = form[4:]
        return self._country_by_form.get(form)

    def find(self, text: str | Flat, language: str | None) -> tuple[Sighting, ...]:
        """Find names in a text.

        Args:
            text: Any text, or one made ready by ``flatten``.
            language: The language it is written in, None where it is not known.

        Returns:
            Sightings in order; they do not overlap, but for a phrase that names two states.
        """
        flat = flatten(text) if isinstance(text, str) else text
        known = self._languages.get(language or "")
        reader = known or self._stand_in(flat)
        if reader is None:
            return ()
        scene = Scene(flat)
        seen: list[Sighting] = []
        for sighting in self._sightings(reader, flat):
            if known is None and sighting.kind not in _FOREIGN_KINDS:
                continue
            judged = reader.guards.judge(sighting, scene)
            if judged is not None:
                _append(seen, judged, flat)
        return tuple(seen)

    def _stand_in(self, flat: Flat) -> _Language | None:
        is_cyrillic = any("\u0400" <= char <= "\u052f" for char in flat.text[:200])
        return self._languages.get("ru" if is_cyrillic else "en")

    def _sightings(self, reader: _Language, flat: Flat) -> Iterator[Sighting]:
        for hit in reader.scanner.hits(flat):
            name = reader.scanner.payload(hit.pattern)
            if not name.codes:
                continue
            tail = flat.words[hit.end : hit.word_end]
            if tail and not (name.takes_suffixes and is_suffix_chain(reader.code, tail)):
                continue
            start, end = flat.folded.span(hit.start - 1, hit.end - 1)
            surface = flat.text[start:end]
            if _is_written_as(name, flat.text, start, end):
                suffix = tail or _apostrophe_suffix(flat, hit, end)
                yield from _sighting_of(name, hit, flat, (start, end, surface), suffix)


def _is_written_as(name: Name, text: str, start: int, end: int) -> bool:
    surface = text[start:end]
    if name.is_exact:
        return surface.isupper() and text[end : end + 1] != "$"  # "US$": a sum, not a state
    is_joined = text[end : end + 1] in _HYPHENS or text[start - 1 : start] in _HYPHENS
    if name.kind == "joined" and not is_joined:
        return False
    # in a Turkic pair ("кыргыз-америка мамилелери") a name loses its capital
    if name.has_capital and surface[0].islower() and not (is_joined and name.takes_suffixes):
        return False
    return " " not in name.base or not _is_torn(surface)


def _is_torn(surface: str) -> bool:
    # "South. Sudan" is two sentences; "S. Korea" and "St. Kitts" are one name
    if not _APART.isdisjoint(surface.replace("\n", " ", 1)):
        return True
    stop = surface.find(". ")
    return stop > 2


def _apostrophe_suffix(flat: Flat, hit: Hit, end: int) -> str:
    folded = flat.folded.text
    place = hit.end - 1
    if folded[place : place + 1] != "'":
        return ""
    return flat.words[hit.end + 1 : flat.words.index(" ", hit.end + 1)]


def _sighting_of(
    name: Name, hit: Hit, flat: Flat, span: tuple[int, int, str], suffix: str
) -> Iterator[Sighting]:
    words = flat.words
    before = tuple(words[max(0, hit.start - _AROUND_CHARS) : hit.start].split()[-_AROUND_WORDS:])
    after = tuple(words[hit.word_end : hit.word_end + _AROUND_CHARS].split()[:_AROUND_WORDS])
    kind = "demonym" if name.kind == "joined" else "name" if name.kind == "phrase" else name.kind
    start, end, surface = span
    for code in name.codes:
        yield Sighting(
            code=code,
            kind=kind,
            start=start,
            end=end,
            surface=surface,
            form=words[hit.start - 1 : hit.end],
            base=name.base,
            suffix=suffix,
            before=before,
            after=after,
            is_hyphenated=flat.text[end : end + 2].lstrip(".")[:1] in _HYPHENS,
        )


def _append(seen: list[Sighting], sighting: Sighting, flat: Flat) -> None:
    # "Paris, Texas" is one place, and it is the second word that says where
    if seen and sighting.kind == "region" and sighting.code in _NAMESAKE_STATES:
        last = seen[-1]
        between = flat.text[last.end : sighting.start]
        if between == ", " and last.kind != "organisation" and sighting.form not in _CITY_REGIONS:
            seen.pop()
    seen.append(sighting)


def build_gazetteer(languages: Sequence[str] = LANGUAGES) -> Gazetteer:
    """Compile the names of some languages.

    Args:
        languages: Two-letter codes; one without a file of ours has CLDR's names only.

    Returns:
        The gazetteer.
    """
    return Gazetteer({language: _Language(language) for language in languages})
