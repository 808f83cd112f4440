"""What is old is collected and told to nobody."""

from __future__ import annotations

from monitor.demo.postbox import Postbox
from tests.flow.desk import FLOOD, FLOOD_TITLE, MEETING, MEETING_TITLE, NOW, Desk, Item, hours, told

FRESH = Item(path="/a/1.html", title=MEETING_TITLE, body=MEETING, at=NOW - hours(1))
UNDATED = Item(path="/a/1.html", title=MEETING_TITLE, body=MEETING)
OLD = Item(path="/a/1.html", title=MEETING_TITLE, body=MEETING, at=NOW - hours(100))
OTHER = Item(path="/a/2.html", title=FLOOD_TITLE, body=FLOOD)


def watching(desk: Desk) -> None:
    """Watch the pair of the meeting."""
    desk.watch("pair", "pair:KGZ-RUS", ["desk@ministry.example"])


def test_a_first_poll_tells_what_is_fresh(desk: Desk, postbox: Postbox) -> None:
    """Today's news of a feed added today is news."""
    desk.follow("one", [FRESH])
    watching(desk)
    desk.cycle(NOW)
    assert len(told(postbox)) == 1


def test_a_first_poll_does_not_tell_what_is_old_or_undated(desk: Desk, postbox: Postbox) -> None:
    """The back catalogue is collected, and silent."""
    desk.follow("old", [OLD])
    desk.follow("undated", [Item(path="/b/1.html", title=MEETING_TITLE, body=MEETING)])
    watching(desk)
    desk.cycle(NOW)
    assert len(desk.stories()) == 1
    assert told(postbox) == []


def test_a_later_poll_tells_undated_entries(desk: Desk, postbox: Postbox) -> None:
    """What was not listed before is new, whatever it says of itself."""
    desk.follow("one", [OTHER])
    watching(desk)
    desk.cycle(NOW)
    desk.serve("one", [UNDATED, OTHER])
    desk.cycle(NOW + hours(1))
    assert len(told(postbox)) == 1


def test_a_fresh_copy_of_a_silent_story_is_told(desk: Desk, postbox: Postbox) -> None:
    """Silence about an undated text must not swallow the dated one."""
    desk.follow("undated", [UNDATED])
    desk.follow("fresh", [Item(path="/b/1.html", title="Talks", body=MEETING, at=NOW - hours(1))])
    watching(desk)
    desk.cycle(NOW)
    assert len(desk.stories()) == 1
    assert len(told(postbox)) == 1


def test_a_watch_added_today_does_not_mail_yesterdays_backlog(desk: Desk, postbox: Postbox) -> None:
    """Not when it is added, and not when a copy of yesterday's story comes in."""
    desk.follow("one", [FRESH])
    desk.follow("two", [OTHER])
    desk.cycle(NOW)
    watching(desk)
    copy = Item(path="/b/1.html", title="Talks", body=MEETING, at=NOW + hours(20))
    desk.serve("two", [copy, OTHER])
    desk.cycle(NOW + hours(24))
    assert sorted(len(story.carriers) for story in desk.stories()) == [1, 2]
    assert told(postbox) == []


def test_without_mail_everything_is_collected_and_later_mail_is_no_flood(
    desk: Desk, postbox: Postbox
) -> None:
    """Matches are kept for export; a mail server added later starts from there."""
    port, desk.mail_port = desk.mail_port, None
    desk.follow("one", [FRESH])
    watching(desk)
    desk.cycle(NOW)
    assert len(desk.stories()) == 1
    desk.mail_port = port
    desk.cycle(NOW + hours(1))
    assert told(postbox) == []
