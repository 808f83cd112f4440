"""Articles taken out of pages: text, title, time, byline, address, and what is no article."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from monitor.model import PageReading, Published
from monitor.outcomes import Outcome, Reason
from monitor.read.article import PageHints, read_page

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
URL = "https://agency.example/en/news/1701.html"
NO_HINTS = PageHints()
SENTENCES = (
    "The presidents of the two countries met in the capital on Friday to discuss trade.",
    "The sides agreed to open a second crossing point on the common border next spring.",
    "A joint commission of the two governments will meet again before the end of the year.",
    "The ministers of transport signed a plan for the railway that links both regions.",
)
MENU = "<nav><a href='/'>Home</a> <a href='/politics'>Politics</a></nav>"


def page(head: str = "", body: str = "", *, attributes: str = "lang='en'") -> bytes:
    """A page with a menu, an article of four paragraphs and a footer."""
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    article = f"<article>{body}<div class='text'>{paragraphs}</div></article>"
    foot = "<footer><p>All rights reserved.</p></footer>"
    return (
        f"<!DOCTYPE html><html {attributes}><head><meta charset='utf-8'>{head}</head>"
        f"<body>{MENU}{article}{foot}</body></html>"
    ).encode()


def read(data: bytes, hints: PageHints = NO_HINTS, *, url: str = URL) -> PageReading:
    """Read a page of the sample agency."""
    return read_page(data, url=url, hints=hints, now=NOW)


def test_the_body_is_the_paragraphs_without_menu_and_footer() -> None:
    """One paragraph a line, and nothing of the frame."""
    reading = read(page())
    assert (reading.outcome, reading.reason) == (Outcome.HARVESTED, None)
    assert reading.body == "\n".join(SENTENCES)


def test_a_table_of_rates_stays_in_the_body() -> None:
    """The figures are what tells today's rates from yesterday's."""
    rows = "".join(f"<tr><td>currency {n}</td><td>{n}.7531</td></tr>" for n in range(9))
    reading = read(page().replace(b"</div></article>", f"<table>{rows}</table></div>".encode()))
    assert "8.7531" in reading.body


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("<title>Talks held in Bishkek - Sample Agency</title>", "<h1>Talks held in Bishkek</h1>"),
        (
            "<title>Sample Agency | Talks held in Bishkek</title>"
            "<meta property='og:site_name' content='Sample Agency'>",
            "<h1>Sample Agency</h1>",
        ),
        ("<meta property='og:title' content='Talks held in Bishkek | agency.example'>", ""),
        (
            "<script type='application/ld+json'>"
            '{"@graph":[{"@type":"WebSite"},{"@type":["NewsArticle"],'
            '"headline":"Talks held in Bishkek"}]}</script>',
            "<h1>Politics: Talks held in Bishkek</h1>",
        ),
        ("", "<h1>Talks held <em>in Bishkek</em></h1>"),
    ],
)
def test_the_title_is_the_pages_without_the_publisher(head: str, body: str) -> None:
    """A heading counts where the head confirms it; names of sites and sections go."""
    assert read(page(head, body)).title == "Talks held in Bishkek"


def test_the_feeds_title_comes_first_without_the_outlets_name() -> None:
    """What the feed announced is the title; the outlet's names are cut off its end."""
    hints = PageHints(title="Talks &amp; trade - Sample Agency", outlet_names=("Sample Agency",))
    assert read(page(body="<h1>Another heading</h1>"), hints).title == "Talks & trade"


def test_a_title_that_the_feed_cut_short_is_completed() -> None:
    """The page knows how it goes on, where it begins the same."""
    data = page(body="<h1>Talks on the railway held in Bishkek</h1>")
    assert read(data, PageHints(title="Talks on the...")).title.endswith("held in Bishkek")
    assert read(data, PageHints(title="Something else...")).title == "Something else..."


def test_a_title_repeated_as_the_first_line_is_dropped() -> None:
    """The body begins with the text."""
    head = "<title>Talks held in Bishkek</title>"
    data = page(head).replace(
        b"<div class='text'>", b"<div class='text'><p>Talks held in Bishkek</p>"
    )
    assert read(data).body.startswith(SENTENCES[0])


