"""What is needed travels in the wheel: migrations, configuration, sample world, templates."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The contents of a wheel, built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_a_wheel_in_an_empty_folder_does_the_whole_job(installed: Path, tmp_path: Path) -> None:
    """Init, db upgrade, check and demo, with nothing but the wheel."""
    for words in (["init"], ["db", "upgrade"], ["check"], ["demo"], ["export", "--out", "x.csv"]):
        done = subprocess.run(
            [sys.executable, "-m", "monitor.cli.main", *words],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, (words, done.stdout, done.stderr)
    assert (tmp_path / "config" / "outlets.toml").exists()
    assert list((tmp_path / "data" / "demo" / "mails").glob("*.eml"))


def test_nothing_of_the_checkout_is_used(installed: Path, tmp_path: Path) -> None:
    """The files come out of the wheel's own folder."""
    code = "import monitor.bundled as b; print(b.bundled_folder('migrations'))"
    env = {**os.environ, "PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == str(installed / "monitor" / "_bundled" / "migrations")
