"""A mail server on the loopback that says exactly what a test tells it to, step by step."""

from __future__ import annotations

import socket
import threading
from types import TracebackType
from typing import Self

HANG_UP = "hang up"
_POLITE = {
    "greeting": "220 scripted",
    "EHLO": "250 scripted",
    "MAIL": "250 ok",
    "RCPT": "250 ok",
    "DATA": "354 go on",
    ".": "250 2.0.0 taken",
    "RSET": "250 ok",
    "NOOP": "250 ok",
    "QUIT": "221 bye",
}


class ScriptedServer:
    """Answers each verb as told; keeps every line it was sent and counts the connections."""

    def __init__(self, **answers: str) -> None:
        """Overlay the polite answers; ``end`` is the answer to the end of the data."""
        self._answers = _POLITE | {{"end": "."}.get(k, k): v for k, v in answers.items()}
        self.lines: list[str] = []
        self.connection_count = 0

    def __enter__(self) -> Self:
        """Listen."""
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop listening, which ends the thread."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()

    def verbs(self) -> list[str]:
        """List the commands received, without the lines of messages."""
        return [line.split(" ")[0].upper() for line in self.lines if line[:4].upper() in _POLITE]

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._socket.accept()
            except OSError:
                return
            self.connection_count += 1
            with client:
                self._converse(client)

    def _converse(self, client: socket.socket) -> None:
        client.settimeout(10)
        is_in_data = False
        with client.makefile("rb") as lines:
            if not self._say(client, "greeting"):
                return
            for raw in lines:
                line = raw.decode().rstrip("\r\n")
                self.lines.append(line)
                verb = "" if is_in_data else line[:4].upper()
                step = "." if is_in_data and line == "." else verb
                is_in_data = (is_in_data and step != ".") or (
                    step == "DATA" and self._answers["DATA"].startswith("354")
                )
                if step and not self._say(client, step):
                    return

    def _say(self, client: socket.socket, step: str) -> bool:
        answer = self._answers.get(step, "500 not known")
        if answer == HANG_UP:
            return False
        said, _, last = answer.partition(HANG_UP)
        client.sendall("".join(f"{line}\r\n" for line in said.splitlines()).encode())
        return HANG_UP not in answer and step != "QUIT" and last == ""
