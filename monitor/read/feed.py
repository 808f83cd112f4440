"""Feeds of every kind to entries: the door of feedparser."""

from __future__ import annotations

import hashlib
import xml.parsers.expat
from collections import Counter
from dataclasses import replace
from urllib.parse import urljoin

import feedparser

from monitor.errors import ReadError
from monitor.language.dates import parse_published
from monitor.model import Entry, FeedReading, Published
from monitor.outcomes import Outcome, Reason
from monitor.read.encoding import clean, decode, unpack
from monitor.read.jsonfeed import RawItem, read_json_feed
from monitor.read.titles import plain_title
from monitor.read.xmltext import MAX_ENTRIES, XmlText, apart, prepare, shorten
from monitor.urls import is_http

# A key is indexed by the store and an address goes over the wire; longer ones are noise.
MAX_KEY_CHARS = 500
MAX_LINK_CHARS = 2_000
# The longest article of the corpus has 150,000 characters of HTML.
MAX_CONTENT_CHARS = 500_000

_KINDS = {"rss10": "rdf", "rss090": "rdf", "cdf": "cdf"}
# What feedparser is seen to raise on hostile input; it documents none of it.
_PARSER_FAULTS = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError),
    *(TypeError, ValueError),
)


def read_feed(
    data: bytes,
    *,
    url: str,
    content_type: str | None = None,
    time_zone: str = "UTC",
    languages: tuple[str, ...] = (),
) -> FeedReading:
    """Read a feed: RSS 0.9x to 2.0, RDF, Atom, CDF or JSON Feed.

    What can be read is read: a feed that is not well-formed, cut off or in another charset than
    it says gives its entries, and ``problems`` says what was wrong.

    Args:
        data: The body as it came, gzip or not.
        url: The address it came from, against which relative links are resolved.
        content_type: The value of the HTTP header, or None.
        time_zone: IANA name of the clock meant by times without an offset.
        languages: Two-letter codes of the languages its dates may be written in, the first
            being the likeliest.

    Returns:
        Its kind (``rss``, ``rdf``, ``atom``, ``cdf`` or ``json``), title, entries and problems.
        A sound feed without entries is a reading with none.

    Raises:
        ReadError: The body is empty, a web page, or no feed at all.
    """
    text = decode(unpack(data), content_type).strip()
    if not text:
        raise _refusal("the body is empty", Reason.EMPTY_BODY)
    parsed = _read_json(text) if text.startswith("{") else _read_xml(prepare(text))
    kind, title, home, items, problems = parsed
    base = _absolute(home, url) or url
    language = next(iter(languages), None)
    items = [item for item in items if item != RawItem()][:MAX_ENTRIES]
    entries = [_entry(item, base, time_zone, language) for item in items]
    distinct = _with_distinct_keys(entries)
    return FeedReading(kind=kind, title=plain_title(title), entries=distinct, problems=problems)


_Parsed = tuple[str, str, str, list[RawItem], tuple[str, ...]]


def _read_json(text: str) -> _Parsed:
    title, home, items = read_json_feed(text)
    return "json", title, home, items, ()


def _read_xml(source: XmlText) -> _Parsed:
    if source.is_page:
        raise _refusal("a web page, not a feed", Reason.HTML_NOT_FEED)
    if not source.root:
        raise _refusal("neither XML nor JSON", Reason.UNKNOWN_FORMAT)
    document, fault = source.document, _xml_fault(source.document)
    problems = source.problems
    if fault:
        document = shorten(document)
        problems = (*problems, f"not well-formed: {fault}")
    try:
        parsed = _parse(document)
        items = [_raw_item(entry) for entry in parsed["entries"]]
    except _PARSER_FAULTS as error:
        parsed, items, lost_count = _parse_apart(document)
        gave_up = f"{type(error).__name__} {str(error)[:80]}"
        problems = (*problems, f"the parser gave up ({gave_up}); {lost_count} entries were lost")
    version = str(parsed.get("version") or "")
    if not version and not items:
        if fault:
            raise _refusal(f"broken XML: {fault}", Reason.BROKEN_XML)
        raise _refusal(f"XML, but no feed: <{source.root[:40]}>", Reason.UNKNOWN_FORMAT)
    head = dict.get(parsed, "feed")
    kind = _KINDS.get(version) or ("atom" if version.startswith("atom") else "rss")
    return kind, _text(head, "title"), _text(head, "link"), items, problems


def _xml_fault(document: str) -> str | None:
    """Say where a document stops being well-formed, None where it is (checked by expat)."""
    parser = xml.parsers.expat.ParserCreate("utf-8")
    try:
        parser.Parse(document.encode(), True)
    except xml.parsers.expat.ExpatError as error:
        return str(error)[:120]
    return None


