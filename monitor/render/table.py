"""Stories as rows: CSV for a spreadsheet, JSON Lines for a program.

The columns of the CSV, in this order, are a contract:

================  ================================================================================
story_id          number of the story
first_seen_at     when its first article was listed; UTC, ISO 8601 with Z, as all times here
published_at      when the lead article says it came out; empty where it names no hour
published_on      the calendar day of that at the outlet; empty where unknown
title             of the lead article, as are the next four
url
outlet            the outlet's id
outlet_name
language          ISO 639-1
countries         what the story is about, ISO 3166-1 alpha-3, best first, parted by blanks
pairs             country pairs such as AZE-KGZ, best first, parted by blanks
best_pair_score   score of the first of them, 0 to 1; empty without a pair
evidence          the sentence that shows the first pair
keywords          ids of keyword lists, parted by blanks
reporter          who reports, as the lead credits it
origin            from whom, as the lead credits it
carrier_count     how many articles carry the text, the lead among them
carriers          their outlets' ids in the order of time, parted by blanks
carrier_urls      their addresses, likewise
body_chars        length of the lead's body, code points
excerpt           the beginning of the body on one line
================  ================================================================================

Lists longer than a spreadsheet's cell are cut at a whole item; ``carrier_count`` still counts all.
"""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from monitor.model import Carrier, PairScore, Story

COLUMNS: tuple[str, ...] = (
    "story_id",
    "first_seen_at",
    "published_at",
    "published_on",
    "title",
    "url",
    "outlet",
    "outlet_name",
    "language",
    "countries",
    "pairs",
    "best_pair_score",
    "evidence",
    "keywords",
    "reporter",
    "origin",
    "carrier_count",
    "carriers",
    "carrier_urls",
    "body_chars",
    "excerpt",
)
# About the first two paragraphs: enough to sort stories by eye, short enough to keep rows low.
EXCERPT_CHARS_MAX = 500
# Excel's own limit is 32,767 UTF-16 units; it breaks a longer cell over the cells after it. Half
# of that in code points is safe for any script.
CELL_CHARS_MAX = 16_000

Cell = str | int | float | None

_FORMULA_STARTS = "=+-@−"
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# Some readers of JSON Lines cut at every character that Unicode calls the end of a line.
_LINE_ENDS = {"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def story_row(story: Story) -> dict[str, Cell]:
    """Lay a story out as one row.

    Args:
        story: The story with its carriers in the order of time.

    Returns:
        A value for each of ``COLUMNS``, in that order: numbers as numbers, text on one line
        without control characters, None where nothing is known. Nothing is neutralised.
    """
    lead = story.lead
    pairs = sorted(story.pairs, key=lambda pair: -pair.score)
    values: tuple[Cell, ...] = (
        story.id,
        _stamp(story.first_seen_at),
        _stamp(lead.published.at),
        lead.published.on.isoformat() if lead.published.on else None,
        _text(lead.title),
        _text(lead.url),
        _text(lead.outlet_id),
        _text(lead.outlet_name),
        _text(lead.language),
        _list(each.country for each in sorted(story.countries, key=lambda each: -each.score)),
        _list(pair.pair for pair in pairs),
        *_best(pairs),
        _list(dict.fromkeys(each.keyword for each in story.keywords)),
        _text(story.reporter),
        _text(story.origin),
        len(story.carriers),
        _list(carrier.outlet_id for carrier in story.carriers),
        _list(carrier.url for carrier in story.carriers),
        len(story.body),
        _text(story.body, EXCERPT_CHARS_MAX),
    )
    return dict(zip(COLUMNS, values, strict=True))


def csv_lines(stories: Iterable[Story], *, bom: bool = False) -> Iterator[str]:
    """Write stories as CSV (RFC 4180), one story at a time.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it.

    Args:
        stories: The stories, taken one by one.
        bom: Whether a byte order mark comes first, by which Excel knows UTF-8.

    Yields:
        The header, then a row a story, each with its CRLF.
    """
    writer = csv.writer(_Line(), lineterminator="\r\n")
    yield ("\ufeff" if bom else "") + str(writer.writerow(COLUMNS))
    for story in stories:
        yield str(writer.writerow(_neutral(cell) for cell in story_row(story).values()))


def jsonl_lines(stories: Iterable[Story]) -> Iterator[str]:
    """Write stories as JSON Lines, whole and nested, one story at a time.

    Args:
        stories: The stories, taken one by one.

    Yields:
        One JSON object a story with its line feed; text stands in it as it is.
    """
    for story in stories:
        line = json.dumps(_document(story), ensure_ascii=False)
        for char, escape in _LINE_ENDS.items():
            line = line.replace(char, escape)
        yield _SURROGATE.sub("\ufffd", line) + "\n"


class _Line:
    """What csv writes to: gives each row back instead of keeping it."""

    def write(self, row: str) -> str:
        return row


def _best(pairs: list[PairScore]) -> tuple[Cell, Cell]:
    if not pairs:
        return None, None
    return round(pairs[0].score, 4), _text(pairs[0].sentence)


def _stamp(at: datetime | None) -> str | None:
    if at is None:
        return None
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _text(text: str | None, chars_max: int = CELL_CHARS_MAX) -> str | None:
    if text is None:
        return None
    # twice what is kept is plenty to find it in, and a body may be long
    head = _SURROGATE.sub("\ufffd", text[: 2 * chars_max])
    line = " ".join(_UNPRINTABLE.sub(" ", head).split())
    if len(line) <= chars_max and len(text) <= 2 * chars_max:
        return line
    return line[: chars_max - 1].rstrip() + "…"


def _list(items: Iterable[str]) -> str:
    kept: list[str] = []
    room = CELL_CHARS_MAX
    for item in items:
        room -= len(item) + 1
        if room < 0:
            break
        kept.append(_text(item) or "")
    return " ".join(kept)


def _neutral(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    seen = next((char for char in cell if not _is_unseen(char)), "")
    begins = unicodedata.normalize("NFKC", seen)[:1]
    return "'" + cell if begins and begins in _FORMULA_STARTS else cell


def _is_unseen(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) in ("Cf", "Cc", "Mn")


def _document(story: Story) -> dict[str, object]:
    return {
        "story_id": story.id,
        "first_seen_at": _stamp(story.first_seen_at),
        "lead": _carrier(story.lead),
        "carriers": [_carrier(carrier) for carrier in story.carriers],
        "countries": [{"country": each.country, "score": each.score} for each in story.countries],
        "pairs": [
            {"pair": each.pair, "score": each.score, "sentence": each.sentence}
            for each in story.pairs
        ],
        "keywords": [{"keyword": each.keyword, "phrase": each.phrase} for each in story.keywords],
        "reporter": story.reporter,
        "origin": story.origin,
        "body": story.body,
    }


def _carrier(carrier: Carrier) -> dict[str, object]:
    on = carrier.published.on
    return {
        "article_id": carrier.article_id,
        "outlet": carrier.outlet_id,
        "outlet_name": carrier.outlet_name,
        "url": carrier.url,
        "title": carrier.title,
        "language": carrier.language,
        "first_seen_at": _stamp(carrier.first_seen_at),
        "published_at": _stamp(carrier.published.at),
        "published_on": on.isoformat() if on else None,
        "reason": carrier.reason,
    }
