"""The demo does the whole job, and finds nothing new the second time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest

from monitor.demo.driver import DemoResult, run_demo
from monitor.demo.world import load_world
from monitor.model import Story
from monitor.store.engine import open_store
from monitor.store.search import StoryFilter, stream_stories

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[DemoResult, DemoResult, Path]:
    """Two runs in one folder."""
    folder = tmp_path_factory.mktemp("demo")
    return run_demo(folder), run_demo(folder), folder


@pytest.fixture(scope="module")
def stories(runs: tuple[DemoResult, DemoResult, Path]) -> list[Story]:
    """The stories of the sample world."""
    store = open_store(f"sqlite:///{runs[2] / 'monitor.db'}")
    found = list(stream_stories(store, StoryFilter()))
    store.close()
    return found


def grouped(pairs: Iterable[tuple[object, str]]) -> set[frozenset[str]]:
    """Group names by what they belong to."""
    groups: defaultdict[object, set[str]] = defaultdict(set)
    for group, name in pairs:
        groups[group].add(name)
    return {frozenset(names) for names in groups.values()}


def test_every_entry_has_one_counted_outcome(runs: tuple[DemoResult, DemoResult, Path]) -> None:
    """The counts add up, and nothing waits."""
    first = runs[0]
    for row in first.outlets:
        assert sum(row["outcomes"].values()) == row["entries"]
        assert None not in row["outcomes"]
    outcomes = {name for row in first.outlets for name in row["outcomes"]}
    assert outcomes == {"harvested", "duplicate", "not_html", "too_short", "gone"}
    assert first.totals["entries"] == sum(row["entries"] for row in first.outlets)


def test_copies_are_folded_as_the_world_was_written(stories: list[Story]) -> None:
    """Wire copies are one story; the rates of each day, and each language, are their own."""
    url_of = {article.url: article for article in load_world().articles}
    ours = grouped((story.id, c.url) for story in stories for c in story.carriers)
    kept = {c.url for story in stories for c in story.carriers}
    assert kept <= set(url_of)
    assert ours == grouped((url_of[url].truth.story, url) for url in kept)


def test_the_typical_text_is_understood(stories: list[Story]) -> None:
    """The pair with its sentence, reporter and origin, and not the agency's own country."""
    found = [
        story
        for story in stories
        if story.lead.language == "en" and "KGZ-RUS" in {pair.pair for pair in story.pairs}
    ]
    (story,) = [story for story in found if len(story.carriers) == 4]
    assert {country.country for country in story.countries} == {"KGZ", "RUS"}
    assert [pair.pair for pair in story.pairs] == ["KGZ-RUS"]
    assert "President" in story.pairs[0].sentence
    assert story.lead.outlet_id == "president_kg"
    assert story.reporter == "Caspian Wire"
    assert story.origin == "press service of the President of the Kyrgyz Republic"


def test_the_mails_are_kept_and_each_is_told_once(
    runs: tuple[DemoResult, DemoResult, Path],
) -> None:
    """Alerts and a digest in the folder; a second run adds none."""
    first, second, folder = runs
    assert first.new_mails == first.mails == len(list((folder / "mails").glob("*.eml"))) > 10
    assert (second.new_entries, second.new_mails) == (0, 0)
    assert second.totals == first.totals
    assert second.start == first.start
    assert second.csv.read_bytes().count(b"\r\n") == first.totals["stories"] + 1
