"""Where a text's parties meet: mentions that are a venue and no subject."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from monitor.classify.cues import has_gathering, has_meeting
from monitor.classify.mentions import PLACE_PARTS, TITLE, TOWN_KINDS, Part, Seen
from monitor.classify.pairs import TextView

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
    sentences on meetings. A town is a venue too where an organisation meets.

    Args:
        seen: The mentions that count.
        views: The title and the text with their sentences.
        meetings: From ``find_meetings``.
        has_organisation: True where title or lead name an organisation of states.
        language: The language of the text.

    Returns:
        The venues.
    """
    places = [one for one in seen if one.sentence in meetings and _is_place(one)]
    if not places:
        return frozenset()
    actors = _actors(seen, meetings)
    hosts = {
        one.country for one in places if len(actors[one.sentence] - {one.country}) >= PARTIES_MIN
    }
    return frozenset(
        one
        for one in places
        if one.country in hosts
        or (
            has_organisation
            and _is_town(one)
            and has_gathering(_words(views, one.sentence), language)
        )
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
