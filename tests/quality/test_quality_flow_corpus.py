"""The whole job on real feeds and real pages: everything ends in an outcome, nothing in a bug."""

from __future__ import annotations

import asyncio
import logging
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.app import open_app
from monitor.bundled import bundled_folder
from monitor.config.folder import Configuration, load_configuration
from monitor.demo.postbox import Postbox
from monitor.model import Story
from monitor.outcomes import Outcome
from monitor.store.engine import Store, open_store
from monitor.store.entries import count_outcomes
from monitor.store.migrate import require_head
from monitor.store.outlets import list_feeds
from monitor.store.overview import queue_lengths, totals
from monitor.store.search import StoryFilter, stream_stories
from tests.newsroom import Newsroom
from tests.quality.corpus_newsroom import ServedOutlet, list_pages, put_feeds, put_pages
from tests.quality.scoring import require_data

pytestmark = [pytest.mark.quality, pytest.mark.timeout(1800)]

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
WATCHES = {
    "germany": "country:DEU",
    "tariffs": "pair:CHN-USA OR (tariff* AND NOT lang:de)",
    "russia": "pair:RUS-UKR OR pair:RUS-USA OR pair:GBR-RUS",
}
# A body is text for a reader; what is longer is a page taken for an article.
LONGEST_BODY_CHARS = 100_000
# Two notes in XML, two pages, an archive and a feed without its root: the corpus holds no more.
NOT_A_FEED_CEILING = 6
# 784 of 798; the rest are portal pages, a challenge, and texts that only scripts write.
HARVESTED_FLOOR = 0.98


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What two cycles over the corpus left."""

    counts: tuple[Mapping[str, Counter[str]], Mapping[str, Counter[str]]]
    page_count: int
    later_page_count: int
    feeds: Counter[tuple[str, str | None]]
    entries: Counter[tuple[str, str | None, str | None]]
    queues: Mapping[str, int]
    totals: Mapping[str, int]
    stories: Sequence[Story]
    mail_count: int
    bugs: Sequence[str]


class _Bugs(logging.Handler):
    """Keeps what is logged as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.seen.append(self.format(record))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Poll to deliver: the feeds and one page of each outlet first, the other pages an hour on."""
    corpus = require_data("corpus")
    folder = tmp_path_factory.mktemp("corpus")
    bugs = _Bugs()
    logging.getLogger().addHandler(bugs)
    with Newsroom() as newsroom, Postbox(folder / "mails") as postbox:
        outlets = [*put_feeds(newsroom, corpus), *put_pages(newsroom, corpus)]
        configuration = _configure(folder, outlets, postbox.port)
        store = open_store(configuration.settings.database_url)
        require_head(store, bundled_folder("migrations"))
        first_count = list_pages(newsroom, corpus, at_most=1)
        first = asyncio.run(_cycle(configuration, store, newsroom, NOW))
        page_count = list_pages(newsroom, corpus)
        second = asyncio.run(_cycle(configuration, store, newsroom, NOW + timedelta(hours=1)))
        left = _left(store)
        store.close()
        mail_count = len(postbox.messages)
    logging.getLogger().removeHandler(bugs)
    return Run(
        counts=(first, second),
        page_count=page_count,
        later_page_count=page_count - first_count,
        mail_count=mail_count,
        bugs=bugs.seen,
        **left,
    )


def _configure(folder: Path, outlets: Sequence[ServedOutlet], mail_port: int) -> Configuration:
    (folder / "outlets.toml").write_text("\n".join(o.as_toml() for o in outlets), "utf-8")
    (folder / "monitor.toml").write_text(
        '[polling]\nuser_agent = "monitor-test/1 (+https://desk.example)"\npause_seconds = 0\n'
        "timeout_seconds = 60\n[harvest]\nworkers = 2\n"
        f'[mail]\nhost = "127.0.0.1"\nport = {mail_port}\nsecurity = "none"\n'
        'sender = "Monitor <monitor@desk.example>"\n',
        "utf-8",
    )
    watches = (
        f'[[watches]]\nid = "{name}"\nquery = "{query}"\nrecipients = ["{name}@desk.example"]\n'
        for name, query in WATCHES.items()
    )
    (folder / "watches.toml").write_text("\n".join(watches), "utf-8")
    return load_configuration(folder, environ={}, database_url=f"sqlite:///{folder / 'monitor.db'}")


async def _cycle(
    configuration: Configuration, store: Store, newsroom: Newsroom, now: datetime
) -> Mapping[str, Counter[str]]:
    hosts = {"*.example": newsroom.host_port}

    async with open_app(configuration, store, clock=lambda: now, hosts=hosts) as app:
        return await app.cycle()


def _left(store: Store) -> dict[str, Any]:
    with store.read() as tx:
        entries: Counter[tuple[str, str | None, str | None]] = Counter()
        for row in count_outcomes(tx):
            group = re.sub(r"\d+$", "", row["outlet"])
            entries[group, row["outcome"], row["reason"]] += row["count"]
        return {
            "feeds": Counter((str(feed.last_outcome), feed.last_reason) for feed in list_feeds(tx)),
            "entries": entries,
            "queues": queue_lengths(tx),
            "totals": totals(tx),
            "stories": tuple(stream_stories(store, StoryFilter())),
        }


def test_nothing_ends_in_a_bug(run: Run) -> None:
    """Whatever the bytes, no stage logs an error; each failure is an outcome."""
    assert run.bugs == []


def test_every_feed_is_polled_to_an_outcome(run: Run) -> None:
    """A saved feed is read, or it is said why not; asked again, it brings nothing new."""
    for key, count in run.feeds.most_common():
        print("feeds", *key, count)
    first, second = (counts["poll"] for counts in run.counts)
    assert not [key for key in run.feeds if key[0] in ("None", Outcome.FAILED)]
    assert first[Outcome.NOT_A_FEED] <= NOT_A_FEED_CEILING
    assert second["new_entries"] == run.later_page_count
    assert second[Outcome.UNCHANGED] + second[Outcome.LISTED] == first[Outcome.LISTED]


def test_every_entry_ends_in_one_outcome(run: Run) -> None:
    """The outcomes add up to the entries seen, and no queue keeps anything."""
    for key, count in sorted(run.entries.items(), key=str):
        print("entries", *key, count)
    assert set(run.queues.values()) == {0}
    seen = sum(counts["poll"]["new_entries"] for counts in run.counts)
    ended = sum((Counter(counts["harvest"]) for counts in run.counts), Counter[str]())
    assert seen == ended.total() == run.entries.total() == run.totals["entries"]
    kept = ended[Outcome.HARVESTED] + ended[Outcome.FROM_FEED]
    assert kept == run.totals["articles"]


def test_the_pages_of_articles_are_harvested(run: Run) -> None:
    """Of saved articles all but a few give a body; the share only goes up."""
    pages: Counter[str | None] = Counter()
    for (group, outcome, _), count in run.entries.items():
        if group == "pages":
            pages[outcome] += count
    print(pages, "of", run.page_count)
    assert pages.total() == run.page_count
    assert pages[Outcome.HARVESTED] / run.page_count >= HARVESTED_FLOOR


def test_dates_and_bodies_are_sane(run: Run) -> None:
    """Nothing is dated after it was seen or before there were feeds, and no body is a giant."""
    carriers = [carrier for story in run.stories for carrier in story.carriers]
    dates = [carrier.published.at for carrier in carriers if carrier.published.at]
    print("dated", len(dates), "of", len(carriers), min(dates), max(dates))
    assert max(dates) <= NOW + timedelta(hours=1)
    assert [date for date in dates if date.year < 1990] == []
    longest = max(len(story.body) for story in run.stories)
    print("longest body", longest)
    assert longest <= LONGEST_BODY_CHARS


def test_stories_are_told_once_to_each_recipient(run: Run) -> None:
    """A match of a later page is one mail; the back catalogue of the feeds' first poll is none."""
    print("mails", run.mail_count, "matches", run.totals["matches"])
    sent = sum(counts["deliver"]["sent"] for counts in run.counts)
    assert run.counts[0]["deliver"].total() == 0
    assert sent == run.mail_count == run.counts[1]["deliver"].total() > 0
