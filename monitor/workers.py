"""The pool of processes for CPU-bound work, and the functions that run in it.

A pool of the forkserver kind: threads and an event loop do not survive a fork. A worker that
dies takes only the text it worked on with it.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from multiprocessing.connection import wait
from types import TracebackType
from typing import ParamSpec, Self, TypeVar

from monitor.classify.fingerprint import fingerprint
from monitor.classify.keywords import KeywordList
from monitor.classify.tagging import Tagger
from monitor.errors import MonitorError
from monitor.gazetteer.matcher import build_gazetteer
from monitor.language.detect import detect_language
from monitor.model import FeedReading, FeedSpec, Fingerprint, Outlet, PageReading, Tagging
from monitor.read.article import PageHints, read_page
from monitor.read.feed import read_feed
from monitor.read.listing import read_listing

P = ParamSpec("P")
T = TypeVar("T")


class WorkerDiedError(MonitorError):
    """The process that worked on a text died of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggerSetup:
    """What a worker builds its tagger from."""

    outlets: tuple[Outlet, ...] = ()
    keyword_lists: tuple[KeywordList, ...] = ()

    def build(self) -> Tagger:
        """Build the tagger; takes about a second, so once a process.

        Returns:
            The tagger.
        """
        return Tagger(
            gazetteer=build_gazetteer(), outlets=self.outlets, keyword_lists=self.keyword_lists
        )


class Workers:
    """A pool that outlives its workers."""

    def __init__(self, count: int, setup: TaggerSetup) -> None:
        """Say how many processes there may be; they start with the first work.

        Args:
            count: The number of processes.
            setup: What each builds once.
        """
        self._count = count
        self._setup = setup
        self._pool: Executor | None = None
        self._alone = asyncio.Lock()

    async def __aenter__(self) -> Self:
        """Open the pool."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the processes; what they work on is not waited for."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)

    @property
    def count(self) -> int:
        """The number of processes."""
        return self._count

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a function in a worker process.

        Args:
            work: A function of a module.
            *args: Its arguments.
            **kwargs: Its keyword arguments.

        Returns:
            What it returned.

        Raises:
            WorkerDiedError: If the process died of it, and again when it had a process for itself.
        """
        call = partial(work, *args, **kwargs)
        try:
            return await self._submit(call)
        except BrokenProcessPool:
            # Any of those at work may be the killer: each is tried once more, alone.
            async with self._alone:
                try:
                    return await self._submit(call)
                except BrokenProcessPool as error:
                    raise WorkerDiedError("the worker process died twice of this text") from error

    async def _submit(self, call: Callable[[], T]) -> T:
        pool = self._pool
        if pool is None:
            pool = self._pool = self._open()
        try:
            return await asyncio.get_running_loop().run_in_executor(pool, call)
        except BrokenProcessPool:
            if self._pool is pool:
                self._pool = None
            raise

    def _open(self) -> Executor:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["monitor.workers"])
        return ProcessPoolExecutor(
            self._count, mp_context=context, initializer=start_worker, initargs=(self._setup,)
        )


_tagger: Tagger | None = None


def silence_readers() -> None:
    """Keep the libraries that read pages from logging what they make of them.

    We keep our own account of every page: its outcome and reason.
    """
    for name in ("trafilatura", "htmldate", "charset_normalizer"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def start_worker(setup: TaggerSetup) -> None:
    """Prepare a worker process.

    Args:
        setup: What it builds once.
    """
    silence_readers()
    global _tagger
    _tagger = setup.build()
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_leave_with, args=(parent.sentinel,), daemon=True).start()


def _leave_with(sentinel: int) -> None:
    # A killed parent closes no queue: without this its workers would wait for ever.
    wait([sentinel])
    os._exit(1)


def read_entries(
    data: bytes, spec: FeedSpec, outlet: Outlet, content_type: str | None
) -> FeedReading:
    """Read what a feed lists, whatever its kind.

    Args:
        data: The body.
        spec: The feed.
        outlet: Its outlet.
        content_type: The Content-Type header, None where there was none.

    Returns:
        The reading.

    Raises:
        ReadError: If it is not what it claims to be.
    """
    if spec.kind == "listing":
        return read_listing(
            data, url=spec.url, content_type=content_type, link_pattern=spec.link_pattern
        )
    return read_feed(
        data,
        url=spec.url,
        content_type=content_type,
        time_zone=outlet.time_zone,
        languages=outlet.languages,
    )


def read_article(
    data: bytes, *, url: str, content_type: str | None, hints: PageHints, now: datetime
) -> tuple[PageReading, str | None]:
    """Take the article out of a page and tell its language.

    Args:
        data: The body.
        url: The final address.
        content_type: The Content-Type header, None where there was none.
        hints: What feed and outlet say.
        now: The instant of the fetch.

    Returns:
        The reading, and the language of its text, None where it cannot be told.
    """
    reading = read_page(data, url=url, content_type=content_type, hints=hints, now=now)
    return reading, language_of(reading.title, reading.body, hints.languages, reading.language)


def language_of(title: str, body: str, among: tuple[str, ...], declared: str | None) -> str | None:
    """Tell the language of a text: by its words, else as declared.

    Args:
        title: The title.
        body: The body.
        among: The outlet's languages, empty where unknown.
        declared: What page or feed say.

    Returns:
        The language's two-letter code, None where it cannot be told.
    """
    return detect_language(body or title, among=among) or declared


def classify_text(
    *,
    title: str,
    text: str,
    language: str | None,
    outlet_id: str | None,
    published_on: date | None,
    tagger: Tagger | None = None,
) -> tuple[Tagging, Fingerprint]:
    """Read all tags out of a text, and what it is compared by.

    Args:
        title: The title.
        text: The body.
        language: Its language, None to find out.
        outlet_id: The outlet that carries it, None where unknown.
        published_on: Its day, None where unknown.
        tagger: The tagger, None for the worker's own.

    Returns:
        The tags and the fingerprint.
    """
    own = tagger or _tagger
    if own is None:
        raise RuntimeError("start_worker was not called in this process")
    tagging = own.tag(
        title=title,
        text=text,
        language=language,
        outlet_id=outlet_id,
        published_on=published_on,
    )
    return tagging, fingerprint(title=title, text=text, masked=tagging.masked)
