"""Which countries deal with each other in a text, and the sentence that shows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from monitor.classify.cues import JOINTS, has_relation
from monitor.classify.mentions import TITLE, Part, Seen
from monitor.language.scan import Flat, flatten
from monitor.model import PairScore

# Tuned on PLOVER sentences (source and target of an act) and Reuters' two-place documents.
JOINED_EVIDENCE = 0.9  # "Kyrgyz-Russian", "Sino-Russian"
RELATION_EVIDENCE = {2: 0.75, 3: 0.6, 4: 0.5}  # by how many countries the sentence has
PLAIN_EVIDENCE = {2: 0.5, 3: 0.3, 4: 0.2}  # the same without a word of relation
TOGETHER_BONUS = 0.1  # "Kyrgyzstan and Russia"
SAME_SIDE_SHARE = 0.6  # "France and Germany" where a third is dealt with
FURTHER_SHARE = 0.7  # the first party and a third one
REST_SHARE = 0.5  # two of whom neither is the first party
PARTIES_MAX = 4  # with more, a sentence is a list, not a web of pairs
TITLE_FACTOR = 1.2
LEAD_FACTOR = 1.1
BODY_FACTOR = 0.58  # one plain sentence deep in a text is not enough, two are
AGAIN_BONUS = 0.08  # for each further sentence that shows the pair
AGAIN_MAX = 3
PLACE_PARTY = 0.85  # "Russian troops in Ukraine": a place can be a party
CITY_PARTY = 0.65
MODIFIER_PARTY = 0.55  # "Russia-backed separatists"
PAIR_THRESHOLD = 0.45
# Of a longer one, a run of text without stops, each pair would keep a copy that nobody reads.
SENTENCE_CHARS = 1000
# What fourteen countries make among themselves: with more pairs a text is a list.
PAIRS_MAX = 100

_NO_PARTIES = frozenset([Part.HOST, Part.CURRENCY])
_HYPHENS = frozenset("-‐‑‒–—")
_JOINT_MAX = 12  # characters between two names of one breath

_Proof = dict[int, float]  # evidence for one pair by sentence


@dataclass(frozen=True, slots=True)
class TextView:
    """What pairs are read from: one field with its sentences."""

    flat: Flat
    spans: Sequence[tuple[int, int]]
    first: int  # the number of its first sentence, ``TITLE`` for the title

    def words(self, number: int) -> str:
        """Give a sentence in normal form, a blank before each word."""
        start, end = self.spans[number - self.first]
        folded = self.flat.folded
        if folded.starts is None:
            return self.flat.words[start : end + 2]
        return flatten(self.flat.text[start:end]).words

    def sentence(self, number: int) -> str:
        """Give a sentence as written, of a very long one its first ``SENTENCE_CHARS``."""
        start, end = self.spans[number - self.first]
        return self.flat.text[start : min(end, start + SENTENCE_CHARS)]


def score_pairs(
    seen: Sequence[Seen],
    views: Sequence[TextView],
    *,
    lead_sentences: int,
    language: str | None,
    venues: frozenset[Seen] = frozenset(),
) -> tuple[PairScore, ...]:
    """Score which countries deal with each other.

    Args:
        seen: The mentions that count, in order, title first.
        views: The title and the text with their sentences.
        lead_sentences: How many sentences make the lead.
        language: The language of the text.
        venues: Mentions that only say where others meet.

    Returns:
        Pairs at or above ``PAIR_THRESHOLD``, best first, each with its best sentence; at most
        ``PAIRS_MAX``.
    """
    proofs: dict[str, _Proof] = defaultdict(dict)
    parties = [one for one in seen if one.part not in _NO_PARTIES and one not in venues]
    for number, mentions in _by_sentence(parties).items():
        if len(mentions) < 2:
            continue
        view = views[0] if number == TITLE else views[-1]
        factor = _position_factor(number, lead_sentences)
        for pair, evidence in _in_sentence(mentions, view, number, language).items():
            proofs[pair][number] = min(1.0, evidence * factor)
    scores = [
        PairScore(pair=pair, score=round(_sum_up(proof), 4), sentence=_best(proof, views))
        for pair, proof in proofs.items()
    ]
    scores.sort(key=lambda one: (-one.score, one.pair))
    return tuple(one for one in scores[:PAIRS_MAX] if one.score >= PAIR_THRESHOLD)


def _by_sentence(seen: Sequence[Seen]) -> dict[int, list[Seen]]:
    sentences: dict[int, list[Seen]] = defaultdict(list)
    for one in seen:
        sentences[one.sentence].append(one)
    return sentences


def _position_factor(number: int, lead_sentences: int) -> float:
    if number == TITLE:
        return TITLE_FACTOR
    return LEAD_FACTOR if number < lead_sentences else BODY_FACTOR


def _in_sentence(
    mentions: list[Seen], view: TextView, number: int, language: str | None
) -> dict[str, float]:
    parties = _parties(mentions)
    found = _joined_pairs(mentions, view.flat.text)
    count = len(parties)
    if not 2 <= count <= PARTIES_MAX:
        return found
    is_related = has_relation(view.words(number), language)
    base = (RELATION_EVIDENCE if is_related else PLAIN_EVIDENCE)[count]
    groups = _groups([one for one in mentions if one.country in parties], view.flat.text)
    for left, right in combinations(sorted(parties), 2):
        share = 1.0 if count == 2 else _share_of_groups(left, right, groups)
        bonus = TOGETHER_BONUS if share == 1.0 and _is_together(left, right, groups) else 0.0
        evidence = (base * share + bonus) * parties[left] * parties[right]
        pair = f"{left}-{right}"
        found[pair] = max(found.get(pair, 0.0), evidence)
    return found


def _groups(mentions: list[Seen], text: str) -> list[list[str]]:
    """Gather countries named in one breath ("Germany, Italy and the US"), in order, once each."""
    groups: list[list[str]] = []
    placed: set[str] = set()
    last: Seen | None = None
    for one in mentions:
        is_joined = last is not None and _is_joint(text, last.end, one.start)
        last = one
        if one.country in placed:
            continue
        placed.add(one.country)
        if is_joined and groups:
            groups[-1].append(one.country)
        else:
            groups.append([one.country])
    return groups


def _is_joint(text: str, end: int, start: int) -> bool:
    if start - end > _JOINT_MAX:
        return False
    words = text[end:start].replace(",", " ").casefold().split()
    return not words or words[0] in JOINTS


def _share_of_groups(left: str, right: str, groups: list[list[str]]) -> float:
    """Weigh a pair among three or four countries: the first two parties deal, the rest is about."""
    places = [next(n for n, group in enumerate(groups) if one in group) for one in (left, right)]
    low, high = sorted(places)
    if low == high:
        return 1.0 if len(groups) == 1 else SAME_SIDE_SHARE
    if low == 0:
        return 1.0 if high == 1 else FURTHER_SHARE
    return REST_SHARE


def _is_together(left: str, right: str, groups: list[list[str]]) -> bool:
    return any(left in group and right in group for group in groups)


def _parties(mentions: list[Seen]) -> dict[str, float]:
    """Weigh who can be a party: who acts, and, beside one actor only, where it happens."""
    actors = {one.country for one in mentions if one.part is Part.ACTOR}
    parties: dict[str, float] = {}
    for one in mentions:
        is_city = one.kind in ("capital", "city", "region")
        if one.kind == "city" and one.part is Part.PLACE:
            continue  # a government has a capital, a town has none
        if one.part is Part.ACTOR:
            weight = 1.0
        elif one.part is Part.MODIFIER:
            weight = MODIFIER_PARTY
        elif len(actors - {one.country}) >= 2:
            continue  # others meet there
        elif one.part is Part.CAPITAL or is_city:
            weight = CITY_PARTY
        else:
            weight = PLACE_PARTY
        parties[one.country] = max(parties.get(one.country, 0.0), weight)
    return parties


def _joined_pairs(mentions: list[Seen], text: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for left, right in pairwise(mentions):
        if left.country == right.country:
            continue
        is_joined = left.start == right.start or text[left.end : right.start] in _HYPHENS
        if is_joined and left.kind != "capital":
            found[_pair(left, right)] = JOINED_EVIDENCE
    return found


def _pair(left: Seen, right: Seen) -> str:
    return "-".join(sorted((left.country, right.country)))


def _sum_up(proof: _Proof) -> float:
    return min(1.0, max(proof.values()) + AGAIN_BONUS * min(AGAIN_MAX, len(proof) - 1))


def _best(proof: _Proof, views: Sequence[TextView]) -> str:
    # the text says it in full; the title stands in where only it does
    inside = {number: value for number, value in proof.items() if number != TITLE}
    number = max(inside, key=lambda one: (inside[one], -one)) if inside else TITLE
    return (views[0] if number == TITLE else views[-1]).sentence(number)
