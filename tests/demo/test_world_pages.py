import re
import tomllib
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import urljoin

import feedparser
import pytest
from lxml import html

from monitor.demo.world import ServedPage, World, WorldArticle, config_folder, load_world
from monitor.demo.world_records import WorldFeed, path_of
from monitor.urls import canonical_url, host_of

_START = datetime(2026, 3, 9, 14, 21, 37, tzinfo=UTC)


@cache
def _world() -> World:
    return load_world()


@cache
def _pages() -> dict[tuple[str, str], ServedPage]:
    return dict(_world().pages(_START))


def _page(article: WorldArticle) -> ServedPage:
    return _pages()[(article.host, article.path)]


def _feed_page(feed: WorldFeed) -> ServedPage:
    return _pages()[(host_of(feed.url), path_of(feed.url))]


def _feeds(*formats: str) -> list[WorldFeed]:
    living = [f for o in _world().outlets for f in o.feeds if f.status == 200]
    return [f for f in living if not formats or f.format in formats]


def _parsed(feed: WorldFeed) -> feedparser.FeedParserDict:
    page = _feed_page(feed)
    return feedparser.parse(page.body, response_headers={"content-type": page.content_type})


def _articles() -> list[WorldArticle]:
    return [a for a in _world().articles if a.serve == "article"]


def _config(name: str) -> dict[str, list[dict[str, object]]]:
    return tomllib.loads((config_folder() / name).read_text(encoding="utf-8"))


def test_every_host_is_of_the_reserved_domain() -> None:
    """Nothing in the world can be mistaken for a real site (RFC 2606)."""
    assert all(name.endswith(".example") for name in _world().host_names)
    assert {host for host, _ in _pages()} == set(_world().host_names)


def test_the_same_start_gives_the_same_bytes_and_another_start_other_dates() -> None:
    """The world is a function of its start alone."""
    assert _world().pages(_START) == _pages()
    assert _world().pages(_START + timedelta(days=40)) != _pages()


@pytest.mark.parametrize("article", _articles(), ids=lambda a: a.id)
def test_a_page_shows_its_article_and_says_that_it_is_a_sample(article: WorldArticle) -> None:
    """Every paragraph stands on the page once; the notice stands outside the article."""
    outlet = next(o for o in _world().outlets if o.id == article.outlet_id)
    text = _page(article).body.decode(outlet.charset)
    assert "{{" not in text
    assert "{%" not in text
    assert not re.search(r"\{[a-z]{2}[^{}]*\|", text)
    tree: Any = html.document_fromstring(text)
    shown = re.sub(r"\s+", " ", tree.text_content())
    for part in article.paragraphs:
        assert max(re.split(r"\{[^}]*\}", part), key=len).strip() in shown
    (notice,) = tree.xpath("//*[contains(., $w) and not(*[contains(., $w)])]", w=_notice(article))
    assert not any(node.tag == "article" for node in notice.iterancestors())


def _notice(article: WorldArticle) -> str:
    return _world().files.notices[article.language]


def test_layouts_differ_from_outlet_to_outlet() -> None:
    """No two outlets share a layout, the dead one aside."""
    layouts = [o.layout for o in _world().outlets]
    assert len(set(layouts)) == len(layouts)


def test_the_windows_1251_outlet_declares_its_charset_in_the_page_only() -> None:
    """The header says nothing, the meta element tells, and the bytes are of that charset."""
    article = next(a for a in _articles() if a.outlet_id == "volga_press")
    page = _page(article)
    assert page.content_type == "text/html"
    assert b"charset=windows-1251" in page.body
    assert article.title in page.body.decode("windows-1251")
    with pytest.raises(UnicodeDecodeError):
        page.body.decode("utf-8")


def test_feeds_of_the_configuration_are_the_feeds_of_the_world() -> None:
    """What the sample configuration polls is served, each address once."""
    configured: list[object] = []
    for outlet in _config("outlets.toml")["outlets"]:
        feeds = outlet["feeds"]
        assert isinstance(feeds, list)
        configured += [feed["url"] for feed in feeds]
    served = [f.url for o in _world().outlets for f in o.feeds]
    assert sorted(map(str, configured)) == sorted(served)
    assert len(set(served)) == len(served)


