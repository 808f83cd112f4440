"""From a feed to a mail and a CSV: each story is told once to each who watches it."""

from __future__ import annotations

import csv
import io

from monitor.demo.postbox import Postbox
from monitor.jobs.export import export
from monitor.store.search import StoryFilter
from tests.flow.desk import (
    FLOOD,
    FLOOD_TITLE,
    MEETING,
    MEETING_TITLE,
    NOW,
    Desk,
    Item,
    hours,
    one_line,
    told,
)

MEETING_ITEM = Item(path="/a/1.html", title=MEETING_TITLE, body=MEETING, at=NOW - hours(1))
FLOOD_ITEM = Item(path="/a/2.html", title=FLOOD_TITLE, body=FLOOD, at=NOW - hours(2))


def copy_of(item: Item, path: str, *, title: str, opening: str, later: float) -> Item:
    """Make a wire copy: another headline, another opening, a cut tail, some time later."""
    assert item.at is not None
    body = (opening, *item.body[1:-1])
    return Item(path=path, title=title, body=body, at=item.at + hours(later))


def test_one_text_from_three_outlets_is_one_story_and_one_mail(
    desk_anywhere: Desk, postbox: Postbox
) -> None:
    """However many carry it, on either database."""
    desk = desk_anywhere
    desk.follow("one", [MEETING_ITEM, FLOOD_ITEM])
    opening = "Astana, 2 March. The heads of state of Kyrgyzstan and Russia met, Two reports."
    second = copy_of(MEETING_ITEM, "/b/1.html", title="Talks in Astana", opening=opening, later=0.2)
    desk.follow("two", [second], country="KAZ")
    desk.follow("three", [Item(path="/c/1.html", title=MEETING_TITLE, body=MEETING, at=NOW)])
    desk.watch("pair", "pair:KGZ-RUS", ["desk@ministry.example"])
    counts = desk.cycle(NOW)
    assert counts["harvest"]["harvested"] == 4
    stories = {len(story.carriers): story for story in desk.stories()}
    assert sorted(stories) == [1, 3]
    assert [(p.pair) for p in stories[3].pairs] == ["KGZ-RUS"]
    assert {c.country for c in stories[3].countries} == {"KGZ", "RUS"}
    assert len(told(postbox)) == 1
    assert desk.cycle(NOW + hours(1))["poll"]["not_modified"] == 3
    assert len(told(postbox)) == 1


def test_a_copy_that_comes_later_is_not_told_again(desk: Desk, postbox: Postbox) -> None:
    """The story was told; who carries it next is no news."""
    desk.follow("one", [MEETING_ITEM])
    desk.follow("two", [FLOOD_ITEM])
    desk.watch("pair", "pair:KGZ-RUS", ["desk@ministry.example"])
    desk.cycle(NOW)
    late = Item(path="/b/9.html", title="Other headline", body=MEETING, at=NOW + hours(2))
    desk.serve("two", [late, FLOOD_ITEM])
    desk.cycle(NOW + hours(3))
    assert sorted(len(story.carriers) for story in desk.stories()) == [1, 2]
    assert len(told(postbox)) == 1


def test_a_recipient_of_two_watches_gets_one_mail_that_names_both(
    desk: Desk, postbox: Postbox
) -> None:
    """Two reasons, one story, one mail; a second recipient has their own."""
    desk.follow("one", [MEETING_ITEM])
    desk.watch("pair", "pair:KGZ-RUS", ["desk@ministry.example"])
    desk.watch("gas", '"natural gas"', ["desk@ministry.example", "energy@ministry.example"])
    desk.cycle(NOW)
    assert sorted(to for to, _ in told(postbox)) == [
        "desk@ministry.example",
        "energy@ministry.example",
    ]
    body = next(m for m in postbox.messages if one_line(m, "To").startswith("desk"))
    text = body.get_body(("plain",))
    assert text is not None
    assert "pair" in text.get_content()
    assert "gas" in text.get_content()


def test_the_mail_shows_the_pair_with_its_sentence(desk: Desk, postbox: Postbox) -> None:
    """Evidence, link, reporter and origin stand in the text part."""
    desk.follow("one", [MEETING_ITEM])
    desk.watch("pair", "pair:KGZ-RUS", ["desk@ministry.example"])
    desk.cycle(NOW)
    (message,) = postbox.messages
    part = message.get_body(("plain",))
    assert part is not None
    text = " ".join(part.get_content().split())
    assert "KGZ-RUS" in str(message["Subject"])
    assert desk.newsroom.url("/a/1.html") in text
    assert "President of Kyrgyzstan met with the President of Russia" in text
    assert "press service of the President of the Kyrgyz Republic" in text


def test_the_csv_has_a_row_for_the_story(desk: Desk) -> None:
    """With the pair, the sentence, reporter and origin; filters choose rows."""
    desk.follow("one", [MEETING_ITEM, FLOOD_ITEM])
    desk.cycle(NOW)
    store = desk.open()

    def rows(wanted: StoryFilter) -> list[dict[str, str]]:
        out = io.StringIO()
        export(store, out, wanted, format="csv")
        return list(csv.DictReader(io.StringIO(out.getvalue())))

    (row,) = rows(StoryFilter(pair="KGZ-RUS"))
    assert row["title"] == MEETING_TITLE
    assert row["countries"].split() == sorted(row["countries"].split())
    assert row["origin"] == "press service of the President of the Kyrgyz Republic"
    assert len(rows(StoryFilter())) == 2
    assert rows(StoryFilter(country="FRA")) == []
    assert len(rows(StoryFilter(since=NOW - hours(1.5)))) == 1
    assert len(rows(StoryFilter(until=NOW - hours(1.5)))) == 1
    store.close()


def test_a_daily_digest_gathers_and_goes_out_once(desk: Desk, postbox: Postbox) -> None:
    """At its hour, in the zone of the settings, with all stories of the day."""
    desk.settings = '[alerts]\ndigest_hour = 7\ntime_zone = "Asia/Bishkek"\n'
    desk.follow("one", [MEETING_ITEM, FLOOD_ITEM])
    desk.watch("all", "president* OR villages", ["desk@ministry.example"], "daily")
    desk.cycle(NOW)
    assert told(postbox) == []
    due = NOW.replace(hour=1) + hours(24)
    desk.cycle(due - hours(0.1))
    assert told(postbox) == []
    desk.cycle(due)
    ((recipient, subject),) = told(postbox)
    assert recipient == "desk@ministry.example"
    assert "2 stories" in subject
    desk.cycle(due + hours(24))
    assert len(told(postbox)) == 1
