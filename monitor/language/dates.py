"""When a text says it came out: the door of dateparser, behind patterns of our own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateparser.data.languages_info import language_order
from dateparser.date import DateDataParser

from monitor.model import Published

# No date in the corpus is longer than 40 characters; what is longer is prose.
MAX_DATE_CHARS = 80
# Before the web there was no page, and a year far ahead is a slip of the keyboard.
FIRST_YEAR, LAST_YEAR = 1990, 2100
# POSIX: two-digit years 69-99 are of the twentieth century.
_CENTURY_PIVOT = 69

_MONTHS = {
    1: "january jan январь января янв январ қаңтар yanvar yanv ocak oca januar janvier janv enero"
    " ene gennaio gen janeiro січня січень január januari jän jänner ýanwar",
    2: "february feb февраль февраля фев февр феврал ақпан fevral fev şubat şub februar février"
    " fevrier févr febrero febbraio fevereiro лютого лютий február februari fewral",
    3: "march mar март марта мар наурыз mart märz mars marzo março березня березень március maart",
    4: "april apr апрель апреля апр апрел сәуір aprel nisan nis avril avr abril abr aprile квітня"
    " квітень április",
    5: "may май мая мамыр mayıs mai mayo maggio mag maio травня травень május mei maj maý",
    6: "june jun июнь июня июн маусым iyun haziran haz juni juin junio giugno giu junho червня"
    " червень június iýun",
    7: "july jul июль июля июл шілде iyul temmuz tem juli juillet juil julio luglio lug julho липня"
    " липень július iýul",
    8: "august aug август августа авг тамыз avqust avq avgust avg ağustos ağu août aout agosto ago"
    " серпня серпень augusztus augustus awgust",
    9: "september sept sep сентябрь сентября сен сент сентябр қыркүйек sentyabr sen sent eylül eyl"
    " septembre septiembre settembre set setembro вересня вересень szeptember sentýabr",
    10: "october oct октябрь октября окт октябр қазан oktyabr okt ekim eki oktober octobre octubre"
    " ottobre ott outubro out жовтня жовтень október oktýabr",
    11: "november nov ноябрь ноября ноя нояб ноябр қараша noyabr noy kasım kas novembre noviembre"
    " novembro листопада листопад noýabr",
    12: "december dec декабрь декабря дек декабр желтоқсан dekabr dek aralık ara dezember dez"
    " décembre decembre diciembre dic dicembre dezembro грудня грудень декабря desember dekabr",
}
# Azerbaijani, Kyrgyz, Kazakh and Turkish hang case and possession on the month.
_CASE_ENDING = re.compile(
    r"(?:ында|инде|унда|ның|нің|нын|дың|дің|дын|дин|ында|ы|и|у|да|де|ta|te|nın"
    r"|ında|ində|unda|ündə|ın|in|un|ün|də|da|de)$"
)
_ZONE_MINUTES = {
    **dict.fromkeys(("z", "ut", "utc", "gmt", "wet"), 0),
    **dict.fromkeys(("cet", "met", "bst", "west"), 60),
    **dict.fromkeys(("cest", "mest", "eet"), 120),
    **dict.fromkeys(("eest", "msk", "trt", "мск"), 180),
    **dict.fromkeys(("azt", "get", "samt"), 240),
    **dict.fromkeys(("uzt", "tjt", "tmt", "yekt"), 300),
    **dict.fromkeys(("kgt", "omst"), 360),
    **dict.fromkeys(("at", "ast", "edt"), -240),
    **dict.fromkeys(("et", "est", "cdt"), -300),
    **dict.fromkeys(("ct", "cst", "mdt"), -360),
    **dict.fromkeys(("mt", "mst", "pdt"), -420),
    **dict.fromkeys(("pt", "pst"), -480),
    "adt": -180,
    "irst": 210,
    "ist": 330,
    "jst": 540,
    "kst": 540,
}
# What dateparser is asked for where nobody says the language; the tongues of the region and of
# the United Nations are read by the patterns here or stand in this list.
_OTHER_LANGUAGES = (
    *("pl", "cs", "hu", "nl", "sv", "ro", "bg", "el", "hy", "ka"),
    *("ar", "fa", "he", "hi", "zh", "ja", "ko", "uz", "ky", "kk", "az"),
)

_WORD = r"[^\W\d_]+"
_YEAR_WORD = (
    r"(?:\s*-?\s*(?:года|год|г|року|р|жылғы|жылдын|жылы|жыл|йили|йил|yilning|yili|yil|yılı|il)"
    r"(?![^\W\d_])\.?)?"
)
_NOON = r"(?:(?P<noon>오전|오후|上午|下午)\s*)?"
_TIME = (
    _NOON + r"(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})"
    r"(?:[:.](?P<second>\d{2})(?:[.,]\d{1,9})?)?(?:\s*(?P<half>[ap])\.?m\b\.?)?(?!\d|[:.]\d)"
)
_MILITARY = r"(?P<hour_>\d{2})(?P<minute_>\d{2})(?=\s*(?:[a-z]{3}\b|z\b|[+-]\d))"
_ZONE = r"(?:etc/)?(?P<zone>(?:utc|gmt|мск)?\s?[+-]\s?\d{1,2}(?::?\d{2})?|[^\W\d_]{1,4})"
_AT = r"(?:\s*(?:at|в|um|à|saat|soat|саат|сағат|соат|о|o|kl)\b)?"
_TAIL = re.compile(
    rf"{_YEAR_WORD}\s*[t,;–—-]?{_AT}\s*(?:{_TIME}|{_MILITARY})?"
    rf"(?:\s*uhr\b)?\s*(?:\(?{_ZONE}\)?)?\s*(?:\([^()]*\))?[\s.]*"
)
_LEADING_TIME = re.compile(rf"{_TIME}\s*[,|–—-]?\s+(?=\S)")
_LEADING_WORD = re.compile(rf"{_WORD}[.,:]*\s+")
# 2021-05 and 2021 are W3C-DTF of reduced precision and mean their first day.
_W3C_MONTH = re.compile(r"(?P<year>(?:19|20)\d\d)(?:-(?P<month>\d\d))?")
# Seconds or milliseconds since 1970; a leading 1 covers 2001 to 2033 and no day written in digits.
_EPOCH = re.compile(r"(1\d{9})(\d{3})?")

_DATES = tuple(
    re.compile(pattern)
    for pattern in (
        # 2021-05-14 (ISO 8601), 2016/6/29, 2021.05.14
        r"(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?!\d)",
        # 20210514, 20210514T101455, 20210514101455 (ISO 8601 basic)
        r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)"
        r"(?:t?(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?)?(?!\d)",
        # 03-12-31 (ISO 8601:1988)
        r"(?P<year>\d\d)-(?P<month>0\d|1[0-2])-(?P<day>[0-3]\d)(?!\d|-)",
        # 14.05.2021, 14/5/21
        r"(?P<day>\d{1,2})(?P<sep>[./-])(?P<month>\d{1,2})(?P=sep)(?P<year>\d{4}|\d{2})(?!\d|[./-]\d)",
        # 2021年5月14日, 2021년 5월 14일
        r"(?P<year>\d{4})\s*[年년]\s*(?P<month>\d{1,2})\s*[月월]\s*(?P<day>\d{1,2})\s*[日일]",
        # Sun Jul 15 01:16:00 +0000 2012 (C asctime, with or without the zone)
        rf"(?P<name>{_WORD})\s+(?P<day>\d{{1,2}})\s+{_TIME}\s+(?:{_ZONE}\s+)?(?P<year>\d{{4}})$",
        # 14 May 2021, 14 мая 2021, 26-май, 2022-жыл, 14 de mayo de 2021, Mon, 13 Feb, 2012
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|er)?[\s.,/-]*(?:(?:de|of)\s+)?(?P<name>{_WORD})"
        r"[\s.,/-]*(?:(?:de|del)\s+)?'?(?P<year>\d{4}|\d{2})(?!\d)",
        # May 14, 2021; aprelin 20-də, 2021
        rf"(?P<name>{_WORD})[\s.,-]*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:-?\s?d[əa])?"
        r"[\s.,-]+(?P<year>\d{4})(?!\d)",
        # 2004-július-13, 2021 may 14
        rf"(?P<year>\d{{4}}){_YEAR_WORD}[\s.,-]*(?P<name>{_WORD})[\s.,-]*(?P<day>\d{{1,2}})(?!\d)",
        # 2024 жылғы 5 наурыз, 2021-жылдын 26-майы, 2021 yil 5 mart
        rf"(?P<year>\d{{4}}){_YEAR_WORD}[\s.,-]+(?P<day>\d{{1,2}})[\s.-]+(?P<name>{_WORD})",
    )
)


_MONTH_OF = {name: number for number, names in _MONTHS.items() for name in names.split()}


def parse_published(text: str, *, language: str | None = None, time_zone: str = "UTC") -> Published:
    """Read a date, with or without a time, as feeds and pages write it.

    ISO 8601, RFC 822 and its common slips, W3C-DTF, asctime, numeric dates with the day first,
    and month names of the languages of the region are read here; the rest is given to dateparser
    in the named language. A day without a year, relative words ("yesterday") and years outside
    1990-2100 are refused.

    Args:
        text: The value as written.
        language: Two-letter code of the language it is written in, or None.
        time_zone: IANA name of the clock meant where the value carries no offset.

    Returns:
        The raw text, with the instant where a time was given, and the calendar day: the day as
        written, or the day at ``time_zone`` where the value is given in UTC. Both are None where
        the text cannot be read.
    """
    raw = " ".join("".join(c for c in text[:4096] if c.isprintable() or c.isspace()).split())
    if not raw:
        return Published()
    if len(raw) > MAX_DATE_CHARS:
        return Published(raw=raw[:MAX_DATE_CHARS])
    zone = _zone(time_zone)
    reading = _read(_fold(raw)) or _ask_dateparser(raw, language)
    if reading is None:
        return Published(raw=raw)
    return _published(raw, reading, zone)


_Reading = tuple[date, time | None, tzinfo | None]


def _published(raw: str, reading: _Reading, zone: tzinfo) -> Published:
    day, clock, offset = reading
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return Published(raw=raw)
    if clock is None:
        return Published(raw=raw, on=day)
    written = datetime.combine(day, clock, offset or zone)
    at = written.astimezone(UTC)
    # A zero offset is a machine's clock, any other is the clock the outlet lives by.
    on = at.astimezone(zone).date() if offset is not None and not written.utcoffset() else day
    return Published(raw=raw, at=at, on=on)


def _read(text: str) -> _Reading | None:
    """Match the patterns, also behind a clock time or up to two words (a weekday, a label)."""
    if epoch := _EPOCH.fullmatch(text):
        instant = datetime.fromtimestamp(int(epoch[1]), UTC)
        return instant.date(), instant.time(), UTC
    if month := _W3C_MONTH.fullmatch(text):
        return _complete(month, "")
    for candidate in _candidates(text):
        for pattern in _DATES:
            if match := pattern.match(candidate):
                reading = _complete(match, candidate[match.end() :])
                if reading is not None:
                    return reading
    return None


def _candidates(text: str) -> Iterator[str]:
    if clock := _LEADING_TIME.match(text):
        text = f"{text[clock.end() :]} {clock[0].rstrip(' ,|–—-')}"
    yield text
    for _ in range(2):
        word = _LEADING_WORD.match(text)
        if word is None:
            return
        text = text[word.end() :]
        yield text


def _complete(match: re.Match[str], rest: str) -> _Reading | None:
    parts = match.groupdict()
    day = _day(parts)
    tail = _TAIL.fullmatch(rest)
    if day is None or tail is None:
        return None
    more = tail.groupdict()
    more["hour"], more["minute"] = more["hour"] or more["hour_"], more["minute"] or more["minute_"]
    parts = {**parts, **{key: value for key, value in more.items() if value}}
    try:
        return day, _clock(parts), _offset(parts.get("zone"))
    except ValueError:
        return None


def _day(parts: dict[str, str | None]) -> date | None:
    name = parts.get("name")
    month = _month(name) if name else int(parts.get("month") or 1)
    year, day = int(parts["year"] or 0), int(parts.get("day") or 1)
    if month is None:
        return None
    if len(parts["year"] or "") == 2:
        year += 1900 if year >= _CENTURY_PIVOT else 2000
    if month > 12 >= day and parts.get("sep"):
        month, day = day, month
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(name: str) -> int | None:
    return _MONTH_OF.get(name) or _MONTH_OF.get(_CASE_ENDING.sub("", name))


def _clock(parts: dict[str, str | None]) -> time | None:
    if not parts.get("hour"):
        return None
    hour, second = int(parts["hour"] or 0), int(parts.get("second") or 0)
    half = parts.get("half") or {"오전": "a", "上午": "a", "오후": "p", "下午": "p"}.get(
        parts.get("noon") or ""
    )
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    # RFC 3339 allows a leap second; Python's clock has none.
    return time(hour, int(parts["minute"] or 0), min(second, 59) if second <= 60 else second)


def _offset(zone: str | None) -> tzinfo | None:
    """Read a written zone; None for a name we do not know, which is the outlet's own clock."""
    if not zone:
        return None
    compact = zone.replace(" ", "")
    named = re.fullmatch(_WORD, compact)
    if named:
        if compact not in _ZONE_MINUTES:
            if len(compact) < 3:
                raise ValueError(zone)
            return None
        return timezone(timedelta(minutes=_ZONE_MINUTES[compact]))
    sign = -1 if "-" in compact else 1
    digits = re.split(r"[+-]", compact)[1].replace(":", "")
    hours, minutes = int(digits[:-2] or 0), int(digits[-2:])
    if len(digits) <= 2:
        hours, minutes = int(digits), 0
    minutes += 180 if compact.startswith("мск") else 0
    if hours > 14 or minutes > 239:
        raise ValueError(zone)
    return timezone(sign * timedelta(hours=hours, minutes=minutes))


