from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Carrier, CountryScore, KeywordTag, PairScore, Published, Story
from monitor.render.table import (
    CELL_CHARS_MAX,
    COLUMNS,
    EXCERPT_CHARS_MAX,
    csv_lines,
    story_row,
)

SEEN_AT = datetime(2025, 7, 2, 9, 30, tzinfo=UTC)


def carrier(number: int, title: str = "Leaders met", outlet_name: str = "Outlet") -> Carrier:
    """Make the article of one outlet."""
    return Carrier(
        article_id=number,
        outlet_id=f"outlet{number}",
        outlet_name=outlet_name,
        url=f"https://outlet{number}.example/a?b=1,2",
        title=title,
        language="en",
        first_seen_at=SEEN_AT,
        published=Published(
            raw="2025-07-02 14:00",
            at=datetime(2025, 7, 2, 14, 0, tzinfo=timezone(timedelta(hours=5))),
            on=date(2025, 7, 2),
        ),
        reason="first",
    )


def story(
    title: str = "Leaders met", body: str = "First.\nSecond.", outlet_name: str = "Outlet"
) -> Story:
    """Make a story of two articles about one pair."""
    lead = carrier(1, title, outlet_name)
    return Story(
        id=5,
        lead=lead,
        carriers=(lead, carrier(2)),
        body=body,
        first_seen_at=SEEN_AT,
        countries=(
            CountryScore(country="KGZ", score=0.5),
            CountryScore(country="RUS", score=0.9),
        ),
        pairs=(
            PairScore(pair="AZE-KGZ", score=0.4, sentence="Later."),
            PairScore(pair="KGZ-RUS", score=0.81239, sentence="They\nmet."),
        ),
        keywords=(
            KeywordTag(keyword="energy", phrase="gas"),
            KeywordTag(keyword="energy", phrase="oil"),
        ),
        reporter="Outlet 1",
        origin=None,
    )


def read(*stories: Story, bom: bool = False) -> list[list[str]]:
    """Write stories and read them as a spreadsheet would."""
    text = "".join(csv_lines(stories, bom=bom))
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def cell(column: str, told: Story) -> str:
    """Give one cell of the only row."""
    return read(told)[1][COLUMNS.index(column)]


def test_a_story_is_one_row_under_the_documented_columns() -> None:
    """Every column holds what its description says, best first, times in UTC with Z."""
    header, row = read(story())
    assert tuple(header) == COLUMNS
    assert dict(zip(header, row, strict=True)) == {
        "story_id": "5",
        "first_seen_at": "2025-07-02T09:30:00Z",
        "published_at": "2025-07-02T09:00:00Z",
        "published_on": "2025-07-02",
        "title": "Leaders met",
        "url": "https://outlet1.example/a?b=1,2",
        "outlet": "outlet1",
        "outlet_name": "Outlet",
        "language": "en",
        "countries": "RUS KGZ",
        "pairs": "KGZ-RUS AZE-KGZ",
        "best_pair_score": "0.8124",
        "evidence": "They met.",
        "keywords": "energy",
        "reporter": "Outlet 1",
        "origin": "",
        "carrier_count": "2",
        "carriers": "outlet1 outlet2",
        "carrier_urls": "https://outlet1.example/a?b=1,2 https://outlet2.example/a?b=1,2",
        "body_chars": "14",
        "excerpt": "First. Second.",
    }


def test_columns_are_a_contract() -> None:
    """Scripts of readers name these columns: none moves, none is renamed."""
    assert " ".join(COLUMNS) == (
        "story_id first_seen_at published_at published_on title url outlet outlet_name language"
        " countries pairs best_pair_score evidence keywords reporter origin carrier_count carriers"
        " carrier_urls body_chars excerpt"
    )


def test_numbers_stay_numbers_and_the_unknown_stays_empty() -> None:
    """A row holds ints and floats, and None where nothing is known."""
    bare = replace(story(), pairs=(), keywords=(), countries=())
    bare = replace(bare, lead=replace(bare.lead, published=Published(), language=None))
    row = story_row(bare)
    assert tuple(row) == COLUMNS
    assert (row["story_id"], row["carrier_count"], row["body_chars"]) == (5, 2, 14)
    assert (
        row["best_pair_score"] is row["evidence"] is row["published_at"] is row["language"] is None
    )
    assert isinstance(story_row(story())["best_pair_score"], float)


