"""Kill -9 anywhere: the next start goes on, nothing is lost, nothing is told twice."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from monitor.demo.postbox import Postbox
from monitor.store.deliveries import count_deliveries
from monitor.store.entries import count_outcomes
from monitor.store.overview import queue_lengths
from tests.flow.desk import (
    FLOOD,
    FLOOD_TITLE,
    MEETING,
    MEETING_TITLE,
    NOW,
    Desk,
    Item,
    hours,
    one_line,
)

SCRIPT = Path(__file__).with_name("crashing_cycle.py")
# The commits are shared out, so that several processes can go through them side by side.
_SHARDS = 3
ITEMS = [
    Item(path="/a/1.html", title=MEETING_TITLE, body=MEETING, at=NOW - hours(1)),
    Item(path="/a/2.html", title=FLOOD_TITLE, body=FLOOD, at=NOW - hours(2)),
]


def run_cycle(desk: Desk, now: datetime, crash_at: int) -> subprocess.CompletedProcess[str]:
    """Run a cycle in a process of its own, which dies at a chosen commit."""
    command = [sys.executable, str(SCRIPT), str(desk.write()), desk.database_url]
    return subprocess.run(
        [*command, now.isoformat(), str(crash_at)], capture_output=True, text=True, check=False
    )


def prepare(desk: Desk) -> None:
    """Follow one feed of two entries, and watch both."""
    desk.follow("one", ITEMS)
    desk.watch("pair", "pair:KGZ-RUS", ["desk@ministry.example"])
    desk.watch("flood", "villages", ["desk@ministry.example"])
    desk.open().close()


def count_commits(desk: Desk) -> int:
    """Count the writing transactions of a whole cycle, in a copy of the database."""
    path = Path(desk.database_url.removeprefix("sqlite:///"))
    kept = path.with_suffix(".kept")
    shutil.copy(path, kept)
    done = run_cycle(desk, NOW, 0)
    assert done.returncode == 0, done.stderr
    for left in path.parent.glob(f"{path.name}*"):
        left.unlink()
    shutil.move(kept, path)
    return int(done.stdout)


def count_sent(desk: Desk) -> int:
    """Count the mails that the store knows to be sent."""
    store = desk.open()
    with store.read() as tx:
        sent = count_deliveries(tx).get("sent", 0)
    store.close()
    return sent


def require_all_told(desk: Desk, postbox: Postbox, before: int) -> None:
    """Everything has an outcome, and each story reached its reader once by its Message-ID."""
    store = desk.open()
    with store.read() as tx:
        assert set(queue_lengths(tx).values()) == {0}
        assert {row["outcome"]: row["count"] for row in count_outcomes(tx)} == {"harvested": 2}
    store.close()
    mails = postbox.messages[before:]
    assert len({one_line(mail, "Message-ID") for mail in mails}) == 2
    assert len({one_line(mail, "Subject") for mail in mails}) == 2


@pytest.mark.timeout(300)
@pytest.mark.parametrize("shard", range(_SHARDS))
def test_killed_at_every_commit_of_a_cycle(desk: Desk, postbox: Postbox, shard: int) -> None:
    """One database for each commit: killed there, started again, all is told.

    A mail is sent a second time only where the kill fell between the server's 250 and our
    commit, and then with the same Message-ID.
    """
    prepare(desk)
    path = Path(desk.database_url.removeprefix("sqlite:///"))
    commits = count_commits(desk)
    assert commits > 10
    pristine = path.read_bytes()
    for crash_at in range(1 + shard, commits + 1, _SHARDS):
        for left in path.parent.glob(f"{path.name}*"):
            left.unlink()
        path.write_bytes(pristine)
        before = len(postbox.messages)
        assert run_cycle(desk, NOW, crash_at).returncode == -9
        sent = len(postbox.messages) - before
        kept = count_sent(desk)
        desk.cycle(NOW + hours(0.01))
        require_all_told(desk, postbox, before)
        # What the server took and we did not keep is sent again, and nothing else is.
        assert len(postbox.messages) - before == 2 + sent - kept


@pytest.mark.timeout(300)
def test_killed_on_postgres_between_the_stages(
    desk: Desk, postbox: Postbox, new_postgres: object
) -> None:
    """The lock, the claims and the transactions of a server's database let go as well."""
    desk.database_url = new_postgres()  # type: ignore[operator]
    prepare(desk)
    for crash_at in (4, 5, 3, 3, 2, 2):
        assert run_cycle(desk, NOW, crash_at).returncode == -9
    done = run_cycle(desk, NOW, 0)
    assert done.returncode == 0, done.stderr
    require_all_told(desk, postbox, 0)
