"""The command that takes stories away: export."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from monitor.cli.opening import load, opened
from monitor.cli.printing import open_out, print_json, progress
from monitor.errors import ConfigError, QueryError
from monitor.jobs.export import export as run_export
from monitor.model import TaggedArticle
from monitor.query.evaluate import holds, prepare
from monitor.query.nodes import And, Field, Query
from monitor.store.engine import Store
from monitor.store.search import StoryFilter, count_stories
from monitor.store.watches import list_watch_ids
from monitor.vocabulary import Vocabulary


def export(args: argparse.Namespace) -> bool:
    """Write the stories that pass the filters as CSV or JSON Lines."""
    configuration = load(args)
    wanted, question = _filter(args, Vocabulary(configuration))
    with opened(configuration) as store:
        _require_watch(store, args.watch)
        with open_out(args.out, newline="") as out:
            total = count_stories(store, wanted) if sys.stderr.isatty() else None
            with progress(total, "stories") as bar:
                count = run_export(
                    store,
                    out,
                    wanted,
                    format=args.format,
                    bom=args.bom,
                    satisfies=_satisfies(question),
                    on_story=bar.update,
                )
    if args.out != "-":
        if args.json:
            print_json({"stories": count, "file": args.out})
        else:
            print(f"{count} stories written to {args.out}")
    return True


def _filter(args: argparse.Namespace, vocabulary: Vocabulary) -> tuple[StoryFilter, Query | None]:
    """Split what is asked into what the database answers and what each article is asked."""
    asked: list[Query] = []
    values: dict[str, str | None] = {}
    for option, field in (
        ("pair", "pair"),
        ("country", "country"),
        ("outlet", "outlet"),
        ("language", "lang"),
    ):
        node = _field(vocabulary, field, getattr(args, option), option)
        if isinstance(node, Field):
            values[option] = node.value
        elif node is not None:
            asked.append(node)
    if args.query is not None:
        asked.append(_read(vocabulary, args.query, "--query"))
    wanted = StoryFilter(
        watch_id=args.watch,
        pair=values.get("pair"),
        country=values.get("country"),
        outlet_id=values.get("outlet"),
        language=values.get("language"),
        since=args.since,
        until=args.until,
    )
    return wanted, And(parts=tuple(asked)) if asked else None


def _field(vocabulary: Vocabulary, field: str, value: str | None, option: str) -> Query | None:
    if value is None:
        return None
    # The language of queries checks and normalises: an option means what the field means.
    return _read(vocabulary, f"{field}:{value}", f"--{option}")


def _read(vocabulary: Vocabulary, text: str, option: str) -> Query:
    try:
        return vocabulary.read(text)
    except QueryError as error:
        raise ConfigError(f"{option} {text!r}: {error}") from error


def _satisfies(question: Query | None) -> Callable[[TaggedArticle], bool] | None:
    if question is None:
        return None
    return lambda article: holds(question, prepare(article))


def _require_watch(store: Store, watch_id: str | None) -> None:
    if watch_id is None:
        return
    with store.read() as tx:
        known = list_watch_ids(tx)
    if watch_id not in known:
        raise ConfigError(f"--watch {watch_id!r} is not known; there are: {', '.join(known)}")
