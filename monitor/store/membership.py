"""Which articles stand in which story: what classify writes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from monitor.model import Fingerprint, FoldReason, Tagging
from monitor.store.engine import Tx
from monitor.store.fingerprints import add_fingerprint
from monitor.store.schema import articles, stories, tags


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryMember:
    """What decides which article of a story leads it."""

    article_id: int
    outlet_id: str
    credited_outlets: frozenset[str]
    dated_at: datetime
    first_seen_at: datetime


def add_story(tx: Tx, article_id: int, first_seen_at: datetime, now: datetime) -> int:
    """Open a story with one article, which leads it.

    Args:
        tx: The open transaction.
        article_id: The article.
        first_seen_at: When the article was first seen.
        now: The present instant.

    Returns:
        The story's id.
    """
    story = sa.insert(stories).values(
        lead_article_id=article_id, first_seen_at=first_seen_at, updated_at=now
    )
    return int(tx.execute(story.returning(stories.c.id)).scalar_one())


def save_classification(
    tx: Tx,
    article_id: int,
    *,
    story_id: int,
    reason: FoldReason,
    share: float,
    tagging: Tagging,
    fingerprint: Fingerprint,
    now: datetime,
) -> None:
    """Write all that classify found in an article.

    Args:
        tx: The open transaction.
        article_id: The article.
        story_id: The story it stands in.
        reason: Why it stands there.
        share: The share of the text in common with the lead article, 0 to 1.
        tagging: What was read out of the text.
        fingerprint: What later articles are compared with.
        now: The present instant.
    """
    tx.execute(
        sa.update(articles)
        .where(articles.c.id == article_id)
        .values(
            classified_at=now,
            story_id=story_id,
            fold_reason=reason,
            fold_share=share,
            language=tagging.language,
            dateline=_dateline_json(tagging),
            credit=asdict(tagging.credit) if tagging.credit else None,
            mentions=[asdict(mention) for mention in tagging.mentions],
            organisations=list(tagging.organisations),
        )
    )
    tx.execute(sa.delete(tags).where(tags.c.article_id == article_id))
    rows = [{"article_id": article_id, **row} for row in _tag_rows(tagging)]
    if rows:
        tx.execute(sa.insert(tags), rows)
    add_fingerprint(tx, article_id, fingerprint)


def _dateline_json(tagging: Tagging) -> dict[str, Any] | None:
    line = tagging.dateline
    if line is None:
        return None
    on = line.on.isoformat() if line.on else None
    return {"place": line.place, "country": line.country, "on": on, "end": line.end}


def _tag_rows(tagging: Tagging) -> Iterable[dict[str, Any]]:
    for country in tagging.countries:
        yield _tag("country", country.country, country.score, None)
    for pair in tagging.pairs:
        yield _tag("pair", pair.pair, pair.score, pair.sentence)
    seen = set()
    for keyword in tagging.keywords:
        if keyword.keyword not in seen:
            seen.add(keyword.keyword)
            yield _tag("keyword", keyword.keyword, None, keyword.phrase)


def _tag(kind: str, value: str, score: float | None, evidence: str | None) -> dict[str, Any]:
    return {"kind": kind, "value": value, "score": score, "evidence": evidence}


def list_members(tx: Tx, story_id: int) -> tuple[StoryMember, ...]:
    """List the articles of a story with what decides who leads.

    Args:
        tx: The open transaction.
        story_id: The story.

    Returns:
        The members in the order of their dates.
    """
    query = (
        sa.select(articles)
        .where(articles.c.story_id == story_id)
        .order_by(articles.c.dated_at, articles.c.id)
    )
    return tuple(
        StoryMember(
            article_id=row.id,
            outlet_id=row.outlet_id,
            credited_outlets=_credited(row.credit or {}),
            dated_at=row.dated_at,
            first_seen_at=row.first_seen_at,
        )
        for row in tx.execute(query)
    )


def _credited(credit: Mapping[str, Any]) -> frozenset[str]:
    named = (credit.get("origin_outlet"), credit.get("reporter_outlet"))
    return frozenset(outlet for outlet in named if outlet)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where an article stands: its story, who leads that, and why it stands there."""

    article_id: int
    story_id: int
    lead_article_id: int
    reason: FoldReason


def list_placements(tx: Tx) -> tuple[Placement, ...]:
    """List where every classified article stands.

    Args:
        tx: The open transaction.

    Returns:
        The placements, by article.
    """
    query = (
        sa.select(
            articles.c.id, articles.c.story_id, stories.c.lead_article_id, articles.c.fold_reason
        )
        .join(stories, stories.c.id == articles.c.story_id)
        .order_by(articles.c.id)
    )
    return tuple(
        Placement(
            article_id=row.id,
            story_id=row.story_id,
            lead_article_id=row.lead_article_id,
            reason=row.fold_reason,
        )
        for row in tx.execute(query)
    )


def set_lead(tx: Tx, story_id: int, article_id: int, now: datetime) -> None:
    """Say which article stands for a story.

    Args:
        tx: The open transaction.
        story_id: The story.
        article_id: The article.
        now: The present instant.
    """
    tx.execute(
        sa.update(stories)
        .where(stories.c.id == story_id)
        .values(lead_article_id=article_id, updated_at=now)
    )
