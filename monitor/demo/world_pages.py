"""Rendering of the sample world: articles into pages, feeds and lists, pure given the instant."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from monitor.demo.world_dates import fill_dates, write_date
from monitor.demo.world_records import (
    ServedPage,
    WorldArticle,
    WorldFeed,
    WorldFiles,
    WorldOutlet,
    path_of,
)
from monitor.urls import host_of

# Enough to look like a page, few enough that a link list never outweighs the article.
RELATED_COUNT = 4
# What stands on the first page of a list; older articles are behind its pager.
LISTED_WITHIN = timedelta(days=4)
_FEED_TEMPLATES = {
    "rss": ("feeds/rss.xml", "application/rss+xml"),
    "rss_content": ("feeds/rss.xml", "application/rss+xml"),
    "rdf": ("feeds/rdf.xml", "application/rdf+xml"),
    "atom": ("feeds/atom.xml", "application/atom+xml"),
    "atom_content": ("feeds/atom.xml", "application/atom+xml"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An article as it reads at the world's start: its dates filled, its time in its zone."""

    article: WorldArticle
    url: str
    title: str
    summary: str
    paragraphs: tuple[str, ...]
    published: datetime
    date_text: str


def render_pages(
    outlets: Iterable[WorldOutlet],
    articles: Iterable[WorldArticle],
    files: WorldFiles,
    start: datetime,
) -> dict[tuple[str, str], ServedPage]:
    """Render every page and feed of the world.

    Args:
        outlets: The outlets.
        articles: Their articles.
        files: Templates and the other package data.
        start: The world's present, aware.

    Returns:
        Host and path to what is served there.
    """
    press = _Press(files)
    everything = tuple(articles)
    pages: dict[tuple[str, str], ServedPage] = {}
    for outlet in outlets:
        own = [_told(outlet, a, start) for a in everything if a.outlet_id == outlet.id]
        newest_first = sorted(own, key=lambda told: told.published, reverse=True)
        pages |= press.articles(outlet, newest_first)
        for feed in outlet.feeds:
            pages |= press.feed(outlet, feed, newest_first, start)
    return pages


def _told(outlet: WorldOutlet, article: WorldArticle, start: datetime) -> Told:
    moment = start.astimezone(ZoneInfo(outlet.time_zone)).replace(second=0, microsecond=0)
    published = moment - timedelta(minutes=article.published_minutes_before)
    return Told(
        article=article,
        url=article.url,
        title=fill_dates(article.title, published),
        summary=fill_dates(article.summary, published),
        paragraphs=tuple(fill_dates(part, published) for part in article.paragraphs),
        published=published,
        date_text=write_date(published, outlet.page_dates[article.language], article.language),
    )


class _Press:
    """The templates of the world, compiled once for one rendering."""

    def __init__(self, files: WorldFiles) -> None:
        self._files = files
        self._templates = Environment(
            loader=DictLoader(dict(files.templates)),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["json"] = _json

    def articles(
        self, outlet: WorldOutlet, newest_first: list[Told]
    ) -> dict[tuple[str, str], ServedPage]:
        """Render the page of each article; a missing one has none."""
        return {
            (told.article.host, told.article.path): self._article(outlet, told, newest_first)
            for told in newest_first
            if told.article.serve != "missing"
        }

    def feed(
        self, outlet: WorldOutlet, feed: WorldFeed, newest_first: list[Told], start: datetime
    ) -> dict[tuple[str, str], ServedPage]:
        """Render a feed, or the pages of a list."""
        at = (host_of(feed.url), path_of(feed.url))
        if feed.status != 200:
            return {at: _page(feed.status, "text/plain; charset=utf-8", b"", None)}
        listed = [told for told in newest_first if feed.id in told.article.in_feeds]
        if feed.format == "listing":
            return self._listing(outlet, feed, listed, start)
        return {at: self._xml(outlet, feed, listed)}

    def _article(self, outlet: WorldOutlet, told: Told, newest_first: list[Told]) -> ServedPage:
        if told.article.serve == "pdf":
            return _page(200, "application/pdf", self._files.pdf, told.published)
        layout = "consent.html" if told.article.serve == "consent" else outlet.layout
        related = [
            other
            for other in newest_first
            if other is not told and other.article.language == told.article.language
        ][:RELATED_COUNT]
        return self._html(
            outlet, layout, told.article.language, told.published, told=told, related=related
        )

    def _listing(
        self, outlet: WorldOutlet, feed: WorldFeed, listed: list[Told], start: datetime
    ) -> dict[tuple[str, str], ServedPage]:
        host, path = host_of(feed.url), path_of(feed.url)
        layout = outlet.layout.replace(".html", "_list.html")
        recent = [told for told in listed if told.published >= start - LISTED_WITHIN]
        newest = recent[0].published if recent else None
        sides = {(host, path): (recent, 1), (host, f"{path}/page/2"): (listed[-1:], 2)}
        return {
            at: self._html(outlet, layout, feed.language, newest, listed=some, feed=feed, number=n)
            for at, (some, n) in sides.items()
        }

    def _html(
        self,
        outlet: WorldOutlet,
        layout: str,
        language: str,
        modified: datetime | None,
        **more: object,
    ) -> ServedPage:
        text = self._templates.get_template(f"layouts/{layout}").render(
            outlet=outlet,
            chrome=outlet.chrome[language],
            language=language,
            sample_notice=self._files.notices[language],
            **more,
        )
        charset = f"; charset={outlet.charset}" if outlet.charset_in_header else ""
        return _page(200, f"text/html{charset}", text.encode(outlet.charset), modified)

    def _xml(self, outlet: WorldOutlet, feed: WorldFeed, listed: list[Told]) -> ServedPage:
        template, media_type = _FEED_TEMPLATES[feed.format]
        newest = listed[0].published if listed else None
        text = self._templates.get_template(template).render(
            outlet=outlet,
            feed=feed,
            home=f"http://{host_of(feed.url)}/",
            built=_feed_date(feed, newest) if newest else None,
            entries=[(told, _feed_date(feed, told.published)) for told in listed],
            with_content=feed.format.endswith("_content"),
            html=_html_of,
        )
        content_type = f"{media_type}; charset={outlet.charset}"
        return _page(200, content_type, text.encode(outlet.charset), newest)


def _feed_date(feed: WorldFeed, moment: datetime) -> str | None:
    if feed.dates == "none":
        return None
    if feed.dates == "iso":
        return moment.isoformat()
    if feed.dates == "rfc822_gmt":
        return format_datetime(moment.astimezone(UTC), usegmt=True)
    return format_datetime(moment)


def _html_of(told: Told) -> Markup:
    return Markup("\n").join(Markup("<p>{}</p>").format(part) for part in told.paragraphs)


def _json(value: object) -> Markup:
    # "<" and "&" as escapes: the text stands within a script element.
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return Markup(text.replace("<", "\\u003c").replace("&", "\\u0026"))  # noqa: S704


def _page(status: int, content_type: str, body: bytes, modified: datetime | None) -> ServedPage:
    return ServedPage(
        status=status,
        content_type=content_type,
        body=body,
        etag=f'"{hashlib.sha256(body).hexdigest()[:20]}"',
        last_modified=modified.astimezone(UTC) if modified else None,
    )
