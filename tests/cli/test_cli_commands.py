"""The command as a new user types it: names, output and exit codes are a contract."""

from __future__ import annotations

import csv
import io
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flow.desk import FLOOD, FLOOD_TITLE, MEETING, MEETING_TITLE, NOW, Desk, Item, hours
from tests.newsroom import Newsroom

ITEMS = [
    Item(path="/a/1.html", title=MEETING_TITLE, body=MEETING, at=NOW - hours(1)),
    Item(path="/a/2.html", title=FLOOD_TITLE, body=FLOOD, at=NOW - hours(2)),
]
START_SECONDS = 60


def monitor(folder: Path, *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Type a command in a folder."""
    return subprocess.run(
        [sys.executable, "-m", "monitor.cli.main", *words],
        cwd=folder,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk without mail that follows one feed."""
    with Newsroom() as newsroom:
        url = f"sqlite:///{tmp_path / 'data' / 'monitor.db'}"
        desk = Desk(folder=tmp_path, newsroom=newsroom, database_url=url)
        desk.follow("one", ITEMS)
        desk.watch("pair", "pair:KGZ-RUS", [])
        desk.write()
        yield desk


def test_a_new_folder_is_ready_after_init(tmp_path: Path) -> None:
    """Init, check, db upgrade and status need nothing else."""
    assert monitor(tmp_path, "init").returncode == 0
    checked = monitor(tmp_path, "check")
    assert checked.returncode == 0, checked.stderr
    assert "all is well" in checked.stdout
    assert "names no contact" in checked.stdout
    upgraded = monitor(tmp_path, "db", "upgrade")
    assert upgraded.returncode == 0, upgraded.stderr
    assert (tmp_path / "data" / "monitor.db").exists()
    status = monitor(tmp_path, "status", "--json")
    assert json.loads(status.stdout)["totals"]["feeds"] == 0
    assert monitor(tmp_path, "sync").returncode == 0
    status = monitor(tmp_path, "--json", "status")
    assert json.loads(status.stdout)["totals"]["feeds"] > 100
    again = monitor(tmp_path, "init")
    assert again.returncode == 2
    assert "is there already" in again.stderr


def test_a_folder_without_configuration_says_what_to_do(tmp_path: Path) -> None:
    """Exit 2 and one line, no traceback."""
    for words in (["check"], ["run"], ["cycle"], ["status"], ["export"]):
        failed = monitor(tmp_path, *words)
        assert failed.returncode == 2
        assert failed.stderr.splitlines() == [
            "monitor: config: no such configuration folder; run: monitor init"
        ]


def test_a_broken_watch_is_pointed_at(desk: Desk) -> None:
    """Every one of them, with file, watch and column."""
    desk.watch("bad", "pair:KGZ-KGZ", [])
    desk.watch("worse", "(gas", [])
    desk.write()
    failed = monitor(desk.folder, "check")
    assert failed.returncode == 2
    assert 'watches.toml: watch "bad": query: column ' in failed.stderr
    assert 'watches.toml: watch "worse": query: column ' in failed.stderr


def test_cycle_collects_and_export_takes_away(desk: Desk) -> None:
    """Counts of every outcome; CSV by pair; JSON Lines by query."""
    cycle = monitor(desk.folder, "cycle", "--now", NOW.isoformat(), "--json")
    assert cycle.returncode == 0, cycle.stderr
    counts = json.loads(cycle.stdout)
    assert counts["poll"] == {"new_entries": 2, "listed": 1}
    assert counts["harvest"] == {"harvested": 2}
    assert counts["classify"] == {"stories": 2}
    rows = list(csv.DictReader(io.StringIO(monitor(desk.folder, "export").stdout)))
    assert {row["title"] for row in rows} == {MEETING_TITLE, FLOOD_TITLE}
    for filters, title in (
        (["--pair", "rus-kgz"], MEETING_TITLE),
        (["--pair", "KGZ-*"], MEETING_TITLE),
        (["--country", "Russia"], MEETING_TITLE),
        (["--watch", "pair"], MEETING_TITLE),
        (["--query", "villages AND NOT gas"], FLOOD_TITLE),
        (["--since", "2026-03-02T07:30"], MEETING_TITLE),
        (["--until", "2026-03-02T07:30Z", "--outlet", "one", "--language", "en"], FLOOD_TITLE),
    ):
        found = monitor(desk.folder, "export", "--format", "jsonl", *filters)
        assert [json.loads(line)["lead"]["title"] for line in found.stdout.splitlines()] == [title]
    written = monitor(desk.folder, "export", "--bom", "--out", "stories.csv")
    assert written.stdout == "2 stories written to stories.csv\n"
    assert (desk.folder / "stories.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_time_does_not_run_backwards(desk: Desk) -> None:
    """A cycle before one that was is refused; one without a time goes on from there."""
    assert monitor(desk.folder, "cycle", "--now", "2030-01-01").returncode == 0
    back = monitor(desk.folder, "cycle", "--now", "2029-12-31")
    assert back.returncode == 2
    assert "time does not run backwards" in back.stderr
    assert monitor(desk.folder, "cycle").returncode == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["export", "--pair", "KGZ"], "--pair"),
        (["export", "--country", "Atlantis"], "--country"),
        (["export", "--outlet", "two"], "--outlet"),
        (["export", "--watch", "none"], "--watch"),
        (["export", "--query", "(a"], "--query"),
        (["export", "--since", "yesterday"], "--since"),
        (["export", "--since", "0001-01-01T00:00:00+14:00"], "--since"),
        (["export", "--out", "/dev/full"], "No space left"),
        (["cycle", "--now", "9999-12-31T23:59Z"], "ten years ahead"),
        (["--database", "oracle://x", "status"], "oracle"),
        (["inspect", "texts", "--in", "missing.jsonl"], "missing.jsonl"),
        (["inspect", "page", "missing.html", "--url", "http://a.example/"], "missing.html"),
    ],
)
def test_a_mistake_on_the_command_line_exits_with_2(
    desk: Desk, words: list[str], message: str
) -> None:
    """And says which option is wrong."""
    monitor(desk.folder, "sync")
    failed = monitor(desk.folder, *words)
    assert failed.returncode == 2
    assert message in failed.stderr
    assert "Traceback" not in failed.stderr


