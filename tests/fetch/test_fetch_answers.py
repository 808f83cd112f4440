"""What comes back: bodies, validators, redirects, and what each status means."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest

from monitor.clock import utc_now
from monitor.errors import FetchError
from monitor.fetch.client import Fetcher
from monitor.outcomes import Outcome, Reason
from tests.newsroom import Newsroom, answer, say

if TYPE_CHECKING:
    from tests.fetch.conftest import Ask, Fail, Session


def test_gives_the_body_as_sent_with_its_type(ask: Ask, newsroom: Newsroom) -> None:
    """The body is bytes, the type the whole field."""
    newsroom.put("/f", b"\xff\xfe<\x00", content_type="text/xml; charset=utf-16")
    response = ask(newsroom.url("/f"))
    assert (response.status, response.body) == (200, b"\xff\xfe<\x00")
    assert response.content_type == "text/xml; charset=utf-16"
    assert response.url == newsroom.url("/f")
    assert response.moved_to is None


def test_says_who_asks_and_what_it_accepts(ask: Ask, newsroom: Newsroom) -> None:
    """The user agent, the types wanted and the packings we read stand in the request."""
    newsroom.put("/f", b"x")
    ask(newsroom.url("/f"), accept="application/rss+xml")
    headers = newsroom.seen("/f")[0].headers
    assert headers["User-Agent"] == "monitor-test/1.0 (+https://press.example)"
    assert headers["Accept"] == "application/rss+xml"
    assert headers["Accept-Encoding"] == "gzip, deflate"
    assert headers["Connection"] == "keep-alive"


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", lambda b: gzip.compress(b[:4]) + gzip.compress(b[4:]) + b"\0\0\0"),
        ("deflate", zlib.compress),
        ("deflate", lambda b: zlib.compress(b, wbits=-zlib.MAX_WBITS)),
        ("utf-8", bytes),
        ("identity", bytes),
    ],
)
def test_unpacks_what_a_server_may_send(
    ask: Ask, newsroom: Newsroom, coding: str, pack: Callable[[bytes], bytes]
) -> None:
    """Gzip of several members, both kinds of deflate, and mistaken words for no packing."""
    body = "Бишкек. ".encode() * 9000
    newsroom.put("/f", pack(body), headers={"Content-Encoding": coding})
    assert ask(newsroom.url("/f")).body == body


def test_an_empty_body_said_to_be_gzip_is_empty(ask: Ask, newsroom: Newsroom) -> None:
    """Servers mark empty bodies as packed too."""
    newsroom.put("/f", b"", headers={"Content-Encoding": "gzip"})
    assert ask(newsroom.url("/f")).body == b""


@pytest.mark.parametrize(
    ("etag", "last_modified"),
    [
        ('W/"a, b;c"', "Thu, 01 Jan 2041 00:00:00 GMT"),
        ("no quotes at all", "yesterday, about noon"),
        ('"Бишкек"', None),
        (None, "2026-07-02 10:00:00"),
    ],
)
def test_sends_validators_back_byte_for_byte(
    ask: Ask, newsroom: Newsroom, etag: str | None, last_modified: str | None
) -> None:
    """What a server gave as a validator it gets again, sound or not."""
    sent = {"ETag": etag, "Last-Modified": last_modified}
    newsroom.put("/f", b"x", headers={k: v for k, v in sent.items() if v})
    first = ask(newsroom.url("/f"))
    assert (first.etag, first.last_modified) == (etag, last_modified)
    ask(newsroom.url("/f"), etag=first.etag, last_modified=first.last_modified)
    headers = newsroom.seen("/f")[1].headers
    assert headers.get("If-None-Match") == etag
    assert headers.get("If-Modified-Since") == last_modified


def test_a_validator_that_cannot_be_sent_back_as_it_came_is_not_kept(
    ask: Ask, newsroom: Newsroom
) -> None:
    """Latin-1 bytes would come back as others."""
    newsroom.script("/f", say(b'HTTP/1.1 200 OK\r\nETag: "\xe9"\r\nContent-Length: 0\r\n\r\n'))
    assert ask(newsroom.url("/f")).etag is None


def test_not_modified_is_an_answer_of_its_own(ask: Ask, newsroom: Newsroom) -> None:
    """304 to a request with a validator has no body and is no error."""
    newsroom.put("/f", b"x", etag=True)
    response = ask(newsroom.url("/f"), etag=ask(newsroom.url("/f")).etag)
    assert (response.status, response.is_not_modified, response.body) == (304, True, b"")


def test_not_modified_without_a_condition_is_a_failure(fail: Fail, newsroom: Newsroom) -> None:
    """A server that says "as before" to who has nothing from before is broken."""
    newsroom.put("/f", status=304)
    error = fail(newsroom.url("/f"))
    assert (error.outcome, error.reason) == (Outcome.FAILED, Reason.PROTOCOL)


@pytest.mark.parametrize(
    ("status", "outcome", "reason", "is_transient"),
    [
        (400, Outcome.FAILED, Reason.HTTP_ERROR, False),
        (401, Outcome.BLOCKED, Reason.LOGIN, False),
        (402, Outcome.BLOCKED, Reason.PAYWALL, False),
        (403, Outcome.BLOCKED, Reason.FORBIDDEN, False),
        (404, Outcome.GONE, Reason.NOT_FOUND, True),
        (410, Outcome.GONE, Reason.GONE, False),
        (429, Outcome.BLOCKED, Reason.RATE_LIMITED, True),
        (451, Outcome.BLOCKED, Reason.FORBIDDEN, False),
        (300, Outcome.FAILED, Reason.HTTP_ERROR, False),
        (500, Outcome.FAILED, Reason.SERVER_ERROR, True),
        (503, Outcome.FAILED, Reason.SERVER_ERROR, True),
        (530, Outcome.FAILED, Reason.SERVER_ERROR, True),
        (999, Outcome.FAILED, Reason.HTTP_ERROR, False),
    ],
)
def test_every_status_has_its_outcome(
    fail: Fail,
    newsroom: Newsroom,
    status: int,
    outcome: Outcome,
    reason: Reason,
    is_transient: bool,
) -> None:
    """The caller reads from the error what to do next, and its text names address and status."""
    newsroom.put("/f", status=status)
    error = fail(newsroom.url("/f"))
    assert (error.outcome, error.reason, error.is_transient) == (outcome, reason, is_transient)
    assert newsroom.url("/f") in str(error)
    assert str(status) in str(error)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        ("0", 0.0),
        ("Thu, 02 Jul 2026 10:01:30 GMT", 90.0),
        ("Thu, 02 Jul 2026 09:00:00 GMT", 0.0),
        ("316800", 86400.0),
        pytest.param("9" * 6000, 86400.0, id="very-long"),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86400.0),
        ("Fri, 31 Dec 9999 23:59:59 -2359", None),
        ("soon", None),
        ("-5", None),
        ("", None),
    ],
)
def test_retry_after_is_read_in_both_forms(
    fail: Fail, newsroom: Newsroom, value: str, seconds: float | None
) -> None:
    """Seconds or a date that counts from the reply's own Date, a day at the most."""
    headers = {"Retry-After": value, "Date": "Thu, 02 Jul 2026 10:00:00 GMT"}
    newsroom.put("/f", status=503, headers=headers)
    assert fail(newsroom.url("/f")).retry_after_seconds == seconds


