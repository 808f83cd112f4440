"""Who reports, and from whom, in the languages of the region."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.classify.credit import OutletNames, find_credits
from monitor.model import Credit, Outlet, OutletKind


def _outlet(outlet_id: str, name: str, country: str, kind: OutletKind, *names: str) -> Outlet:
    return Outlet(id=outlet_id, name=name, country=country, kind=kind, names=names)


OUTLETS = OutletNames.build(
    [
        _outlet("trend", "Trend News Agency", "AZE", "agency", "Тренд"),
        _outlet("kabar", "Kabar", "KGZ", "agency", "Кабар"),
        _outlet("24kg", "24.kg", "KGZ", "agency"),
        _outlet("azertag", "AZERTAC", "AZE", "agency", "АЗЕРТАДЖ", "AZƏRTAC"),
        _outlet("tass", "TASS (Russian)", "RUS", "agency", "ТАСС"),
        _outlet("report", "Report", "AZE", "agency"),
        _outlet("akorda", "President of Kazakhstan (Akorda)", "KAZ", "press_service", "Akorda"),
        _outlet("pm_kz", "Prime Minister of Kazakhstan", "KAZ", "press_service"),
        _outlet("president_kg", "President of Kyrgyzstan", "KGZ", "press_service"),
        _outlet("president_az", "President of Azerbaijan", "AZE", "press_service"),
    ]
)
_COUNTRIES = {
    "kyrgyz republic": "KGZ", "kyrgyzstan": "KGZ", "kazakhstan": "KAZ", "armenia": "ARM",
    "кыргызской республики": "KGZ", "кыргызстана": "KGZ", "казахстана": "KAZ",
    "кыргызстандын": "KGZ", "qırğızıstan": "KGZ", "қазақстан": "KAZ", "kırgızistan": "KGZ",
    "узбекистан": "UZB", "azerbaijan": "AZE", "russia": "RUS",
}  # fmt: skip


def country_of(name: str) -> str | None:
    """Know a handful of names."""
    return _COUNTRIES.get(name.casefold())


def main_credit(
    text: str, language: str | None, agency: str | None = None, home: str | None = None
) -> Credit | None:
    """Find the main credit, having checked that its span is its phrase."""
    found = find_credits(
        text,
        language=language,
        outlets=OUTLETS,
        country_of=country_of,
        dateline_agency=agency,
        home_country=home,
    )
    assert all(text[one.start : one.end] == one.credit.phrase for one in found)
    return found[0].credit if found else None


# text · reporter · its outlet · origin · its outlet · its country · phrase (None: the whole text
# without its full stop)
_CASES: dict[str, list[tuple[str, str | None, str | None, str | None, str | None, str | None, str]]]
_CASES = {
    "en": [
        (
            "Two presidents met, Trend reports via the press service of the President of the "
            "Kyrgyz Republic.",
            "Trend", "trend", "press service of the President of the Kyrgyz Republic",
            "president_kg", "KGZ",
            "Trend reports via the press service of the President of the Kyrgyz Republic",
        ),
        ("Exports rose, Trend reports.", "Trend", "trend", None, None, None, "Trend reports"),
        (
            "Exports rose, Trend reports citing the Ministry of Trade of Kyrgyzstan.",
            "Trend", "trend", "Ministry of Trade of Kyrgyzstan", None, "KGZ",
            "Trend reports citing the Ministry of Trade of Kyrgyzstan",
        ),
        (
            "Exports rose, Trend reports with reference to Kabar.",
            "Trend", "trend", "Kabar", "kabar", "KGZ", "Trend reports with reference to Kabar",
        ),
        (
            "Kabar agency reports with reference to the press service of the President of "
            "Kazakhstan.",
            "Kabar", "kabar", "press service of the President of Kazakhstan", "akorda", "KAZ",
            "Kabar agency reports with reference to the press service of the President of "
            "Kazakhstan",
        ),
        (
            "Exports rose, Trend information agency reports.",
            "Trend", "trend", None, None, None, "Trend information agency reports",
        ),
        ("Exports rose, an adviser told Trend.", "Trend", "trend", None, None, None, "told Trend"),
        (
            "The press office of the President of Kyrgyzstan reported to Example.news.",
            "Example.news", None, "press office of the President of Kyrgyzstan", "president_kg",
            "KGZ", "The press office of the President of Kyrgyzstan reported to Example.news",
        ),
        (
            "As ARMENPRESS was informed from the press service of the MFA Armenia, talks began.",
            "ARMENPRESS", None, "press service of the MFA Armenia", None, "ARM",
            "As ARMENPRESS was informed from the press service of the MFA Armenia",
        ),
        (
            "According to the press service of the President of Kazakhstan, talks began.",
            None, None, "press service of the President of Kazakhstan", "akorda", "KAZ",
            "According to the press service of the President of Kazakhstan",
        ),
        (
            "The canal, the envoy was quoted by the news agency 24.KG as saying, is ready.",
            "24.KG", "24kg", None, None, None,
            "was quoted by the news agency 24.KG as saying",
        ),
        ("Talks began.\nBy Trend", "Trend", "trend", None, None, None, "By Trend"),
    ],
    "ru": [
        (
            "Стороны договорились, передает Trend со ссылкой на пресс-службу президента "
            "Кыргызской Республики.",
            "Trend", "trend", "пресс-службу президента Кыргызской Республики", "president_kg",
            "KGZ",
            "передает Trend со ссылкой на пресс-службу президента Кыргызской Республики",
        ),
        (
            "Об этом сообщила пресс-служба главы государства.",
            None, None, "пресс-служба главы государства", None, None,
            "Об этом сообщила пресс-служба главы государства",
        ),
        (
            "Об этом агентству «Кабар» сообщили в пресс-службе президента Кыргызстана.",
            "Кабар", "kabar", "пресс-службе президента Кыргызстана", "president_kg", "KGZ",
            "Об этом агентству «Кабар» сообщили в пресс-службе президента Кыргызстана",
        ),
        (
            "Как сообщили корреспонденту ИА REGNUM в пресс-службе правительства, канал готов.",
            "REGNUM", None, "пресс-службе правительства", None, None,
            "Как сообщили корреспонденту ИА REGNUM в пресс-службе правительства",
        ),
        (
            "Канал готов, сообщили «Вестнику» источники в правительстве Казахстана.",
            "Вестнику", None, "правительстве Казахстана", None, "KAZ",
            "сообщили «Вестнику» источники в правительстве Казахстана",
        ),
        (
            "Канал готов, сообщает ТАСС со ссылкой на Sputnik Узбекистан.",
            "ТАСС", "tass", "Sputnik Узбекистан", None, "UZB",
            "сообщает ТАСС со ссылкой на Sputnik Узбекистан",
        ),
        (
            "Пресс-служба президента Казахстана сообщает, что канал готов.",
            None, None, "Пресс-служба президента Казахстана", "akorda", "KAZ",
            "Пресс-служба президента Казахстана сообщает",
        ),
        ("Канал готов. ТАСС", "ТАСС", "tass", None, None, None, "ТАСС"),
    ],
    "az": [
        (
            "Trend Qırğızıstan Prezidentinin mətbuat xidmətinə istinadən xəbər verir ki, kanal "
            "hazırdır.",
            "Trend", "trend", "Qırğızıstan Prezidentinin mətbuat xidmətinə", "president_kg", "KGZ",
            "Trend Qırğızıstan Prezidentinin mətbuat xidmətinə istinadən xəbər verir ki",
        ),
        (
            "Kanal hazırdır, Trend Kabar-a istinadən xəbər verir.",
            "Trend", "trend", "Kabar", "kabar", "KGZ", "Trend Kabar-a istinadən xəbər verir",
        ),
        (
            "Bu barədə AZƏRTAC-a Prezidentin mətbuat xidmətindən bildirilib.",
            "AZƏRTAC", "azertag", "Prezidentin mətbuat xidmətindən", None, None,
            "Bu barədə AZƏRTAC-a Prezidentin mətbuat xidmətindən bildirilib",
        ),
        (
            "Metbuat.az xəbər verir ki, kanal hazırdır.",
            "Metbuat.az", None, None, None, None, "Metbuat.az xəbər verir ki",
        ),
    ],
    "ky": [
        (
            "Бул тууралуу Кыргызстандын президентинин басма сөз кызматы билдирди.",
            None, None, "Кыргызстандын президентинин басма сөз кызматы", "president_kg", "KGZ",
            "Бул тууралуу Кыргызстандын президентинин басма сөз кызматы билдирди",
        ),
        (
            "Бул тууралуу Акорданын басма сөз кызматы билдирди.",
            None,
            None,
            "Акорданын басма сөз кызматы",
            "akorda",
            "KAZ",
            "Бул тууралуу Акорданын басма сөз кызматы билдирди",
        ),
        (
            "Канал даяр, деп кабарлайт Кабар.",
            "Кабар", "kabar", None, None, None, "деп кабарлайт Кабар",
        ),
    ],
    "kk": [
        (
            "Канал дайын, деп хабарлайды Kazinform Қазақстан Президентінің баспасөз қызметіне "
            "сілтеме жасай отырып.",
            "Kazinform", None, "Қазақстан Президентінің баспасөз қызметіне", "akorda", "KAZ",
            "деп хабарлайды Kazinform Қазақстан Президентінің баспасөз қызметіне сілтеме жасай "
            "отырып",
        ),
        (
            "Бұл туралы Президенттің баспасөз хатшысы хабарлады.",
            None, None, "Президенттің баспасөз хатшысы", None, None,
            "Бұл туралы Президенттің баспасөз хатшысы хабарлады",
        ),
    ],
    "tr": [
        (
            "Anadolu Ajansı'nın haberine göre, kanal hazır.",
            "Anadolu Ajansı", None, None, None, None, "Anadolu Ajansı'nın haberine göre",
        ),
        (
            "Trend, Kırgızistan Cumhurbaşkanlığı Basın Servisi'ne atıfla bildirdi.",
            "Trend", "trend", "Kırgızistan Cumhurbaşkanlığı Basın Servisi", "president_kg", "KGZ",
            "Trend, Kırgızistan Cumhurbaşkanlığı Basın Servisi'ne atıfla bildirdi",
        ),
        (
            "Cumhurbaşkanlığı İletişim Başkanlığından yapılan açıklamaya göre, kanal hazır.",
            None, None, "Cumhurbaşkanlığı İletişim Başkanlığı", None, None,
            "Cumhurbaşkanlığı İletişim Başkanlığından yapılan açıklamaya göre",
        ),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "case"), [(language, case) for language in _CASES for case in _CASES[language]]
)
def test_credit_phrase_gives_reporter_and_origin(
    language: str,
    case: tuple[str, str | None, str | None, str | None, str | None, str | None, str],
) -> None:
    """Reporter, origin, their outlets, the origin's country and the exact phrase are found."""
    text, *expected = case
    credit = main_credit(text, language)
    assert credit is not None
    assert [
        credit.reporter,
        credit.reporter_outlet,
        credit.origin,
        credit.origin_outlet,
        credit.origin_country,
        credit.phrase,
    ] == expected


