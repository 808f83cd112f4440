"""The sample world: synthetic news of outlets that do not exist, read from the package's data."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from monitor.demo.world_pages import render_pages
from monitor.demo.world_records import (
    ServedPage,
    Truth,
    WorldArticle,
    WorldFeed,
    WorldFiles,
    WorldOutlet,
)

__all__ = ["ServedPage", "World", "WorldArticle", "WorldOutlet", "config_folder", "load_world"]


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """All outlets and articles of the sample world, independent of any day."""

    outlets: tuple[WorldOutlet, ...]
    articles: tuple[WorldArticle, ...]
    files: WorldFiles

    @property
    def host_names(self) -> tuple[str, ...]:
        """Name every host that the world serves, sorted."""
        return tuple(sorted({host for o in self.outlets for host in o.hosts.values()}))

    def pages(self, start: datetime) -> Mapping[tuple[str, str], ServedPage]:
        """Render every page and feed as they are at one instant.

        Args:
            start: The world's present, aware; every time in the world is counted back from it.

        Returns:
            Host and path (with the query, where it matters) to what is served there; equal for
            equal ``start``.
        """
        return render_pages(self.outlets, self.articles, self.files, start)


def load_world() -> World:
    """Read the sample world from the package's data.

    Returns:
        The world.
    """
    root = files("monitor.demo") / "world"
    known = {o["id"]: o for o in _toml(root / "config" / "outlets.toml")["outlets"]}
    outlets = tuple(
        _outlet(spec, root / "outlets" / f"{spec['id']}.toml") for spec in known.values()
    )
    articles = tuple(a for outlet in outlets for a in _articles(outlet, root / "articles"))
    return World(outlets=outlets, articles=articles, files=_files(root))


def config_folder() -> Traversable:
    """Find the sample configuration: outlets, watches and keywords as the product reads them.

    Returns:
        The folder within the package's data.
    """
    return files("monitor.demo") / "world" / "config"


def _toml(path: Traversable) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _outlet(spec: Mapping[str, Any], path: Traversable) -> WorldOutlet:
    data = _toml(path)
    return WorldOutlet(
        id=spec["id"],
        name=spec["name"],
        time_zone=spec["time_zone"],
        layout=data["layout"],
        hosts=data["hosts"],
        page_dates=data["page_dates"],
        chrome={language: _frozen(words) for language, words in data["chrome"].items()},
        feeds=tuple(WorldFeed(**feed) for feed in data["feeds"]),
        charset=data.get("charset", "utf-8"),
        charset_in_header=data.get("charset_in_header", True),
    )


def _frozen(words: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(v) if isinstance(v, list) else v for key, v in words.items()}


def _articles(outlet: WorldOutlet, root: Traversable) -> Iterator[WorldArticle]:
    folder = root / outlet.id
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir(), key=lambda p: p.name):
        if path.name.endswith(".toml"):
            yield _article(outlet, path.name.removesuffix(".toml"), _toml(path))


def _article(outlet: WorldOutlet, name: str, data: dict[str, Any]) -> WorldArticle:
    truth = Truth(**_frozen(data.pop("truth")))
    host = outlet.hosts[data["language"]]
    fields = _frozen(data)
    return WorldArticle(
        id=f"{outlet.id}/{name}", outlet_id=outlet.id, host=host, truth=truth, **fields
    )


def _files(root: Traversable) -> WorldFiles:
    templates = {
        f"{folder}/{path.name}": path.read_text(encoding="utf-8")
        for folder in ("layouts", "feeds")
        for path in (root / folder).iterdir()
        if path.is_file()
    }
    pdf = (root / "files" / "joint-statement.pdf").read_bytes()
    return WorldFiles(notices=_toml(root / "notices.toml"), templates=templates, pdf=pdf)
