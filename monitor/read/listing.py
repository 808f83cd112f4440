"""Pages that list an outlet's articles, for outlets without a feed, to entries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import html

from monitor.errors import ReadError
from monitor.language.dates import MAX_DATE_CHARS, parse_published
from monitor.model import Entry, FeedReading, Published
from monitor.outcomes import Outcome, Reason
from monitor.read.blocked import wall_reason
from monitor.read.encoding import clean, decode, unpack
from monitor.read.titles import MAX_TITLE_CHARS, plain_title
from monitor.read.tree import parse_page, text_of
from monitor.urls import canonical_url, host_of, is_homepage, is_http

# The longest page of the corpus links to 513 addresses, a tenth of them articles.
MAX_LINKS = 2_000
MAX_LINK_CHARS = 2_000
# A card is an article's picture, heading, date and teaser: seldom more than five levels deep.
MAX_CARD_LEVELS = 6
# A shorter link text is a label ("Read more", "Photo"), not a headline.
MIN_TITLE_CHARS = 12

_MORE = re.compile(
    r"^(?:read|see|view|learn|show)?\s*(?:more|all|full (?:text|story))\b|^(?:continue|details)\b|"
    r"^(?:подробн|читать|далее|ещё|еще|толугу|кененирээк|толығырақ|batafsil|батафсил|"
    r"ətraflı|daha çox|devamı|mehr|weiter|lire|муфассал)",
    re.IGNORECASE,
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TITLE_MARK = re.compile(r"title|headline", re.IGNORECASE)
_FRAME = frozenset(("nav", "footer", "aside", "form"))
_CARD_TAGS = frozenset(("article", "li", "tr"))
# What an article's address has and a section's has not: a number, or a headline spelt out.
_ID = re.compile(r"(?:^|[/_.=-])\d{4,}|/\d{4}/\d{2}/")
_SLUG_WORDS = 4
_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|pdf|docx?|xlsx?|zip|mp[34]|xml|rss)$", re.IGNORECASE
)


@dataclass(slots=True, kw_only=True)
class _Found:
    """The links to one address, in the order of the page."""

    url: str
    anchors: list[html.HtmlElement]


def read_listing(
    data: bytes, *, url: str, content_type: str | None = None, link_pattern: str | None = None
) -> FeedReading:
    """Read the articles that a page links to.

    Args:
        data: The body as it came.
        url: The address it came from.
        content_type: The value of the HTTP header, or None.
        link_pattern: A regular expression that is searched in the absolute address, in its path
            and query, and in the link as written; None takes links of the same host that look
            like articles.

    Returns:
        The links in the order of the page, one entry an address, with a time only where a
        ``<time datetime>`` stands in the same card. A page without such links is a sound reading
        with no entries.

    Raises:
        ReadError: The body is empty or no web page, it is a challenge in place of one, or the
            pattern is not a regular expression.
    """
    pattern = _compiled(link_pattern)
    source = decode(unpack(data), content_type)
    if not source.strip():
        raise _refusal("the body is empty", Outcome.NOT_A_FEED, Reason.EMPTY_BODY)
    tree = parse_page(source) if "<" in source[:100_000] else None
    if tree is None or tree.find(".//body") is None:
        raise _refusal("not a web page", Outcome.NOT_A_FEED, Reason.UNKNOWN_FORMAT)
    title = tree.find(".//title")
    found = _find_links(tree, url, pattern)
    cards = _cards(found)
    entries = tuple(_entry(link, cards) for link in found.values())
    head = plain_title(text_of(title)) if title is not None else ""
    if not entries:
        _refuse_wall(tree, source, head)
    return FeedReading(kind="listing", title=head, entries=entries)


def _compiled(link_pattern: str | None) -> re.Pattern[str] | None:
    try:
        return re.compile(link_pattern) if link_pattern else None
    except re.error as error:
        message = f"link_pattern is not a regular expression: {error}"
        raise _refusal(message, Outcome.NOT_A_FEED, Reason.UNKNOWN_FORMAT) from error


def _find_links(
    tree: html.HtmlElement, url: str, pattern: re.Pattern[str] | None
) -> dict[str, _Found]:
    base_tag = tree.find(".//base[@href]")
    base = _joined(url, base_tag.get("href")) if base_tag is not None else url
    found: dict[str, _Found] = {}
    for anchor in tree.iter("a"):
        href = clean(anchor.get("href") or "").strip()
        absolute = urldefrag(_joined(base, href)).url if href else ""
        if not is_http(absolute) or len(absolute) > MAX_LINK_CHARS:
            continue
        if pattern is not None:
            is_wanted = _matches(pattern, absolute, href)
        else:
            is_wanted = _looks_like_article(anchor, absolute, url)
        if not is_wanted:
            continue
        key = canonical_url(absolute)
        if key in found:
            found[key].anchors.append(anchor)
        elif len(found) < MAX_LINKS:
            found[key] = _Found(url=absolute, anchors=[anchor])
    return found


def _matches(pattern: re.Pattern[str], absolute: str, href: str) -> bool:
    parts = urlsplit(absolute)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return any(pattern.search(form) for form in (absolute, path, href))


def _looks_like_article(anchor: html.HtmlElement, absolute: str, page_url: str) -> bool:
    """Judge a link by its address and its text; the frame of the page holds no articles."""
    hosts = (host_of(absolute).removeprefix("www."), host_of(page_url).removeprefix("www."))
    if hosts[0] != hosts[1] or is_homepage(absolute) or absolute == page_url:
        return False
    parts = urlsplit(absolute)
    if _FILE.search(parts.path):
        return False
    slug = parts.path.rstrip("/").rpartition("/")[2]
    is_spelt_out = len([word for word in re.split(r"[-_]", slug) if word]) >= _SLUG_WORDS
    if not is_spelt_out and not _ID.search(f"{parts.path}?{parts.query}"):
        return False
    if any(ancestor.tag in _FRAME for ancestor in anchor.iterancestors()):
        return False
    return len(_own_title(anchor)) >= MIN_TITLE_CHARS or bool(anchor.xpath(".//img"))


def _cards(found: dict[str, _Found]) -> dict[html.HtmlElement, set[str]]:
    """Say which of the addresses each element around the links leads to."""
    cards: dict[html.HtmlElement, set[str]] = {}
    for key, link in found.items():
        for anchor in link.anchors:
            for element in _around(anchor):
                cards.setdefault(element, set()).add(key)
    return cards


def _around(anchor: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """Climb from a link to the element that is its card, or may be."""
    for level, ancestor in enumerate(anchor.iterancestors()):
        if level == MAX_CARD_LEVELS or ancestor.tag in ("body", "html", "main"):
            return
        yield ancestor
        if ancestor.tag in _CARD_TAGS:
            return


def _entry(link: _Found, cards: dict[html.HtmlElement, set[str]]) -> Entry:
    card = link.anchors[0]
    for element in _around(link.anchors[0]):
        if len(cards[element]) > 1:
            break
        card = element
    return Entry(
        key=canonical_url(link.url),
        link=link.url,
        title=_title(link.anchors, card),
        published=_published(card),
    )


def _title(anchors: list[html.HtmlElement], card: html.HtmlElement) -> str:
    """Take the best of the texts that may be the headline: the link's, or what stands near it."""
    attributes = [anchor.get(name) or "" for name in ("title", "aria-label") for anchor in anchors]
    pictures = [image.get("alt") or "" for anchor in anchors for image in anchor.iter("img")]
    near = [text_of(heading) for heading in card.iter(*_HEADINGS)]
    candidates = [*map(_own_title, anchors), *map(plain_title, (*near, *attributes, *pictures))]
    headlines = [text for text in candidates if text and not _is_label(text)]
    long_enough = (text for text in headlines if len(text) >= MIN_TITLE_CHARS)
    return next(long_enough, max(headlines, key=len, default=""))


