"""The running system in a process of its own: CPU and memory over whole cycles.

    python -m benchmarks.pipeline CONFIG DATABASE

Waits for a line on its input before each cycle, runs it, and answers with a JSON line.
"""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil

from monitor.app import open_app
from monitor.bundled import bundled_folder
from monitor.config.folder import load_configuration
from monitor.store.engine import open_store
from monitor.store.migrate import require_head

_START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def _tree() -> list[psutil.Process]:
    me = psutil.Process()
    return [me, *me.children(recursive=True)]


def _measured(counts: object) -> str:
    processes = _tree()
    spent = [sum(process.cpu_times()[:2]) for process in processes]
    sizes = [process.memory_info().rss / 2**20 for process in processes]
    workers = sorted(sizes[1:], reverse=True)
    return json.dumps(
        {
            "daemon_cpu": spent[0],
            "workers_cpu": sum(spent[1:]),
            "daemon_mb": sizes[0],
            "children_mb": workers,
            "counts": counts,
        }
    )


async def _serve(config: Path, database: str) -> None:
    store = open_store(database)
    require_head(store, bundled_folder("migrations"))
    configuration = load_configuration(config, {}, database_url=database)
    now = _START
    async with open_app(configuration, store, clock=lambda: now) as app:
        print(_measured({}), flush=True)
        for _ in sys.stdin:
            counts = await app.cycle()
            print(_measured(counts), flush=True)
            now += timedelta(hours=1)


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1]), sys.argv[2]))
