"""Export: take matched stories away as CSV or JSON Lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TextIO

from monitor.model import Story, TaggedArticle
from monitor.render.table import csv_lines, jsonl_lines
from monitor.store.engine import Store
from monitor.store.search import StoryFilter, stream_stories


def export(
    store: Store,
    out: TextIO,
    wanted: StoryFilter,
    *,
    format: str,
    bom: bool = False,
    satisfies: Callable[[TaggedArticle], bool] | None = None,
    on_story: Callable[[], object] = lambda: None,
) -> int:
    """Write the stories that pass a filter, in constant memory.

    Args:
        store: The database.
        out: A text stream that does not translate line ends.
        wanted: The filter.
        format: csv or jsonl.
        bom: True to begin a CSV with a byte order mark, for Excel.
        satisfies: A further question to the articles that pass the filter.
        on_story: Called after each story, for a progress bar.

    Returns:
        How many stories were written.
    """
    count = 0

    def counted() -> Iterator[Story]:
        nonlocal count
        for story in stream_stories(store, wanted, satisfies):
            yield story
            count += 1
            on_story()

    for line in _lines(counted(), format, bom):
        out.write(line)
    return count


def _lines(stories: Iterable[Story], format: str, bom: bool) -> Iterator[str]:
    return csv_lines(stories, bom=bom) if format == "csv" else jsonl_lines(stories)
