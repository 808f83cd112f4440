"""Opening a database, its transactions, and the lock that keeps a second daemon out."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

from monitor.errors import ConfigError, StoreError

Tx = sa.Connection

_BUSY_SECONDS = 30
# Any number will do as long as every version of the program uses the same one.
_ADVISORY_LOCK = 0x6D6F6E69746F72
_LOCK_WAIT_SECONDS = 5.0


class Store:
    """A database: transactions that are short, and nothing else."""

    def __init__(self, engine: sa.Engine) -> None:
        """Wrap an engine that ``open_store`` prepared."""
        self.engine = engine

    @property
    def is_sqlite(self) -> bool:
        """Tell whether this is the embedded database."""
        return self.engine.dialect.name == "sqlite"

    @property
    def location(self) -> str:
        """Name the database without its password."""
        return self.engine.url.render_as_string(hide_password=True)

    @contextmanager
    def begin(self) -> Iterator[Tx]:
        """Open a transaction that may write; it commits when the block ends well.

        Yields:
            The open transaction.

        Raises:
            StoreError: If the database cannot be used now.
        """
        with _as_store_error(self.location), self.engine.connect() as connection:
            tx = connection.execution_options(monitor_begin="BEGIN IMMEDIATE")
            with tx.begin():
                yield tx

    @contextmanager
    def read(self) -> Iterator[Tx]:
        """Open a transaction that only reads, and so never waits for a writer.

        Yields:
            The open transaction.

        Raises:
            StoreError: If the database cannot be used now.
        """
        with _as_store_error(self.location), self.engine.connect() as connection:
            yield connection
            connection.rollback()

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def open_store(url: str) -> Store:
    """Open a database without touching its tables.

    Args:
        url: ``sqlite:///data/monitor.db``, ``sqlite://`` for a private one in memory, or
            ``postgresql://user:password@host/name``.

    Returns:
        The store.

    Raises:
        ConfigError: If the address is not one of these.
    """
    try:
        address = sa.make_url(url)
    except (sa.exc.ArgumentError, ValueError) as error:
        # The address is not shown: it may hold a password.
        raise ConfigError(
            "the database address cannot be read; write sqlite:///data/monitor.db "
            "or postgresql://user@host/name"
        ) from error
    name = address.get_backend_name()
    if name == "sqlite":
        return Store(_sqlite_engine(address))
    if name in ("postgresql", "postgres"):
        address = address.set(drivername="postgresql+psycopg")
        return Store(sa.create_engine(address, pool_pre_ping=True, json_serializer=_to_json))
    raise ConfigError(f"database {name!r} is not supported; use sqlite or postgresql")


def _sqlite_engine(address: sa.URL) -> sa.Engine:
    options: dict[str, Any] = {"json_serializer": _to_json}
    if address.database in (None, "", ":memory:"):
        options |= {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
    else:
        folder = Path(str(address.database)).parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ConfigError(f"database folder {folder} cannot be made: {error}") from error
    engine = sa.create_engine(address, **options)
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own transaction handling starts them too late; ours are explicit.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        f"busy_timeout={_BUSY_SECONDS * 1000}",
        "cache_size=-16000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    # IMMEDIATE: a writer that begins as a reader can be refused the upgrade, whatever it waits.
    connection.exec_driver_sql(connection.get_execution_options().get("monitor_begin", "BEGIN"))


_to_json = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))


@contextmanager
def _as_store_error(location: str) -> Iterator[None]:
    try:
        yield
    except (sa.exc.OperationalError, sa.exc.InterfaceError) as error:
        raise StoreError(f"database {location}: {error.orig or error}") from error
    except sa.exc.DatabaseError as error:
        # Its kinds below (integrity, data, programming) are bugs; bare, the file is no database.
        if type(error) is not sa.exc.DatabaseError:
            raise
        raise StoreError(f"database {location}: {error.orig or error}") from error


@contextmanager
def hold_daemon_lock(store: Store) -> Iterator[None]:
    """Keep every other process that runs stages off this database, for as long as the block runs.

    The lock dies with the process, however it dies.

    Args:
        store: The database to work on alone.

    Yields:
        Nothing.

    Raises:
        ConfigError: If another process holds it; the message names its pid.
    """
    path = store.engine.url.database
    if not store.is_sqlite:
        with _postgres_lock(store):
            yield
    elif path in (None, "", ":memory:"):
        yield
    else:
        with _file_lock(Path(f"{path}.lock")):
            yield


@contextmanager
def _file_lock(path: Path) -> Iterator[None]:
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.seek(0)
            raise ConfigError(
                f"another monitor (pid {file.read().strip() or 'unknown'}) works on "
                f"{path.with_suffix('')}; stop it first"
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
        file.truncate(0)


@contextmanager
def _postgres_lock(store: Store) -> Iterator[None]:
    deadline = time.monotonic() + _LOCK_WAIT_SECONDS
    with store.engine.connect() as connection:
        taken = sa.select(sa.func.pg_try_advisory_lock(_ADVISORY_LOCK))
        while not connection.scalar(taken):
            # The server may need a moment to see that a killed process is gone.
            if time.monotonic() > deadline:
                raise ConfigError(f"another monitor works on {store.location}; stop it first")
            time.sleep(0.1)
        connection.commit()
        try:
            yield
        finally:
            connection.invalidate()
