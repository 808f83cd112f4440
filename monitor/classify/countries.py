"""How much a text is about each country, from the mentions in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from monitor.classify.mentions import PLACE_PARTS, TITLE, TOWN_KINDS, Part, Seen
from monitor.model import CountryScore

# Tuned together on the PLACES of Reuters-21578 (macro-F1 over countries), with one-sentence traps
# as the other side: title and lead count most, one mention deep in a text is not enough. The
# threshold was swept from 0.2 to 0.55: macro-F1 is flat from 0.3 (.766) to 0.45 (.766), best at 0.4
# (.770), where precision is already .77.
TITLE_POINTS = 2.5
LEAD_POINTS = 1.5
BODY_POINTS = 0.5
BODY_MENTIONS_MAX = 5  # more mentions say no more
HALF_POINTS = 1.5  # points at which the score is one half
ABOUT_THRESHOLD = 0.4

KIND_WEIGHTS = {
    "name": 1.0,
    "demonym": 0.9,
    "capital": 0.8,
    "seat": 1.0,
    "region": 0.8,
    "city": 0.8,
    "office_holder": 1.0,
}
PLACE_WEIGHT = 0.85  # "in Kazakhstan"
CITY_PLACE_WEIGHT = 0.35  # "in Astana", "in the capital of Kazakhstan"
TOWARDS_WEIGHT = 0.9
MODIFIER_WEIGHT = 0.7  # "Russia-backed"
ASIDE_WEIGHT = 0.5  # "in Kazakhstan" beside two others, in a sentence without a meeting
VENUE_WEIGHT = 0.1  # where other countries met
HOST_WEIGHT = 0.375  # Brussels
CURRENCY_WEIGHT = 0.1  # "the US dollar"
MONEYS_MAX = 2  # more currencies in a lead are a list of rates
_PART_WEIGHTS = {
    Part.MODIFIER: MODIFIER_WEIGHT,
    Part.HOST: HOST_WEIGHT,
    Part.CURRENCY: CURRENCY_WEIGHT,
}
LIST_MIN = 8  # countries in one sentence: a list of those present
LIST_WEIGHT = 0.3


def score_countries(
    seen: Sequence[Seen],
    *,
    lead_sentences: int,
    dealing: frozenset[str],
    meetings: frozenset[int],
    venues: frozenset[Seen] = frozenset(),
) -> tuple[CountryScore, ...]:
    """Score how much a text is about the countries it names.

    Args:
        seen: The mentions that count.
        lead_sentences: How many sentences make the lead.
        dealing: Countries that deal with each other in the text: where they meet is no subject.
        meetings: Sentences that say that people came together somewhere.
        venues: Mentions that only say where others met.

    Returns:
        Countries at or above ``ABOUT_THRESHOLD``, best first. Where none is, the country in
        which it happens stands in.
    """
    by_country: dict[str, list[Seen]] = defaultdict(list)
    for one in seen:
        by_country[one.country].append(one)
    listed = _list_mentions(seen)
    scores = []
    for country, mentions in by_country.items():
        is_aside = len(dealing) >= 2 and country not in dealing
        is_scene = is_aside and _is_scene(mentions)
        weighed = [
            (
                one,
                _weight(
                    one,
                    is_aside=is_aside,
                    is_venue=is_scene or one in venues,
                    is_meeting=one.sentence in meetings,
                )
                * (LIST_WEIGHT if one in listed else 1.0),
            )
            for one in mentions
        ]
        points = _points(weighed, lead_sentences)
        score = round(points / (points + HALF_POINTS), 4)
        scores.append(CountryScore(country=country, score=score))
    scores.sort(key=lambda one: (-one.score, one.country))
    about = tuple(one for one in scores if one.score >= ABOUT_THRESHOLD)
    return about or _where_it_happens(scores, seen, lead_sentences, venues)


def _points(weighed: list[tuple[Seen, float]], lead_sentences: int) -> float:
    title = lead = 0.0
    for one, weight in weighed:
        if one.sentence == TITLE:
            title = max(title, weight)
        elif one.sentence < lead_sentences:
            lead = max(lead, weight)
    weights = sorted((weight for _, weight in weighed), reverse=True)
    first = 1 if title or lead else 0  # it has had its points already
    repeated = sum(weights[first : first + BODY_MENTIONS_MAX])
    return TITLE_POINTS * title + LEAD_POINTS * lead + BODY_POINTS * repeated


def _weight(one: Seen, *, is_aside: bool, is_venue: bool, is_meeting: bool) -> float:
    weight = KIND_WEIGHTS[one.kind]
    if one.part in _PART_WEIGHTS:
        return weight * _PART_WEIGHTS[one.part]
    is_town = one.part is Part.CAPITAL or one.kind in TOWN_KINDS
    if is_aside and one.part in PLACE_PARTS:
        # others deal with each other: this is where they do it, or where they talk of
        return VENUE_WEIGHT if is_town or is_meeting else ASIDE_WEIGHT
    if is_venue and is_town:
        return VENUE_WEIGHT
    if one.part is Part.CAPITAL:
        return weight * CITY_PLACE_WEIGHT
    if one.part is Part.PLACE:
        return weight * (CITY_PLACE_WEIGHT if is_town else PLACE_WEIGHT)
    return weight * TOWARDS_WEIGHT if one.part is Part.TOWARDS and is_town else weight


def _is_scene(mentions: list[Seen]) -> bool:
    # named by its towns only, and once as a place: "Talks in Astana" over "Astana, 2 March."
    return all(one.kind in TOWN_KINDS for one in mentions) and any(
        one.part in PLACE_PARTS for one in mentions
    )


def _list_mentions(seen: Sequence[Seen]) -> frozenset[Seen]:
    by_sentence: dict[int, list[Seen]] = defaultdict(list)
    for one in seen:
        by_sentence[one.sentence].append(one)
    listed: list[Seen] = []
    for mentions in by_sentence.values():
        if len({one.country for one in mentions}) >= LIST_MIN:
            # who the sentence begins with is its subject
            listed.extend(one for one in mentions if one.country != mentions[0].country)
    return frozenset(listed)


def _where_it_happens(
    scores: list[CountryScore],
    seen: Sequence[Seen],
    lead_sentences: int,
    venues: frozenset[Seen],
) -> tuple[CountryScore, ...]:
    lead = [
        one
        for one in seen
        if one.sentence < lead_sentences and one.part is not Part.HOST and one not in venues
    ]
    first = {one.country for one in lead if one.part is not Part.CURRENCY}
    if not first and len({one.country for one in lead}) <= MONEYS_MAX:
        first = {one.country for one in lead[:1]}  # a lira that falls is news of its country
    likely = [one for one in scores if one.country in first]
    if not likely:
        return ()
    best = likely[0]
    return (CountryScore(country=best.country, score=max(best.score, ABOUT_THRESHOLD)),)
