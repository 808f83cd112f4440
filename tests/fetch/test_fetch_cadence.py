"""When a feed is asked next, and when an entry is tried again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.fetch.cadence import next_poll, retry_entry
from monitor.outcomes import Outcome

NOW = datetime(2026, 7, 2, 10, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
DAY = timedelta(hours=24)


@pytest.mark.parametrize(
    "outcome", [Outcome.LISTED, Outcome.NOT_MODIFIED, Outcome.UNCHANGED, Outcome.EMPTY]
)
def test_a_poll_that_succeeded_keeps_the_interval(outcome: Outcome) -> None:
    """And forgets the failures before it."""
    found = next_poll(outcome=outcome, now=NOW, interval=QUARTER, failure_count=7)
    assert (found.at, found.failure_count) == (NOW + QUARTER, 0)


@pytest.mark.parametrize(
    "outcome",
    [Outcome.FAILED, Outcome.BLOCKED, Outcome.REFUSED, Outcome.GONE, Outcome.NOT_A_FEED],
)
@pytest.mark.parametrize(
    ("before", "wait"), [(0, 2 * QUARTER), (1, 3 * QUARTER), (9, 11 * QUARTER), (500, DAY)]
)
def test_failures_back_off_by_an_interval_each(
    outcome: Outcome, before: int, wait: timedelta
) -> None:
    """Up to a day, never for ever."""
    found = next_poll(outcome=outcome, now=NOW, interval=QUARTER, failure_count=before)
    assert (found.at, found.failure_count) == (NOW + wait, before + 1)


def test_an_interval_longer_than_a_day_is_not_cut() -> None:
    """A weekly feed that fails is not asked more often than one that does not."""
    week = timedelta(days=7)
    found = next_poll(outcome=Outcome.FAILED, now=NOW, interval=week, failure_count=3)
    assert found.at == NOW + week


@pytest.mark.parametrize(
    ("seconds", "wait"),
    [
        (None, 2 * QUARTER),
        (60.0, 2 * QUARTER),
        (7200.0, timedelta(hours=2)),
        (1e9, DAY),
        (-5.0, 2 * QUARTER),
    ],
)
def test_what_the_server_asked_for_is_the_least_we_wait(
    seconds: float | None, wait: timedelta
) -> None:
    """Retry-After lengthens the wait and never shortens it; a day is the most."""
    found = next_poll(
        outcome=Outcome.BLOCKED,
        now=NOW,
        interval=QUARTER,
        failure_count=0,
        retry_after_seconds=seconds,
    )
    assert found.at == NOW + wait


@given(
    outcome=st.sampled_from(Outcome),
    minutes=st.integers(1, 20_000),
    failures=st.integers(0, 10**9),
    seconds=st.none() | st.floats(allow_nan=False),
)
def test_the_next_poll_is_never_sooner_than_the_interval_nor_lost(
    outcome: Outcome, minutes: int, failures: int, seconds: float | None
) -> None:
    """Whatever comes in, a feed stays scheduled within a day or its interval."""
    interval = timedelta(minutes=minutes)
    found = next_poll(
        outcome=outcome,
        now=NOW,
        interval=interval,
        failure_count=failures,
        retry_after_seconds=seconds,
    )
    assert NOW + interval <= found.at <= NOW + max(interval, DAY)


def test_an_entry_is_tried_three_times_in_all() -> None:
    """Ten minutes after the first failure, twenty after the second, then no more."""
    waits = [retry_entry(attempts=n, now=NOW, retry_after_seconds=None) for n in (1, 2, 3, 4)]
    assert waits == [NOW + timedelta(minutes=10), NOW + timedelta(minutes=20), None, None]


def test_an_entry_waits_as_long_as_the_server_asked() -> None:
    """Retry-After is a minimum here too."""
    assert retry_entry(attempts=1, now=NOW, retry_after_seconds=3600.0) == NOW + timedelta(hours=1)
    assert retry_entry(attempts=1, now=NOW, retry_after_seconds=5.0) == NOW + timedelta(minutes=10)
