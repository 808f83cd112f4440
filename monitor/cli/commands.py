"""The short commands: init, sync, check, status, db upgrade."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any

from monitor.bundled import bundled_folder, write_configuration
from monitor.cli.opening import load, opened
from monitor.cli.printing import print_counts, print_json, print_table
from monitor.clock import utc_now
from monitor.config.folder import Configuration
from monitor.config.settings import require_deliverable
from monitor.jobs.sync import sync as run_sync
from monitor.model import Feed
from monitor.outcomes import Reason
from monitor.store.deliveries import count_deliveries
from monitor.store.engine import hold_daemon_lock, open_store
from monitor.store.entries import count_outcomes
from monitor.store.migrate import upgrade_to_head
from monitor.store.outlets import list_feeds
from monitor.store.overview import list_failed_deliveries, queue_lengths, totals
from monitor.vocabulary import Vocabulary

_SHOWN_FAILURES = 20


def init(args: argparse.Namespace) -> bool:
    """Write a commented configuration folder where there is none."""
    written = write_configuration(args.config)
    if args.json:
        print_json({"written": [str(path) for path in written]})
        return True
    for path in written:
        print(f"wrote {path}")
    print(f"Next: put a contact into {args.config}/monitor.toml, then run: monitor check")
    return True


def sync(args: argparse.Namespace) -> bool:
    """Make the database follow the configuration."""
    configuration = load(args)
    Vocabulary(configuration).require_watches()
    with opened(configuration) as store:
        counts = run_sync(store, configuration, utc_now())
    if args.json:
        print_json(counts)
    else:
        print_counts("sync", counts)
    return True


def check(args: argparse.Namespace) -> bool:
    """Load everything, compile every query, and say what was found."""
    configuration = load(args)
    require_deliverable(configuration.settings)
    Vocabulary(configuration).require_watches()
    found = _found(configuration)
    notes = notes_on(configuration)
    if args.json:
        print_json({**found, "notes": notes})
        return True
    for name, value in found.items():
        print(f"{name + ':':<16} {value}")
    for note in notes:
        print(f"note: {note}")
    print("all is well")
    return True


def _found(configuration: Configuration) -> dict[str, Any]:
    mail = configuration.settings.mail
    return {
        "configuration": str(configuration.folder),
        "database": open_store(configuration.settings.database_url).location,
        "mail": f"{mail.host}:{mail.port} ({mail.security})" if mail else "none",
        "outlets": len(configuration.outlets),
        "feeds": len(configuration.feeds),
        "disabled_feeds": configuration.disabled_feed_count,
        "watches": len(configuration.watches),
        "keyword_lists": len(configuration.keyword_lists),
    }


def notes_on(configuration: Configuration) -> list[str]:
    """Say what the operator may have forgotten.

    Args:
        configuration: The configuration.

    Returns:
        Sentences, none where all is in place.
    """
    settings = configuration.settings
    notes = []
    if not settings.has_contact:
        notes.append(
            f"the user agent {settings.user_agent!r} names no contact; set [polling] user_agent "
            "in monitor.toml, so that the owner of a server can reach you"
        )
    if settings.mail is None:
        notes.append("no [mail] in monitor.toml: everything is collected, nobody is mailed")
    silent = [watch.id for watch in configuration.watches if not watch.recipients]
    if silent:
        notes.append(f"watches without recipients, for export only: {', '.join(silent)}")
    return notes


def status(args: argparse.Namespace) -> bool:
    """Print feeds with their health, queues, outcomes and failed mails."""
    configuration = load(args)
    with opened(configuration) as store, store.read() as tx:
        feeds = list_feeds(tx)
        found = {
            "database": store.location,
            "totals": totals(tx),
            "queues": queue_lengths(tx),
            "deliveries": count_deliveries(tx),
            "outcomes": list(count_outcomes(tx)),
            "failed_deliveries": list(list_failed_deliveries(tx, _SHOWN_FAILURES)),
            "feeds": [_feed_row(feed) for feed in feeds],
            "notes": notes_on(configuration),
        }
    if args.json:
        print_json(found)
    else:
        _print_status(found)
    return not any(feed.failure_count for feed in feeds)


def _feed_row(feed: Feed) -> dict[str, Any]:
    return {
        "outlet": feed.spec.outlet_id,
        "kind": feed.spec.kind,
        "health": _health(feed),
        "outcome": feed.last_outcome,
        "reason": feed.last_reason,
        "polled_at": feed.last_polled_at,
        "next_poll_at": feed.next_poll_at,
        "failures": feed.failure_count,
        "url": feed.spec.url,
        "error": feed.last_error,
    }


def _health(feed: Feed) -> str:
    if feed.last_polled_at is None:
        return "never polled"
    if feed.last_reason is Reason.GONE:
        return "gone"
    return "failing" if feed.failure_count else "works"


def _print_status(found: Mapping[str, Any]) -> None:
    print(f"database:  {found['database']}")
    for name in ("totals", "queues", "deliveries"):
        print_counts(name, found[name])
    print()
    head = ("outlet", "kind", "health", "outcome", "reason", "polled_at", "next_poll_at", "url")
    print_table(head, ([row[name] for name in head] for row in found["feeds"]))
    errors = [row for row in found["feeds"] if row["error"]]
    for row in errors:
        print(f"  {row['outlet']} {row['url']}: {row['error']}")
    if found["outcomes"]:
        print()
        print_table(
            ("outlet", "entries", "outcome", "reason"),
            (
                (row["outlet"], row["count"], row["outcome"] or "waiting", row["reason"])
                for row in found["outcomes"]
            ),
        )
    for row in found["failed_deliveries"]:
        print(
            f"mail {row['id']} to {row['recipient']}: {row['state']} "
            f"after {row['attempts']} attempts: {row['reply']}"
        )
    for note in found["notes"]:
        print(f"note: {note}")


def upgrade(args: argparse.Namespace) -> bool:
    """Bring the tables to this version."""
    configuration = load(args)
    store = open_store(configuration.settings.database_url)
    try:
        with hold_daemon_lock(store):
            revision = upgrade_to_head(store, bundled_folder("migrations"))
    finally:
        store.close()
    if args.json:
        print_json({"database": store.location, "revision": revision})
    else:
        print(f"{store.location} is at schema {revision}")
    return True
