"""The postbox of the sample world: what it keeps, what it answers, how it ends."""

from __future__ import annotations

import smtplib
import threading
from pathlib import Path

import pytest

from monitor.demo.postbox import Postbox

MESSAGE = b"From: a@sample.example\r\nTo: reader@sample.example\r\nSubject: One\r\n\r\nText\r\n"


def _send(postbox: Postbox, recipient: str = "reader@sample.example") -> None:
    with smtplib.SMTP("127.0.0.1", postbox.port, timeout=10) as client:
        client.sendmail("a@sample.example", [recipient], MESSAGE)


def test_a_message_is_kept_in_memory_and_as_a_file(tmp_path: Path) -> None:
    """The file holds the bytes that were sent, and its name the number and the recipient."""
    folder = tmp_path / "mails"
    with Postbox(folder) as postbox:
        _send(postbox)
        assert [message["Subject"] for message in postbox.messages] == ["One"]
    (path,) = folder.iterdir()
    assert path.name == "0001-reader@sample.example.eml"
    assert path.read_bytes() == MESSAGE


def test_a_second_run_numbers_on_and_overwrites_nothing(tmp_path: Path) -> None:
    """Mails of an earlier run stay where they are."""
    for _ in range(2):
        with Postbox(tmp_path) as postbox:
            _send(postbox)
            assert len(postbox.messages) == 1
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["0001-reader@sample.example.eml", "0002-reader@sample.example.eml"]


def test_a_recipient_cannot_name_a_file_elsewhere(tmp_path: Path) -> None:
    """Slashes of an address become harmless in the file's name."""
    folder = tmp_path / "mails"
    with Postbox(folder) as postbox:
        _send(postbox, "../../escape@sample.example")
    assert [path.name for path in tmp_path.rglob("*.eml")] == [
        "0001-.._.._escape@sample.example.eml"
    ]


def test_the_answer_is_asked_with_the_recipient_and_how_often_it_was_named() -> None:
    """A recipient can be put off once and taken the second time."""
    asked: list[tuple[str, int]] = []

    def answer(recipient: str, count: int) -> str:
        asked.append((recipient, count))
        return "451 4.3.0 later" if count == 1 else "250 2.1.5 ok"

    with Postbox(None, answer=answer) as postbox:
        with pytest.raises(smtplib.SMTPRecipientsRefused) as caught:
            _send(postbox)
        _send(postbox)
        assert len(postbox.messages) == 1
    assert caught.value.recipients == {"reader@sample.example": (451, b"4.3.0 later")}
    assert asked == [("reader@sample.example", 1), ("reader@sample.example", 2)]


def test_hanging_up_leaves_the_client_without_a_reply_and_keeps_nothing() -> None:
    """The worst moment for a sender: all is sent and nothing answered."""
    with Postbox(None, answer=lambda _, count: None if count == 1 else "250 ok") as postbox:
        with pytest.raises(smtplib.SMTPServerDisconnected):
            _send(postbox)
        assert postbox.messages == []
        _send(postbox)
        assert len(postbox.messages) == 1


def test_a_message_beyond_the_size_is_refused() -> None:
    """A sender that never stops cannot fill the memory."""
    with (
        Postbox(None) as postbox,
        smtplib.SMTP("127.0.0.1", postbox.port, timeout=10) as client,
    ):
        client.ehlo()
        assert client.docmd("MAIL FROM:<a@sample.example> SIZE=10000001")[0] == 552


def test_the_end_hangs_up_on_those_still_connected_and_frees_the_port(
    recwarn: pytest.WarningsRecorder,
) -> None:
    """No thread, connection or listening port is left behind."""
    before = threading.active_count()
    with Postbox(None) as postbox:
        client = smtplib.SMTP("127.0.0.1", postbox.port, timeout=10)
        client.ehlo()
        client.docmd("MAIL FROM:<a@sample.example>")
    with client, pytest.raises(smtplib.SMTPServerDisconnected):
        client.noop()
    with pytest.raises(ConnectionRefusedError):
        smtplib.SMTP("127.0.0.1", postbox.port, timeout=10)
    assert threading.active_count() == before
    assert [str(warning.message) for warning in recwarn] == []


def test_a_folder_that_is_gone_puts_the_mail_off(tmp_path: Path) -> None:
    """A disk that fails is a temporary refusal, not a lost mail."""
    folder = tmp_path / "mails"
    with Postbox(folder) as postbox:
        folder.rmdir()
        with pytest.raises(smtplib.SMTPDataError) as caught:
            _send(postbox)
        assert postbox.messages == []
    assert caught.value.smtp_code == 451
