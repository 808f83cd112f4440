"""What a cycle says it did is what it did."""

from __future__ import annotations

from monitor.store.overview import totals
from tests.flow.desk import NOW, Desk, Item, hours


def test_feeds_polled_at_once_are_all_counted(desk: Desk) -> None:
    """Forty feeds that are read side by side count each of their entries."""
    for number in range(40):
        items = [
            Item(path=f"/{number}/{n}", title=f"Text {number} {n}", at=NOW - hours(1))
            for n in range(3)
        ]
        desk.follow(f"outlet{number}", items, more="fetch_pages = false")
    counts = desk.cycle(NOW)
    store = desk.open()
    with store.read() as tx:
        kept = totals(tx)["entries"]
    store.close()
    assert counts["poll"]["new_entries"] == kept == 120
    assert counts["poll"]["listed"] == 40
    assert counts["harvest"].total() == 120
