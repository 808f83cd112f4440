"""Hostile and broken servers: every one ends in time, in bounds and in a reason."""

from __future__ import annotations

import asyncio
import gc
import gzip
import time
import tracemalloc
import warnings
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from monitor.errors import ConfigError
from monitor.fetch.client import Fetcher
from monitor.fetch.decoding import BodyError, BodyTaker
from monitor.outcomes import Outcome, Reason
from tests.fetch.conftest import LOOPBACK
from tests.newsroom import Newsroom, after, answer, drip, hang, say

if TYPE_CHECKING:
    from tests.fetch.conftest import Ask, Fail, Session

_OK = b"HTTP/1.1 200 OK\r\n"
_SHORT = {"timeout_seconds": 0.3}


def _bomb(unpacked_bytes: int) -> bytes:
    packer = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    block = bytes(1024 * 1024)
    parts = [packer.compress(block) for _ in range(unpacked_bytes // len(block))]
    return b"".join([*parts, packer.flush()])


def test_a_server_that_hangs_is_left_at_the_deadline(fail: Fail, newsroom: Newsroom) -> None:
    """No answer at all costs the deadline and no more."""
    newsroom.script("/f", hang())
    started = time.monotonic()
    error = fail(newsroom.url("/f"), limits=_SHORT)
    assert (error.outcome, error.reason) == (Outcome.FAILED, Reason.TIMEOUT)
    assert error.is_transient
    assert 0.3 <= time.monotonic() - started < 10


def test_a_server_that_drips_is_left_at_the_deadline(fail: Fail, newsroom: Newsroom) -> None:
    """A byte now and then does not renew the deadline."""
    newsroom.script("/f", drip(b"x" * 1000, pause_seconds=0.05))
    assert fail(newsroom.url("/f"), limits=_SHORT).reason is Reason.TIMEOUT


def test_a_head_that_drips_is_left_at_the_deadline(fail: Fail, newsroom: Newsroom) -> None:
    """The head of a reply is under the deadline as its body is."""
    newsroom.script("/f", say(_OK, *[b"X-A: b\r\n"] * 100, pause_seconds=0.05))
    assert fail(newsroom.url("/f"), limits=_SHORT).reason is Reason.TIMEOUT


def test_the_deadline_holds_over_all_redirects(fail: Fail, newsroom: Newsroom) -> None:
    """Slow hops, each within the deadline, add up."""
    for hop in range(5):
        onwards = answer(status=302, headers={"Location": f"/{hop + 1}"})
        newsroom.script(f"/{hop}", after(0.12, onwards))
    newsroom.put("/5", b"end")
    assert fail(newsroom.url("/0"), limits=_SHORT).reason is Reason.TIMEOUT


def test_waiting_for_the_turn_of_a_host_is_not_under_the_deadline(
    session: Session, newsroom: Newsroom
) -> None:
    """The last of a queue has its whole deadline when its turn comes."""
    newsroom.put("/f", b"x")

    async def work(fetcher: Fetcher) -> list[bytes]:
        found = await asyncio.gather(*(fetcher.get(newsroom.url("/f")) for _ in range(5)))
        return [response.body for response in found]

    bodies = session(work, timeout_seconds=0.8, pause_seconds=0.25, obey_robots=False)
    assert bodies == [b"x"] * 5


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_bomb_stops_at_the_cap(fail: Fail, newsroom: Newsroom, coding: str) -> None:
    """The cap is on unpacked bytes, and no more memory than that is used."""
    bomb = _bomb(64 * 1024 * 1024) if coding == "gzip" else zlib.compress(bytes(64 * 1024 * 1024))
    newsroom.put("/f", bomb, headers={"Content-Encoding": coding})
    tracemalloc.start()
    error = fail(newsroom.url("/f"), limits={"max_body_bytes": 1024 * 1024})
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (error.outcome, error.reason) == (Outcome.FAILED, Reason.TOO_LARGE)
    assert peak < 12 * 1024 * 1024


def test_one_packing_in_another_is_not_unpacked(fail: Fail, newsroom: Newsroom) -> None:
    """Two layers multiply what a bomb can do and serve nobody."""
    body = gzip.compress(gzip.compress(b"x"))
    newsroom.put("/f", body, headers={"Content-Encoding": "gzip, gzip"})
    assert fail(newsroom.url("/f")).reason is Reason.BAD_ENCODING


def test_a_body_at_the_cap_is_taken_and_one_byte_more_is_not(
    ask: Ask, fail: Fail, newsroom: Newsroom
) -> None:
    """The limit is exact, packed or plain."""
    limits = {"max_body_bytes": 1000}
    newsroom.put("/plain", b"x" * 1000)
    newsroom.put("/packed", gzip.compress(b"x" * 1000), headers={"Content-Encoding": "gzip"})
    newsroom.put("/over", b"x" * 1001)
    assert len(ask(newsroom.url("/plain"), limits=limits).body) == 1000
    assert len(ask(newsroom.url("/packed"), limits=limits).body) == 1000
    assert fail(newsroom.url("/over"), limits=limits).reason is Reason.TOO_LARGE


def test_a_body_without_end_stops_at_the_cap(fail: Fail, newsroom: Newsroom) -> None:
    """A server that never stops sending is left when the cap is reached."""
    head = _OK + b"Transfer-Encoding: chunked\r\n\r\n"
    chunk = b"8000\r\n" + b"x" * 0x8000 + b"\r\n"
    newsroom.script("/f", say(head, *[chunk] * 200))
    error = fail(newsroom.url("/f"), limits={"max_body_bytes": 100_000})
    assert error.reason is Reason.TOO_LARGE


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(b"abc" * 999, mtime=0)[:-12]),
        ("gzip", gzip.compress(b"abc" * 999, mtime=0)[:20] + b"noise" * 9),
        ("gzip", b"<rss/>"),
        ("gzip", b"\x1f"),
        ("deflate", b"\xff\xff<rss/>"),
        ("br", b"\x8b\x02\x80abc\x03"),
        ("zstd", b"(\xb5/\xfd"),
    ],
    ids=["cut-off", "damaged", "not-packed", "one-byte", "not-deflate", "brotli", "zstd"],
)
def test_a_corrupt_packing_is_told(
    fail: Fail, newsroom: Newsroom, coding: str, body: bytes
) -> None:
    """Cut off, damaged, not packed at all, or packed as we never asked for."""
    newsroom.put("/f", body, headers={"Content-Encoding": coding})
    error = fail(newsroom.url("/f"))
    assert (error.outcome, error.reason) == (Outcome.FAILED, Reason.BAD_ENCODING)


