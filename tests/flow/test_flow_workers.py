"""A worker that dies takes only its own text along."""

from __future__ import annotations

import asyncio
import os

import pytest

from monitor.workers import TaggerSetup, WorkerDiedError, Workers


def test_a_text_that_kills_its_worker_is_one_failed_unit() -> None:
    """Those at work beside it are done again, and the pool goes on."""

    async def work() -> tuple[list[object], int]:
        async with Workers(2, TaggerSetup()) as workers:
            units = [workers.run(os._exit, 1), *(workers.run(len, "x" * n) for n in range(8))]
            done = await asyncio.gather(*units, return_exceptions=True)
            return list(done), await workers.run(len, "after")

    (killer, *others), after = asyncio.run(work())
    assert isinstance(killer, WorkerDiedError)
    assert others == list(range(8))
    assert after == 5


def test_an_error_of_the_work_comes_home_as_it_is() -> None:
    """With its type, so that the caller can tell what to do next."""

    async def work() -> None:
        async with Workers(1, TaggerSetup()) as workers:
            await workers.run(int, "not a number")

    with pytest.raises(ValueError, match="not a number"):
        asyncio.run(work())
