"""Harvest: fetch an entry's page and take the article out."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.errors import FetchError, raise_bugs
from monitor.fetch.cadence import retry_entry
from monitor.fetch.client import Fetcher
from monitor.model import BodySource, Outlet, PageReading, Published, dated_at
from monitor.outcomes import Outcome, Reason
from monitor.read.article import PageHints
from monitor.read.stand_in import StandIn, choose_stand_in
from monitor.store.articles import NewArticle, add_article, find_article_id
from monitor.store.engine import Store
from monitor.store.entries import (
    EntryEnd,
    PendingEntry,
    claim_unharvested,
    end_entry,
    fits_an_index,
)
from monitor.urls import canonical_url, is_section_of
from monitor.workers import WorkerDiedError, Workers, language_of, read_article

_log = logging.getLogger(__name__)

_LEASE = timedelta(minutes=30)
_BATCH = 200
# So that one host's queue does not fill the batch that others wait for.
_PER_HOST = 8
_ACCEPT = "text/html, application/xhtml+xml;q=0.9, */*;q=0.5"
_KNOWN = EntryEnd(outcome=Outcome.DUPLICATE, reason=Reason.KNOWN_URL)


@dataclass(frozen=True, slots=True, kw_only=True)
class HarvestTools:
    """What the job works with; ``on_entry`` is called after each, for a progress bar."""

    store: Store
    fetcher: Fetcher
    workers: Workers
    outlets: Mapping[str, Outlet]
    minimum_chars: int
    alert_max_age: timedelta
    clock: Callable[[], datetime]
    is_stopping: Callable[[], bool]
    on_entry: Callable[[], object] = lambda: None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """What the way to an entry's page gave: a reading, or why there is none."""

    end: EntryEnd
    reading: PageReading | None = None
    language: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Decision:
    """How the work on an entry ends, and the article it makes, if any."""

    end: EntryEnd
    article: NewArticle | None = None


async def harvest(tools: HarvestTools) -> Counter[str]:
    """Bring every entry that has no outcome yet to one.

    Args:
        tools: What the job works with.

    Returns:
        How many entries ended how; ``retry`` for those to be tried again.
    """
    counts: Counter[str] = Counter()
    while not tools.is_stopping():
        batch = await asyncio.to_thread(_claim, tools)
        if not batch:
            break
        # Not a task group: what one page breaks must not cancel the work on the others.
        done = [_harvest_one(tools, pending, counts) for pending in batch]
        raise_bugs("harvest", await asyncio.gather(*done, return_exceptions=True))
    if counts:
        _log.info("harvest %s", " ".join(f"{name}={count}" for name, count in counts.items()))
    return counts


def _claim(tools: HarvestTools) -> tuple[PendingEntry, ...]:
    with tools.store.begin() as tx:
        return claim_unharvested(
            tx, now=tools.clock(), lease=_LEASE, limit=_BATCH, per_host=_PER_HOST
        )


async def _harvest_one(tools: HarvestTools, pending: PendingEntry, counts: Counter[str]) -> None:
    await _end_one(tools, pending, counts)
    tools.on_entry()


async def _end_one(tools: HarvestTools, pending: PendingEntry, counts: Counter[str]) -> None:
    known_id = await asyncio.to_thread(_find_known, tools.store, pending)
    if known_id is not None:
        await asyncio.to_thread(_write_known, tools, pending, known_id)
        counts[Outcome.DUPLICATE] += 1
        return
    page = await _reach_page(tools, pending)
    stand_in = None
    if page.end.next_try_at is None and page.end.outcome is not Outcome.HARVESTED:
        stand_in = choose_stand_in(pending.entry)
    decision = _decide(tools, pending, page, stand_in)
    outcome = await asyncio.to_thread(_write, tools, pending, decision)
    counts[outcome] += 1
    if outcome in (Outcome.FAILED, Outcome.BLOCKED, Outcome.REFUSED, Outcome.GONE):
        end = decision.end
        _log.warning(
            "harvest outlet=%s url=%s outcome=%s reason=%s: %s",
            pending.outlet_id,
            pending.entry.link,
            end.outcome,
            end.reason,
            end.error,
        )


def _find_known(store: Store, pending: PendingEntry) -> int | None:
    if pending.entry.link is None:
        return None
    with store.read() as tx:
        return find_article_id(tx, [canonical_url(pending.entry.link)])


def _write_known(tools: HarvestTools, pending: PendingEntry, article_id: int) -> None:
    with tools.store.begin() as tx:
        end_entry(tx, pending.id, _KNOWN, now=tools.clock(), article_id=article_id)


