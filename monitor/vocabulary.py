"""What a query may name under one configuration: its outlets, its keyword lists, the countries."""

from __future__ import annotations

from functools import cached_property

from monitor.config.folder import Configuration
from monitor.errors import ConfigError, QueryError
from monitor.gazetteer.matcher import Gazetteer, build_gazetteer
from monitor.model import Watch
from monitor.query.nodes import Query
from monitor.query.parser import parse_query
from monitor.watch.matching import CompiledWatch, compile_watch


class Vocabulary:
    """Reads queries against one configuration; a watch is compiled once."""

    def __init__(self, configuration: Configuration) -> None:
        """Take the names from a configuration.

        Args:
            configuration: The configuration.
        """
        self._watches = configuration.watches
        self._outlet_ids = frozenset(outlet.id for outlet in configuration.outlets)
        self._keyword_ids = frozenset(keyword.id for keyword in configuration.keyword_lists)
        self._compiled: dict[Watch, CompiledWatch] = {}

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        return build_gazetteer()

    def read(self, text: str) -> Query:
        """Read a query.

        Args:
            text: The query.

        Returns:
            The query.

        Raises:
            QueryError: If it is wrong.
        """
        return parse_query(
            text,
            outlet_ids=self._outlet_ids,
            keyword_ids=self._keyword_ids,
            country_of=self._gazetteer.country_of,
        )

    def compile(self, watch: Watch) -> CompiledWatch:
        """Turn a watch into one that articles can be held against.

        Args:
            watch: The watch.

        Returns:
            The compiled watch.

        Raises:
            QueryError: If its query is wrong.
        """
        if watch not in self._compiled:
            self._compiled[watch] = compile_watch(
                watch,
                outlet_ids=self._outlet_ids,
                keyword_ids=self._keyword_ids,
                country_of=self._gazetteer.country_of,
            )
        return self._compiled[watch]

    def require_watches(self) -> None:
        """Make sure that every watch of the configuration can be asked.

        Raises:
            ConfigError: If a query is wrong; the message has every one that is.
        """
        faults = []
        for watch in self._watches:
            try:
                self.compile(watch)
            except QueryError as error:
                faults.append(f'watches.toml: watch "{watch.id}": query: {error}')
        if faults:
            raise ConfigError("\n".join(faults))
