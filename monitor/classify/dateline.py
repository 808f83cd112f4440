"""Place and date that open an agency text: "BISHKEK, Kyrgyzstan, July 2. /Kabar/."."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from monitor.classify.agencies import find_agency, looks_like_outlet
from monitor.classify.dateline_words import NO_PLACES, is_state, month_of
from monitor.language.normal import normalise
from monitor.model import Dateline

CountryOf = Callable[[str], str | None]

# No dateline of the collection is longer than 100 characters.
_HEAD = 240
# Place, region, two dates, two agencies: no dateline has more parts.
_PARTS_MAX = 6
# An unknown name in capitals before a long dash is a place; shorter ones are mostly acronyms.
_UNKNOWN_PLACE_MIN = 5
_ACRONYM_MAX = 3

_LETTERS = r"[^\W\d_]+"
_WORD = rf"{_LETTERS}(?:[-’'ʻ‘ʼ`]{_LETTERS})*"
_WORDS = rf"{_WORD}(?: {_WORD}){{0,3}}"
_NAME = r"\w+(?:[-.’'ʻ‘ʼ]\w+)*"
_YEAR = r"(?:,?\s(?P<y>\d{4})(?!\d)(?:[\s-]?(?:г\.|года|жыл\w{0,3}|ж\.|yil\w{0,3}))?)?"
_GAP = r"[\s,.]{0,3}"

_OPENING = re.compile(r"\s*(?:By [^\n]{2,40}\n\s*)?(?:\([A-Z]{4,12}-\s?[^()\n]{2,30}\)\s*)?")
_CLOCK = re.compile(r"\d{1,2}:\d{2},?\s")
_PLACE = re.compile(rf"(?:S[tT]\. |F[tT]\. )?{_WORDS}(?:/{_WORDS})?")
_DATES = (
    re.compile(
        rf"(?P<gap>{_GAP})(?P<d>\d{{1,2}})[./](?P<m>\d{{1,2}})[./](?P<y>\d{{4}}|\d\d)(?!\d)"
    ),
    re.compile(
        rf"(?P<gap>{_GAP})(?P<d>\d{{1,2}})(?:st|nd|rd|th|[.-])?\s?(?P<m>{_LETTERS})\.?(?<!\s){_YEAR}"
    ),
    re.compile(
        rf"(?P<gap>{_GAP})(?P<m>{_LETTERS})\.?\s?(?P<d>\d{{1,2}})(?!\d)(?:st|nd|rd|th|-\w{{1,3}})?{_YEAR}"
    ),
)
_BRACKET = re.compile(rf"{_GAP}\((?P<name>[^()\n]{{2,80}})\)")
_SLASHES = re.compile(rf"{_GAP}/\s?(?P<name>[^/\n]{{2,60}})/")
_SQUARE = re.compile(r" ?\[(?P<region>[^\[\]\n]{2,40})\]")
_REGION = re.compile(rf",\s?(?P<region>(?:[A-Z]\.){{2,3}}|{_WORDS})(?:\.(?=\s?[-—–]))?")
_AGENCY = re.compile(
    rf"(?P<gap>[\s,.]{{1,3}}|\s?(?:—|–|--|-)\s?)(?P<name>{_NAME}(?: {_NAME}){{0,2}})"
)
_BYLINE = re.compile(rf"\s?,\s?(?:by )?{_WORD}(?: {_WORD}){{1,2}}(?=\s?[.:\n]|\s*\Z)")
_CLOSE = re.compile(r"\s*(?:[.:։/]\s*)?(?:(?:—|–|--|-)\s*)?")
_DASH = re.compile(r"\s?(?:—|–|--)\s?|\s?- ")
_LONG_DASH = re.compile(r"\s?(?:—|–|--)")
_STOP = re.compile(r"\s*(?:[.:։/\n—–-]|\Z)")
_BRACKET_DATE = re.compile(r" - |/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A dateline and the agency that it names, as written, None where it names none."""

    dateline: Dateline
    agency: str | None


@dataclass(slots=True)
class _Reading:
    """What has been read of a head so far, and the offset of what comes next."""

    head: str
    at: int
    place: str = ""
    region: str | None = None
    agency: str | None = None
    day: tuple[int, int, int | None] | None = None  # day, month, year
    is_closed: bool = False  # the last part ended in a bracket or slash
    country_first: bool = False


