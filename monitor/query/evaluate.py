"""A query asked of an article: yes or no, with the words that made it yes."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from monitor.language.tokens import Token, tokenise
from monitor.model import Evidence, TaggedArticle
from monitor.query.nodes import (
    And,
    Field,
    FieldName,
    Not,
    Or,
    PairWith,
    Phrase,
    Prefix,
    Query,
    TagLeaf,
    TextLeaf,
    Word,
)

# What a reader takes in at a glance beside a story.
EVIDENCE_WORDS_MAX = 10
# A phrase of a long list, or a word that is none, would fill the mail.
EVIDENCE_CHARS_MAX = 200

# The order in which a reader is shown what matched: what was written, then what it is about.
_TAG_ORDER: tuple[FieldName, ...] = ("pair", "country", "keyword", "outlet", "lang")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A title or a body, ready to be asked for words, beginnings of words and phrases.

    ``words`` are in normal form and in order, ``places`` says where in them each stands, and
    ``vocabulary`` has each once, sorted.
    """

    text: str
    tokens: tuple[Token, ...]
    words: tuple[str, ...]
    places: Mapping[str, list[int]]
    vocabulary: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryText:
    """An article, ready to be asked any number of queries."""

    title: Passage
    body: Passage
    tags: Mapping[FieldName, frozenset[str]]
    paired: frozenset[str]


def prepare(article: TaggedArticle) -> QueryText:
    """Make an article ready for queries.

    Args:
        article: The article with its tags.

    Returns:
        Its words with their places, and its tags under the names queries use.
    """
    language = (article.language or "").lower().replace("_", "-").partition("-")[0]
    return QueryText(
        title=_passage(article.title),
        body=_passage(article.body),
        tags={
            "outlet": frozenset((article.outlet_id,)),
            "lang": frozenset((language,)),
            "country": article.countries,
            "pair": article.pairs,
            "keyword": article.keywords,
        },
        paired=frozenset(side for pair in article.pairs for side in pair.split("-")),
    )


def evaluate(query: Query, article: QueryText) -> tuple[Evidence, ...] | None:
    """Ask a query of an article.

    Args:
        query: What is asked.
        article: What is asked of, from ``prepare``.

    Returns:
        None where the article does not satisfy the query. Else the fields that made it do so,
        each with the words as the article has them (a phrase is one of them): at most
        ``EVIDENCE_WORDS_MAX`` a field, none twice, in the order of the text.
    """
    if not holds(query, article):
        return None
    leaves = set(_earning(query, article, True))
    found = (
        _text_evidence("title", article.title, leaves),
        _text_evidence("body", article.body, leaves),
        *(_tag_evidence(name, article, leaves) for name in _TAG_ORDER),
    )
    return tuple(evidence for evidence in found if evidence.words)


def holds(query: Query, article: QueryText) -> bool:
    """Tell whether an article satisfies a query.

    Args:
        query: What is asked.
        article: What is asked of, from ``prepare``.

    Returns:
        True where it does.
    """
    if isinstance(query, Word):
        return query.text in article.title.places or (
            query.within == "any" and query.text in article.body.places
        )
    if isinstance(query, And | Or):
        # A loop: a generator for all() or any() would cost more than most of what it asks.
        decides = isinstance(query, Or)
        for part in query.parts:
            if holds(part, article) is decides:
                return decides
        return not decides
    if isinstance(query, Not):
        return not holds(query.part, article)
    if isinstance(query, Field):
        return query.value in article.tags[query.name]
    if isinstance(query, PairWith):
        return query.country in article.paired
    return _stands_in(query, article.title) or (
        query.within == "any" and _stands_in(query, article.body)
    )


def _passage(text: str) -> Passage:
    tokens = tuple(tokenise(text))
    words = tuple(token.word for token in tokens)
    places: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        places.setdefault(word, []).append(place)
    return Passage(
        text=text, tokens=tokens, words=words, places=places, vocabulary=tuple(sorted(places))
    )


