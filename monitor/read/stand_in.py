"""What the feed itself says of an article, where its page gives nothing."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.model import BodySource, Entry
from monitor.read.article import text_of_html

# A teaser shorter than this is a headline said twice; news flashes of agencies are longer.
_MINIMUM_CHARS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn:
    """A text of the feed that serves as the body."""

    body: str
    source: BodySource


def choose_stand_in(entry: Entry) -> StandIn | None:
    """Choose the longest text that the feed gives of an entry.

    Args:
        entry: The entry as the feed gave it.

    Returns:
        The text, None where the feed says too little to be an article.
    """
    content = text_of_html(entry.content) if entry.content else ""
    summary = text_of_html(entry.summary) if entry.summary else ""
    if len(content) >= max(len(summary), _MINIMUM_CHARS):
        return StandIn(body=content, source="feed_content")
    if len(summary) >= _MINIMUM_CHARS:
        return StandIn(body=summary, source="feed_summary")
    return None
