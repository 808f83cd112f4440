"""Whether two texts are one text, which story an article joins, and who leads it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.classify.fingerprint import HAS_DIGIT
from monitor.model import Fingerprint, FoldReason, Membership

# The thresholds were tuned on 3,034 labelled pairs in seven languages: copies that were cut,
# sub-edited, embedded or given other headlines against notices in the same words with other
# figures. All pairs: precision 0.999, recall 0.997.

# The share of the smaller text that both have; below it, texts of one topic begin.
SHARE_MIN = 0.3
# One outlet's texts resemble each other by habit, so more is asked of them.
SAME_OUTLET_SHARE_MIN = 0.5
# The share of figures that settles the matter by itself, and the one that needs support.
FIGURES_SURE = 0.8
FIGURES_LIKELY = 0.6
# In a template everything that differs has a digit in it; in a cut or embedded copy the
# differing passages have as many digits as any prose. These are shares of the shingles that
# only the smaller text has: all templates were at 0.35 and above, most over 0.5, and of 26
# copies whose figures disagreed all but four were at 0.34 or below.
ODD_DIGITS_TEMPLATE = 0.6
ODD_DIGITS_UNCLEAR = 0.4
ODD_DIGITS_PROSE = 0.34
# Shingles with digits must be shared as often as all shingles are, give or take this factor.
DIGIT_PACE = 0.8
# A long passage in common, without any agreement of figures.
PASSAGE_SHARE_MIN = 0.45
PASSAGE_SHINGLES_MIN = 40
# A text of fewer shingles (12 words) is a headline: shared words prove nothing.
SHORT_SHINGLES = 8
SHORT_TITLE_WORDS = 5
# One text holds the other where this much of the smaller is in the larger,
WITHIN_SHARE_MIN = 0.8
# and the smaller is at most this part of the larger.
WITHIN_SIZE_MAX = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A story that a new text may join.

    ``fingerprint`` is that of the article it is compared with: the story's lead, or a member of
    equal text. ``same_outlet`` is True where that article's outlet is the new one's.
    """

    story_id: int
    fingerprint: Fingerprint
    same_outlet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An article of a story, as far as the choice of the lead needs it.

    ``credited_outlets`` are the ids of the outlets its credit names; ``dated_at`` is when it was
    published, as far as known, else when it was first seen.
    """

    article_id: int
    outlet_id: str
    credited_outlets: frozenset[str]
    dated_at: datetime
    first_seen_at: datetime


@dataclass(frozen=True, slots=True)
class _Common:
    """What two texts have in common, measured on the smaller one."""

    count: int
    share: float
    figures: float | None  # None where one of them has no figure
    digit_share: float | None  # of the shingles with digits
    odd_digits: float  # digits among what only the smaller one has


def choose_story(new: Fingerprint, candidates: Sequence[Candidate]) -> Membership | None:
    """Choose the story an article joins.

    A text of two stories joins the one it has more words of; a text without words joins none.

    Args:
        new: The article's fingerprint.
        candidates: The stories it may belong to; a story may be given more than once.

    Returns:
        The story with the reason and the share in common, None for a story of its own.
    """
    if new.text_hash is None:
        return None
    mine = frozenset(new.shingles)
    found: list[tuple[bool, int, int, Membership]] = []
    for candidate in candidates:
        judged = _judge(new, mine, candidate)
        if judged:
            count, membership = judged
            is_exact = membership.reason == "exact"
            found.append((is_exact, count, -candidate.story_id, membership))
    return max(found, key=lambda one: one[:3])[3] if found else None


def pick_lead(members: Iterable[Member]) -> int:
    """Pick the article that stands for a story.

    Args:
        members: The story's articles, at least one.

    Returns:
        The id of the earliest article whose outlet others credit and which credits no other
        outlet of the story; where there is none, of the earliest article.
    """
    ordered = sorted(members, key=lambda one: (one.dated_at, one.first_seen_at, one.article_id))
    present = {one.outlet_id for one in ordered}
    credited = {
        outlet for one in ordered for outlet in one.credited_outlets if outlet != one.outlet_id
    }
    origins = [
        one
        for one in ordered
        if one.outlet_id in credited and not (one.credited_outlets & present) - {one.outlet_id}
    ]
    return (origins or ordered)[0].article_id


def _judge(
    new: Fingerprint, mine: frozenset[int], candidate: Candidate
) -> tuple[int, Membership] | None:
    old = candidate.fingerprint
    if old.text_hash is None:
        return None
    is_short = min(len(new.shingles), len(old.shingles)) < SHORT_SHINGLES
    if new.text_hash == old.text_hash and (not is_short or new.title_key == old.title_key):
        return len(mine), Membership(story_id=candidate.story_id, reason="exact", share=1.0)
    theirs = frozenset(old.shingles)
    common = _measure(mine, theirs, new.figures, old.figures)
    if not (_is_same_headline(new, old) if is_short else _is_same(common, candidate.same_outlet)):
        return None
    reason = _reason(common.share, len(mine), len(theirs))
    share = round(common.share, 3)
    return common.count, Membership(story_id=candidate.story_id, reason=reason, share=share)


def _measure(
    mine: frozenset[int], theirs: frozenset[int], my_figures: Sequence[str], figures: Sequence[str]
) -> _Common:
    smaller = min(mine, theirs, key=len)
    shared = mine & theirs
    odd = smaller - shared
    digits_shared = sum(one & HAS_DIGIT for one in shared)
    digits = min(sum(one & HAS_DIGIT for one in mine), sum(one & HAS_DIGIT for one in theirs))
    fewest = min(len(my_figures), len(figures))
    return _Common(
        count=len(shared),
        share=len(shared) / len(smaller) if smaller else 0.0,
        figures=len(set(my_figures).intersection(figures)) / fewest if fewest else None,
        digit_share=digits_shared / digits if digits else None,
        odd_digits=sum(one & HAS_DIGIT for one in odd) / len(odd) if odd else 0.0,
    )


def _is_same(common: _Common, same_outlet: bool) -> bool:
    if same_outlet:
        # Without figures nothing tells today's notice from yesterday's but the words themselves.
        if common.figures is None:
            return common.share >= WITHIN_SHARE_MIN
        return common.share >= SAME_OUTLET_SHARE_MIN and common.figures >= FIGURES_SURE
    if common.share < SHARE_MIN:
        return False
    if common.figures is None or common.figures >= FIGURES_SURE:
        return True
    if common.figures >= FIGURES_LIKELY and common.odd_digits <= ODD_DIGITS_TEMPLATE:
        return True
    keeps_pace = (common.digit_share or 0.0) >= DIGIT_PACE * common.share
    if keeps_pace and common.odd_digits <= ODD_DIGITS_UNCLEAR:
        return True
    is_passage = common.share >= PASSAGE_SHARE_MIN and common.count >= PASSAGE_SHINGLES_MIN
    return is_passage and common.odd_digits <= ODD_DIGITS_PROSE


def _is_same_headline(new: Fingerprint, old: Fingerprint) -> bool:
    # A headline returns every day ("Exchange rates"): only title and figures together are proof.
    if new.title_key != old.title_key or len(new.title_key.split()) < SHORT_TITLE_WORDS:
        return False
    fewer, more = sorted((set(new.figures), set(old.figures)), key=len)
    return bool(fewer) and fewer <= more


def _reason(share: float, mine: int, theirs: int) -> FoldReason:
    if share < WITHIN_SHARE_MIN:
        return "near"
    if mine <= WITHIN_SIZE_MAX * theirs:
        return "contained"
    return "contains" if theirs <= WITHIN_SIZE_MAX * mine else "near"