def _is_label(text: str) -> bool:
    """Tell "Read more" and a bare date from a headline."""
    if _MORE.search(text):
        return True
    return len(text) <= MAX_DATE_CHARS and text[-1].isdigit() and bool(parse_published(text).on)


def _own_title(anchor: html.HtmlElement) -> str:
    """Take the text of a link; where it wraps a whole card, the headline in it."""
    inner = [element for element in anchor.iterdescendants() if isinstance(element.tag, str)]
    marked = [e for e in inner if e.tag in _HEADINGS]
    marked += [e for e in inner if _TITLE_MARK.search(e.get("class") or "")]
    marked += [e for e in inner if e.tag in ("p", "div")]
    texts = (plain_title(text_of(element)[:MAX_TITLE_CHARS]) for element in (*marked, anchor))
    return next((text for text in texts if len(text) >= MIN_TITLE_CHARS), "") or plain_title(
        text_of(anchor)[:MAX_TITLE_CHARS]
    )


def _published(card: html.HtmlElement) -> Published:
    times = [time.get("datetime") for time in card.iter("time") if time.get("datetime")]
    if len(times) != 1:
        return Published()
    raw = times[0]
    found = parse_published(raw)
    # whose clock a time without an offset shows is not known here; its day is
    elsewhere = parse_published(raw, time_zone="Etc/GMT-5")
    return found if found.at == elsewhere.at else Published(raw=found.raw, on=found.on)


def _refuse_wall(tree: html.HtmlElement, source: str, title: str) -> None:
    reason = wall_reason(source=source, title=title, text=text_of(tree), is_short=True)
    if reason is Reason.CHALLENGE:
        raise _refusal("a challenge in place of the page", Outcome.BLOCKED, reason)


def _joined(base: str, link: str) -> str:
    try:
        return urljoin(base, link)
    except ValueError:
        return ""


def _refusal(message: str, outcome: Outcome, reason: Reason) -> ReadError:
    return ReadError(message, outcome=outcome, reason=reason)
