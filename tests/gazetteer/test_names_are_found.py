import pytest

from monitor.gazetteer.matcher import Gazetteer, build_gazetteer


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """The gazetteer of all languages."""
    return build_gazetteer()


def codes(gazetteer: Gazetteer, text: str, language: str) -> list[str]:
    """List what is named in a text, in order."""
    return [one.code for one in gazetteer.find(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "the Kyrgyz Republic, Türkiye, the UAE and Côte d’Ivoire", "KGZ TUR ARE CIV"),
        ("en", "Czechia, Ivory Coast, Burma, the Gambia, Cabo Verde", "CZE CIV MMR GMB CPV"),
        ("en", "U.S. and US officials, the United\nStates", "USA USA USA"),
        ("en", "Kyrgyz-Russian, Sino-Russian and Franco-German talks", "KGZ RUS CHN RUS FRA DEU"),
        ("en", "Guinea, Guinea-Bissau, Equatorial Guinea, Papua New Guinea", "GIN GNB GNQ PNG"),
        ("en", "South Sudan and Sudan; Niger and Nigeria; Nigerien", "SSD SDN NER NGA NER"),
        ("en", "Dominica, the Dominican Republic, Northern Ireland", "DMA DOM GBR"),
        ("en", "Bishkek told the Kremlin", "KGZ RUS"),
        ("en", "SOUTH KOREA SIGNS DEAL WITH CHILE", "KOR CHL"),
        ("ru", "в Кыргызстане, с Киргизией, из России, РФ и США", "KGZ KGZ RUS RUS USA"),
        ("ru", "Саудовской Аравией, Объединённых Арабских Эмиратах", "SAU ARE"),
        ("ru", "кыргызско-российской, американо-иранские, казахстанцам", "KGZ RUS USA IRN KAZ"),
        ("ru", "на Филиппинах, в Нидерландах, из Израиля, о Китае", "PHL NLD ISR CHN"),
        ("ru", "Казахста\u0301н и Арме\u0301ния, в Монго\u0301лии", "KAZ ARM MNG"),
        ("ru", "Пекин выразил протест Вашингтону", "CHN USA"),
        ("az", "Qırğızıstanın naziri, ABŞ-ın, rusiyalı, Bişkekə", "KGZ USA RUS KGZ"),
        ("tr", "Kırgızistan'ın başkenti, ABD'nin, KIRGIZİSTAN", "KGZ USA KGZ"),
        ("ky", "Кыргызстандын, Орусиядан, АКШнын, кыргыз-америка", "KGZ RUS USA KGZ USA"),
        ("kk", "Қырғызстанның, Ресейге, қазақ-қырғыз", "KGZ RUS KAZ KGZ"),
    ],
)
def test_names_are_found_in_all_their_forms(
    gazetteer: Gazetteer, language: str, text: str, expected: str
) -> None:
    """Official and old names, endings, suffixes, adjectives, capitals and joined pairs count."""
    assert codes(gazetteer, text, language) == expected.split()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "They served roast turkey on fine china, then a guinea pig ate a brazil nut."),
        ("en", "Michael Jordan met Chad Smith. Jordan Peterson wrote a book. Paris Hilton sang."),
        ("en", "GIVE US MORE TIME"),
        ("en", "The Minsk Group met by the Irish Sea; the Geneva Conventions; the Gulf of Guinea"),
        ("en", "Polish the table. A Chinese restaurant. The Russian language. Ethnic Uzbeks."),
        ("en", "the Turkish Republic of Northern Cyprus"),
        ("en", "a quarter of the women asked us about it, and he told a roman story"),
        ("ru", "Кроме того, перу автора; три куба; чад от масла; русский язык; грузинское вино"),
        ("ru", "Того же мнения врачи. Русская рулетка. Северный Кипр."),
        ("tr", "mali rapor, mısır ekti, yük katarı, Türk devletleri, KKTC"),
        ("az", "Şimali Kipr; rus dili"),
        ("ky", "чек берет, мал базары, орус тили"),
    ],
)
def test_words_that_only_look_like_countries_are_passed_over(
    gazetteer: Gazetteer, language: str, text: str
) -> None:
    """Case, context and longer phrases keep other things of the same name out."""
    named = [one for one in gazetteer.find(text, language) if one.kind != "organisation"]
    assert named == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a house in Atlanta, Georgia", ["USA"]),
        ("Georgia's parliament in Tbilisi heard the governor", ["GEO", "GEO"]),
        ("A bakery opened in Paris, Texas.", ["USA"]),
        ("A student was arrested in Moscow, Idaho.", ["USA"]),
        ("offices in London, New York", ["GBR", "USA"]),
        ("New Mexico and Mexico", ["USA", "MEX"]),
        ("the two Koreas", ["PRK", "KOR"]),
    ],
)
def test_the_words_around_decide_between_namesakes(
    gazetteer: Gazetteer, text: str, expected: list[str]
) -> None:
    """An American state or town is not the country or capital it is named after."""
    assert codes(gazetteer, text, "en") == expected