@pytest.mark.parametrize(
    ("head", "body", "url"),
    [
        (
            "<script type='application/ld+json'>"
            '{"@type":"NewsArticle","datePublished":"2026-11-18T09:30:00+06:00"}</script>',
            "",
            URL,
        ),
        ("<meta property='article:published_time' content='2026-11-18T09:30:00+06:00'>", "", URL),
        ("", "<time datetime='2026-11-18T09:30:00+06:00'>today</time>", URL),
        ("", "<span class='date'>18 ноября 2026, 09:30</span>", URL),
        ("", "<span class='news-date'>18.11.2026 09:30</span>", URL),
    ],
)
def test_the_time_is_found_where_pages_put_it(head: str, body: str, url: str) -> None:
    """Data first, then marked times, then what is shown, on the outlet's clock."""
    published = read(page(head, body), PageHints(time_zone="Asia/Bishkek"), url=url).published
    assert published.at == datetime(2026, 11, 18, 3, 30, tzinfo=UTC)
    assert published.on == date(2026, 11, 18)


def test_a_day_in_the_address_is_a_day_without_a_time() -> None:
    """The path says which day, not when."""
    published = read(page(), url="https://agency.example/2026/11/18/talks/").published
    assert (published.at, published.on) == (None, date(2026, 11, 18))


def test_a_time_of_change_is_not_the_time_of_publication() -> None:
    """When a page was last touched says nothing about when it came out."""
    body = (
        "<time class='updated' datetime='2026-11-19T10:00:00Z'></time>"
        "<time datetime='2026-11-17T10:00:00Z'></time>"
    )
    head = "<meta property='article:modified_time' content='2026-11-19T10:00:00Z'>"
    assert read(page(head, body)).published.on == date(2026, 11, 17)


def test_the_feeds_time_wins_over_the_pages() -> None:
    """The feed's word is taken as it is."""
    hint = Published(raw="x", at=datetime(2026, 11, 17, 1, tzinfo=UTC), on=date(2026, 11, 17))
    head = "<meta property='article:published_time' content='2026-11-18T09:30:00+06:00'>"
    assert read(page(head), PageHints(published=hint)).published == hint


def test_a_day_from_the_feed_gets_its_time_from_the_page() -> None:
    """The page may say when on that day, never that it was another."""
    hint = PageHints(published=Published(raw="18.11.2026", on=date(2026, 11, 18)))
    same = "<meta property='article:published_time' content='2026-11-18T09:30:00+06:00'>"
    other = same.replace("11-18", "11-16")
    assert read(page(same), hint).published.at == datetime(2026, 11, 18, 3, 30, tzinfo=UTC)
    assert read(page(other), hint).published == hint.published


def test_the_future_is_clamped_and_its_raw_text_kept() -> None:
    """Nothing is published after it was fetched."""
    head = "<meta property='article:published_time' content='2027-01-01T00:00:00Z'>"
    published = read(page(head)).published
    assert (published.at, published.on) == (NOW, NOW.date())
    assert published.raw == "2027-01-01T00:00:00Z"


def test_a_future_time_of_the_feed_gives_way_to_the_pages() -> None:
    """A clock that runs ahead is not believed where something else is said."""
    ahead = Published(raw="x", at=datetime(2027, 1, 1, tzinfo=UTC), on=date(2027, 1, 1))
    head = "<meta property='article:published_time' content='2026-11-18T09:30:00+06:00'>"
    assert read(page(head), PageHints(published=ahead)).published.on == date(2026, 11, 18)


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        (
            "https://www.agency.example/en/news/1701?utm_source=rss",
            "https://www.agency.example/en/news/1701",
        ),
        ("/en/news/1701", "https://agency.example/en/news/1701"),
        ("https://agency.example/", None),
        ("https://another.example/en/news/1701", None),
        ("http://[broken/", None),
    ],
)
def test_the_canonical_address_is_judged(link: str, expected: str | None) -> None:
    """Its own host only, never the front page, in its canonical form."""
    assert read(page(f"<link rel='canonical' href='{link}'>")).canonical_url == expected


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ('{"@type":"Person","name":"Press Office"}', "Press Office"),
        ('[{"name":"First Desk"},{"name":"Second Desk"}]', "First Desk, Second Desk"),
        ('"By News Desk"', "News Desk"),
        ('"Sample Agency"', None),
        ('"https://agency.example/authors/7"', None),
        ("[[1], null]", None),
    ],
)
def test_the_byline_is_names_only(author: str, expected: str | None) -> None:
    """No prefix, no address, and not the outlet itself."""
    data = f'{{"@type":"NewsArticle","author":{author}}}'
    head = f"<script type='application/ld+json'>{data}</script>"
    hints = PageHints(outlet_names=("Sample Agency",))
    assert read(page(head), hints).byline == expected


