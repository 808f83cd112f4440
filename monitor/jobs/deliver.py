"""Deliver: hand the mails that are due to the mail server."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage

from monitor.errors import SendError
from monitor.model import Delivery, Story, StoryMatch
from monitor.render.mail import MailSettings, MailTemplates, render_alert, render_digest
from monitor.render.report import render_report
from monitor.send.smtp import SmtpSender
from monitor.store.deliveries import (
    DeliveryContent,
    Slot,
    claim_due_deliveries,
    end_delivery,
    load_content,
    open_slot,
)
from monitor.store.engine import Store
from monitor.store.overview import list_attention
from monitor.store.stories import load_stories
from monitor.watch.rhythm import next_period

_log = logging.getLogger(__name__)

_LEASE = timedelta(minutes=30)
# Linear back-off: 34 attempts stretch over 48 hours. A mail server that never took a mail in two
# days will not (RFC 5321, 4.5.4.1, allows longer; news is stale before).
_RETRY_STEP = timedelta(minutes=5)
_MOST_ATTEMPTS = 34
# A server that is down would cost a time-out for each waiting mail.
_TRANSIENT_IN_A_ROW = 3
_FAILURES_BEFORE_ATTENTION = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverTools:
    """What the job works with."""

    store: Store
    sender: SmtpSender
    settings: MailSettings
    templates: MailTemplates
    operators: tuple[str, ...]
    digest_hour: int
    time_zone: str
    clock: Callable[[], datetime]
    is_stopping: Callable[[], bool]


def deliver(tools: DeliverTools) -> Counter[str]:
    """Send every mail that is due.

    Args:
        tools: What the job works with.

    Returns:
        Counts: sent, retry, failed.
    """
    counts: Counter[str] = Counter()
    _prepare_reports(tools)
    in_a_row = 0
    while not tools.is_stopping() and in_a_row < _TRANSIENT_IN_A_ROW:
        with tools.store.begin() as tx:
            # One at a time: a claim that is not worked on would close its mail to new matches.
            claimed = claim_due_deliveries(tx, now=tools.clock(), lease=_LEASE, limit=1)
        if not claimed:
            break
        outcome = _deliver_one(tools, claimed[0])
        counts[outcome] += 1
        in_a_row = in_a_row + 1 if outcome == "retry" else 0
    if counts:
        _log.info("deliver %s", " ".join(f"{name}={count}" for name, count in counts.items()))
    return counts


def _prepare_reports(tools: DeliverTools) -> None:
    if not tools.operators:
        return
    now = tools.clock()
    period = next_period("daily", after=now, hour=tools.digest_hour, time_zone=tools.time_zone)
    with tools.store.read() as tx:
        if not list_attention(tx, failures=_FAILURES_BEFORE_ATTENTION):
            return
    with tools.store.begin() as tx:
        for recipient in tools.operators:
            slot = Slot(
                recipient=recipient,
                rhythm="daily",
                subject_key=f"report:{period.name}",
                due_at=period.due_at,
            )
            open_slot(tx, slot, now)


def _deliver_one(tools: DeliverTools, delivery: Delivery) -> str:
    message = _compose(tools, delivery)
    if message is None:
        _end(tools, delivery, "sent", "nothing left to tell")
        return "withdrawn"
    try:
        reply = tools.sender.send(message, delivery.recipient)
    except SendError as error:
        return _end_failed(tools, delivery, error)
    _end(tools, delivery, "sent", reply)
    return "sent"


def _compose(tools: DeliverTools, delivery: Delivery) -> EmailMessage | None:
    now = tools.clock()
    if delivery.is_report:
        with tools.store.read() as tx:
            lines = list_attention(tx, failures=_FAILURES_BEFORE_ATTENTION)
        if not lines:
            return None
        return render_report(delivery, lines, settings=tools.settings, now=now)
    found = _load(tools.store, delivery)
    if not found:
        return None
    if delivery.period is None:
        return render_alert(
            delivery, found[0], settings=tools.settings, templates=tools.templates, now=now
        )
    return render_digest(
        delivery, found, settings=tools.settings, templates=tools.templates, now=now
    )


def _load(store: Store, delivery: Delivery) -> Sequence[StoryMatch]:
    with store.read() as tx:
        content = load_content(tx, delivery)
        stories = load_stories(tx, list(dict.fromkeys(c.story_id for c in content)))
    return [
        _story_match([c for c in content if c.story_id == story.id], story) for story in stories
    ]


def _story_match(content: Sequence[DeliveryContent], story: Story) -> StoryMatch:
    evidence = dict.fromkeys(e for c in content for e in c.evidence)
    return StoryMatch(
        story=story,
        watch_names=tuple(dict.fromkeys(c.watch_name for c in content)),
        evidence=tuple(evidence),
        article_id=content[0].article_id,
    )


def _end_failed(tools: DeliverTools, delivery: Delivery, error: SendError) -> str:
    now = tools.clock()
    attempts = delivery.attempts + 1
    retry_at = now + _RETRY_STEP * attempts
    is_over = not error.is_transient or attempts >= _MOST_ATTEMPTS
    _log.warning(
        "deliver delivery=%d recipient=%s outcome=%s: %s",
        delivery.id,
        delivery.recipient,
        "failed" if is_over else "retry",
        error,
    )
    if is_over:
        _end(tools, delivery, "failed", str(error))
        return "failed"
    _end(tools, delivery, "pending", str(error), next_try_at=retry_at)
    return "retry"


def _end(
    tools: DeliverTools,
    delivery: Delivery,
    state: str,
    reply: str,
    next_try_at: datetime | None = None,
) -> None:
    with tools.store.begin() as tx:
        end_delivery(
            tx, delivery.id, state=state, reply=reply, now=tools.clock(), next_try_at=next_try_at
        )