async def _reach_page(tools: HarvestTools, pending: PendingEntry) -> _Page:
    link = pending.entry.link
    outlet = tools.outlets[pending.outlet_id]
    if link is None:
        return _Page(end=EntryEnd(outcome=Outcome.TOO_SHORT, reason=Reason.NO_LINK))
    if not outlet.fetch_pages:
        return _Page(end=EntryEnd(outcome=Outcome.TOO_SHORT, reason=Reason.PAGE_NOT_WANTED))
    try:
        response = await tools.fetcher.get(link, accept=_ACCEPT)
        reading, language = await tools.workers.run(
            read_article,
            response.body,
            url=response.url,
            content_type=response.content_type,
            hints=_hints(tools, pending, outlet),
            now=tools.clock(),
        )
    except FetchError as error:
        return _Page(end=_end_of(error, pending, tools.clock()))
    except WorkerDiedError as error:
        end = EntryEnd(outcome=Outcome.FAILED, reason=Reason.WORKER_DIED, error=str(error))
        return _Page(end=end)
    end = EntryEnd(outcome=reading.outcome, reason=reading.reason)
    return _Page(end=end, reading=reading, language=language, url=response.url)


def _hints(tools: HarvestTools, pending: PendingEntry, outlet: Outlet) -> PageHints:
    return PageHints(
        title=pending.entry.title,
        published=pending.entry.published,
        languages=outlet.languages,
        time_zone=outlet.time_zone,
        outlet_names=(outlet.name, *outlet.names),
        minimum_chars=tools.minimum_chars,
    )


def _end_of(error: FetchError, pending: PendingEntry, now: datetime) -> EntryEnd:
    retry_at = None
    if error.is_transient:
        retry_at = retry_entry(
            attempts=pending.attempts + 1, now=now, retry_after_seconds=error.retry_after_seconds
        )
    return EntryEnd(
        outcome=error.outcome, reason=error.reason, error=str(error), next_try_at=retry_at
    )


def _decide(
    tools: HarvestTools, pending: PendingEntry, page: _Page, stand_in: StandIn | None
) -> _Decision:
    reading = page.reading or PageReading(outcome=page.end.outcome)
    if page.end.next_try_at is not None:
        return _Decision(end=page.end)
    if page.end.outcome is Outcome.HARVESTED:
        article = _article(tools, pending, page, reading, reading.body, "page")
        return _Decision(end=page.end, article=article)
    if stand_in is None:
        return _Decision(end=page.end)
    end = EntryEnd(outcome=Outcome.FROM_FEED, reason=page.end.reason, error=page.end.error)
    article = _article(tools, pending, page, reading, stand_in.body, stand_in.source)
    return _Decision(end=end, article=article)


def _article(
    tools: HarvestTools,
    pending: PendingEntry,
    page: _Page,
    reading: PageReading,
    body: str,
    source: BodySource,
) -> NewArticle:
    entry = pending.entry
    outlet = tools.outlets[pending.outlet_id]
    is_page = source == "page"
    published = reading.published if is_page else _clamped(entry.published, tools.clock())
    language = page.language if is_page else None
    return NewArticle(
        outlet_id=pending.outlet_id,
        url=_address(pending, page, reading if is_page else None),
        title=(reading.title if is_page else "") or entry.title,
        body=body,
        body_source=source,
        byline=reading.byline,
        language=language
        or language_of(entry.title, body, outlet.languages, pending.feed_language),
        published=published,
        first_seen_at=pending.first_seen_at,
        may_alert=_may_alert(pending, published, tools.alert_max_age),
    )


def _address(pending: PendingEntry, page: _Page, reading: PageReading | None) -> str:
    """Choose the address under which an article is known once."""
    link = pending.entry.link
    if link is None:
        return f"{pending.feed_url}#{pending.entry.key}"
    reached = page.url if page.url and fits_an_index(page.url) else link
    declared = reading.canonical_url if reading else None
    # A page that declares its section for its address would swallow all others of it.
    if declared and fits_an_index(declared) and not is_section_of(declared, reached):
        return canonical_url(declared)
    return canonical_url(reached)


def _clamped(published: Published, now: datetime) -> Published:
    if published.at is None or published.at <= now:
        return published
    return Published(raw=published.raw, at=now, on=now.date())


def _may_alert(pending: PendingEntry, published: Published, max_age: timedelta) -> bool:
    """Decide whether an article is news or the back catalogue of a feed's first poll."""
    if not pending.is_first_poll:
        return True
    if published.at is None and published.on is None:
        return False
    return dated_at(published, pending.first_seen_at) >= pending.first_seen_at - max_age


def _write(tools: HarvestTools, pending: PendingEntry, decision: _Decision) -> str:
    now = tools.clock()
    with tools.store.begin() as tx:
        if decision.article is None:
            end_entry(tx, pending.id, decision.end, now=now)
            return "retry" if decision.end.next_try_at else decision.end.outcome
        known_id = find_article_id(tx, [decision.article.url])
        article_id = None if known_id else add_article(tx, decision.article, now)
        if article_id is None:
            end_entry(tx, pending.id, _KNOWN, now=now, article_id=known_id)
            return Outcome.DUPLICATE
        end_entry(tx, pending.id, decision.end, now=now, article_id=article_id)
        return decision.end.outcome
