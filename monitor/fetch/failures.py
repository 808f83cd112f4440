"""What went wrong below HTTP, told in plain words and sorted by what the caller does next."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator

import aiohttp
from aiohttp.http_exceptions import HttpProcessingError

from monitor.errors import FetchError
from monitor.fetch.guard import AddressRefusedError
from monitor.outcomes import Outcome, Reason

# What may come out of a request besides the errors of httpx: the transport maps only some of
# aiohttp's, and a hostile host name or header can fail in the codecs.
UNMAPPED = (aiohttp.ClientError, HttpProcessingError, OSError, UnicodeError, AddressRefusedError)

# Looked for in this order along the chain of causes; the first kind that occurs in it counts.
_KINDS: tuple[tuple[tuple[type[BaseException], ...], Reason, str], ...] = (
    ((AddressRefusedError,), Reason.PRIVATE_ADDRESS, "this address must not be asked"),
    (
        (aiohttp.ClientConnectorDNSError, socket.gaierror),
        Reason.DNS,
        "the name of the host could not be resolved",
    ),
    (
        (aiohttp.ClientSSLError, ssl.SSLError),
        Reason.TLS,
        "no secure connection could be made",
    ),
    ((aiohttp.InvalidURL, UnicodeError), Reason.BAD_URL, "the address cannot be asked"),
    ((aiohttp.ClientConnectorError,), Reason.CONNECT, "the host does not take the connection"),
    ((TimeoutError,), Reason.TIMEOUT, "the answer did not come in time"),
    (
        (aiohttp.ClientResponseError, HttpProcessingError),
        Reason.PROTOCOL,
        "the answer is not sound HTTP",
    ),
)
_BROKEN_OFF = (Reason.PROTOCOL, "the connection broke off before the answer was complete")

_REFUSED = frozenset({Reason.BAD_URL, Reason.PRIVATE_ADDRESS, Reason.ROBOTS})
_TRANSIENT = frozenset({Reason.DNS, Reason.CONNECT, Reason.TIMEOUT, Reason.PROTOCOL})

# Messages stand in logs and in the status table; addresses and replies may be of any length.
_SHOWN_CHARACTERS = 200


def error_of_network(error: BaseException, url: str) -> FetchError:
    """Say what an exception of the network means.

    Args:
        error: What the request raised; its causes are looked at.
        url: The address that was asked.

    Returns:
        The error to raise.
    """
    chain = list(_causes(error))
    for classes, reason, words in _KINDS:
        for link in chain:
            if isinstance(link, classes):
                return failure(reason, url, f"{words} ({_detail(link)})")
    reason, words = _BROKEN_OFF
    return failure(reason, url, f"{words} ({_detail(chain[-1])})")


def failure(reason: Reason, url: str, words: str) -> FetchError:
    """Make the error of a request that ended without an answer to read.

    Args:
        reason: Why, one that is not told by a status code.
        url: The address that was asked.
        words: What happened, in plain words.

    Returns:
        The error, its outcome and transience given by the reason.
    """
    return FetchError(
        f"{shown(url)}: {words}",
        outcome=Outcome.REFUSED if reason in _REFUSED else Outcome.FAILED,
        reason=reason,
        is_transient=reason in _TRANSIENT,
    )


def shown(text: str) -> str:
    """Cut a text of others for a message.

    Args:
        text: An address or a reply.

    Returns:
        It on one line, printable, at most 200 characters.
    """
    clean = "".join(c if c.isprintable() else " " for c in text[: _SHOWN_CHARACTERS + 1])
    return clean if len(clean) <= _SHOWN_CHARACTERS else clean[:_SHOWN_CHARACTERS] + "…"


def _causes(error: BaseException) -> Iterator[BaseException]:
    link: BaseException | None = error
    while link is not None:
        yield link
        link = link.__cause__


def _detail(error: BaseException) -> str:
    if isinstance(error, aiohttp.ClientResponseError):
        return shown(error.message)
    if isinstance(error, aiohttp.ClientConnectorError) and error.strerror:
        return shown(error.strerror)
    return shown(str(error)) or type(error).__name__
