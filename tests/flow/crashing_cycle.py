"""Runs one cycle in this process and kills it, without warning, at the n-th commit.

    python crashing_cycle.py CONFIG DATABASE NOW N

The process is gone after the work of the n-th writing transaction and before its commit: all
I/O of that unit is done, nothing of it is kept. With N = 0 it runs to its end and prints how
many writing transactions there were.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from monitor.app import open_app
from monitor.config.folder import load_configuration
from monitor.store.engine import Store, Tx, hold_daemon_lock, open_store


class CrashingStore(Store):
    """A store that takes its process along at a chosen commit."""

    def __init__(self, store: Store, crash_at: int) -> None:
        """Wrap a store.

        Args:
            store: The real one.
            crash_at: Which writing transaction is the last, 0 for none.
        """
        super().__init__(store.engine)
        self.crash_at = crash_at
        self.begun = 0
        self._numbers = itertools.count(1)

    @contextmanager
    def begin(self) -> Iterator[Tx]:
        """Open a transaction; kill the process where it would commit the chosen one."""
        number = self.begun = next(self._numbers)
        with super().begin() as tx:
            yield tx
            if number == self.crash_at:
                os.kill(os.getpid(), signal.SIGKILL)


async def _run(config: Path, store: CrashingStore, now: datetime) -> None:
    configuration = load_configuration(
        config, environ={}, database_url=store.engine.url.render_as_string(hide_password=False)
    )
    async with open_app(configuration, store, clock=lambda: now) as app:
        await app.cycle()


if __name__ == "__main__":
    config_, database_, now_, crash_at_ = sys.argv[1:]
    opened = CrashingStore(open_store(database_), int(crash_at_))
    with hold_daemon_lock(opened):
        asyncio.run(_run(Path(config_), opened, datetime.fromisoformat(now_)))
    print(opened.begun)
