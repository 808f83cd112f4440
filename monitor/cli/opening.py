"""From options to a configuration and an open database."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

from monitor.bundled import bundled_folder
from monitor.config.folder import Configuration, load_configuration
from monitor.store.engine import Store, open_store
from monitor.store.migrate import require_head


def load(args: argparse.Namespace) -> Configuration:
    """Load the configuration that the options name.

    Args:
        args: The options.

    Returns:
        The configuration.

    Raises:
        ConfigError: If there is none, or it is wrong.
    """
    return load_configuration(args.config, database_url=args.database)


def load_or_bundled(args: argparse.Namespace) -> Configuration:
    """Load the configuration that the options name, or the one that travels with the program.

    Args:
        args: The options.

    Returns:
        The configuration.

    Raises:
        ConfigError: If there is one and it is wrong.
    """
    folder = args.config if args.config.is_dir() else bundled_folder("config")
    return load_configuration(folder, database_url=args.database)


@contextmanager
def opened(configuration: Configuration) -> Iterator[Store]:
    """Open the database of a configuration; an empty one gets its tables.

    Args:
        configuration: The configuration.

    Yields:
        The store, at the newest schema.

    Raises:
        ConfigError: If its schema is old, or it cannot be opened.
    """
    store = open_store(configuration.settings.database_url)
    try:
        require_head(store, bundled_folder("migrations"))
        yield store
    finally:
        store.close()
