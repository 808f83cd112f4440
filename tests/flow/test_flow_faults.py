"""Bad input has a clear outcome with its reason, and disturbs nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from aiohttp import web

from monitor.demo.postbox import Postbox
from monitor.model import Feed
from monitor.outcomes import Outcome, Reason
from monitor.store.entries import count_outcomes
from monitor.store.outlets import list_feeds
from monitor.store.overview import list_failed_deliveries
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

MEETING_ITEM = Item(path="/a/1.html", title=MEETING_TITLE, body=MEETING, at=NOW - hours(1))
FLOOD_ITEM = Item(path="/a/2.html", title=FLOOD_TITLE, body=FLOOD, at=NOW - hours(1))


def feeds_of(desk: Desk) -> dict[str, Feed]:
    """Load the feeds by outlet."""
    store = desk.open()
    with store.read() as tx:
        found = {feed.spec.outlet_id: feed for feed in list_feeds(tx)}
    store.close()
    return found


def outcomes_of(desk: Desk) -> dict[tuple[str, str | None], int]:
    """Count entries by outcome and reason."""
    store = desk.open()
    with store.read() as tx:
        found = {(row["outcome"], row["reason"]): row["count"] for row in count_outcomes(tx)}
    store.close()
    return found


BROKEN_FEEDS: dict[str, tuple[bytes, str, int, Outcome, Reason]] = {
    "empty": (b"", "application/rss+xml", 200, Outcome.NOT_A_FEED, Reason.EMPTY_BODY),
    "noise": (b"\x00\x01\x02 nothing", "text/xml", 200, Outcome.NOT_A_FEED, Reason.UNKNOWN_FORMAT),
    "html": (
        page(FLOOD_ITEM),
        "text/html; charset=utf-8",
        200,
        Outcome.NOT_A_FEED,
        Reason.HTML_NOT_FEED,
    ),
    "no_items": (rss("", []), "application/rss+xml", 200, Outcome.EMPTY, Reason.NO_ENTRIES),
    "missing": (b"no", "text/plain", 404, Outcome.GONE, Reason.NOT_FOUND),
    "forbidden": (b"no", "text/plain", 403, Outcome.BLOCKED, Reason.FORBIDDEN),
    "down": (b"no", "text/plain", 503, Outcome.FAILED, Reason.SERVER_ERROR),
    "huge": (b"<rss>" + b" " * 3_000_000, "text/xml", 200, Outcome.FAILED, Reason.TOO_LARGE),
}


def test_broken_feeds_have_their_reasons_and_the_sound_one_is_read(
    desk: Desk, newsroom: Newsroom
) -> None:
    """One poll of nine feeds: eight reasons, one article."""
    desk.polling = "max_body_megabytes = 1"
    for name, (body, content_type, status, _, _) in BROKEN_FEEDS.items():
        newsroom.put(f"/{name}", body, content_type=content_type, status=status)
        desk.outlet(name, [newsroom.url(f"/{name}")])
    desk.follow("sound", [MEETING_ITEM])
    counts = desk.cycle(NOW)
    found = feeds_of(desk)
    assert {name: (feed.last_outcome, feed.last_reason) for name, feed in found.items()} == {
        **{name: case[3:] for name, case in BROKEN_FEEDS.items()},
        "sound": (Outcome.LISTED, None),
    }
    assert counts["harvest"] == {"harvested": 1}
    assert all(f.last_error for n, f in found.items() if n not in ("sound", "no_items"))


def test_broken_xml_gives_the_entries_that_can_be_read(desk: Desk, newsroom: Newsroom) -> None:
    """A feed cut in the middle still lists what came before the cut."""
    whole = rss(newsroom.url(""), [MEETING_ITEM, FLOOD_ITEM])
    newsroom.put("/cut", whole[: whole.index(FLOOD_TITLE.encode())], content_type="text/xml")
    newsroom.put(MEETING_ITEM.path, page(MEETING_ITEM))
    desk.outlet("cut", [newsroom.url("/cut")])
    desk.cycle(NOW)
    assert [story.lead.title for story in desk.stories()] == [MEETING_TITLE]


PAGES: dict[str, tuple[bytes, str, int, str, str | None]] = {
    "pdf": (b"%PDF-1.7 ...", "application/pdf", 200, "not_html", "content_type"),
    "nothing": (b"", "text/html", 200, "not_html", None),
    "short": (
        b"<html><body><article><p>A line.</p></article>",
        "text/html",
        200,
        "too_short",
        None,
    ),
    "gone": (b"", "text/html", 410, "gone", "gone"),
    "blocked": (b"", "text/html", 403, "blocked", "forbidden"),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_is_no_article_is_counted_as_what_it_is(
    desk: Desk, newsroom: Newsroom, name: str
) -> None:
    """Never stored as an article, and the next entry is read."""
    body, content_type, status, outcome, reason = PAGES[name]
    bad = Item(path="/bad", title="A title", at=NOW - hours(1))
    desk.follow("one", [bad, FLOOD_ITEM])
    newsroom.put("/bad", body, content_type=content_type, status=status)
    desk.cycle(NOW)
    found = outcomes_of(desk)
    ((seen_outcome, seen_reason),) = [key for key in found if key[0] != "harvested"]
    assert seen_outcome == outcome
    assert reason in (None, seen_reason)
    assert found["harvested", None] == 1
    assert [story.lead.title for story in desk.stories()] == [FLOOD_TITLE]


def test_the_feeds_own_text_stands_in_for_a_page_that_is_blocked(
    desk: Desk, newsroom: Newsroom
) -> None:
    """And the entry says so."""
    summary = " ".join(MEETING[:2])
    item = Item(path="/wall", title=MEETING_TITLE, summary=summary, at=NOW - hours(1))
    desk.follow("one", [item])
    newsroom.put("/wall", b"no", status=403)
    desk.cycle(NOW)
    assert outcomes_of(desk) == {("from_feed", "forbidden"): 1}
    (story,) = desk.stories()
    assert story.body == summary


def test_a_date_that_feedparser_misreads_is_read(desk: Desk) -> None:
    """`2016/6/29` is the 29th of June; in the outlet's zone."""
    desk.follow("one", [FLOOD_ITEM], more='time_zone = "Asia/Baku"')
    feed = rss(desk.newsroom.url(""), [FLOOD_ITEM]).decode()
    start, end = feed.index("<pubDate>"), feed.index("</pubDate>")
    feed = f"{feed[:start]}<pubDate>2016/6/29 15:07{feed[end:]}"
    desk.newsroom.put("/one/rss", feed.encode(), content_type="text/xml")
    desk.cycle(NOW)
    (story,) = desk.stories()
    assert story.lead.published.at is not None
    assert story.lead.published.at.isoformat() == "2016-06-29T11:07:00+00:00"


