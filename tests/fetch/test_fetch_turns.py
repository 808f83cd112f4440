"""Kindness: one request at a time per host, a pause between, and nobody else waits."""

from __future__ import annotations

import asyncio
import time
from itertools import pairwise
from typing import TYPE_CHECKING

from monitor.fetch.client import Fetcher
from monitor.fetch.pacing import HostTurns
from tests.newsroom import Newsroom, Seen, after, answer, hang

if TYPE_CHECKING:
    from tests.fetch.conftest import Session


def _gaps(seen: list[Seen]) -> list[float]:
    return [b.started_at - (a.ended_at or float("inf")) for a, b in pairwise(seen)]


def _most_at_once(seen: list[Seen]) -> int:
    edges = [(s.started_at, 1) for s in seen] + [(s.ended_at or s.started_at, -1) for s in seen]
    open_count, most = 0, 0
    for _, step in sorted(edges):
        open_count += step
        most = max(most, open_count)
    return most


def test_a_host_is_asked_one_at_a_time_with_a_pause_between(
    session: Session, newsroom: Newsroom
) -> None:
    """The pause runs from the end of one request to the start of the next, robots.txt included."""
    newsroom.script("/f", after(0.05, answer(b"x")))

    async def work(fetcher: Fetcher) -> None:
        await asyncio.gather(*(fetcher.get(newsroom.url("/f")) for _ in range(4)))

    session(work, pause_seconds=0.1)
    assert [s.path for s in newsroom.requests] == ["/robots.txt", "/f", "/f", "/f", "/f"]
    assert min(_gaps(newsroom.requests)) >= 0.1


def test_the_pause_follows_a_failed_request_too(session: Session, newsroom: Newsroom) -> None:
    """A host in trouble is not asked faster."""
    newsroom.put("/f", status=500)

    async def work(fetcher: Fetcher) -> None:
        asked = (fetcher.get(newsroom.url("/f")) for _ in range(3))
        await asyncio.gather(*asked, return_exceptions=True)

    session(work, pause_seconds=0.1, obey_robots=False)
    assert len(newsroom.seen("/f")) == 3
    assert min(_gaps(newsroom.seen("/f"))) >= 0.1


def test_other_hosts_go_on_while_one_waits(session: Session, newsroom: Newsroom) -> None:
    """A queue for one host, or a host that hangs, delays nobody else."""
    newsroom.script("/slow", hang(), host="slow.example")
    newsroom.put("/f", b"x")

    async def work(fetcher: Fetcher) -> float:
        stuck = [asyncio.ensure_future(fetcher.get("http://slow.example/slow")) for _ in range(20)]
        while not newsroom.seen("/slow"):
            await asyncio.sleep(0)
        started = time.monotonic()
        await asyncio.gather(*(fetcher.get(f"http://h{n}.example/f") for n in range(20)))
        took = time.monotonic() - started
        for task in stuck:
            task.cancel()
        await asyncio.wait(stuck)
        return took

    hosts = {"*.example": newsroom.host_port}
    assert session(work, hosts=hosts, concurrency=2, timeout_seconds=30.0) < 3
    assert len(newsroom.seen("/slow")) == 1
    assert len(newsroom.seen("/f")) == 20


def test_no_more_requests_run_at_once_than_allowed(session: Session, newsroom: Newsroom) -> None:
    """The overall limit holds over many hosts."""
    newsroom.script("/f", after(0.05, answer(b"x")))

    async def work(fetcher: Fetcher) -> None:
        await asyncio.gather(*(fetcher.get(f"http://h{n}.example/f") for n in range(9)))

    session(work, hosts={"*.example": newsroom.host_port}, concurrency=3, obey_robots=False)
    assert _most_at_once(newsroom.seen("/f")) == 3


def test_a_redirect_takes_the_turn_of_the_host_it_leads_to(
    session: Session, newsroom: Newsroom
) -> None:
    """Two hosts that redirect to each other's pages neither overlap nor deadlock."""
    for host, other in (("a", "b"), ("b", "a")):
        newsroom.redirect("/go", f"http://{other}.example/end", host=f"{host}.example")
    newsroom.script("/end", after(0.03, answer(b"x")))

    async def work(fetcher: Fetcher) -> None:
        asked = (fetcher.get(f"http://{h}.example/go") for h in ("a", "b") * 3)
        await asyncio.gather(*asked)

    session(work, hosts={"*.example": newsroom.host_port}, pause_seconds=0.02)
    for host in ("a.example", "b.example"):
        seen = [r for r in newsroom.requests if r.host == host]
        assert [s.path for s in seen].count("/end") == 3
        assert min(_gaps(seen)) >= 0.02


def test_a_crawl_delay_lengthens_the_pause(session: Session, newsroom: Newsroom) -> None:
    """A host that asks for more time gets it; one that asks for less does not hurry us."""
    newsroom.put("/robots.txt", b"User-agent: *\nCrawl-delay: 0.2\n", host="slow.example")
    newsroom.put("/robots.txt", b"User-agent: *\nCrawl-delay: 0.01\n", host="fast.example")
    newsroom.put("/f", b"x")

    async def work(fetcher: Fetcher) -> None:
        asked = (f"http://{h}.example/f" for h in ("slow", "fast") * 2)
        await asyncio.gather(*(fetcher.get(url) for url in asked))

    session(work, hosts={"*.example": newsroom.host_port}, pause_seconds=0.1)
    assert min(_gaps(newsroom.seen("/f", host="slow.example"))) >= 0.2
    assert min(_gaps(newsroom.seen("/f", host="fast.example"))) >= 0.1


def test_idle_hosts_are_forgotten_and_busy_ones_are_not() -> None:
    """Thousands of hosts asked once leave no trace, while a turn that is held stays exclusive."""

    async def work() -> int:
        turns = HostTurns(concurrency=5, idle_seconds=0.0)
        is_held = True

        async def second() -> None:
            async with turns.turn("held.example", 0.0):
                assert not is_held

        async with turns.turn("held.example", 0.0):
            waiting = asyncio.ensure_future(second())
            for n in range(3000):
                async with turns.turn(f"h{n}.example", 0.0):
                    pass
            assert not waiting.done()
            is_held = False
        await waiting
        return len(turns)

    assert asyncio.run(work()) < 1500


def test_a_host_that_still_owes_a_pause_is_not_forgotten() -> None:
    """Many other hosts in between do not shorten the pause."""

    async def work() -> float:
        turns = HostTurns(concurrency=5)
        async with turns.turn("slow.example", 0.0):
            pass
        ended = time.monotonic()
        for n in range(3000):
            async with turns.turn(f"h{n}.example", 0.0):
                pass
        async with turns.turn("slow.example", 0.3):
            return time.monotonic() - ended

    assert asyncio.run(work()) >= 0.29
