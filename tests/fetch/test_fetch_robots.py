"""robots.txt: what a host lets us ask for, and what happens when it cannot be had (RFC 9309)."""

from __future__ import annotations

import asyncio
import json
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from monitor.errors import FetchError
from monitor.fetch.client import Fetcher
from monitor.fetch.permission import RobotsBook
from monitor.fetch.robots import check_robots, product_token
from monitor.fetch.status import error_of_status
from monitor.outcomes import Outcome, Reason
from tests.newsroom import Newsroom, after, answer, hang, say, stages

if TYPE_CHECKING:
    from tests.fetch.conftest import Ask, Fail, Session

DATA = Path(os.environ.get("MONITOR_DATA", "../shared"))
VECTORS = DATA / "corpus" / "robots_vectors.jsonl"
# 233 of 235 today; the two left want a rule with an unescaped or over-escaped path to be taken
# letter by letter, where RFC 9309, 2.2.2, compares after decoding.
FLOOR = 233

OURS = "monitor/1.0 (+https://press.example)"
NEWS = "https://news.example/a/1.html"


@pytest.mark.parametrize(
    ("robots_txt", "is_allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /a/\nAllow: /a/1", True),
        ("User-agent: *\nDisallow: /*.html$", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Monitor\nDisallow: /private", True),
        ("User-agent: *\nDisallow:\n\nUser-agent: MONITOR/2.0\nDisallow: /", False),
        ("User-agent: mon\nDisallow: /", True),
        ("User-agent: monitoring\nDisallow: /", True),
        ("User-agent: x\nUser-agent: monitor\nDisallow: /", False),
        ("User-agent: monitor\nSitemap: https://news.example/s\nUser-agent: x\nDisallow: /", False),
        ("User-agent: monitor\nCrawl-delay: 5\n\nUser-agent: x\nDisallow: /", True),
        ("User-agent: monitor\nAllow: /b\nUser-agent: x\nDisallow: /b\n"
         "User-agent: monitor\nDisallow: /a", False),
        ("\ufeffuser-agent:*\r\ndisallow:/a # all of it\r\n", False),
        ("Disallow: /", True),
        ("<html><body>User-agent: * Disallow: /</body></html>", True),
        ("\x00\ud800\nUser-agent: *\nDisallow: /\ud800\nDisallow: /a", False),
    ],
)  # fmt: skip
def test_groups_and_rules_are_read_as_the_standard_says(
    robots_txt: str, *, is_allowed: bool
) -> None:
    """Our group or else everyone's; the longest rule wins; noise has no rules."""
    assert check_robots(robots_txt, OURS, NEWS)[0] is is_allowed


@pytest.mark.parametrize(
    ("value", "delay"),
    [("2.5", 2.5), ("10", 10.0), ("-1", None), ("nan", None), ("inf", None), ("soon", None)],
)
def test_a_crawl_delay_is_seconds_or_nothing(value: str, delay: float | None) -> None:
    """What is no sensible number is no delay."""
    text = f"User-agent: *\nCrawl-delay: {value}\n\nUser-agent: other\nCrawl-delay: 77"
    assert check_robots(text, OURS, NEWS) == (True, delay)


@pytest.mark.parametrize(
    ("agent", "token"),
    [
        ("monitor/1.0 (+https://x.example)", "monitor"),
        ("Monitor", "monitor"),
        ("Mozilla/5.0 (compatible; Monitor/1.0; +https://x.example)", "monitor"),
        ("Mozilla/5.0 (compatible; Monitor)", "monitor"),
    ],
)
def test_the_product_token_is_the_name_in_the_user_agent(agent: str, token: str) -> None:
    """Version, contact and the pose of a browser do not belong to it."""
    assert product_token(agent) == token


def test_an_address_that_cannot_be_read_is_not_allowed() -> None:
    """A guess would be on the wrong side."""
    assert check_robots("User-agent: *\nDisallow: /x", OURS, "http://[") == (False, None)


@pytest.mark.parametrize(
    "robots_txt",
    [
        "".join(f"User-agent: a{n}\n" for n in range(12_000)) + "Disallow: /x\n" * 12_000,
        "User-agent: *\n" * 30_000 + "Disallow: /x\n",
        "User-agent: *\nDisallow: /" + "*a" * 200_000,
        "\x00" * 500_000,
    ],
    ids=["agents-times-rules", "one-name-again-and-again", "wildcards", "nul"],
)
def test_a_hostile_file_costs_little(robots_txt: str) -> None:
    """Time grows with the size of the file, not with its agents times its rules."""
    started = time.process_time()
    check_robots(robots_txt, OURS, "https://news.example/" + "a" * 4000)
    assert time.process_time() - started < 3