def test_retry_after_as_a_date_counts_from_now_without_a_date_in_the_reply(
    fail: Fail, newsroom: Newsroom
) -> None:
    """A reply without Date leaves our own clock."""
    later = format_datetime(utc_now(), usegmt=True).encode()
    head = b"HTTP/1.1 429 Slow\r\nRetry-After: " + later + b"\r\nContent-Length: 0\r\n\r\n"
    newsroom.script("/f", say(head))
    seconds = fail(newsroom.url("/f")).retry_after_seconds
    assert seconds is not None
    assert seconds < 2


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("location", ["/new?id=1", "new?id=1", "{room}/new?id=1"])
def test_follows_redirects_of_every_kind(
    ask: Ask, newsroom: Newsroom, status: int, location: str
) -> None:
    """Absolute and relative; only permanent ones say that the address has moved."""
    newsroom.put("/new?id=1", b"here")
    newsroom.redirect("/old", location.replace("{room}", newsroom.url("")), status=status)
    response = ask(newsroom.url("/old"))
    assert (response.url, response.body) == (newsroom.url("/new?id=1"), b"here")
    assert response.moved_to == (newsroom.url("/new?id=1") if status in (301, 308) else None)


def test_one_temporary_redirect_on_the_way_means_not_moved(ask: Ask, newsroom: Newsroom) -> None:
    """The new address is only told when every hop was permanent."""
    newsroom.put("/c", b"x")
    newsroom.redirect("/a", "/b", status=301)
    newsroom.redirect("/b", "/c", status=302)
    assert ask(newsroom.url("/a")).moved_to is None
    newsroom.redirect("/a", "/b", status=307)
    newsroom.redirect("/b", "/c", status=308)
    assert ask(newsroom.url("/a")).moved_to is None
    newsroom.redirect("/a", "/b", status=301)
    assert ask(newsroom.url("/a")).moved_to == newsroom.url("/c")


