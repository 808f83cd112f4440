"""Classify: read the tags out of an article and find the story it belongs to."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.classify.grouping import Candidate, Member, choose_story, pick_lead
from monitor.errors import raise_bugs
from monitor.model import Article, Fingerprint, Membership, Tagging
from monitor.store.articles import list_unclassified
from monitor.store.engine import Store, Tx
from monitor.store.fingerprints import StoryCandidate, find_candidates
from monitor.store.membership import (
    add_story,
    list_members,
    save_classification,
    set_lead,
)
from monitor.workers import WorkerDiedError, Workers, classify_text

_log = logging.getLogger(__name__)

_BATCH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassifyTools:
    """What the job works with."""

    store: Store
    workers: Workers
    window: timedelta
    clock: Callable[[], datetime]
    is_stopping: Callable[[], bool]


async def classify(tools: ClassifyTools) -> Counter[str]:
    """Give every article its tags and its story.

    Args:
        tools: What the job works with.

    Returns:
        How many articles opened a story (``stories``) and how many were folded into one
        (``folded``).
    """
    counts: Counter[str] = Counter()
    bugs: list[BaseException] = []
    passed_over: set[int] = set()
    while not tools.is_stopping():
        batch = await asyncio.to_thread(_unclassified, tools.store, passed_over)
        if not batch:
            break
        reading = (_read_text(tools.workers, article) for article in batch)
        found = await asyncio.gather(*reading, return_exceptions=True)
        for article, answer in zip(batch, found, strict=True):
            if isinstance(answer, BaseException):
                # One text's bug must not hold the queue: the next tick tries it again.
                bugs.append(answer)
                passed_over.add(article.id)
                continue
            # One after the other, in the order they were seen: the second copy must find the first.
            counts[await asyncio.to_thread(_write, tools, article, *answer)] += 1
    if counts:
        _log.info("classify %s", " ".join(f"{name}={count}" for name, count in counts.items()))
    raise_bugs("classify", bugs)
    return counts


def _unclassified(store: Store, passed_over: Collection[int]) -> tuple[Article, ...]:
    with store.read() as tx:
        return list_unclassified(tx, _BATCH, passed_over)


async def _read_text(workers: Workers, article: Article) -> tuple[Tagging, Fingerprint]:
    try:
        return await workers.run(
            classify_text,
            title=article.title,
            text=article.body,
            language=article.language,
            outlet_id=article.outlet_id,
            published_on=article.dated_at.date(),
        )
    except WorkerDiedError as error:
        _log.error("classify article=%d url=%s left untagged: %s", article.id, article.url, error)
        return _NOTHING


_NOTHING = (
    Tagging(
        language=None,
        dateline=None,
        credit=None,
        countries=(),
        pairs=(),
        mentions=(),
        keywords=(),
        organisations=(),
    ),
    Fingerprint(text_hash=None, title_key="", shingles=(), probes=(), figures=()),
)


def _write(
    tools: ClassifyTools, article: Article, tagging: Tagging, fingerprint: Fingerprint
) -> str:
    with tools.store.begin() as tx:
        membership = place_article(
            tx, article, tagging, fingerprint, window=tools.window, now=tools.clock()
        )
    return "stories" if membership is None else "folded"


def place_article(
    tx: Tx,
    article: Article,
    tagging: Tagging,
    fingerprint: Fingerprint,
    *,
    window: timedelta,
    now: datetime,
) -> Membership | None:
    """Put an article into the story whose text it carries, or into one of its own.

    Args:
        tx: The open transaction.
        article: The article.
        tagging: What was read out of it.
        fingerprint: What it is compared by.
        window: How far back copies are looked for.
        now: The present instant.

    Returns:
        Why it stands in a story that was there, None where it opened one.
    """
    candidates = find_candidates(tx, fingerprint, since=article.first_seen_at - window)
    membership = choose_story(
        fingerprint, [_candidate(candidate, article) for candidate in candidates]
    )
    story_id = membership.story_id if membership else None
    if story_id is None:
        story_id = add_story(tx, article.id, article.first_seen_at, now)
    save_classification(
        tx,
        article.id,
        story_id=story_id,
        reason=membership.reason if membership else "first",
        share=membership.share if membership else 1.0,
        tagging=tagging,
        fingerprint=fingerprint,
        now=now,
    )
    if membership is not None:
        set_lead(tx, story_id, pick_lead(_members(tx, story_id)), now)
    return membership


def _members(tx: Tx, story_id: int) -> list[Member]:
    return [
        Member(
            article_id=member.article_id,
            outlet_id=member.outlet_id,
            credited_outlets=member.credited_outlets,
            dated_at=member.dated_at,
            first_seen_at=member.first_seen_at,
        )
        for member in list_members(tx, story_id)
    ]


def _candidate(found: StoryCandidate, article: Article) -> Candidate:
    return Candidate(
        story_id=found.story_id,
        fingerprint=found.fingerprint,
        same_outlet=found.outlet_id == article.outlet_id,
    )