def test_russian_short_forms_need_the_country_nearby(gazetteer: Gazetteer) -> None:
    """КР is Kyrgyzstan only in a text that speaks of it."""
    assert codes(gazetteer, "КР и РК подписали соглашение.", "ru") == []
    assert codes(gazetteer, "Бишкек: президент КР подписал указ.", "ru") == ["KGZ", "KGZ"]


def test_organisations_are_not_their_members(gazetteer: Gazetteer) -> None:
    """An organisation is found as itself, in each language."""
    found = gazetteer.find("The EU, the UN and the Shanghai Cooperation Organization met.", "en")
    assert [(one.code, one.kind) for one in found] == [
        ("EU", "organisation"),
        ("UN", "organisation"),
        ("SCO", "organisation"),
    ]
    assert codes(gazetteer, "Саммит ЕАЭС, ШОС и ОДКБ", "ru") == ["EAEU", "SCO", "CSTO"]
    assert codes(gazetteer, "Türk Devletleri Teşkilatı", "tr") == ["OTS"]
    assert codes(gazetteer, "КМШ жана ЖККУнун жыйыны", "ky") == ["CIS", "CSTO"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Bishkek", "KGZ"),
        ("the Kyrgyz Republic", "KGZ"),
        ("БИШКЕК", "KGZ"),
        ("Кыргызстана", "KGZ"),
        ("Russian", "RUS"),
        ("Bakı", "AZE"),
        ("Trend", None),
        ("", None),
    ],
)
def test_a_name_is_looked_up_by_itself(gazetteer: Gazetteer, name: str, code: str | None) -> None:
    """Names, demonyms and capitals of any language give their country."""
    assert gazetteer.country_of(name) == code


def test_offsets_cut_the_name_out_of_the_text(gazetteer: Gazetteer) -> None:
    """The surface of a sighting is what stands at its offsets, hidden marks and all."""
    text = "Глава Кыр\u00adгызстана приехал в Москву"
    found = gazetteer.find(text, "ru")
    assert [text[one.start : one.end] for one in found] == ["Кыр\u00adгызстана", "Москву"]
    assert all(one.surface == text[one.start : one.end] for one in found)


def test_another_language_is_read_by_names_written_alike(gazetteer: Gazetteer) -> None:
    """In a language without data of ours only names count, never words that are demonyms here."""
    assert codes(gazetteer, "Japan und Chile sprechen, Polish", "de") == ["JPN", "CHL"]


def test_a_long_hostile_text_is_read(gazetteer: Gazetteer) -> None:
    """A megabyte without a blank, or of names only, ends."""
    assert gazetteer.find("x" * 1_000_000, "en") == ()
    assert len(gazetteer.find("China " * 20_000, "en")) == 20_000
    assert gazetteer.find("кыргызско-" * 20_000, "ru")
