"""CPU of taking articles out and tagging them, against trafilatura alone on the same pages."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from datetime import UTC, datetime

from trafilatura import bare_extraction

from benchmarks.pages import SavedPage
from monitor.bundled import bundled_folder
from monitor.config.folder import load_configuration
from monitor.read.article import PageHints
from monitor.workers import TaggerSetup, classify_text, read_article

_NOW = datetime(2026, 3, 2, tzinfo=UTC)
_ROUNDS = 3


def measure(pages: Sequence[SavedPage]) -> dict[str, float]:
    """Measure both on all pages, in turns.

    Args:
        pages: The pages.

    Returns:
        CPU milliseconds a page of ours and of trafilatura, of tagging alone, and the ratio; the
        medians of the rounds.
    """
    configuration = load_configuration(bundled_folder("config"), {})
    tagger = TaggerSetup(
        outlets=configuration.outlets, keyword_lists=configuration.keyword_lists
    ).build()
    rows = []
    for page in pages[:5]:
        bare_extraction(page.body, url=page.url, fast=True, with_metadata=True)
    for _ in range(_ROUNDS):
        peer = ours = tagging = 0.0
        for page in pages:
            start = time.process_time()
            bare_extraction(page.body, url=page.url, fast=True, with_metadata=True)
            peer += time.process_time() - start
            start = time.process_time()
            reading, language = read_article(
                page.body, url=page.url, content_type="text/html", hints=PageHints(), now=_NOW
            )
            middle = time.process_time()
            classify_text(
                title=reading.title,
                text=reading.body,
                language=language,
                outlet_id=None,
                published_on=reading.published.on,
                tagger=tagger,
            )
            end = time.process_time()
            ours += end - start
            tagging += end - middle
        rows.append((ours, peer, tagging))
    ours, peer, tagging = (statistics.median(row[i] for row in rows) for i in range(3))
    scale = 1000 / len(pages)
    return {
        "ours": ours * scale,
        "peer": peer * scale,
        "tagging": tagging * scale,
        "ratio": statistics.median(row[0] / row[1] for row in rows),
    }
