"""What is asked of a line: texts, pages, feeds, robots, dates."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime

from monitor.errors import ReadError
from monitor.fetch.robots import check_robots
from monitor.inspect.lines import Context, Json, answers
from monitor.language.dates import parse_published
from monitor.model import FeedReading, FeedSpec, Fingerprint, Published, Tagging
from monitor.read.article import PageHints
from monitor.workers import classify_text, read_article, read_entries

_MOST_UNPACKED_BYTES = 256 * 1024 * 1024


def inspect_text(line: Json, context: Context) -> Json:
    """Read all tags out of one text.

    Args:
        line: ``{id, title?, text, language?, outlet?, published_at?}``.
        context: What it is read against.

    Returns:
        The answer of the inspect contract.
    """
    tagging, _ = _classified(line)
    return tags_json(tagging)


def inspect_page(line: Json, context: Context) -> Json:
    """Take the article out of one page and read its tags.

    Args:
        line: ``{id, file, url, outlet?, content_type?}``.
        context: What it is read against.

    Returns:
        The answer of the inspect contract.
    """
    url = _text(line, "url")
    outlet = context.outlet(line, url)
    hints = PageHints(
        languages=outlet.languages,
        time_zone=outlet.time_zone,
        outlet_names=(outlet.name, *outlet.names) if outlet.name != outlet.id else (),
    )
    reading, language = read_article(
        _bytes(line, context),
        url=url,
        content_type=line.get("content_type"),
        hints=hints,
        now=context.now,
    )
    tagging, _ = classify_text(
        title=reading.title,
        text=reading.body,
        language=language,
        outlet_id=outlet.id,
        published_on=reading.published.on,
    )
    return {
        **tags_json(tagging),
        "title": reading.title,
        "body": reading.body,
        **_published_json(reading.published),
        "byline": reading.byline,
        "outcome": reading.outcome,
        "reason": reading.reason,
    }


def inspect_feed(line: Json, context: Context) -> Json:
    """Read what one feed lists.

    Args:
        line: ``{id, file, url?, content_type?, kind?, link_pattern?, outlet?}``.
        context: What it is read against.

    Returns:
        The answer of the inspect contract.
    """
    url = str(line.get("url") or "")
    spec = FeedSpec(
        outlet_id="",
        url=url,
        kind="listing" if line.get("kind") == "listing" else "rss",
        link_pattern=line.get("link_pattern"),
    )
    outlet = context.outlet(line, url)
    try:
        reading = read_entries(_bytes(line, context), spec, outlet, line.get("content_type"))
    except ReadError as error:
        reading = FeedReading(kind="", title="", entries=(), problems=(str(error),))
    return {
        "kind": reading.kind or None,
        "title": reading.title,
        "problems": list(reading.problems),
        "entries": [
            {
                "key": entry.key,
                "link": entry.link,
                "title": entry.title,
                # a feed that gives only a day says no more than that day
                "published_at": _iso(entry.published.at) or _iso_day(entry.published),
                "summary": entry.summary,
                "has_body": bool(entry.content),
            }
            for entry in reading.entries
        ],
    }


def inspect_robots(line: Json, context: Context) -> Json:
    """Ask one robots.txt about one address.

    Args:
        line: ``{id, robots_txt, agent, url}``.
        context: Not needed.

    Returns:
        ``{allowed, crawl_delay}``.
    """
    allowed, crawl_delay = check_robots(
        _text(line, "robots_txt", may_be_empty=True), _text(line, "agent"), _text(line, "url")
    )
    return {"allowed": allowed, "crawl_delay": crawl_delay}


def inspect_date(line: Json, context: Context) -> Json:
    """Read one written date.

    Args:
        line: ``{id, text, language?, time_zone?}``.
        context: Not needed.

    Returns:
        ``{published_at, published_on}``.
    """
    text = _text(line, "text", may_be_empty=True)
    zone = line.get("time_zone") or "UTC"
    return _published_json(parse_published(text, language=_language(line), time_zone=zone))


def classify_line(line: Json, context: Context) -> tuple[Tagging, Fingerprint]:
    """Read the tags of a text and what it is compared by.

    Args:
        line: As for ``inspect_text``.
        context: Not needed.

    Returns:
        The tags and the fingerprint.
    """
    return _classified(line)


def _classified(line: Json) -> tuple[Tagging, Fingerprint]:
    at = published_at(line)
    return classify_text(
        title=_text(line, "title", may_be_empty=True) if line.get("title") else "",
        text=_text(line, "text", may_be_empty=True),
        language=_language(line),
        outlet_id=line.get("outlet"),
        published_on=at.date() if at else None,
    )


KINDS: Mapping[str, Callable[[Json, Context], Json]] = {
    "texts": inspect_text,
    "pages": inspect_page,
    "feeds": inspect_feed,
    "robots": inspect_robots,
    "dates": inspect_date,
}


def inspect_lines(
    kind: str, lines: Iterable[str], context: Context, processes: int
) -> Iterator[Json]:
    """Answer lines on all cores, in the order they came.

    Args:
        kind: One of ``KINDS``.
        lines: JSON objects, one a line; empty lines are passed over.
        context: What they are read against.
        processes: How many processes work.

    Yields:
        One answer a line; ``{id, error}`` for a line that cannot be answered.
    """
    for line, answer in answers(KINDS[kind], lines, context, processes):
        yield answer if isinstance(answer, dict) else {"id": line["id"], "error": str(answer)}


def tags_json(tagging: Tagging) -> Json:
    """Write tags as the inspect contract has them.

    Args:
        tagging: The tags.

    Returns:
        A JSON object.
    """
    line = tagging.dateline
    on = line.on.isoformat() if line and line.on else None
    mentions = [asdict(mention) for mention in tagging.mentions]
    return {
        "language": tagging.language,
        "dateline": {"place": line.place, "country": line.country, "date": on} if line else None,
        "credit": asdict(tagging.credit) if tagging.credit else None,
        "countries": [asdict(country) for country in tagging.countries],
        "pairs": [asdict(pair) for pair in tagging.pairs],
        "mentions": [{("in" if k == "within" else k): v for k, v in m.items()} for m in mentions],
        "keywords": [asdict(keyword) for keyword in tagging.keywords],
        "organisations": list(tagging.organisations),
    }


def published_at(line: Json) -> datetime | None:
    """Read when a line's text was published.

    Args:
        line: The line; ``published_at`` is ISO 8601, in UTC where it has no zone.

    Returns:
        The instant, None where the line has none.

    Raises:
        ValueError: If it is not ISO 8601.
    """
    raw = line.get("published_at")
    if not raw:
        return None
    found = datetime.fromisoformat(str(raw))
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _published_json(published: Published) -> Json:
    return {"published_at": _iso(published.at), "published_on": _iso_day(published)}


def _iso_day(published: Published) -> str | None:
    return published.on.isoformat() if published.on else None


def _iso(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else None


def _text(line: Json, key: str, *, may_be_empty: bool = False) -> str:
    value = line.get(key)
    if not isinstance(value, str) or not (value or may_be_empty):
        raise ValueError(f"{key} is missing or not a text")
    return value


def _language(line: Json) -> str | None:
    value = line.get("language")
    return value if isinstance(value, str) and value else None


def _bytes(line: Json, context: Context) -> bytes:
    path = context.folder / _text(line, "file")
    if path.suffix != ".gz":
        return path.read_bytes()
    with gzip.open(path) as file:
        return file.read(_MOST_UNPACKED_BYTES)
