"""What an operator asks: how long the queues are, and how much there is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from monitor.outcomes import Reason
from monitor.store.engine import Tx
from monitor.store.schema import (
    articles,
    deliveries,
    entries,
    feeds,
    matches,
    outlets,
    stories,
    tags,
    watches,
)


def queue_lengths(tx: Tx) -> Mapping[str, int]:
    """Count what waits for each stage.

    Args:
        tx: The open transaction.

    Returns:
        Counts: unharvested entries, unclassified and unmatched articles, pending deliveries.
    """
    waiting = {
        "unharvested": sa.select(sa.func.count())
        .select_from(entries)
        .where(entries.c.outcome.is_(None)),
        "unclassified": sa.select(sa.func.count())
        .select_from(articles)
        .where(articles.c.classified_at.is_(None)),
        "unmatched": sa.select(sa.func.count())
        .select_from(articles)
        .where(articles.c.classified_at.is_not(None), articles.c.matched_at.is_(None)),
        "undelivered": sa.select(sa.func.count())
        .select_from(deliveries)
        .where(deliveries.c.state == "pending"),
    }
    return {name: int(tx.scalar(query) or 0) for name, query in waiting.items()}


def totals(tx: Tx) -> Mapping[str, int]:
    """Count what the store holds.

    Args:
        tx: The open transaction.

    Returns:
        Counts: outlets and feeds in force, entries, articles, stories, matches.
    """
    counted = {
        "outlets": sa.select(sa.func.count())
        .select_from(outlets)
        .where(outlets.c.retired_at.is_(None)),
        "feeds": sa.select(sa.func.count()).select_from(feeds).where(feeds.c.retired_at.is_(None)),
        "entries": sa.select(sa.func.count()).select_from(entries),
        "articles": sa.select(sa.func.count()).select_from(articles),
        "stories": sa.select(sa.func.count()).select_from(stories),
        "matches": sa.select(sa.func.count()).select_from(matches),
    }
    return {name: int(tx.scalar(query) or 0) for name, query in counted.items()}


def list_pairs(tx: Tx) -> tuple[Mapping[str, Any], ...]:
    """List the country pairs of the archive, each with its best proof.

    Args:
        tx: The open transaction.

    Returns:
        Rows with pair, stories, sentence, title, outlet; most stories first.
    """
    rank = (
        sa.func.row_number()
        .over(partition_by=tags.c.value, order_by=(tags.c.score.desc(), tags.c.article_id))
        .label("rank")
    )
    ranked = (
        sa.select(tags, articles.c.title, articles.c.outlet_id, rank)
        .join(articles, articles.c.id == tags.c.article_id)
        .where(tags.c.kind == "pair")
        .subquery()
    )
    counted = (
        sa.select(tags.c.value, sa.func.count(articles.c.story_id.distinct()).label("stories"))
        .join(articles, articles.c.id == tags.c.article_id)
        .where(tags.c.kind == "pair")
        .group_by(tags.c.value)
        .subquery()
    )
    query = (
        sa.select(
            ranked.c.value.label("pair"),
            counted.c.stories,
            ranked.c.evidence.label("sentence"),
            ranked.c.title,
            ranked.c.outlet_id.label("outlet"),
        )
        .join(counted, counted.c.value == ranked.c.value)
        .where(ranked.c.rank == 1)
        .order_by(counted.c.stories.desc(), ranked.c.value)
    )
    return tuple(dict(row._mapping) for row in tx.execute(query))


def count_matches(tx: Tx) -> tuple[Mapping[str, Any], ...]:
    """Count the stories that satisfied each watch.

    Args:
        tx: The open transaction.

    Returns:
        Rows with watch, name, stories, and how many of them were told to nobody (silent).
    """
    silent = sa.func.sum(sa.case((matches.c.is_silent.is_(True), 1), else_=0))
    query = (
        sa.select(
            watches.c.id.label("watch"),
            watches.c.name,
            sa.func.count(matches.c.id).label("stories"),
            sa.func.coalesce(silent, 0).label("silent"),
        )
        .outerjoin(matches, matches.c.watch_id == watches.c.id)
        .where(watches.c.retired_at.is_(None))
        .group_by(watches.c.id, watches.c.name)
        .order_by(watches.c.id)
    )
    return tuple(dict(row._mapping) for row in tx.execute(query))


def list_failed_deliveries(tx: Tx, limit: int) -> tuple[Mapping[str, Any], ...]:
    """List the mails that were given up or wait for another try, newest first.

    Args:
        tx: The open transaction.
        limit: At most so many.

    Returns:
        Rows with id, recipient, state, attempts, reply, next_try_at.
    """
    query = (
        sa.select(
            deliveries.c.id,
            deliveries.c.recipient,
            deliveries.c.state,
            deliveries.c.attempts,
            deliveries.c.reply,
            deliveries.c.next_try_at,
        )
        .where(
            sa.or_(
                deliveries.c.state == "failed",
                sa.and_(deliveries.c.state == "pending", deliveries.c.attempts > 0),
            )
        )
        .order_by(deliveries.c.id.desc())
        .limit(limit)
    )
    return tuple(dict(row._mapping) for row in tx.execute(query))


def list_attention(tx: Tx, *, failures: int) -> tuple[str, ...]:
    """Say in sentences what an operator should look at.

    Args:
        tx: The open transaction.
        failures: A feed counts from so many failed polls in a row.

    Returns:
        One line for each failing feed and each mail that was given up.
    """
    failing = (
        sa.select(feeds)
        .where(
            sa.or_(
                sa.and_(feeds.c.retired_at.is_(None), feeds.c.failure_count >= failures),
                feeds.c.last_reason == Reason.GONE,
            )
        )
        .order_by(feeds.c.outlet_id, feeds.c.url)
    )
    lines = [
        f"feed of {row.outlet_id}: {row.url}: {row.last_outcome} ({row.last_reason}), "
        f"{row.failure_count} polls in a row: {row.last_error or 'no message'}"
        for row in tx.execute(failing)
    ]
    given_up = (
        sa.select(deliveries)
        .where(deliveries.c.state == "failed", deliveries.c.subject_key.not_like("report:%"))
        .order_by(deliveries.c.id.desc())
        .limit(100)
    )
    lines += [
        f"mail {row.id} to {row.recipient} was given up after {row.attempts} attempts: {row.reply}"
        for row in tx.execute(given_up)
    ]
    return tuple(lines)
