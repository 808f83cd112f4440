"""Entries: what the feeds listed, and how the work on each ended."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from monitor.model import Entry, Published
from monitor.outcomes import Outcome, Reason
from monitor.store.dialect import insert_new, skip_locked
from monitor.store.engine import Tx
from monitor.store.schema import entries, feeds
from monitor.urls import canonical_url, host_of

# A row of a Postgres index holds 2,700 bytes. Longer keys are hashed; a longer link is no address
# that any server takes.
_MOST_KEY_CHARS = 500
_MOST_LINK_BYTES = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingEntry:
    """An entry that has no outcome yet."""

    id: int
    feed_url: str
    outlet_id: str
    feed_language: str | None
    entry: Entry
    is_first_poll: bool
    first_seen_at: datetime
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryEnd:
    """How the work on an entry ended; ``next_try_at`` is set where it has not ended yet."""

    outcome: Outcome
    reason: Reason | None = None
    error: str | None = None
    next_try_at: datetime | None = None


def add_entries(
    tx: Tx, feed_id: int, listed: Sequence[Entry], *, now: datetime, is_first_poll: bool
) -> int:
    """Keep the entries a poll listed; those known before are only seen again.

    Args:
        tx: The open transaction.
        feed_id: The polled feed.
        listed: The entries, newest first or as the feed has them.
        now: The instant of the poll.
        is_first_poll: True if the feed was never read before.

    Returns:
        How many were new.
    """
    rows = [_entry_row(feed_id, entry, now, is_first_poll) for entry in listed]
    new = insert_new(tx, entries, rows, ("feed_id", "key"))
    tx.execute(
        sa.update(entries)
        .where(entries.c.feed_id == feed_id, entries.c.key.in_([row["key"] for row in rows]))
        .values(last_seen_at=now)
    )
    return len(new)


def fits_an_index(url: str) -> bool:
    """Tell whether an address can be looked up by.

    Args:
        url: Any address.

    Returns:
        False for one that is too long for the index of every database.
    """
    return len(url.encode("utf-8", "replace")) <= _MOST_LINK_BYTES


def _stored_key(key: str) -> str:
    if len(key) <= _MOST_KEY_CHARS:
        return key
    return "blake2b:" + hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=20).hexdigest()


def _entry_row(feed_id: int, entry: Entry, now: datetime, is_first_poll: bool) -> dict[str, Any]:
    link = entry.link if entry.link and fits_an_index(entry.link) else None
    return {
        "feed_id": feed_id,
        "key": _stored_key(entry.key),
        "link": link,
        "canonical_url": canonical_url(link) if link else None,
        "host": host_of(link or ""),
        "title": entry.title,
        "published_raw": entry.published.raw,
        "published_at": entry.published.at,
        "published_on": entry.published.on,
        "summary": entry.summary,
        "content": entry.content,
        "is_first_poll": is_first_poll,
        "first_seen_at": now,
        "last_seen_at": now,
        "next_try_at": now,
    }


def claim_unharvested(
    tx: Tx, *, now: datetime, lease: timedelta, limit: int, per_host: int
) -> tuple[PendingEntry, ...]:
    """Take entries that have no outcome yet, a few of each host.

    Args:
        tx: The open transaction.
        now: The present instant.
        lease: How long the claim holds if we die.
        limit: At most so many.
        per_host: At most so many of one host, so that one host's queue does not fill the batch.

    Returns:
        The claimed entries, oldest first within a host.
    """
    open_now = sa.and_(
        entries.c.outcome.is_(None),
        entries.c.next_try_at <= now,
        sa.or_(entries.c.claimed_until.is_(None), entries.c.claimed_until <= now),
    )
    rank = sa.func.row_number().over(partition_by=entries.c.host, order_by=entries.c.id)
    ranked = sa.select(entries.c.id, rank.label("rank")).where(open_now).subquery()
    wanted = sa.select(ranked.c.id).where(ranked.c.rank <= per_host).order_by(ranked.c.rank)
    ids = list(tx.scalars(wanted.limit(limit)))
    locked = sa.select(entries.c.id).where(entries.c.id.in_(ids), open_now)
    ids = list(tx.scalars(skip_locked(locked, tx)))
    tx.execute(sa.update(entries).where(entries.c.id.in_(ids)).values(claimed_until=now + lease))
    query = (
        sa.select(entries, feeds.c.outlet_id, feeds.c.language, feeds.c.url.label("feed_url"))
        .join(feeds, feeds.c.id == entries.c.feed_id)
        .where(entries.c.id.in_(ids))
        .order_by(entries.c.id)
    )
    return tuple(_pending(row) for row in tx.execute(query))


def _pending(row: sa.Row[Any]) -> PendingEntry:
    return PendingEntry(
        id=row.id,
        feed_url=row.feed_url,
        outlet_id=row.outlet_id,
        feed_language=row.language,
        is_first_poll=row.is_first_poll,
        first_seen_at=row.first_seen_at,
        attempts=row.attempts,
        entry=Entry(
            key=row.key,
            link=row.link,
            title=row.title,
            published=Published(raw=row.published_raw, at=row.published_at, on=row.published_on),
            summary=row.summary,
            content=row.content,
        ),
    )


def end_entry(
    tx: Tx, entry_id: int, end: EntryEnd, *, now: datetime, article_id: int | None = None
) -> None:
    """Write how the work on an entry ended, or when to try again, and give the claim back.

    Args:
        tx: The open transaction.
        entry_id: The entry.
        end: The outcome; where it has a ``next_try_at`` the entry stays open until then.
        now: The present instant.
        article_id: The article it led to, None where there is none.
    """
    is_open = end.next_try_at is not None
    tx.execute(
        sa.update(entries)
        .where(entries.c.id == entry_id)
        .values(
            outcome=None if is_open else end.outcome,
            reason=end.reason,
            error=end.error,
            attempts=entries.c.attempts + 1,
            next_try_at=end.next_try_at,
            claimed_until=None,
            ended_at=None if is_open else now,
            article_id=article_id,
        )
    )


def count_outcomes(tx: Tx) -> tuple[Mapping[str, Any], ...]:
    """Count the entries of each outlet by outcome and reason; open ones have None for both.

    Args:
        tx: The open transaction.

    Returns:
        Rows with outlet, outcome, reason, count; they add up to the entries seen.
    """
    reason = sa.case((entries.c.outcome.is_not(None), entries.c.reason), else_=sa.null())
    query = (
        sa.select(
            feeds.c.outlet_id.label("outlet"),
            entries.c.outcome,
            reason.label("reason"),
            sa.func.count().label("count"),
        )
        .join(feeds, feeds.c.id == entries.c.feed_id)
        .group_by(feeds.c.outlet_id, entries.c.outcome, reason)
        .order_by(feeds.c.outlet_id, entries.c.outcome, reason)
    )
    return tuple(dict(row._mapping) for row in tx.execute(query))
