"""A story as a mail shows it: every line decided, nothing left for a template but the look."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.model import Carrier, Evidence, PairScore, Story, StoryMatch
from monitor.render.passage import Passage, clean_line, passage_of, word_pattern
from monitor.urls import is_http

CARRIERS_SHOWN = 10
PAIRS_SHOWN = 5
TITLE_LENGTH = 300
SENTENCE_LENGTH = 500
SNIPPET_LENGTH = 400
NAME_LENGTH = 120
# Longer addresses exist but are cut by mail programs and proxies.
_URL_LENGTH = 2000
_MATCHED_SHOWN = 20

# What these fields hold is a code; marking it in the text would mark chance words.
_CODE_FIELDS = frozenset({"country", "pair", "keyword", "outlet", "lang"})
# Where a plain word was found needs no saying.
_TEXT_FIELDS = frozenset({"title", "body", "text"})
# The form of BCP 47, without its rarer parts.
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierLine:
    """Another outlet that carries the story; ``url`` is None where it must not be linked."""

    outlet: str
    url: str | None
    time: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PairLine:
    """A country pair and the sentence that shows it."""

    pair: str
    sentence: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A story as a mail shows it; times are written out in the reader's zone.

    ``matched_in`` is the article whose words matched where that is not the lead.
    """

    title: Passage
    url: str | None
    language: str | None
    outlet: str
    time: str
    origin: str | None
    reporter: str | None
    carriers: tuple[CarrierLine, ...]
    more_carriers_count: int
    pairs: tuple[PairLine, ...]
    matched: tuple[str, ...]
    matched_in: CarrierLine | None
    watches: tuple[str, ...]
    snippet: Passage


def best_pair(match: StoryMatch) -> str | None:
    """Name the country pair a story stands under for its reader.

    Args:
        match: The story and the evidence.

    Returns:
        The pair the reader watches, else that with the highest score; None where there is none.
    """
    best = next(iter(_told_first(match)), None)
    return clean_line(best.pair, limit=NAME_LENGTH) if best else None


def card_of(match: StoryMatch, zone: ZoneInfo) -> Card:
    """Decide every line that a mail shows of a story.

    Args:
        match: The story, its watches and the evidence.
        zone: The reader's time zone.

    Returns:
        The card: clean text only, links of the web only.
    """
    story, lead = match.story, match.story.lead
    pattern = word_pattern(_words(match.evidence))
    others = [c for c in story.carriers if c.article_id != lead.article_id]
    on = _moment(lead, zone).date()
    lines = tuple(_carrier_line(carrier, on, zone) for carrier in others)
    matched_in = [
        line for c, line in zip(others, lines, strict=True) if c.article_id == match.article_id
    ]
    outlet = clean_line(lead.outlet_name, limit=NAME_LENGTH)
    return Card(
        title=passage_of(title_of(story), pattern),
        url=_linkable(lead.url),
        language=_language_tag(lead.language),
        outlet=outlet,
        time=_lead_time(lead, zone),
        origin=_named(story.origin, outlet),
        reporter=_named(story.reporter, outlet),
        carriers=lines[:CARRIERS_SHOWN],
        more_carriers_count=len(lines[CARRIERS_SHOWN:]),
        pairs=tuple(_pair_line(pair, pattern) for pair in _told_first(match)),
        matched=_matched(match.evidence),
        matched_in=matched_in[0] if matched_in else None,
        watches=tuple(clean_line(name, limit=NAME_LENGTH) for name in match.watch_names),
        snippet=passage_of(clean_line(story.body, limit=SNIPPET_LENGTH), pattern),
    )


def title_of(story: Story) -> str:
    """Give the title a story is shown under.

    Args:
        story: The story.

    Returns:
        The lead's title on one line; words that say so where it has none.
    """
    return clean_line(story.lead.title, limit=TITLE_LENGTH) or "(no title)"


def _told_first(match: StoryMatch) -> list[PairScore]:
    watched = {word for one in match.evidence if one.field == "pair" for word in one.words}
    ordered = sorted(match.story.pairs, key=lambda pair: (pair.pair not in watched, -pair.score))
    return ordered[:PAIRS_SHOWN]


def _pair_line(pair: PairScore, pattern: re.Pattern[str] | None) -> PairLine:
    sentence = clean_line(pair.sentence, limit=SENTENCE_LENGTH)
    return PairLine(
        pair=clean_line(pair.pair, limit=NAME_LENGTH), sentence=passage_of(sentence, pattern)
    )


def _carrier_line(carrier: Carrier, lead_on: date, zone: ZoneInfo) -> CarrierLine:
    return CarrierLine(
        outlet=clean_line(carrier.outlet_name, limit=NAME_LENGTH),
        url=_linkable(carrier.url),
        time=_carrier_time(carrier, lead_on, zone),
    )


def _linkable(url: str) -> str | None:
    is_plain = len(url) <= _URL_LENGTH and url.isprintable() and " " not in url
    return url if is_plain and is_http(url) else None


def _named(name: str | None, outlet: str) -> str | None:
    shown = clean_line(name or "", limit=NAME_LENGTH * 2)
    return shown if shown and shown.casefold() != outlet.casefold() else None


def _words(evidence: Iterable[Evidence]) -> list[str]:
    return [word for item in evidence if item.field not in _CODE_FIELDS for word in item.words]


def _matched(evidence: Iterable[Evidence]) -> tuple[str, ...]:
    shown: dict[str, None] = {}
    for item in evidence:
        field = "" if item.field in _TEXT_FIELDS else f"{item.field} "
        for word in item.words:
            shown.setdefault(clean_line(field + word, limit=NAME_LENGTH))
    return tuple(shown)[:_MATCHED_SHOWN]


def _moment(carrier: Carrier, zone: ZoneInfo) -> datetime:
    at = carrier.published.at or carrier.first_seen_at
    try:
        return at.astimezone(zone)
    except OverflowError:  # a page may claim the first or the last day there is
        return at


def _lead_time(lead: Carrier, zone: ZoneInfo) -> str:
    if lead.published.at is None and lead.published.on is not None:
        return _written_day(lead.published.on)
    moment = _moment(lead, zone)
    seen = "" if lead.published.at else "first seen "
    return f"{seen}{_written_day(moment.date())}, {moment:%H:%M} {_offset(moment)}"


def _carrier_time(carrier: Carrier, lead_on: date, zone: ZoneInfo) -> str:
    moment = _moment(carrier, zone)
    has_only_day = carrier.published.at is None and carrier.published.on is not None
    day = carrier.published.on if has_only_day and carrier.published.on else moment.date()
    shown_day = "" if day == lead_on else f"{day.day} {_MONTHS[day.month - 1]}"
    clock = "" if has_only_day else f"{moment:%H:%M}"
    return " ".join(part for part in (shown_day, clock) if part)


def _offset(moment: datetime) -> str:
    offset = moment.utcoffset() or timedelta()
    hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
    sign = "-" if offset < timedelta() else "+"
    tail = f":{minutes:02}" if minutes else ""
    return f"UTC{sign}{hours}{tail}" if offset else "UTC"


def _language_tag(language: str | None) -> str | None:
    return language if language and _LANGUAGE_TAG.fullmatch(language) else None


def _written_day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
