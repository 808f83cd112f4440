"""The only reader of the wall clock; everything else is handed ``now``."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Read the wall clock.

    Returns:
        The present instant, aware, in UTC.
    """
    return datetime.now(UTC)