@pytest.mark.parametrize("language", sorted(_CASES))
def test_unknown_language_finds_what_the_language_itself_finds(language: str) -> None:
    """A text whose language nobody could tell still has its credits."""
    text = _CASES[language][0][0]
    assert main_credit(text, None) == main_credit(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The foreign minister told reporters on Monday."),
        ("en", "The data trend reports show growth."),
        ("en", "According to the agreement, exports will rise."),
        ("en", "According to the annual report, exports will rise."),
        ("en", "He reports to the president, she said."),
        ("en", "Russia reported, citing a ministry, that exports rose."),
        ("ru", "Президент Казахстана сообщил, что канал готов."),
        ("ru", "Канал готов, сообщил министр."),
        ("ru", "Министр передает дела, пишет книгу и уходит."),
        ("ru", "Он отказался, ссылаясь на то, что канал готов."),
        ("az", "Kanal hazırdır, – deyə nazir bildirib."),
        ("tr", "ABD'ye göre kanal hazır."),
        ("pl", "Kanał jest gotowy."),
    ],
)
def test_ordinary_sentence_is_no_credit(language: str, text: str) -> None:
    """Persons, states and agreements are no reporters."""
    assert main_credit(text, language) is None


def test_agency_of_the_dateline_reports_where_no_phrase_does() -> None:
    """The dateline's agency stands in, alone or beside a named origin."""
    alone = main_credit("BISHKEK /Kabar/. Talks began.", "en", "Kabar")
    assert alone is not None
    assert (alone.reporter, alone.reporter_outlet, alone.origin) == ("Kabar", "kabar", None)
    beside = main_credit(
        "BISHKEK /Kabar/. The press service of the President of Kyrgyzstan reported.", "en", "Kabar"
    )
    assert beside is not None
    assert (beside.reporter, beside.origin_outlet) == ("Kabar", "president_kg")


