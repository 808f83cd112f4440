"""The parts of a dateline, read one after the other: place, region, date, agency, byline."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from monitor.classify.agencies import looks_like_outlet, may_be_agency
from monitor.classify.dateline_words import NO_PLACES, is_state, month_of
from monitor.language.normal import normalise

FindAgency = Callable[[str], str | None]

# Place, region, two dates, two agencies: no dateline has more parts.
_PARTS_MAX = 6
# Only a longer word in capitals is a name that no bracket marks.
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
    rf"(?P<gap>[\s,.]{{1,3}}|\s?(?:—|–|--|-)\s?)(?P<name>{_NAME}(?: {_NAME}){{0,4}})"
)
_BYLINE = re.compile(rf"\s?,\s?(?:by )?{_WORD}(?: {_WORD}){{1,2}}(?=\s?[.:\n]|\s*\Z)")
STOP = re.compile(r"\s*(?:[.:։/\n—–-]|\Z)")
_BRACKET_DATE = re.compile(r" - |/")


@dataclass(slots=True)
class Reading:
    """What has been read of a head so far, and the offset of what comes next."""

    head: str
    at: int
    find_agency: FindAgency
    place: str = ""
    region: str | None = None
    agency: str | None = None
    day: tuple[int, int, int | None] | None = None  # day, month, year
    is_closed: bool = False  # the last part ended in a bracket or slash
    is_guess: bool = False  # nothing but its place says that the agency is one
    country_first: bool = False


def read_parts(head: str, find_agency: FindAgency) -> Reading | None:
    """Read as many parts of a dateline as the head of a text begins with.

    Args:
        head: The first characters of a text.
        find_agency: Finds the agency that a name begins with, None where it begins with none.

    Returns:
        What was read, a dateline or not; None where the text begins with no name.
    """
    start = _OPENING.match(head)
    reading = Reading(head, start.end() if start else 0, find_agency)
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


def _read_place(reading: Reading) -> bool:
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


def _read_date(reading: Reading) -> bool:
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


def _read_enclosed(reading: Reading) -> bool:
    if reading.agency:
        return False
    head, at = reading.head, reading.at
    bracket = _BRACKET.match(head, at)
    found = bracket or _SLASHES.match(head, at)
    if not found:
        return False
    name, *rest = _BRACKET_DATE.split(found["name"])
    agency = reading.find_agency(name)
    if not agency and not looks_like_outlet(name):
        if not bracket or rest or not may_be_agency(name):
            return False
        reading.is_guess = True
    reading.agency = agency or name.strip()
    reading.country_first = bool(re.match(r"\s?[ck]orr?\.|\s?корр?\.", name))
    if rest and not reading.day:
        inner = Reading(rest[-1].strip(), 0, reading.find_agency)
        if _read_date(inner):
            reading.day = inner.day
    reading.at, reading.is_closed = found.end(), True
    return True


def _read_region(reading: Reading) -> bool:
    if reading.region or reading.day or reading.agency:
        return False
    found = _SQUARE.match(reading.head, reading.at) or _REGION.match(reading.head, reading.at)
    if not found or not _is_capitalised(found["region"]) or reading.find_agency(found["region"]):
        return False
    reading.region, reading.at = found["region"], found.end()
    return True


def _read_agency(reading: Reading) -> bool:
    if reading.agency:
        return False
    found = _AGENCY.match(reading.head, reading.at)
    if not found:
        return False
    agency = reading.find_agency(found["name"])
    name = agency or found["name"]
    end = found.start("name") + found["name"].find(name) + len(name)
    # "ASTANA. KAZINFORM Azerbaijan has": only capitals stand without a mark behind them
    is_loud = agency is not None and agency.isupper() and reading.place.isupper()
    rest = re.compile(r" news agency| агентств\w*").match(reading.head, end)
    end = rest.end() if rest else end
    is_marked = STOP.match(reading.head, end) or _BYLINE.match(reading.head, end)
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
    if is_state(name):  # "JACKSON, MISS., May 20"
        return False
    return is_word and (name.isupper() or "." in name)


_PART_READERS = (_read_date, _read_enclosed, _read_agency, _read_region)
