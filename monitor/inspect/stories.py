"""Grouping the texts of a file as the running system would, in a private store in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.inspect.kinds import classify_line, published_at
from monitor.inspect.lines import Context, Json, answers
from monitor.jobs.classify import place_article
from monitor.model import Article, Outlet, Published
from monitor.store.articles import NewArticle, add_article
from monitor.store.engine import Store, Tx, open_store
from monitor.store.membership import list_placements
from monitor.store.outlets import sync_outlets
from monitor.store.schema import metadata

# Texts without a time count as of one time: this one.
_NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)


def inspect_stories(
    lines: Iterable[str], context: Context, processes: int, window: timedelta
) -> Iterator[Json]:
    """Group texts into stories, in the order of their times.

    Args:
        lines: As for ``inspect texts``.
        context: What they are read against.
        processes: How many processes read them.
        window: How far back copies are looked for.

    Yields:
        ``{id, story, lead, why, related}`` a line, in the order of the input.
    """
    read = [(line, answer) for line, answer in answers(classify_line, lines, context, processes)]
    store = open_store("sqlite://")
    metadata.create_all(store.engine)
    placed = _place_all(store, read, window)
    with store.read() as tx:
        placements = {p.article_id: p for p in list_placements(tx)}
    names = {article_id: read[position][0]["id"] for position, article_id in placed.items()}
    for position, (line, answer) in enumerate(read):
        if isinstance(answer, str):
            yield {"id": line["id"], "error": answer}
            continue
        placement = placements[placed[position]]
        yield {
            "id": line["id"],
            "story": placement.story_id,
            "lead": names[placement.lead_article_id],
            "why": placement.reason,
            "related": placement.story_id,
        }
    store.close()


def _place_all(store: Store, read: list[tuple[Json, Any]], window: timedelta) -> dict[int, int]:
    """Place the texts, and tell the article that each position became."""
    good = [position for position, (_, answer) in enumerate(read) if not isinstance(answer, str)]
    times = {position: published_at(read[position][0]) or _NO_TIME for position in good}
    placed: dict[int, int] = {}
    with store.begin() as tx:
        names = {position: _outlet_id(read[position][0], position) for position in good}
        outlets = [Outlet(id=n, name=n, country=None, kind="portal") for n in set(names.values())]
        sync_outlets(tx, outlets, (), _NO_TIME)
        for position in sorted(good, key=lambda p: (times[p], p)):
            line, (tagging, fingerprint) = read[position]
            article = _keep(tx, line, names[position], position, times[position])
            now = times[position]
            place_article(tx, article, tagging, fingerprint, window=window, now=now)
            placed[position] = article.id
    return placed


def _outlet_id(line: Json, position: int) -> str:
    # Texts of outlets we know nothing of are not one outlet's.
    return str(line.get("outlet") or f"unknown {position}")


def _keep(tx: Tx, line: Json, outlet_id: str, position: int, at: datetime) -> Article:
    title, text = str(line.get("title") or ""), str(line.get("text") or "")
    new = NewArticle(
        outlet_id=outlet_id,
        url=f"inspect:{position}",
        title=title,
        body=text,
        body_source="page",
        byline=None,
        language=line.get("language"),
        published=Published(at=at),
        first_seen_at=at,
        may_alert=False,
    )
    article_id = add_article(tx, new, at)
    return Article(
        id=article_id or 0,
        outlet_id=outlet_id,
        url=new.url,
        title=title,
        body=text,
        language=new.language,
        first_seen_at=at,
        published=new.published,
    )
