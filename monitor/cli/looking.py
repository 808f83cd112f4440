"""The commands that run the readers over files: inspect."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from monitor.cli.opening import load_or_bundled
from monitor.cli.printing import open_out, print_json, progress
from monitor.clock import utc_now
from monitor.config.folder import Configuration
from monitor.errors import ConfigError
from monitor.inspect.kinds import KINDS, inspect_lines
from monitor.inspect.lines import Context, Json, answer_line
from monitor.inspect.stories import inspect_stories
from monitor.urls import host_of
from monitor.workers import TaggerSetup, start_worker


def inspect_one(args: argparse.Namespace) -> bool:
    """Read one feed or page from a file and print what was found, as JSON."""
    if not args.file.is_file():
        raise ConfigError(f"{args.file}: no such file")
    context = _context(load_or_bundled(args), Path())
    start_worker(context.setup)
    line = {
        "id": str(args.file),
        "file": str(args.file),
        "url": args.url,
        "outlet": args.outlet,
        "content_type": args.content_type,
        "kind": args.kind,
        "link_pattern": args.link_pattern,
    }
    _, answer = answer_line(KINDS[args.what], 1, json.dumps(line), context)
    if isinstance(answer, str):
        raise ConfigError(f"{args.file}: {answer}")
    print_json(answer)
    return True


def inspect_many(args: argparse.Namespace) -> bool:
    """Read JSON Lines and write one answer a line."""
    folder = Path() if args.source == "-" else Path(args.source).parent
    configuration = load_or_bundled(args)
    context = _context(configuration, folder)
    failed = 0
    with (
        _lines(args.source) as lines,
        open_out(args.out) as out,
        progress(None, args.what) as bar,
    ):
        for answer in _answers(args.what, lines, context, configuration):
            out.write(json.dumps(answer, ensure_ascii=False) + "\n")
            failed += "error" in answer
            bar.update()
    return failed == 0


def _answers(
    what: str, lines: Iterable[str], context: Context, configuration: Configuration
) -> Iterator[Json]:
    processes = os.cpu_count() or 1
    if what == "stories":
        window = timedelta(days=configuration.settings.story_window_days)
        return inspect_stories(lines, context, processes, window)
    return inspect_lines(what, lines, context, processes)


@contextmanager
def _lines(source: str) -> Iterator[Iterable[str]]:
    if source == "-":
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="replace")  # type: ignore[union-attr]
        yield sys.stdin
        return
    try:
        with Path(source).open(encoding="utf-8-sig", errors="replace", newline="\n") as file:
            yield file
    except OSError as error:
        raise ConfigError(f"{source} cannot be read: {error.strerror}") from error


def _context(configuration: Configuration, folder: Path) -> Context:
    return Context(
        setup=TaggerSetup(outlets=configuration.outlets, keyword_lists=configuration.keyword_lists),
        folder=folder,
        now=utc_now(),
        outlet_of_host={host_of(feed.url): feed.outlet_id for feed in configuration.feeds},
    )
