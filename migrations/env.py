"""How alembic reaches the database: the caller's connection, or the address in alembic.ini."""

from __future__ import annotations

from alembic import context

from monitor.store.engine import open_store
from monitor.store.schema import metadata


def run() -> None:
    """Run the migrations over an open connection."""
    connection = context.config.attributes.get("connection")
    if connection is not None:
        context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
        context.run_migrations()
        return
    store = open_store(context.config.get_main_option("sqlalchemy.url") or "")
    with store.engine.begin() as own:
        context.configure(connection=own, target_metadata=metadata, render_as_batch=True)
        context.run_migrations()


run()
