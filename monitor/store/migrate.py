"""Bringing a database to the tables this version needs (door of alembic)."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from monitor.errors import ConfigError
from monitor.store.engine import Store


def upgrade_to_head(store: Store, migrations: Path) -> str:
    """Run the migrations that the database has not seen.

    Args:
        store: The database.
        migrations: The folder of the migrations.

    Returns:
        The revision the database is at now.
    """
    config = _config(migrations)
    with store.engine.connect() as connection:
        if store.is_sqlite:
            connection = connection.execution_options(monitor_begin="BEGIN IMMEDIATE")
        with connection.begin():
            config.attributes["connection"] = connection
            try:
                command.upgrade(config, "head")
            except CommandError as error:
                raise ConfigError(f"database {store.location}: {error}") from error
    return head_revision(migrations)


def head_revision(migrations: Path) -> str:
    """Tell the newest revision there is.

    Args:
        migrations: The folder of the migrations.

    Returns:
        Its id.
    """
    return ScriptDirectory.from_config(_config(migrations)).get_current_head() or ""


def require_head(store: Store, migrations: Path) -> None:
    """Refuse a database whose tables are not those of this version; an empty one is brought to it.

    Args:
        store: The database.
        migrations: The folder of the migrations.

    Raises:
        ConfigError: If the tables are older or newer; the message names the command.
    """
    with store.read() as tx:
        found = MigrationContext.configure(tx).get_current_revision()
        is_empty = not sa.inspect(tx).get_table_names()
    if is_empty:
        upgrade_to_head(store, migrations)
        return
    head = head_revision(migrations)
    if found == head:
        return
    known = {
        script.revision
        for script in ScriptDirectory.from_config(_config(migrations)).walk_revisions()
    }
    if found is not None and found not in known:
        raise ConfigError(
            f"database {store.location} was made by a newer version (schema {found}); "
            "update the program"
        )
    raise ConfigError(
        f"database {store.location} has schema {found or 'none'}, this version needs {head}; "
        "run: monitor db upgrade"
    )


def _config(migrations: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
