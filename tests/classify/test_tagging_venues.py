"""Where parties meet is no subject of a text, in any language and however it is said."""

import pytest

from monitor.classify.tagging import Tagger
from monitor.gazetteer.matcher import build_gazetteer


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    """A tagger without outlets."""
    return Tagger(gazetteer=build_gazetteer())


def found(tagger: Tagger, language: str, title: str, text: str) -> tuple[str, str]:
    """Tag a text and give its countries and pairs in order of the alphabet."""
    tagging = tagger.tag(title=title, text=text, language=language)
    countries = " ".join(sorted(one.country for one in tagging.countries))
    return countries, " ".join(sorted(one.pair for one in tagging.pairs))


@pytest.mark.parametrize(
    ("language", "title", "text"),
    [
        (
            "az",
            "Prezident Buxarada Türkiyə Prezidenti ilə görüşüb",
            "Azərbaycan Prezidenti Buxarada Türkiyə Prezidenti ilə görüşüb.",
        ),
        (
            "az",
            "Prezident Astanada Türkiyə Prezidenti ilə görüşüb",
            "Azərbaycan Prezidenti Astanada Türkiyə Prezidenti ilə görüşüb.",
        ),
        ("az", "", "Qazaxıstanda keçirilən zirvədə Azərbaycan və Türkiyə prezidentləri görüşüb."),
        ("az", "", "Azərbaycan Prezidenti Özbəkistanın Xivə şəhərində Türkiyə lideri ilə görüşüb."),
        (
            "tr",
            "Bakan, Buhara'da Azerbaycanlı mevkidaşıyla görüştü",
            "Türkiye Dışişleri Bakanı, forum için bulunduğu Buhara'da Azerbaycan Dışişleri Bakanı "
            "ile bir araya geldi.",
        ),
        ("tr", "", "Türkiye ve Azerbaycan bakanları Özbekistan'ın Hive kentinde görüştü."),
        ("tr", "Astana zirvesi başladı", "Türkiye ve Azerbaycan Astana zirvesinde anlaştı."),
        ("ky", "", "Түркиянын президенти Бухара шаарында Азербайжандын президенти менен жолукту."),
        ("kk", "", "Түркия мен Әзербайжан министрлері Шымкентте кездесті."),
        ("kk", "", "Түркия президенті Шымкент қаласында Әзербайжан президентімен кездесті."),
        ("uz", "", "Turkiya Prezidenti Olmaotada Ozarbayjon Prezidenti bilan uchrashdi."),
        ("uz", "", "Туркия ва Озарбайжон президентлари Бухоро шаҳрида учрашди."),
        (
            "en",
            "President meets Turkish counterpart in Bukhara",
            "The President of Azerbaijan met the President of Türkiye in Bukhara.",
        ),
        ("en", "", "Azerbaijan and Türkiye held talks in the Uzbek city of Khiva."),
        ("en", "", "Azerbaijan's and Türkiye's ministers met at the Bukhara forum."),
        (
            "ru",
            "Министр встретился с коллегой из Турции в Бухаре",
            "Министры Азербайджана и Турции встретились в узбекской Бухаре.",
        ),
    ],
)
def test_where_two_others_meet_is_no_tag_and_no_party(
    tagger: Tagger, language: str, title: str, text: str
) -> None:
    """Towns, capitals and countries in the place of a meeting of two others count for nothing."""
    assert found(tagger, language, title, text) == ("AZE TUR", "AZE-TUR")


@pytest.mark.parametrize(
    ("language", "text", "countries", "pairs"),
    [
        ("az", "Qazaxıstan naziri Bakıda Azərbaycan naziri ilə görüşüb.", "AZE KAZ", "AZE-KAZ"),
        ("ky", "Казакстандын президенти Бишкекте Кыргызстандын лидерин кабыл алды.", "", "KAZ-KGZ"),
        ("uz", "Rossiya vaziri Toshkentda Oʻzbekiston vaziri bilan uchrashdi.", "", "RUS-UZB"),
        ("tr", "Almanya, İstanbul'daki saldırıyı kınadı.", "DEU TUR", ""),
        ("en", "Germany condemned the attack in Istanbul.", "DEU TUR", "DEU-TUR"),
    ],
)
def test_a_host_that_is_a_party_stays_one(
    tagger: Tagger, language: str, text: str, countries: str, pairs: str
) -> None:
    """Who is met at home, or is spoken of, is what the text is about."""
    tagged = found(tagger, language, "", text)
    assert not countries or tagged[0] == countries
    assert not pairs or tagged[1] == pairs


