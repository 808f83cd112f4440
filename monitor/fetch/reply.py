"""What one reply means: something to read, somewhere to go on, or an error."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass

from monitor.clock import utc_now
from monitor.fetch.decoding import BodyTaker
from monitor.fetch.failures import failure, shown
from monitor.fetch.status import error_of_status, retry_after
from monitor.outcomes import Reason

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NOT_MODIFIED = 304
# A validator longer than this would not fit beside the others in a request's header section.
_LONGEST_VALIDATOR = 1024

RawFields = Sequence[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What is the same at every hop of one request.

    ``cap_bytes`` is the most that is taken of the body; ``may_cut`` says that what is beyond it
    is left unread rather than an error.
    """

    headers: Mapping[bytes, bytes]
    cap_bytes: int
    is_conditional: bool = False
    obeys_robots: bool = True
    may_cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What a server gave to read.

    ``url`` is the address that answered, ``content_type`` the field as sent. ``etag`` and
    ``last_modified`` are kept as sent, None also where they could not be sent back byte for byte.
    ``moved_to`` is the final address if every redirect on the way was permanent.
    """

    url: str
    status: int
    body: bytes
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    is_not_modified: bool = False
    moved_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one hop gave; ``location`` is where to go on, None at the end of the way."""

    response: Response
    location: str | None = None


async def read_answer(
    status: int, fields: RawFields, chunks: AsyncIterator[bytes], *, url: str, ask: Ask
) -> Answer:
    """Read one reply.

    Args:
        status: Its status code.
        fields: Its header fields, as sent.
        chunks: Its body, still packed; read only where it is wanted.
        url: The address that was asked.
        ask: What was asked for.

    Returns:
        The response, or the redirect.

    Raises:
        FetchError: There is nothing to read.
        BodyError: The body is too large or cannot be unpacked.
    """
    if status in _REDIRECTS:
        location = _field(fields, b"location")
        if not location:
            raise failure(Reason.PROTOCOL, url, f"the server answered {status} without a Location")
        return Answer(response=Response(url=url, status=status, body=b""), location=location)
    if status == _NOT_MODIFIED:
        if not ask.is_conditional:
            words = "the server answered 304 to a request without conditions"
            raise failure(Reason.PROTOCOL, url, words)
        return Answer(response=_response(status, fields, url, b""))
    if not 200 <= status < 300:
        wait = retry_after(_field(fields, b"retry-after"), _field(fields, b"date"), utc_now())
        raise error_of_status(status, shown(url), retry_after_seconds=wait)
    return Answer(response=_response(status, fields, url, await _take(fields, chunks, ask)))


def as_sent(validator: str | None) -> bytes | None:
    """Bring a stored validator to the bytes it came as.

    Args:
        validator: An ETag or Last-Modified as stored, None where there is none.

    Returns:
        Its bytes; None where there is nothing that may stand in a request.
    """
    if not validator or not validator.isprintable() or len(validator) > _LONGEST_VALIDATOR:
        return None
    try:
        return validator.encode("utf-8")
    except UnicodeEncodeError:
        return None


async def _take(fields: RawFields, chunks: AsyncIterator[bytes], ask: Ask) -> bytes:
    encodings = [value.decode("latin-1") for value in _values(fields, b"content-encoding")]
    taker = BodyTaker(",".join(encodings), cap_bytes=ask.cap_bytes, may_cut=ask.may_cut)
    async for chunk in chunks:
        taker.take(chunk)
        if taker.is_full:
            break
    return taker.finish()


def _response(status: int, fields: RawFields, url: str, body: bytes) -> Response:
    return Response(
        url=url,
        status=status,
        body=body,
        content_type=_field(fields, b"content-type"),
        etag=_validator(fields, b"etag"),
        last_modified=_validator(fields, b"last-modified"),
        is_not_modified=status == _NOT_MODIFIED,
    )


def _values(fields: RawFields, name: bytes) -> list[bytes]:
    return [value for key, value in fields if key.lower() == name]


def _field(fields: RawFields, name: bytes) -> str | None:
    values = _values(fields, name)
    if not values:
        return None
    try:
        return values[0].decode("utf-8")
    except UnicodeDecodeError:
        return values[0].decode("latin-1")


def _validator(fields: RawFields, name: bytes) -> str | None:
    # Requests are written in UTF-8: what is not UTF-8 could not be sent back as it came.
    values = _values(fields, name)
    try:
        text = values[0].decode("utf-8") if values else None
    except UnicodeDecodeError:
        return None
    return text if as_sent(text) else None
