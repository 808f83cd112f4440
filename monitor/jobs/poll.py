"""Poll: ask the feeds that are due what they list."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.errors import FetchError, ReadError, raise_bugs
from monitor.fetch.cadence import next_poll
from monitor.fetch.client import Fetcher, Response
from monitor.model import Feed, FeedReading, Outlet
from monitor.outcomes import Outcome, Reason
from monitor.store.engine import Store
from monitor.store.entries import add_entries
from monitor.store.outlets import PollRecord, claim_due_feeds, record_poll
from monitor.workers import WorkerDiedError, Workers, read_entries

_log = logging.getLogger(__name__)

# Longer than the longest request with its wait for the host's turn; a claim only outlives us if
# we are killed, and then it is released at the next start.
_LEASE = timedelta(minutes=30)
_BATCH = 200
_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.7, */*;q=0.5"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PollTools:
    """What the job works with."""

    store: Store
    fetcher: Fetcher
    workers: Workers
    outlets: Mapping[str, Outlet]
    interval: timedelta
    clock: Callable[[], datetime]
    is_stopping: Callable[[], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ending:
    """How a poll ended, before the schedule is worked out."""

    outcome: Outcome
    reason: Reason | None = None
    error: str | None = None
    retry_after_seconds: float | None = None
    response: Response | None = None
    body_hash: str | None = None
    reading: FeedReading | None = None


async def poll(tools: PollTools) -> Counter[str]:
    """Poll every feed that is due.

    Args:
        tools: What the job works with.

    Returns:
        How many polls ended how, and ``new_entries``.
    """
    counts: Counter[str] = Counter()
    while not tools.is_stopping():
        feeds = await asyncio.to_thread(_claim, tools)
        if not feeds:
            break
        # Not a task group: what one feed breaks must not cancel the polls of the others.
        done = [_poll_one(tools, feed, counts) for feed in feeds]
        raise_bugs("poll", await asyncio.gather(*done, return_exceptions=True))
    if counts:
        _log.info("poll %s", " ".join(f"{name}={count}" for name, count in counts.items()))
    return counts


def _claim(tools: PollTools) -> tuple[Feed, ...]:
    with tools.store.begin() as tx:
        return claim_due_feeds(tx, now=tools.clock(), lease=_LEASE, limit=_BATCH)


async def _poll_one(tools: PollTools, feed: Feed, counts: Counter[str]) -> None:
    ending = await _ask(tools, feed)
    now = tools.clock()
    record = _record(feed, ending, now, tools.interval)
    entries = ending.reading.entries if ending.reading else ()

    def write() -> int:
        with tools.store.begin() as tx:
            new = 0
            if entries:
                is_first = feed.first_polled_at is None
                new = add_entries(tx, feed.id, entries, now=now, is_first_poll=is_first)
            # In the transaction of the entries: validators must never cover what was not kept.
            record_poll(tx, feed.id, record, now)
        return new

    # Awaited first: `counts[...] += await` would add to what was counted before others ran.
    new_count = await asyncio.to_thread(write)
    counts["new_entries"] += new_count
    counts[ending.outcome] += 1
    if record.failure_count:
        _log.warning(
            "poll outlet=%s url=%s outcome=%s reason=%s failures=%d next_poll_at=%s: %s",
            feed.spec.outlet_id,
            feed.spec.url,
            record.outcome,
            record.reason,
            record.failure_count,
            record.next_poll_at.isoformat(timespec="seconds"),
            record.error,
        )


async def _ask(tools: PollTools, feed: Feed) -> _Ending:
    try:
        response = await tools.fetcher.get(
            feed.spec.url, etag=feed.etag, last_modified=feed.last_modified, accept=_ACCEPT
        )
        if response.is_not_modified:
            return _Ending(outcome=Outcome.NOT_MODIFIED)
        body_hash = hashlib.blake2b(response.body, digest_size=16).hexdigest()
        if body_hash == feed.body_hash:
            # The hash is kept only after a sound reading, so nothing is hidden by this.
            return _Ending(outcome=Outcome.UNCHANGED, response=response, body_hash=body_hash)
        reading = await tools.workers.run(
            read_entries,
            response.body,
            feed.spec,
            tools.outlets[feed.spec.outlet_id],
            response.content_type,
        )
    except FetchError as error:
        return _Ending(
            outcome=error.outcome,
            reason=error.reason,
            error=str(error),
            retry_after_seconds=error.retry_after_seconds,
        )
    except ReadError as error:
        return _Ending(outcome=error.outcome, reason=error.reason, error=str(error))
    except WorkerDiedError as error:
        return _Ending(outcome=Outcome.FAILED, reason=Reason.WORKER_DIED, error=str(error))
    problems = "; ".join(reading.problems)[:500] or None
    if not reading.entries:
        reason = Reason.NO_ENTRIES
        # Without its validators: an empty answer is asked for again in full.
        return _Ending(outcome=Outcome.EMPTY, reason=reason, error=problems)
    return _Ending(
        outcome=Outcome.LISTED,
        error=problems,
        response=response,
        body_hash=body_hash,
        reading=reading,
    )


def _record(feed: Feed, ending: _Ending, now: datetime, interval: timedelta) -> PollRecord:
    if feed.spec.interval_minutes:
        interval = timedelta(minutes=feed.spec.interval_minutes)
    following = next_poll(
        outcome=ending.outcome,
        now=now,
        interval=interval,
        failure_count=feed.failure_count,
        retry_after_seconds=ending.retry_after_seconds,
    )
    response = ending.response
    return PollRecord(
        outcome=ending.outcome,
        reason=ending.reason,
        error=ending.error,
        next_poll_at=following.at,
        failure_count=following.failure_count,
        brought_body=response is not None,
        etag=response.etag if response else None,
        last_modified=response.last_modified if response else None,
        body_hash=ending.body_hash,
        retire=ending.reason is Reason.GONE,
    )
