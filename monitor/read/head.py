"""What a page says of itself: meta tags, JSON-LD (schema.org), Open Graph, its links."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

from lxml import html

from monitor.read.encoding import clean
from monitor.read.titles import plain_title
from monitor.read.tree import text_of
from monitor.urls import canonical_url, host_of, is_homepage, is_http

# The longest honest JSON-LD of the corpus has 200,000 characters.
MAX_JSON_CHARS = 1_000_000
# Nesting of @graph and mainEntity; deeper is not how anyone writes an article.
MAX_JSON_DEPTH = 4
MAX_META_CHARS = 2_000

_ARTICLE_TYPES = re.compile(r"Article$|^BlogPosting$|^Report$|^Review$|^LiveBlogPosting$")
_PAGE_TYPES = frozenset(("WebPage", "ItemPage", "VideoObject", "NewsMediaObject"))
_JSON_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$"
)
_LANGUAGE = re.compile(r"([a-zA-Z]{2})(?:[-_][a-zA-Z0-9-]{2,12})?")
_MOBILE_PREFIX = re.compile(r"^(?:www\d?|m|amp|mobile)\.")
# A byline is a name or a few; an address, a handle or a sentence is something else.
_BYLINE_PREFIX = re.compile(r"^(?:by|von|par|por|автор|от|фото)\s*:?\s+", re.IGNORECASE)
_MAX_BYLINE_CHARS = 120

Json = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageHead:
    """What the head of a page declares; ``meta`` holds the first value under each name."""

    meta: dict[str, str] = field(default_factory=dict)
    article: Json = field(default_factory=dict)
    page_title: str = ""
    language: str | None = None
    canonical_link: str = ""

    def first_meta(self, *names: str) -> str:
        """Take the first of these meta tags that says something, "" where none does."""
        return next((self.meta[name] for name in names if name in self.meta), "")


def read_head(tree: html.HtmlElement) -> PageHead:
    """Collect what a page declares about itself.

    Args:
        tree: The page, scripts included.

    Returns:
        The declarations, nothing judged yet.
    """
    meta: dict[str, str] = {}
    for element in tree.iter("meta"):
        value = clean(element.get("content") or "").strip()[:MAX_META_CHARS]
        for name in (element.get("property"), element.get("name"), element.get("itemprop")):
            if name and value:
                meta.setdefault(name.lower(), value)
    title = tree.find(".//title")
    return PageHead(
        meta=meta,
        article=_article(tree),
        page_title=plain_title(text_of(title)) if title is not None else "",
        language=_language(tree, meta),
        canonical_link=_canonical_link(tree),
    )


def canonical_of(head: PageHead, url: str) -> str | None:
    """Judge the address a page gives for itself.

    Args:
        head: What the page declares.
        url: The address it was fetched from.

    Returns:
        The canonical form of that address, None where it is missing, of another host, or the
        front page (a common slip of templates).
    """
    for link in (head.canonical_link, head.first_meta("og:url")):
        candidate = _joined(url, link)
        if is_http(candidate) and not is_homepage(candidate) and _same_site(candidate, url):
            return canonical_url(candidate)
    return None


def byline_of(head: PageHead, outlet_names: tuple[str, ...]) -> str | None:
    """Name who wrote an article, as the page's data say.

    Args:
        head: What the page declares.
        outlet_names: What the outlet is called; it is not a byline of its own.

    Returns:
        The names, separated by commas, or None.
    """
    found = [*_names(head.article.get("author"))]
    if not found:
        found = [head.first_meta("author", "article:author", "dc.creator", "parsely-author", "byl")]
    known = {name.casefold() for name in (*outlet_names, head.first_meta("og:site_name"))}
    kept: dict[str, None] = {}
    for name in found:
        tidy = _BYLINE_PREFIX.sub("", plain_title(name)).strip(" ,;")
        is_name = len(tidy) > 2 and not re.search(r"https?:|@|www\.|[{}<>]", tidy)
        if is_name and tidy.casefold() not in known:
            kept.setdefault(tidy)
    byline = ", ".join(kept)
    return byline if byline and len(byline) <= _MAX_BYLINE_CHARS else None


def publisher_of(head: PageHead) -> str:
    """Name the publisher as the page's JSON-LD does, "" where it does not."""
    return next(iter(_names(head.article.get("publisher"))), "")


def text_in(article: Json, *keys: str) -> str:
    """Take the first of these JSON-LD properties that is a text, "" where none is."""
    for key in keys:
        value = article.get(key)
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, str) and value.strip():
            return clean(value).strip()[:MAX_META_CHARS]
    return ""


def _article(tree: html.HtmlElement) -> Json:
    """Find the JSON-LD node that is the article, else the one of the page itself."""
    fallback: Json = {}
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        for node in _nodes(_parsed(script.text or ""), MAX_JSON_DEPTH):
            kinds = node.get("@type")
            names = [str(k) for k in kinds] if isinstance(kinds, list) else [str(kinds)]
            if any(_ARTICLE_TYPES.search(name) for name in names):
                return node
            if not fallback and _PAGE_TYPES.intersection(names):
                fallback = node
    return fallback


def _parsed(source: str) -> object:
    if not source.strip() or len(source) > MAX_JSON_CHARS:
        return None
    for text in (source, _JSON_WRAPPING.sub("", source).strip().rstrip(";")):
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _nodes(value: object, depth: int) -> Iterator[Json]:
    if depth < 0:
        return
    if isinstance(value, list):
        for part in value[:200]:
            yield from _nodes(part, depth - 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _nodes(value.get(key), depth - 1)


def _names(value: object) -> Iterator[str]:
    """Walk the ways JSON-LD writes a person or an organisation."""
    if isinstance(value, str):
        yield clean(value)
    elif isinstance(value, list):
        for part in value[:10]:
            if not isinstance(part, list):
                yield from _names(part)
    elif isinstance(value, dict) and isinstance(name := value.get("name"), str | list):
        yield from _names(name)


def _language(tree: html.HtmlElement, meta: dict[str, str]) -> str | None:
    declared = (tree.get("lang"), tree.get("xml:lang"), meta.get("og:locale"))
    for value in declared:
        if value and (match := _LANGUAGE.fullmatch(value.strip())):
            return match[1].lower()
    return None


def _canonical_link(tree: html.HtmlElement) -> str:
    for link in tree.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and link.get("href"):
            return clean(link.get("href")).strip()[:MAX_META_CHARS]
    return ""


def _joined(base: str, link: str) -> str:
    try:
        return urljoin(base, link) if link else ""
    except ValueError:
        return ""


def _same_site(first: str, second: str) -> bool:
    hosts = (_MOBILE_PREFIX.sub("", host_of(first)), _MOBILE_PREFIX.sub("", host_of(second)))
    return hosts[0] == hosts[1]
