"""Migrations bring any database to the tables of the code, and nothing else is accepted."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from monitor.bundled import bundled_folder
from monitor.errors import ConfigError
from monitor.store.engine import Store, open_store
from monitor.store.migrate import head_revision, require_head, upgrade_to_head
from monitor.store.schema import metadata

MIGRATIONS = bundled_folder("migrations")


def test_head_equals_the_tables_of_the_code(store: Store) -> None:
    """After upgrade head nothing is left to change, types and defaults included."""
    with store.read() as tx:
        options = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(tx, opts=options)
        assert compare_metadata(context, metadata) == []


def test_an_empty_database_is_brought_to_head(tmp_path: Path) -> None:
    """A first start needs no command."""
    store = open_store(f"sqlite:///{tmp_path / 'new.db'}")
    require_head(store, MIGRATIONS)
    with store.read() as tx:
        assert MigrationContext.configure(tx).get_current_revision() == head_revision(MIGRATIONS)
    store.close()


def test_an_old_schema_is_refused_with_the_command(store: Store) -> None:
    """The message says what to run."""
    with store.begin() as tx:
        tx.execute(sa.text("DELETE FROM alembic_version"))
    with pytest.raises(ConfigError, match="run: monitor db upgrade"):
        require_head(store, MIGRATIONS)


def test_a_schema_of_a_newer_version_is_refused(store: Store) -> None:
    """A program that is too old does not write into tables it does not know."""
    with store.begin() as tx:
        tx.execute(sa.text("UPDATE alembic_version SET version_num = 'ffffffffffff'"))
    with pytest.raises(ConfigError, match="newer version"):
        require_head(store, MIGRATIONS)


def test_upgrading_twice_changes_nothing(store: Store) -> None:
    """The command can be given at any time."""
    assert upgrade_to_head(store, MIGRATIONS) == upgrade_to_head(store, MIGRATIONS)
