"""Stories: which articles carry one text, their tags, and how a reader is shown them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from monitor.model import (
    Carrier,
    CountryScore,
    KeywordTag,
    PairScore,
    Published,
    Story,
    TaggedArticle,
)
from monitor.store.engine import Tx
from monitor.store.schema import articles, outlets, stories, tags

_NO_TAGS: Mapping[str, Sequence[sa.Row[Any]]] = {}


def load_tagged(tx: Tx, article_ids: Sequence[int]) -> tuple[TaggedArticle, ...]:
    """Load articles with their tags, as a query is asked of them.

    Args:
        tx: The open transaction.
        article_ids: The articles.

    Returns:
        The articles, by id.
    """
    by_article = _tags_of(tx, article_ids)
    query = sa.select(articles).where(articles.c.id.in_(article_ids)).order_by(articles.c.id)
    return tuple(_tagged(row, by_article.get(row.id, _NO_TAGS)) for row in tx.execute(query))


def _tagged(row: sa.Row[Any], own: Mapping[str, Sequence[sa.Row[Any]]]) -> TaggedArticle:
    return TaggedArticle(
        id=row.id,
        outlet_id=row.outlet_id,
        title=row.title,
        body=row.body,
        language=row.language,
        countries=frozenset(tag.value for tag in own.get("country", ())),
        pairs=frozenset(tag.value for tag in own.get("pair", ())),
        keywords=frozenset(tag.value for tag in own.get("keyword", ())),
    )


def _tags_of(
    tx: Tx, article_ids: Sequence[int]
) -> Mapping[int, Mapping[str, Sequence[sa.Row[Any]]]]:
    found: dict[int, dict[str, list[sa.Row[Any]]]] = defaultdict(lambda: defaultdict(list))
    query = (
        sa.select(tags)
        .where(tags.c.article_id.in_(article_ids))
        .order_by(tags.c.score.desc(), tags.c.value)
    )
    for row in tx.execute(query):
        found[row.article_id][row.kind].append(row)
    return found


def load_stories(tx: Tx, story_ids: Sequence[int]) -> tuple[Story, ...]:
    """Load stories as a reader is shown them.

    Args:
        tx: The open transaction.
        story_ids: The stories.

    Returns:
        The stories in the order asked for; those that do not exist are left out.
    """
    heads = {
        row.id: row for row in tx.execute(sa.select(stories).where(stories.c.id.in_(story_ids)))
    }
    query = (
        sa.select(articles, outlets.c.name.label("outlet_name"))
        .join(outlets, outlets.c.id == articles.c.outlet_id)
        .where(articles.c.story_id.in_(story_ids))
        .order_by(articles.c.dated_at, articles.c.id)
    )
    members: dict[int, list[sa.Row[Any]]] = defaultdict(list)
    for row in tx.execute(query):
        members[row.story_id].append(row)
    tagged = _tags_of(tx, [row.id for rows in members.values() for row in rows])
    return tuple(
        _story(heads[story_id], members[story_id], tagged)
        for story_id in story_ids
        if story_id in heads and members[story_id]
    )


def _story(
    head: sa.Row[Any],
    members: Sequence[sa.Row[Any]],
    tagged: Mapping[int, Mapping[str, Sequence[sa.Row[Any]]]],
) -> Story:
    lead = next((row for row in members if row.id == head.lead_article_id), members[0])
    credit = _telling_credit(lead, members)
    pairs = _best(members, tagged, "pair")
    return Story(
        id=head.id,
        lead=_carrier(lead),
        carriers=tuple(_carrier(row) for row in members),
        body=lead.body,
        first_seen_at=head.first_seen_at,
        countries=tuple(
            CountryScore(country=tag.value, score=tag.score)
            for tag in _best(members, tagged, "country")
        ),
        pairs=tuple(
            PairScore(pair=tag.value, score=tag.score, sentence=tag.evidence or "") for tag in pairs
        ),
        keywords=tuple(
            KeywordTag(keyword=tag.value, phrase=tag.evidence or "")
            for tag in _best(members, tagged, "keyword")
        ),
        reporter=credit.get("reporter"),
        origin=credit.get("origin"),
    )


def _telling_credit(lead: sa.Row[Any], members: Sequence[sa.Row[Any]]) -> Mapping[str, Any]:
    """Take the lead's credit; where the lead is the origin itself, that of who credits it."""
    if lead.credit:
        return dict(lead.credit)
    credits = [row.credit for row in members if row.credit]
    return next((c for c in credits if c.get("origin")), credits[0] if credits else {})


def _best(
    members: Sequence[sa.Row[Any]],
    tagged: Mapping[int, Mapping[str, Sequence[sa.Row[Any]]]],
    kind: str,
) -> list[sa.Row[Any]]:
    best: dict[str, sa.Row[Any]] = {}
    for member in members:
        for tag in tagged.get(member.id, _NO_TAGS).get(kind, ()):
            known = best.get(tag.value)
            if known is None or (tag.score or 0.0) > (known.score or 0.0):
                best[tag.value] = tag
    return sorted(best.values(), key=lambda tag: (-(tag.score or 0.0), tag.value))


def _carrier(row: sa.Row[Any]) -> Carrier:
    return Carrier(
        article_id=row.id,
        outlet_id=row.outlet_id,
        outlet_name=row.outlet_name,
        url=row.url,
        title=row.title,
        language=row.language,
        first_seen_at=row.first_seen_at,
        published=Published(raw=row.published_raw, at=row.published_at, on=row.published_on),
        reason=row.fold_reason,
    )
