from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import QueryError
from monitor.query.codes import COUNTRIES, LANGUAGES
from monitor.query.nodes import And, Field, Not, Or, PairWith, Phrase, Prefix, Query, Word
from monitor.query.parser import parse_query
from monitor.query.scan import DEPTH_MAX, LENGTH_MAX

OUTLETS = ("trend", "akorda", "24.kg", "Kabar")
KEYWORDS = ("energy", "transport")
NAMES = {"kyrgyzstan": "KGZ", "россия": "RUS", "united states": "USA", "uk": "GBR"}

A, B, C, D = (Word(text=each) for each in "abcd")


def country_of(name: str) -> str | None:
    """Know a few countries by name."""
    return NAMES.get(name.lower())


def parse(text: str) -> Query:
    """Read a query with the small vocabulary of these tests."""
    return parse_query(text, outlet_ids=OUTLETS, keyword_ids=KEYWORDS, country_of=country_of)


def refused(text: str) -> QueryError:
    """Expect a query to be refused and give the error."""
    with pytest.raises(QueryError) as caught:
        parse(text)
    return caught.value


def read_or_refused(text: str) -> Query | QueryError:
    """Give the query or the error; anything else that is raised passes through."""
    try:
        return parse(text)
    except QueryError as error:
        return error


def conj(*parts: Query) -> And:
    """Join with AND."""
    return And(parts=parts)


def alt(*parts: Query) -> Or:
    """Join with OR."""
    return Or(parts=parts)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("a", A),
        ("a b", conj(A, B)),
        ("a AND b", conj(A, B)),
        ("a OR b", alt(A, B)),
        ("a AND b OR c", alt(conj(A, B), C)),
        ("a OR b AND c", alt(A, conj(B, C))),
        ("a b OR c", alt(conj(A, B), C)),
        ("a OR b c OR d", alt(A, conj(B, C), D)),
        ("a (b OR c) d", conj(A, alt(B, C), D)),
        ("a NOT b", conj(A, Not(part=B))),
        ("a AND NOT b c", conj(A, Not(part=B), C)),
        ("a OR b NOT c", alt(A, conj(B, Not(part=C)))),
        ("a AND b -c -d", conj(A, B, Not(part=C), Not(part=D))),
        ("(a OR b) -c", conj(alt(A, B), Not(part=C))),
        ("+a +b", conj(A, B)),
        ("NOT NOT a", A),
        ("NOT (NOT a)", A),
        ("NOT (NOT a OR b)", Not(part=alt(Not(part=A), B))),
        ("(a (b c))", conj(A, B, C)),
        ("a\n  OR\tb", alt(A, B)),
        ("a TO b", conj(A, Word(text="to"), B)),
    ],
)
def test_operators_bind_as_in_classic_logic_and_a_blank_is_and(text: str, query: Query) -> None:
    """NOT before AND before OR; a blank weighs what AND weighs, wherever it stands."""
    assert parse(text) == query


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Бишкек", Word(text="бишкек")),
        ("Ёлка", Word(text="елка")),
        ("İSTANBUL", Word(text="istanbul")),
        ("econom*", Prefix(stem="econom")),
        ("ЭКОНОМ*", Prefix(stem="эконом")),
        ('"Prime Minister"', Phrase(words=("prime", "minister"))),
        ('"minister"', Word(text="minister")),
        ('"what next?"', Phrase(words=("what", "next"))),
        ("state-run", Phrase(words=("state", "run"))),
        ("24/7", Phrase(words=("24", "7"))),
        ("AT&T", Phrase(words=("at", "t"))),
        ("O'zbekiston*", Phrase(words=("o", "zbekiston"), is_open=True)),
        ("O‘zbekiston*", Phrase(words=("o", "zbekiston"), is_open=True)),
        (r"\(a", A),
        (r"\-a", A),
        (r"a\*", A),
        (r"\"a", A),
        ("yahoo!", Word(text="yahoo")),
        ('"or" a', conj(Word(text="or"), A)),
    ],
)
def test_words_are_read_as_the_text_is(text: str, query: Query) -> None:
    """Case, dotted letters, hyphens and apostrophes cannot part a query from what it names."""
    assert parse(text) == query


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("title:a", Word(text="a", within="title")),
        ("Title : a", Word(text="a", within="title")),
        ('title:"a b"', Phrase(words=("a", "b"), within="title")),
        ("title:a*", Prefix(stem="a", within="title")),
        ("title:a b", conj(Word(text="a", within="title"), B)),
        ("title:(a OR b)", alt(Word(text="a", within="title"), Word(text="b", within="title"))),
        ("outlet:TREND", Field(name="outlet", value="trend")),
        ("outlet:kabar", Field(name="outlet", value="Kabar")),
        ("outlet:24.kg", Field(name="outlet", value="24.kg")),
        ('outlet:"24.kg"', Field(name="outlet", value="24.kg")),
        ("lang:RU", Field(name="lang", value="ru")),
        ("country:kgz", Field(name="country", value="KGZ")),
        ("country:Kyrgyzstan", Field(name="country", value="KGZ")),
        ("country:Россия", Field(name="country", value="RUS")),
        ('country:"United States"', Field(name="country", value="USA")),
        ("country:UK", Field(name="country", value="GBR")),
        ('country:"AND"', Field(name="country", value="AND")),
        ("pair:KGZ-RUS", Field(name="pair", value="KGZ-RUS")),
        ("pair:rus-Kgz", Field(name="pair", value="KGZ-RUS")),
        ("pair:RUS–KGZ", Field(name="pair", value="KGZ-RUS")),
        ("pair:Россия-Kyrgyzstan", Field(name="pair", value="KGZ-RUS")),
        ("pair:KGZ-*", PairWith(country="KGZ")),
        ("pair:*-kgz", PairWith(country="KGZ")),
        ("keyword:energy", Field(name="keyword", value="energy")),
        (
            "country:(KGZ NOT RUS)",
            conj(Field(name="country", value="KGZ"), Not(part=Field(name="country", value="RUS"))),
        ),
    ],
)
def test_field_values_come_out_as_articles_carry_them(text: str, query: Query) -> None:
    """Codes, names and ids are brought to the one form the tags have."""
    assert parse(text) == query