def _ask_dateparser(raw: str, language: str | None) -> _Reading | None:
    """Let dateparser try what has a number, a word and no shape of our own."""
    folded = _fold(raw)
    if not _has_year(folded) or not any(c.isalpha() for c in folded):
        return None
    if any(pattern.match(candidate) for candidate in _candidates(folded) for pattern in _DATES[:5]):
        return None
    languages = (language,) if language in language_order else _OTHER_LANGUAGES
    found = _parser(languages).get_date_data(raw).date_obj
    if found is None:
        return None
    clock = found.time() if ":" in raw else None
    return found.date(), clock, found.tzinfo


def _has_year(folded: str) -> bool:
    return any(len(number) == 4 for number in re.findall(r"\d+", folded))


@lru_cache(maxsize=64)
def _parser(languages: tuple[str, ...]) -> DateDataParser:
    return DateDataParser(
        languages=list(languages),
        settings={
            "DATE_ORDER": "DMY",
            "PREFER_LOCALE_DATE_ORDER": False,
            "STRICT_PARSING": True,
            "REQUIRE_PARTS": ["day", "month", "year"],
            "PARSERS": ["absolute-time"],
            "RELATIVE_BASE": datetime(2000, 1, 1),  # noqa: DTZ001 - dateparser wants it naive
            "TIMEZONE": "UTC",
        },
    )


@lru_cache(maxsize=512)
def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def _fold(raw: str) -> str:
    """Lower the case and turn digits of any script into ASCII ones."""
    # the dotted capital of Turkish would become two characters
    lowered = unicodedata.normalize("NFC", raw.replace("İ", "i").lower())
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in lowered)
