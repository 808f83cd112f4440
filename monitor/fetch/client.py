"""One polite request: its limits, its redirects, and what its answer means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import TracebackType
from typing import Self

import httpx
from httpx_aiohttp import AiohttpTransport

from monitor.errors import ConfigError, FetchError
from monitor.fetch.decoding import ACCEPTED, BodyError
from monitor.fetch.failures import UNMAPPED, error_of_network, failure, shown
from monitor.fetch.guard import AddressGuard, GuardedResolver, guarded_session
from monitor.fetch.pacing import Deadline, HostTurns
from monitor.fetch.permission import RobotsBook
from monitor.fetch.reply import Answer, Ask, Response, as_sent, read_answer
from monitor.fetch.robots import ROBOTS_CAP_BYTES
from monitor.outcomes import Reason
from monitor.urls import host_of, is_http

__all__ = ["FetchLimits", "Fetcher", "Response"]

# A host may slow us down to this many seconds between requests, not stop us by asking for hours.
CRAWL_DELAY_CAP_SECONDS = 30.0

# What a name of DNS or an address may hold once it is brought to ASCII; anything else is read
# differently by different libraries.
_HOST_CHARACTERS = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789.-_:")
_MEBIBYTE = 1024 * 1024
_PERMANENT = frozenset({301, 308})


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """How far a request goes.

    ``timeout_seconds`` holds for the whole request with all redirects, not for waiting for a
    host's turn; ``max_body_bytes`` for the unpacked body; ``pause_seconds`` lie between the end
    of one request to a host and the start of the next; ``concurrency`` requests run at once over
    all hosts; ``allow_networks`` (CIDR) may be reached although not public.
    """

    user_agent: str
    timeout_seconds: float = 30.0
    max_body_bytes: int = 15 * _MEBIBYTE
    max_redirects: int = 6
    pause_seconds: float = 1.0
    allow_networks: tuple[str, ...] = ()
    concurrency: int = 32
    obey_robots: bool = True


class Fetcher:
    """Asks for addresses politely; used as an async context manager.

    One request at a time per host and a pause after each; robots.txt obeyed (RFC 9309); no
    cookies, no proxy of the environment; connections only to public addresses.
    """

    def __init__(
        self, limits: FetchLimits, *, hosts: Mapping[str, tuple[str, int]] | None = None
    ) -> None:
        """Prepare to fetch; nothing is opened yet.

        Args:
            limits: How far a request goes.
            hosts: Address and port by host name (or ``*.suffix``) that stand in for the name's
                own, and count as vetted: how a world of sample hosts is served from one machine.

        Raises:
            ConfigError: A network or the user agent cannot be used.
        """
        if not (limits.user_agent.isascii() and limits.user_agent.isprintable()):
            raise ConfigError(f"user_agent: {limits.user_agent!r} is not plain ASCII")
        self._limits = limits
        self._hosts = dict(hosts or {})
        self._guard = AddressGuard(limits.allow_networks, self._hosts.values())
        self._turns = HostTurns(limits.concurrency)
        self._robots = RobotsBook(self._fetch_robots, limits.user_agent)
        self._client: httpx.AsyncClient | None = None
        self._resolver: GuardedResolver | None = None

    async def __aenter__(self) -> Self:
        """Open the connections' pool."""
        tls = httpx.create_ssl_context(trust_env=False)
        tls.load_default_certs()
        self._resolver = GuardedResolver(self._guard, self._hosts)
        session = guarded_session(self._guard, self._resolver, tls)
        self._client = httpx.AsyncClient(
            transport=AiohttpTransport(client=session, verify=tls),
            headers={"user-agent": self._limits.user_agent, "accept-encoding": ACCEPTED},
            # httpx keeps cookies of its own beside aiohttp's: this policy takes none
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            timeout=None,  # noqa: S113 - Deadline bounds the request as a whole
            follow_redirects=False,
            trust_env=False,
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close all connections."""
        client, resolver = self._client, self._resolver
        self._client = self._resolver = None
        if client is not None:
            await client.aclose()
        if resolver is not None:
            await resolver.close()

    async def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        accept: str | None = None,
    ) -> Response:
        """Ask for an address once, following its redirects.

        Args:
            url: An absolute http or https URL.
            etag: The ETag of the copy we have, sent back as stored (RFC 9110, 13.1.2).
            last_modified: The Last-Modified of the copy we have, sent back as stored.
            accept: The Accept field, None for anything.

        Returns:
            The answer: 2xx with its body, or 304.

        Raises:
            FetchError: There is nothing to read; it says why and what to do next.
        """
        validators = {
            b"if-none-match": as_sent(etag),
            b"if-modified-since": as_sent(last_modified),
        }
        conditions = {name: value for name, value in validators.items() if value}
        ask = Ask(
            headers={b"accept": (accept or "*/*").encode(), **conditions},
            is_conditional=bool(conditions),
            obeys_robots=self._limits.obey_robots,
            cap_bytes=self._limits.max_body_bytes,
        )
        return await self._follow(url.strip(), ask)

    async def _fetch_robots(self, url: str) -> str:
        ask = Ask(
            headers={b"accept": b"text/plain, */*;q=0.5"},
            obeys_robots=False,
            cap_bytes=ROBOTS_CAP_BYTES,
            may_cut=True,
        )
        return (await self._follow(url, ask)).body.decode("utf-8", "replace")

    async def _follow(self, url: str, ask: Ask) -> Response:
        deadline = Deadline(self._limits.timeout_seconds)
        visited: list[str] = []
        is_permanent = True
        while True:
            target = _web_address(url, visited)
            pause = await self._pause_for(url, ask)
            async with self._turns.turn(host_of(url), pause):
                answer = await self._exchange(url, target, ask, deadline)
            if answer.location is None:
                moved_to = url if visited and is_permanent else None
                return replace(answer.response, moved_to=moved_to)
            visited.append(url)
            is_permanent = is_permanent and answer.response.status in _PERMANENT
            url = _joined(url, answer.location)
            if url in visited:
                raise _too_many(visited[0], f"its redirects lead in a circle, back to {shown(url)}")
            if len(visited) > self._limits.max_redirects:
                raise _too_many(visited[0], f"more than {self._limits.max_redirects} redirects")

    async def _pause_for(self, url: str, ask: Ask) -> float:
        if not ask.obeys_robots:
            return self._limits.pause_seconds
        rules = await self._robots.rules_for(url)
        if not rules.allows(url):
            raise failure(Reason.ROBOTS, url, "the host's robots.txt does not allow it")
        asked_for = min(rules.crawl_delay or 0.0, CRAWL_DELAY_CAP_SECONDS)
        return max(self._limits.pause_seconds, asked_for)

    async def _exchange(self, url: str, target: httpx.URL, ask: Ask, deadline: Deadline) -> Answer:
        if self._client is None:
            raise RuntimeError("a Fetcher fetches only inside its `async with` block")
        try:
            async with (
                deadline.running(),
                self._client.stream("GET", target, headers=ask.headers) as answer,
            ):
                return await read_answer(
                    answer.status_code, answer.headers.raw, answer.aiter_raw(), url=url, ask=ask
                )
        except TimeoutError as error:
            seconds = self._limits.timeout_seconds
            words = f"no complete answer within {seconds:g} seconds"
            raise failure(Reason.TIMEOUT, url, words) from error
        except BodyError as error:
            raise failure(error.reason, url, f"the body was not taken: {error}") from error
        except (httpx.RemoteProtocolError, httpx.InvalidURL) as error:
            # the transport raises neither: this is httpx, looking at the Location of a redirect
            words = f"the server redirects to what is no address ({error})"
            raise failure(Reason.BAD_URL, url, words) from error
        except (httpx.HTTPError, *UNMAPPED) as error:
            raise error_of_network(error, url) from error


def _web_address(url: str, visited: list[str]) -> httpx.URL:
    came_from = f" (redirected from {shown(visited[-1])})" if visited else ""
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL as error:
        words = f"this is not an address{came_from}: {error}"
        raise failure(Reason.BAD_URL, url, words) from error
    if parsed.userinfo:
        words = f"an address with a user name or password is not asked{came_from}"
        raise failure(Reason.BAD_URL, parsed.host, words)
    if not is_http(url):
        raise failure(Reason.BAD_URL, url, f"only http and https are asked{came_from}")
    if not _HOST_CHARACTERS.issuperset(parsed.raw_host):
        raise failure(Reason.BAD_URL, url, f"this is not the name of a host{came_from}")
    return parsed


def _joined(base: str, location: str) -> str:
    try:
        return str(httpx.URL(base).join(location).copy_with(fragment=None))
    except (httpx.InvalidURL, ValueError) as error:
        words = f"the server redirects to {shown(location)}, which is not an address"
        raise failure(Reason.BAD_URL, base, words) from error


def _too_many(url: str, words: str) -> FetchError:
    return failure(Reason.TOO_MANY_REDIRECTS, url, words)