def _parse(document: str) -> feedparser.FeedParserDict:
    """Hand the document over as bytes: a text might be taken for a file name or an address."""
    return feedparser.parse(
        b'<?xml version="1.0" encoding="utf-8"?>\n' + document.encode(),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )


def _parse_apart(document: str) -> tuple[feedparser.FeedParserDict, list[RawItem], int]:
    """Parse each entry on its own, so that what the parser cannot bear costs only one of them."""
    parsed = feedparser.FeedParserDict(version="", feed=feedparser.FeedParserDict())
    items: list[RawItem] = []
    lost_count = 0
    for single in apart(document):
        try:
            parsed_single = _parse(single)
            items += [_raw_item(entry) for entry in parsed_single["entries"]]
        except _PARSER_FAULTS:
            lost_count += 1
        else:
            parsed["version"] = parsed["version"] or parsed_single["version"]
    return parsed, items, lost_count


def _raw_item(entry: feedparser.FeedParserDict) -> RawItem:
    # feedparser's own look-up answers "updated" with "published"; the plain one does not
    contents = [_text(part, "value") for part in dict.get(entry, "content") or ()]
    content = max(contents, key=len, default="")
    summary = _text(entry, "summary")
    date = _text(entry, "published") or _text(entry, "updated") or _text(entry, "created")
    return RawItem(
        guid=_text(entry, "id"),
        link=_link(entry),
        title=_text(entry, "title"),
        date=date,
        summary="" if summary == content else summary,
        content=content,
    )


def _link(entry: feedparser.FeedParserDict) -> str:
    """Take the link of an entry: its own, else the first that leads to a page."""
    own = _text(entry, "link")
    if own:
        return own
    links = [link for link in dict.get(entry, "links") or () if isinstance(link, dict)]
    for wanted in ("alternate", "", "self", "related"):
        for link in links:
            if (dict.get(link, "rel") or "") == wanted and dict.get(link, "href"):
                return str(dict.get(link, "href"))
    return ""


def _text(holder: object, key: str) -> str:
    value = dict.get(holder, key) if isinstance(holder, dict) else None
    return value if isinstance(value, str) else ""


def _entry(item: RawItem, base: str, time_zone: str, language: str | None) -> Entry:
    title = plain_title(item.title)
    published = Published()
    if item.date.strip():
        published = parse_published(item.date, language=language, time_zone=time_zone)
    link = _absolute(item.link, base) or _absolute(item.guid, "")
    guid = " ".join(clean(item.guid).split())
    key = guid or link or _hash(title, published.raw, item.summary, item.content)
    return Entry(
        key=key if len(key) <= MAX_KEY_CHARS else _hash(key),
        link=link,
        title=title,
        published=published,
        summary=clean(item.summary)[:MAX_CONTENT_CHARS].strip() or None,
        content=clean(item.content)[:MAX_CONTENT_CHARS].strip() or None,
    )


def _absolute(link: str, base: str) -> str | None:
    """Resolve a link, None where it does not lead to a page of the web."""
    joined = _joined(base, "".join(clean(link).split()) if "\n" in link else clean(link).strip())
    return joined if is_http(joined) and len(joined) <= MAX_LINK_CHARS else None


def _joined(base: str, link: str) -> str:
    if not link:
        return ""
    try:
        return urljoin(base, link.strip())
    except ValueError:
        return ""


def _with_distinct_keys(entries: list[Entry]) -> tuple[Entry, ...]:
    """Give look-alikes under one key their own; a true repeat is dropped.

    None of them keeps the bare key: it would be the newest one's, and at the next poll the
    newest, being another, would pass for known.
    """
    distinct: dict[tuple[str, str | None, str], Entry] = {}
    for entry in entries:
        distinct.setdefault((entry.key, entry.link, entry.title), entry)
    keys = Counter(key for key, _, _ in distinct)
    pages = Counter((key, link) for key, link, _ in distinct)
    taken: dict[str, Entry] = {}
    for entry in distinct.values():
        key = entry.key
        if keys[key] > 1:
            is_own_page = entry.link is not None and pages[key, entry.link] == 1
            key += f"|{entry.link if is_own_page else _hash(entry.title, entry.published.raw)}"
            key = key if len(key) <= MAX_KEY_CHARS else _hash(key)
        taken.setdefault(key, replace(entry, key=key))
    return tuple(taken.values())


def _hash(*parts: str | None) -> str:
    return hashlib.sha256("\n".join(part or "" for part in parts).encode()).hexdigest()


def _refusal(message: str, reason: Reason) -> ReadError:
    return ReadError(message, outcome=Outcome.NOT_A_FEED, reason=reason)
