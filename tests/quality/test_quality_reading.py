"""Pages and feeds of the real web: floors that only go up."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.quality.scoring import inspect, require_data, require_floors, script

pytestmark = [pytest.mark.quality, pytest.mark.timeout(1800)]

# What was reached on 2026-11-22, less what two runs of other code may differ by.
PAGE_FLOORS = {"body F1": 0.947, "title": 0.85, "date": 0.905}
FEED_FLOORS = {"link": 0.995, "title": 0.995, "date": 0.99}
ROBOTS_FLOOR = 0.97
DATES_FLOOR = 0.9


def test_articles_out_of_saved_pages(tmp_path: Path) -> None:
    """Body, title and day against what people typed."""
    corpus = require_data("corpus")
    asked, answered, predicted = (tmp_path / f"pages.{n}.jsonl" for n in ("in", "out", "pred"))
    script(corpus / "inspect_io.py", "ask", out=asked)
    inspect("pages", asked, answered)
    script(corpus / "inspect_io.py", "pred", answered, out=predicted)
    print(script(corpus / "score_extraction.py", predicted, "--by", "lang"))
    measured = json.loads(script(corpus / "score_extraction.py", predicted, "--json"))["all"]
    figures = {
        "body F1": measured["body"]["f1"],
        "title": measured["title"]["accuracy"],
        "date": measured["date"]["accuracy"],
    }
    require_floors(figures, PAGE_FLOORS)


def test_entries_out_of_saved_feeds(tmp_path: Path) -> None:
    """Link, title and date against what their sources expect."""
    corpus = require_data("corpus")
    asked, answered = tmp_path / "feeds.in.jsonl", tmp_path / "feeds.out.jsonl"
    script(corpus / "score_feeds.py", "ask", out=asked)
    inspect("feeds", asked, answered)
    said = script(corpus / "score_feeds.py", answered, "--show", "10")
    print(said)
    found = re.search(r"^all .*?link \S+ (\S+).*title \S+ (\S+).*date \S+ (\S+)", said, re.M)
    assert found
    names = ("link", "title", "date")
    require_floors(dict(zip(names, map(float, found.groups()), strict=True)), FEED_FLOORS)
    assert "came back as errors 0" in said


def test_robots_vectors(tmp_path: Path) -> None:
    """Two suites disagree in a few corners; the rest is as they say."""
    corpus = require_data("corpus")
    vectors = [
        json.loads(line)
        for line in (corpus / "robots_vectors.jsonl").read_text("utf-8").splitlines()
    ]
    asked = tmp_path / "robots.in.jsonl"
    asked.write_text("".join(json.dumps(vector) + "\n" for vector in vectors), "utf-8")
    answered = inspect("robots", asked, tmp_path / "robots.out.jsonl")
    answers = [json.loads(line) for line in answered.read_text("utf-8").splitlines()]
    right = sum(
        answer.get("allowed") == vector["allowed"]
        for answer, vector in zip(answers, vectors, strict=True)
    )
    require_floors({"robots": right / len(vectors)}, {"robots": ROBOTS_FLOOR})


def test_dates_with_a_known_reading(tmp_path: Path) -> None:
    """Strings whose instant is known, or that must not be read at all."""
    corpus = require_data("corpus")
    rows = [json.loads(x) for x in (corpus / "dates.jsonl").read_text("utf-8").splitlines()]
    known = [row for row in rows if "expected_known" in row]
    asked = tmp_path / "dates.in.jsonl"
    asked.write_text("".join(json.dumps({"text": row["text"]}) + "\n" for row in known), "utf-8")
    answered = inspect("dates", asked, tmp_path / "dates.out.jsonl")
    answers = [json.loads(line) for line in answered.read_text("utf-8").splitlines()]
    wrong = [
        (row["text"], row["expected"], answer["published_at"] or answer["published_on"])
        for row, answer in zip(known, answers, strict=True)
        if not _is_that_instant(row["expected"], answer)
    ]
    print(*wrong, sep="\n")
    require_floors({"dates": 1 - len(wrong) / len(known)}, {"dates": DATES_FLOOR})


def _is_that_instant(expected: str | None, answer: dict[str, str | None]) -> bool:
    if expected is None:
        return answer["published_on"] is None
    if answer["published_at"] is None:
        return str(answer["published_on"]) == expected[:10]
    at = datetime.fromisoformat(expected)
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return datetime.fromisoformat(str(answer["published_at"])) == at
