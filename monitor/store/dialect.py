"""The few statements that SQLite and Postgres spell differently."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from monitor.store.engine import Tx


def insert_new(
    tx: Tx, table: sa.Table, rows: Sequence[Mapping[str, Any]], key: Sequence[str]
) -> list[int]:
    """Insert the rows whose key is not there yet.

    Args:
        tx: The open transaction.
        table: A table with an ``id`` column.
        rows: The rows, all with the same columns.
        key: The columns of the unique key.

    Returns:
        The ids of the rows that were new, in no order.
    """
    if not rows:
        return []
    if tx.dialect.name == "postgresql":
        new = postgresql.insert(table).on_conflict_do_nothing(index_elements=list(key))
        return list(tx.scalars(new.returning(table.c.id), list(rows)))
    new_sqlite = sqlite.insert(table).on_conflict_do_nothing(index_elements=list(key))
    return list(tx.scalars(new_sqlite.returning(table.c.id), list(rows)))


def put(tx: Tx, table: sa.Table, row: Mapping[str, Any], key: Sequence[str]) -> None:
    """Insert a row, or overwrite the one with the same key.

    Args:
        tx: The open transaction.
        table: Any table.
        row: All columns to write.
        key: The columns of the unique key.
    """
    changes = {name: value for name, value in row.items() if name not in key}
    if tx.dialect.name == "postgresql":
        tx.execute(
            postgresql.insert(table)
            .values(**row)
            .on_conflict_do_update(index_elements=list(key), set_=changes)
        )
    else:
        tx.execute(
            sqlite.insert(table)
            .values(**row)
            .on_conflict_do_update(index_elements=list(key), set_=changes)
        )


def skip_locked(query: sa.Select[Any], tx: Tx) -> sa.Select[Any]:
    """Make a choice of rows to claim pass over those another worker is claiming.

    Args:
        query: The choice.
        tx: The open transaction.

    Returns:
        The choice with row locks on Postgres; as given on SQLite, where writers take turns.
    """
    return query.with_for_update(skip_locked=True) if tx.dialect.name == "postgresql" else query