def find_dateline(
    text: str, *, country_of: CountryOf, published_on: date | None = None
) -> Dateline | None:
    """Find the dateline that opens a text.

    Args:
        text: The text.
        country_of: Gives the ISO 3166-1 alpha-3 code for the name of a country or city, None
            where it knows none.
        published_on: The day the text came out: gives a date without a year its year.

    Returns:
        The dateline, None where the text opens without one.
    """
    opening = read_opening(text, country_of=country_of, published_on=published_on)
    return opening.dateline if opening else None


def find_dateline_agency(text: str, *, country_of: CountryOf) -> str | None:
    """Find the agency that a text's dateline names.

    Args:
        text: The text.
        country_of: As in ``find_dateline``.

    Returns:
        The agency as written, None where there is no dateline or no agency in it.
    """
    opening = read_opening(text, country_of=country_of)
    return opening.agency if opening else None


def read_opening(
    text: str, *, country_of: CountryOf, published_on: date | None = None
) -> Opening | None:
    """Read the dateline of a text together with its agency.

    Args:
        text: The text.
        country_of: As in ``find_dateline``.
        published_on: As in ``find_dateline``.

    Returns:
        The opening, None where the text opens without a dateline.
    """
    reading = _read(text[:_HEAD])
    if reading is None or not _is_dateline(reading, country_of):
        return None
    close = _CLOSE.match(reading.head, reading.at)
    end = close.end() if close else reading.at
    if reading.country_first and reading.region:
        reading.place, reading.region = reading.region, reading.place
    dateline = Dateline(
        place=reading.place,
        country=_country(reading, country_of),
        on=_date(reading.day, published_on),
        end=end,
    )
    return Opening(dateline=dateline, agency=reading.agency)


def _read(head: str) -> _Reading | None:
    start = _OPENING.match(head)
    reading = _Reading(head, start.end() if start else 0)
    clock = _CLOCK.match(head, reading.at)
    if clock:
        reading.at = clock.end()
        if not _read_date(reading):
            return None
        reading.at += len(head[reading.at :]) - len(head[reading.at :].lstrip(" ,"))
    if not _read_place(reading):
        return None
    for _ in range(_PARTS_MAX):
        if not any(read(reading) for read in _PART_READERS):
            break
    if reading.agency:
        byline = _BYLINE.match(head, reading.at)
        reading.at = byline.end() if byline else reading.at
    return reading


def _read_place(reading: _Reading) -> bool:
    found = _PLACE.match(reading.head, reading.at)
    if not found or not _is_capitalised(found.group()):
        return False
    place = found.group()
    if normalise(place.split()[0]) in NO_PLACES or normalise(place) in NO_PLACES:
        return False
    reading.place, reading.at = place, found.end()
    return True


def _is_capitalised(name: str) -> bool:
    words = re.split(r"[ /]", name)
    return words[0][0].isupper() and all(
        word[0].isupper() or word in {"de", "la", "del", "da", "al", "of", "на"} for word in words
    )


def _read_date(reading: _Reading) -> bool:
    if reading.day:
        return False
    for pattern in _DATES:
        found = pattern.match(reading.head, reading.at)
        day = _day(found) if found and (not reading.place or found["gap"].strip()) else None
        if found and day:
            reading.day, reading.at, reading.is_closed = day, found.end(), False
            return True
    return False


def _day(found: re.Match[str]) -> tuple[int, int, int | None] | None:
    month = int(found["m"]) if found["m"].isdecimal() else month_of(found["m"])
    day = int(found["d"])
    if not month or not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    year = int(found["y"]) if found["y"] else None
    return day, month, year + 2000 if year is not None and year < 100 else year


def _read_enclosed(reading: _Reading) -> bool:
    if reading.agency:
        return False
    head, at = reading.head, reading.at
    found = _BRACKET.match(head, at) or _SLASHES.match(head, at)
    if not found:
        return False
    name, *rest = _BRACKET_DATE.split(found["name"])
    agency = find_agency(name)
    if not agency and not looks_like_outlet(name):
        return False
    reading.agency = agency or name.strip()
    reading.country_first = bool(re.match(r"\s?[ck]orr?\.|\s?корр?\.", name))
    if rest and not reading.day:
        inner = _Reading(rest[-1].strip(), 0)
        if _read_date(inner):
            reading.day = inner.day
    reading.at, reading.is_closed = found.end(), True
    return True