@pytest.mark.parametrize(
    ("charset", "label"), [("windows-1251", "utf-8"), ("windows-1251", "windows-1251")]
)
def test_russian_text_survives_a_wrong_charset(
    desk: Desk, newsroom: Newsroom, charset: str, label: str
) -> None:
    """Whatever the label says, no letter is lost; a NUL byte in it is dropped."""
    text = (
        "Президент Казахстана и президент Узбекистана обсудили в Ташкенте поставки зерна и "
        "строительство железной дороги, сообщила пресс-служба. Стороны договорились ускорить "
        "работу совместной комиссии, которая соберётся в апреле, и увеличить число авиарейсов."
    )
    item = Item(path="/ru", title="Переговоры", body=(text, text[:90]), at=NOW - hours(1))
    desk.follow("one", [item])
    body = page(item).decode().replace("utf-8", label).replace("Стороны", "Сторо\0ны")
    newsroom.put("/ru", body.encode(charset), content_type="text/html")
    desk.cycle(NOW)
    (story,) = desk.stories()
    assert "Президент Казахстана" in story.body
    assert "Стороны договорились" in story.body
    assert story.lead.language == "ru"


def test_a_hung_server_does_not_hold_the_others(desk: Desk, newsroom: Newsroom) -> None:
    """The deadline of the request ends it; the sound feed is read meanwhile."""

    async def hang(_: web.BaseRequest) -> web.StreamResponse:
        await asyncio.Event().wait()
        raise AssertionError

    newsroom.script("/hang", hang)
    desk.outlet("hung", [newsroom.url("/hang").replace("127.0.0.1", "127.0.0.2")])
    desk.follow("sound", [MEETING_ITEM])
    with Newsroom("127.0.0.3") as other:
        other.script("/hang", hang)
        desk.outlet("hung", [other.url("/hang")])
        desk.cycle(NOW)
    hung = feeds_of(desk)["hung"]
    assert (hung.last_outcome, hung.last_reason) == (Outcome.FAILED, Reason.TIMEOUT)
    assert len(desk.stories()) == 1


