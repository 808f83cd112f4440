from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model import Evidence, TaggedArticle
from monitor.query.evaluate import (
    EVIDENCE_CHARS_MAX,
    EVIDENCE_WORDS_MAX,
    evaluate,
    holds,
    prepare,
)
from monitor.query.nodes import And, Field, Not, Or, PairWith, Phrase, Prefix, Query, Word
from monitor.query.parser import parse_query


def article(
    title: str = "Presidents meet in Astana",
    body: str = "The leaders of Kyrgyzstan and Russia agreed on energy.\nEnergy comes first.",
    language: str | None = "en",
) -> TaggedArticle:
    """Make an article about Kyrgyzstan and Russia."""
    return TaggedArticle(
        id=7,
        outlet_id="trend",
        title=title,
        body=body,
        language=language,
        countries=frozenset({"KGZ", "RUS"}),
        pairs=frozenset({"KGZ-RUS"}),
        keywords=frozenset({"energy"}),
    )


def asked(query: str, **parts: str) -> tuple[Evidence, ...] | None:
    """Ask a query of that article."""
    return evaluate(parse_query(query), prepare(article(**parts)))


@pytest.mark.parametrize(
    "query",
    [
        "astana",
        "energy",
        "ENERGY astana",
        '"agreed on energy"',
        '"energy energy"',
        "kyrgyz*",
        "title:meet",
        "title:(presidents astana)",
        "meet-in-ast*",
        "energy NOT coal",
        "coal OR energy",
        "outlet:trend",
        "lang:en",
        "country:KGZ",
        "pair:RUS-KGZ",
        "pair:RUS-*",
        "keyword:energy",
        "country:KGZ NOT country:UZB",
        "NOT (coal OR gas) energy",
    ],
)
def test_an_article_satisfies(query: str) -> None:
    """Words in title or body, phrases, beginnings, fields and their combinations are found."""
    assert asked(query) is not None


@pytest.mark.parametrize(
    "query",
    [
        "coal",
        "energ",
        "title:energy",
        '"energy on agreed"',
        '"astana the"',
        "kyrgyzstani*",
        "title:kyrgyz*",
        "meet-in-astanas*",
        '"energy comes first and last"',
        "energy NOT astana",
        "coal AND energy",
        "outlet:akorda",
        "lang:ru",
        "country:UZB",
        "pair:KGZ-UZB",
        "pair:UZB-*",
        "keyword:transport",
    ],
)
def test_an_article_does_not_satisfy(query: str) -> None:
    """Parts of words, words of the body asked of the title, and split phrases are not found."""
    assert asked(query) is None


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("БИШКЕК", "бишкек"),
        ("елка", "Ёлка"),
        ("ёлка", "ЕЛКА"),
        ("istanbul", "İSTANBUL"),
        ("ISTANBUL", "istanbul"),
        ("İstanbul", "ıstanbul"),
        ("стамбул*", "СТАМБУЛДА"),
        ("O'zbekiston", "Oʻzbekiston"),
        ("state-run", "state‑run"),
        ("cafe\u0301", "CAFÉ"),
        ("bishkek", "Bishkek'te"),
        ("straße", "STRASSE"),
    ],
)
def test_writing_does_not_part_what_reads_the_same(query: str, text: str) -> None:
    """Case, ё, dotted and dotless i, kinds of apostrophe and hyphen make no difference."""
    assert asked(query, body=f"x {text} y") is not None


@pytest.mark.parametrize(
    ("query", "evidence"),
    [
        ("energy", [("body", "energy")]),
        ("ASTANA energy", [("title", "Astana"), ("body", "energy")]),
        ("first energy kyrgyz*", [("body", "Kyrgyzstan", "energy", "first")]),
        ('"energy ENERGY"', [("body", "energy. Energy")]),
        ("coal OR russia OR kyrgyzstan", [("body", "Kyrgyzstan", "Russia")]),
        ("(coal AND russia) OR energy", [("body", "energy")]),
        ("energy NOT coal", [("body", "energy")]),
        (
            "pair:RUS-* lang:en outlet:trend",
            [("pair", "KGZ-RUS"), ("outlet", "trend"), ("lang", "en")],
        ),
        ("country:(RUS KGZ) keyword:energy", [("country", "KGZ", "RUS"), ("keyword", "energy")]),
        ("NOT (NOT energy OR coal)", [("body", "energy")]),
        ("title:meet energy", [("title", "meet"), ("body", "energy")]),
    ],
)
def test_evidence_is_what_the_article_says(query: str, evidence: list[tuple[str, ...]]) -> None:
    """Each field that earned the match shows its own words, in the order of the text."""
    expected = tuple(Evidence(field=field, words=tuple(words)) for field, *words in evidence)
    assert asked(query) == expected


