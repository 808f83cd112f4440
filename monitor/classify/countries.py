"""How much a text is about each country, from the mentions in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

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
# One such word deep in a text is its subject in 58 % of Reuters' texts with no other country, a
# town or a part of a country, or a second word, in 85 %.
_PASSING_KINDS = frozenset(["name", "demonym"])
MONEYS_MAX = 2  # more currencies in a lead are a list of rates
_PART_WEIGHTS = {
    Part.MODIFIER: MODIFIER_WEIGHT,
    Part.HOST: HOST_WEIGHT,
    Part.CURRENCY: CURRENCY_WEIGHT,
}
LIST_MIN = 8  # countries in one sentence: a list of those present
LIST_WEIGHT = 0.3
LIST_GAP = 8  # characters between two of a list: ", " with what their language hangs on a name


def score_countries(
    seen: Sequence[Seen],
    *,
    lead_sentences: int,
    dealing: frozenset[str],
    meetings: frozenset[int],
    venues: frozenset[Seen] = frozenset(),
    origins: frozenset[str] = frozenset(),
) -> tuple[CountryScore, ...]:
    """Score how much a text is about the countries it names.

    Args:
        seen: The mentions that count.
        lead_sentences: How many sentences make the lead.
        dealing: Countries that deal with each other in the text: where they meet is no subject.
        meetings: Sentences that say that people came together somewhere.
        venues: Mentions that only say where others met.
        origins: Countries that the dateline, the credit and the like name.

    Returns:
        Countries at or above ``ABOUT_THRESHOLD``, best first. Where none is, the country in
        which it happens stands in, or the only one that is named.
    """
    weigh = _Weigher(dealing, meetings, venues, lead_sentences)
    listed, guests = _list_mentions(seen, lead_sentences)
    scores = weigh.scores(seen, listed | guests)
    if guests and scores and scores[0].score < ABOUT_THRESHOLD:
        scores = weigh.scores(seen, listed)  # nobody else is the subject: they are
    about = tuple(one for one in scores if one.score >= ABOUT_THRESHOLD)
    if about:
        return about
    scenes = [one for one in seen if one.part is not Part.HOST and one not in venues]
    best = _where_it_happens(scores, scenes, lead_sentences) or _lone_country(scenes, origins)
    return (CountryScore(country=best, score=ABOUT_THRESHOLD),) if best else ()


@dataclass(frozen=True, slots=True)
class _Weigher:
    """What the weight of a mention depends on in one text."""

    dealing: frozenset[str]
    meetings: frozenset[int]
    venues: frozenset[Seen]
    lead_sentences: int

    def scores(self, seen: Sequence[Seen], listed: frozenset[Seen]) -> list[CountryScore]:
        """Score all countries, best first; mentions that are ``listed`` count less."""
        by_country: dict[str, list[Seen]] = defaultdict(list)
        for one in seen:
            by_country[one.country].append(one)
        scores = []
        for country, mentions in by_country.items():
            weights = self._weights(country, mentions)
            if listed:
                weights = [
                    weight * LIST_WEIGHT if one in listed else weight
                    for one, weight in zip(mentions, weights, strict=True)
                ]
            points = _points(mentions, weights, self.lead_sentences)
            score = round(points / (points + HALF_POINTS), 4)
            scores.append(CountryScore(country=country, score=score))
        scores.sort(key=lambda one: (-one.score, one.country))
        return scores

    def _weights(self, country: str, mentions: list[Seen]) -> list[float]:
        is_aside = len(self.dealing) >= 2 and country not in self.dealing
        is_scene = is_aside and _is_scene(mentions)
        return [
            _weight(
                one,
                is_aside=is_aside,
                is_venue=is_scene or one in self.venues,
                is_meeting=one.sentence in self.meetings,
            )
            for one in mentions
        ]


def _points(mentions: list[Seen], weights: list[float], lead_sentences: int) -> float:
    title = lead = 0.0
    for one, weight in zip(mentions, weights, strict=True):
        if one.sentence == TITLE:
            title = max(title, weight)
        elif one.sentence < lead_sentences:
            lead = max(lead, weight)
    ordered = sorted(weights, reverse=True)
    first = 1 if title or lead else 0  # it has had its points already
    repeated = sum(ordered[first : first + BODY_MENTIONS_MAX])
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


def _list_mentions(
    seen: Sequence[Seen], lead_sentences: int
) -> tuple[frozenset[Seen], frozenset[Seen]]:
    """Find the mentions in long lists, and apart from them those of a lead's list of guests.

    Who a sentence begins with is its subject, unless it is the first of the list.
    """
    if len(seen) < LIST_MIN:
        return frozenset(), frozenset()
    by_sentence: dict[int, list[Seen]] = defaultdict(list)
    for one in seen:
        by_sentence[one.sentence].append(one)
    listed: list[Seen] = []
    guests: list[Seen] = []
    for number, mentions in by_sentence.items():
        if len({one.country for one in mentions}) < LIST_MIN:
            continue
        first, second = mentions[:2]
        if second.start - first.end > LIST_GAP:
            listed.extend(one for one in mentions if one.country != first.country)
        elif number < lead_sentences:
            guests.extend(mentions)
        else:
            listed.extend(mentions)
    return frozenset(listed), frozenset(guests)


def _where_it_happens(
    scores: list[CountryScore], scenes: list[Seen], lead_sentences: int
) -> str | None:
    lead = [one for one in scenes if one.sentence < lead_sentences]
    first = {one.country for one in lead if one.part is not Part.CURRENCY}
    if not first and len({one.country for one in lead}) <= MONEYS_MAX:
        first = {one.country for one in lead[:1]}  # a lira that falls is news of its country
    return next((one.country for one in scores if one.country in first), None)


def _lone_country(scenes: list[Seen], origins: frozenset[str]) -> str | None:
    """Name the only country of a text, where more than one word in passing speaks for it."""
    scenes = [one for one in scenes if one.part is not Part.CURRENCY]
    countries = {one.country for one in scenes}
    if len(countries) != 1:
        return None
    (country,) = countries
    is_passing = len(scenes) == 1 and scenes[0].kind in _PASSING_KINDS
    return None if is_passing and country not in origins else country
