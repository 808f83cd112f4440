"""A menu is no article, however long; short paragraphs are no menu."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.outcomes import Outcome, Reason
from monitor.read.article import read_page
from monitor.read.prose import is_link_list

NOW = datetime(2026, 3, 2, tzinfo=UTC)
MENU = "\n".join(["Home", "World", "Economy", "Sport", "Culture", "Ankara 11°", "USD 42.15"] * 9)
NOTES = "\n".join(
    ["The road is open again.", "Trucks wait at the border.", "Snow is forecast."] * 6
)
TABLE = "\n".join(f"{code} | {n},2040" for n, code in enumerate(["USD", "EUR", "RUB", "TRY"] * 9))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (MENU, True),
        (TABLE, False),
        (NOTES, False),
        (
            MENU + "\n" + "A paragraph of an article that is long enough to count as one. " * 4,
            False,
        ),
        ("Президент подписал указ.\n" * 10, False),
        ("", False),
    ],
)
def test_a_menu_is_told_from_running_text(body: str, expected: bool) -> None:
    """By sentences and by the length of most lines."""
    assert is_link_list(body, 200) is expected


def test_a_gallery_page_is_counted_and_not_stored() -> None:
    """Extraction falls back on the menu of a page without a text."""
    items = "".join(f"<li><a href='/{n}'>Section {n}</a></li>" for n in range(60))
    page = f"<html><body><ul>{items}</ul><div><img src='a.jpg'></div></body></html>"
    found = read_page(page.encode(), url="http://a.example/g/1", now=NOW)
    assert found.outcome is Outcome.TOO_SHORT
    assert found.reason in (Reason.LINK_LIST, Reason.NO_TEXT)
