"""The configuration changes between cycles, and so does the world."""

from __future__ import annotations

import pytest

from monitor.demo.postbox import Postbox
from tests.flow.desk import (
    FLOOD,
    FLOOD_TITLE,
    MEETING,
    MEETING_TITLE,
    NOW,
    Desk,
    Item,
    hours,
    page,
    rss,
    told,
)
from tests.newsroom import Newsroom

MEETING_ITEM = Item(path="/news/1-talks", title=MEETING_TITLE, body=MEETING, at=NOW - hours(1))
FLOOD_ITEM = Item(path="/news/2-flood", title=FLOOD_TITLE, body=FLOOD, at=NOW - hours(1))
PAIR = "pair:KGZ-RUS"


def test_a_feed_that_was_empty_first_still_has_its_back_catalogue(
    desk: Desk, postbox: Postbox
) -> None:
    """What is old when it is first listed is told to nobody, however late that is."""
    desk.follow("one", [])
    desk.watch("pair", PAIR, ["desk@ministry.example"])
    desk.cycle(NOW)
    old = Item(path="/news/1-talks", title=MEETING_TITLE, body=MEETING, at=NOW - hours(400))
    desk.serve("one", [old])
    desk.cycle(NOW + hours(1))
    assert len(desk.stories()) == 1
    assert told(postbox) == []


def test_a_corrected_link_pattern_reads_an_unchanged_page_anew(
    desk: Desk, newsroom: Newsroom
) -> None:
    """Though the server says 304 to who has read it already."""
    links = f'<a href="{MEETING_ITEM.path}">{MEETING_TITLE}</a>'
    newsroom.put("/list", f"<html><body>{links}</body></html>".encode(), etag=True)
    newsroom.put(MEETING_ITEM.path, page(MEETING_ITEM))
    url = f'url = "{newsroom.url("/list")}"\nkind = "listing"\n'
    desk.outlet("one", [f"{url}link_pattern = '/wrong/'"])
    desk.cycle(NOW)
    assert desk.stories() == []
    desk.outlet("one", [f"{url}link_pattern = '/news/\\d+'"])
    desk.cycle(NOW + hours(1))
    assert [story.lead.title for story in desk.stories()] == [MEETING_TITLE]


def test_a_recipient_taken_out_gets_no_digest(desk: Desk, postbox: Postbox) -> None:
    """Not even of what was gathered for them before."""
    desk.follow("one", [MEETING_ITEM])
    desk.watch("pair", PAIR, ["gone@ministry.example", "desk@ministry.example"], "daily")
    desk.cycle(NOW)
    desk.watches = ""
    desk.watch("pair", PAIR, ["desk@ministry.example"], "daily")
    desk.cycle(NOW + hours(48))
    assert [to for to, _ in told(postbox)] == ["desk@ministry.example"]


def test_one_mailbox_written_in_two_ways_is_told_once(desk: Desk, postbox: Postbox) -> None:
    """Capital letters make no second reader."""
    desk.follow("one", [MEETING_ITEM])
    desk.watch("pair", PAIR, ["Desk@Ministry.example"])
    desk.watch("gas", '"natural gas"', ["desk@ministry.example"])
    desk.cycle(NOW)
    assert len(told(postbox)) == 1


def test_an_outlet_that_leaves_and_returns_is_not_told_again(desk: Desk, postbox: Postbox) -> None:
    """Its articles stay, and so does the memory of what was told."""
    desk.follow("one", [MEETING_ITEM])
    desk.watch("pair", PAIR, ["desk@ministry.example"])
    desk.cycle(NOW)
    kept = desk.outlets.pop("one")
    desk.follow("two", [FLOOD_ITEM])
    desk.cycle(NOW + hours(1))
    desk.outlets["one"] = kept
    desk.cycle(NOW + hours(2))
    assert len(desk.stories()) == 2
    assert len(told(postbox)) == 1


def test_pages_that_declare_their_section_are_still_articles(
    desk: Desk, newsroom: Newsroom
) -> None:
    """A wrong canonical link swallows nothing."""
    desk.follow("one", [MEETING_ITEM, FLOOD_ITEM])
    for item in (MEETING_ITEM, FLOOD_ITEM):
        declared = f'<link rel="canonical" href="{newsroom.url("/news")}"></head>'
        newsroom.put(item.path, page(item).replace(b"</head>", declared.encode()))
    desk.cycle(NOW)
    assert len(desk.stories()) == 2


def test_addresses_too_long_for_an_index_harm_nobody(desk_anywhere: Desk) -> None:
    """On either database the entry beside them is read."""
    desk = desk_anywhere
    long = Item(path="/" + "щ" * 1950, title="A long address", summary=" ".join(FLOOD), at=NOW)
    guid = Item(path="/news/3", title="A long id", summary=MEETING[1], guid="g" * 9000, at=NOW)
    desk.follow("one", [long, guid, FLOOD_ITEM])
    desk.newsroom.put("/one/rss", rss(desk.newsroom.url(""), [long, guid, FLOOD_ITEM]))
    counts = desk.cycle(NOW)
    assert counts["poll"]["new_entries"] == 3
    assert FLOOD_TITLE in {c.title for story in desk.stories() for c in story.carriers}


@pytest.mark.parametrize("kind", ["text/html", "application/rss+xml"])
def test_a_feed_is_known_by_what_it_holds(desk: Desk, newsroom: Newsroom, kind: str) -> None:
    """Whatever the server calls it."""
    desk.follow("one", [MEETING_ITEM])
    newsroom.put("/one/rss", rss(newsroom.url(""), [MEETING_ITEM]), content_type=kind)
    desk.cycle(NOW)
    assert len(desk.stories()) == 1
