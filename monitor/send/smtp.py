"""A message handed to a mail server (RFC 5321). The door of smtplib."""

from __future__ import annotations

import re
import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import parseaddr
from types import TracebackType
from typing import Literal, Self

from monitor.errors import SendError

# A server may add a page of explanation; its first lines say what is wrong.
_REPLY_LENGTH = 500
_NOT_IN_ADDRESS = re.compile(r"[\x00-\x20\x7f<>]")


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpSettings:
    """Which server takes our mail, and how we show it who we are.

    ``ca_file`` names a PEM file whose certificates are trusted in place of the system's.

    Raises:
        ValueError: If a password would go in clear, or only one of user name and password is
            given, or one of them cannot be sent.
    """

    host: str
    port: int
    security: Literal["starttls", "tls", "none"]
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    timeout_seconds: float = 30
    ca_file: str | None = None

    def __post_init__(self) -> None:
        """Refuse what could only end in a secret on the wire or a login that cannot be made."""
        if (self.username is None) != (self.password is None):
            raise ValueError("a user name and a password go together")
        if self.username is None or self.password is None:
            return
        if self.security == "none":
            raise ValueError(
                'a password is never sent in clear: set security to "starttls" or "tls"'
            )
        if not (self.username.isascii() and self.password.isascii()):
            raise ValueError("user name and password must be ASCII")


class SmtpSender:
    """One connection to one server, kept over many messages and made anew after a drop.

    Not for two threads at once. The connection is made with the first message.
    """

    def __init__(self, settings: SmtpSettings) -> None:
        """Prepare what a connection needs.

        Args:
            settings: The server and the login.

        Raises:
            ValueError: If the file of trusted certificates cannot be read.
        """
        self._settings = settings
        self._connection: _Connection | None = None
        try:
            self._tls = ssl.create_default_context(cafile=settings.ca_file)
        except OSError as error:
            raise ValueError(f"{settings.ca_file}: no certificates to trust: {error}") from error

    def __enter__(self) -> Self:
        """Give the sender itself; nothing is sent yet."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take leave of the server."""
        self.close()

    def send(self, message: EmailMessage, recipient: str) -> str:
        """Hand a message over for one recipient.

        Args:
            message: The message as rendered; its From is the envelope's sender.
            recipient: The address it goes to, whatever its To says.

        Returns:
            The server's reply to the whole message, such as "250 2.0.0 queued as 4F1".

        Raises:
            SendError: If the message was not taken. What the server says of this message is
                transient unless it is 5yz; whatever keeps us from the server is transient, because
                it concerns the server or our settings and says nothing of the message.
        """
        sender = _envelope_address(parseaddr(str(message["From"]))[1])
        address = _envelope_address(recipient)
        connection = self._ready()
        try:
            connection.send_message(message, from_addr=sender, to_addrs=[address])
        except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as error:
            self._settle(connection)
            code, text = _reply_in(error)
            raise self._error(text, is_transient=not 500 <= code <= 599) from error
        except smtplib.SMTPNotSupportedError as error:
            raise self._error(str(error), is_transient=False) from error
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise self._error(_said(error), is_transient=True) from error
        return _written(*connection.last_reply)

    def close(self) -> None:
        """End the connection if there is one; what was taken stays taken, however it ends."""
        if self._connection is None:
            return
        try:
            self._connection.quit()
        except (smtplib.SMTPException, OSError):
            pass  # the server went first; the replies that matter are in
        finally:
            self._drop()

    def _ready(self) -> _Connection:
        """Give a connection the server still answers on."""
        if self._connection is not None and not _is_answering(self._connection):
            self._drop()
        if self._connection is None:
            try:
                self._connection = self._connected()
            except (smtplib.SMTPException, OSError) as error:
                raise self._error(_said(error), is_transient=True) from error
        return self._connection

    def _connected(self) -> _Connection:
        settings, wait = self._settings, self._settings.timeout_seconds
        connection: _Connection
        if settings.security == "tls":
            connection = _TlsConnection(
                settings.host, settings.port, timeout=wait, context=self._tls
            )
        else:
            connection = _Connection(settings.host, settings.port, timeout=wait)
        try:
            self._introduce(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _introduce(self, connection: _Connection) -> None:
        settings = self._settings
        connection.ehlo_or_helo_if_needed()
        if settings.security == "starttls":
            # Also where someone on the way has struck the offer out: nothing goes in clear.
            if not connection.has_extn("starttls"):
                raise smtplib.SMTPNotSupportedError("the server does not offer STARTTLS")
            connection.starttls(context=self._tls)
            connection.ehlo_or_helo_if_needed()
        if settings.username is not None and settings.password is not None:
            connection.login(settings.username, settings.password)

    def _settle(self, connection: _Connection) -> None:
        """Keep the connection after a refusal only where the server agrees to start over."""
        try:
            code, _ = connection.rset()
        except (smtplib.SMTPException, OSError):
            code = 0
        if code != 250:
            self._drop()

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _error(self, text: str, *, is_transient: bool) -> SendError:
        server = f"{self._settings.host}:{self._settings.port}"
        return SendError(f"{server}: {text}", is_transient=is_transient)


class _Connection(smtplib.SMTP):
    """A connection that remembers how the server answered the last message."""

    last_reply: tuple[int, bytes] = (0, b"")

    def data(self, msg: object) -> tuple[int, bytes]:
        """Send the message and keep the reply, which the library drops where it is 250."""
        self.last_reply = super().data(msg)  # type: ignore[arg-type]
        return self.last_reply


class _TlsConnection(_Connection, smtplib.SMTP_SSL):
    """The same within TLS from the first byte (RFC 8314)."""


def _is_answering(connection: _Connection) -> bool:
    try:
        return connection.noop()[0] == 250
    except (smtplib.SMTPException, OSError):
        return False


def _envelope_address(raw: str) -> str:
    """Bring an address to the form of the envelope: the domain in ASCII (RFC 5890)."""
    local, _, domain = raw.strip().rpartition("@")
    try:
        host = domain.encode("idna").decode()
    except UnicodeError:
        host = ""
    if not local or not host or _NOT_IN_ADDRESS.search(local + host):
        raise SendError(f"not a mail address: {raw[:_REPLY_LENGTH]!r}", is_transient=False)
    return f"{local}@{host}"


def _reply_in(
    error: smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused,
) -> tuple[int, str]:
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code, _written(error.smtp_code, error.smtp_error)
    code, text = next(iter(error.recipients.values()))
    return code, _written(code, text)


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _written(error.smtp_code, error.smtp_error)
    return " ".join(str(error).split()) or type(error).__name__


def _written(code: int, text: bytes | str) -> str:
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {' '.join(said.split())}"[:_REPLY_LENGTH].strip()
