"""A mail server on the loopback that keeps what it takes. The door of aiosmtpd."""

from __future__ import annotations

import asyncio
import re
import socket
import ssl
import threading
from collections import Counter
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

MESSAGE_BYTES = 10_000_000
# A run of the sample world writes a few dozen; the bound is for a sender that never stops.
MESSAGE_COUNT = 10_000
_IDLE_SECONDS = 60
_NAME_LENGTH = 100
_NOT_IN_NAME = re.compile(r"[^A-Za-z0-9@._+-]")
_KEPT_NAME = re.compile(r"(\d{4,})-.*\.eml")

Answer = Callable[[str, int], str | None]


class Postbox:
    """An SMTP server for trials: it runs in its own thread between enter and exit.

    Attributes:
        port: The port it listens on, known once it is entered.
    """

    def __init__(
        self,
        folder: Path | None,
        *,
        answer: Answer | None = None,
        tls_context: ssl.SSLContext | None = None,
        is_tls_from_start: bool = False,
        login: tuple[str, str] | None = None,
    ) -> None:
        """Say what is to be served; nothing is opened yet.

        Args:
            folder: Where each message taken is also kept as NNNN-recipient.eml, numbered on from
                what lies there; None for nowhere.
            answer: Asked with a recipient and how often it was named so far, this time included;
                gives the reply: "250 ..." takes the message, "451 ..." or "550 ..." refuses the
                recipient, None hangs up when the message has come and before it is answered.
            tls_context: The server's certificate; STARTTLS is offered with it.
            is_tls_from_start: Whether TLS begins with the first byte instead.
            login: User name and password without which nothing is taken.
        """
        self._folder = folder
        self._answer = answer
        self._tls_context = tls_context
        self._is_tls_from_start = is_tls_from_start
        self._login = login
        self._messages: list[EmailMessage] = []
        self._named: Counter[str] = Counter()
        self._clients: list[_Client] = []
        self.port = 0
        self._is_up = threading.Event()
        self._thread = threading.Thread(target=self._run, name="postbox", daemon=True)

    @property
    def messages(self) -> list[EmailMessage]:
        """The messages taken so far, in their order."""
        return list(self._messages)

    @property
    def needs_login(self) -> bool:
        """Whether a client must log in before it names a recipient."""
        return self._login is not None

    def __enter__(self) -> Self:
        """Take a free port of the loopback and begin to serve."""
        if self._folder is not None:
            self._folder.mkdir(parents=True, exist_ok=True)
        # Bound here and handed on: no other process can take the port in between.
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._thread.start()
        self._is_up.wait()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Hang up on everyone and end the thread."""
        self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join()

    def _run(self) -> None:
        # The library reaches into the TLS transport of asyncio's own loop for STARTTLS.
        with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stopped = asyncio.Event()
        server = await self._loop.create_server(
            self._client,
            sock=self._socket,
            ssl=self._tls_context if self._is_tls_from_start else None,
        )
        self._is_up.set()
        await self._stopped.wait()
        server.close()
        for client in self._clients:
            await client.hang_up()
        # One more turn of the loop, in which the cut connections are closed.
        await asyncio.sleep(0)

    def _client(self) -> _Client:
        self._clients = [client for client in self._clients if not client.is_lost]
        client = _Client(
            _Hooks(self),
            loop=self._loop,
            hostname="localhost",
            ident="postbox",
            data_size_limit=MESSAGE_BYTES,
            enable_SMTPUTF8=True,
            timeout=_IDLE_SECONDS,
            tls_context=None if self._is_tls_from_start else self._tls_context,
            # The library knows TLS only where it began with STARTTLS. For the same reason it is
            # not told that a login is required: the hooks see to that.
            auth_require_tls=not self._is_tls_from_start,
            authenticator=self._authenticated,
        )
        self._clients.append(client)
        return client

    def _authenticated(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        if self._login is None or not isinstance(data, LoginPassword):
            return AuthResult(success=False, handled=False)
        given = (data.login, data.password)
        is_right = given == tuple(part.encode() for part in self._login)
        return AuthResult(success=is_right, handled=False)

    def answer_for(self, recipient: str) -> str | None:
        """Decide on a recipient that a client has named.

        Args:
            recipient: The address as given.

        Returns:
            The reply, None to hang up.
        """
        if len(self._messages) >= MESSAGE_COUNT:
            return "452 4.3.1 the postbox is full"
        self._named[recipient] += 1
        return self._answer(recipient, self._named[recipient]) if self._answer else "250 2.1.5 ok"

    def keep(self, recipient: str, content: bytes) -> str:
        """Keep a message.

        Args:
            recipient: The address it came for.
            content: The message as sent.

        Returns:
            The reply: taken, or why not now.
        """
        message = message_from_bytes(content, _class=EmailMessage, policy=policy.default)
        try:
            if self._folder is not None:
                _write(self._folder, recipient, content)
        except OSError as error:
            return f"451 4.3.0 not kept: {error.strerror}"
        self._messages.append(message)
        return f"250 2.0.0 kept as number {len(self._messages)}"


class _Client(SMTP):
    """One connection, which can be cut off without a trace."""

    is_lost = False

    def connection_lost(self, error: Exception | None) -> None:
        """Note the end of the connection."""
        self.is_lost = True
        super().connection_lost(error)

    def cut(self) -> None:
        """Close the connection at once; what is not sent yet is dropped."""
        if self.transport is not None:
            cast("asyncio.Transport", self.transport).abort()

    async def hang_up(self) -> None:
        """Cut the connection off and wait until its task has ended."""
        self.cut()
        if self._handler_coroutine is not None:
            self._handler_coroutine.cancel()
            await asyncio.gather(self._handler_coroutine, return_exceptions=True)


class _Hooks:
    """What the library asks for at each step of one connection."""

    def __init__(self, postbox: Postbox) -> None:
        self._postbox = postbox
        self._is_hanging_up = False

    async def handle_RCPT(  # noqa: N802  the library's name
        self,
        server: _Client,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        """Answer a recipient."""
        if self._postbox.needs_login and not session.authenticated:
            return "530 5.7.0 log in first"
        answer = self._postbox.answer_for(address)
        self._is_hanging_up = answer is None
        if answer is None or answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer or "250 2.1.5 ok"

    async def handle_DATA(  # noqa: N802  the library's name
        self, server: _Client, session: Session, envelope: Envelope
    ) -> str:
        """Answer a whole message."""
        if self._is_hanging_up:
            server.cut()
            # Losing the connection cancels this task; it must not write a reply before.
            await asyncio.get_running_loop().create_future()
        return self._postbox.keep(envelope.rcpt_tos[0], envelope.original_content or b"")


def _write(folder: Path, recipient: str, content: bytes) -> None:
    numbers = [
        int(found[1]) for path in folder.iterdir() if (found := _KEPT_NAME.fullmatch(path.name))
    ]
    name = _NOT_IN_NAME.sub("_", recipient)[:_NAME_LENGTH]
    (folder / f"{max(numbers, default=0) + 1:04}-{name}.eml").write_bytes(content)
