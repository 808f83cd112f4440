"""Mentions of countries in one text, each with its sentence and its part in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from monitor.classify.cues import (
    CAPITAL_WORDS,
    CITY_WORDS,
    EVENTS,
    HOSTS,
    IN_ENDINGS,
    JOURNEYS,
    MODIFIERS,
    OF_ENDINGS,
    PLACE_FILLERS,
    PLACE_WORDS,
    TOPIC_NOUNS,
    TOWARDS_WORDS,
)
from monitor.classify.currencies import names_currency
from monitor.gazetteer.records import Sighting
from monitor.gazetteer.turkic import has_suffixes, is_dative, is_genitive, is_locative
from monitor.language.normal import normalise
from monitor.model import Mask, Mention, MentionKind

TITLE = -1  # the number of the title among the sentences

_KINDS: dict[str, MentionKind] = {
    "name": "name",
    "demonym": "demonym",
    "capital": "capital",
    "city": "city",
    "host": "city",
    "seat": "seat",
    "region": "region",
}
TOWN_KINDS = frozenset(["capital", "city"])
_GAP_MAX = 24  # characters between two names of one place
_VOWELS = "аеиоуыэюяaeiouyəöü"


class Part(StrEnum):
    """What a mention does in its sentence."""

    ACTOR = "actor"
    PLACE = "place"  # "in Kazakhstan"
    TOPIC = "topic"  # "the war in Syria"
    TOWARDS = "towards"  # "to Astana"
    MODIFIER = "modifier"  # "Russia-backed"
    CAPITAL = "capital"  # "the capital of Kazakhstan": a way to say where
    HOST = "host"  # Brussels: where organisations sit
    CURRENCY = "currency"  # "the US dollar"


PLACE_PARTS = frozenset([Part.PLACE, Part.TOWARDS, Part.CAPITAL])


@dataclass(frozen=True, slots=True)
class Seen:
    """A mention that counts: not masked, with its place among the sentences."""

    country: str
    kind: MentionKind
    part: Part
    sentence: int
    start: int
    end: int


_MASKS_BACK = 6  # masks hardly overlap: further back none can reach this far


@dataclass(frozen=True, slots=True)
class Masks:
    """Spans of a text that speak of who reports, not of what happened; sorted by start."""

    starts: tuple[int, ...]
    spans: tuple[tuple[int, int, Mask], ...]

    def at(self, start: int, end: int) -> Mask | None:
        """Tell which mask a span lies under.

        Args:
            start: Offset in code points.
            end: Offset after its last character.

        Returns:
            The mask, None where the span counts.
        """
        last = bisect_right(self.starts, start)
        for low, high, mask in self.spans[max(0, last - _MASKS_BACK) : last + 1]:
            if start < high and end > low:
                return mask
        return None


def masks_of(spans: Sequence[tuple[int, int, Mask]]) -> Masks:
    """Put masked spans in order.

    Args:
        spans: Start, end and mask of each, in any order.

    Returns:
        The masks.
    """
    ordered = tuple(sorted(spans))
    return Masks(tuple(start for start, _, _ in ordered), ordered)


def mention_of(sighting: Sighting, *, is_title: bool, masked: Mask | None) -> Mention:
    """Make the record that is shown of a sighting.

    Args:
        sighting: A name of a country.
        is_title: True where it stands in the title.
        masked: The mask it lies under.

    Returns:
        The mention.
    """
    return Mention(
        country=sighting.code,
        within="title" if is_title else "text",
        start=sighting.start,
        end=sighting.end,
        surface=sighting.surface,
        kind=_KINDS[sighting.kind],
        masked=masked,
    )


def seen_of(sighting: Sighting, *, sentence: int, language: str | None) -> Seen:
    """Read what part a sighting plays.

    Args:
        sighting: A name of a country.
        sentence: The number of its sentence, ``TITLE`` for the title.
        language: The language of the text.

    Returns:
        The mention that counts.
    """
    return Seen(
        sighting.code,
        _KINDS[sighting.kind],
        part_of(sighting, language),
        sentence,
        sighting.start,
        sighting.end,
    )


def with_apposition(seen: Sequence[Seen], text: str, language: str | None) -> list[Seen]:
    """Let a place that is named twice be one place: "in Minsk, Belarus", "in Kazakhstan's Astana".

    Args:
        seen: Mentions of one field in order.
        text: The field.
        language: The language of the text.

    Returns:
        The mentions, both names of a place with the same part.
    """
    joined: list[Seen] = []
    for one in seen:
        last = joined[-1] if joined else None
        if last is not None and last.country == one.country:
            gap = text[last.end : one.start][:_GAP_MAX]
            if last.part in PLACE_PARTS and one.part is Part.ACTOR:
                one = replace(one, part=last.part) if _is_thin(gap) else one
            elif last.part is Part.ACTOR and one.kind in TOWN_KINDS:
                part = _part_of_both(last, one, gap, text, language or "en")
                joined[-1] = replace(last, part=part)
                one = one if part is Part.ACTOR else replace(one, part=part)
        joined.append(one)
    return joined


def _is_thin(gap: str) -> bool:
    return all(word in PLACE_FILLERS for word in gap.strip(" ,(—–-'’s").casefold().split())


def _part_of_both(last: Seen, one: Seen, gap: str, text: str, language: str) -> Part:
    """Read the part of two names of one place, of which the first looks like an actor."""
    if last.kind == "demonym" and _is_thin(gap):
        before = text[max(0, last.start - _GAP_MAX) : last.start].casefold().split()
        words = [word for word in before if word not in PLACE_FILLERS]
        is_inside = bool(words) and words[-1] in PLACE_WORDS.get(language, ())
        return Part.PLACE if is_inside else Part.ACTOR  # "in the Uzbek city of Samarkand"
    if last.kind == "name" and one.part in PLACE_PARTS:  # "Özbekistan'ın Semerkant kentinde"
        return one.part if is_genitive(language, normalise(gap).strip(" '")) else Part.ACTOR
    return Part.ACTOR


def part_of(sighting: Sighting, language: str | None) -> Part:
    """Read what part a name plays from the words around it.

    Args:
        sighting: A name of a country.
        language: The language of the text.

    Returns:
        The part; ``ACTOR`` where nothing says otherwise.
    """
    code = language or "en"
    if sighting.kind == "host":
        return Part.HOST
    if sighting.is_hyphenated and sighting.after and sighting.after[0] in MODIFIERS:
        return Part.MODIFIER
    if names_currency(sighting, code):
        return Part.CURRENCY
    if sighting.kind == "demonym":
        return Part.CAPITAL if _is_followed_by_capital(sighting, code) else Part.ACTOR
    if _is_capital_phrase(sighting, code) or _is_host_city(sighting):
        return Part.CAPITAL
    if sighting.kind in TOWN_KINDS and _is_venue_phrase(sighting, code):
        return Part.PLACE
    if has_suffixes(code):
        return _by_suffix(sighting, code)
    return _by_preposition(sighting, code)


def _by_preposition(sighting: Sighting, code: str) -> Part:
    before = [word for word in sighting.before if word not in PLACE_FILLERS]
    previous = before[-1] if before else ""
    if previous in PLACE_WORDS.get(code, ()):
        if len(before) > 1 and before[-2].startswith(TOPIC_NOUNS.get(code, ("\0",))):
            return Part.TOPIC
        return _russian_case(sighting) if code == "ru" else Part.PLACE
    is_towards = previous in TOWARDS_WORDS.get(code, ()) and (
        sighting.kind != "name" or (len(before) > 1 and before[-2].startswith(JOURNEYS))
    )
    return Part.TOWARDS if is_towards else Part.ACTOR


def _is_venue_phrase(sighting: Sighting, code: str) -> bool:
    # "the Samarkand summit", "Semerkant şehrinde"
    after = _following(sighting)
    return after.startswith(EVENTS.get(code, ("\0",))) or (
        after.startswith(CITY_WORDS.get(code, ("\0",))) and after.endswith(IN_ENDINGS)
    )


def _following(sighting: Sighting) -> str:
    """Give the word after a name, past what hangs on it by an apostrophe."""
    is_hung = sighting.suffix != "" and sighting.after[:1] == (sighting.suffix,)
    return next(iter(sighting.after[1 if is_hung else 0 :]), "")


def _is_host_city(sighting: Sighting) -> bool:
    after = sighting.after[1:2] if sighting.after[:1] == ("to",) else sighting.after[:1]
    return sighting.kind == "capital" and bool(after) and after[0].startswith(HOSTS)


def _by_suffix(sighting: Sighting, language: str) -> Part:
    if is_locative(language, sighting.suffix):
        stems = TOPIC_NOUNS.get(language, ("\0",))
        is_topic = sighting.suffix.endswith(OF_ENDINGS) and _following(sighting).startswith(stems)
        return Part.TOPIC if is_topic else Part.PLACE
    return Part.TOWARDS if is_dative(language, sighting.suffix) else Part.ACTOR


def _russian_case(sighting: Sighting) -> Part:
    # "в Москву" goes there, "в Москве" is there; what is not declined (Баку) is mostly a place
    form = normalise(sighting.surface)
    if form == sighting.base and form[-1] not in _VOWELS:
        return Part.TOWARDS
    return Part.TOWARDS if form[-1] in "ую" and form != sighting.base else Part.PLACE


def _is_followed_by_capital(sighting: Sighting, language: str) -> bool:
    stems = CAPITAL_WORDS.get(language, ())
    return bool(stems and sighting.after and sighting.after[0].startswith(stems))


def _is_capital_phrase(sighting: Sighting, language: str) -> bool:
    stems = CAPITAL_WORDS.get(language, ())
    if not stems:
        return False
    is_hung = sighting.after[:1] in (("s",), (sighting.suffix,))  # "Kazakhstan's", "Kazakistan'ın"
    after = sighting.after[1:2] if is_hung else sighting.after[:1]
    if sighting.kind == "name" and after and after[0].startswith(stems):
        return True
    before = [word for word in sighting.before if word not in ("of", "the", "city")][-1:]
    return bool(before and before[0].startswith(stems))
