"""Sync: the configuration is the truth; the store follows it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime

from monitor.config.folder import Configuration
from monitor.store.engine import Store
from monitor.store.outlets import sync_outlets
from monitor.store.watches import sync_watches

_log = logging.getLogger(__name__)


def sync(store: Store, configuration: Configuration, now: datetime) -> Mapping[str, int]:
    """Make the store's outlets, feeds and watches equal to the configuration's.

    Args:
        store: The database.
        configuration: What the configuration folder says.
        now: The present instant.

    Returns:
        Counts: outlets, feeds, watches, retired_outlets, retired_feeds.
    """
    with store.begin() as tx:
        counts = dict(sync_outlets(tx, configuration.outlets, configuration.feeds, now))
        counts["watches"] = sync_watches(tx, configuration.watches, now)
    _log.info("sync %s", " ".join(f"{name}={count}" for name, count in counts.items()))
    return counts
