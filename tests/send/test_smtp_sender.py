"""Handing a message to real servers on the loopback: well-behaved, refusing and broken ones."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from monitor.demo.postbox import Postbox
from monitor.errors import SendError
from monitor.send.smtp import SmtpSender, SmtpSettings
from tests.send.scripted_server import HANG_UP, ScriptedServer

DATA = Path(__file__).parent / "data"
CERTIFICATE = str(DATA / "test-only-certificate.pem")
KEY = str(DATA / "test-only-key.pem")
READER = "reader@ministry.example"
PASSWORD = "an-open-secret"


def _message(text: str = "A story.") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Monitor <monitor@example.org>"
    message["To"] = READER
    message["Subject"] = "A story"
    message["Message-ID"] = "<delivery-17@example.org>"
    message.set_content(text)
    return message


def _plain(port: int, timeout_seconds: float = 10) -> SmtpSettings:
    return SmtpSettings(
        host="127.0.0.1", port=port, security="none", timeout_seconds=timeout_seconds
    )


def _failure(settings: SmtpSettings, recipient: str = READER) -> SendError:
    with SmtpSender(settings) as sender, pytest.raises(SendError) as caught:
        sender.send(_message(), recipient)
    return caught.value


@pytest.fixture
def certified() -> ssl.SSLContext:
    """A server's side of TLS with the test certificate."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE, KEY)
    return context


@pytest.fixture
def secured(certified: ssl.SSLContext) -> Iterator[Postbox]:
    """A postbox that offers STARTTLS and takes nothing without a login."""
    with Postbox(None, tls_context=certified, login=("desk", PASSWORD)) as postbox:
        yield postbox


def test_a_message_arrives_as_it_was_written_and_the_reply_comes_back() -> None:
    """The server keeps the message; the sender gives what the server said."""
    with Postbox(None) as postbox, SmtpSender(_plain(postbox.port)) as sender:
        reply = sender.send(_message("Ночной поезд\n.a line that begins with a dot\n"), READER)
        (kept,) = postbox.messages
    assert reply == "250 2.0.0 kept as number 1"
    assert kept["Message-ID"] == "<delivery-17@example.org>"
    assert kept.get_content().splitlines() == ["Ночной поезд", ".a line that begins with a dot"]


def test_many_messages_share_one_connection() -> None:
    """A second message does not cost a second connection."""
    with ScriptedServer() as server:
        with SmtpSender(_plain(server.port)) as sender:
            for _ in range(3):
                sender.send(_message(), READER)
        assert server.connection_count == 1
        assert server.verbs().count("DATA") == 3


def test_a_connection_that_was_dropped_is_made_anew() -> None:
    """A server that closes an idle connection costs no message."""
    with ScriptedServer(NOOP=HANG_UP) as server:
        with SmtpSender(_plain(server.port)) as sender:
            sender.send(_message(), READER)
            assert sender.send(_message(), READER) == "250 2.0.0 taken"
        assert server.connection_count == 2


def test_nothing_is_connected_before_the_first_message() -> None:
    """A tick without deliveries leaves the mail server alone."""
    with ScriptedServer() as server:
        with SmtpSender(_plain(server.port)):
            pass
        assert server.connection_count == 0


@pytest.mark.parametrize(
    ("step", "reply", "is_transient"),
    [
        ("RCPT", "451 4.3.0 later", True),
        ("RCPT", "550 5.1.1 no such mailbox", False),
        ("RCPT", "421 4.3.2 shutting down", True),
        ("MAIL", "452 4.3.1 no room", True),
        ("MAIL", "553 5.1.8 sender unknown", False),
        ("DATA", "451 4.7.1 greylisted", True),
        ("DATA", "554 5.7.1 not wanted", False),
        ("end", "452 4.2.2 mailbox full", True),
        ("end", "552 5.3.4 too large", False),
    ],
)
def test_a_refusal_says_what_the_server_said_and_whether_to_try_again(
    step: str, reply: str, is_transient: bool
) -> None:
    """Every step's 4yz is transient and every 5yz final, with the reply in the error."""
    with ScriptedServer(**{step: reply}) as server:
        error = _failure(_plain(server.port))
    assert error.is_transient is is_transient
    assert str(error) == f"127.0.0.1:{server.port}: {reply}"


