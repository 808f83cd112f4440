"""The parser of the command line, and the exit codes."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from monitor.cli import commands, looking, running, taking
from monitor.errors import MonitorError
from monitor.workers import silence_readers

DONE, BUG, MISTAKE, SOME_FAILED, INTERRUPTED = 0, 1, 2, 3, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: The words after ``monitor``, None for the process's own.

    Returns:
        0 done, 1 a bug, 2 the user's mistake, 3 done but some units failed (with --strict).
    """
    args = _parser().parse_args(arguments)
    _set_up_logging(args)
    try:
        all_went_well = args.command(args)
        sys.stdout.flush()
    except MonitorError as error:
        print(f"monitor: {error}", file=sys.stderr)
        return MISTAKE
    except BrokenPipeError:
        # The reader of the pipe has seen enough; nothing more may be written to it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        print(f"monitor: {error}", file=sys.stderr)
        return MISTAKE
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception:  # noqa: BLE001 - the command's boundary: a bug is shown, and exits with 1
        traceback.print_exc()
        return BUG
    return SOME_FAILED if args.strict and not all_went_well else DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="monitor", description="A media monitor for relations between countries."
    )
    parser.add_argument("--version", action="version", version=f"monitor {version('monitor')}")
    parser.set_defaults(
        config=Path("config"), database=None, strict=False, json=False, verbose=False
    )
    options = _options()
    for action in options._actions:
        parser._add_action(action)
    parts = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, does: str, command: object) -> argparse.ArgumentParser:
        part = parts.add_parser(name, help=does, description=does, parents=[options])
        part.set_defaults(command=command)
        return part

    add("run", "run the daemon until SIGTERM", running.run)
    cycle = add("cycle", "run each stage once for all that is due", running.cycle)
    cycle.add_argument("--now", type=_instant, metavar="T", help="work as if it were T (ISO 8601)")
    demo = add("demo", "run the whole job on the bundled sample world", running.demo)
    demo.add_argument("--data", type=Path, default=Path("data/demo"), help="where it keeps things")
    add("init", "write a commented configuration folder", commands.init)
    add("sync", "make the database follow the configuration", commands.sync)
    add("check", "load everything, compile every query, say what was found", commands.check)
    add("status", "feeds with their health, queues, failed mails", commands.status)
    database = parts.add_parser("db", help="work on the database", parents=[options])
    upgrade = database.add_subparsers(required=True, metavar="ACTION").add_parser(
        "upgrade", help="bring the tables to this version", parents=[options]
    )
    upgrade.set_defaults(command=commands.upgrade)
    _add_export(add("export", "take stories away as CSV or JSON Lines", taking.export))
    _add_inspect(parts, options)
    return parser


def _options() -> argparse.ArgumentParser:
    # SUPPRESS: an option may stand before the command or after it, and the absent one is silent.
    silent = argparse.SUPPRESS
    options = argparse.ArgumentParser(add_help=False, argument_default=silent)
    options.add_argument("--config", type=Path, metavar="DIR", help="configuration (config)")
    options.add_argument("--database", metavar="URL", help="sqlite:///data/monitor.db")
    options.add_argument("--strict", action="store_true", help="exit with 3 if some units failed")
    options.add_argument("--json", action="store_true", help="print JSON")
    options.add_argument("--verbose", action="store_true", help="log what is done")
    return options


def _add_export(part: argparse.ArgumentParser) -> None:
    part.add_argument("--out", default="-", metavar="FILE", help="a file, or - (default)")
    part.add_argument("--format", choices=["csv", "jsonl"], default="csv")
    part.add_argument("--bom", action="store_true", help="begin with a BOM, for Excel")
    part.add_argument("--watch", metavar="ID", help="stories that matched this watch")
    part.add_argument("--pair", metavar="AZE-KGZ", help="stories of this country pair")
    part.add_argument("--country", metavar="KGZ", help="stories about this country")
    part.add_argument("--outlet", metavar="ID", help="stories that this outlet carries")
    part.add_argument("--language", metavar="ru", help="stories with an article in it")
    part.add_argument("--query", metavar="Q", help="stories that satisfy this query")
    part.add_argument("--since", type=_instant, metavar="T", help="dated T or later")
    part.add_argument("--until", type=_instant, metavar="T", help="dated before T")


def _add_inspect(
    parts: argparse._SubParsersAction[argparse.ArgumentParser], options: argparse.ArgumentParser
) -> None:
    inspect = parts.add_parser(
        "inspect", help="run the readers over files, without a network", parents=[options]
    )
    kinds = inspect.add_subparsers(required=True, metavar="WHAT")
    for name in ("feed", "page"):
        one = kinds.add_parser(name, help=f"one {name}, as JSON", parents=[options])
        one.add_argument("file", type=Path, metavar="FILE")
        one.add_argument("--url", required=name == "page", default="", help="where it came from")
        one.add_argument("--outlet", metavar="ID")
        one.add_argument("--content-type", metavar="T")
        one.add_argument("--kind", choices=["rss", "listing"], default="rss")
        one.add_argument("--link-pattern", metavar="REGEX")
        one.set_defaults(command=looking.inspect_one, what=f"{name}s")
    for name in ("feeds", "pages", "texts", "stories", "robots", "dates"):
        many = kinds.add_parser(name, help=f"{name}, JSON Lines in and out", parents=[options])
        many.add_argument("--in", dest="source", default="-", metavar="FILE")
        many.add_argument("--out", default="-", metavar="FILE")
        many.set_defaults(command=looking.inspect_many, what=name)


def _instant(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a time; write 2026-11-22 or 2026-11-22T09:30Z"
        ) from error
    return found


def _set_up_logging(args: argparse.Namespace) -> None:
    level = logging.WARNING
    if args.verbose or args.command is running.run:
        level = logging.INFO
    elif args.command is running.demo:
        level = logging.ERROR  # a failing feed is part of the sample, and of its summary
    logging.basicConfig(
        level=level, format="%(asctime)s %(levelname)s %(name)s %(message)s", stream=sys.stderr
    )
    # Their everyday lines are not ours; what goes wrong comes back to us as an exception.
    for name in ("httpx", "httpcore", "apscheduler", "alembic"):
        logging.getLogger(name).setLevel(logging.ERROR)
    silence_readers()


if __name__ == "__main__":
    sys.exit(main())
