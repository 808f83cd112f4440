"""Real feeds and real article pages, put into a newsroom under the names of sample hosts."""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from aiohttp import web

from tests.newsroom import Handler, Newsroom

Row = Mapping[str, Any]

_HOST = re.compile(r"[a-z0-9.-]+")
# As many real feeds as one made-up outlet has; a host is asked one by one, so few hosts are slow.
FEEDS_PER_OUTLET = 50
_FEED_TYPE = "application/rss+xml; charset=utf-8"
_FEED = b"<rss version='2.0'><channel><title>News</title>%s</channel></rss>"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedOutlet:
    """An outlet of the newsroom: its host and the addresses of its feeds."""

    id: str
    host: str
    name: str
    feeds: tuple[str, ...]
    fetch_pages: bool

    def as_toml(self) -> str:
        """Write it as a table of outlets.toml."""
        feeds = "".join(f"[[outlets.feeds]]\nurl = {json.dumps(url)}\n" for url in self.feeds)
        return (
            f'[[outlets]]\nid = "{self.id}"\nname = {json.dumps(self.name)}\nkind = "newspaper"\n'
            f"fetch_pages = {json.dumps(self.fetch_pages)}\n{feeds}"
        )


def rows_of(path: Path) -> list[Row]:
    """Load a file of JSON lines."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def bytes_of(path: Path) -> bytes:
    """Load a file as it was published."""
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def put_feeds(newsroom: Newsroom, corpus: Path) -> Iterator[ServedOutlet]:
    """Serve every saved feed at http://feedsNN.example/ID with the headers it is to have.

    Its links lead to the real web, so the pages of these outlets are not wanted.
    """
    rows = rows_of(corpus / "feeds.jsonl")
    for number, start in enumerate(range(0, len(rows), FEEDS_PER_OUTLET)):
        host = f"feeds{number:02}.example"
        part = rows[start : start + FEEDS_PER_OUTLET]
        for row in part:
            given = {name.title(): value for name, value in (row.get("http_headers") or {}).items()}
            headers = {"Content-Type": row.get("content_type") or "application/xml", **given}
            body = bytes_of(corpus / row["file"])
            newsroom.put(f"/{row['id']}", body, content_type=None, headers=headers, host=host)
        feeds = tuple(f"http://{host}/{row['id']}" for row in part)
        yield ServedOutlet(
            id=f"feeds{number:02}", host=host, name=host, feeds=feeds, fetch_pages=False
        )


def put_pages(newsroom: Newsroom, corpus: Path) -> Iterator[ServedOutlet]:
    """Serve every saved page; the pages of one domain are one outlet, whose feed lists none yet."""
    for number, (domain, rows) in enumerate(_by_domain(corpus).items()):
        host = f"{domain}.example"
        for row in rows:
            newsroom.script(f"/{row['id']}.html", _page(corpus / row["html"]), host=host)
        feeds = (f"http://{host}/rss",)
        yield ServedOutlet(
            id=f"pages{number:03}", host=host, name=domain, feeds=feeds, fetch_pages=True
        )


def list_pages(newsroom: Newsroom, corpus: Path, *, at_most: int | None = None) -> int:
    """Let the feeds of the pages' outlets list their pages; says how many those are in all."""
    count = 0
    for domain, rows in _by_domain(corpus).items():
        host = f"{domain}.example"
        links = [f"http://{host}/{row['id']}.html" for row in rows[:at_most]]
        items = "".join(f"<item><link>{escape(link)}</link></item>" for link in links)
        newsroom.put("/rss", _FEED % items.encode(), content_type=_FEED_TYPE, host=host)
        count += len(links)
    return count


def _by_domain(corpus: Path) -> Mapping[str, Sequence[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows_of(corpus / "articles.jsonl"):
        domain = row["domain"] if _HOST.fullmatch(row["domain"]) else "unknown"
        found[domain].append(row)
    return found


def _page(path: Path) -> Handler:
    # Unpacked when asked for: all pages at once are some hundreds of megabytes.
    async def handler(_: web.BaseRequest) -> web.StreamResponse:
        return web.Response(body=bytes_of(path), headers={"Content-Type": "text/html"})

    return handler