@pytest.mark.quality
@pytest.mark.skipif(not VECTORS.exists(), reason=f"{VECTORS} is not there")
def test_the_published_vectors_are_met() -> None:
    """The test suites of two well-known parsers, which do not quite agree with each other."""
    rows = [json.loads(line) for line in VECTORS.read_text("utf-8").splitlines()]
    right = sum(
        check_robots(row["robots_txt"], row["agent"], row["url"])[0] == row["allowed"]
        for row in rows
    )
    assert right >= FLOOR


def test_what_robots_txt_forbids_is_not_asked(fail: Fail, newsroom: Newsroom) -> None:
    """The refusal is ours and stands until the file changes."""
    newsroom.put("/robots.txt", b"User-agent: monitor-test\nDisallow: /private\n")
    newsroom.put("/private/f", b"x")
    error = fail(newsroom.url("/private/f"), etag='"known"')
    assert (error.outcome, error.reason) == (Outcome.REFUSED, Reason.ROBOTS)
    assert not error.is_transient
    assert newsroom.seen("/private/f") == []


def test_robots_txt_is_obeyed_at_every_hop(fail: Fail, newsroom: Newsroom) -> None:
    """A redirect is no way round it."""
    newsroom.put("/robots.txt", b"User-agent: *\nDisallow: /private\n")
    newsroom.redirect("/f", "/private")
    assert fail(newsroom.url("/f")).reason is Reason.ROBOTS


def test_robots_txt_is_asked_once_per_host(session: Session, newsroom: Newsroom) -> None:
    """Many at once wait for the one answer, and it is kept; another host has its own."""
    newsroom.script("/robots.txt", after(0.05, answer(b"User-agent: *\nDisallow: /no")))
    newsroom.put("/f", b"x")

    async def work(fetcher: Fetcher) -> None:
        urls = [f"http://{h}.example/f" for h in "aaaabb"]
        await asyncio.gather(*(fetcher.get(url) for url in urls))
        await fetcher.get("http://a.example/f")

    session(work, hosts={"*.example": newsroom.host_port})
    assert sorted(s.host for s in newsroom.seen("/robots.txt")) == ["a.example", "b.example"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 429, 451])
def test_a_host_that_has_no_robots_txt_allows_all(
    ask: Ask, newsroom: Newsroom, status: int
) -> None:
    """4xx means that there are no rules (RFC 9309, 2.3.1.3)."""
    newsroom.put("/robots.txt", b"User-agent: *\nDisallow: /", status=status)
    newsroom.put("/f", b"x")
    assert ask(newsroom.url("/f")).body == b"x"


def test_robots_txt_redirected_for_ever_allows_all(ask: Ask, newsroom: Newsroom) -> None:
    """More than the redirects we follow is as good as none there (RFC 9309, 2.3.1.2)."""
    newsroom.redirect("/robots.txt", "/robots.txt?again")
    newsroom.redirect("/robots.txt?again", "/robots.txt")
    newsroom.put("/f", b"x")
    assert ask(newsroom.url("/f")).body == b"x"


def test_robots_txt_is_followed_to_another_host(fail: Fail, newsroom: Newsroom) -> None:
    """The rules found there hold for the host that was asked."""
    newsroom.redirect("/robots.txt", "http://www.example/robots.txt", host="news.example")
    newsroom.put("/robots.txt", b"User-agent: *\nDisallow: /f", host="www.example")
    hosts = {"news.example": newsroom.host_port, "www.example": newsroom.host_port}
    assert fail("http://news.example/f", hosts=hosts).reason is Reason.ROBOTS


def test_only_the_beginning_of_a_huge_robots_txt_counts(ask: Ask, newsroom: Newsroom) -> None:
    """What comes after 500 KiB is not read, and is no error."""
    text = b"User-agent: *\nDisallow: /no\n" + b"#" * 600_000 + b"\nDisallow: /f\n"
    newsroom.put("/robots.txt", text)
    newsroom.put("/f", b"x")
    assert ask(newsroom.url("/f")).body == b"x"