@pytest.mark.parametrize(
    ("text", "column", "hint"),
    [
        ("", 1, "at least one word"),
        (" \n ", 1, "at least one word"),
        ("a ^", 3, "leave it out"),
        ("a^2", 2, "leave it out"),
        ("a~", 2, "with OR"),
        ('"a b"~3', 6, "with OR"),
        ("a b?", 4, '"*"'),
        ("*nom", 1, "econom*"),
        ("ec*nom", 3, "econom*"),
        ("a*b*", 2, "econom*"),
        ("a-*", 1, "econom*"),
        ('"a b*"', 5, "apart"),
        ("[a TO b]", 1, "double quotes"),
        ("title:{a TO b}", 7, "double quotes"),
        ("a >5", 3, "double quotes"),
        ("/ab+/", 1, "double quotes"),
        ("!a", 1, "NOT"),
        ("a && b", 3, "AND"),
        ("a & b", 3, "AND"),
        ("a||b", 2, "OR"),
        ("a - b", 3, "NOT"),
        ("a +", 3, "AND"),
        ("“a b”", 1, '"like this"'),
        ("'a b'", 1, "double quotes"),
        ("https://a.example/b", 6, "double quotes"),
        ("a — b", 3, "letters"),
        ("Russia and China", 8, "AND"),
        ("a or b", 3, "OR"),
        ("a Not b", 3, "NOT"),
        ("a OR b -c", 8, "parentheses"),
        ("+a OR b", 1, "parentheses"),
        ('a"b c"', 2, "blank"),
        ('"a"b', 4, "blank"),
        ('"a', 1, "ends"),
        ("(a", 1, "ends"),
        ("((a)", 1, "ends"),
        ("a)", 2, "leave"),
        ("()", 2, "before it"),
        ("a AND", 6, "after"),
        ("AND a", 1, "quotes"),
        ("a AND OR b", 7, "quotes"),
        ("title:", 7, "after"),
        (":a", 1, "before it"),
        ("title::a", 7, "before it"),
        ("country:AND", 9, "quotes"),
        ("a \\", 3, "backslash"),
        ("a \\ b", 3, "backslash"),
        ("titel:a", 1, "title:"),
        ("12:30", 1, "double quotes"),
        ("title:(a outlet:trend)", 10, "parentheses"),
        ("title:title:a", 7, "parentheses"),
        ("outlet:trnd", 8, "outlet:trend"),
        ("outlet:zzzz", 8, "outlet:24.kg"),
        ("keyword:enrgy", 9, "keyword:energy"),
        ("country:KGX", 9, "KGZ"),
        ("country:Kirgisia", 9, "ISO 3166-1"),
        ("country:*", 9, "whole value"),
        ("lang:kg", 6, "lang:ky"),
        ("lang:kz", 6, "lang:kk"),
        ("lang:ru-RU", 6, "lang:ru"),
        ("lang:russian", 6, "ISO 639-1"),
        ("pair:KGZ", 6, "pair:KGZ-*"),
        ("pair:KGZ-KGX", 6, "KGZ"),
        ("pair:KGZ-KGZ", 6, "pair:KGZ-*"),
        ("pair:*-*", 6, "pair:AZE-KGZ"),
        ("pair:KGZ-RUS-UZB", 6, "pair:AZE-KGZ"),
        ("NOT a", 1, "must have"),
        ("-a -b", 1, "must have"),
        ("a OR NOT b", 6, "must have"),
        ("NOT (a b)", 1, "must have"),
    ],
)
def test_a_mistake_is_told_with_its_column_and_what_to_write(
    text: str, column: int, hint: str
) -> None:
    """Nothing is misread in silence: the author learns where and what instead."""
    error = refused(text)
    assert error.column == column
    assert error.hint is not None
    assert hint in error.hint