def _stands_in(leaf: Prefix | Phrase, passage: Passage) -> bool:
    if isinstance(leaf, Phrase):
        return _phrase_start(leaf, passage) is not None
    at = bisect.bisect_left(passage.vocabulary, leaf.stem)
    return at < len(passage.vocabulary) and passage.vocabulary[at].startswith(leaf.stem)


def _spans(leaf: TextLeaf, passage: Passage) -> Iterator[tuple[int, int]]:
    """Give the first and the last token of each different thing the leaf finds."""
    if isinstance(leaf, Phrase):
        start = _phrase_start(leaf, passage)
        if start is not None:
            yield start, start + len(leaf.words) - 1
        return
    for word in _forms(leaf, passage):
        first = passage.places[word][0]
        yield first, first


def _forms(leaf: Word | Prefix, passage: Passage) -> Iterator[str]:
    if isinstance(leaf, Word):
        if leaf.text in passage.places:
            yield leaf.text
        return
    for at in range(bisect.bisect_left(passage.vocabulary, leaf.stem), len(passage.vocabulary)):
        if not passage.vocabulary[at].startswith(leaf.stem):
            return
        yield passage.vocabulary[at]


def _phrase_start(phrase: Phrase, passage: Passage) -> int | None:
    whole = phrase.words[:-1] if phrase.is_open else phrase.words
    for word in whole:
        if word not in passage.places:
            return None
    # From the rarest word, so that a text of one word over and over costs no more than another.
    offset = min(range(len(whole)), key=lambda at: len(passage.places[whole[at]]))
    starts = (place - offset for place in passage.places[whole[offset]])
    return next((start for start in starts if _stands_at(phrase, whole, passage, start)), None)


def _stands_at(phrase: Phrase, whole: tuple[str, ...], passage: Passage, start: int) -> bool:
    end = start + len(phrase.words)
    if start < 0 or end > len(passage.words):
        return False
    if passage.words[start : start + len(whole)] != whole:
        return False
    return not phrase.is_open or passage.words[end - 1].startswith(phrase.words[-1])


def _earning(query: Query, article: QueryText, is_asserted: bool) -> Iterator[TextLeaf | TagLeaf]:
    """Give the leaves whose presence made the query hold (or fail, where it is denied)."""
    if isinstance(query, Not):
        yield from _earning(query.part, article, not is_asserted)
    elif isinstance(query, And | Or):
        for part in query.parts:
            if holds(part, article) == is_asserted:
                yield from _earning(part, article, is_asserted)
    elif is_asserted:
        yield query


def _text_evidence(name: str, passage: Passage, leaves: set[TextLeaf | TagLeaf]) -> Evidence:
    spans = {
        span
        for leaf in leaves
        if not isinstance(leaf, Field | PairWith) and (name == "title" or leaf.within == "any")
        for span in _spans(leaf, passage)
    }
    surfaces = (_surface(passage, *span) for span in sorted(spans)[:EVIDENCE_WORDS_MAX])
    return Evidence(field=name, words=tuple(dict.fromkeys(surfaces)))


def _surface(passage: Passage, first: int, last: int) -> str:
    start, end = passage.tokens[first].start, passage.tokens[last].end
    return " ".join(passage.text[start : min(end, start + EVIDENCE_CHARS_MAX)].split())


def _tag_evidence(name: FieldName, article: QueryText, leaves: set[TextLeaf | TagLeaf]) -> Evidence:
    values = {leaf.value for leaf in leaves if isinstance(leaf, Field) and leaf.name == name}
    if name == "pair":
        wanted = {leaf.country for leaf in leaves if isinstance(leaf, PairWith)}
        values |= {pair for pair in article.tags["pair"] if wanted & set(pair.split("-"))}
    return Evidence(field=name, words=tuple(sorted(values)[:EVIDENCE_WORDS_MAX]))
