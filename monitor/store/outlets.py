"""Outlets and their feeds: what the configuration declares, and what polls left behind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from monitor.model import Feed, FeedSpec, Outlet
from monitor.outcomes import Outcome, Reason
from monitor.store.dialect import put, skip_locked
from monitor.store.engine import Tx
from monitor.store.schema import feeds, outlets


@dataclass(frozen=True, slots=True, kw_only=True)
class PollRecord:
    """What one poll leaves in its feed's row.

    ``etag``, ``last_modified`` and ``body_hash`` replace the old ones only where the poll
    brought a body that was read.
    """

    outcome: Outcome
    reason: Reason | None
    error: str | None
    next_poll_at: datetime
    failure_count: int
    brought_body: bool = False
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    retire: bool = False


def sync_outlets(
    tx: Tx, wanted: Iterable[Outlet], specs: Iterable[FeedSpec], now: datetime
) -> Mapping[str, int]:
    """Make the store's outlets and feeds equal to the configuration's.

    What the configuration no longer holds is retired; its articles stay. A feed that comes back
    goes on where it was.

    Args:
        tx: The open transaction.
        wanted: All outlets to follow.
        specs: All feeds to poll.
        now: The present instant.

    Returns:
        Counts: outlets, feeds, retired_outlets, retired_feeds.
    """
    outlet_ids = [_put_outlet(tx, outlet) for outlet in wanted]
    feed_keys = {_put_feed(tx, spec, now) for spec in specs}
    gone = [
        row.id
        for row in tx.execute(
            sa.select(feeds.c.id, feeds.c.outlet_id, feeds.c.url).where(
                feeds.c.retired_at.is_(None)
            )
        )
        if (row.outlet_id, row.url) not in feed_keys
    ]
    tx.execute(sa.update(feeds).where(feeds.c.id.in_(gone)).values(retired_at=now))
    _forget_gone(tx, feed_keys)
    retired = tx.execute(
        sa.update(outlets)
        .where(outlets.c.retired_at.is_(None), outlets.c.id.not_in(outlet_ids))
        .values(retired_at=now)
    )
    return {
        "outlets": len(outlet_ids),
        "feeds": len(feed_keys),
        "retired_outlets": retired.rowcount,
        "retired_feeds": len(gone),
    }


def _forget_gone(tx: Tx, feed_keys: set[tuple[str, str]]) -> None:
    """Let a feed that answered 410 be tried anew once it was taken out of the configuration."""
    query = sa.select(feeds.c.id, feeds.c.outlet_id, feeds.c.url)
    rows = tx.execute(query.where(feeds.c.last_reason == Reason.GONE))
    removed = [row.id for row in rows if (row.outlet_id, row.url) not in feed_keys]
    tx.execute(sa.update(feeds).where(feeds.c.id.in_(removed)).values(last_reason=None))


def _put_outlet(tx: Tx, outlet: Outlet) -> str:
    row = {
        "id": outlet.id,
        "name": outlet.name,
        "country": outlet.country,
        "kind": outlet.kind,
        "languages": list(outlet.languages),
        "time_zone": outlet.time_zone,
        "names": list(outlet.names),
        "fetch_pages": outlet.fetch_pages,
        "retired_at": None,
    }
    put(tx, outlets, row, ("id",))
    return outlet.id


def _put_feed(tx: Tx, spec: FeedSpec, now: datetime) -> tuple[str, str]:
    row = {
        "outlet_id": spec.outlet_id,
        "url": spec.url,
        "kind": spec.kind,
        "language": spec.language,
        "link_pattern": spec.link_pattern,
        "interval_minutes": spec.interval_minutes,
    }
    same = (feeds.c.outlet_id == spec.outlet_id) & (feeds.c.url == spec.url)
    known = tx.execute(
        sa.update(feeds)
        .where(same)
        .values(**row, **_forgotten_if_changed(spec), retired_at=_still_gone())
    )
    if known.rowcount == 0:
        tx.execute(sa.insert(feeds).values(**row, next_poll_at=now))
    return spec.outlet_id, spec.url


def _forgotten_if_changed(spec: FeedSpec) -> dict[str, Any]:
    # Read in another way, an unchanged body says something new: it must be fetched and read again.
    is_changed = sa.or_(
        feeds.c.kind != spec.kind,
        feeds.c.link_pattern.is_distinct_from(spec.link_pattern),
    )
    return {
        name: sa.case((is_changed, sa.null()), else_=feeds.c[name])
        for name in ("etag", "last_modified", "body_hash")
    }


def _still_gone() -> Any:
    # A feed that answered 410 stays retired though the configuration still names it.
    return sa.case((feeds.c.last_reason == Reason.GONE, feeds.c.retired_at), else_=sa.null())


def list_outlets(tx: Tx, *, with_retired: bool = False) -> tuple[Outlet, ...]:
    """List the outlets we follow.

    Args:
        tx: The open transaction.
        with_retired: True for those too that the configuration no longer holds.

    Returns:
        The outlets, by id.
    """
    query = sa.select(outlets).order_by(outlets.c.id)
    if not with_retired:
        query = query.where(outlets.c.retired_at.is_(None))
    return tuple(
        Outlet(
            id=row.id,
            name=row.name,
            country=row.country,
            kind=row.kind,
            languages=tuple(row.languages),
            time_zone=row.time_zone,
            names=tuple(row.names),
            fetch_pages=row.fetch_pages,
        )
        for row in tx.execute(query)
    )


def claim_due_feeds(tx: Tx, *, now: datetime, lease: timedelta, limit: int) -> tuple[Feed, ...]:
    """Take feeds whose time has come, so that no one else polls them during the lease.

    Args:
        tx: The open transaction.
        now: The present instant.
        lease: How long the claim holds if we die.
        limit: At most so many.

    Returns:
        The claimed feeds, longest due first.
    """
    due = (
        sa.select(feeds.c.id)
        .where(
            feeds.c.retired_at.is_(None),
            feeds.c.next_poll_at <= now,
            sa.or_(feeds.c.claimed_until.is_(None), feeds.c.claimed_until <= now),
        )
        .order_by(feeds.c.next_poll_at, feeds.c.id)
        .limit(limit)
    )
    ids = list(tx.scalars(skip_locked(due, tx)))
    tx.execute(sa.update(feeds).where(feeds.c.id.in_(ids)).values(claimed_until=now + lease))
    rows = {row.id: row for row in tx.execute(sa.select(feeds).where(feeds.c.id.in_(ids)))}
    return tuple(_feed(rows[feed_id]) for feed_id in ids)


def list_feeds(tx: Tx) -> tuple[Feed, ...]:
    """List the feeds of the configuration, with the state their last polls left.

    Args:
        tx: The open transaction.

    Returns:
        The feeds by outlet and address: those we poll, and those that were retired because their
        server said that they are gone.
    """
    followed = sa.or_(feeds.c.retired_at.is_(None), feeds.c.last_reason == Reason.GONE)
    query = (
        sa.select(feeds)
        .join(outlets, outlets.c.id == feeds.c.outlet_id)
        .where(followed, outlets.c.retired_at.is_(None))
        .order_by(feeds.c.outlet_id, feeds.c.url)
    )
    return tuple(_feed(row) for row in tx.execute(query))


def record_poll(tx: Tx, feed_id: int, record: PollRecord, now: datetime) -> None:
    """Write how a poll ended and give the claim back.

    Args:
        tx: The transaction that also holds the entries the validators cover.
        feed_id: The polled feed.
        record: What the poll left.
        now: The instant of the poll.
    """
    values: dict[str, Any] = {
        "last_outcome": record.outcome,
        "last_reason": record.reason,
        "last_error": record.error,
        "last_polled_at": now,
        "next_poll_at": record.next_poll_at,
        "failure_count": record.failure_count,
        "claimed_until": None,
    }
    if record.failure_count == 0:
        values["last_success_at"] = now
    if record.outcome is Outcome.LISTED:
        # A feed that was empty so far still has its back catalogue to come.
        values["first_polled_at"] = sa.func.coalesce(feeds.c.first_polled_at, now)
    if record.brought_body:
        values |= {
            "etag": record.etag,
            "last_modified": record.last_modified,
            "body_hash": record.body_hash,
        }
    if record.retire:
        values["retired_at"] = now
    tx.execute(sa.update(feeds).where(feeds.c.id == feed_id).values(**values))


def _feed(row: sa.Row[Any]) -> Feed:
    return Feed(
        id=row.id,
        spec=FeedSpec(
            outlet_id=row.outlet_id,
            url=row.url,
            kind=row.kind,
            language=row.language,
            link_pattern=row.link_pattern,
            interval_minutes=row.interval_minutes,
        ),
        next_poll_at=row.next_poll_at,
        etag=row.etag,
        last_modified=row.last_modified,
        body_hash=row.body_hash,
        first_polled_at=row.first_polled_at,
        last_polled_at=row.last_polled_at,
        last_success_at=row.last_success_at,
        last_outcome=Outcome(row.last_outcome) if row.last_outcome else None,
        last_reason=Reason(row.last_reason) if row.last_reason else None,
        last_error=row.last_error,
        failure_count=row.failure_count,
    )