@pytest.mark.parametrize("char", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\ud800"])
def test_control_characters_and_halves_of_pairs_are_refused(char: str) -> None:
    """What cannot be shown or stored is refused where it stands."""
    error = refused(f"ab {char}c")
    assert error.column == 4
    assert str(error).isprintable()


def test_ids_are_checked_only_where_they_are_known() -> None:
    """Without a list any id goes; with an empty list none does."""
    assert parse_query("outlet:any") == Field(name="outlet", value="any")
    with pytest.raises(QueryError, match="no keyword is configured"):
        parse_query("keyword:any", keyword_ids=())


def test_depth_is_allowed_to_its_limit_and_no_further() -> None:
    """The deepest query allowed is read; one level more is refused where it begins."""
    deepest = "(" * DEPTH_MAX + "a" + ")" * DEPTH_MAX
    assert parse(deepest) == A
    assert refused(f"({deepest})").column == DEPTH_MAX + 1


HOSTILE = {
    "ten thousand terms": "a " * 10_000,
    "as many terms as fit": "a " * (LENGTH_MAX // 2),
    "as many alternatives": "a OR " * (LENGTH_MAX // 5 - 1) + "a",
    "alternating": "a AND b OR " * 360 + "a",
    "alternating with signs": "a AND b -c " * 360 + "a",
    "signs": "-" * (LENGTH_MAX - 1) + "a",
    "negations": "NOT " * 900 + "a",
    "parentheses": "(" * LENGTH_MAX,
    "fields": "title:" * 600 + "a",
    "colons": ":" * LENGTH_MAX,
    "quotes": '"' * (LENGTH_MAX - 1),
    "backslashes": "\\" * (LENGTH_MAX - 1),
    "stars": "*" * LENGTH_MAX,
    "one long word": "a" * LENGTH_MAX,
    "one long phrase": '"' + "a " * 1_999 + '"',
    "one long outlet": "outlet:" + "a" * 3_900,
    "one long pair": "pair:" + "a-" * 1_900,
    "combining marks": "a" + "\u0301" * 3_900,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_queries_end_in_bounded_time(name: str) -> None:
    """Whatever is sent is read or refused in far less than a second."""
    began = time.process_time()
    ended = read_or_refused(HOSTILE[name])
    assert time.process_time() - began < 2
    if isinstance(ended, QueryError):
        assert ended.column is not None
        assert len(str(ended)) < 500


ALPHABET = st.sampled_from(
    [
        *"aбё(): \"'*?-+!&|^~[]{}<>/\\\n,.“\u200bİ國😀",
        *(" AND ", " OR ", " NOT ", "title:", "pair:", "KGZ-", "outlet:", "trend", "lang:", "ru"),
    ]
)


@settings(max_examples=600, deadline=None)
@given(st.lists(ALPHABET, max_size=30).map("".join) | st.text(max_size=60))
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    """The parser never raises anything but QueryError, and always says where."""
    ended = read_or_refused(text)
    if isinstance(ended, QueryError):
        assert ended.column is not None
        assert 1 <= ended.column <= len(text) + 1
    else:
        assert ended == parse(f"({text})")


def test_many_threads_read_queries_at_once() -> None:
    """One grammar serves all threads without mixing their queries up."""
    wrong: list[str] = []

    def work(number: int) -> None:
        for turn in range(60):
            word = f"w{number}x{turn}"
            expected = alt(conj(Word(text=word), A), Phrase(words=("b", word)))
            if parse(f'{word} a OR "b {word}"') != expected:
                wrong.append(word)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_loading_the_grammar_writes_nothing_and_says_nothing(tmp_path: Path) -> None:
    """The parser generator leaves no tables and no report behind, on any Python."""
    code = (
        "import pathlib, luqum\n"
        "home = pathlib.Path(luqum.__file__).parent\n"
        "state = lambda: {p.name: p.stat().st_mtime_ns for p in home.glob('pars*')}\n"
        "before = state()\n"
        "import monitor.query.parser\n"
        "assert state() == before, state()\n"
    )
    root = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-B", "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": root},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(tmp_path.iterdir()) == []


def test_the_codes_are_the_standards() -> None:
    """The closed lists have the length of their standards and the codes people ask for."""
    assert len(COUNTRIES - {"XKX"}) == 249
    assert len(LANGUAGES) == 183
    assert {"KGZ", "AZE", "GBR", "USA"} <= COUNTRIES
    assert {"ky", "az", "kk", "uz", "ru", "en"} <= LANGUAGES
