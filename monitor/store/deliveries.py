"""The outbox: mails to come, mails under way, and how they ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from monitor.model import Delivery, Evidence
from monitor.store.dialect import insert_new, skip_locked
from monitor.store.engine import Tx
from monitor.store.schema import deliveries, delivery_matches, matches, watches


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A mail that a match may go into: its key is unique for a recipient, for ever."""

    recipient: str
    rhythm: str
    subject_key: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryContent:
    """What a delivery has to tell: a story, by which watch, with which words."""

    story_id: int
    watch_name: str
    article_id: int
    evidence: tuple[Evidence, ...]


def open_slot(tx: Tx, slot: Slot, now: datetime) -> None:
    """Make a mail, unless the recipient has one of that key already, sent or not.

    Args:
        tx: The open transaction.
        slot: The mail.
        now: The present instant.
    """
    row = {
        "recipient": slot.recipient,
        "rhythm": slot.rhythm,
        "subject_key": slot.subject_key,
        "state": "pending",
        "next_try_at": slot.due_at,
        "created_at": now,
    }
    insert_new(tx, deliveries, [row], ("recipient", "subject_key"))


def put_into_slot(tx: Tx, slot: Slot, match_id: int, now: datetime) -> bool:
    """Put a match into a mail that has not gone out, making the mail if there is none.

    Args:
        tx: The transaction that also holds the match.
        slot: The mail.
        match_id: The match.
        now: The present instant.

    Returns:
        False if that mail is gone, or going, already.
    """
    open_slot(tx, slot, now)
    # An update, not a look: on Postgres it waits for whoever is sending this mail right now.
    still_open = sa.update(deliveries).where(
        deliveries.c.recipient == slot.recipient,
        deliveries.c.subject_key == slot.subject_key,
        deliveries.c.state == "pending",
        deliveries.c.attempts == 0,
        deliveries.c.claimed_until.is_(None),
    )
    delivery_id = tx.execute(
        still_open.values(state="pending").returning(deliveries.c.id)
    ).scalar_one_or_none()
    if delivery_id is None:
        return False
    tx.execute(sa.insert(delivery_matches).values(delivery_id=delivery_id, match_id=match_id))
    return True


def claim_due_deliveries(
    tx: Tx, *, now: datetime, lease: timedelta, limit: int
) -> tuple[Delivery, ...]:
    """Take mails that are due, so that no one else sends them and nothing more goes into them.

    Args:
        tx: The open transaction.
        now: The present instant.
        lease: How long the claim holds if we die.
        limit: At most so many.

    Returns:
        The deliveries, longest due first.
    """
    due = (
        sa.select(deliveries.c.id)
        .where(
            deliveries.c.state == "pending",
            deliveries.c.next_try_at <= now,
            sa.or_(deliveries.c.claimed_until.is_(None), deliveries.c.claimed_until <= now),
        )
        .order_by(deliveries.c.next_try_at, deliveries.c.id)
        .limit(limit)
    )
    ids = list(tx.scalars(skip_locked(due, tx)))
    claim = sa.update(deliveries).where(deliveries.c.id.in_(ids))
    tx.execute(claim.values(claimed_until=now + lease))
    query = sa.select(deliveries).where(deliveries.c.id.in_(ids)).order_by(deliveries.c.id)
    return tuple(_delivery(row) for row in tx.execute(query))


def _delivery(row: sa.Row[Any]) -> Delivery:
    kind, _, period = row.subject_key.partition(":")
    return Delivery(
        id=row.id,
        recipient=row.recipient,
        rhythm=row.rhythm,
        period=None if kind == "story" else period,
        attempts=row.attempts,
        created_at=row.created_at,
        is_report=kind == "report",
    )


def load_content(tx: Tx, delivery: Delivery) -> tuple[DeliveryContent, ...]:
    """Load what a delivery has to tell.

    Args:
        tx: The open transaction.
        delivery: The delivery.

    Returns:
        One record for each match in it whose watch still names the recipient, in the order they
        were made.
    """
    query = (
        sa.select(matches, watches.c.name.label("watch_name"), watches.c.recipients)
        .join(delivery_matches, delivery_matches.c.match_id == matches.c.id)
        .join(watches, watches.c.id == matches.c.watch_id)
        .where(delivery_matches.c.delivery_id == delivery.id, watches.c.retired_at.is_(None))
        .order_by(matches.c.id)
    )
    return tuple(
        DeliveryContent(
            story_id=row.story_id,
            watch_name=row.watch_name,
            article_id=row.article_id,
            evidence=tuple(
                Evidence(field=e["field"], words=tuple(e["words"])) for e in row.evidence
            ),
        )
        for row in tx.execute(query)
        if delivery.recipient in row.recipients
    )


def end_delivery(
    tx: Tx,
    delivery_id: int,
    *,
    state: str,
    reply: str,
    now: datetime,
    next_try_at: datetime | None = None,
) -> None:
    """Write how an attempt to deliver ended and give the claim back.

    Args:
        tx: The open transaction.
        delivery_id: The delivery.
        state: sent, failed, or pending to be tried again at ``next_try_at``.
        reply: What the server said.
        now: The present instant.
        next_try_at: When to try again, None where it is over.
    """
    values: dict[str, Any] = {
        "state": state,
        "reply": reply,
        "attempts": deliveries.c.attempts + 1,
        "claimed_until": None,
        "ended_at": None if next_try_at else now,
    }
    if next_try_at:
        values["next_try_at"] = next_try_at
    tx.execute(sa.update(deliveries).where(deliveries.c.id == delivery_id).values(**values))


def count_deliveries(tx: Tx) -> dict[str, int]:
    """Count the deliveries by state.

    Args:
        tx: The open transaction.

    Returns:
        Counts by state; states without a delivery are left out.
    """
    query = sa.select(deliveries.c.state, sa.func.count()).group_by(deliveries.c.state)
    return {state: count for state, count in tx.execute(query)}  # noqa: C416 - rows are not pairs