@pytest.mark.parametrize("step", ["RCPT", "DATA", "end"])
def test_after_a_refusal_the_same_connection_takes_the_next_message(step: str) -> None:
    """One bad address does not hold up the mail of the others."""
    with ScriptedServer(**{step: "550 5.1.1 no"}) as server:
        with SmtpSender(_plain(server.port)) as sender:
            for _ in range(2):
                with pytest.raises(SendError):
                    sender.send(_message(), READER)
        assert server.connection_count == 1
        assert server.verbs().count("MAIL") == 2


@pytest.mark.parametrize(
    "answers",
    [
        {"greeting": HANG_UP},
        {"EHLO": HANG_UP},
        {"RCPT": HANG_UP},
        {"DATA": HANG_UP},
        {"DATA": "354 go on\n" + HANG_UP},
        {"end": HANG_UP},
        {"MAIL": "no reply code at all"},
    ],
)
def test_a_server_that_hangs_up_or_babbles_is_tried_again(answers: dict[str, str]) -> None:
    """No answer means nothing about the message, wherever the connection broke."""
    with ScriptedServer(**answers) as server:
        error = _failure(_plain(server.port))
    assert error.is_transient


def test_a_connection_lost_after_the_reply_is_a_success() -> None:
    """What was answered with 250 is sent, however the farewell goes."""
    with (
        ScriptedServer(QUIT=HANG_UP) as server,
        SmtpSender(_plain(server.port)) as sender,
    ):
        assert sender.send(_message(), READER) == "250 2.0.0 taken"


def test_a_refused_connection_is_tried_again() -> None:
    """A server that is down says nothing of the message."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    assert _failure(_plain(port)).is_transient


def test_a_server_that_never_answers_is_given_up_in_time_and_tried_again() -> None:
    """A connection that is taken and left silent ends with the timeout."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        error = _failure(_plain(silent.getsockname()[1], timeout_seconds=0.1))
    assert error.is_transient
    assert "timed out" in str(error)


def test_a_host_without_address_is_tried_again() -> None:
    """A failing name lookup is transient and names the host."""
    settings = SmtpSettings(host="mail.invalid", port=25, security="none", timeout_seconds=5)
    error = _failure(settings)
    assert error.is_transient
    assert str(error).startswith("mail.invalid:25: ")


def test_a_server_that_will_not_talk_to_us_at_all_is_tried_again() -> None:
    """A refusing greeting concerns the server or our settings, so no mail is given up for it."""
    with ScriptedServer(greeting="554 5.3.2 no service here") as server:
        error = _failure(_plain(server.port))
    assert error.is_transient
    assert "554 5.3.2 no service here" in str(error)


def test_starttls_and_login_come_before_the_message(secured: Postbox) -> None:
    """With the certificate trusted and the password right the message is taken."""
    settings = SmtpSettings(
        host="localhost",
        port=secured.port,
        security="starttls",
        username="desk",
        password=PASSWORD,
        ca_file=CERTIFICATE,
    )
    with SmtpSender(settings) as sender:
        sender.send(_message(), READER)
        sender.send(_message(), READER)
    assert len(secured.messages) == 2


def test_tls_from_the_first_byte_carries_login_and_message(certified: ssl.SSLContext) -> None:
    """The port for TLS from the start works as the one with STARTTLS."""
    with Postbox(
        None, tls_context=certified, is_tls_from_start=True, login=("desk", PASSWORD)
    ) as postbox:
        settings = SmtpSettings(
            host="localhost",
            port=postbox.port,
            security="tls",
            username="desk",
            password=PASSWORD,
            ca_file=CERTIFICATE,
        )
        with SmtpSender(settings) as sender:
            sender.send(_message(), READER)
        assert len(postbox.messages) == 1


def test_a_server_that_wants_a_login_takes_nothing_without(secured: Postbox) -> None:
    """The check of the login in these tests is a real one."""
    settings = SmtpSettings(
        host="localhost", port=secured.port, security="starttls", ca_file=CERTIFICATE
    )
    assert "530" in str(_failure(settings))
    assert secured.messages == []


