"""The newsroom: a scriptable HTTP server on the loopback, for tests that fetch for real."""

from __future__ import annotations

import asyncio
import hashlib
import threading
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self, TypeVar

from aiohttp import web

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
_Put = TypeVar("_Put")

_START_SECONDS = 10.0


@dataclass(slots=True)
class Seen:
    """One request as the newsroom saw it; times are of ``time.monotonic()``.

    ``ended_at`` is taken just before the last byte is handed over, so what the client does after
    the answer is always later; None while the request is still open.
    """

    host: str
    path: str
    headers: Mapping[str, str]
    started_at: float
    ended_at: float | None = None
    method: str = "GET"
    body: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Content:
    body: bytes
    status: int
    headers: Mapping[str, str]
    etag: str | None


@dataclass(slots=True)
class _Shelf:
    contents: dict[tuple[str | None, str], _Content] = field(default_factory=dict)
    scripts: dict[tuple[str | None, str], Handler] = field(default_factory=dict)


class Newsroom:
    """Serves what it was given, in a thread of its own, and keeps a record of every request.

    What nothing was put for is answered with 404, robots.txt included. A path is looked up with
    its query first, then without; for the asked host first, then for any.
    """

    def __init__(self, address: str = "127.0.0.1") -> None:
        """Prepare a newsroom; ``with`` opens it.

        Args:
            address: The loopback address to listen on.
        """
        self.requests: list[Seen] = []
        self._address = address
        self._shelf = _Shelf()
        self._port = 0
        self._loop = asyncio.new_event_loop()
        self._started = threading.Event()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="newsroom", daemon=True)

    def __enter__(self) -> Self:
        """Open the doors: once this returns, the port answers."""
        self._thread.start()
        if not self._started.wait(_START_SECONDS) or not self._port:
            raise RuntimeError("the newsroom did not open")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close at once, hanging requests included."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(_START_SECONDS)

    @property
    def host_port(self) -> tuple[str, int]:
        """The address and port it listens on, as ``Fetcher(hosts=...)`` wants them."""
        return self._address, self._port

    def url(self, path: str = "/", *, host: str | None = None) -> str:
        """Name an address of the newsroom.

        Args:
            path: The path, with a leading slash.
            host: A host name that is mapped to it, None for its own address.

        Returns:
            The URL.
        """
        return f"http://{host}{path}" if host else f"http://{self._address}:{self._port}{path}"

    def put(
        self,
        path: str,
        body: bytes = b"",
        *,
        content_type: str | None = "text/html; charset=utf-8",
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        host: str | None = None,
        etag: bool = False,
    ) -> None:
        """Put an answer at a path, in place of what was there.

        Args:
            path: The path, with its query if only that shall be answered.
            body: The bytes to send; packing them is up to the caller.
            content_type: The Content-Type field, None for none.
            status: The status code.
            headers: Further header fields.
            host: The host name it holds for, None for any.
            etag: True to send an ETag of the body and to answer 304 where it comes back.
        """
        fields = dict(headers or {})
        if content_type is not None:
            fields.setdefault("Content-Type", content_type)
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"' if etag else None
        if tag is not None:
            fields["ETag"] = tag
        content = _Content(body=body, status=status, headers=fields, etag=tag)
        self._shelf.scripts.pop((host, path), None)
        self._shelf.contents[host, path] = content

    def script(self, path: str, handler: Handler, *, host: str | None = None) -> None:
        """Let a coroutine answer at a path, in place of what was there.

        Args:
            path: The path, with its query if only that shall be answered.
            handler: Gets the request, returns the response; ``hang``, ``drip``, ``say`` and
                ``stages`` of this module make common ones.
            host: The host name it holds for, None for any.
        """
        self._shelf.contents.pop((host, path), None)
        self._shelf.scripts[host, path] = handler

    def redirect(
        self, path: str, location: str, *, status: int = 302, host: str | None = None
    ) -> None:
        """Let a path redirect.

        Args:
            path: The path asked for.
            location: The Location field, absolute or relative.
            status: The status code.
            host: The host name it holds for, None for any.
        """
        self.put(path, status=status, headers={"Location": location}, host=host)

    def seen(self, path: str, *, host: str | None = None) -> list[Seen]:
        """List the requests for one path, in the order they came.

        Args:
            path: The path with its query.
            host: The host name asked, None for any.

        Returns:
            The records.
        """
        return [r for r in self.requests if r.path == path and host in (None, r.host)]

    def _run(self) -> None:
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._started.set()
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.close()

    async def _serve(self) -> None:
        server = web.Server(self._answer, handler_cancellation=True, access_log=None)
        runner = web.ServerRunner(server, shutdown_timeout=0.05)
        await runner.setup()
        site = web.TCPSite(runner, self._address, 0, backlog=512)
        await site.start()
        self._port = runner.addresses[0][1]
        self._started.set()
        await self._stop.wait()
        await runner.cleanup()

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        seen = Seen(
            host=(request.host or "").partition(":")[0],
            path=request.raw_path,
            headers=request.headers.copy(),
            started_at=time.monotonic(),
            method=request.method,
            body=await request.read(),
        )
        self.requests.append(seen)
        try:
            handler = self._script_for(seen.host, request)
            response = await handler(request) if handler else self._static(seen.host, request)
        finally:
            seen.ended_at = time.monotonic()
        return response

    def _script_for(self, host: str, request: web.BaseRequest) -> Handler | None:
        return _look_up(self._shelf.scripts, host, request)

    def _static(self, host: str, request: web.BaseRequest) -> web.Response:
        content = _look_up(self._shelf.contents, host, request)
        if content is None:
            return web.Response(status=404, text="nothing here")
        if content.etag is not None and request.headers.get("If-None-Match") == content.etag:
            return web.Response(status=304, headers={"ETag": content.etag})
        return web.Response(status=content.status, body=content.body, headers=content.headers)