@pytest.mark.parametrize(
    ("language", "title", "text"),
    [
        (
            "kk",
            "ТМҰ министрлері Ақтауда бас қосты",
            "Ақтауда Түркі мемлекеттері ұйымына мүше елдер министрлерінің отырысы өтті.",
        ),
        (
            "en",
            "Turkic group drafts a form",
            "A group of the Organization of Turkic States wrote a form. Experts who met at the "
            "secretariat in Istanbul agreed on it.",
        ),
        ("en", "EU ministers meet in Prague", "EU ministers met in Prague to discuss fish."),
        ("ru", "", "В Стамбуле прошло заседание рабочей группы ОТГ."),
    ],
)
def test_where_an_organisation_meets_is_no_tag(
    tagger: Tagger, language: str, title: str, text: str
) -> None:
    """A session of an organisation is not about the town it is held in."""
    assert found(tagger, language, title, text) == ("", "")


@pytest.mark.parametrize(
    ("title", "text", "country"),
    [
        ("Protests in Almaty", "Thousands gathered in Almaty to protest against prices.", "KAZ"),
        ("Fire in Istanbul", "A fire broke out in Istanbul on Monday.", "TUR"),
        ("IMF ends mission", "An IMF team held meetings in Bishkek on the budget.", "KGZ"),
        ("", "The United Nations warned of famine in Khartoum.", "SDN"),
    ],
)
def test_a_town_stands_for_its_country_where_nobody_meets(
    tagger: Tagger, title: str, text: str, country: str
) -> None:
    """What happens in a town is news of its country, and so is a lender's visit."""
    assert found(tagger, "en", title, text) == (country, "")


@pytest.mark.parametrize(
    "text",
    [
        "Kyrgyzstan will buy gas from Russia. The price is secret.",
        "Astana, 2 March. The ministers of Kyrgyzstan and Russia agreed on the price of gas.",
    ],
)
def test_a_venue_in_the_title_alone_is_no_tag(tagger: Tagger, text: str) -> None:
    """A capital over a text of two others says where they talked."""
    assert found(tagger, "en", "Talks in Astana", text) == ("KGZ RUS", "KGZ-RUS")


def test_one_guest_at_an_assembly_is_no_pair_with_its_host(tagger: Tagger) -> None:
    """A summit in a capital is not a meeting with its government, talks there are."""
    text = "The Kyrgyz delegation took part in a summit in Ankara."
    assert found(tagger, "en", "", text)[1] == ""
    text = "The Kyrgyz minister arrived in Ankara for talks."
    assert found(tagger, "en", "", text)[1] == "KGZ-TUR"


def test_who_holds_talks_acts(tagger: Tagger) -> None:
    """Only a hyphen makes a quality of a name: "Russian-held" is one, "Russia held" is not."""
    text = "Armenia and Azerbaijan held talks."
    tagging = tagger.tag(title="", text=text, language="en")
    assert {one.country: one.score for one in tagging.countries} == {"ARM": 0.5, "AZE": 0.5}


def test_guests_are_the_subject_where_nobody_else_is(tagger: Tagger) -> None:
    """A list of those who come counts when the text names no other subject."""
    guests = "Chile, Egypt, France, Ghana, Hungary, India, Japan and Kenya"
    text = f"The fair will be attended by the ministers of {guests}."
    assert found(tagger, "en", "", text) == ("CHL EGY FRA GHA HUN IND JPN KEN", "")
    text = f"Serbia's president wrote to the leaders of {guests}."
    assert found(tagger, "en", "", text) == ("SRB", "")


def test_the_only_country_of_a_text_is_its_subject(tagger: Tagger) -> None:
    """A country named late is the subject if the dateline or a second word speaks for it."""
    road = "A road was mended.\n" + "It is long and wide and new. " * 8
    late = "The south of Kyrgyzstan is next."
    assert found(tagger, "en", "", f"{road}{late}") == ("", "")
    assert found(tagger, "en", "", f"{road}{late} Kyrgyz roads are old.") == ("KGZ", "")
    text = f"BISHKEK, Kyrgyzstan, July 2. {road}{late}"
    assert found(tagger, "en", "", text) == ("KGZ", "")
