"""Countries, mentions and pairs on labelled texts: floors that only go up."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.quality.scoring import (
    answers_of_gold,
    inspect,
    require_data,
    require_floors,
    scored,
    script,
)

pytestmark = [pytest.mark.quality, pytest.mark.timeout(1800)]

# What was reached on 2026-11-22, less what two runs of other code may differ by. Languages whose
# names are not read yet have no floor: their figures are printed.
COUNTRY_FLOORS = {
    "kind:about macroF1": 0.75,
    "kind:about F1": 0.62,
    "kind:focus F1": 0.73,
    "kind:mentioned F1": 0.85,
    "kind:mentioned-by-name F1": 0.51,
    "lang:ru F1": 0.97,
}
MENTION_FLOORS = {
    "en|geovirus": 0.975,
    "en|geowebnews": 0.98,
    "en|lgl": 0.96,
    "en|trnews": 0.98,
    "kk|kaznerd": 0.99,
    "ru|bsnlp-2019": 0.99,
    "ru|factrueval2016": 0.99,
    "tr|tr-ner-reyyan": 0.99,
}
PAIR_FLOORS = {"plover-plv F1": 0.81, "petrarch2-gsr F1": 0.6}
TRAPS_FLOOR = 325


def test_countries_of_labelled_texts(tmp_path: Path) -> None:
    """What a text is about, and which countries it names."""
    predicted = answers_of_gold("countries", "texts", tmp_path)
    scorer = require_data("gold") / "score_tags.py"
    found = scored(scorer, tmp_path, predicted, "--what", "countries")["countries"]
    figures = {f"{group} F1": row["F1"] for group, row in found.items()}
    figures |= {f"{group} macroF1": row["macroF1"] for group, row in found.items()}
    require_floors(figures, COUNTRY_FLOORS)


def test_mentions_in_labelled_texts(tmp_path: Path) -> None:
    """Spans that name a country, by language."""
    predicted = answers_of_gold("mentions", "texts", tmp_path)
    scorer = require_data("gold") / "score_tags.py"
    found = scored(scorer, tmp_path, predicted, "--what", "mentions")["mentions"]
    figures = {group: row["recall"] for group, row in found.items()}
    require_floors(figures, MENTION_FLOORS)


def test_pairs_in_labelled_sentences(tmp_path: Path) -> None:
    """Who deals with whom."""
    predicted = answers_of_gold("pairs", "texts", tmp_path)
    scorer = require_data("gold") / "score_tags.py"
    found = scored(scorer, tmp_path, predicted, "--what", "pairs")["pairs"]
    figures = {f"{source} F1": row["F1"] for source, row in found.items()}
    require_floors(figures, PAIR_FLOORS)


def test_traps(tmp_path: Path) -> None:
    """Sentences in which a name is not what it seems."""
    traps = require_data("facts") / "tagging_traps.jsonl"
    asked = tmp_path / "traps.in.jsonl"
    with asked.open("w", encoding="utf-8") as file:
        for line in traps.read_text("utf-8").splitlines():
            trap = json.loads(line)
            question = {"id": trap["id"], "text": trap["text"], "language": trap["lang"]}
            file.write(json.dumps(question | {"published_at": trap["date"]}) + "\n")
    answered = inspect("texts", asked, tmp_path / "traps.out.jsonl")
    said = script(require_data("gold") / "score_traps.py", answered, "--quiet")
    print(said)
    right = re.search(r"cases right (\d+)", said)
    assert right
    assert int(right[1]) >= TRAPS_FLOOR