def hang() -> Handler:
    """Make a handler that takes the request and never answers.

    Returns:
        The handler.
    """

    async def handler(request: web.BaseRequest) -> web.StreamResponse:
        await asyncio.Event().wait()
        raise AssertionError("unreachable")

    return handler


def say(*parts: bytes, pause_seconds: float = 0.0, then_abort: bool = False) -> Handler:
    """Make a handler that writes raw bytes to the connection and closes it.

    Args:
        *parts: What is written, head of the reply included.
        pause_seconds: Seconds between two parts.
        then_abort: True to reset the connection instead of closing it.

    Returns:
        The handler.
    """

    async def handler(request: web.BaseRequest) -> web.StreamResponse:
        transport = request.transport
        assert transport is not None
        for part in parts:
            transport.write(part)
            await asyncio.sleep(pause_seconds)
        if then_abort:
            transport.abort()
        else:
            transport.close()
        return web.Response()

    return handler


def drip(body: bytes, *, pause_seconds: float) -> Handler:
    """Make a handler that sends a body byte by byte.

    Args:
        body: The whole body.
        pause_seconds: Seconds between two bytes.

    Returns:
        The handler.
    """

    async def handler(request: web.BaseRequest) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": str(len(body))})
        await response.prepare(request)
        for byte in body:
            await response.write(bytes([byte]))
            await asyncio.sleep(pause_seconds)
        return response

    return handler


def after(seconds: float, then: Handler) -> Handler:
    """Make a handler that lets a request wait before another handler answers it.

    Args:
        seconds: How long.
        then: Who answers.

    Returns:
        The handler.
    """

    async def handler(request: web.BaseRequest) -> web.StreamResponse:
        await asyncio.sleep(seconds)
        return await then(request)

    return handler


def stages(*handlers: Handler) -> Handler:
    """Make a handler that answers each request by the next of several; the last one stays.

    Args:
        *handlers: Who answers the first request, the second, and so on.

    Returns:
        The handler.
    """
    left = list(handlers)

    async def handler(request: web.BaseRequest) -> web.StreamResponse:
        current = left.pop(0) if len(left) > 1 else left[0]
        return await current(request)

    return handler


def answer(
    body: bytes = b"", *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Handler:
    """Make a handler that gives one static answer, for use in ``stages``.

    Args:
        body: The bytes to send.
        status: The status code.
        headers: Header fields.

    Returns:
        The handler.
    """

    async def handler(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(status=status, body=body, headers=headers)

    return handler


def _look_up(
    shelf: Mapping[tuple[str | None, str], _Put], host: str, request: web.BaseRequest
) -> _Put | None:
    for name in (host, None):
        for path in (request.raw_path, request.path):
            if (name, path) in shelf:
                return shelf[name, path]
    return None
