"""Outlets and feeds follow the configuration; claims keep two pollers apart."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.model import FeedSpec, Outlet
from monitor.outcomes import Outcome, Reason
from monitor.store.engine import Store
from monitor.store.housekeeping import latest_instant, record_instant, release_claims
from monitor.store.outlets import (
    PollRecord,
    claim_due_feeds,
    list_feeds,
    list_outlets,
    record_poll,
    sync_outlets,
)

LEASE = timedelta(minutes=5)
WIRE = Outlet(id="wire", name="Wire", country="AZE", kind="agency", languages=("en", "ru"))
FEED = FeedSpec(outlet_id="wire", url="http://wire.example/rss", kind="rss", language="en")


def follow(store: Store, now: datetime, *feeds: FeedSpec) -> None:
    """Sync one outlet with some feeds."""
    with store.begin() as tx:
        sync_outlets(tx, [WIRE], feeds, now)


def polled(now: datetime, **changes: object) -> PollRecord:
    """A poll that went well, with changes."""
    values: dict[str, object] = {
        "outcome": Outcome.LISTED,
        "reason": None,
        "error": None,
        "next_poll_at": now + timedelta(minutes=15),
        "failure_count": 0,
    }
    return PollRecord(**(values | changes))  # type: ignore[arg-type]


def test_an_outlet_comes_back_as_it_was_given(store: Store, now: datetime) -> None:
    """Tuples, countries and switches survive the way through the database."""
    follow(store, now, FEED)
    with store.read() as tx:
        assert list_outlets(tx) == (WIRE,)
        assert [feed.spec for feed in list_feeds(tx)] == [FEED]


def test_a_feed_gone_from_the_configuration_is_retired_and_can_return(
    store: Store, now: datetime
) -> None:
    """Its state waits for it: the validators of its last poll are still there."""
    follow(store, now, FEED)
    with store.begin() as tx:
        (feed,) = list_feeds(tx)
        record_poll(tx, feed.id, polled(now, brought_body=True, etag='W/"7"'), now)
    follow(store, now)
    with store.read() as tx:
        assert list_feeds(tx) == ()
    follow(store, now, FEED)
    with store.read() as tx:
        (back,) = list_feeds(tx)
    assert (back.id, back.etag) == (feed.id, 'W/"7"')


def test_a_feed_that_is_gone_for_good_is_not_polled_and_still_shown(
    store: Store, now: datetime
) -> None:
    """410 is the server's word, whatever the configuration still says; the reason stays seen."""
    follow(store, now, FEED)
    with store.begin() as tx:
        (feed,) = list_feeds(tx)
        gone = polled(now, outcome=Outcome.GONE, reason=Reason.GONE, failure_count=1, retire=True)
        record_poll(tx, feed.id, gone, now)
    follow(store, now, FEED)
    later = now + timedelta(days=9)
    with store.begin() as tx:
        assert claim_due_feeds(tx, now=later, lease=LEASE, limit=9) == ()
        assert [feed.last_reason for feed in list_feeds(tx)] == [Reason.GONE]


def test_a_claimed_feed_is_not_given_out_twice(store: Store, now: datetime) -> None:
    """Until the lease ends, or the claims of a dead process are released."""
    follow(store, now, FEED)
    with store.begin() as tx:
        assert len(claim_due_feeds(tx, now=now, lease=LEASE, limit=9)) == 1
    with store.begin() as tx:
        assert claim_due_feeds(tx, now=now, lease=LEASE, limit=9) == ()
        release_claims(tx)
    with store.begin() as tx:
        assert len(claim_due_feeds(tx, now=now, lease=LEASE, limit=9)) == 1
    with store.begin() as tx:
        assert len(claim_due_feeds(tx, now=now + LEASE, lease=LEASE, limit=9)) == 1


def test_a_polled_feed_is_due_again_only_at_its_time(store: Store, now: datetime) -> None:
    """The schedule is a column."""
    follow(store, now, FEED)
    later = now + timedelta(minutes=15)
    with store.begin() as tx:
        (feed,) = claim_due_feeds(tx, now=now, lease=LEASE, limit=9)
        record_poll(tx, feed.id, polled(now), now)
        assert claim_due_feeds(tx, now=later - timedelta(seconds=1), lease=LEASE, limit=9) == ()
        assert len(claim_due_feeds(tx, now=later, lease=LEASE, limit=9)) == 1


def test_a_failed_poll_keeps_validators_and_the_first_poll_to_come(
    store: Store, now: datetime
) -> None:
    """What was never read has no back catalogue yet, and a failure forgets nothing."""
    follow(store, now, FEED)
    with store.begin() as tx:
        (feed,) = list_feeds(tx)
        record_poll(tx, feed.id, polled(now, brought_body=True, etag='"a"'), now)
        failed = polled(now, outcome=Outcome.FAILED, reason=Reason.TIMEOUT, failure_count=1)
        record_poll(tx, feed.id, failed, now + timedelta(hours=1))
        (after,) = list_feeds(tx)
    assert (after.etag, after.first_polled_at, after.last_success_at) == ('"a"', now, now)
    assert (after.last_outcome, after.failure_count) == (Outcome.FAILED, 1)


def test_the_latest_instant_survives(store: Store, now: datetime) -> None:
    """A later cycle can tell that time does not run backwards."""
    with store.begin() as tx:
        assert latest_instant(tx) is None
        record_instant(tx, now)
    with store.read() as tx:
        assert latest_instant(tx) == now
