"""A small desk for flow tests: a newsroom that serves outlets, a postbox, and a configuration."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from html import escape
from pathlib import Path

from monitor.app import open_app
from monitor.bundled import bundled_folder
from monitor.config.folder import load_configuration
from monitor.demo.postbox import Postbox
from monitor.model import Story
from monitor.store.engine import Store, open_store
from monitor.store.migrate import require_head
from monitor.store.search import StoryFilter, stream_stories
from tests.newsroom import Newsroom

MEETING_TITLE = "Presidents of Kyrgyzstan and Russia discuss energy and trade"
MEETING = (
    "BISHKEK, Kyrgyzstan, March 2. The President of Kyrgyzstan met with the President of Russia "
    "in Astana on Monday, Caspian Desk reports via the press service of the President of the "
    "Kyrgyz Republic.",
    "The presidents of Kyrgyzstan and Russia spoke about deliveries of natural gas, about the "
    "hydropower stations on the Naryn and about trade, which grew by 14.2 percent last year.",
    "Kyrgyzstan and Russia also agreed to open two more schools with teaching in both languages "
    "before September, the report says.",
    "The meeting took place on the sidelines of a gathering of heads of state and lasted for an "
    "hour and a half.",
)
FLOOD_TITLE = "Flood water leaves three villages without a road"
FLOOD = (
    "Water from the mountains has cut the only road to three villages in the south of the "
    "country, and rescuers bring bread and medicine by boat.",
    "The ministry of emergency situations says that eleven houses stand in the water, that "
    "nobody was hurt, and that the level began to fall on Sunday evening.",
    "Engineers want to lay a pontoon bridge within four days.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An entry of a feed of the newsroom, with its page."""

    path: str
    title: str
    body: Sequence[str] = ()
    at: datetime | None = None
    summary: str = ""
    guid: str | None = None


def rss(base: str, items: Iterable[Item]) -> bytes:
    """Write an RSS 2.0 feed."""
    parts = []
    for item in items:
        at = f"<pubDate>{format_datetime(item.at)}</pubDate>" if item.at else ""
        guid = f"<guid>{escape(item.guid)}</guid>" if item.guid else ""
        parts.append(
            f"<item><title>{escape(item.title)}</title><link>{base}{item.path}</link>{guid}{at}"
            f"<description>{escape(item.summary)}</description></item>"
        )
    head = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title>'
    return f"{head}{''.join(parts)}</channel></rss>".encode()


def page(item: Item, *, outlet: str = "Desk") -> bytes:
    """Write an article's page with what stands around an article."""
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in item.body)
    links = "".join(f'<li><a href="/s/{n}">Section {n}</a></li>' for n in range(12))
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>{escape(item.title)} | {outlet}</title></head><body>
<nav><ul>{links}</ul></nav>
<main><article><h1>{escape(item.title)}</h1>{paragraphs}</article></main>
<aside><h3>Read also</h3><ul>{links}</ul></aside>
<footer><p>All rights reserved.</p></footer></body></html>""".encode()


@dataclass(slots=True)
class Desk:
    """A configuration folder, a database, a newsroom and a postbox that belong together."""

    folder: Path
    newsroom: Newsroom
    database_url: str
    mail_port: int | None = None
    outlets: dict[str, str] = field(default_factory=dict)
    watches: str = ""
    settings: str = ""
    polling: str = ""

    def outlet(
        self,
        outlet_id: str,
        feeds: Sequence[str],
        *,
        country: str = "AZE",
        kind: str = "agency",
        more: str = "",
    ) -> None:
        """Follow an outlet; ``feeds`` are addresses or whole tables."""
        tables = "".join(
            f"[[outlets.feeds]]\n{feed if '=' in feed else f'url = {json.dumps(feed)}'}\n"
            for feed in feeds
        )
        self.outlets[outlet_id] = (
            f'[[outlets]]\nid = "{outlet_id}"\nname = "{outlet_id.title()}"\n'
            f'country = "{country}"\nkind = "{kind}"\nlanguages = ["en", "ru"]\n{more}\n{tables}'
        )

    def serve(self, outlet_id: str, items: Sequence[Item], **feed: str) -> None:
        """Serve a feed at /ID/rss with the pages of its entries."""
        base = self.newsroom.url("")
        self.newsroom.put(
            f"/{outlet_id}/rss", rss(base, items), content_type="application/rss+xml", etag=True
        )
        for item in items:
            if item.body:
                self.newsroom.put(item.path, page(item, outlet=outlet_id.title()))

    def follow(self, outlet_id: str, items: Sequence[Item], **settings: str) -> None:
        """Serve a feed and follow it."""
        self.serve(outlet_id, items)
        self.outlet(outlet_id, [self.newsroom.url(f"/{outlet_id}/rss")], **settings)

    def watch(
        self, watch_id: str, query: str, recipients: Sequence[str], rhythm: str = "at_once"
    ) -> None:
        """Add a watch."""
        self.watches += (
            f"[[watches]]\nid = {json.dumps(watch_id)}\nquery = {json.dumps(query)}\n"
            f'recipients = {json.dumps(list(recipients))}\nrhythm = "{rhythm}"\n'
        )

    def write(self) -> Path:
        """Write the configuration folder."""
        config = self.folder / "config"
        config.mkdir(exist_ok=True)
        mail = ""
        if self.mail_port:
            mail = (
                f'[mail]\nhost = "127.0.0.1"\nport = {self.mail_port}\nsecurity = "none"\n'
                'sender = "Monitor <monitor@desk.example>"\n'
            )
        (config / "monitor.toml").write_text(
            '[polling]\nuser_agent = "monitor-test/1 (+https://desk.example)"\n'
            f"pause_seconds = 0\ntimeout_seconds = 5\n{self.polling}\n"
            'allow_networks = ["127.0.0.0/8"]\n[harvest]\nworkers = 1\n' + self.settings + mail,
            "utf-8",
        )
        (config / "outlets.toml").write_text("\n".join(self.outlets.values()), "utf-8")
        (config / "watches.toml").write_text(self.watches, "utf-8")
        return config

    def cycle(self, now: datetime) -> Mapping[str, Counter[str]]:
        """Run every stage once, in this process."""
        configuration = load_configuration(self.write(), environ={}, database_url=self.database_url)

        async def run() -> Mapping[str, Counter[str]]:
            store = self.open()
            try:
                async with open_app(configuration, store, clock=lambda: now) as app:
                    return await app.cycle()
            finally:
                store.close()

        return asyncio.run(run())

    def open(self) -> Store:
        """Open the database."""
        store = open_store(self.database_url)
        require_head(store, bundled_folder("migrations"))
        return store

    def stories(self) -> list[Story]:
        """List all stories."""
        store = self.open()
        found = list(stream_stories(store, StoryFilter()))
        store.close()
        return found


def told(postbox: Postbox) -> list[tuple[str, str]]:
    """List recipient and subject of every message taken."""
    return [(one_line(m, "To"), one_line(m, "Subject")) for m in postbox.messages]


def one_line(message: EmailMessage, header: str) -> str:
    """Read a header as one line."""
    return " ".join(str(message[header]).split())


def hours(number: float) -> timedelta:
    """Write a number of hours."""
    return timedelta(hours=number)


NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