def test_validators_go_along_a_redirect(ask: Ask, newsroom: Newsroom) -> None:
    """The stored validators are those of the address at the end of the way."""
    newsroom.put("/new", b"x", etag=True)
    newsroom.redirect("/old", "/new", status=301)
    response = ask(newsroom.url("/old"), etag=ask(newsroom.url("/old")).etag)
    assert (response.is_not_modified, response.moved_to) == (True, newsroom.url("/new"))


def test_as_many_redirects_as_allowed_are_followed_and_no_more(
    ask: Ask, fail: Fail, newsroom: Newsroom
) -> None:
    """Six hops by default."""
    for hop in range(7):
        newsroom.redirect(f"/{hop}", f"/{hop + 1}")
    newsroom.put("/7", b"end")
    assert ask(newsroom.url("/1")).body == b"end"
    error = fail(newsroom.url("/0"))
    assert (error.outcome, error.reason) == (Outcome.FAILED, Reason.TOO_MANY_REDIRECTS)


def test_redirects_in_a_circle_end_at_the_first_repeat(fail: Fail, newsroom: Newsroom) -> None:
    """A loop is told at once instead of walked to the limit."""
    newsroom.redirect("/a", "/b")
    newsroom.redirect("/b", "/a#again")
    assert fail(newsroom.url("/a")).reason is Reason.TOO_MANY_REDIRECTS
    assert len(newsroom.seen("/a")) == 1


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("file:///etc/passwd", Reason.BAD_URL),
        ("ftp://press.example/x", Reason.BAD_URL),
        ("javascript:alert(1)", Reason.BAD_URL),
        ("http://editor:secret@127.0.0.1/", Reason.BAD_URL),
        ("http://[/", Reason.BAD_URL),
        ("http://127.0.0.1:999999/", Reason.BAD_URL),
        ("", Reason.PROTOCOL),
    ],
)
def test_a_redirect_to_no_web_address_is_not_followed(
    fail: Fail, newsroom: Newsroom, location: str, reason: Reason
) -> None:
    """Only http and https, only what is an address, and nobody's password."""
    newsroom.redirect("/f", location)
    error = fail(newsroom.url("/f"))
    assert error.reason is reason
    assert "secret" not in str(error)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "news.example/feed",
        "file:///etc/passwd",
        "ftp://news.example/",
        "http://",
        "http:///path",
        "http://news.example:99999/",
        "http://[::1",
        "http://a b.example/",
        "http://%31%32%37.0.0.1/",
        "http://１２７.0.0.1/",
        "http://news.example/\x00",
        "http://user:pass@news.example/",
        pytest.param("http://" + "a" * 70000, id="very-long"),
    ],
)
def test_what_is_no_web_address_is_refused(fail: Fail, url: str) -> None:
    """A mistake in the configuration or in a feed is told, not asked."""
    error = fail(url)
    assert (error.outcome, error.reason) == (Outcome.REFUSED, Reason.BAD_URL)
    assert not error.is_transient
    assert len(str(error)) < 500


def test_cookies_are_neither_kept_nor_sent(session: Session, newsroom: Newsroom) -> None:
    """A request never carries what an earlier answer set."""
    newsroom.put("/f", b"x", headers={"Set-Cookie": "id=1; Path=/"})

    async def twice(fetcher: Fetcher) -> None:
        await fetcher.get(newsroom.url("/f"))
        await fetcher.get(newsroom.url("/f"))

    session(twice)
    assert ["Cookie" in seen.headers for seen in newsroom.seen("/f")] == [False, False]


def test_a_proxy_of_the_environment_is_not_used(
    ask: Ask, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the guard vets is what is connected to."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    newsroom.put("/f", b"x")
    assert ask(newsroom.url("/f")).body == b"x"


def test_a_server_that_recovers_is_read_again(session: Session, newsroom: Newsroom) -> None:
    """A failure leaves nothing behind in the fetcher."""
    newsroom.script("/robots.txt", answer(status=404))
    newsroom.script("/f", say(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab", then_abort=True))

    async def work(fetcher: Fetcher) -> bytes:
        with pytest.raises(FetchError):
            await fetcher.get(newsroom.url("/f"))
        newsroom.put("/f", b"well again")
        return (await fetcher.get(newsroom.url("/f"))).body

    assert session(work) == b"well again"
