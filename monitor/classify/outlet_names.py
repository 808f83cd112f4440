"""What the outlets we follow are called by those who credit them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from monitor.classify.credit_rules import PRESIDENT
from monitor.language.tokens import tokenise, words_of
from monitor.model import Outlet, OutletKind

_BRACKET = re.compile(r"[()]")
_GENERIC_WORDS = (("news", "agency"), ("information", "agency"), ("agency",), ("agentliyi",))


class OutletNames:
    """What the outlets we follow are called, in any language."""

    def __init__(self, names: Mapping[tuple[str, ...], Outlet], press: tuple[Outlet, ...]) -> None:
        """Keep names by their words; ``build`` makes them."""
        self._names = names
        self._press = press
        self._longest = max(map(len, names), default=0)

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
            name: As written in a text; more words may stand around the outlet's name.

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
        return None

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


def _parts_of(name: str, kind: OutletKind) -> tuple[str, ...]:
    # "President of Kazakhstan (Akorda)" is three names; "TASS (Russian)" is two
    front, *rest = _BRACKET.split(name)
    return (name, front, *rest) if kind == "press_service" else (name, front)


def _without_generic(words: tuple[str, ...]) -> tuple[str, ...]:
    for tail in _GENERIC_WORDS:
        if len(words) > len(tail) and words[-len(tail) :] == tail:
            return words[: -len(tail)]
    return words
