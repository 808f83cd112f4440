"""What is followed: outlets and their feeds, watches, keyword lists."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, cast, get_args

from monitor.classify.keywords import KeywordList
from monitor.config.checks import check_language, read_addresses, read_id, read_zone
from monitor.config.reading import Table, read_toml
from monitor.model import FeedKind, FeedSpec, Outlet, OutletKind, Rhythm, Watch
from monitor.query.codes import COUNTRIES
from monitor.urls import is_http

# Kinds of feed that this version can poll; the others may be written down, switched off.
_POLLED_KINDS = ("rss", "listing")

Followed = TypeVar("Followed", Watch, KeywordList)


def read_outlets(folder: Path) -> tuple[tuple[Outlet, ...], tuple[FeedSpec, ...], int]:
    """Read outlets.toml and outlets/*.toml.

    Args:
        folder: The configuration folder.

    Returns:
        The outlets and feeds that are switched on, and how many feeds are switched off.

    Raises:
        ConfigError: At the first mistake.
    """
    paths = [folder / "outlets.toml"]
    if (folder / "outlets").is_dir():
        paths = [p for p in paths if p.exists()] + sorted((folder / "outlets").glob("*.toml"))
    outlets: dict[str, Outlet] = {}
    feeds: list[FeedSpec] = []
    disabled = 0
    for path in paths:
        file = read_toml(path)
        for table in file.tables("outlets", "outlet"):
            outlet, is_enabled = _read_outlet(table)
            if outlet.id in outlets:
                raise table.fault(f"id {outlet.id!r} is used twice")
            own, switched_off = _read_feeds(table, outlet)
            table.finish()
            disabled += switched_off if is_enabled else switched_off + len(own)
            if is_enabled:
                outlets[outlet.id] = outlet
                feeds.extend(own)
        file.finish()
    return tuple(outlets.values()), tuple(feeds), disabled


def _read_outlet(table: Table) -> tuple[Outlet, bool]:
    country = table.maybe_text("country")
    if country is not None and country not in COUNTRIES:
        raise table.fault(f"country {country!r} must be ISO 3166-1 alpha-3, like AZE")
    outlet = Outlet(
        id=read_id(table),
        name=table.text("name"),
        country=country,
        kind=cast("OutletKind", table.text("kind", one_of=get_args(OutletKind))),
        languages=tuple(
            check_language(table, "languages", code) for code in table.texts("languages")
        ),
        time_zone=read_zone(table),
        names=table.texts("names"),
        fetch_pages=table.flag("fetch_pages", True),
    )
    is_enabled = table.flag("enabled", True)
    table.maybe_text("reason")
    return outlet, is_enabled


def _read_feeds(parent: Table, outlet: Outlet) -> tuple[list[FeedSpec], int]:
    found: list[FeedSpec] = []
    disabled = 0
    for number, table in enumerate(parent.tables("feeds", "feed"), 1):
        table.place = f"{parent.place}, feed {number}"
        spec = _read_feed(table, outlet)
        is_enabled = table.flag("enabled", True)
        table.maybe_text("reason")
        table.finish()
        if not is_enabled:
            disabled += 1
        elif spec.kind not in _POLLED_KINDS:
            raise table.fault(f'kind "{spec.kind}" cannot be polled yet; set enabled = false')
        elif any(spec.url == other.url for other in found):
            raise table.fault(f"url {spec.url} is listed twice")
        else:
            found.append(spec)
    return found, disabled


def _read_feed(table: Table, outlet: Outlet) -> FeedSpec:
    url = table.text("url")
    if not is_http(url):
        raise table.fault("url must be http or https")
    pattern = table.maybe_text("link_pattern")
    if pattern is not None:
        try:
            re.compile(pattern)
        except re.error as error:
            raise table.fault(f"link_pattern is not a regular expression: {error}") from error
    language = table.maybe_text("language")
    interval = table.integer("interval_minutes", 0, least=0, most=1440)
    return FeedSpec(
        outlet_id=outlet.id,
        url=url,
        kind=cast("FeedKind", table.text("kind", "rss", one_of=get_args(FeedKind))),
        language=check_language(table, "language", language) if language else None,
        link_pattern=pattern,
        interval_minutes=interval or None,
    )


def read_watches(folder: Path) -> tuple[Watch, ...]:
    """Read watches.toml.

    Args:
        folder: The configuration folder.

    Returns:
        The watches, none where there is no file.

    Raises:
        ConfigError: At the first mistake.
    """
    return _read_all(folder / "watches.toml", "watches", "watch", _read_watch)


def read_keyword_lists(folder: Path) -> tuple[KeywordList, ...]:
    """Read keywords.toml.

    Args:
        folder: The configuration folder.

    Returns:
        The keyword lists, none where there is no file.

    Raises:
        ConfigError: At the first mistake.
    """
    return _read_all(folder / "keywords.toml", "keywords", "keyword", _read_keyword)


def _read_all(
    path: Path, key: str, name: str, read_one: Callable[[Table], Followed]
) -> tuple[Followed, ...]:
    if not path.exists():
        return ()
    file = read_toml(path)
    found: dict[str, Followed] = {}
    for table in file.tables(key, name):
        thing = read_one(table)
        table.finish()
        if thing.id in found:
            raise table.fault(f"id {thing.id!r} is used twice")
        found[thing.id] = thing
    file.finish()
    return tuple(found.values())


def _read_watch(table: Table) -> Watch:
    watch_id = read_id(table)
    return Watch(
        id=watch_id,
        name=table.text("name", watch_id),
        query=table.text("query"),
        recipients=read_addresses(table, "recipients"),
        rhythm=cast("Rhythm", table.text("rhythm", "at_once", one_of=get_args(Rhythm))),
    )


def _read_keyword(table: Table) -> KeywordList:
    keyword_id = read_id(table)
    label = table.text("label", keyword_id)
    phrases = table.table("phrases")
    if phrases is None:
        raise table.fault("phrases is missing; write [keywords.phrases] and en = [...] below")
    for language in phrases.keys():  # noqa: SIM118 - Table is no dict
        for phrase in phrases.texts(language):
            if any(not word.rstrip("*") or "*" in word.rstrip("*") for word in phrase.split()):
                raise phrases.fault(f"{language}: {phrase!r}: a * may only end a word")
    by_language = {check_language(phrases, "phrases", k): phrases.texts(k) for k in phrases.keys()}  # noqa: SIM118 - Table is no dict
    return KeywordList(id=keyword_id, label=label, phrases=by_language)
