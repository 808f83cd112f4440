"""JSON Feed 1.0 and 1.1 (jsonfeed.org), read into raw items."""

from __future__ import annotations

import html
import json
from dataclasses import dataclass

from monitor.errors import ReadError
from monitor.outcomes import Outcome, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class RawItem:
    """One item as a feed wrote it, nothing cleaned and nothing resolved."""

    guid: str = ""
    link: str = ""
    title: str = ""
    date: str = ""
    summary: str = ""
    content: str = ""


def read_json_feed(text: str) -> tuple[str, str, list[RawItem]]:
    """Read a JSON Feed.

    Args:
        text: The decoded document.

    Returns:
        The feed's title, the address of its site, and its items in order.

    Raises:
        ReadError: It is not JSON, or JSON that is no feed.
    """
    try:
        document = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        raise _refusal(f"broken JSON: {str(error)[:120]}") from error
    version = document.get("version") if isinstance(document, dict) else None
    items = document.get("items") if isinstance(document, dict) else None
    if not isinstance(items, list) or "jsonfeed.org/version/" not in str(version):
        raise _refusal("JSON, but not a JSON Feed")
    raw_items = [_item(item) for item in items if isinstance(item, dict)]
    return _text(document.get("title")), _text(document.get("home_page_url")), raw_items


def _item(item: dict[str, object]) -> RawItem:
    content = _text(item.get("content_html"))
    plain = _text(item.get("content_text"))
    if not content and plain:
        content = "".join(f"<p>{html.escape(line)}</p>" for line in plain.splitlines() if line)
    return RawItem(
        guid=_text(item.get("id")),
        link=_text(item.get("url")) or _text(item.get("external_url")),
        title=_text(item.get("title")),
        date=_text(item.get("date_published")) or _text(item.get("date_modified")),
        summary=html.escape(_text(item.get("summary")), quote=False),
        content=content,
    )


def _text(value: object) -> str:
    """Accept a number for a text, as ids often are; anything else is as if it were absent."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _refusal(message: str) -> ReadError:
    return ReadError(message, outcome=Outcome.NOT_A_FEED, reason=Reason.UNKNOWN_FORMAT)
