from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from monitor.demo.world_dates import fill_dates, write_date

_MOMENT = datetime(2026, 7, 2, 9, 5, tzinfo=ZoneInfo("Asia/Baku"))


@pytest.mark.parametrize(
    ("pattern", "language", "expected"),
    [
        ("%B %e", "en", "July 2"),
        ("%d.%m.%y", "ru", "02.07.26"),
        ("%e %B %Y года", "ru", "2 июля 2026 года"),
        ("%^B %e, %Y %H:%M", "ru", "Июля 2, 2026 09:05"),
        ("%e %b", "ru", "2 июл"),
        ("%e-%B, %Y-жыл", "ky", "2-июль, 2026-жыл"),
        ("%Y жылғы %e %B", "kk", "2026 жылғы 2 шілде"),
        ("%d %B %Y", "tr", "02 Temmuz 2026"),
        ("%e %B", "az", "2 iyul"),
        ("%A, %b. %e", "en", "Thursday, Jul. 2"),
    ],
)
def test_a_day_is_written_the_way_of_its_language(
    pattern: str, language: str, expected: str
) -> None:
    """Month words, order and padding follow the pattern and the language."""
    assert write_date(_MOMENT, pattern, language) == expected


def test_pieces_of_a_text_become_days_near_the_publication() -> None:
    """A piece may name a day before or after; the text around it stays as it is."""
    text = "BAKU, {en|%B %e}. From {en-2|%B %e} to {en+30|%B %e}: {not a piece}"
    assert fill_dates(text, _MOMENT) == ("BAKU, July 2. From June 30 to August 1: {not a piece}")


def test_an_unknown_directive_is_refused() -> None:
    """A slip in a pattern must not reach a page."""
    with pytest.raises(KeyError):
        write_date(_MOMENT, "%Q", "en")
