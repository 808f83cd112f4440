"""Where a text's parties meet: mentions that are a venue and no subject."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from monitor.classify.cues import has_assembly, has_gathering, has_meeting
from monitor.classify.mentions import PLACE_PARTS, TITLE, TOWN_KINDS, Part, Seen
from monitor.classify.pairs import TextView

# Organisations that come to a country to deal with it, not to meet there.
LENDERS = frozenset(["IMF", "WB", "EBRD", "ADB"])
PARTIES_MIN = 2  # countries that act beside the one they are in


def find_meetings(
    seen: Sequence[Seen], views: Sequence[TextView], *, language: str | None
) -> frozenset[int]:
    """Find the sentences that say that people came together somewhere.

    Args:
        seen: The mentions that count.
        views: The title and the text with their sentences.
        language: The language of the text.

    Returns:
        Numbers of such sentences, of those that name a place.
    """
    numbers = {one.sentence for one in seen if one.part in PLACE_PARTS}
    return frozenset(number for number in numbers if has_meeting(_words(views, number), language))


def find_venues(
    seen: Sequence[Seen],
    views: Sequence[TextView],
    *,
    meetings: frozenset[int],
    has_organisation: bool,
    language: str | None,
) -> frozenset[Seen]:
    """Find the mentions that only say where others came together.

    A country is the host where two others meet in it in one sentence; then it is so in all
    sentences on meetings. A town is a venue too where an organisation meets, or where another
    country comes to a summit, a forum, a festival.

    Args:
        seen: The mentions that count.
        views: The title and the text with their sentences.
        meetings: From ``find_meetings``.
        has_organisation: True where title or lead name an organisation, but for ``LENDERS``.
        language: The language of the text.

    Returns:
        The venues.
    """
    places = [one for one in seen if one.sentence in meetings and _is_place(one)]
    if not places:
        return frozenset()
    actors = _actors(seen, meetings)
    others = {one: len(actors[one.sentence] - {one.country}) for one in places}
    hosts = {one.country for one in places if others[one] >= PARTIES_MIN}
    gatherings = frozenset(
        number
        for number in {one.sentence for one in places if _is_town(one)}
        if has_organisation and has_gathering(_words(views, number), language)
    )
    assemblies = frozenset(
        number
        for number in {one.sentence for one in places if _is_town(one) and others[one]}
        if has_assembly(_words(views, number), language)
    )
    return frozenset(
        one
        for one in places
        if one.country in hosts
        or (_is_town(one) and one.sentence in gatherings)
        or (_is_town(one) and others[one] and one.sentence in assemblies)
    )


def _is_place(one: Seen) -> bool:
    return one.part is Part.PLACE or one.part is Part.CAPITAL


def _is_town(one: Seen) -> bool:
    return one.part is Part.CAPITAL or one.kind in TOWN_KINDS


def _actors(seen: Sequence[Seen], meetings: frozenset[int]) -> dict[int, set[str]]:
    actors: dict[int, set[str]] = defaultdict(set)
    for one in seen:
        if one.part is Part.ACTOR and one.sentence in meetings:
            actors[one.sentence].add(one.country)
    return actors


def _words(views: Sequence[TextView], number: int) -> str:
    return views[0 if number == TITLE else -1].words(number)