def test_evidence_is_bounded_in_words_and_in_characters() -> None:
    """A wide prefix or an endless word cannot fill a mail."""
    many = " ".join(f"word{number}" for number in range(100))
    evidence = asked("word* OR longish*", title="longish" + "x" * 5_000, body=many)
    assert evidence is not None
    title, body = evidence
    assert [len(word) for word in title.words] == [EVIDENCE_CHARS_MAX]
    assert body.words == tuple(f"word{number}" for number in range(EVIDENCE_WORDS_MAX))


def test_language_is_compared_without_its_region() -> None:
    """A page that calls itself en-GB is in English; one without a language is in none."""
    query = parse_query("lang:en")
    assert evaluate(query, prepare(article(language="EN-gb"))) is not None
    assert evaluate(query, prepare(article(language=None))) is None


WORDS = st.sampled_from(["a", "b", "ab", "c", "d"])
LEAVES: st.SearchStrategy[Query] = st.one_of(
    st.builds(Word, text=WORDS, within=st.sampled_from(["any", "title"])),
    st.builds(Prefix, stem=WORDS),
    st.builds(Phrase, words=st.tuples(WORDS, WORDS), is_open=st.booleans()),
    st.builds(Field, name=st.just("country"), value=st.sampled_from(["KGZ", "UZB"])),
    st.builds(PairWith, country=st.sampled_from(["RUS", "UZB"])),
)


def _wider(inner: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    parts = st.lists(inner, min_size=2, max_size=4).map(tuple)
    return st.builds(And, parts=parts) | st.builds(Or, parts=parts) | st.builds(Not, part=inner)


QUERIES = st.recursive(LEAVES, _wider, max_leaves=12)
TEXTS = st.lists(WORDS, max_size=6).map(" ".join)


@settings(deadline=None)
@given(QUERIES, QUERIES, TEXTS, TEXTS)
def test_de_morgan_holds(one: Query, other: Query, title: str, body: str) -> None:
    """Not (p and q) is (not p) or (not q), and the other way round; not not p is p."""
    text = prepare(article(title=title, body=body))
    no_one, no_other = Not(part=one), Not(part=other)
    both, either = And(parts=(one, other)), Or(parts=(one, other))
    assert holds(Not(part=both), text) == holds(Or(parts=(no_one, no_other)), text)
    assert holds(Not(part=either), text) == holds(And(parts=(no_one, no_other)), text)
    assert holds(Not(part=no_one), text) == holds(one, text)


@settings(deadline=None)
@given(QUERIES, TEXTS, TEXTS)
def test_evidence_is_in_the_text_and_none_is_given_without_a_match(
    query: Query, title: str, body: str
) -> None:
    """What is shown stands in the article; no match shows nothing."""
    text = prepare(article(title=title, body=body))
    evidence = evaluate(query, text)
    assert (evidence is not None) == holds(query, text)
    for each in evidence or ():
        assert 0 < len(set(each.words)) == len(each.words) <= EVIDENCE_WORDS_MAX
        if each.field in ("title", "body"):
            assert all(word in (title if each.field == "title" else body) for word in each.words)


@settings(deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=8), st.lists(WORDS, min_size=2, max_size=3))
def test_a_phrase_is_found_exactly_where_its_words_stand_together(
    text: list[str], phrase: list[str]
) -> None:
    """The indexed search agrees with reading the text from left to right."""
    ready = prepare(article(title="", body=" ".join(text)))
    together = f" {' '.join(phrase)} " in f" {' '.join(text)} "
    opened = f" {' '.join(phrase)}" in f" {' '.join(text)}"
    assert holds(Phrase(words=tuple(phrase)), ready) == together
    assert holds(Phrase(words=tuple(phrase), is_open=True), ready) == opened


def test_repetitive_text_and_phrase_stay_cheap() -> None:
    """A long phrase over a text of one word does not multiply their lengths."""
    text = prepare(article(body="a " * 200_000))
    began = time.process_time()
    assert evaluate(Phrase(words=("a",) * 1_900 + ("b",)), text) is None
    assert evaluate(Phrase(words=("a",) * 1_900), text) is not None
    assert time.process_time() - began < 2


def test_the_deepest_query_is_evaluated() -> None:
    """Fifty levels of AND, OR and NOT fit the stack."""
    query = "energy"
    for level in range(25):
        query = f"({query} OR x{level}) NOT (y{level} z)" if level % 2 else f"({query} astana)"
    assert asked(query) is not None
