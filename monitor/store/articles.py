"""The articles taken out of the pages of entries."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from monitor.model import Article, BodySource, Published, dated_at
from monitor.store.dialect import insert_new
from monitor.store.engine import Tx
from monitor.store.schema import articles, entries


@dataclass(frozen=True, slots=True, kw_only=True)
class NewArticle:
    """An article as harvest hands it over."""

    outlet_id: str
    url: str
    title: str
    body: str
    body_source: BodySource
    byline: str | None
    language: str | None
    published: Published
    first_seen_at: datetime
    may_alert: bool


def find_article_id(tx: Tx, urls: Sequence[str]) -> int | None:
    """Find the article that stands at, or was reached by, one of some addresses.

    Args:
        tx: The open transaction.
        urls: Canonical URLs.

    Returns:
        The article's id, None where there is none.
    """
    standing = sa.select(articles.c.id).where(articles.c.url.in_(urls))
    reached = sa.select(entries.c.article_id).where(
        entries.c.canonical_url.in_(urls), entries.c.article_id.is_not(None)
    )
    return tx.scalar(standing.limit(1)) or tx.scalar(reached.limit(1))


def add_article(tx: Tx, new: NewArticle, now: datetime) -> int | None:
    """Keep an article, unless its address is known.

    Args:
        tx: The open transaction.
        new: The article.
        now: The instant of the harvest.

    Returns:
        Its id, None where the address was known.
    """
    row = {
        "outlet_id": new.outlet_id,
        "url": new.url,
        "title": new.title,
        "body": new.body,
        "body_source": new.body_source,
        "byline": new.byline,
        "language": new.language,
        "published_raw": new.published.raw,
        "published_at": new.published.at,
        "published_on": new.published.on,
        "first_seen_at": new.first_seen_at,
        "dated_at": dated_at(new.published, new.first_seen_at),
        "harvested_at": now,
        "may_alert": new.may_alert,
    }
    ids = insert_new(tx, articles, [row], ("url",))
    return ids[0] if ids else None


def list_unclassified(tx: Tx, limit: int, passed_over: Collection[int] = ()) -> tuple[Article, ...]:
    """List articles that have no tags and no story yet, in the order they were first seen.

    Args:
        tx: The open transaction.
        limit: At most so many.
        passed_over: Ids of articles that are not wanted.

    Returns:
        The articles.
    """
    query = (
        sa.select(articles)
        .where(articles.c.classified_at.is_(None), articles.c.id.not_in(passed_over))
        .order_by(articles.c.first_seen_at, articles.c.id)
        .limit(limit)
    )
    return tuple(article_of(row) for row in tx.execute(query))


def article_of(row: sa.Row[Any]) -> Article:
    """Make the record of an article's row.

    Args:
        row: All columns of ``articles``.

    Returns:
        The record.
    """
    return Article(
        id=row.id,
        outlet_id=row.outlet_id,
        url=row.url,
        title=row.title,
        body=row.body,
        language=row.language,
        first_seen_at=row.first_seen_at,
        published=Published(raw=row.published_raw, at=row.published_at, on=row.published_on),
        byline=row.byline,
        body_source=row.body_source,
        may_alert=row.may_alert,
        story_id=row.story_id,
    )
