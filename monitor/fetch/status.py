"""What a status code means for the caller. PURE."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from monitor.errors import FetchError
from monitor.outcomes import Outcome, Reason

# Waits of days occur in the wild, by mistake more often than by wish: 24 hours is the most we obey.
LONGEST_RETRY_AFTER_SECONDS = 24 * 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Meaning:
    outcome: Outcome
    reason: Reason
    is_transient: bool = False


_MEANINGS = {
    401: _Meaning(outcome=Outcome.BLOCKED, reason=Reason.LOGIN),
    402: _Meaning(outcome=Outcome.BLOCKED, reason=Reason.PAYWALL),
    403: _Meaning(outcome=Outcome.BLOCKED, reason=Reason.FORBIDDEN),
    # Feeds and fresh articles do answer 404 and come back.
    404: _Meaning(outcome=Outcome.GONE, reason=Reason.NOT_FOUND, is_transient=True),
    408: _Meaning(outcome=Outcome.FAILED, reason=Reason.HTTP_ERROR, is_transient=True),
    410: _Meaning(outcome=Outcome.GONE, reason=Reason.GONE),
    425: _Meaning(outcome=Outcome.FAILED, reason=Reason.HTTP_ERROR, is_transient=True),
    429: _Meaning(outcome=Outcome.BLOCKED, reason=Reason.RATE_LIMITED, is_transient=True),
    451: _Meaning(outcome=Outcome.BLOCKED, reason=Reason.FORBIDDEN),
}
_SERVER_ERROR = _Meaning(outcome=Outcome.FAILED, reason=Reason.SERVER_ERROR, is_transient=True)
_OTHER = _Meaning(outcome=Outcome.FAILED, reason=Reason.HTTP_ERROR)


def error_of_status(
    status: int, url: str, *, retry_after_seconds: float | None = None
) -> FetchError:
    """Say what a status that carries nothing to read means (RFC 9110, 15).

    Args:
        status: The status code, any but 2xx, 304 and the redirects.
        url: The address that answered, as the message shall show it.
        retry_after_seconds: What the server asked for, None where it did not.

    Returns:
        The error to raise.
    """
    meaning = _MEANINGS.get(status, _SERVER_ERROR if 500 <= status < 600 else _OTHER)
    return FetchError(
        f"{url}: the server answered {status}{_phrase(status)}",
        outcome=meaning.outcome,
        reason=meaning.reason,
        is_transient=meaning.is_transient,
        retry_after_seconds=retry_after_seconds,
    )


def retry_after(value: str | None, date: str | None, now: datetime) -> float | None:
    """Read a Retry-After field (RFC 9110, 10.2.3).

    A date counts from the reply's own Date, so that a server whose clock is wrong is still
    understood.

    Args:
        value: The field's value, None where the reply has none.
        date: The value of the reply's Date field, None where it has none.
        now: The present instant, aware, UTC; stands in for an absent Date.

    Returns:
        Seconds to wait, 0 to LONGEST_RETRY_AFTER_SECONDS; None where there is nothing to read.
    """
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        # int() refuses, and takes long over, numbers of thousands of digits
        return min(float(text[:20]), LONGEST_RETRY_AFTER_SECONDS)
    until = _http_date(text)
    if until is None:
        return None
    seconds = (until - (_http_date(date or "") or now)).total_seconds()
    return min(max(seconds, 0.0), LONGEST_RETRY_AFTER_SECONDS)


def _http_date(text: str) -> datetime | None:
    try:
        parsed = parsedate_to_datetime(text[:64])
        # HTTP dates are GMT, also where the zone is missing
        return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def _phrase(status: int) -> str:
    try:
        return f" {HTTPStatus(status).phrase}"
    except ValueError:
        return ""
