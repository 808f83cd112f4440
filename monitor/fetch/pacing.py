"""Whose turn it is: one request at a time per host, a pause between, a deadline for each."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

# How many hosts may be remembered before idle ones are looked for, and how long a host must have
# been idle to be forgotten: longer than the longest pause a host can ask of us.
_FEW_LANES = 1000
_IDLE_SECONDS = 60.0


class _Lane:
    __slots__ = ("ended_at", "lock", "users")

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.ended_at = float("-inf")
        self.users = 0


class HostTurns:
    """Hands out turns: one at a time per host, ``concurrency`` at a time over all hosts.

    A host that waits for its turn holds no overall slot, so slow hosts never hold up others. A
    caller must not ask for a turn while it holds one.
    """

    def __init__(self, concurrency: int, *, idle_seconds: float = _IDLE_SECONDS) -> None:
        """Prepare to hand out turns.

        Args:
            concurrency: Turns held at once over all hosts.
            idle_seconds: After how long a host may be forgotten; no pause may be longer.
        """
        self._slots = asyncio.Semaphore(max(concurrency, 1))
        self._idle_seconds = idle_seconds
        self._lanes: dict[str, _Lane] = {}
        self._next_look = _FEW_LANES

    def __len__(self) -> int:
        """Count the hosts remembered."""
        return len(self._lanes)

    @asynccontextmanager
    async def turn(self, host: str, pause_seconds: float) -> AsyncIterator[None]:
        """Wait for a host's turn and hold it.

        Args:
            host: The host's name.
            pause_seconds: Seconds that must lie between the end of its last turn and this one.

        Yields:
            Nothing; the turn is held inside the block.
        """
        lane = self._lane(host)
        lane.users += 1
        try:
            async with lane.lock:
                await _sleep_until(lane.ended_at + pause_seconds)
                async with self._slots:
                    try:
                        yield
                    finally:
                        lane.ended_at = time.monotonic()
        finally:
            lane.users -= 1

    def _lane(self, host: str) -> _Lane:
        if host not in self._lanes and len(self._lanes) >= self._next_look:
            self._forget_idle()
        return self._lanes.setdefault(host, _Lane())

    def _forget_idle(self) -> None:
        oldest = time.monotonic() - self._idle_seconds
        self._lanes = {h: x for h, x in self._lanes.items() if x.users or x.ended_at > oldest}
        # twice what is left, so that looking costs little per new host however many are busy
        self._next_look = max(_FEW_LANES, 2 * len(self._lanes))


class Deadline:
    """The seconds that one request may use over all its redirects; waiting for turns is free."""

    def __init__(self, seconds: float) -> None:
        """Set the budget.

        Args:
            seconds: What may be used in all.
        """
        self._left = seconds

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Let the time run inside the block.

        Yields:
            Nothing; the block is cancelled when the budget is used up.

        Raises:
            TimeoutError: The budget was used up.
        """
        started = time.monotonic()
        try:
            async with asyncio.timeout(self._left):
                yield
        finally:
            self._left -= time.monotonic() - started


async def _sleep_until(instant: float) -> None:
    # A loop, because timers of some event loops count whole milliseconds and wake early.
    while (left := instant - time.monotonic()) > 0:
        await asyncio.sleep(left)
