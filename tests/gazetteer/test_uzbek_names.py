import pytest

from monitor.gazetteer.matcher import Gazetteer, build_gazetteer
from monitor.gazetteer.turkic import is_dative, is_genitive, is_locative, is_suffix_chain


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """The gazetteer of all languages."""
    return build_gazetteer()


def codes(gazetteer: Gazetteer, text: str, language: str = "uz") -> str:
    """List what is named in a text, in order."""
    return " ".join(one.code for one in gazetteer.find(text, language))


@pytest.mark.parametrize("mark", ["ʻ", "ʼ", "'", "‘", "’", "`"])
def test_any_apostrophe_is_the_same_letter(gazetteer: Gazetteer, mark: str) -> None:
    """Oʻ and Gʻ are typed in many ways."""
    text = f"O{mark}zbekiston va Qirg{mark}iziston, qirg{mark}iz-o{mark}zbek chegarasi"
    assert codes(gazetteer, text) == "UZB KGZ KGZ UZB"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Qozogʻistonda, Ozarbayjonga, Tojikistonning, Turkmanistondan", "KAZ AZE TJK TKM"),
        ("Oʻzbekistonliklar va rossiyaliklar", "UZB RUS"),
        ("AQSHning Xitoyga, BMT Bosh kotibi, ShHT sammiti", "USA CHN UN SCO"),
        ("Oʻzbekiston Respublikasida; Toshkentda; Dushanbega", "UZB UZB TJK"),
        ("Ўзбекистоннинг, Қирғизистонда, Тожикистонга, АҚШдан", "UZB KGZ TJK USA"),
        ("ўзбек-тожик чегараси, Тошкентда, Москвага", "UZB TJK UZB RUS"),
        ("Yaponiya, Eron, Germaniya, Buyuk Britaniya", "JPN IRN DEU GBR"),
    ],
)
def test_names_are_found_in_both_alphabets_with_their_endings(
    gazetteer: Gazetteer, text: str, expected: str
) -> None:
    """Names, people, capitals and organisations count, with what hangs on them."""
    assert codes(gazetteer, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "ruscha kitob",
        "oʻzbek tili, ўзбек тили",
        "turkiy davlatlar",
        "Markaziy Osiyo",
        "etnik tojik",
    ],
)
def test_languages_and_kin_are_no_country(gazetteer: Gazetteer, text: str) -> None:
    """A language, a descent and a family of peoples name no state."""
    assert codes(gazetteer, text) == ""


def test_endings_tell_the_case() -> None:
    """Where, where to and whose are told apart in both alphabets."""
    assert is_locative("uz", "da")
    assert is_locative("uz", "даги")
    assert is_dative("uz", "ga")
    assert is_genitive("uz", "нинг")
    assert not is_locative("uz", "dan")
    assert not is_suffix_chain("uz", "cha")


def test_genitives_are_known_in_all_turkic_languages() -> None:
    """Whose a town is stands before it."""
    endings = {"az": "ın", "tr": "nın", "ky": "дын", "kk": "ның"}
    normal = {"az": "in", "tr": "nin"}
    for language, ending in endings.items():
        assert is_genitive(language, normal.get(language, ending))
        assert not is_genitive(language, "da")


def test_towns_are_looked_up_by_themselves(gazetteer: Gazetteer) -> None:
    """A dateline may name a town."""
    assert gazetteer.country_of("SAMARQAND") == "UZB"
    assert gazetteer.country_of("İSTANBUL") == "TUR"
    assert gazetteer.country_of("Алматы") == "KAZ"


def test_a_sum_in_dollars_is_no_state(gazetteer: Gazetteer) -> None:
    """US before the sign is a currency."""
    assert codes(gazetteer, "US$ 5 million, US$5 million", "en") == ""
    assert codes(gazetteer, "US $5 million aid", "en") == "USA"
