"""Pages made to break their reader: an outcome in every case."""

from __future__ import annotations

import gzip
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import ReadError
from monitor.outcomes import Outcome, Reason
from monitor.read.article import read_page, text_of_html
from monitor.read.listing import read_listing

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SENTENCE = "The presidents of the two countries met in the capital to discuss trade. "
ARTICLE = f"<p>{SENTENCE * 6}</p>"


@pytest.mark.parametrize("tag", ["div", "b", "table", "font", "ul", "form", "select", "svg", "h1"])
def test_a_hundred_thousand_nested_tags_end_in_an_outcome(tag: str) -> None:
    """No recursion runs out of stack."""
    html = f"<html><body>{f'<{tag}>' * 100_000}{ARTICLE}"
    assert read_page(html.encode(), url="https://a.example/1", now=NOW).outcome in Outcome


def test_the_article_before_endless_open_tags_is_read() -> None:
    """What stands before the flood is not lost in it."""
    html = f"<html><body><article>{ARTICLE}</article>{'<p>x' * 15_000}"
    reading = read_page(html.encode(), url="https://a.example/1", now=NOW)
    assert SENTENCE.strip() in reading.body


def test_five_megabytes_of_text_are_bounded() -> None:
    """A body has an end."""
    html = f"<html><body><p>{'word ' * 1_000_000}"
    reading = read_page(html.encode(), url="https://a.example/1", now=NOW)
    assert 0 < len(reading.body) <= 1_000_000


def test_zero_bytes_and_missing_ends_do_not_hide_the_text() -> None:
    """NUL bytes go, open tags are closed."""
    html = f"<html><body>\0<div>\0{ARTICLE.replace('met', 'm' + chr(0) + 'et')}"
    reading = read_page(html.encode(), url="https://a.example/1", now=NOW)
    assert reading.outcome is Outcome.HARVESTED
    assert "\0" not in reading.body
    assert "met in the capital" in reading.body


def test_a_packed_page_is_read_and_a_bomb_refused() -> None:
    """Gzip without a header is unpacked, up to a limit."""
    page = gzip.compress(f"<html><body>{ARTICLE}</body></html>".encode())
    assert read_page(page, url="https://a.example/1", now=NOW).outcome is Outcome.HARVESTED
    bomb = read_page(gzip.compress(b"\0" * 70_000_000), url="https://a.example/1", now=NOW)
    assert bomb.reason is Reason.TOO_LARGE


@pytest.mark.parametrize(
    "json",
    [
        "[" * 50_000,
        '{"@graph":' * 5_000,
        '{"@type":"NewsArticle","headline":{"a":[1]},"datePublished":[[1]],"author":[[[]]]}',
        '<!-- {"@type":"NewsArticle"} -->',
    ],
)
def test_broken_json_ld_costs_nothing_but_itself(json: str) -> None:
    """The page around it is still an article."""
    script = f"<script type='application/ld+json'>{json}</script>"
    html = f"<html><head>{script}</head><body>{ARTICLE}</body></html>"
    assert read_page(html.encode(), url="x", now=NOW).outcome is Outcome.HARVESTED


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_an_outcome(data: bytes) -> None:
    """A page is read or refused, never anything else."""
    for page in (data, b"<html><body>" + data + ARTICLE.encode()):
        assert read_page(page, url="https://a.example/1", now=NOW).outcome in Outcome
        with suppress(ReadError):
            read_listing(page, url="https://a.example/", link_pattern=".")


@given(st.text(max_size=300))
def test_any_fragment_gives_lines_without_controls(fragment: str) -> None:
    """What comes out can be stored."""
    text = text_of_html(fragment)
    assert "\0" not in text
    assert all(line == line.strip() and line for line in text.split("\n") if text)