def test_other_agency_credited_in_an_agency_text_is_the_origin() -> None:
    """The dateline's agency reports; whom it credits alone is whom it has the news from."""
    credit = main_credit("BISHKEK /Kabar/. Talks began, Trend reports.", "en", "Kabar")
    assert credit is not None
    assert (credit.reporter, credit.reporter_outlet) == ("Kabar", "kabar")
    assert (credit.origin, credit.origin_outlet, credit.origin_country) == ("Trend", "trend", "AZE")
    assert credit.phrase == "Trend reports"


def test_phrase_with_reporter_and_origin_stands_against_the_dateline() -> None:
    """A text of another agency, credits and all, keeps them."""
    credit = main_credit("BAKU (Trend) - Talks began, TASS reports citing Kabar.", "en", "Trend")
    assert credit is not None
    assert (credit.reporter, credit.origin) == ("TASS", "Kabar")


@pytest.mark.parametrize(
    ("agency", "text", "language"),
    [
        ("TASS", "Переговоры начались, сообщает ТАСС.", "ru"),
        ("Кабар", "Переговоры начались, сообщает Kabar.", "ru"),
        ("INTERFAX.RU", "Переговоры начались, сообщили «Интерфаксу».", "ru"),
        ("AP", "Talks began, an envoy told The Associated Press.", "en"),
        ("ARTSAKHPRESS-ARMENPRESS", "Talks began, ARMENPRESS reports.", "en"),
    ],
)
def test_agency_that_credits_itself_has_no_origin(agency: str, text: str, language: str) -> None:
    """One agency in two scripts, cases or lengths is one agency."""
    credit = main_credit(text, language, agency)
    assert credit is not None
    assert credit.reporter is not None
    assert credit.origin is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The press service of the head of state reported.", "en"),
        ("Об этом сообщила пресс-служба главы государства.", "ru"),
        ("Об этом сообщила пресс-служба Президента республики.", "ru"),
        ("Бул тууралуу президенттин басма сөз кызматы билдирди.", "ky"),
        ("Bu barədə Prezidentin mətbuat xidmətindən bildirilib.", "az"),
    ],
)
def test_unnamed_president_is_that_of_the_carriers_country(text: str, language: str) -> None:
    """Readers know whose president their agency means; without a carrier nobody does."""
    credit = main_credit(text, language, home="KGZ")
    assert credit is not None
    assert (credit.origin_country, credit.origin_outlet) == ("KGZ", "president_kg")
    abroad = main_credit(text, language)
    assert abroad is not None
    assert (abroad.origin_country, abroad.origin_outlet) == (None, None)


