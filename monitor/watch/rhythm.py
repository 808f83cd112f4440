"""When a digest is due: pure calendar arithmetic in the reader's zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.model import Rhythm


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A digest to come: the name it is known by, once, and when it is due."""

    name: str
    due_at: datetime


def next_period(rhythm: Rhythm, *, after: datetime, hour: int, time_zone: str) -> Period:
    """Name the next digest of a rhythm.

    Args:
        rhythm: hourly, daily (at ``hour``) or weekly (Mondays at ``hour``).
        after: The instant it must lie behind.
        hour: The local hour of daily and weekly digests, 0 to 23.
        time_zone: The IANA zone that hour is told in.

    Returns:
        The period; its name is the local date (and hour) at which it is due.

    Raises:
        ValueError: If the rhythm has no period.
    """
    zone = ZoneInfo(time_zone)
    if rhythm == "hourly":
        due = after.astimezone(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        return Period(name=f"{due:%Y-%m-%dT%HZ}", due_at=due)
    if rhythm not in ("daily", "weekly"):
        raise ValueError(f"rhythm {rhythm!r} has no digest")
    day = after.astimezone(zone).date()
    while True:
        # A local hour that the change to summer time skips is told an hour later; never lost.
        due = datetime.combine(day, time(hour), zone).astimezone(UTC)
        if due > after and (rhythm == "daily" or day.weekday() == 0):
            return Period(name=day.isoformat(), due_at=due)
        day += timedelta(days=1)