@pytest.mark.parametrize(
    "feed", _feeds("rss", "rss_content", "rdf", "atom", "atom_content"), ids=lambda f: f.url
)
def test_a_feed_parses_and_lists_its_articles_newest_first(feed: WorldFeed) -> None:
    """Each format is sound and carries the titles and links of its articles."""
    parsed = _parsed(feed)
    assert not parsed.bozo
    assert parsed.version in {"rss20", "rss10", "atom10"}
    owner = next(o for o in _world().outlets if feed in o.feeds)
    listed = [a for a in _world().articles if a.outlet_id == owner.id and feed.id in a.in_feeds]
    assert listed
    listed.sort(key=lambda a: a.published_minutes_before)
    assert [canonical_url(e.link) for e in parsed.entries] == [a.url for a in listed]
    if feed.dates != "none":
        times = [e.get("published_parsed") or e.updated_parsed for e in parsed.entries]
        assert times == sorted(times, reverse=True)
        newest = _START.replace(second=0) - timedelta(minutes=listed[0].published_minutes_before)
        assert tuple(times[0][:6]) == newest.timetuple()[:6]


def test_one_feed_tells_no_dates() -> None:
    """Its entries have neither a published nor an updated time."""
    (feed,) = [f for f in _feeds() if f.dates == "none"]
    assert not any("published" in e or "updated" in e for e in _parsed(feed).entries)


def test_feeds_come_in_every_format_readers_meet() -> None:
    """RSS 2.0, with and without content, RSS 1.0, Atom with and without content, a list."""
    assert {f.format for f in _feeds()} == {
        "rss", "rss_content", "rdf", "atom", "atom_content", "listing",
    }  # fmt: skip


@pytest.mark.parametrize("feed", _feeds("rss_content", "atom_content"), ids=lambda f: f.url)
def test_a_full_text_feed_carries_the_body_of_each_entry(feed: WorldFeed) -> None:
    """The content is HTML with one paragraph element for each paragraph."""
    for entry in _parsed(feed).entries:
        article = next(a for a in _world().articles if a.url == entry.link)
        assert entry.content[0].value.count("<p>") == len(article.paragraphs)


def test_one_article_is_listed_by_two_feeds_under_two_addresses() -> None:
    """The second address has tracking parameters and is the same page."""
    twice = [a for a in _articles() if len(a.in_feeds) == 2]
    assert len(twice) >= 3
    casia = next(f for f in _feeds() if f.id == "casia")
    links = [e.link for e in _parsed(casia).entries]
    assert all("utm_source=" in link for link in links)
    assert {canonical_url(link) for link in links} == {a.url for a in twice}


def test_the_dead_feed_answers_503() -> None:
    """It is served, and says that it cannot be."""
    dead = [f for o in _world().outlets for f in o.feeds if f.status != 200]
    assert [(_feed_page(f).status, f.status) for f in dead] == [(503, 503)]


def test_a_list_links_to_its_news_by_the_configured_pattern() -> None:
    """The pattern takes every article of the first page and nothing of the boilerplate."""
    outlets = _config("outlets.toml")["outlets"]
    (outlet,) = [o for o in outlets if o["id"] == "president_kg"]
    specs = outlet["feeds"]
    assert isinstance(specs, list)
    for spec in specs:
        page = _pages()[(host_of(spec["url"]), path_of(spec["url"]))]
        tree: Any = html.document_fromstring(page.body.decode("utf-8"))
        links = {urljoin(spec["url"], str(href)) for href in tree.xpath("//a/@href")}
        wanted = {link for link in links if re.search(spec["link_pattern"], link)}
        assert len(wanted) >= 2
        assert len(links - wanted) >= 8
        assert wanted <= {a.url for a in _articles()}
        assert f"{spec['url']}/page/2" in links


def test_the_odd_pages_are_served_as_they_should_be() -> None:
    """A PDF is a PDF, a missing page is missing, a consent wall shows no article."""
    by_serve = {a.serve: a for a in _world().articles}
    pdf = _page(by_serve["pdf"])
    assert pdf.content_type == "application/pdf"
    assert pdf.body.startswith(b"%PDF-")
    missing = by_serve["missing"]
    assert (missing.host, missing.path) not in _pages()
    assert b"cookie" in _page(by_serve["consent"]).body


def test_the_sample_watches_and_keywords_have_the_product_shapes() -> None:
    """Identifiers are unique, a watch has its parts, a keyword has phrases in seven languages."""
    watches = _config("watches.toml")["watches"]
    assert {w["id"] for w in watches} >= {"kgz-rus", "corridor"}
    for watch in watches:
        assert set(watch) == {"id", "name", "query", "recipients", "rhythm"}
        assert watch["rhythm"] in {"at_once", "daily"}
    assert {w["rhythm"] for w in watches} == {"at_once", "daily"}
    keywords = _config("keywords.toml")["keywords"]
    assert [k["id"] for k in keywords] == ["energy", "transport", "trade", "border", "education"]
    for keyword in keywords:
        phrases = keyword["phrases"]
        assert isinstance(phrases, dict)
        assert set(phrases) == {"en", "ru", "az", "ky", "kk", "tr", "uz"}
