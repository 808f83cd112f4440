"""Listing pages of outlets without a feed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from monitor.errors import ReadError
from monitor.model import FeedReading
from monitor.outcomes import Outcome, Reason
from monitor.read.listing import read_listing

URL = "https://president.example/en/news"
CARD = (
    "<div class='card'><a href='/en/news/view/{n}'><img src='/{n}.jpg'></a>"
    "<h3><a href='/en/news/view/{n}'>The president received delegation number {n}</a></h3>"
    "<time datetime='2026-11-{n}T10:00:00+06:00'>{n} November</time>"
    "<a href='/en/news/view/{n}'>Read more</a></div>"
)


def listing(*cards: str) -> bytes:
    """A page with a menu and these cards."""
    menu = "<nav><a href='/en'>Home page</a><a href='/en/news/archive'>News archive</a></nav>"
    title = "<title>News of the president</title>"
    return f"<html><head>{title}</head><body>{menu}{''.join(cards)}</body></html>".encode()


def read(data: bytes, pattern: str | None = r"/news/view/\d+") -> FeedReading:
    """Read a listing of the sample press service."""
    return read_listing(data, url=URL, link_pattern=pattern)


def test_cards_become_entries_in_order_with_title_and_time() -> None:
    """One entry an address, however often the card links to it."""
    reading = read(listing(CARD.format(n=18), CARD.format(n=17)))
    assert (reading.kind, reading.title) == ("listing", "News of the president")
    first, second = reading.entries
    assert first.link == first.key == "https://president.example/en/news/view/18"
    assert first.title == "The president received delegation number 18"
    assert first.published.at == datetime(2026, 11, 18, 4, tzinfo=UTC)
    assert second.link == "https://president.example/en/news/view/17"


@pytest.mark.parametrize(
    "pattern",
    [
        r"^https://president\.example/en/news/view/(\d+)$",
        r"^/en/news/view/(\d+)$",
        r"president\.example/en/news/view",
        r"/view/1\d",
    ],
)
def test_patterns_may_anchor_at_the_address_or_at_the_path(pattern: str) -> None:
    """Both ways are in use."""
    absolute = CARD.format(n=18).replace("href='/", "href='https://president.example/")
    assert len(read(listing(CARD.format(n=18)), pattern).entries) == 1
    assert len(read(listing(absolute), pattern).entries) == 1


@pytest.mark.parametrize(
    "card",
    [
        "<a href='/news/view/1' title='The president signed a law'><img></a>",
        "<a href='/news/view/1'><img alt='The president signed a law'></a>",
        "<a href='/news/view/1'>Подробнее</a><h2>The president signed a law</h2>",
        "<a href='/news/view/1'>18.11.26</a><a href='/news/view/1'>The president signed a law</a>",
        "<a href='/news/view/1'><div>The president signed a law</div><div>A teaser.</div></a>",
        "<a href='/news/view/1'><span>News</span><h4>The president signed a law</h4></a>",
    ],
)
def test_the_headline_is_found_near_the_link(card: str) -> None:
    """Pictures, dates and "read more" are not headlines."""
    reading = read(listing(f"<li>{card}</li>"))
    assert [entry.title for entry in reading.entries] == ["The president signed a law"]


def test_a_time_of_another_card_is_not_taken() -> None:
    """Without a time in its own card an entry has none."""
    bare = "<div><a href='/news/view/5'>A visit to the northern region</a></div>"
    reading = read(listing(f"<section>{CARD.format(n=18)}{bare}</section>"))
    assert reading.entries[1].published.on is None


def test_a_time_without_offset_gives_only_its_day() -> None:
    """Whose clock it shows is not known here."""
    card = CARD.format(n=18).replace("+06:00", "")
    published = read(listing(card)).entries[0].published
    assert (published.at, published.on) == (None, date(2026, 11, 18))


def test_relative_links_follow_the_base_of_the_page() -> None:
    """A base element moves them; fragments and scripts are no addresses."""
    data = listing(
        "<base href='https://www.president.example/ru/'>"
        "<a href='news/view/1#top'>The president received guests</a>"
        "<a href='javascript:news/view/2'>x</a><a href='http://[bad/news/view/3'>y</a>"
    )
    (entry,) = read(data).entries
    assert entry.link == "https://www.president.example/ru/news/view/1"


def test_without_a_pattern_links_that_look_like_articles_are_taken() -> None:
    """A number or a spelt-out headline in the address, on the same host, outside the menu."""
    data = listing(
        "<a href='/news/104512'>The ministers discussed the railway</a>",
        "<a href='/the-ministers-discussed-the-railway'>The ministers discussed the railway</a>",
        "<a href='/about'>About the press service of the president</a>",
        "<a href='https://other.example/news/104513'>A long title of another site</a>",
        "<nav><a href='/news/104514'>A long title in the menu of the site</a></nav>",
        "<a href='/files/104515.pdf'>A long title of a document</a>",
    )
    links = [entry.link for entry in read(data, None).entries]
    assert links == [
        "https://president.example/news/104512",
        "https://president.example/the-ministers-discussed-the-railway",
    ]


def test_a_page_without_matching_links_is_a_sound_reading() -> None:
    """Nothing listed is not an error."""
    assert read(listing()).entries == ()


@pytest.mark.parametrize(
    ("data", "pattern", "outcome", "reason"),
    [
        (b"", ".", Outcome.NOT_A_FEED, Reason.EMPTY_BODY),
        (b'{"a": 1}', ".", Outcome.NOT_A_FEED, Reason.UNKNOWN_FORMAT),
        (b"<html><body></body></html>", "(", Outcome.NOT_A_FEED, Reason.UNKNOWN_FORMAT),
        (
            b"<html><head><title>Just a moment...</title></head><body>x</body></html>",
            ".",
            Outcome.BLOCKED,
            Reason.CHALLENGE,
        ),
    ],
)
def test_what_is_no_listing_is_refused(
    data: bytes, pattern: str, outcome: Outcome, reason: Reason
) -> None:
    """A challenge is not taken for an empty list."""
    with pytest.raises(ReadError) as caught:
        read(data, pattern)
    assert (caught.value.outcome, caught.value.reason) == (outcome, reason)