@pytest.mark.parametrize(
    ("text", "language", "country"),
    [
        ("Об этом сообщила пресс-служба президента Казахстана.", "ru", "KAZ"),
        ("Об этом сообщила пресс-служба президента университета.", "ru", None),
        ("Об этом сообщила пресс-служба министерства.", "ru", None),
        ("The press service of the President of the Football Union reported.", "en", None),
    ],
)
def test_named_office_is_not_the_home_president(
    text: str, language: str, country: str | None
) -> None:
    """A word that says whose office it is outweighs the carrier's country."""
    credit = main_credit(text, language, home="KGZ")
    assert credit is not None
    assert credit.origin_country == country


@pytest.mark.parametrize(
    ("text", "language", "origin"),
    [
        (
            "Об этом сообщили в Министерстве торговли Казахстана по итогам встречи министров.",
            "ru", "Министерстве торговли Казахстана",
        ),
        (
            "Об этом сообщили в МИД Казахстана в среду.", "ru", "МИД Казахстана",
        ),
        (
            "Об этом сообщили в МИД Казахстана 22 ноября после переговоров.", "ru",
            "МИД Казахстана",
        ),
        (
            "It rose, according to the press service of the Ministry of Trade after the talks.",
            "en", "press service of the Ministry of Trade",
        ),
        (
            "Trend bu barədə Qırğızıstanın Nəqliyyat Nazirliyinə istinadən xəbər verir.",
            "az", "Qırğızıstanın Nəqliyyat Nazirliyinə",
        ),
        ("Бул тууралуу Суу ресурстары кызматы кабарлады.", "ky", "Суу ресурстары кызматы"),
        ("Об этом сообщили в пресс-службе МИД «Мы готовы.", "ru", "пресс-службе МИД"),
    ],
)  # fmt: skip
def test_origin_is_the_office_and_nothing_around_it(text: str, language: str, origin: str) -> None:
    """When, where and upon what it spoke is no part of an office's name."""
    credit = main_credit(text, language)
    assert credit is not None
    assert credit.origin == origin


