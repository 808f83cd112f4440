"""The saved pages that are measured on: real ones where they are, else the sample world's."""

from __future__ import annotations

import gzip
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from monitor.demo.world import load_world

_DATA = Path(os.environ.get("MONITOR_DATA") or Path(__file__).parents[2] / "shared")


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A page as it was published."""

    url: str
    body: bytes


def load_pages(count: int) -> tuple[str, list[SavedPage]]:
    """Load pages to measure on.

    Args:
        count: How many are wanted.

    Returns:
        Where they are from, and the pages; fewer where there are no more.
    """
    listing = _DATA / "corpus" / "articles.jsonl"
    if not listing.exists():
        pages = load_world().pages(datetime(2026, 3, 2, tzinfo=UTC))
        own = [
            SavedPage(f"http://{host}{path}", page.body)
            for (host, path), page in pages.items()
            if page.content_type.startswith("text/html")
        ]
        return "the sample world's pages", own[:count]
    rows = [json.loads(line) for line in listing.read_text("utf-8").splitlines()]
    gold = [row for row in rows if row["gold_kind"] in ("human", "curated")]
    step = max(1, len(gold) // count)
    return "saved pages of real outlets", [
        SavedPage(row["url"], gzip.decompress((listing.parent / row["html"]).read_bytes()))
        for row in gold[::step][:count]
    ]
