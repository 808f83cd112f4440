"""Choosing stories for an export: filters that the database answers, in the order of time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from monitor.model import Story, TaggedArticle
from monitor.store.engine import Store, Tx
from monitor.store.schema import articles, matches, stories, tags
from monitor.store.stories import load_stories, load_tagged

# Stories held in memory at a time: enough that the queries are few, little beside the program.
_BATCH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryFilter:
    """What a story must be: one of its articles alone satisfies all but ``watch_id``.

    ``since`` is inclusive, ``until`` exclusive; both look at the instant an article is dated by.
    """

    watch_id: str | None = None
    pair: str | None = None
    country: str | None = None
    outlet_id: str | None = None
    language: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def stream_stories(
    store: Store,
    wanted: StoryFilter,
    satisfies: Callable[[TaggedArticle], bool] | None = None,
) -> Iterator[Story]:
    """Give the stories that pass a filter, oldest first, a batch in memory at a time.

    Args:
        store: The database.
        wanted: The filter.
        satisfies: A further question to the articles that pass it, None for none.

    Yields:
        The stories, by the time they were first seen.
    """
    after: tuple[datetime, int] | None = None
    while True:
        with store.read() as tx:
            batch = _next_ids(tx, wanted, after)
            if not batch:
                return
            after = (batch[-1].first_seen_at, batch[-1].id)
            ids = [row.id for row in batch]
            if satisfies is not None:
                ids = _satisfying(tx, ids, wanted, satisfies)
            found = load_stories(tx, ids)
        yield from found


def count_stories(store: Store, wanted: StoryFilter) -> int:
    """Count the stories that pass a filter.

    Args:
        store: The database.
        wanted: The filter.

    Returns:
        The number, before any further question is asked.
    """
    with store.read() as tx:
        query = sa.select(sa.func.count()).select_from(stories).where(*_conditions(wanted))
        return int(tx.scalar(query) or 0)


def _next_ids(
    tx: Tx, wanted: StoryFilter, after: tuple[datetime, int] | None
) -> Sequence[sa.Row[Any]]:
    query = sa.select(stories.c.id, stories.c.first_seen_at).where(*_conditions(wanted))
    if after is not None:
        seen_at, story_id = after
        query = query.where(
            sa.or_(
                stories.c.first_seen_at > seen_at,
                sa.and_(stories.c.first_seen_at == seen_at, stories.c.id > story_id),
            )
        )
    return tx.execute(query.order_by(stories.c.first_seen_at, stories.c.id).limit(_BATCH)).all()


def _conditions(wanted: StoryFilter) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = [
        sa.exists().where(articles.c.story_id == stories.c.id, *_article_conditions(wanted))
    ]
    if wanted.watch_id is not None:
        found.append(
            sa.exists().where(
                matches.c.story_id == stories.c.id, matches.c.watch_id == wanted.watch_id
            )
        )
    return found


def _article_conditions(wanted: StoryFilter) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    for kind, value in (("pair", wanted.pair), ("country", wanted.country)):
        if value is not None:
            found.append(
                sa.exists().where(
                    tags.c.article_id == articles.c.id, tags.c.kind == kind, tags.c.value == value
                )
            )
    if wanted.outlet_id is not None:
        found.append(articles.c.outlet_id == wanted.outlet_id)
    if wanted.language is not None:
        found.append(articles.c.language == wanted.language)
    if wanted.since is not None:
        found.append(articles.c.dated_at >= wanted.since)
    if wanted.until is not None:
        found.append(articles.c.dated_at < wanted.until)
    return found


def _satisfying(
    tx: Tx,
    story_ids: Sequence[int],
    wanted: StoryFilter,
    satisfies: Callable[[TaggedArticle], bool],
) -> list[int]:
    query = sa.select(articles.c.id, articles.c.story_id).where(
        articles.c.story_id.in_(story_ids), *_article_conditions(wanted)
    )
    story_of = {row.id: row.story_id for row in tx.execute(query)}
    good = {story_of[a.id] for a in load_tagged(tx, list(story_of)) if satisfies(a)}
    return [story_id for story_id in story_ids if story_id in good]
