"""The whole configuration folder at once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from monitor.classify.keywords import KeywordList
from monitor.config.following import read_keyword_lists, read_outlets, read_watches
from monitor.config.settings import Settings, read_settings
from monitor.errors import ConfigError
from monitor.model import FeedSpec, Outlet, Watch


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """All that the configuration folder says."""

    folder: Path
    settings: Settings
    outlets: tuple[Outlet, ...]
    feeds: tuple[FeedSpec, ...]
    disabled_feed_count: int
    watches: tuple[Watch, ...]
    keyword_lists: tuple[KeywordList, ...]


def load_configuration(
    folder: Path, environ: Mapping[str, str] = os.environ, *, database_url: str | None = None
) -> Configuration:
    """Read a configuration folder.

    Args:
        folder: The folder with monitor.toml, outlets.toml or outlets/*.toml, watches.toml and
            keywords.toml.
        environ: The environment, which overrides monitor.toml.
        database_url: What the command line says, which overrides both; None for nothing.

    Returns:
        The configuration.

    Raises:
        ConfigError: At the first mistake.
    """
    if not folder.is_dir():
        raise ConfigError(f"{folder}: no such configuration folder; run: monitor init")
    outlets, feeds, disabled = read_outlets(folder)
    return Configuration(
        folder=folder,
        settings=read_settings(folder, environ, database_url),
        outlets=outlets,
        feeds=feeds,
        disabled_feed_count=disabled,
        watches=read_watches(folder),
        keyword_lists=read_keyword_lists(folder),
    )
