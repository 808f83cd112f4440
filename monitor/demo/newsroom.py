"""A loopback HTTP server that plays every host of the sample world at one port."""

from __future__ import annotations

import socket
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from monitor.demo.world_records import ServedPage

# A browser's patience with an idle connection, so that a thread never waits for good.
IDLE_SECONDS = 30
_NOT_FOUND = ServedPage(
    status=404,
    content_type="text/html; charset=utf-8",
    body=b"<!DOCTYPE html><html><title>404</title><body><h1>Not found</h1></body></html>",
    etag="",
)
Pages = Mapping[tuple[str, str], ServedPage]


def find_page(pages: Pages, host: str, target: str) -> ServedPage:
    """Choose what a request is answered with.

    Args:
        pages: Host and path to the page there.
        host: The Host header, with or without a port.
        target: The request's target: path and query, or an absolute URL.

    Returns:
        The page at the very target, else the page at its path, else a page with status 404.
    """
    try:
        parts = urlsplit(target)
        name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return _NOT_FOUND
    whole = f"{parts.path}?{parts.query}"
    return pages.get((name, whole)) or pages.get((name, parts.path)) or _NOT_FOUND


def is_unchanged(
    page: ServedPage, if_none_match: str | None, if_modified_since: str | None
) -> bool:
    """Tell whether the asker already has the page (RFC 9110, 13.1).

    Args:
        page: What would be served.
        if_none_match: That header, None where absent; it overrules the other one.
        if_modified_since: That header, None where absent.

    Returns:
        True where 304 is the answer.
    """
    if page.status != 200:
        return False
    if if_none_match is not None:
        tags = (tag.strip().removeprefix("W/") for tag in if_none_match.split(","))
        return any(tag in ("*", page.etag) for tag in tags)
    if if_modified_since is None or page.last_modified is None:
        return False
    since = _instant(if_modified_since)
    return since is not None and page.last_modified <= since


class DemoNewsroom:
    """Serve pages by Host header from 127.0.0.1, at a port the system chooses.

    A context manager: the server answers within the block, and after it every connection is
    closed and every thread has ended.
    """

    def __init__(self, pages: Pages) -> None:
        """Keep the pages; nothing listens yet.

        Args:
            pages: Host and path to what is served there.
        """
        self._pages = pages
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def address(self) -> tuple[str, int]:
        """Name the loopback address and the port.

        Raises:
            RuntimeError: The server is not running.
        """
        if self._server is None:
            raise RuntimeError("the newsroom is closed: use it as a context manager")
        return ("127.0.0.1", self._server.server_address[1])

    def __enter__(self) -> Self:
        """Listen, and answer from a thread."""
        self._server = _Server(self._pages)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="newsroom", daemon=True
        )
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop listening, hang up on everyone and wait for the threads."""
        server, thread = self._server, self._thread
        self._server = self._thread = None
        if server is None or thread is None:
            return
        server.shutdown()
        thread.join()
        server.hang_up()
        server.server_close()


class _Server(ThreadingHTTPServer):
    # Joined by server_close, so that no thread outlives the newsroom.
    daemon_threads = False
    block_on_close = True
    request_queue_size = 64

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        super().__init__(("127.0.0.1", 0), _Handler)

    def process_request(
        self, request: socket.socket | tuple[bytes, socket.socket], client_address: object
    ) -> None:
        if isinstance(request, socket.socket):
            with self._lock:
                self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        if isinstance(request, socket.socket):
            with self._lock:
                self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: object, client_address: object) -> None:
        """Stay silent: a reader that hangs up is nothing to report."""

    def hang_up(self) -> None:
        with self._lock:
            for connection in self._open:
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue  # the other side was faster


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "newsroom"
    sys_version = ""
    timeout = IDLE_SECONDS
    disable_nagle_algorithm = True
    wbufsize = 64 * 1024
    server: _Server

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def log_message(self, format: str, *args: object) -> None:
        """Keep no access log."""

    def _answer(self, *, with_body: bool) -> None:
        page = find_page(self.server.pages, self.headers.get("Host", ""), self.path)
        unchanged = is_unchanged(
            page, self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since")
        )
        self.send_response(304 if unchanged else page.status)
        self._validators(page)
        if unchanged:
            self.end_headers()
            return
        self.send_header("Content-Type", page.content_type)
        self.send_header("Content-Length", str(len(page.body)))
        self.end_headers()
        if with_body:
            self.wfile.write(page.body)

    def _validators(self, page: ServedPage) -> None:
        if page.status != 200:
            return
        self.send_header("ETag", page.etag)
        if page.last_modified is not None:
            stamp = format_datetime(page.last_modified.astimezone(UTC), usegmt=True)
            self.send_header("Last-Modified", stamp)


def _instant(header: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
