"""Watches and the stories that satisfy them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa

from monitor.model import Match, TaggedArticle, Watch
from monitor.store.dialect import insert_new, put
from monitor.store.engine import Tx
from monitor.store.schema import articles, matches, stories, watches
from monitor.store.stories import load_tagged


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmatchedArticle:
    """A classified article that no watch has been asked about."""

    tagged: TaggedArticle
    story_id: int
    story_first_seen_at: datetime
    may_alert: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedMatch:
    """What came of keeping a match: ``told_id`` is its id where somebody is to be told."""

    is_new: bool
    told_id: int | None


def sync_watches(tx: Tx, wanted: Iterable[Watch], now: datetime) -> int:
    """Make the store's watches equal to the configuration's; those gone from it are retired.

    Args:
        tx: The open transaction.
        wanted: All watches.
        now: The present instant: a new watch looks at nothing seen before.

    Returns:
        How many watches there are.
    """
    added_at = {
        row.id: row.added_at for row in tx.execute(sa.select(watches)) if not row.retired_at
    }
    ids = []
    for watch in wanted:
        row = {
            "id": watch.id,
            "name": watch.name,
            "query": watch.query,
            "recipients": list(watch.recipients),
            "rhythm": watch.rhythm,
            "added_at": added_at.get(watch.id, now),
            "retired_at": None,
        }
        put(tx, watches, row, ("id",))
        ids.append(watch.id)
    gone = sa.update(watches).where(watches.c.retired_at.is_(None), watches.c.id.not_in(ids))
    tx.execute(gone.values(retired_at=now))
    return len(ids)


def list_watches(tx: Tx) -> tuple[tuple[Watch, datetime], ...]:
    """List the watches in force, each with the instant since which it looks.

    Args:
        tx: The open transaction.

    Returns:
        The watches, by id.
    """
    query = sa.select(watches).where(watches.c.retired_at.is_(None)).order_by(watches.c.id)
    return tuple(
        (
            Watch(
                id=row.id,
                name=row.name,
                query=row.query,
                recipients=tuple(row.recipients),
                rhythm=row.rhythm,
            ),
            row.added_at,
        )
        for row in tx.execute(query)
    )


def list_watch_ids(tx: Tx) -> tuple[str, ...]:
    """List the ids of all watches there ever were.

    Args:
        tx: The open transaction.

    Returns:
        The ids, in their order.
    """
    return tuple(tx.scalars(sa.select(watches.c.id).order_by(watches.c.id)))


def list_unmatched(tx: Tx, limit: int, *, after_id: int = 0) -> tuple[UnmatchedArticle, ...]:
    """List classified articles that no watch has been asked about.

    Args:
        tx: The open transaction.
        limit: At most so many.
        after_id: Only articles with a greater id.

    Returns:
        The articles, in the order of their ids.
    """
    query = (
        sa.select(
            articles.c.id,
            articles.c.story_id,
            articles.c.may_alert,
            stories.c.first_seen_at,
        )
        .join(stories, stories.c.id == articles.c.story_id)
        .where(
            articles.c.classified_at.is_not(None),
            articles.c.matched_at.is_(None),
            articles.c.id > after_id,
        )
        .order_by(articles.c.id)
        .limit(limit)
    )
    rows = {row.id: row for row in tx.execute(query)}
    return tuple(
        UnmatchedArticle(
            tagged=tagged,
            story_id=rows[tagged.id].story_id,
            story_first_seen_at=rows[tagged.id].first_seen_at,
            may_alert=rows[tagged.id].may_alert,
        )
        for tagged in load_tagged(tx, list(rows))
    )


def mark_matched(tx: Tx, article_id: int, now: datetime) -> None:
    """Write that all watches were asked about an article.

    Args:
        tx: The transaction that also holds its matches.
        article_id: The article.
        now: The present instant.
    """
    tx.execute(sa.update(articles).where(articles.c.id == article_id).values(matched_at=now))


def add_match(
    tx: Tx, match: Match, story_id: int, *, is_silent: bool, now: datetime
) -> RecordedMatch:
    """Keep that a story satisfies a watch: once, or once more where it was only silent before.

    Args:
        tx: The open transaction.
        match: The watch, the article, the evidence.
        story_id: The article's story.
        is_silent: True where nobody is to be told.
        now: The present instant.

    Returns:
        Whether the match is new, and its id where it is to be told now.
    """
    row = {
        "watch_id": match.watch_id,
        "story_id": story_id,
        "article_id": match.article_id,
        "matched_at": now,
        "is_silent": is_silent,
        "evidence": [asdict(evidence) for evidence in match.evidence],
    }
    ids = insert_new(tx, matches, [row], ("watch_id", "story_id"))
    if ids or is_silent:
        return RecordedMatch(is_new=bool(ids), told_id=None if is_silent else ids[0])
    spoken = sa.update(matches).where(
        matches.c.watch_id == match.watch_id,
        matches.c.story_id == story_id,
        matches.c.is_silent.is_(True),
    )
    told_id = tx.execute(spoken.values(**row).returning(matches.c.id)).scalar_one_or_none()
    return RecordedMatch(is_new=False, told_id=told_id)
