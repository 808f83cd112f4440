"""Frozen records that cross rooms, threads and processes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Literal

from monitor.outcomes import Outcome, Reason

OutletKind = Literal[
    "agency", "press_service", "ministry", "broadcaster", "newspaper", "portal", "organisation"
]
FeedKind = Literal["rss", "sitemap", "listing", "json"]
MentionKind = Literal["name", "demonym", "capital", "city", "region", "seat", "office_holder"]
Mask = Literal["dateline", "credit", "boilerplate"]
Rhythm = Literal["at_once", "hourly", "daily", "weekly"]
BodySource = Literal["page", "feed_content", "feed_summary"]
FoldReason = Literal["first", "exact", "contains", "contained", "near"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A publisher we follow.

    ``country`` is ISO 3166-1 alpha-3, or None for an organisation of many states. ``names`` are
    what others credit it by, in any language. ``time_zone`` is an IANA name: the zone of a time
    on its pages that carries none.
    """

    id: str
    name: str
    country: str | None
    kind: OutletKind
    languages: tuple[str, ...] = ()
    time_zone: str = "UTC"
    names: tuple[str, ...] = ()
    fetch_pages: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSpec:
    """One address of an outlet that lists new items, as the configuration declares it."""

    outlet_id: str
    url: str
    kind: FeedKind
    language: str | None = None
    link_pattern: str | None = None
    interval_minutes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed as the store keeps it: what it is, and what its last polls left behind."""

    id: int
    spec: FeedSpec
    next_poll_at: datetime
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    first_polled_at: datetime | None = None
    last_polled_at: datetime | None = None
    last_success_at: datetime | None = None
    last_outcome: Outcome | None = None
    last_reason: Reason | None = None
    last_error: str | None = None
    failure_count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """When a text says it came out.

    ``raw`` is the value as written. ``at`` is the instant in UTC, None where only a day or
    nothing is known. ``on`` is the calendar day at the outlet.
    """

    raw: str | None = None
    at: datetime | None = None
    on: date | None = None


def dated_at(published: Published, first_seen_at: datetime) -> datetime:
    """Choose the instant a text is ordered by.

    Args:
        published: When the text says it came out.
        first_seen_at: When its entry was first listed.

    Returns:
        The published instant; noon UTC of its day where only that is known; else when it was
        first seen. Never later than that.
    """
    if published.at is not None:
        return min(published.at, first_seen_at)
    if published.on is not None:
        return min(datetime.combine(published.on, time(12), UTC), first_seen_at)
    return first_seen_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item as the feed gave it.

    ``key`` identifies it within its feed. ``content`` is the full text as HTML where the feed
    carries it, ``summary`` the short one; both are never trusted.
    """

    key: str
    link: str | None
    title: str
    published: Published = Published()
    summary: str | None = None
    content: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedReading:
    """What the bytes of a feed said: its head, its entries, and what was wrong with them."""

    kind: str
    title: str
    entries: tuple[Entry, ...]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReading:
    """What was taken out of a page.

    ``outcome`` is HARVESTED where ``body`` is an article, else what the page is instead, with
    its ``reason``.
    """

    outcome: Outcome
    reason: Reason | None = None
    title: str = ""
    body: str = ""
    byline: str | None = None
    language: str | None = None
    published: Published = Published()
    canonical_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One outlet's text at one canonical URL.

    ``first_seen_at`` is when its entry was first listed; ``may_alert`` is False for the back
    catalogue of a feed's first poll.
    """

    id: int
    outlet_id: str
    url: str
    title: str
    body: str
    language: str | None
    first_seen_at: datetime
    published: Published = Published()
    byline: str | None = None
    body_source: BodySource = "page"
    may_alert: bool = True
    story_id: int | None = None

    @property
    def dated_at(self) -> datetime:
        """The instant the article is ordered and filtered by."""
        return dated_at(self.published, self.first_seen_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A span that names a country; offsets are code points into the title or the text."""

    country: str
    within: Literal["title", "text"]
    start: int
    end: int
    surface: str
    kind: MentionKind
    masked: Mask | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """Place and date that open an agency text, from ``start`` on.

    A standfirst may stand before it; ``end`` is the offset of the text after it.
    """

    place: str
    country: str | None
    on: date | None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """Who reports, and from whom, as written; ``*_outlet`` is the outlet's id where we know it."""

    reporter: str | None
    reporter_outlet: str | None
    origin: str | None
    origin_outlet: str | None
    origin_country: str | None
    phrase: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryScore:
    """How much a text is about a country, 0 to 1."""

    country: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PairScore:
    """How sure it is that two countries deal with each other, 0 to 1, and the proof."""

    pair: str
    score: float
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeywordTag:
    """A keyword list that an article falls under, and the words that earned it."""

    keyword: str
    phrase: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagging:
    """All that was read out of one text.

    ``masked`` are the spans of the text that speak of who reports rather than of what happened:
    dateline, credits, boilerplate, in code points.
    """

    language: str | None
    dateline: Dateline | None
    credit: Credit | None
    countries: tuple[CountryScore, ...]
    pairs: tuple[PairScore, ...]
    mentions: tuple[Mention, ...]
    keywords: tuple[KeywordTag, ...]
    organisations: tuple[str, ...]
    masked: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """What is compared to find the same text.

    ``text_hash`` is equal for equal texts, None for a text without words. ``shingles`` are the
    sorted distinct hashes of the text's word shingles, ``probes`` those of them that are indexed
    (Broder 1997, mod-m sketch), ``figures`` the sorted distinct numbers in the text.
    """

    text_hash: str | None
    title_key: str
    shingles: tuple[int, ...]
    probes: tuple[int, ...]
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """Why an article stands in its story: the reason and the share of the text in common."""

    story_id: int
    reason: FoldReason
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A saved query with recipients and a rhythm."""

    id: str
    name: str
    query: str
    recipients: tuple[str, ...]
    rhythm: Rhythm = "at_once"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The words in one field of an article that made a watch match."""

    field: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedArticle:
    """An article with what it is about: what a query is asked of."""

    id: int
    outlet_id: str
    title: str
    body: str
    language: str | None
    countries: frozenset[str]
    pairs: frozenset[str]
    keywords: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A watch that an article satisfies, with the evidence."""

    watch_id: str
    article_id: int
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """One article of a story, as a reader is shown it."""

    article_id: int
    outlet_id: str
    outlet_name: str
    url: str
    title: str
    language: str | None
    first_seen_at: datetime
    published: Published
    reason: FoldReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The articles that carry one text, as a reader is shown them.

    ``carriers`` are ordered by time and include the lead article; ``body`` is the lead's.
    ``reporter`` and ``origin`` are what the lead credits, as written; where it credits nobody,
    what the earliest carrier with a credit does.
    """

    id: int
    lead: Carrier
    carriers: tuple[Carrier, ...]
    body: str
    first_seen_at: datetime
    countries: tuple[CountryScore, ...]
    pairs: tuple[PairScore, ...]
    keywords: tuple[KeywordTag, ...]
    reporter: str | None
    origin: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryMatch:
    """A story as it is told to a recipient: which watches it satisfied, and by which words."""

    story: Story
    watch_names: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    article_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One mail to one recipient.

    ``period`` names a digest's or report's day, None for an alert. A report goes to an operator
    and tells what needs attention rather than stories.
    """

    id: int
    recipient: str
    rhythm: Rhythm
    period: str | None
    attempts: int
    created_at: datetime
    is_report: bool = False
