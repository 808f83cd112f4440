"""Prints the benchmark table; a figure is a ratio or a size, each beside its limit."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.extraction import measure
from benchmarks.pages import SavedPage, load_pages
from tests.flow.desk import Desk, Item, rss
from tests.newsroom import Newsroom

_PAGES = 300
_WARM_UP = 20
_WORKERS = 2
_MOST_DAEMON_MB = 200
_MOST_WORKER_MB = 220
_MOST_RATIO = 1.5


def run_pipeline(pages: Sequence[SavedPage]) -> dict[str, Any]:
    """Serve pages over loopback and have the whole system harvest and classify them."""
    with tempfile.TemporaryDirectory() as name, Newsroom() as newsroom:
        desk = Desk(folder=Path(name), newsroom=newsroom, database_url=f"sqlite:///{name}/bench.db")
        desk.outlet("bench", [newsroom.url("/feed")])
        config = desk.write() / "monitor.toml"
        config.write_text(config.read_text().replace("workers = 1\n", f"workers = {_WORKERS}\n"))
        items = [Item(path=f"/p/{n}.html", title=f"Page {n}") for n in range(len(pages))]
        for item, page in zip(items, pages, strict=True):
            newsroom.put(item.path, page.body, content_type="text/html")
        with subprocess.Popen(
            [sys.executable, "-m", "benchmarks.pipeline", str(config.parent), desk.database_url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()  # it has started
            warm = _cycle(process, newsroom, items[:_WARM_UP])
            done = _cycle(process, newsroom, items)
            assert process.stdin is not None
            process.stdin.close()
    return done | {name: done[name] - warm[name] for name in ("daemon_cpu", "workers_cpu")}


def _cycle(
    process: subprocess.Popen[str], newsroom: Newsroom, items: Sequence[Item]
) -> dict[str, Any]:
    newsroom.put("/feed", rss(newsroom.url(""), items), content_type="application/rss+xml")
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("\n")
    process.stdin.flush()
    return dict(json.loads(process.stdout.readline()))


def main() -> None:
    """Measure everything and print it."""
    origin, pages = load_pages(_PAGES + _WARM_UP)
    print(f"{len(pages)} {origin}; CPU, medians of 3 rounds in one run\n")
    cpu = measure(pages[_WARM_UP:])
    print(f"trafilatura fast with metadata        {cpu['peer']:8.1f} ms a page")
    print(f"harvest + classify (functions)        {cpu['ours']:8.1f} ms a page")
    print(f"  of that classify                    {cpu['tagging']:8.1f} ms a page")
    print(f"ratio                                 {cpu['ratio']:8.2f}   limit {_MOST_RATIO}")
    done = run_pipeline(pages)
    scale = 1000 / (len(pages) - _WARM_UP)
    whole = (done["daemon_cpu"] + done["workers_cpu"]) * scale
    print(f"\nwhole system over HTTP and SQLite     {whole:8.1f} ms a page")
    print(f"  of that the workers                 {done['workers_cpu'] * scale:8.1f} ms a page")
    print(f"ratio                                 {whole / cpu['peer']:8.2f}   limit {_MOST_RATIO}")
    print(f"outcomes                              {done['counts']['harvest']}")
    daemon = done["daemon_mb"]
    print(f"\nresident: daemon                      {daemon:8.0f} MB limit {_MOST_DAEMON_MB}")
    for size in done["children_mb"][:_WORKERS]:
        print(f"resident: worker                      {size:8.0f} MB limit {_MOST_WORKER_MB}")


if __name__ == "__main__":
    main()
