"""The daemon: ticks that run the stages, signals, and an end that drains (door of apscheduler)."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import Awaitable, Callable
from functools import partial

import uvloop
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from monitor.app import App, open_app
from monitor.clock import utc_now
from monitor.config.folder import Configuration
from monitor.errors import StoreError
from monitor.store.engine import Store

_log = logging.getLogger(__name__)

# What is due stands in the store; a tick only asks. Short, because an empty question is cheap and
# each stage waits for the tick after the one that fed it.
_TICK_SECONDS = {"poll": 15, "harvest": 10, "classify": 10, "match": 10, "deliver": 10}
# What is under way is done well before; what still waits for its host's turn after that has not
# begun, and is taken up at the next start.
_DRAIN_SECONDS = 20


def run_daemon(configuration: Configuration, store: Store) -> None:
    """Run the stages until a signal says to end.

    SIGTERM or SIGINT: what is being worked on is finished, then the function returns. A second
    signal ends the process at once.

    Args:
        configuration: What the configuration folder says.
        store: The database, locked by the caller and at the newest schema.
    """
    uvloop.run(_serve(configuration, store))


async def _serve(configuration: Configuration, store: Store) -> None:
    async with open_app(configuration, store) as app:
        ended = asyncio.Event()
        _listen(app, ended)
        scheduler = AsyncIOScheduler(timezone="UTC")
        running: set[asyncio.Task[None]] = set()
        for name, seconds in _TICK_SECONDS.items():
            scheduler.add_job(
                partial(_tick, name, getattr(app, name), running),
                "interval",
                seconds=seconds,
                next_run_time=utc_now(),
                id=name,
                max_instances=1,
                coalesce=True,
                misfire_grace_time=None,
            )
        await app.record_instant()
        scheduler.start()
        _log.info("daemon started pid=%d database=%s", os.getpid(), store.location)
        await ended.wait()
        _log.info("daemon stopping: finishing what is being worked on")
        scheduler.shutdown(wait=False)
        if running:
            await asyncio.wait(set(running), timeout=_DRAIN_SECONDS)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await app.record_instant()
        _log.info("daemon stopped")


def _listen(app: App, ended: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()

    def on_signal() -> None:
        if app.is_stopping:
            _log.warning("daemon ended at once by a second signal")
            os._exit(1)
        app.stop()
        ended.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, on_signal)


async def _tick(
    name: str, stage: Callable[[], Awaitable[object]], running: set[asyncio.Task[None]]
) -> None:
    # A task of our own: the scheduler cancels its tasks when it shuts down, and a stage must not
    # be cut between its work and its commit.
    task = asyncio.create_task(_guarded(name, stage))
    running.add(task)
    task.add_done_callback(running.discard)
    await asyncio.shield(task)


async def _guarded(name: str, stage: Callable[[], Awaitable[object]]) -> None:
    try:
        await stage()
    except StoreError as error:
        _log.error("%s tick ended, the next one tries again: %s", name, error)
    except Exception:  # noqa: BLE001 - the tick's boundary: a bug is logged, the daemon goes on
        _log.exception("%s tick ended by a bug", name)
