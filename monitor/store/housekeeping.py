"""What a database knows of itself: its name, its latest instant, claims of a process that died."""

from __future__ import annotations

import secrets
from datetime import datetime

import sqlalchemy as sa

from monitor.store.dialect import put
from monitor.store.engine import Tx
from monitor.store.schema import deliveries, entries, feeds, meta

_INSTALLATION_BYTES = 5


def release_claims(tx: Tx) -> None:
    """Give back what a process that died had claimed; only for who holds the daemon lock.

    Args:
        tx: The open transaction.
    """
    for table in (feeds, entries, deliveries):
        tx.execute(
            sa.update(table).where(table.c.claimed_until.is_not(None)).values(claimed_until=None)
        )


def latest_instant(tx: Tx) -> datetime | None:
    """Tell the latest instant that a cycle has worked at.

    Args:
        tx: The open transaction.

    Returns:
        The instant, None before the first cycle.
    """
    raw = tx.scalar(sa.select(meta.c.value).where(meta.c.key == "latest_instant"))
    return datetime.fromisoformat(raw) if raw else None


def record_instant(tx: Tx, now: datetime) -> None:
    """Remember the instant a cycle works at; time never runs backwards in a store.

    Args:
        tx: The open transaction.
        now: The instant.
    """
    put(tx, meta, {"key": "latest_instant", "value": now.isoformat()}, ("key",))


def installation_name(tx: Tx) -> str:
    """Tell the name of this database, giving it one the first time.

    Args:
        tx: The open transaction.

    Returns:
        A random token that stays the same for ever.
    """
    query = sa.select(meta.c.value).where(meta.c.key == "installation")
    found = tx.scalar(query)
    if found is None:
        found = secrets.token_hex(_INSTALLATION_BYTES)
        put(tx, meta, {"key": "installation", "value": found}, ("key",))
    return found
