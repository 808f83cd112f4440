"""When a feed is asked next, and when an entry's page is tried again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.outcomes import Outcome

# How long a failing feed is left alone at the most: a publisher that was down for a week is read
# again within a day of its return. Chosen, not tuned: one request a day disturbs nobody.
LONGEST_WAIT = timedelta(hours=24)
# First pause before an entry's page is tried again, and how often it is tried in all. Chosen so
# that a restart or a short overload of the site (minutes) is outlived within half an hour.
ENTRY_PAUSE = timedelta(minutes=10)
ENTRY_ATTEMPTS = 3

_FAILURES = frozenset(
    {Outcome.FAILED, Outcome.BLOCKED, Outcome.REFUSED, Outcome.GONE, Outcome.NOT_A_FEED}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NextPoll:
    """When a feed is asked next, and how many polls in a row have failed."""

    at: datetime
    failure_count: int


def next_poll(
    *,
    outcome: Outcome,
    now: datetime,
    interval: timedelta,
    failure_count: int,
    retry_after_seconds: float | None = None,
) -> NextPoll:
    """Decide when a feed is asked next.

    A poll that succeeded keeps the interval. Failures back off linearly, one more interval each,
    up to a day (or the interval, where that is longer): an active feed does answer 404 and come
    back, so it is asked more seldom but never given up here.

    Args:
        outcome: How the poll ended.
        now: The present instant, aware, UTC.
        interval: The feed's own interval.
        failure_count: Polls in a row that had failed before this one.
        retry_after_seconds: What the server asked for (RFC 9110, 10.2.3), None where it did not;
            never asked earlier than that, though no longer than a day.

    Returns:
        The instant of the next poll and the new count of failures.
    """
    failures = failure_count + 1 if outcome in _FAILURES else 0
    wait = min(interval * (1 + min(failures, 1000)), max(LONGEST_WAIT, interval))
    return NextPoll(at=now + max(wait, _asked_for(retry_after_seconds)), failure_count=failures)


def retry_entry(
    *, attempts: int, now: datetime, retry_after_seconds: float | None = None
) -> datetime | None:
    """Decide when an entry's page is tried again after a failure that may pass.

    Args:
        attempts: How often it has been tried, this time included.
        now: The present instant, aware, UTC.
        retry_after_seconds: What the server asked for, None where it did not.

    Returns:
        The instant of the next attempt, None where there is none left.
    """
    if attempts >= ENTRY_ATTEMPTS:
        return None
    return now + max(ENTRY_PAUSE * max(attempts, 1), _asked_for(retry_after_seconds))


def _asked_for(retry_after_seconds: float | None) -> timedelta:
    seconds = min(max(retry_after_seconds or 0.0, 0.0), LONGEST_WAIT.total_seconds())
    return timedelta(seconds=seconds)
