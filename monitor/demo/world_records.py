"""The records of the sample world: its outlets, its articles and the pages it serves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit

FeedFormat = Literal["rss", "rss_content", "rdf", "atom", "atom_content", "listing"]
DateHabit = Literal["rfc822", "rfc822_gmt", "iso", "none"]
Serving = Literal["article", "pdf", "missing", "consent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedPage:
    """What one address answers."""

    status: int
    content_type: str
    body: bytes
    etag: str
    last_modified: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldFeed:
    """One address of a sample outlet that lists its articles.

    ``link_suffix`` is appended to every link; a ``status`` other than 200 is all that a dead
    feed answers.
    """

    id: str
    url: str
    format: FeedFormat
    language: str
    title: str
    dates: DateHabit = "rfc822"
    link_suffix: str = ""
    status: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldOutlet:
    """A sample outlet: its hosts by language, its layout and its habits.

    ``page_dates`` are the patterns of the date on its pages and ``chrome`` the words around an
    article (menu, ticker, footer), both by language.
    """

    id: str
    name: str
    time_zone: str
    layout: str
    hosts: Mapping[str, str]
    page_dates: Mapping[str, str]
    chrome: Mapping[str, Mapping[str, str | tuple[str, ...]]]
    feeds: tuple[WorldFeed, ...]
    charset: str = "utf-8"
    charset_in_header: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What a reader would say of a sample article.

    ``story`` is shared by the articles that carry one text; ``series`` by look-alikes that are
    different stories. ``copy_of`` names the article that a wire copy was made from.
    """

    countries: tuple[str, ...]
    pairs: tuple[str, ...]
    story: str
    organisations: tuple[str, ...] = ()
    reporter: str | None = None
    origin: str | None = None
    copy_of: str | None = None
    series: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldArticle:
    """One sample article; title, summary and body may hold dates that are filled at rendering.

    ``id`` is the outlet's id and the name of its file, ``serve`` what its address answers.
    """

    id: str
    outlet_id: str
    host: str
    path: str
    title: str
    language: str
    published_minutes_before: int
    summary: str
    body: str
    in_feeds: tuple[str, ...]
    truth: Truth
    byline: str | None = None
    serve: Serving = "article"
    is_short: bool = False

    @property
    def url(self) -> str:
        """Name the address of the article's page."""
        return f"http://{self.host}{self.path}"

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Split the body where a line is empty."""
        return tuple(part.strip() for part in self.body.split("\n\n") if part.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldFiles:
    """The rest of the package data that pages are made from."""

    notices: Mapping[str, str]
    templates: Mapping[str, str]
    pdf: bytes = field(repr=False)


def path_of(url: str) -> str:
    """Take the part of an address that a request line carries.

    Args:
        url: An absolute URL.

    Returns:
        The path, with the query where there is one.
    """
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")
