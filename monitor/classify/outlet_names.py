"""What the outlets we follow are called by those who credit them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile

from monitor.classify.agencies import find_agency, without_generic
from monitor.classify.credit_rules import PRESIDENT
from monitor.language.normal import normalise
from monitor.language.tokens import Token, tokenise, words_of
from monitor.model import Outlet, OutletKind

_BRACKET = re.compile(r"[()]")
_GENERIC_WORDS = (("news", "agency"), ("information", "agency"), ("agency",), ("agentliyi",))
# A name that goes on in the same word is another name: "Kabar-TV".
_GLUED = re.compile(r"[-.'’ʻ‘ʼ]\w")

# Cyrillic names are declined: what a word keeps in every case, and what may hang on it. Latin
# names of the region's agencies are not, or the ending is parted by a mark ("Trend-ə", "AA'nın").
_CYRILLIC = re.compile(r"[а-яәғқңөұүһіў]+")
_CHANGING = re.compile(r"[аеиоуыэюяйьі]{1,2}$")
# One word that keeps less than this is too like other words.
_STEM_MIN = 4
_QUOTES = "«“„\"'‘"
_FRONT = 3
# "azertac" and "azertadzh" share six letters of seven, "azertac" and "azernews" four.
_ALIKE = 0.8
# "ARTSAKHPRESS-ARMENPRESS" holds a whole name; shorter ones stand in others by chance.
_PART_MIN = 6
_LATIN = str.maketrans(
    dict(
        zip(
            "абвгдезийклмнопрстуфхцыэәғқңөұүһіə",
            "abvgdeziyklmnoprstufhcyeagqnouuhie",
            strict=True,
        )
    )
    | {"ж": "zh", "ч": "ch", "ш": "sh", "щ": "sh", "ю": "yu", "я": "ya", "ъ": "", "ь": "", "ў": "o"}
)
_TURKIC = r"[гкғқдтн][аеоө]н?|[дтн][ыиіуүө][нңп]?"
_ON_CONSONANT = re.compile(rf"(?:[ауеюя]|ом|ем|{_TURKIC})?")
_ON_VOWEL = re.compile(
    r"(?:[аяоеиыуюйьі]|[оеыи][йюмх]|[ая](?:ми?|х)|[оея]в|[ое]го|[ое]му|[ыи]ми|и[юяие]|ией"
    rf"|ия(?:м|х|ми)|[уюао]ю|[ая]я|[оеыи]е|[ыиіуүөае]?(?:{_TURKIC}))?"
)


class OutletNames:
    """What the outlets we follow are called, in any language."""

    def __init__(self, names: Mapping[tuple[str, ...], Outlet], press: tuple[Outlet, ...]) -> None:
        """Keep names by their words; ``build`` makes them."""
        self._names = names
        self._press = press
        self._longest = max(map(len, names), default=0)
        self._declined: dict[str, list[tuple[_Word, ...]]] = {}
        for words in names:
            declined = tuple(map(_Word, words))
            if any(word.stem for word in declined) and sum(map(_firm, declined)) >= _STEM_MIN:
                self._declined.setdefault(words[0][:_FRONT], []).append(declined)

    @classmethod
    def build(cls, outlets: Iterable[Outlet]) -> OutletNames:
        """Gather the names of outlets.

        Args:
            outlets: The outlets; of two with one name the first keeps it.

        Returns:
            Names ready for look-up.
        """
        names: dict[tuple[str, ...], Outlet] = {}
        listed = tuple(outlets)
        for outlet in listed:
            for name in (outlet.name, *outlet.names):
                for part in _parts_of(name, outlet.kind):
                    words = tuple(words_of(part))
                    for key in (words, _without_generic(words)):
                        if key:
                            names.setdefault(key, outlet)
        return cls(names, tuple(one for one in listed if one.kind == "press_service"))

    def find(self, name: str) -> Outlet | None:
        """Find the outlet that a name means.

        Args:
            name: As written in a text; more words may stand around the outlet's name, and a
                Cyrillic name may be declined.

        Returns:
            The outlet of the longest name contained as whole words, None where there is none.
        """
        tokens = tokenise(name)
        for length in range(min(self._longest, len(tokens)), 0, -1):
            for first in range(len(tokens) - length + 1):
                part = tokens[first : first + length]
                # "report" is a word, "Report" may be an agency
                if length == 1 and name[part[0].start].islower():
                    continue
                outlet = self._names.get(tuple(token.word for token in part))
                if outlet:
                    return outlet
        return self._find_declined(name, tokens) if self._declined else None

    def find_agency(self, name: str) -> str | None:
        """Find the agency that a name begins with, one of those we follow or a known one.

        Args:
            name: A few words as written, such as "Kabar news agency" or "corr. Trend".

        Returns:
            The agency's part of the name as written, the longest there is; None where the name
            begins with no agency.
        """
        found = (find_agency(name), self._followed(without_generic(name)))
        return max((one for one in found if one), key=len, default=None)

    def is_same(self, name: str, other: str) -> bool:
        """Tell whether two names mean one agency, in whatever script or case.

        Args:
            name: As written.
            other: As written.

        Returns:
            True for one outlet of ours, for a name and its initials, or for names that begin
            alike: "INTERFAX.RU" and "Интерфаксу".
        """
        ours, theirs = self.find(name), self.find(other)
        if ours and theirs:
            return ours.id == theirs.id
        short, long = sorted((_latin(name), _latin(other)), key=len)
        if short == long or (len(short) > 1 and short in (_initials(name), _initials(other))):
            return True
        if len(short) < _STEM_MIN:
            return False
        alike = takewhile(lambda pair: pair[0] == pair[1], zip(short, long, strict=False))
        common = sum(1 for _ in alike)
        return common >= _ALIKE * len(short) or (len(short) >= _PART_MIN and short in long)

    def find_president(self, country: str | None) -> Outlet | None:
        """Find the press service of a country's president.

        Args:
            country: ISO 3166-1 alpha-3, None for an unknown country.

        Returns:
            The one press service that is the president's, None where there is none or several.
        """
        local = [one for one in self._press if country and one.country == country]
        named = [one for one in local if PRESIDENT.search(" ".join((one.name, *one.names)))]
        found = named or [one for one in local if "minister" not in one.name.casefold()]
        return found[0] if len(found) == 1 else None

    def _followed(self, name: str) -> str | None:
        tokens = tokenise(name)
        if not tokens or name[tokens[0].start].islower():
            return None
        for length in range(min(self._longest, len(tokens)), 0, -1):
            end = tokens[length - 1].end
            is_ours = tuple(token.word for token in tokens[:length]) in self._names
            if is_ours and not _GLUED.match(name, end):
                return name[tokens[0].start : end]
        return None

    def _find_declined(self, name: str, tokens: Sequence[Token]) -> Outlet | None:
        found: dict[str, Outlet] = {}
        longest = 0
        for first, token in enumerate(tokens):
            if name[token.start].islower():
                continue
            for words in self._declined.get(token.word[:_FRONT], ()):
                part = tokens[first : first + len(words)]
                if len(part) < max(longest, len(words)):
                    continue
                # an outlet may be called like a city: "the police of Fergana" is not its press
                if len(words) == 1 < len(tokens) and name[token.start - 1] not in _QUOTES:
                    continue
                if all(word.is_in(one.word) for word, one in zip(words, part, strict=True)):
                    outlet = self._names[tuple(word.whole for word in words)]
                    found = {**(found if len(words) == longest else {}), outlet.id: outlet}
                    longest = len(words)
        return next(iter(found.values())) if len(found) == 1 else None


class _Word:
    """One word of an outlet's name, and how it may be declined."""

    __slots__ = ("endings", "stem", "whole")

    def __init__(self, word: str) -> None:
        self.whole = word
        self.stem = _CHANGING.sub("", word) if _CYRILLIC.fullmatch(word) else ""
        self.endings = _ON_CONSONANT if self.stem == word else _ON_VOWEL

    def is_in(self, word: str) -> bool:
        """Tell whether a word of a text is this one in some case."""
        if not self.stem:
            return word == self.whole
        rest = word.removeprefix(self.stem)
        return len(rest) < len(word) and self.endings.fullmatch(rest) is not None


def _latin(name: str) -> str:
    plain = re.sub(r"(?<=\w{3})\.\w{2,4}$", "", normalise(name))
    return "".join(char for char in plain.translate(_LATIN) if char.isalnum())


def _initials(name: str) -> str:
    return "".join(_latin(word)[:1] for word in words_of(name))


def _firm(word: _Word) -> int:
    return len(word.stem or word.whole)


def _parts_of(name: str, kind: OutletKind) -> tuple[str, ...]:
    # "President of Kazakhstan (Akorda)" is three names; "TASS (Russian)" is two
    front, *rest = _BRACKET.split(name)
    return (name, front, *rest) if kind == "press_service" else (name, front)


def _without_generic(words: tuple[str, ...]) -> tuple[str, ...]:
    for tail in _GENERIC_WORDS:
        if len(words) > len(tail) and words[-len(tail) :] == tail:
            return words[: -len(tail)]
    return words