def test_country_of_an_azerbaijani_owner_is_read() -> None:
    """The genitive of a country's name gives the origin's country."""
    credit = main_credit("Trend Qırğızıstanın Nazirliyinə istinadən xəbər verir.", "az")
    assert credit is not None
    assert credit.origin_country == "KGZ"


_DECLINED = OutletNames.build(
    [
        _outlet("volga", "Волга-Пресс", "RUS", "agency"),
        _outlet("fergana", "Фергана", "UZB", "portal"),
        _outlet("steppe", "Степной вестник", "KAZ", "agency", "Дала хабаршысы"),
        _outlet("line", "Шёлковая линия", "KGZ", "portal"),
        _outlet("kabar", "Кабар", "KGZ", "agency", "Kabar"),
        _outlet("news_a", "Новая почта", "KGZ", "portal"),
        _outlet("news_b", "Новое почта", "KAZ", "portal"),
    ]
)


@pytest.mark.parametrize(
    ("name", "outlet_id"),
    [
        ("«Волгой-Пресс»", "volga"),
        ("агентству «Волга-Пресс»", "volga"),
        ("«Фергане»", "fergana"),
        ("корреспонденту «Ферганы»", "fergana"),
        ("управление образования Ферганы", None),
        ("Степного вестника", "steppe"),
        ("«Степному вестнику»", "steppe"),
        ("Степные вестовые", None),
        ("Дала хабаршысына", "steppe"),
        ("Шёлковой линией", "line"),
        ("Шелковую линию", "line"),
        ("Кабару", "kabar"),
        ("Кабул", None),
        ("Кабарга", "kabar"),
        ("Кабардинец", None),
        ("Kabardin", None),
        ("Новой почты", None),
    ],
)
def test_cyrillic_names_are_found_in_every_case(name: str, outlet_id: str | None) -> None:
    """A declined name is its outlet's where it can be no other word and no other outlet's."""
    found = _DECLINED.find(name)
    assert (found.id if found else None) == outlet_id


def test_credit_with_an_origin_comes_first() -> None:
    """The phrase that names where the news is from is the main one."""
    text = "Exports rose, Trend reports. Prices fell, TASS reports citing Kabar."
    found = find_credits(text, language="en", outlets=OUTLETS, country_of=country_of)
    assert [one.credit.reporter for one in found] == ["TASS", "Trend"]


@pytest.mark.parametrize(
    ("name", "outlet_id"),
    [
        ("Trend", "trend"),
        ("trend news agency", "trend"),
        ("агентство Тренд", "trend"),
        ("annual report", None),
        ("Report", "report"),
        ("press service of the President of Kyrgyzstan", "president_kg"),
        ("Trendy", None),
        ("Akorda", "akorda"),
        ("TASS", "tass"),
        ("Russian", None),
        ("", None),
    ],
)
def test_outlet_is_found_by_whole_words_of_its_names(name: str, outlet_id: str | None) -> None:
    """Longest name first, generic words aside, never a part of a word."""
    found = OUTLETS.find(name)
    assert (found.id if found else None) == outlet_id


@given(
    st.text(alphabet=st.sampled_from("aZя .,«»-—'\n24kgреportsвT"), max_size=300),
    st.sampled_from(["en", "ru", "az", "ky", "kk", "tr", None]),
)
def test_spans_are_apart_and_inside_the_text(text: str, language: str | None) -> None:
    """Whatever the text, phrases are what their spans hold and do not overlap."""
    found = find_credits(text, language=language, outlets=OUTLETS, country_of=country_of)
    end = 0
    for one in sorted(found, key=lambda credit: credit.start):
        assert end <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.credit.phrase
        end = one.end