@pytest.mark.parametrize(
    ("attributes", "language"),
    [("lang='ru-RU'", "ru"), ("lang='KY'", "ky"), ("lang='x'", None), ("", None)],
)
def test_the_declared_language_has_two_letters(attributes: str, language: str | None) -> None:
    """What the page declares, or nothing."""
    assert read(page(attributes=attributes)).language == language


@pytest.mark.parametrize("label", ["utf-8", "iso-8859-1", "windows-1251"])
def test_cyrillic_under_a_wrong_label_is_read(label: str) -> None:
    """A page in windows-1251 is read whatever it claims to be."""
    sentence = "Президенты двух стран провели переговоры и подписали совместное заявление. "
    text = f"<html><head><meta charset={label}></head><body><p>{sentence * 5}</p></body></html>"
    assert read(text.encode("windows-1251")).body == (sentence * 5).strip()


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (b"", None),
        (b"  \r\n ", "text/html"),
        (b"%PDF-1.7 something", "text/html"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b'{"title": "x"}', "application/json"),
        (b"plain", "application/msword"),
        (b"<?xml version='1.0'?><rss version='2.0'></rss>", "text/xml"),
    ],
)
def test_what_is_no_page_is_not_html(data: bytes, content_type: str | None) -> None:
    """The feed's title and time are kept all the same."""
    hints = PageHints(title="Talks held")
    reading = read_page(data, url=URL, content_type=content_type, hints=hints, now=NOW)
    assert (reading.outcome, reading.reason) == (Outcome.NOT_HTML, Reason.CONTENT_TYPE)
    assert reading.title == "Talks held"


def test_a_short_text_is_too_short_and_none_is_no_text() -> None:
    """The body is given where there is one, for the caller to weigh."""
    short = read(b"<html><body><p>A flash of one sentence only.</p></body></html>")
    assert (short.outcome, short.reason) == (Outcome.TOO_SHORT, Reason.SHORT_TEXT)
    assert short.body == "A flash of one sentence only."
    none = read(b"<html><body><img src='/x.png'></body></html>")
    assert (none.outcome, none.reason) == (Outcome.TOO_SHORT, Reason.NO_TEXT)
    lenient = read(b"<html><body><p>Short.</p></body></html>", PageHints(minimum_chars=3))
    assert lenient.outcome is Outcome.HARVESTED


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<title>Just a moment...</title><p>Checking your browser.</p>", Reason.CHALLENGE),
        ("<title>DDoS-Guard</title><p>One second.</p>", Reason.CHALLENGE),
        (
            "<title></title><iframe src='/_Incapsula_Resource?x=1'></iframe>",
            Reason.CHALLENGE,
        ),
        ("<script src='https://servicepipe.ru/static/x.js'></script>", Reason.CHALLENGE),
        (
            "<title>Agency</title><p>Before you continue: we use cookies.</p>",
            Reason.CONSENT_WALL,
        ),
        ("<title>Sign</title><form><input type='password'></form>", Reason.LOGIN),
        ("<title>Agency</title><p>Войдите, чтобы читать дальше.</p>", Reason.LOGIN),
    ],
)
def test_a_wall_in_place_of_the_article_is_told(html: str, reason: Reason) -> None:
    """Who stands before the article is named by a general sign of it."""
    reading = read(f"<html><head></head><body>{html}</body></html>".encode())
    assert (reading.outcome, reading.reason) == (Outcome.BLOCKED, reason)


def test_an_article_about_challenges_is_an_article() -> None:
    """A long text is no wall, whatever words stand in it and scripts beside it."""
    head = "<title>Access denied: how sites lock readers out</title>"
    script = "<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>"
    assert read(page(head + script)).outcome is Outcome.HARVESTED
