"""What can go wrong, sorted by what the caller does next."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from monitor.outcomes import Outcome, Reason


class MonitorError(Exception):
    """An error that is not a bug: its text says what happened, where, and what to do next."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Survive the way home from a worker process with all attributes."""
        return _revive, (type(self), self.args, self.__dict__)


def _revive(kind: type[MonitorError], args: tuple[Any, ...], state: dict[str, Any]) -> MonitorError:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class ConfigError(MonitorError):
    """The configuration is wrong: stop at start and show the file and the key."""


class QueryError(MonitorError):
    """The text of a query is wrong: tell its author, with the column.

    Attributes:
        column: 1-based column of the mistake in the query's text, None where it has no place.
        hint: What to write instead, or None.
    """

    def __init__(self, message: str, *, column: int | None = None, hint: str | None = None) -> None:
        """Compose the message from what is wrong, where, and what to write instead."""
        self.column = column
        self.hint = hint
        place = f"column {column}: " if column is not None else ""
        advice = f"; {hint}" if hint else ""
        super().__init__(f"{place}{message}{advice}")


class FetchError(MonitorError):
    """A request gave nothing to read.

    Attributes:
        outcome: How the unit of work ends because of it.
        reason: Why, from the closed list.
        retry_after_seconds: What the server asked for, None where it did not.
        is_transient: True where the same request may well succeed later.
    """

    def __init__(
        self,
        message: str,
        *,
        outcome: Outcome,
        reason: Reason,
        is_transient: bool,
        retry_after_seconds: float | None = None,
    ) -> None:
        """Keep what the caller decides by beside the message."""
        super().__init__(message)
        self.outcome = outcome
        self.reason = reason
        self.is_transient = is_transient
        self.retry_after_seconds = retry_after_seconds


class ReadError(MonitorError):
    """What came is not what it claims to be: not retried until it changes.

    Attributes:
        outcome: How the unit of work ends because of it.
        reason: Why, from the closed list.
    """

    def __init__(self, message: str, *, outcome: Outcome, reason: Reason) -> None:
        """Keep what the caller decides by beside the message."""
        super().__init__(message)
        self.outcome = outcome
        self.reason = reason


class SendError(MonitorError):
    """A message was not taken.

    Attributes:
        is_transient: True where trying again later makes sense (RFC 5321: 4yz, or no answer).
    """

    def __init__(self, message: str, *, is_transient: bool) -> None:
        """Keep whether to try again beside the message."""
        super().__init__(message)
        self.is_transient = is_transient


class StoreError(MonitorError):
    """The database cannot be used now: the tick ends and the next one tries again."""


def raise_bugs(stage: str, results: Iterable[object]) -> None:
    """Raise what went wrong in units of work that were let run to their end side by side.

    Args:
        stage: The stage, for the message.
        results: What each unit returned or raised.

    Raises:
        StoreError: If the database could not be used by one of them.
        ExceptionGroup: With everything else that was raised.
        BaseException: What ends the process, as it is.
    """
    bugs: list[Exception] = []
    for result in results:
        if isinstance(result, StoreError):
            raise result
        if isinstance(result, Exception):
            bugs.append(result)
        elif isinstance(result, BaseException):
            raise result
    if bugs:
        raise ExceptionGroup(f"{stage}: {len(bugs)} units ended by a bug", bugs)