@pytest.mark.parametrize(
    "raw",
    [
        _OK + b"Content-Length: 900\r\n\r\nhalf of i",
        _OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        _OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n",
        _OK + b"Content-Le",
        _OK + b"Content-Length: -5\r\n\r\n",
        _OK + b"Content-Length: 5\r\nContent-Length: 7\r\n\r\nabcde",
        b"",
        b"hello there\r\n\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01",
        _OK + b"X-Long: " + b"a" * 100_000 + b"\r\n\r\n",
        _OK + b"X-A: b\r\n" * 10_000 + b"\r\n",
        _OK + b"\r\n".join(b"X-%d: y" % n for n in range(20_000)) + b"\r\n\r\n",
    ],
    ids=[
        "short-body",
        "chunks-without-end",
        "chunk-size-of-noise",
        "half-a-head",
        "negative-length",
        "two-lengths",
        "nothing",
        "no-http",
        "status-of-noise",
        "tls",
        "field-too-long",
        "one-field-too-often",
        "fields-too-many",
    ],
)
@pytest.mark.parametrize("then_abort", [False, True])
def test_an_answer_that_is_broken_is_a_failure_that_may_pass(
    fail: Fail, newsroom: Newsroom, raw: bytes, *, then_abort: bool
) -> None:
    """Cut off, reset, without end or no HTTP at all: one reason, whatever the libraries say."""
    newsroom.script("/f", say(raw, then_abort=then_abort))
    error = fail(newsroom.url("/f"))
    assert (error.outcome, error.reason) == (Outcome.FAILED, Reason.PROTOCOL)
    assert error.is_transient


def test_a_port_that_nobody_listens_on_is_told(fail: Fail, newsroom: Newsroom) -> None:
    """Connection refused."""
    error = fail("http://127.0.0.1:1/f")
    assert (error.outcome, error.reason) == (Outcome.FAILED, Reason.CONNECT)
    assert error.is_transient