def test_a_wrong_password_is_tried_again_and_not_told(secured: Postbox) -> None:
    """A refused login loses no mail, and the error does not give the password away."""
    settings = SmtpSettings(
        host="localhost",
        port=secured.port,
        security="starttls",
        username="desk",
        password="not-the-password",
        ca_file=CERTIFICATE,
    )
    error = _failure(settings)
    assert error.is_transient
    assert "535" in str(error)
    assert "not-the-password" not in str(error) + repr(settings)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_nobody_vouches_for_is_refused(
    certified: ssl.SSLContext, security: str
) -> None:
    """Without the certificate among the trusted ones nothing is sent."""
    is_tls = security == "tls"
    with Postbox(None, tls_context=certified, is_tls_from_start=is_tls) as postbox:
        settings = SmtpSettings(
            host="localhost", port=postbox.port, security="tls" if is_tls else "starttls"
        )
        error = _failure(settings)
        assert postbox.messages == []
    assert "certificate verify failed" in str(error)


def test_a_server_without_starttls_gets_neither_password_nor_message() -> None:
    """Where TLS is wanted and not offered the connection ends before anything private."""
    with ScriptedServer(EHLO="250-scripted\n250 AUTH PLAIN LOGIN") as server:
        settings = SmtpSettings(
            host="127.0.0.1",
            port=server.port,
            security="starttls",
            username="desk",
            password=PASSWORD,
        )
        error = _failure(settings)
    assert "does not offer STARTTLS" in str(error)
    assert server.verbs() == ["EHLO"]


@pytest.mark.parametrize(
    "login",
    [
        {"username": "desk", "password": PASSWORD},
        {"username": "desk"},
        {"password": PASSWORD},
    ],
)
def test_a_login_that_would_go_in_clear_cannot_be_configured(login: dict[str, str]) -> None:
    """A password without TLS, or half a login, is refused before any connection."""
    with pytest.raises(ValueError):
        SmtpSettings(host="127.0.0.1", port=25, security="none", **login)  # type: ignore[arg-type]


def test_a_password_outside_ascii_is_refused_at_once() -> None:
    """What the protocol's library cannot send fails at the start, not at each mail."""
    with pytest.raises(ValueError, match="ASCII"):
        SmtpSettings(host="127.0.0.1", port=25, security="tls", username="desk", password="пароль")


def test_a_missing_file_of_certificates_is_named(tmp_path: Path) -> None:
    """The operator is told which file could not be read."""
    missing = str(tmp_path / "authority.pem")
    with pytest.raises(ValueError, match=r"authority\.pem"):
        SmtpSender(SmtpSettings(host="localhost", port=25, security="tls", ca_file=missing))


@pytest.mark.parametrize(
    "recipient",
    [
        "",
        "nobody",
        "@host",
        "a@",
        "a@b\r\nRCPT TO:<c@d>",
        "a b@c",
        "<a@b>",
        "a@..",
        "a@" + "x" * 64,
    ],
)
def test_what_is_no_address_never_reaches_the_server(recipient: str) -> None:
    """A broken or hostile recipient is a final error, and no command is built from it."""
    with ScriptedServer() as server:
        error = _failure(_plain(server.port), recipient)
        assert server.lines == []
    assert not error.is_transient


def test_a_domain_in_another_script_goes_out_in_ascii() -> None:
    """A server that knows ASCII only still gets the mail for such a domain."""
    with ScriptedServer() as server:
        with SmtpSender(_plain(server.port)) as sender:
            sender.send(_message(), "reader@министерство.example")
        assert any("<reader@xn--b1afiashkohcid.example>" in line for line in server.lines)


def test_a_local_part_in_another_script_needs_a_server_that_knows_it() -> None:
    """With SMTPUTF8 the address goes as it is; without, the error is final and says so."""
    with Postbox(None) as postbox, SmtpSender(_plain(postbox.port)) as sender:
        sender.send(_message(), "читатель@ministry.example")
        assert len(postbox.messages) == 1
    with ScriptedServer() as server:
        error = _failure(_plain(server.port), "читатель@ministry.example")
    assert not error.is_transient
    assert "SMTPUTF8" in str(error)


def test_a_second_attempt_carries_the_same_message_id() -> None:
    """A delivery that was put off arrives under the name it had at first."""
    with (
        Postbox(None, answer=lambda _, count: "451 4.3.0 later" if count == 1 else "250 ok") as box,
        SmtpSender(_plain(box.port)) as sender,
    ):
        with pytest.raises(SendError, match=r"451 4\.3\.0 later"):
            sender.send(_message(), READER)
        sender.send(_message(), READER)
        assert [message["Message-ID"] for message in box.messages] == ["<delivery-17@example.org>"]