def test_every_line_ends_as_rfc_4180_says() -> None:
    """Each row is one line of its own with CRLF, whatever its text."""
    lines = list(csv_lines([story(title='a "b",\r\nc'), story()]))
    assert len(lines) == 3
    assert all(line.endswith("\r\n") and "\n" not in line[:-2] for line in lines)


def test_the_byte_order_mark_comes_first_and_only_where_asked_for() -> None:
    """Excel gets its mark once; other readers get none."""
    assert "".join(csv_lines([story()], bom=True)) == "\ufeff" + "".join(csv_lines([story()]))
    assert next(csv_lines([])).startswith("story_id,")


def test_stories_are_taken_one_by_one() -> None:
    """A row comes out before the next story is asked for."""
    taken: list[int] = []

    def source() -> Iterator[Story]:
        for number in range(3):
            taken.append(number)
            yield story()

    lines = csv_lines(source())
    next(lines)
    assert taken == []
    next(lines)
    assert taken == [0]


@pytest.mark.parametrize(
    "title",
    [
        '=HYPERLINK("http://x.example")',
        "+1",
        "-2+3",
        "@SUM(A1)",
        " =1",
        "\t=1",
        "\r=1",
        "\n=1",
        "\x00=1",
        "\u00a0=1",
        "\u3000=1",
        "\u200b=1",
        "\ufeff=1",
        "＝1",
        "＋1",
        "－1",
        "＠a",
        "﹦1",
        "−1",
    ],
)
def test_a_cell_that_begins_like_a_formula_is_neutralised(title: str) -> None:
    """A headline cannot run in the analyst's spreadsheet, in whatever width it is written."""
    told = cell("title", story(title=title))
    assert told.startswith("'")
    assert told[1:].strip("\u200b\ufeff") == title.strip().strip("\x00\u200b\ufeff")


@pytest.mark.parametrize("title", ["a=b", "'quoted'", "1-2", "#5", "— he said", "«=»", ""])
def test_other_cells_stay_as_they_are(title: str) -> None:
    """What is no formula is not touched."""
    assert cell("title", story(title=title)) == title


def test_control_characters_and_half_characters_are_left_out() -> None:
    """The file is valid UTF-8 on single lines, whatever a page held."""
    told = cell("title", story(title="a\x00b\x1bc\ud800d\u2028e\x85f\tg"))
    assert told == "a b c\ufffdd e f g"


def test_an_excerpt_is_short_and_says_that_it_was_cut() -> None:
    """A long body gives its beginning on one line with an ellipsis."""
    told = cell("excerpt", story(body="word\n" * 1_000))
    assert len(told) <= EXCERPT_CHARS_MAX
    assert told.startswith("word word ")
    assert told.endswith("…")


def test_a_list_too_long_for_a_cell_is_cut_at_a_whole_item() -> None:
    """Excel would break an endless cell over its neighbours; the count still tells all."""
    many = replace(story(), carriers=tuple(carrier(number) for number in range(2_000)))
    urls = cell("carrier_urls", many)
    assert CELL_CHARS_MAX * 0.9 < len(urls) <= CELL_CHARS_MAX
    assert urls.split()[-1].endswith("b=1,2")
    assert cell("carrier_count", many) == "2000"


HOSTILE = st.text(
    st.sampled_from("=+-@＝＋－＠−'\",;\r\n\t\x00 \u00a0\u200b\ufeffa1é字")
    | st.characters(exclude_categories=[])
)


@given(HOSTILE, HOSTILE, HOSTILE)
def test_whatever_the_text_the_file_reads_back_and_holds_no_formula(
    title: str, body: str, name: str
) -> None:
    """RFC 4180 readers get the row's own values, none of which begins like a formula."""
    told = story(title=title, body=body, outlet_name=name)
    header, row = read(told)
    assert "".join(csv_lines([told])).encode("utf-8")
    for column, text in zip(header, row, strict=True):
        value = story_row(told)[column]
        assert text in ("" if value is None else str(value), f"'{value}")
        bare = text.lstrip("\u200b\ufeff ")
        assert not unicodedata.normalize("NFKC", bare[:1]).startswith(("=", "+", "-", "@", "−"))
        assert not any(unicodedata.category(char) == "Cc" for char in text)
