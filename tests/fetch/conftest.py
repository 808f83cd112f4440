"""A newsroom for each test, and a way to ask it that runs on the loops we run on."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Protocol, TypeVar

import pytest
import uvloop

from monitor.errors import FetchError
from monitor.fetch.client import Fetcher, FetchLimits, Response
from tests.newsroom import Newsroom

LOOPBACK = FetchLimits(
    user_agent="monitor-test/1.0 (+https://press.example)",
    timeout_seconds=5.0,
    pause_seconds=0.0,
    allow_networks=("127.0.0.0/8",),
)

T = TypeVar("T")
Fail = Callable[..., FetchError]


class Ask(Protocol):
    """Asks once with a fetcher of its own; keywords that are no limits go to ``get``."""

    def __call__(
        self,
        url: str,
        *,
        hosts: Mapping[str, tuple[str, int]] | None = None,
        limits: Mapping[str, Any] | None = None,
        etag: str | None = None,
        last_modified: str | None = None,
        accept: str | None = None,
    ) -> Response:
        """Give the response or raise FetchError."""
        ...


class Session(Protocol):
    """Runs a coroutine function with one open fetcher."""

    def __call__(
        self,
        work: Callable[[Fetcher], Awaitable[T]],
        *,
        hosts: Mapping[str, tuple[str, int]] | None = None,
        **limits: Any,
    ) -> T:
        """Give what the work returns."""
        ...


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    """Open a newsroom for one test."""
    with Newsroom() as room:
        yield room


@pytest.fixture(params=["asyncio", "uvloop"])
def session(request: pytest.FixtureRequest) -> Session:
    """Give a way to work with one fetcher, on each event loop in turn."""
    factory = uvloop.new_event_loop if request.param == "uvloop" else asyncio.new_event_loop

    def session(
        work: Callable[[Fetcher], Awaitable[T]],
        *,
        hosts: Mapping[str, tuple[str, int]] | None = None,
        **limits: Any,
    ) -> T:
        async def go() -> T:
            async with Fetcher(replace(LOOPBACK, **limits), hosts=hosts) as fetcher:
                return await work(fetcher)

        with asyncio.Runner(loop_factory=factory) as runner:
            return runner.run(go())

    return session


@pytest.fixture
def ask(session: Session) -> Ask:
    """Give a way to ask for one address."""

    def ask(
        url: str,
        *,
        hosts: Mapping[str, tuple[str, int]] | None = None,
        limits: Mapping[str, Any] | None = None,
        etag: str | None = None,
        last_modified: str | None = None,
        accept: str | None = None,
    ) -> Response:
        async def work(fetcher: Fetcher) -> Response:
            return await fetcher.get(url, etag=etag, last_modified=last_modified, accept=accept)

        return session(work, hosts=hosts, **(limits or {}))

    return ask


@pytest.fixture
def fail(ask: Ask) -> Fail:
    """Give a way to ask for one address that must fail, and to get its error."""

    def fail(url: str, **keywords: Any) -> FetchError:
        with pytest.raises(FetchError) as caught:
            ask(url, **keywords)
        return caught.value

    return fail
