"""Runs the whole job on the sample world: real HTTP, real SMTP, a real database, one clock."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from importlib.resources import as_file
from pathlib import Path
from typing import Any

from monitor.app import open_app
from monitor.bundled import bundled_folder
from monitor.clock import utc_now
from monitor.config.folder import Configuration, load_configuration
from monitor.demo.newsroom import DemoNewsroom
from monitor.demo.postbox import Postbox
from monitor.demo.world import config_folder, load_world
from monitor.errors import ConfigError
from monitor.jobs.export import export
from monitor.model import Feed
from monitor.store.engine import Store, hold_daemon_lock, open_store
from monitor.store.entries import count_outcomes
from monitor.store.migrate import require_head
from monitor.store.outlets import list_feeds
from monitor.store.overview import count_matches, list_pairs, totals
from monitor.store.search import StoryFilter
from monitor.watch.rhythm import next_period

_LATER = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoResult:
    """What a run of the demo found; ``new_*`` count what this run brought."""

    start: datetime
    outlets: tuple[Mapping[str, Any], ...]
    totals: Mapping[str, int]
    pairs: tuple[Mapping[str, Any], ...]
    matches: tuple[Mapping[str, Any], ...]
    new_entries: int
    new_mails: int
    mails: int
    database: Path
    mail_folder: Path
    csv: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class _WorldClock:
    """When the sample world began, and how far its time has run."""

    start: datetime
    now: datetime

    @classmethod
    def load(cls, path: Path) -> _WorldClock:
        """Go on where the last run stopped; the first run begins the world now."""
        if not path.exists():
            now = utc_now().replace(microsecond=0)
            return cls(start=now, now=now)
        try:
            kept = json.loads(path.read_text("utf-8"))
            found = {name: datetime.fromisoformat(kept[name]) for name in ("start", "now")}
        except (ValueError, KeyError, TypeError) as error:
            raise ConfigError(f"{path} cannot be read; remove its folder to begin anew") from error
        return cls(start=found["start"], now=found["now"] + _LATER)

    def save(self, path: Path) -> None:
        """Keep the clock for the next run."""
        kept = {"start": self.start.isoformat(), "now": self.now.isoformat()}
        path.write_text(json.dumps(kept, indent=2) + "\n", "utf-8")


def run_demo(folder: Path) -> DemoResult:
    """Run the whole job on the sample world.

    Args:
        folder: Where database, mails, export and the world's clock are kept; a second run with
            the same folder finds nothing new.

    Returns:
        What was found.

    Raises:
        ConfigError: If the folder holds something else, or another demo runs in it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    clock = _WorldClock.load(folder / "world.json")
    with ExitStack() as stack:
        store = open_store(f"sqlite:///{folder / 'monitor.db'}")
        stack.callback(store.close)
        require_head(store, bundled_folder("migrations"))
        stack.enter_context(hold_daemon_lock(store))
        postbox = stack.enter_context(Postbox(folder / "mails"))
        newsroom = stack.enter_context(DemoNewsroom(load_world().pages(clock.start)))
        configuration = _configuration(stack, postbox.port)
        hosts = dict.fromkeys(load_world().host_names, newsroom.address)
        before = _totals(store)["entries"]
        clock = asyncio.run(_run_cycles(configuration, store, clock, hosts))
        clock.save(folder / "world.json")
        return _result(store, folder, clock, before, len(postbox.messages))


def _configuration(stack: ExitStack, mail_port: int) -> Configuration:
    folder = stack.enter_context(as_file(config_folder()))
    found = load_configuration(folder, environ={})
    if found.settings.mail is None:
        raise ConfigError("the sample world has no mail server")
    mail = replace(found.settings.mail, port=mail_port)
    return replace(found, settings=replace(found.settings, mail=mail))


async def _run_cycles(
    configuration: Configuration,
    store: Store,
    clock: _WorldClock,
    hosts: Mapping[str, tuple[str, int]],
) -> _WorldClock:
    """Run a cycle now, one an hour later, and one when the daily digest is due."""
    settings = configuration.settings
    morning = next_period(
        "daily", after=clock.now, hour=settings.digest_hour, time_zone=settings.time_zone
    )
    times = sorted({clock.now, clock.now + _LATER, morning.due_at})
    at = times[0]
    async with open_app(configuration, store, clock=lambda: at, hosts=hosts) as app:
        for time in times:
            at = time
            await app.cycle()
    return replace(clock, now=at.astimezone(UTC))


def _totals(store: Store) -> Mapping[str, int]:
    with store.read() as tx:
        return totals(tx)


def _result(
    store: Store, folder: Path, clock: _WorldClock, entries_before: int, new_mails: int
) -> DemoResult:
    csv = folder / "stories.csv"
    with csv.open("w", encoding="utf-8", newline="") as out:
        export(store, out, StoryFilter(), format="csv", bom=True)
    with store.read() as tx:
        found = totals(tx)
        return DemoResult(
            start=clock.start,
            outlets=_outlet_rows(count_outcomes(tx), list_feeds(tx)),
            totals=found,
            pairs=list_pairs(tx),
            matches=count_matches(tx),
            new_entries=found["entries"] - entries_before,
            new_mails=new_mails,
            mails=len(list((folder / "mails").glob("*.eml"))),
            database=folder / "monitor.db",
            mail_folder=folder / "mails",
            csv=csv,
        )


def _outlet_rows(
    counted: Iterable[Mapping[str, Any]], feeds: Iterable[Feed]
) -> tuple[Mapping[str, Any], ...]:
    rows: dict[str, dict[str, Any]] = {}
    for feed in feeds:
        row = rows.setdefault(feed.spec.outlet_id, {"entries": 0, "outcomes": {}, "failing": []})
        if feed.failure_count:
            row["failing"].append(f"{feed.spec.url} {feed.last_outcome} ({feed.last_reason})")
    for one in counted:
        row = rows[one["outlet"]]
        row["entries"] += one["count"]
        outcomes = row["outcomes"]
        outcomes[one["outcome"]] = outcomes.get(one["outcome"], 0) + one["count"]
    return tuple({"outlet": outlet, **row} for outlet, row in rows.items())
