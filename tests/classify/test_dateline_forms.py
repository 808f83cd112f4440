"""The ways agencies open a text, and sentences that only look like them."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.classify.dateline import find_dateline, find_dateline_agency, read_opening
from monitor.classify.outlet_names import OutletNames
from monitor.model import Outlet

_PLACES = {
    "baku": "AZE", "azerbaijan": "AZE", "bakı": "AZE", "баку": "AZE", "bishkek": "KGZ",
    "бишкек": "KGZ", "kyrgyzstan": "KGZ", "москва": "RUS", "moscow": "RUS", "пекин": "CHN",
    "астана": "KAZ", "astana": "KAZ", "yerevan": "ARM", "kyiv": "UKR", "ukraine": "UKR",
    "istanbul": "TUR", "ankara": "TUR", "tbilisi": "GEO", "georgia": "GEO", "atlanta": "USA",
}  # fmt: skip
_PUBLISHED_ON = date(2024, 11, 20)


def country_of(name: str) -> str | None:
    """Know a handful of places."""
    return _PLACES.get(name.casefold())


@pytest.mark.parametrize(
    ("opening", "place", "country", "on", "agency"),
    [
        ("BAKU, Azerbaijan, October 12. ", "BAKU", "AZE", "2024-10-12", None),
        ("Astana, 2 March. ", "Astana", "KAZ", "2024-03-02", None),
        ("Астана, 2 марта. ", "Астана", "KAZ", "2024-03-02", None),
        ("Baku, Azerbaijan, Apr. 3\nTrend:\n", "Baku", "AZE", "2024-04-03", "Trend"),
        ("Azerbaijan, Baku / corr. Trend N.Name / ", "Baku", "AZE", None, "Trend"),
        ("Bishkek, Feb.20, 2018 / Kabar /. ", "Bishkek", "KGZ", "2018-02-20", "Kabar"),
        ("Bishkek, Nov. 20, 2017. /Kabar/.", "Bishkek", "KGZ", "2017-11-20", "Kabar"),
        ("Бишкек, 12.03.25. /Кабар/. ", "Бишкек", "KGZ", "2025-03-12", "Кабар"),
        (
            "11:35, 10 января 2022, Бишкек - 24.kg , Имя ФАМИЛИЯ\n",
            "Бишкек", "KGZ", "2022-01-10", "24.kg",
        ),
        ("МОСКВА, 16 августа. /ТАСС/. ", "МОСКВА", "RUS", "2024-08-16", "ТАСС"),
        ("ПЕКИН, 16 дек — РИА Новости. ", "ПЕКИН", "CHN", "2023-12-16", "РИА Новости"),
        ("Москва. 5 июня. INTERFAX.RU - ", "Москва", "RUS", "2024-06-05", "INTERFAX.RU"),
        ("ASTANA. KAZINFORM - ", "ASTANA", "KAZ", None, "KAZINFORM"),
        ("BAKU. KAZINFORM ", "BAKU", "AZE", None, "KAZINFORM"),
        ("АСТАНА. ҚазАқпарат – ", "АСТАНА", "KAZ", None, "ҚазАқпарат"),
        ("YEREVAN, SEPTEMBER 8, ARMENPRESS. ", "YEREVAN", "ARM", "2024-09-08", "ARMENPRESS"),
        ("YEREVAN, MRCH 24, ARMENPRESS. ", "YEREVAN", "ARM", "2024-03-24", "ARMENPRESS"),
        ("Baku. 4 July. REPORT.AZ/ ", "Baku", "AZE", "2024-07-04", "REPORT.AZ"),
        ("Bakı, 5 iyul, AZƏRTAC\n", "Bakı", "AZE", "2024-07-05", "AZƏRTAC"),
        ("Бишкек, 2-июль. /Кабар/. ", "Бишкек", "KGZ", "2024-07-02", "Кабар"),
        ("Бишкек, 26-май, 2022-жыл. /Кабар/. ", "Бишкек", "KGZ", "2022-05-26", "Кабар"),
        ("KYIV, Ukraine (AP) — ", "KYIV", "UKR", None, "AP"),
        ("ISTANBUL, Sept 29 (Reuters) - ", "ISTANBUL", "TUR", "2024-09-29", "Reuters"),
        ("ANKARA (AA) - ", "ANKARA", "TUR", None, "AA"),
        (
            "BISHKEK (UrduPoint News / Sputnik - 24th February, 2021) ",
            "BISHKEK", "KGZ", "2021-02-24", "UrduPoint",
        ),
        ("БИШКЕК\n", "БИШКЕК", "KGZ", None, None),
        ("BISHKEK. ", "BISHKEK", "KGZ", None, None),
        ("BUFFALO, N.Y. — ", "BUFFALO", "USA", None, None),
        ("ATLANTA, Georgia (AP) — ", "ATLANTA", "USA", None, "AP"),
        ("TBILISI, Georgia, July 2. ", "TBILISI", "GEO", "2024-07-02", None),
    ],
)  # fmt: skip
def test_opening_of_an_agency_text_is_a_dateline(
    opening: str, place: str, country: str | None, on: str | None, agency: str | None
) -> None:
    """Place, country, date, agency and the start of the text proper are all read."""
    body = "Министры подписали соглашение." if opening[0] > "z" else "Ministers signed a deal."
    found = read_opening(opening + body, country_of=country_of, published_on=_PUBLISHED_ON)
    assert found is not None
    line = found.dateline
    assert (line.place, line.country, found.agency) == (place, country, agency)
    assert (line.on.isoformat() if line.on else None) == on
    assert line.end == len(opening)


@pytest.mark.parametrize(
    "text",
    [
        "Bishkek hosted the summit on July 2.",
        "Moscow, however, said it would wait.",
        "Moscow, Bishkek and Astana agreed on July 2.",
        "Москва — столица России.",
        "МОСКВА — столица России.",
        "Bishkek (Kyrgyzstan) hosted the summit.",
        "ACRO (Association of Cotton Research Organisations) said it would wait.",
        "Moscow, May 9, was crowded with guests.",
        "Baku, 20 Marines stood guard.",
        "UPDATED: Oct. 3, 2022. The text was corrected.",
        "EXCLUSIVE — Ministers signed a deal.",
        "Monday, June 5. The day began early.",
        "Trend reports that ministers signed a deal.",
        "В Бишкеке, 5 июня, открыли школу.",
        "USD 87.45 EUR 101.55",
        "",
        "   \n",
    ],
)
def test_ordinary_sentence_is_no_dateline(text: str) -> None:
    """A city at the start of a sentence does not make a dateline."""
    assert find_dateline(text, country_of=country_of, published_on=_PUBLISHED_ON) is None
    assert find_dateline_agency(text, country_of=country_of) is None


def test_year_comes_from_the_day_of_publication() -> None:
    """A December date in a text of January belongs to the old year."""
    line = find_dateline(
        "БИШКЕК, 30 дек — РИА Новости. Текст.", country_of=country_of, published_on=date(2025, 1, 2)
    )
    assert line is not None
    assert line.on == date(2024, 12, 30)


def test_date_without_a_year_stays_unknown() -> None:
    """Nothing is guessed where the day of publication is unknown."""
    line = find_dateline("BISHKEK, July 2. Ministers met.", country_of=country_of)
    assert line is not None
    assert line.on is None


def test_unknown_place_keeps_its_name_without_a_country() -> None:
    """A village that no gazetteer has is still a dateline."""
    line = find_dateline("VELIKOVO, July 2 (Reuters) - Rain fell.", country_of=country_of)
    assert line is not None
    assert (line.place, line.country) == ("VELIKOVO", None)


def test_impossible_day_is_not_a_date() -> None:
    """31 June is read as a dateline without a date."""
    line = find_dateline("BISHKEK, June 31, 2024 (Reuters) - Rain fell.", country_of=country_of)
    assert line is not None
    assert line.on is None


@pytest.mark.parametrize(
    ("opening", "place", "agency"),
    [
        ("ANKARA (QHA) — ", "ANKARA", "QHA"),
        ("MOSCOW (BA) - ", "MOSCOW", "BA"),
        ("BURSA (BA) - ", "BURSA", "BA"),
        ("YEREVAN (Valley Post) – ", "YEREVAN", "Valley Post"),
        ("POTI, Georgia (Valley Post) – ", "POTI", "Valley Post"),
        ("POTI, May 5 (Valley Post) -- ", "POTI", "Valley Post"),
    ],
)
def test_agency_nobody_listed_stands_in_brackets(opening: str, place: str, agency: str) -> None:
    """A loud place, a name in brackets and a dash open an agency text."""
    found = read_opening(opening + "Ministers signed a deal.", country_of=country_of)
    assert found is not None
    assert (found.dateline.place, found.agency) == (place, agency)
    assert found.dateline.end == len(opening)


@pytest.mark.parametrize(
    "text",
    [
        "NATO (North Atlantic Treaty Organization) - Ministers met.",
        "WHO (World Health Organization) - Ministers met.",
        "UNESCO (Paris) - Ministers met.",
        "INTERPOL (GS) - Ministers met.",
        "ASTANA (Kazakhstan is ready) - Ministers met.",
        "MOSCOW (BAKU) - Ministers met.",
        "MOSCOW (BA) hosted the ministers.",
        "Moscow (BA) - Ministers met.",
    ],
)
def test_bracket_behind_a_name_in_capitals_may_be_anything(text: str) -> None:
    """What an acronym stands for, or where an organisation sits, is no agency."""
    assert read_opening(text, country_of=country_of) is None


_OURS = OutletNames.build(
    [
        Outlet(
            id="valley_post",
            name="Valley Post",
            country="GEO",
            kind="newspaper",
            names=("Вестник долины", "Azerbaijan"),
        )
    ]
)


@pytest.mark.parametrize(
    ("opening", "agency"),
    [
        ("Бишкек, 22.11.24. /Вестник долины/. ", "Вестник долины"),
        ("АСТАНА. ВЕСТНИК ДОЛИНЫ – ", "ВЕСТНИК ДОЛИНЫ"),
        ("18:14, 22 ноября 2024, Бишкек - Вестник долины. ", "Вестник долины"),
        ("Bakı, 22 noyabr, Valley Post\n", "Valley Post"),
        ("TBILISI, November 22, 2024, Valley Post – ", "Valley Post"),
        ("Bishkek, Nov. 22 / ИА Valley Post /. ", "Valley Post"),
        ("МОСКВА, 22 ноября. /ТАСС/. ", "ТАСС"),
        ("BAKU, Azerbaijan, November 22. ", None),
        ("BAKU, November 22. ", None),
    ],
)
def test_outlets_we_follow_are_agencies(opening: str, agency: str | None) -> None:
    """Their names count like those of the listed agencies, those of states never."""
    found = read_opening(
        opening + "Ministers signed a deal.", country_of=country_of, find_agency=_OURS.find_agency
    )
    assert found is not None
    assert found.agency == agency
    assert found.dateline.end == len(opening)


def test_longer_name_of_a_followed_outlet_is_another_agency() -> None:
    """A name that goes on in the same word is not the outlet's."""
    assert _OURS.find_agency("Valley Post-TV") is None
    assert _OURS.find_agency("agency Valley Post reports") == "Valley Post"


@pytest.mark.parametrize("blank", ["\n", "\n\n"])
def test_dateline_may_stand_under_a_standfirst(blank: str) -> None:
    """The dateline of the second line begins where that line does."""
    first = "Baku and Astana settle on a tariff." + blank
    found = read_opening(f"{first}BAKU, July 2 (Reuters) - It rained.", country_of=country_of)
    assert found is not None
    assert (found.dateline.start, found.agency) == (len(first), "Reuters")
    assert found.dateline.end == len(first) + len("BAKU, July 2 (Reuters) - ")


@pytest.mark.parametrize(
    "text",
    [
        "Weather for tomorrow.\nBISHKEK\nIt will rain.",
        "Two states to watch.\nKYRGYZSTAN — Elections are near.",
        "The negotiations on a new\nRubber Agreement, INRA, are near their end.",
        "x" * 250 + "\nBAKU, July 2 (Reuters) - It rained.",
        "One.\nTwo.\nBAKU, July 2 (Reuters) - It rained.",
    ],
)
def test_only_a_sure_dateline_counts_under_another_line(text: str) -> None:
    """Headings, lists and broken lines are none, nor is what comes later."""
    assert read_opening(text, country_of=country_of) is None
