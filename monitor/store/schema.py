"""The tables, and the column types that keep their promises."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

# Names of constraints are fixed, so that migrations can speak of them on every database.
metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An instant: refuses naive values, gives aware UTC back."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Turn an aware instant into what the database keeps.

        Args:
            value: An aware instant, or None.
            dialect: The database spoken to.

        Returns:
            The instant in UTC, without a zone where the database has none.

        Raises:
            ValueError: If the value is naive.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a naive time cannot be stored: {value!r}")
        utc = value.astimezone(UTC)
        return utc if dialect.name == "postgresql" else utc.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Turn what the database kept into an aware instant.

        Args:
            value: What came back, or None.
            dialect: The database spoken to.

        Returns:
            The instant, aware, in UTC.
        """
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class CleanText(sa.types.TypeDecorator[str]):
    """Text that every database takes: no NUL (Postgres), no lone surrogate (UTF-8)."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        """Drop what a database would refuse.

        Args:
            value: Any text, or None.
            dialect: The database spoken to.

        Returns:
            The text without NUL, lone surrogates replaced.
        """
        if value is None or (value.isascii() and "\0" not in value):
            return value
        return value.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


# JSONB compares and indexes; SQLite keeps JSON as text.
Json: sa.types.TypeEngine[Any] = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), "postgresql"
)
# SQLite only numbers rows by itself in a column declared INTEGER.
Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")

meta = sa.Table(
    "meta",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("value", CleanText, nullable=False),
)

outlets = sa.Table(
    "outlets",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("name", CleanText, nullable=False),
    sa.Column("country", sa.Text),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("languages", Json, nullable=False),
    sa.Column("time_zone", sa.Text, nullable=False),
    sa.Column("names", Json, nullable=False),
    sa.Column("fetch_pages", sa.Boolean, nullable=False),
    sa.Column("retired_at", UtcDateTime),
)

feeds = sa.Table(
    "feeds",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("outlet_id", sa.ForeignKey("outlets.id"), nullable=False),
    sa.Column("url", CleanText, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("language", sa.Text),
    sa.Column("link_pattern", CleanText),
    sa.Column("interval_minutes", sa.Integer),
    sa.Column("retired_at", UtcDateTime),
    sa.Column("next_poll_at", UtcDateTime, nullable=False),
    sa.Column("claimed_until", UtcDateTime),
    sa.Column("etag", CleanText),
    sa.Column("last_modified", CleanText),
    sa.Column("body_hash", sa.Text),
    sa.Column("first_polled_at", UtcDateTime),
    sa.Column("last_polled_at", UtcDateTime),
    sa.Column("last_success_at", UtcDateTime),
    sa.Column("last_outcome", sa.Text),
    sa.Column("last_reason", sa.Text),
    sa.Column("last_error", CleanText),
    sa.Column("failure_count", sa.Integer, nullable=False, server_default="0"),
    sa.UniqueConstraint("outlet_id", "url"),
    sa.Index(None, "next_poll_at"),
)

entries = sa.Table(
    "entries",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("feed_id", sa.ForeignKey("feeds.id"), nullable=False),
    sa.Column("key", CleanText, nullable=False),
    sa.Column("link", CleanText),
    sa.Column("canonical_url", CleanText),
    sa.Column("host", sa.Text, nullable=False),
    sa.Column("title", CleanText, nullable=False),
    sa.Column("published_raw", CleanText),
    sa.Column("published_at", UtcDateTime),
    sa.Column("published_on", sa.Date),
    sa.Column("summary", CleanText),
    sa.Column("content", CleanText),
    sa.Column("is_first_poll", sa.Boolean, nullable=False),
    sa.Column("first_seen_at", UtcDateTime, nullable=False),
    sa.Column("last_seen_at", UtcDateTime, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("next_try_at", UtcDateTime),
    sa.Column("claimed_until", UtcDateTime),
    sa.Column("outcome", sa.Text),
    sa.Column("reason", sa.Text),
    sa.Column("error", CleanText),
    sa.Column("ended_at", UtcDateTime),
    sa.Column("article_id", sa.ForeignKey("articles.id")),
    sa.UniqueConstraint("feed_id", "key"),
    sa.Index(None, "outcome", "next_try_at"),
    sa.Index(None, "canonical_url"),
)

articles = sa.Table(
    "articles",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("outlet_id", sa.ForeignKey("outlets.id"), nullable=False),
    sa.Column("url", CleanText, nullable=False, unique=True),
    sa.Column("title", CleanText, nullable=False),
    sa.Column("body", CleanText, nullable=False),
    sa.Column("body_source", sa.Text, nullable=False),
    sa.Column("byline", CleanText),
    sa.Column("language", sa.Text),
    sa.Column("published_raw", CleanText),
    sa.Column("published_at", UtcDateTime),
    sa.Column("published_on", sa.Date),
    sa.Column("first_seen_at", UtcDateTime, nullable=False),
    # model.dated_at: what filters and the order of carriers go by
    sa.Column("dated_at", UtcDateTime, nullable=False),
    sa.Column("harvested_at", UtcDateTime, nullable=False),
    sa.Column("may_alert", sa.Boolean, nullable=False),
    # what classify writes
    sa.Column("classified_at", UtcDateTime),
    sa.Column("story_id", sa.ForeignKey("stories.id")),
    sa.Column("fold_reason", sa.Text),
    sa.Column("fold_share", sa.Float),
    sa.Column("dateline", Json),
    sa.Column("credit", Json),
    sa.Column("mentions", Json),
    sa.Column("organisations", Json),
    # what match writes
    sa.Column("matched_at", UtcDateTime),
    sa.Index(None, "classified_at", "matched_at"),
    sa.Index(None, "story_id"),
    sa.Index(None, "dated_at"),
)

fingerprints = sa.Table(
    "fingerprints",
    metadata,
    sa.Column("article_id", sa.ForeignKey("articles.id"), primary_key=True),
    sa.Column("text_hash", sa.Text),
    sa.Column("title_key", CleanText, nullable=False),
    sa.Column("shingles", sa.LargeBinary, nullable=False),
    sa.Column("figures", Json, nullable=False),
    sa.Index(None, "text_hash"),
    sa.Index(None, "title_key"),
)

probes = sa.Table(
    "probes",
    metadata,
    sa.Column("hash", sa.BigInteger, primary_key=True),
    sa.Column("article_id", sa.ForeignKey("articles.id"), primary_key=True),
    sqlite_with_rowid=False,
)

stories = sa.Table(
    "stories",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("lead_article_id", Id, nullable=False),
    sa.Column("first_seen_at", UtcDateTime, nullable=False),
    sa.Column("updated_at", UtcDateTime, nullable=False),
    sa.Index(None, "first_seen_at"),
)

tags = sa.Table(
    "tags",
    metadata,
    sa.Column("article_id", sa.ForeignKey("articles.id"), primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, primary_key=True),
    sa.Column("score", sa.Float),
    sa.Column("evidence", CleanText),
    sa.Index(None, "kind", "value", "article_id"),
)

watches = sa.Table(
    "watches",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("name", CleanText, nullable=False),
    sa.Column("query", CleanText, nullable=False),
    sa.Column("recipients", Json, nullable=False),
    sa.Column("rhythm", sa.Text, nullable=False),
    sa.Column("added_at", UtcDateTime, nullable=False),
    sa.Column("retired_at", UtcDateTime),
)

matches = sa.Table(
    "matches",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("watch_id", sa.ForeignKey("watches.id"), nullable=False),
    sa.Column("story_id", sa.ForeignKey("stories.id"), nullable=False),
    sa.Column("article_id", sa.ForeignKey("articles.id"), nullable=False),
    sa.Column("matched_at", UtcDateTime, nullable=False),
    sa.Column("is_silent", sa.Boolean, nullable=False),
    sa.Column("evidence", Json, nullable=False),
    sa.UniqueConstraint("watch_id", "story_id"),
    sa.Index(None, "story_id"),
)

deliveries = sa.Table(
    "deliveries",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("recipient", CleanText, nullable=False),
    sa.Column("rhythm", sa.Text, nullable=False),
    # what the mail is about: "story:7" for an alert, "daily:2026-11-22" for a digest
    sa.Column("subject_key", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("next_try_at", UtcDateTime, nullable=False),
    sa.Column("claimed_until", UtcDateTime),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("ended_at", UtcDateTime),
    sa.Column("reply", CleanText),
    sa.UniqueConstraint("recipient", "subject_key"),
    sa.Index(None, "state", "next_try_at"),
)

delivery_matches = sa.Table(
    "delivery_matches",
    metadata,
    sa.Column("delivery_id", sa.ForeignKey("deliveries.id"), primary_key=True),
    sa.Column("match_id", sa.ForeignKey("matches.id"), primary_key=True),
)
