"""Near-duplicates among labelled texts: floors that only go up."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.quality.scoring import answers_of_gold, require_data, require_floors, scored

pytestmark = [pytest.mark.quality, pytest.mark.timeout(1800)]

FLOORS: dict[str, float] = {}
MOST_FALSE_FOLDS_OF_HARD_TEMPLATES = 0.06


def test_copies_are_folded_and_templates_are_not(tmp_path: Path) -> None:
    """Grouped as the running system would."""
    predicted = answers_of_gold("stories", "stories", tmp_path)
    found = scored(require_data("gold") / "score_dups.py", tmp_path, "--pairs", predicted)
    near = found["neardup"]
    figures = dict(zip(("precision", "recall", "F1"), near["all"], strict=True))
    figures |= {f"lang {language} F1": row[2] for language, row in near["lang"].items()}
    figures |= {kind: share for kind, (_, share) in near["kinds"].items()}
    require_floors(figures, FLOORS)
    assert figures["not:template-hard"] <= MOST_FALSE_FOLDS_OF_HARD_TEMPLATES