def test_strict_tells_that_some_units_failed(desk: Desk) -> None:
    """Exit 3 with --strict, 0 without."""
    desk.outlet("dead", [desk.newsroom.url("/dead")])
    desk.write()
    assert monitor(desk.folder, "cycle", "--now", "2026-03-02T10:00Z").returncode == 0
    assert monitor(desk.folder, "cycle", "--now", "2026-03-03T10:00Z", "--strict").returncode == 3
    status = monitor(desk.folder, "status")
    assert "failing" in status.stdout
    assert "404" in status.stdout


def start_daemon(folder: Path) -> subprocess.Popen[str]:
    """Start the daemon and wait until it says that it works."""
    daemon = subprocess.Popen(
        [sys.executable, "-m", "monitor.cli.main", "run"],
        cwd=folder,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_for(daemon, "daemon started")
    return daemon


def wait_for(daemon: subprocess.Popen[str], words: str) -> str:
    """Read the daemon's log up to a line."""
    assert daemon.stderr is not None
    for line in daemon.stderr:
        if words in line:
            return line
    raise AssertionError(f"the daemon ended without saying {words!r}")


def test_the_daemon_collects_until_it_is_told_to_stop(desk: Desk) -> None:
    """A second one is refused with the pid of the first; SIGTERM ends it with 0."""
    with start_daemon(desk.folder) as daemon:
        wait_for(daemon, "classify stories=2")
        second = monitor(desk.folder, "run")
        assert second.returncode == 2
        assert f"pid {daemon.pid}" in second.stderr
        assert monitor(desk.folder, "cycle").returncode == 2
        assert monitor(desk.folder, "status").returncode == 0
        daemon.send_signal(signal.SIGTERM)
        assert daemon.wait(START_SECONDS) == 0
    assert len(desk.stories()) == 2


def test_a_second_signal_ends_the_daemon_at_once(desk: Desk) -> None:
    """Even while a server does not answer."""
    import asyncio

    from aiohttp import web

    async def hang(_: web.BaseRequest) -> web.StreamResponse:
        await asyncio.Event().wait()
        raise AssertionError

    desk.newsroom.script("/hang", hang)
    desk.outlet("hung", [desk.newsroom.url("/hang")])
    desk.polling = ""
    config = desk.write() / "monitor.toml"
    config.write_text(config.read_text().replace("timeout_seconds = 5", "timeout_seconds = 500"))
    with start_daemon(desk.folder) as daemon:
        daemon.send_signal(signal.SIGTERM)
        wait_for(daemon, "daemon stopping")
        daemon.send_signal(signal.SIGTERM)
        assert daemon.wait(START_SECONDS) == 1


def test_inspect_answers_a_line_with_a_line(tmp_path: Path) -> None:
    """A bad line has its error on its own line; a missing id is the line's number."""
    lines = [
        '{"id": "a", "title": "Kyrgyzstan and Russia sign an agreement", "text": ""}',
        "{broken",
        "[1]",
        '{"text": 5}',
        '{"text": "Armenia and Georgia agreed on a railway.", "extra": true}',
        '{"text": "a", "published_at": "0001-01-01T00:00:00+14:00"}',
        "[" * 100_000,
    ]
    done = monitor(tmp_path, "inspect", "texts", stdin="\n".join(lines))
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == ["a", 2, 3, 4, 5, 6, 7]
    assert ["error" in answer for answer in answers] == [False, True, True, True, False, True, True]
    assert [pair["pair"] for pair in answers[0]["pairs"]] == ["KGZ-RUS"]
    assert [pair["pair"] for pair in answers[4]["pairs"]] == ["ARM-GEO"]


def test_inspect_reads_the_other_kinds(tmp_path: Path) -> None:
    """Robots, dates, feeds with a relative path, stories in the order of the input."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "feed.xml").write_text(
        "<rss version='2.0'><channel><title>T</title><item><title>A</title>"
        "<link>http://a.example/1</link></item></channel></rss>"
    )
    (tmp_path / "in" / "feeds.jsonl").write_text('{"id": 7, "file": "feed.xml"}\n')
    done = monitor(tmp_path, "inspect", "feeds", "--in", "in/feeds.jsonl")
    (feed,) = map(json.loads, done.stdout.splitlines())
    assert (feed["kind"], feed["entries"][0]["link"]) == ("rss", "http://a.example/1")
    robots = {"robots_txt": "User-agent: *\nDisallow: /x", "agent": "m", "url": "http://a/x"}
    done = monitor(tmp_path, "inspect", "robots", stdin=json.dumps(robots))
    assert json.loads(done.stdout) == {"id": 1, "allowed": False, "crawl_delay": None}
    date = {"id": "d", "text": "2016/6/29 15:07", "time_zone": "Asia/Baku"}
    done = monitor(tmp_path, "inspect", "dates", stdin=json.dumps(date))
    assert json.loads(done.stdout) == {
        "id": "d",
        "published_at": "2016-06-29T11:07:00Z",
        "published_on": "2016-06-29",
    }
    body = "\n".join(MEETING)
    texts = [
        {"id": "late", "text": body, "published_at": "2026-03-02T12:00:00Z"},
        {"id": "other", "text": "\n".join(FLOOD), "published_at": "2026-03-02T12:00:00Z"},
        {"id": "early", "text": body, "published_at": "2026-03-02T11:00:00Z"},
    ]
    stdin = "\n".join(map(json.dumps, texts))
    done = monitor(tmp_path, "inspect", "stories", stdin=stdin)
    late, other, early = map(json.loads, done.stdout.splitlines())
    assert late["story"] == early["story"] != other["story"]
    assert (late["lead"], late["why"], early["why"]) == ("early", "exact", "first")
    assert late["related"] == late["story"]


def test_inspect_page_shows_what_was_read(desk: Desk) -> None:
    """The typical text: two presidents in a third capital, told by an agency of a fourth."""
    from tests.flow.desk import page

    (desk.folder / "p.html").write_bytes(page(ITEMS[0]))
    url = desk.newsroom.url("/a/1.html")
    done = monitor(desk.folder, "inspect", "page", "p.html", "--url", url, "--outlet", "one")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert {row["country"] for row in found["countries"]} == {"KGZ", "RUS"}
    assert [row["pair"] for row in found["pairs"]] == ["KGZ-RUS"]
    assert found["credit"]["reporter"] == "Caspian Desk"
    assert found["credit"]["origin"] == "press service of the President of the Kyrgyz Republic"
    assert (found["outcome"], found["dateline"]["place"]) == ("harvested", "BISHKEK")
