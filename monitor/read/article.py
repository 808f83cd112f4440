"""A web page to an article: the door of trafilatura."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime

from lxml import html
from trafilatura import bare_extraction

from monitor.errors import ReadError
from monitor.model import PageReading, Published
from monitor.outcomes import Outcome, Reason
from monitor.read.blocked import is_challenge_title, wall_reason
from monitor.read.encoding import clean, decode, unpack
from monitor.read.head import (
    PageHead,
    byline_of,
    canonical_of,
    publisher_of,
    read_head,
    text_in,
)
from monitor.read.page_dates import choose_published, clamped
from monitor.read.prose import is_link_list
from monitor.read.titles import plain_title, title_key, without_outlet
from monitor.read.tree import TREE_FAULTS, lines_of, parse_page, text_of
from monitor.urls import host_of

# No article is longer; a text in a wrong place may be.
MAX_BODY_CHARS = 1_000_000

# A shorter part of a host name is a language or a country, not what the outlet is called.
MIN_LABEL_CHARS = 4

_NOT_HTML_TYPES = re.compile(
    r"^\s*(?:image|audio|video|font)/|^\s*application/(?!(?:xhtml|xml|octet-stream))", re.IGNORECASE
)
_NOT_HTML_MAGIC = (
    *(b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"PK\x03\x04", b"ID3"),
    *(b"{", b"[{", b"[]", b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf"),
)
_OTHER_XML = re.compile(rb"<\?xml|<(?:rss|feed|svg|urlset|sitemapindex|rdf:RDF)[\s>]")
_MARKUP = re.compile(r"<[a-zA-Z!/][^<>]*>|&(?:[a-zA-Z]{2,10}|#\w{1,8});")
# What WordPress appends to the items of a feed, in its English and Russian versions.
_FEED_TAIL = re.compile(
    r"(?:The post|Сообщение|Запись) .{1,300} "
    r"(?:appeared first on|появились сначала на|впервые появилась) "
)
_ESCAPED_MARKUP = re.compile(r"</?(?:p|br|div|a|b|i|img|strong|em|span)\b[^<>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageHints:
    """What is known of a page before it is read.

    ``title`` and ``published`` are the feed's, ``time_zone`` is the outlet's clock (IANA name),
    ``outlet_names`` is what the outlet is called, ``minimum_chars`` is the shortest body that
    counts as an article.
    """

    title: str = ""
    published: Published = field(default_factory=Published)
    languages: tuple[str, ...] = ()
    time_zone: str = "UTC"
    outlet_names: tuple[str, ...] = ()
    minimum_chars: int = 200


_NO_HINTS = PageHints()


def read_page(
    data: bytes,
    *,
    url: str,
    content_type: str | None = None,
    hints: PageHints = _NO_HINTS,
    now: datetime,
) -> PageReading:
    """Take the article out of a web page.

    Args:
        data: The body as it came.
        url: The address it came from.
        content_type: The value of the HTTP header, or None.
        hints: What the feed and the configuration say of it.
        now: When it was fetched (UTC).

    Returns:
        The article, or what the page is instead; title, date and the rest are filled in either
        case, as far as they are known.
    """
    try:
        unpacked = unpack(data)
    except ReadError as error:
        return _refused(hints, now, error.outcome, error.reason)
    if _is_not_html(unpacked, content_type):
        return _refused(hints, now)
    source = decode(unpacked, content_type)
    tree = parse_page(source)
    if tree is None:
        return _refused(hints, now)
    return _read_tree(tree, source, url, hints, now)


def text_of_html(fragment: str) -> str:
    """Turn a piece of HTML, such as a feed's content or summary, into plain paragraphs.

    Args:
        fragment: HTML, escaped HTML or plain text; never trusted.

    Returns:
        The text, a paragraph a line, "" where there is none.
    """
    lines = _lines_of_fragment(fragment)
    if any(_ESCAPED_MARKUP.search(line) for line in lines):
        lines = _lines_of_fragment("\n".join(lines))
    return "\n".join(line for line in lines if not _FEED_TAIL.match(line))


def _lines_of_fragment(fragment: str) -> list[str]:
    text = clean(fragment[:MAX_BODY_CHARS])
    if not _MARKUP.search(text):
        return [folded for line in text.splitlines() if (folded := " ".join(line.split()))]
    tree = parse_page(f"<div>{text}</div>")
    return [] if tree is None else list(lines_of(tree))


def _is_not_html(data: bytes, content_type: str | None) -> bool:
    start = data[:64].lstrip()
    if not start and not data.strip():
        return True
    if start.startswith(_NOT_HTML_MAGIC) or start[4:8] == b"ftyp":
        return True
    if _OTHER_XML.match(start) and b"<html" not in data[:3_000].lower():
        return True
    return bool(_NOT_HTML_TYPES.search(content_type or "")) and not start.startswith(b"<")


def _read_tree(
    tree: html.HtmlElement, source: str, url: str, hints: PageHints, now: datetime
) -> PageReading:
    head = read_head(tree)
    names = _outlet_names(head, url, hints)
    title = _choose_title(tree, head, names, hints.title)
    language = head.language or next(iter(hints.languages), None)
    published = choose_published(
        tree,
        head,
        url=url,
        language=language,
        time_zone=hints.time_zone,
        hint=hints.published,
        now=now,
    )
    body = _extract_body(tree, url)
    body = _without_title(body, (title, head.meta.get("og:title", ""), hints.title))
    outcome, reason = _judge(tree, source, head, body, hints.minimum_chars)
    return PageReading(
        outcome=outcome,
        reason=reason,
        title=title,
        body=body,
        byline=byline_of(head, names),
        language=head.language,
        published=published,
        canonical_url=canonical_of(head, url),
    )


def _extract_body(tree: html.HtmlElement, url: str) -> str:
    # Tables stay: without them the same F1 (0.950) but 2 % fewer of the wanted passages, and a
    # page of exchange rates would lose what tells it from yesterday's.
    try:
        document = bare_extraction(
            tree,
            url=url,
            fast=True,
            include_comments=False,
            include_tables=True,
            with_metadata=False,
        )
    except TREE_FAULTS:
        return ""
    text = getattr(document, "text", None) or ""
    lines = (" ".join(line.split()) for line in clean(text[:MAX_BODY_CHARS]).splitlines())
    return "\n".join(line for line in lines if line)


def _without_title(body: str, titles: tuple[str, ...]) -> str:
    first, _, rest = body.partition("\n")
    keys = {title_key(title) for title in titles if title}
    return rest if rest and title_key(first) in keys else body


def _choose_title(tree: html.HtmlElement, head: PageHead, names: tuple[str, ...], hint: str) -> str:
    """Take the feed's title, else the page's: a heading confirmed by what the head declares."""
    hinted = without_outlet(plain_title(hint), names)
    if hinted and not hinted.endswith(("...", "…")):
        return hinted
    declared = [
        without_outlet(plain_title(value), names)
        for value in (
            text_in(head.article, "headline"),
            head.first_meta("og:title", "twitter:title", "headline", "dc.title", "title"),
            head.page_title,
        )
    ]
    outlet_keys = {title_key(name) for name in names}
    declared = [title for title in declared if title and title_key(title) not in outlet_keys]
    headings = [plain_title(text_of(h1)) for h1 in tree.findall(".//h1")[:10]]
    agreed = (_agreed(heading, title) for title in declared for heading in headings)
    best = max(agreed, key=len, default="") or next(filter(None, (*declared, *headings)), "")
    # a title that the feed cut short is completed from the page, never exchanged for another
    if hinted and not title_key(best).startswith(title_key(hinted)):
        return hinted
    return best


def _agreed(heading: str, declared: str) -> str:
    """Take the shorter of two titles where one holds the other: the rest is a site or section."""
    keys = title_key(heading), title_key(declared)
    if not all(keys):
        return ""
    if keys[0] in keys[1]:
        return heading
    return declared if keys[1] in keys[0] else ""


def _outlet_names(head: PageHead, url: str, hints: PageHints) -> tuple[str, ...]:
    host = host_of(url).removeprefix("www.")
    labels = (label for label in host.split(".") if len(label) >= MIN_LABEL_CHARS)
    known = (head.first_meta("og:site_name", "application-name"), publisher_of(head))
    return tuple(filter(None, (*hints.outlet_names, *known, host, *labels)))


def _judge(
    tree: html.HtmlElement, source: str, head: PageHead, body: str, minimum_chars: int
) -> tuple[Outcome, Reason | None]:
    is_list = len(body) >= minimum_chars and is_link_list(body, minimum_chars)
    is_short = is_list or len(body) < minimum_chars
    if not is_short and not is_challenge_title(head.page_title):
        return Outcome.HARVESTED, None
    seen = " ".join(lines_of(deepcopy(tree)))
    wall = wall_reason(source=source, title=head.page_title, text=seen, is_short=is_short)
    if wall is not None:
        return Outcome.BLOCKED, wall
    if not is_short:
        return Outcome.HARVESTED, None
    if is_list:
        return Outcome.TOO_SHORT, Reason.LINK_LIST
    return Outcome.TOO_SHORT, Reason.SHORT_TEXT if body else Reason.NO_TEXT


def _refused(
    hints: PageHints,
    now: datetime,
    outcome: Outcome = Outcome.NOT_HTML,
    reason: Reason = Reason.CONTENT_TYPE,
) -> PageReading:
    """Say that there is no page, with what the feed knows of the article."""
    return PageReading(
        outcome=outcome,
        reason=reason,
        title=without_outlet(plain_title(hints.title), hints.outlet_names),
        published=clamped(hints.published, now=now, time_zone=hints.time_zone),
    )
