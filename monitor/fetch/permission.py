"""What is known of the robots.txt of each host: fetched once, kept a day, missed with care."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from monitor.errors import FetchError
from monitor.fetch.robots import RobotsRules
from monitor.outcomes import Outcome, Reason

# RFC 9309, 2.4: a copy should not be used for more than 24 hours, unless the file is unreachable.
_KEEP_SECONDS = 24 * 3600.0
# How long a host whose robots.txt cannot be had is left alone. Chosen: long enough that an
# overloaded server is not asked by each of its waiting entries, short enough to lose no news.
_UNREACHABLE_SECONDS = 600.0
# Hosts remembered before outdated ones are looked for.
_FEW_PAGES = 1000

# Failures that say nothing of robots.txt but of the host itself: they stand as they are.
_HOST_FAILURES = frozenset(
    {Reason.DNS, Reason.CONNECT, Reason.TLS, Reason.BAD_URL, Reason.PRIVATE_ADDRESS}
)
# RFC 9309, 2.3.1.3: where the server says that there is none to give (4xx), or redirects for
# ever, everything is allowed.
_ABSENT = frozenset(
    {
        Reason.NOT_FOUND,
        Reason.GONE,
        Reason.FORBIDDEN,
        Reason.LOGIN,
        Reason.PAYWALL,
        Reason.RATE_LIMITED,
        Reason.HTTP_ERROR,
        Reason.TOO_MANY_REDIRECTS,
    }
)


@dataclass(slots=True)
class _Page:
    """What we have of one robots.txt; ``rules`` outlive ``good_until`` while it is unreachable."""

    lock: asyncio.Lock
    rules: RobotsRules | None = None
    error: FetchError | None = None
    good_until: float = float("-inf")


class RobotsBook:
    """Keeps the rules of every host that was asked for."""

    def __init__(
        self,
        fetch: Callable[[str], Awaitable[str]],
        agent: str,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Open an empty book.

        Args:
            fetch: Gets the text of a robots.txt by its URL, or raises FetchError.
            agent: The user agent whose rules are kept.
            clock: Tells monotonic seconds.
        """
        self._fetch = fetch
        self._agent = agent
        self._clock = clock
        self._pages: dict[str, _Page] = {}
        self._next_look = _FEW_PAGES

    def __len__(self) -> int:
        """Count the hosts remembered."""
        return len(self._pages)

    async def rules_for(self, url: str) -> RobotsRules:
        """Give the rules that hold for an address, fetching them where need be.

        The caller must not hold the turn of any host.

        Args:
            url: An absolute http or https URL.

        Returns:
            The rules of its scheme, host and port.

        Raises:
            FetchError: ROBOTS_UNREACHABLE, or what kept us from reaching the host at all.
        """
        parts = urlsplit(url)
        origin = f"{parts.scheme.lower()}://{parts.netloc.lower()}"
        page = self._page(origin)
        async with page.lock:
            if self._clock() >= page.good_until:
                await self._renew(page, f"{origin}/robots.txt")
            if page.error is not None:
                raise _again(page.error, page.good_until - self._clock())
            assert page.rules is not None
            return page.rules

    async def _renew(self, page: _Page, url: str) -> None:
        kept = _KEEP_SECONDS
        page.error = None
        try:
            page.rules = RobotsRules.parse(await self._fetch(url), self._agent)
        except FetchError as error:
            if error.reason in _ABSENT:
                page.rules = RobotsRules.allow_all()
            elif page.rules is None and error.reason in _HOST_FAILURES:
                raise
            else:
                kept = _UNREACHABLE_SECONDS
                page.error = error if page.rules is None else None
        page.good_until = self._clock() + kept

    def _page(self, origin: str) -> _Page:
        if origin not in self._pages and len(self._pages) >= self._next_look:
            now = self._clock()
            kept = {o: p for o, p in self._pages.items() if p.good_until > now or p.lock.locked()}
            self._pages = kept
            self._next_look = max(_FEW_PAGES, 2 * len(kept))
        return self._pages.setdefault(origin, _Page(lock=asyncio.Lock()))


def _again(error: FetchError, left_seconds: float) -> FetchError:
    return FetchError(
        f"not asked, because its robots.txt could not be had: {error}",
        outcome=Outcome.REFUSED,
        reason=Reason.ROBOTS_UNREACHABLE,
        is_transient=True,
        retry_after_seconds=max(left_seconds, 0.0),
    )
