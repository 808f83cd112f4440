"""Match: ask every watch about every newly classified article."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.errors import raise_bugs
from monitor.model import Match, Watch
from monitor.store.deliveries import Slot, put_into_slot
from monitor.store.engine import Store, Tx
from monitor.store.watches import (
    UnmatchedArticle,
    add_match,
    list_unmatched,
    list_watches,
    mark_matched,
)
from monitor.watch.matching import CompiledWatch, match_article
from monitor.watch.rhythm import next_period

_log = logging.getLogger(__name__)

_BATCH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchTools:
    """What the job works with; ``compile_watch`` turns a stored watch into one to be asked."""

    store: Store
    compile_watch: Callable[[Watch], CompiledWatch]
    has_mail: bool
    digest_hour: int
    time_zone: str
    clock: Callable[[], datetime]
    is_stopping: Callable[[], bool]


def match(tools: MatchTools) -> Counter[str]:
    """Find which watches the newly classified articles satisfy, and who is to be told.

    Args:
        tools: What the job works with.

    Returns:
        Counts: articles asked about, ``matches`` that are new, and ``told`` for those that go
        into a mail.
    """
    counts: Counter[str] = Counter()
    bugs: list[Exception] = []
    after_id = 0
    with tools.store.read() as tx:
        watches = list_watches(tx)
    compiled = [tools.compile_watch(watch) for watch, _ in watches]
    added_at = {watch.id: added for watch, added in watches}
    while not tools.is_stopping():
        with tools.store.read() as tx:
            batch = list_unmatched(tx, _BATCH, after_id=after_id)
        if not batch:
            break
        after_id = batch[-1].tagged.id
        for article in batch:
            try:
                counts.update(_match_one(tools, compiled, article, added_at))
            except Exception as error:  # noqa: BLE001 - one article's bug must not silence the rest
                bugs.append(error)
    if counts:
        _log.info("match %s", " ".join(f"{name}={count}" for name, count in counts.items()))
    raise_bugs("match", bugs)
    return counts


def _match_one(
    tools: MatchTools,
    compiled: Sequence[CompiledWatch],
    article: UnmatchedArticle,
    added_at: dict[str, datetime],
) -> Counter[str]:
    found = match_article(compiled, article.tagged)
    with tools.store.begin() as tx:
        counts = _write(tx, tools, article, _with_watch(found, compiled), added_at)
        mark_matched(tx, article.tagged.id, tools.clock())
    counts["articles"] += 1
    return counts


def _with_watch(
    found: Iterable[Match], compiled: Sequence[CompiledWatch]
) -> list[tuple[Match, Watch]]:
    by_id = {one.watch.id: one.watch for one in compiled}
    return [(match, by_id[match.watch_id]) for match in found]


def _write(
    tx: Tx,
    tools: MatchTools,
    article: UnmatchedArticle,
    found: Iterable[tuple[Match, Watch]],
    added_at: dict[str, datetime],
) -> Counter[str]:
    now = tools.clock()
    counts: Counter[str] = Counter()
    for satisfied, watch in found:
        is_old = article.story_first_seen_at < added_at[watch.id]
        is_silent = is_old or not article.may_alert or not tools.has_mail
        recorded = add_match(tx, satisfied, article.story_id, is_silent=is_silent, now=now)
        counts["matches"] += recorded.is_new
        if recorded.told_id is None:
            continue
        counts["told"] += 1
        for recipient in watch.recipients:
            for slot in _slots(watch, recipient, article.story_id, tools, now):
                if put_into_slot(tx, slot, recorded.told_id, now):
                    break
    return counts


def _slots(
    watch: Watch, recipient: str, story_id: int, tools: MatchTools, now: datetime
) -> Sequence[Slot]:
    """List the mails a match may go into, the first that is still open wins."""
    if watch.rhythm == "at_once":
        key = f"story:{story_id}"
        return [Slot(recipient=recipient, rhythm="at_once", subject_key=key, due_at=now)]
    slots = []
    after = now - timedelta(microseconds=1)
    for _ in range(2):
        # The second is for a digest that is being sent this very moment.
        period = next_period(
            watch.rhythm, after=after, hour=tools.digest_hour, time_zone=tools.time_zone
        )
        key = f"{watch.rhythm}:{period.name}"
        slots.append(
            Slot(
                recipient=recipient,
                rhythm=watch.rhythm,
                subject_key=key,
                due_at=period.due_at,
            )
        )
        after = period.due_at
    return slots