def answering(*replies: str | None) -> Callable[[str, int], str | None]:
    """Make a mail server that gives these replies in turn, the last one for ever."""
    return lambda _recipient, count: replies[min(count, len(replies)) - 1]


@pytest.mark.parametrize("first", ["451 4.3.0 come back later", None])
def test_a_mail_server_in_trouble_gets_the_same_mail_later(desk: Desk, first: str | None) -> None:
    """A 451 or a hang-up is no refusal; the Message-ID stays."""
    with Postbox(None, answer=answering(first, "250 ok")) as postbox:
        desk.mail_port = postbox.port
        desk.follow("one", [MEETING_ITEM])
        desk.watch("pair", "pair:KGZ-RUS", ["desk@ministry.example"])
        assert desk.cycle(NOW)["deliver"] == {"retry": 1}
        assert desk.cycle(NOW + hours(0.01))["deliver"] == {}
        assert desk.cycle(NOW + hours(1))["deliver"] == {"sent": 1}
        assert len(postbox.messages) == 1


def test_a_refused_mail_is_kept_as_failed_with_the_reply(desk: Desk) -> None:
    """A 550 is final, and does not hold the next recipient."""

    def answer(recipient: str, _: int) -> str:
        return "550 5.1.1 no such user" if recipient.startswith("gone") else "250 ok"

    with Postbox(None, answer=answer) as postbox:
        desk.mail_port = postbox.port
        desk.follow("one", [MEETING_ITEM])
        desk.watch("pair", "pair:KGZ-RUS", ["gone@ministry.example", "desk@ministry.example"])
        assert desk.cycle(NOW)["deliver"] == {"failed": 1, "sent": 1}
        desk.cycle(NOW + hours(24))
        assert [to for to, _ in told(postbox)] == ["desk@ministry.example"]
    store = desk.open()
    with store.read() as tx:
        (failed,) = list_failed_deliveries(tx, 10)
    store.close()
    assert failed["state"] == "failed"
    assert "550 5.1.1 no such user" in failed["reply"]


def test_an_operator_is_told_once_a_day_what_needs_attention(desk: Desk) -> None:
    """Failing feeds and given-up mails, in one mail."""
    with Postbox(None) as postbox:
        desk.mail_port = postbox.port
        desk.settings = '[operator]\nrecipients = ["operator@ministry.example"]\n'
        desk.outlet("dead", [desk.newsroom.url("/dead")])
        for hour in range(5):
            desk.cycle(NOW + hours(hour))
        assert told(postbox) == []
        desk.cycle(NOW + hours(23))
        desk.cycle(NOW + hours(24))
        ((to, subject),) = told(postbox)
    assert to == "operator@ministry.example"
    assert "1 thing needs attention" in subject