def test_a_name_that_does_not_resolve_is_told(fail: Fail) -> None:
    """The host is named in the error; labels that DNS cannot hold are the same."""
    error = fail("http://no-such-outlet.invalid/f")
    assert (error.outcome, error.reason) == (Outcome.FAILED, Reason.DNS)
    assert "no-such-outlet.invalid" in str(error)
    assert fail(f"http://{'a' * 70}.invalid/").reason is Reason.DNS
    assert fail("http://a..invalid/").reason is Reason.DNS


def test_a_host_that_speaks_no_tls_is_told(fail: Fail, newsroom: Newsroom) -> None:
    """Asking https where plain http is served."""
    error = fail("https://news.example/f", hosts={"news.example": newsroom.host_port})
    assert (error.outcome, error.reason) == (Outcome.FAILED, Reason.TLS)


def test_a_location_of_noise_harms_nobody(fail: Fail, newsroom: Newsroom) -> None:
    """Bytes of any kind in a Location end in an error of ours."""
    head = b"HTTP/1.1 302 Found\r\nLocation: http://\xff\xfe%00[\xe9 /\r\nContent-Length: 0\r\n\r\n"
    newsroom.script("/f", say(head))
    assert fail(newsroom.url("/f")).outcome in (Outcome.REFUSED, Outcome.FAILED)


def test_fetching_leaves_nothing_open(session: Session, newsroom: Newsroom) -> None:
    """After good, broken and abandoned requests no socket is left to the garbage collector."""
    newsroom.put("/good", b"x")
    newsroom.put("/missing", status=404, body=b"y" * 100_000)
    newsroom.script("/cut", say(_OK + b"Content-Length: 9\r\n\r\nab", then_abort=True))
    newsroom.script("/hang", hang())

    async def work(fetcher: Fetcher) -> None:
        paths = ["/good", "/missing", "/cut", "/hang"]
        asked = (fetcher.get(newsroom.url(path)) for path in paths)
        await asyncio.gather(*asked, return_exceptions=True)

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        session(work, timeout_seconds=0.3)
        gc.collect()
    assert [str(w.message) for w in caught] == []


def test_a_request_that_is_cancelled_frees_its_turn(session: Session, newsroom: Newsroom) -> None:
    """Cancelling is how the daemon stops; the host can be asked again after."""
    newsroom.script("/hang", hang())
    newsroom.put("/good", b"x")

    async def work(fetcher: Fetcher) -> bytes:
        asked = asyncio.ensure_future(fetcher.get(newsroom.url("/hang")))
        while not newsroom.seen("/hang"):
            await asyncio.sleep(0)
        asked.cancel()
        await asyncio.wait([asked])
        assert asked.cancelled()
        return (await fetcher.get(newsroom.url("/good"))).body

    assert session(work) == b"x"


def test_limits_that_cannot_be_used_are_told_at_once() -> None:
    """A mistake of the operator is a ConfigError that names the key."""
    with pytest.raises(ConfigError, match="allow_networks"):
        Fetcher(replace(LOOPBACK, allow_networks=("127.0.0.1/8",)))
    with pytest.raises(ConfigError, match="user_agent"):
        Fetcher(replace(LOOPBACK, user_agent="monitor\r\nX: y"))


@pytest.mark.parametrize("size", [1, 2, 3, 7, 10_000])
def test_a_body_may_come_in_pieces_of_any_size(size: int) -> None:
    """Where the chunks are cut makes no difference, between two members either."""
    packed = gzip.compress(b"one ") + gzip.compress(b"two ") + b"\0" * 5
    taker = BodyTaker("gzip", cap_bytes=100)
    for start in range(0, len(packed), size):
        taker.take(packed[start : start + size])
    assert taker.finish() == b"one two "


def test_a_body_that_may_be_cut_ends_at_the_cap() -> None:
    """For robots.txt the beginning is enough."""
    taker = BodyTaker("gzip", cap_bytes=10, may_cut=True)
    taker.take(gzip.compress(b"x" * 1000))
    assert taker.is_full
    assert taker.finish() == b"x" * 10
    with pytest.raises(BodyError):
        BodyTaker("gzip, br", cap_bytes=10, may_cut=True)
