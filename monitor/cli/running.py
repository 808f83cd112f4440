"""The commands that run the stages: run, cycle, demo."""

from __future__ import annotations

import argparse
import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from monitor.app import open_app
from monitor.cli.opening import load, opened
from monitor.cli.printing import print_counts, print_json, print_table, progress, shown
from monitor.clock import utc_now
from monitor.config.folder import Configuration
from monitor.config.settings import require_deliverable
from monitor.daemon import run_daemon
from monitor.demo.driver import DemoResult, run_demo
from monitor.errors import ConfigError
from monitor.store.engine import Store, hold_daemon_lock
from monitor.store.housekeeping import latest_instant
from monitor.vocabulary import Vocabulary

# Farther than that it is a slip of the pen, which the database would keep for ever.
_FARTHEST = timedelta(days=3653)
_FAILURES = ("failed", "blocked", "refused", "gone", "not_a_feed", "retry")


def run(args: argparse.Namespace) -> bool:
    """Run the daemon until SIGTERM."""
    configuration = load(args)
    require_deliverable(configuration.settings)
    Vocabulary(configuration).require_watches()
    with opened(configuration) as store, hold_daemon_lock(store):
        run_daemon(configuration, store)
    return True


def cycle(args: argparse.Namespace) -> bool:
    """Run each stage once for all that is due."""
    configuration = load(args)
    require_deliverable(configuration.settings)
    Vocabulary(configuration).require_watches()
    with opened(configuration) as store, hold_daemon_lock(store):
        clock = _clock(store, args.now)
        counts = asyncio.run(_cycle(configuration, store, clock))
    if args.json:
        print_json(counts)
    else:
        for stage, counted in counts.items():
            print_counts(stage, counted)
    return not any(counted[name] for counted in counts.values() for name in _FAILURES)


def _clock(store: Store, given: datetime | None) -> Callable[[], datetime]:
    with store.read() as tx:
        latest = latest_instant(tx)
    started = utc_now()
    if given is None:
        # After a cycle in the future, time goes on from there rather than backwards.
        ahead = max(latest - started, timedelta()) if latest else timedelta()
        return lambda: utc_now() + ahead
    if given > started + _FARTHEST:
        raise ConfigError(f"--now {given.isoformat()} lies more than ten years ahead")
    if latest is not None and given < latest:
        raise ConfigError(
            f"--now {given.isoformat()} lies before {latest.isoformat()}, which this database has "
            "seen; time does not run backwards"
        )
    return lambda: given


async def _cycle(
    configuration: Configuration, store: Store, clock: Callable[[], datetime]
) -> Mapping[str, Counter[str]]:
    async with open_app(configuration, store, clock=clock) as app:
        with progress(None, "entries") as bar:
            app.on_entry = bar.update
            return await app.cycle()


def demo(args: argparse.Namespace) -> bool:
    """Run the whole job on the bundled sample world."""
    result = run_demo(args.data)
    if args.json:
        print_json(asdict(result))
    else:
        _print_demo(result)
    return True


def _print_demo(result: DemoResult) -> None:
    print("A sample world: outlets, texts and offices are made up.\n")
    print_table(("outlet", "entries", "outcomes"), (_outlet_line(row) for row in result.outlets))
    for row in result.outlets:
        for feed in row["failing"]:
            print(f"  failing feed of {row['outlet']}: {feed}")
    articles, stories = result.totals["articles"], result.totals["stories"]
    print(f"\n{articles} articles -> {stories} stories ({articles - stories} copies folded)")
    print("\nCountry pairs, each with one sentence of evidence:")
    for pair in result.pairs:
        noun = "story" if pair["stories"] == 1 else "stories"
        print(f"  {pair['pair']}  {pair['stories']} {noun}: {shown(pair['sentence'])}")
    print()
    head = ("watch", "name", "stories", "silent")
    print_table(head, ([row[name] for name in head] for row in result.matches))
    print(f"\nnew in this run: {result.new_entries} entries, {result.new_mails} mails")
    print(f"database: {result.database}")
    print(f"mails:    {result.mail_folder} ({result.mails} .eml files)")
    print(f"CSV:      {result.csv}")


def _outlet_line(row: Mapping[str, Any]) -> tuple[str, int, str]:
    said = ", ".join(f"{name or 'waiting'} {count}" for name, count in row["outcomes"].items())
    return row["outlet"], row["entries"], said or "-"
