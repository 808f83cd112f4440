"""Columns keep their promises, and only one process runs the stages."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa

from monitor.errors import ConfigError, StoreError
from monitor.store.engine import Store, hold_daemon_lock, open_store
from monitor.store.housekeeping import record_instant
from monitor.store.schema import meta, outlets

OUTLET = {
    "id": "a",
    "name": "A",
    "kind": "agency",
    "languages": [],
    "time_zone": "UTC",
    "names": [],
    "fetch_pages": True,
}
HOLDER = """
import sys
from monitor.store.engine import hold_daemon_lock, open_store
with hold_daemon_lock(open_store(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_naive_time_is_refused(store: Store) -> None:
    """A time without a zone is a bug, and shows itself at once."""
    naive = datetime(2026, 1, 1)  # noqa: DTZ001 - that is the point
    row = sa.insert(outlets).values(**OUTLET, retired_at=naive)
    with store.begin() as tx, pytest.raises(sa.exc.StatementError, match="naive time"):
        tx.execute(row)


def test_a_time_comes_back_in_utc(store: Store) -> None:
    """Whatever its zone was when it was written, to the microsecond."""
    at = datetime(2026, 1, 1, 4, 30, 0, 7, tzinfo=timezone(timedelta(hours=4)))
    with store.begin() as tx:
        tx.execute(sa.insert(outlets).values(**OUTLET, retired_at=at))
        found = tx.scalar(sa.select(outlets.c.retired_at))
    assert found == at
    assert found is not None
    assert found.tzinfo is UTC


def test_text_that_a_database_would_refuse_is_cleaned(store: Store) -> None:
    """NUL and lone surrogates go, every letter stays."""
    with store.begin() as tx:
        tx.execute(sa.insert(meta).values(key="k", value="Кыр\0гыз\ud800 ə"))
        assert tx.scalar(sa.select(meta.c.value)) == "Кыргыз? ə"


def test_a_failed_block_leaves_nothing(store: Store, now: datetime) -> None:
    """A transaction is whole or not at all."""

    def write_and_fail() -> None:
        with store.begin() as tx:
            record_instant(tx, now)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    with store.read() as tx:
        assert tx.scalar(sa.select(sa.func.count()).select_from(meta)) == 0


def test_many_threads_write_without_a_locked_database(store: Store, now: datetime) -> None:
    """Writers wait for each other; none is refused."""

    def write(number: int) -> None:
        for turn in range(20):
            with store.begin() as tx:
                tx.execute(sa.insert(meta).values(key=f"{number}-{turn}", value="x"))

    threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as tx:
        assert tx.scalar(sa.select(sa.func.count()).select_from(meta)) == 160


def test_a_second_daemon_is_refused_and_told_who_holds_it(tmp_path: Path) -> None:
    """The message names the pid of the first one."""
    url = f"sqlite:///{tmp_path / 'm.db'}"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == b"held\n"
        with (
            pytest.raises(ConfigError, match=f"pid {first.pid}"),
            hold_daemon_lock(open_store(url)),
        ):
            pass
        first.kill()
    with hold_daemon_lock(open_store(url)):
        assert (tmp_path / "m.db.lock").read_text() == str(os.getpid())


def test_a_lock_on_postgres_dies_with_its_process(new_postgres: object) -> None:
    """After kill -9 the next start goes on."""
    url = new_postgres()  # type: ignore[operator]
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == b"held\n"
        first.kill()
    store = open_store(url)
    with hold_daemon_lock(store):
        pass
    store.close()


def test_a_database_that_is_not_there_is_a_store_error() -> None:
    """The tick ends; the daemon lives."""
    store = open_store("postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(StoreError, match=r"127\.0\.0\.1"), store.read():
        pass


@pytest.mark.parametrize("url", ["mysql://a/b", "not an address", ""])
def test_an_address_that_is_no_database_is_the_users_mistake(url: str) -> None:
    """It is said before anything is opened."""
    with pytest.raises(ConfigError):
        open_store(url)
