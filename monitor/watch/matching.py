"""All watches x an article -> matches with the words that earned them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from monitor.model import Match, TaggedArticle, Watch
from monitor.query.evaluate import evaluate, prepare
from monitor.query.nodes import Query
from monitor.query.parser import parse_query


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledWatch:
    """A watch with its query read once."""

    watch: Watch
    query: Query


def compile_watch(
    watch: Watch,
    *,
    outlet_ids: Collection[str] | None = None,
    keyword_ids: Collection[str] | None = None,
    country_of: Callable[[str], str | None] | None = None,
) -> CompiledWatch:
    """Read the query of a watch.

    Args:
        watch: The watch as configured.
        outlet_ids: The outlets there are; None where they are not known and so not checked.
        keyword_ids: The keyword lists there are; None likewise.
        country_of: Gives the ISO 3166-1 alpha-3 code of a country's name, None for no country.

    Returns:
        The watch, ready to be asked of articles.

    Raises:
        QueryError: Where the query cannot be read; with the column and what to write instead.
    """
    query = parse_query(
        watch.query, outlet_ids=outlet_ids, keyword_ids=keyword_ids, country_of=country_of
    )
    return CompiledWatch(watch=watch, query=query)


def match_article(watches: Sequence[CompiledWatch], article: TaggedArticle) -> tuple[Match, ...]:
    """Find the watches that one article satisfies.

    Args:
        watches: All watches, compiled.
        article: The article with its tags.

    Returns:
        A match for each watch satisfied, in the order of the watches.
    """
    if not watches:
        return ()
    text = prepare(article)
    found = ((each.watch.id, evaluate(each.query, text)) for each in watches)
    return tuple(
        Match(watch_id=watch_id, article_id=article.id, evidence=evidence)
        for watch_id, evidence in found
        if evidence is not None
    )
