"""How the command prints: tables for people, JSON for programs, bars on terminals."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from tqdm import tqdm

from monitor.errors import ConfigError


def print_json(value: Any) -> None:
    """Print a value as one JSON object.

    Args:
        value: What json can write; times are written in ISO 8601.
    """
    print(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def print_table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print rows under their heads, in columns as wide as they need.

    Args:
        head: The names of the columns.
        rows: The rows; None is printed as a dash.
    """
    cells = [list(head), *([shown(value) for value in row] for row in rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]
    for row in cells:
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        )


def print_counts(name: str, counts: Mapping[str, int]) -> None:
    """Print what a stage counted, in one line.

    Args:
        name: The stage.
        counts: What it counted.
    """
    said = ", ".join(f"{key} {count}" for key, count in counts.items()) or "nothing to do"
    print(f"{name + ':':<10} {said}")


def shown(value: Any) -> str:
    """Write a value for a person.

    Args:
        value: Anything.

    Returns:
        A text without line ends; times to the minute, a dash for None.
    """
    if value is None:
        return "-"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%MZ}"
    return " ".join(str(value).split())


@contextmanager
def open_out(name: str, *, newline: str | None = None) -> Iterator[TextIO]:
    """Open where output goes.

    Args:
        name: A file, or - for the standard output.
        newline: As for ``open``; "" where the text has its own line ends.

    Yields:
        The stream, in UTF-8.

    Raises:
        ConfigError: If the file cannot be written.
    """
    if name == "-":
        sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline=newline)  # type: ignore[union-attr]
        yield sys.stdout
        return
    try:
        with Path(name).open("w", encoding="utf-8", errors="replace", newline=newline) as file:
            yield file
    except OSError as error:
        raise ConfigError(f"{name} cannot be written: {error.strerror}") from error


def progress(total: int | None, unit: str) -> Any:
    """Open a progress bar: on a terminal only, and gone when it is done.

    Args:
        total: How many units there are, None where that is not known.
        unit: What is counted.

    Returns:
        The bar, a context manager with ``update``.
    """
    return tqdm(total=total, unit=f" {unit}", disable=not sys.stderr.isatty(), leave=False)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return str(value)
