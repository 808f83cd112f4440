"""Answering lines on all cores, in the order they came; what is wrong with one stays its own."""

from __future__ import annotations

import json
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from monitor.errors import MonitorError
from monitor.model import Outlet
from monitor.urls import host_of
from monitor.workers import TaggerSetup, start_worker

Json = dict[str, Any]

# Lines a worker takes at a time, and batches under way for each worker: enough to keep all busy,
# few enough that the input is never read far ahead.
_BATCH = 16
_AHEAD = 4
# What a hostile line or file can raise; anything else is a bug and ends the run.
_FAULTS_OF_A_LINE = (
    MonitorError,
    ValueError,
    TypeError,
    OverflowError,
    RecursionError,
    OSError,
    EOFError,
    zlib.error,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the lines are read against."""

    setup: TaggerSetup
    folder: Path
    now: datetime
    outlet_of_host: Mapping[str, str] = field(default_factory=dict)

    def outlet(self, line: Json, url: str = "") -> Outlet:
        """Find the outlet a line speaks of.

        Args:
            line: The line; its ``outlet`` is an id.
            url: The address of the page or feed, whose host may tell.

        Returns:
            The outlet; one without a country or names where it is not known.
        """
        wanted = line.get("outlet")
        by_host = self.outlet_of_host.get(host_of(url))
        for outlet in self.setup.outlets:
            if outlet.id == (wanted or by_host):
                return outlet
        name = str(wanted or host_of(url) or "unknown")
        return Outlet(id=name, name=name, country=None, kind="portal")


def answers(
    work: Callable[[Json, Context], Any], lines: Iterable[str], context: Context, processes: int
) -> Iterator[tuple[Json, Any]]:
    """Do the same work for many lines on all cores, in the order they came.

    Args:
        work: A function of a module.
        lines: JSON objects, one a line.
        context: What they are read against.
        processes: How many processes work.

    Yields:
        Each line with its answer, or with the error that stands for it.
    """
    source = ((number, text) for number, text in enumerate(lines, 1) if text.strip())
    under_way: deque[Future[list[tuple[Json, Any]]]] = deque()
    with ProcessPoolExecutor(
        processes,
        mp_context=get_context("forkserver"),
        initializer=start_worker,
        initargs=(context.setup,),
    ) as pool:
        while True:
            while len(under_way) < processes * _AHEAD and (batch := list(islice(source, _BATCH))):
                under_way.append(pool.submit(_answer_batch, work, batch, context))
            if not under_way:
                return
            yield from under_way.popleft().result()


def _answer_batch(
    work: Callable[[Json, Context], Any], batch: list[tuple[int, str]], context: Context
) -> list[tuple[Json, Any]]:
    return [answer_line(work, number, text, context) for number, text in batch]


def answer_line(
    work: Callable[[Json, Context], Any], number: int, text: str, context: Context
) -> tuple[Json, Any]:
    """Do the work for one line; what is wrong with it stays its own.

    Args:
        work: The work.
        number: The line's number, which is its id where it has none.
        text: The line.
        context: What it is read against.

    Returns:
        The line with its answer; a text in place of a dict is the error.
    """
    line: Json = {"id": number}
    try:
        found = json.loads(text)
        if not isinstance(found, dict):
            return line, "the line is not a JSON object"
        line = {"id": number, **found}
        answer = work(line, context)
    except _FAULTS_OF_A_LINE as error:
        return line, f"{type(error).__name__}: {error}"
    return line, {"id": line["id"], **answer} if isinstance(answer, dict) else answer
