from __future__ import annotations

import pytest

from monitor.errors import QueryError
from monitor.model import Evidence, Match, TaggedArticle, Watch
from monitor.watch.matching import compile_watch, match_article

ARTICLE = TaggedArticle(
    id=42,
    outlet_id="trend",
    title="Talks on gas",
    body="Delegations met in Baku.",
    language="en",
    countries=frozenset({"AZE"}),
    pairs=frozenset(),
    keywords=frozenset(),
)


def watch(name: str, query: str) -> Watch:
    """Make a watch that asks a query."""
    return Watch(id=name, name=name, query=query, recipients=("desk@monitor.example",))


def test_each_satisfied_watch_gives_one_match_in_the_order_of_the_watches() -> None:
    """Every watch is asked; those satisfied say so with their own evidence."""
    watches = [
        compile_watch(watch(name, query))
        for name, query in [("gas", "gas"), ("coal", "coal"), ("baku", "baku country:AZE")]
    ]
    assert match_article(watches, ARTICLE) == (
        Match(watch_id="gas", article_id=42, evidence=(Evidence(field="title", words=("gas",)),)),
        Match(
            watch_id="baku",
            article_id=42,
            evidence=(
                Evidence(field="body", words=("Baku",)),
                Evidence(field="country", words=("AZE",)),
            ),
        ),
    )


def test_no_watches_give_no_matches() -> None:
    """An empty list of watches is a list of watches."""
    assert match_article((), ARTICLE) == ()


def test_a_watch_is_checked_against_what_there_is() -> None:
    """An outlet, keyword or country that does not exist stops the watch, not only the search."""
    with pytest.raises(QueryError, match="outlet:trend"):
        compile_watch(watch("w", "outlet:trent"), outlet_ids=("trend",))
    with pytest.raises(QueryError, match="keyword:energy"):
        compile_watch(watch("w", "keyword:energie"), keyword_ids=("energy",))
    compiled = compile_watch(watch("w", "country:Azerbaijan"), country_of={"Azerbaijan": "AZE"}.get)
    assert match_article((compiled,), ARTICLE)
