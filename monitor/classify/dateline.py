"""Place and date that open an agency text: "BISHKEK, Kyrgyzstan, July 2. /Kabar/."."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from monitor.classify import agencies
from monitor.classify.agencies import is_acronym, is_office_name
from monitor.classify.dateline_parts import STOP, FindAgency, Reading, read_parts
from monitor.classify.dateline_words import is_state
from monitor.model import Dateline

CountryOf = Callable[[str], str | None]

# The longest datelines seen, with two agencies and a byline, have about 100 characters.
_HEAD = 240
# A standfirst is a line or two; what is longer is the text itself, which has no dateline then.
_STANDFIRST_MAX = 200
# An unknown name in capitals before a long dash is a place; shorter ones are mostly acronyms.
_UNKNOWN_PLACE_MIN = 5
# USA, UAE: a state in capitals is no place with an unknown agency behind it
_STATE_MAX = 3
# A dateline may be ahead of its publication by time zones and embargoes, not by more.
_AHEAD_MAX = timedelta(days=7)

_CLOSE = re.compile(r"\s*(?:[.:։/]\s*)?(?:(?:—|–|--|-)\s*)?")
_DASH = re.compile(r"\s?(?:—|–|--)\s?|\s?- ")
_LONG_DASH = re.compile(r"\s?(?:—|–|--)")
_BLANK = re.compile(r"\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A dateline and the agency that it names, as written, None where it names none."""

    dateline: Dateline
    agency: str | None


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
    text: str,
    *,
    country_of: CountryOf,
    published_on: date | None = None,
    find_agency: FindAgency = agencies.find_agency,
) -> Opening | None:
    """Read the dateline of a text together with its agency.

    Args:
        text: The text; a standfirst of one short line may stand above the dateline.
        country_of: As in ``find_dateline``.
        published_on: As in ``find_dateline``.
        find_agency: Finds the agency that a name begins with, None where it begins with none.

    Returns:
        The opening, None where the text opens without a dateline.
    """

    def agency_in(name: str) -> str | None:
        # A newspaper may be called like its country: "BAKU, Azerbaijan, July 2."
        found = find_agency(name)
        return found if found and country_of(found) is None else None

    reading, start = _read_line(text[:_HEAD], country_of, agency_in), 0
    if reading is None:
        start = _second_line(text)
        reading = _read_line(text[start : start + _HEAD], country_of, agency_in) if start else None
        if reading is None or not _is_sure_below(reading):
            return None
    dateline = Dateline(
        place=reading.place,
        country=_country(reading, country_of),
        on=_date(reading.day, published_on),
        start=start,
        end=start + reading.at,
    )
    return Opening(dateline=dateline, agency=reading.agency)


def _read_line(head: str, country_of: CountryOf, find_agency: FindAgency) -> Reading | None:
    reading = read_parts(head, find_agency)
    if reading is None or not _is_dateline(reading, country_of):
        return None
    close = _CLOSE.match(head, reading.at)
    reading.at = close.end() if close else reading.at
    if reading.country_first and reading.region:
        reading.place, reading.region = reading.region, reading.place
    return reading


def _is_sure_below(reading: Reading) -> bool:
    # A heading may be a city's name alone, a list may go from country to country.
    if reading.day:
        return True
    is_closed_by_dash = reading.head[: reading.at].rstrip().endswith(("—", "–", "-"))
    return is_closed_by_dash and _is_loud(reading) and bool(reading.agency or reading.region)


def _is_loud(reading: Reading) -> bool:
    return reading.place.replace("ʻ", "").isupper()


def _second_line(text: str) -> int:
    blank = _BLANK.match(text)
    begin = blank.end() if blank else 0
    end = text.find("\n", begin, begin + _STANDFIRST_MAX)
    blank = _BLANK.match(text, end) if end > 0 else None
    return blank.end() if blank else 0


def _is_dateline(reading: Reading, country_of: CountryOf) -> bool:
    head, at = reading.head, reading.at
    is_loud = _is_loud(reading)
    has_dash = _DASH.match(head, at) is not None
    # the dot behind a month may be that of "2 Mar." and of "2 March." alike
    has_stop = STOP.match(head, at) is not None or head[at - 1 : at] == "."
    if reading.agency and country_of(reading.agency):
        return False
    if reading.is_guess:
        return is_loud and _is_agency_text(reading, country_of)
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


def _is_agency_text(reading: Reading, country_of: CountryOf) -> bool:
    # "BURSA (BA) -" is one, "UNESCO (Paris) -" and "WHO (World Health Organization) -" are not
    place, name = reading.place, reading.agency or ""
    if not _DASH.match(reading.head, reading.at) or not _opens_sentence(reading.head, reading.at):
        return False
    if is_office_name(place):
        return False
    if reading.day or reading.region:
        return True
    is_known = len(place) > _STATE_MAX and country_of(place) is not None
    return is_known or (is_acronym(name) and len(place) >= _UNKNOWN_PLACE_MIN)


def _opens_sentence(head: str, at: int) -> bool:
    close = _CLOSE.match(head, at)
    ahead = head[close.end() if close else at :].lstrip("\"'«“„‘(")[:1]
    return bool(ahead) and not ahead.islower()


def _country(reading: Reading, country_of: CountryOf) -> str | None:
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
    years = (published_on.year + 1, published_on.year, published_on.year - 1)
    dates = (_date_of(year, month, number) for year in years)
    return next((one for one in dates if one and one <= published_on + _AHEAD_MAX), None)


def _date_of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
