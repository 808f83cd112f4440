"""Fingerprints of articles, and which stories a new text may belong to."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from monitor.model import Fingerprint
from monitor.store.dialect import put
from monitor.store.engine import Tx
from monitor.store.schema import articles, fingerprints, probes, stories

# How many lead articles a new text is compared with: the most shared probes first. On labelled
# near-duplicates the right one is among the first three; the rest is room for template series.
_CANDIDATES = 20
# A row of a Postgres index holds 2,700 bytes; no headline comes near.
_TITLE_KEY_CHARS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryCandidate:
    """A story that a new text may belong to, by the fingerprint it is compared with."""

    story_id: int
    outlet_id: str
    dated_at: datetime
    fingerprint: Fingerprint


def add_fingerprint(tx: Tx, article_id: int, fingerprint: Fingerprint) -> None:
    """Keep what later articles are compared with.

    Args:
        tx: The open transaction.
        article_id: The article.
        fingerprint: Its fingerprint.
    """
    row = {
        "article_id": article_id,
        "text_hash": fingerprint.text_hash,
        "title_key": fingerprint.title_key[:_TITLE_KEY_CHARS],
        "shingles": _pack(fingerprint.shingles),
        "figures": list(fingerprint.figures),
    }
    put(tx, fingerprints, row, ("article_id",))
    tx.execute(sa.delete(probes).where(probes.c.article_id == article_id))
    if fingerprint.probes:
        rows = [{"hash": probe, "article_id": article_id} for probe in fingerprint.probes]
        tx.execute(sa.insert(probes), rows)


def find_candidates(
    tx: Tx, fingerprint: Fingerprint, *, since: datetime
) -> tuple[StoryCandidate, ...]:
    """Find the stories a new text may belong to.

    Args:
        tx: The open transaction.
        fingerprint: Of the new text.
        since: Articles first seen before are not looked at.

    Returns:
        Lead articles that share probes or the title with the text, and articles of equal text,
        most in common first.
    """
    ids = [
        *_equal(tx, fingerprint),
        *_sharing(tx, fingerprint.probes),
        *_entitled(tx, fingerprint.title_key),
    ]
    if not ids:
        return ()
    query = (
        sa.select(fingerprints, articles.c.story_id, articles.c.outlet_id, articles.c.dated_at)
        .join(articles, articles.c.id == fingerprints.c.article_id)
        .where(fingerprints.c.article_id.in_(ids), articles.c.first_seen_at >= since)
    )
    rows = {row.article_id: row for row in tx.execute(query)}
    return tuple(_candidate(rows[i]) for i in dict.fromkeys(ids) if i in rows)


def _equal(tx: Tx, fingerprint: Fingerprint) -> list[int]:
    if fingerprint.text_hash is None:
        return []
    query = (
        sa.select(fingerprints.c.article_id)
        .where(fingerprints.c.text_hash == fingerprint.text_hash)
        .order_by(fingerprints.c.article_id)
        .limit(_CANDIDATES)
    )
    return list(tx.scalars(query))


def _sharing(tx: Tx, hashes: Sequence[int]) -> list[int]:
    if not hashes:
        return []
    query = (
        sa.select(probes.c.article_id)
        .join(stories, stories.c.lead_article_id == probes.c.article_id)
        .where(probes.c.hash.in_(hashes))
        .group_by(probes.c.article_id)
        .order_by(sa.func.count().desc(), probes.c.article_id)
        .limit(_CANDIDATES)
    )
    return list(tx.scalars(query))


def _entitled(tx: Tx, title_key: str) -> list[int]:
    if not title_key:
        return []
    query = (
        sa.select(fingerprints.c.article_id)
        .join(stories, stories.c.lead_article_id == fingerprints.c.article_id)
        .where(fingerprints.c.title_key == title_key[:_TITLE_KEY_CHARS])
        .order_by(fingerprints.c.article_id.desc())
        .limit(_CANDIDATES)
    )
    return list(tx.scalars(query))


def _candidate(row: sa.Row[Any]) -> StoryCandidate:
    return StoryCandidate(
        story_id=row.story_id,
        outlet_id=row.outlet_id,
        dated_at=row.dated_at,
        fingerprint=Fingerprint(
            text_hash=row.text_hash,
            title_key=row.title_key,
            shingles=_unpack(row.shingles),
            probes=(),
            figures=tuple(row.figures),
        ),
    )


def _pack(hashes: Sequence[int]) -> bytes:
    packed = array("I", hashes)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


def _unpack(data: bytes) -> tuple[int, ...]:
    unpacked = array("I")
    unpacked.frombytes(data)
    if sys.byteorder == "big":
        unpacked.byteswap()
    return tuple(unpacked)
