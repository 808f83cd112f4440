"""Asking the program about labelled data, and having the data's own scorers judge the answers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

DATA = Path(os.environ.get("MONITOR_DATA") or Path(__file__).parents[3] / "shared")


def require_data(part: str) -> Path:
    """Find a part of the labelled data, or skip the test and say so."""
    folder = DATA / part
    if not folder.is_dir():
        pytest.skip(f"no labelled data in {folder}; set MONITOR_DATA to its folder")
    return folder


def run(*command: str | Path, out: Path | None = None) -> str:
    """Run a script of the data or the program; its output goes to a file or is returned."""
    words = [str(word) for word in command]
    if out is None:
        return subprocess.run(words, check=True, capture_output=True, text=True).stdout
    with out.open("w", encoding="utf-8") as file:
        subprocess.run(words, check=True, stdout=file)
    return ""


def script(path: Path, *arguments: str | Path, out: Path | None = None) -> str:
    """Run a script of the data."""
    return run(sys.executable, path, *arguments, out=out)


def inspect(kind: str, source: Path, out: Path) -> Path:
    """Have the program answer a file of questions."""
    run(sys.executable, "-m", "monitor.cli.main", "inspect", kind, "--in", source, "--out", out)
    return out


def answers_of_gold(what: str, kind: str, folder: Path) -> Path:
    """Ask about a part of ``gold/`` and turn the answers into what its scorers read."""
    gold = require_data("gold")
    asked, answered, predicted = (folder / f"{what}.{n}.jsonl" for n in ("in", "out", "pred"))
    script(gold / "inspect_io.py", "ask", what, out=asked)
    inspect(kind, asked, answered)
    script(gold / "inspect_io.py", "pred", what, answered, out=predicted)
    return predicted


def scored(scorer: Path, folder: Path, *arguments: str | Path) -> Any:
    """Run a scorer of ``gold/``, print what it says, and load what it measured."""
    measured = folder / "measured.json"
    print(script(scorer, *arguments, "--json", measured))
    return json.loads(measured.read_text("utf-8"))


def require_floors(found: Mapping[str, float], floors: Mapping[str, float]) -> None:
    """Fail with every figure that fell under its floor."""
    for name, floor in floors.items():
        print(f"{name:45} {found[name]:.4f}  floor {floor:.4f}")
    fallen = {name: found[name] for name, floor in floors.items() if found[name] < floor}
    assert not fallen