def _read_region(reading: _Reading) -> bool:
    if reading.region or reading.day or reading.agency:
        return False
    found = _SQUARE.match(reading.head, reading.at) or _REGION.match(reading.head, reading.at)
    if not found or not _is_capitalised(found["region"]) or find_agency(found["region"]):
        return False
    reading.region, reading.at = found["region"], found.end()
    return True


def _read_agency(reading: _Reading) -> bool:
    if reading.agency:
        return False
    found = _AGENCY.match(reading.head, reading.at)
    if not found:
        return False
    agency = find_agency(found["name"])
    name = agency or found["name"]
    end = found.start("name") + found["name"].find(name) + len(name)
    # "ASTANA. KAZINFORM Azerbaijan has": only capitals stand without a mark behind them
    is_loud = agency is not None and agency.isupper() and reading.place.isupper()
    rest = re.compile(r" news agency| агентств\w*").match(reading.head, end)
    end = rest.end() if rest else end
    is_marked = _STOP.match(reading.head, end) or _BYLINE.match(reading.head, end)
    # "МОСКВА, 9 июл ПРАЙМ.": a blank alone parts only a known agency from a date
    if not found["gap"].strip() and not ("\n" in found["gap"] or reading.day):
        return False
    is_shouted = bool(found["gap"].strip()) and _is_shouted(found["name"])
    if not (is_marked or is_loud) or not (agency or is_shouted):
        return False
    reading.agency, reading.at, reading.is_closed = name, end, is_loud
    return True


def _is_shouted(name: str) -> bool:
    # Without a bracket only a name in capitals or a host can be told from the first sentence.
    is_word = " " not in name and name[0].isalpha() and len(name) > _ACRONYM_MAX
    return is_word and (name.isupper() or "." in name)


_PART_READERS = (_read_date, _read_enclosed, _read_agency, _read_region)


def _is_dateline(reading: _Reading, country_of: CountryOf) -> bool:
    head, at = reading.head, reading.at
    is_loud = reading.place.replace("ʻ", "").isupper()
    has_dash = _DASH.match(head, at) is not None
    has_stop = _STOP.match(head, at) is not None
    if reading.agency:
        is_sure = is_loud or reading.day is not None or reading.country_first
        return has_stop or (reading.is_closed and is_sure)
    if reading.day:
        return has_stop
    if not is_loud or not _opens_sentence(head, at):
        return False
    is_known = country_of(reading.place) is not None
    if has_dash:
        is_long = _LONG_DASH.match(head, at) is not None
        unknown = is_long and len(reading.place) >= _UNKNOWN_PLACE_MIN
        return bool(reading.region) or is_known or unknown
    is_placed = is_known or bool(reading.region and country_of(reading.region))
    return is_placed and bool(re.match(r"\.\s|[ \t]*\n", head[at : at + 8]))


def _opens_sentence(head: str, at: int) -> bool:
    close = _CLOSE.match(head, at)
    ahead = head[close.end() if close else at :].lstrip("\"'«“„‘(")[:1]
    return bool(ahead) and not ahead.islower()


def _country(reading: _Reading, country_of: CountryOf) -> str | None:
    by_place = country_of(reading.place)
    if reading.region is None:
        return by_place
    if is_state(reading.region):
        return by_place or "USA"
    written = country_of(reading.region)
    # Georgia is a state behind an American city
    if written == "GEO" and by_place == "USA":
        return by_place
    return written or by_place


def _date(day: tuple[int, int, int | None] | None, published_on: date | None) -> date | None:
    if day is None:
        return None
    number, month, year = day
    if year is not None:
        return _date_of(year, month, number)
    if published_on is None:
        return None
    years = (published_on.year - 1, published_on.year, published_on.year + 1)
    dates = [one for one in (_date_of(year, month, number) for year in years) if one]
    return min(dates, key=lambda one: abs(one - published_on), default=None)


def _date_of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