@pytest.mark.parametrize("fault", ["500", "503", "hang", "cut", "gzip"])
def test_a_robots_txt_that_cannot_be_had_stops_us_for_a_while(
    session: Session, newsroom: Newsroom, fault: str
) -> None:
    """The host is not asked again for its robots.txt by each waiting entry."""
    faults = {
        "500": answer(status=500),
        "503": answer(status=503),
        "hang": hang(),
        "cut": say(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nUser-agent: *"),
        "gzip": answer(b"User-agent: *", headers={"Content-Encoding": "gzip"}),
    }
    newsroom.script("/robots.txt", faults[fault])

    async def work(fetcher: Fetcher) -> list[FetchError]:
        errors = []
        for _ in range(2):
            with pytest.raises(FetchError) as caught:
                await fetcher.get(newsroom.url("/f"))
            errors.append(caught.value)
        return errors

    for error in session(work, timeout_seconds=0.3):
        assert (error.outcome, error.reason) == (Outcome.REFUSED, Reason.ROBOTS_UNREACHABLE)
        assert error.is_transient
        assert 500 < (error.retry_after_seconds or 0) <= 600
    assert [s.path for s in newsroom.requests] == ["/robots.txt"]


def test_a_host_that_is_not_there_at_all_is_told_as_such(
    session: Session, newsroom: Newsroom
) -> None:
    """The reason is the host's own, and nothing is remembered: it may be back at once."""

    async def work(fetcher: Fetcher) -> FetchError:
        with pytest.raises(FetchError) as caught:
            await fetcher.get("http://127.0.0.1:1/f")
        return caught.value

    assert session(work).reason is Reason.CONNECT


def test_a_robots_txt_that_comes_back_is_obeyed_by_a_new_fetcher(
    ask: Ask, fail: Fail, newsroom: Newsroom
) -> None:
    """The book of rules lives as long as its fetcher."""
    newsroom.script("/robots.txt", stages(answer(status=500), answer(b"User-agent: *")))
    newsroom.put("/f", b"x")
    assert fail(newsroom.url("/f")).reason is Reason.ROBOTS_UNREACHABLE
    assert ask(newsroom.url("/f")).body == b"x"


class _Host:
    """A host whose robots.txt comes and goes, with a clock that the test moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.text: str | None = "User-agent: *\nDisallow: /no"
        self.asked = 0

    async def fetch(self, url: str) -> str:
        self.asked += 1
        if self.text is None:
            raise error_of_status(500, url)
        return self.text


def _allowed(book: RobotsBook, path: str) -> bool:
    async def ask() -> bool:
        url = f"http://news.example{path}"
        return (await book.rules_for(url)).allows(url)

    return asyncio.run(ask())


def test_rules_are_renewed_after_a_day() -> None:
    """RFC 9309, 2.4: a copy is good for 24 hours."""
    host = _Host()
    book = RobotsBook(host.fetch, OURS, clock=lambda: host.now)
    assert not _allowed(book, "/no")
    host.text = ""
    host.now = 23 * 3600.0
    assert not _allowed(book, "/no")
    host.now = 25 * 3600.0
    assert _allowed(book, "/no")
    assert host.asked == 2


def test_the_last_rules_stay_good_while_robots_txt_cannot_be_had() -> None:
    """A host that was read before is not lost by a fault of one file; it is tried again soon."""
    host = _Host()
    book = RobotsBook(host.fetch, OURS, clock=lambda: host.now)
    assert _allowed(book, "/yes")
    host.text = None
    host.now = 25 * 3600.0
    assert _allowed(book, "/yes")
    assert not _allowed(book, "/no")
    assert host.asked == 2
    host.text = "User-agent: *\nDisallow: /yes"
    host.now += 601.0
    assert not _allowed(book, "/yes")


def test_a_host_without_rules_is_asked_again_when_the_wait_is_over() -> None:
    """Ten minutes after a failure the file is asked for once more."""
    host = _Host()
    host.text = None
    book = RobotsBook(host.fetch, OURS, clock=lambda: host.now)
    with pytest.raises(FetchError):
        _allowed(book, "/yes")
    host.text = ""
    host.now = 599.0
    with pytest.raises(FetchError):
        _allowed(book, "/yes")
    host.now = 601.0
    assert _allowed(book, "/yes")


def test_outdated_rules_do_not_pile_up() -> None:
    """Hosts that are not asked any more are forgotten."""
    host = _Host()
    book = RobotsBook(host.fetch, OURS, clock=lambda: host.now)

    async def ask() -> None:
        for n in range(3000):
            host.now += 600.0
            await book.rules_for(f"http://h{n}.example/")

    asyncio.run(ask())
    assert len(book) < 1500


def test_a_fetcher_that_need_not_obey_does_not_ask(ask: Ask, newsroom: Newsroom) -> None:
    """The switch is for the operator's own services."""
    newsroom.put("/robots.txt", b"User-agent: *\nDisallow: /")
    newsroom.put("/f", b"x")
    assert ask(newsroom.url("/f"), limits={"obey_robots": False}).body == b"x"
    assert newsroom.seen("/robots.txt") == []
