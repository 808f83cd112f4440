"""A desk on either database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.demo.postbox import Postbox
from tests.flow.desk import Desk
from tests.newsroom import Newsroom


@pytest.fixture
def postbox(tmp_path: Path) -> Iterator[Postbox]:
    """An SMTP server that takes everything."""
    with Postbox(tmp_path / "mails") as opened:
        yield opened


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    """An HTTP server without content."""
    with Newsroom() as opened:
        yield opened


@pytest.fixture
def desk(tmp_path: Path, newsroom: Newsroom, postbox: Postbox) -> Desk:
    """A desk with mail on SQLite."""
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    return Desk(folder=tmp_path, newsroom=newsroom, database_url=url, mail_port=postbox.port)


@pytest.fixture
def desk_anywhere(tmp_path: Path, newsroom: Newsroom, postbox: Postbox, database_url: str) -> Desk:
    """A desk with mail, once on SQLite and once on Postgres."""
    return Desk(
        folder=tmp_path, newsroom=newsroom, database_url=database_url, mail_port=postbox.port
    )
