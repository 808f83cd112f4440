"""Dates as feeds and pages of the region write them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.language.dates import parse_published


def instant(text: str) -> datetime:
    """An instant in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "language", "zone", "at", "on"),
    [
        ("2016/6/29 15:07", None, "Asia/Bishkek", "2016-06-29T09:07", "2016-06-29"),
        ("14.05.2021 12:30", "ru", "Asia/Dushanbe", "2021-05-14T07:30", "2021-05-14"),
        ("2021-07-15 09:00:00", "ru", "Europe/Moscow", "2021-07-15T06:00", "2021-07-15"),
        ("11 April 2023 14:15 (UTC+04:00)", "en", "UTC", "2023-04-11T10:15", "2023-04-11"),
        ("14 май 2021, 14:07", "en", "UTC", "2021-05-14T14:07", "2021-05-14"),
        ("14:07, 14 мая 2021", "ru", "UTC", "2021-05-14T14:07", "2021-05-14"),
        ("20 aprel 2021, 10:00", "az", "Asia/Baku", "2021-04-20T06:00", "2021-04-20"),
        ("5 тамыз 2021, 09:30", "kk", "Asia/Qyzylorda", "2021-08-05T04:30", "2021-08-05"),
        ("3 Ekim 2021 Pazar 15:20", "tr", "Europe/Istanbul", "2021-10-03T12:20", "2021-10-03"),
        ("02 October 2026, 11:54", "en", "Europe/Minsk", "2026-10-02T08:54", "2026-10-02"),
        ("5 марта 2021 г. 10:15", "ru", "UTC", "2021-03-05T10:15", "2021-03-05"),
        ("Понедельник, 5 апреля 2021 - 10:22", "ru", "UTC", "2021-04-05T10:22", "2021-04-05"),
        ("Wed, 17 Jan 2018 15:50:00 EST", None, "UTC", "2018-01-17T20:50", "2018-01-17"),
        ("Sun, 10 Dec 17 13:01:36 -0800", None, "UTC", "2017-12-10T21:01:36", "2017-12-10"),
        ("Sun Jul 15 01:16:00 +0000 2012", None, "UTC", "2012-07-15T01:16", "2012-07-15"),
        ("Sat, Dec 16 2023 02:02:33 PM", None, "UTC", "2023-12-16T14:02:33", "2023-12-16"),
        ("2009-08-31T18:55:12.569Z", None, "UTC", "2009-08-31T18:55:12", "2009-08-31"),
        ("20210514T101455Z", None, "UTC", "2021-05-14T10:14:55", "2021-05-14"),
        ("1518478934", None, "UTC", "2018-02-12T23:42:14", "2018-02-12"),
        ("2021-05-14T10:00+06", None, "UTC", "2021-05-14T04:00", "2021-05-14"),
    ],
)
def test_a_written_time_is_read(
    text: str, language: str | None, zone: str, at: str, on: str
) -> None:
    """An instant and a day come out, the offset respected, the outlet's clock where none is."""
    found = parse_published(text, language=language, time_zone=zone)
    assert (found.at, found.on) == (instant(at), date.fromisoformat(on))


@pytest.mark.parametrize(
    ("text", "language", "on"),
    [
        ("1 августа 2026 года", "ru", "2026-08-01"),
        ("26-май, 2022-жыл", "ky", "2022-05-26"),
        ("2021-жылдын 26-майы", "ky", "2021-05-26"),
        ("2024 жылғы 5 наурыз", "kk", "2024-03-05"),
        ("aprelin 20-də, 2021", "az", "2021-04-20"),
        ("fevralın 5-də 2021", "az", "2021-02-05"),
        ("5 İyun 2021", "az", "2021-06-05"),
        ("3 sen 2021", "uz", "2021-09-03"),
        ("3 de marzo de 2021", "es", "2021-03-03"),
        ("15 stycznia 2021", "pl", "2021-01-15"),
        ("12 մայիսի 2021", "hy", "2021-05-12"),
        ("6/29/2016", "en", "2016-06-29"),
        ("05/04/2021", "en", "2021-04-05"),
        ("2003-12", None, "2003-12-01"),
    ],
)
def test_a_day_without_a_time_has_no_instant(text: str, language: str | None, on: str) -> None:
    """The day is known, midnight is not made up."""
    found = parse_published(text, language=language, time_zone="Asia/Bishkek")
    assert (found.at, found.on) == (None, date.fromisoformat(on))


@pytest.mark.parametrize(
    "text",
    [
        *("yesterday", "5 мая 14:07", "May 2021", "31.02.2021", "013", "22013", "10:15"),
        *("Sun, 16 Dec 2012 1:2:3:4 GMT", "Sun, 16 zzz 2012 11:47:32 GMT"),
        *("2013-01-28T11:30:00-06:00Textra", "2013-01-28T09:xx:00Z"),
        *("2013-01-28T09:00:00+00:xx", "2003-12-31T10:61:55Z", "Sun, 99 Jun 2009 12:00:00 GMT"),
        *("Thu, 01 Jan 0100 00:00:01 +0100", "2399-01-01", "1970-01-01", "word " * 40),
    ],
)
def test_what_is_no_sure_date_is_refused(text: str) -> None:
    """Nothing is guessed: no year, no such day, a broken time, an absurd year."""
    found = parse_published(text)
    assert (found.at, found.on) == (None, None)


def test_the_day_is_the_outlets_where_the_time_is_given_in_utc() -> None:
    """Ten in the evening in Greenwich is the next day in Bishkek."""
    found = parse_published("Fri, 14 May 2021 22:00:00 GMT", time_zone="Asia/Bishkek")
    assert found.on == date(2021, 5, 15)


def test_a_written_offset_keeps_the_day_as_written() -> None:
    """The outlet wrote its own clock; its day is the one it wrote."""
    found = parse_published("2021-05-14T22:00:00-05:00", time_zone="Asia/Bishkek")
    assert found.on == date(2021, 5, 14)


def test_the_raw_text_is_kept_also_where_it_cannot_be_read() -> None:
    """What was written stays, without control characters and doubled blanks."""
    assert parse_published("on a\x00  fine\nday").raw == "on a fine day"
    assert parse_published(" \n ").raw is None


@given(st.text(max_size=100), st.sampled_from(["UTC", "Asia/Tehran", "No/Where", "../x"]))
def test_no_text_breaks_the_reader(text: str, zone: str) -> None:
    """Any text gives a reading, within the years that make sense."""
    found = parse_published(text, time_zone=zone)
    assert found.on is None or 1990 <= found.on.year <= 2101


@given(st.integers(min_value=700_000_000, max_value=4_000_000_000))
def test_iso_8601_is_read_back(seconds: int) -> None:
    """What is written by the standard is read to the second."""
    moment = datetime.fromtimestamp(seconds, UTC)
    assert parse_published(moment.isoformat()).at == moment
