import re

import pytest

from monitor.gazetteer.forms import names_of
from monitor.gazetteer.matcher import LANGUAGES
from monitor.gazetteer.russian import name_forms, people_forms
from monitor.gazetteer.sources import alpha3_by_alpha2, cldr_names, own_sections
from monitor.gazetteer.turkic import is_dative, is_locative, is_suffix_chain


def test_codes_are_those_of_today() -> None:
    """Each alpha-2 code has the present alpha-3 code, Kosovo its own."""
    table = alpha3_by_alpha2()
    assert {code: table[code] for code in ("KG", "MM", "CD", "DE", "YE", "TL", "XK", "PS")} == {
        "KG": "KGZ",
        "MM": "MMR",
        "CD": "COD",
        "DE": "DEU",
        "YE": "YEM",
        "TL": "TLS",
        "XK": "XKX",
        "PS": "PSE",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_own_names_stand_under_codes_that_exist(language: str) -> None:
    """No code of the data files is a misprint."""
    known = set(alpha3_by_alpha2().values())
    for title, section in own_sections(language).items():
        if title != "organisations":
            assert {code for key in section for code in key.split()} <= known, title


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_country_has_a_name_in_every_language(language: str) -> None:
    """All countries that CLDR names can be found."""
    named = {code for name in names_of(language).values() for code in name.codes}
    namesakes = {"VIR"}  # the two Virgin Islands differ only in what stands in brackets
    assert set(cldr_names(language)) - namesakes <= named


def test_brackets_are_no_part_of_a_name() -> None:
    """CLDR's explanations are cut off."""
    assert cldr_names("en")["MMR"] == ("Myanmar",)
    assert not any(
        re.search(r"[()]", name) for names in cldr_names("ru").values() for name in names
    )


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("россия", "россия россии россию россией"),
        ("казахстан", "казахстан казахстана казахстану казахстаном казахстане"),
        ("куба", "куба кубы кубе кубу кубой"),
        ("америка", "америка америки америке америку америкой"),
        ("китай", "китай китая китаю китаем китае"),
        ("израиль", "израиль израиля израилю израилем израиле"),
        ("беларусь", "беларусь беларуси беларусью"),
        ("перу", "перу"),
        ("коста-рика", "коста-рика коста-рики коста-рике коста-рику коста-рикой"),
        ("южный судан", "южный судан|южного судана|южному судану|южным суданом|южном судане"),
    ],
)
def test_russian_names_are_declined_by_class(name: str, forms: str) -> None:
    """Each class of word has its endings, and words of a name agree."""
    expected = forms.split("|") if "|" in forms else forms.split()
    assert name_forms(name) == set(expected)


def test_russian_people_are_declined() -> None:
    """Words for people have their singular and plural."""
    assert {"казахстанец", "казахстанцы", "казахстанцев"} <= people_forms("казахстанец")
    assert {"россиянин", "россияне", "россиян", "россиянами"} <= people_forms("россиянин")
    assert {"китайцы", "китайцам"} <= people_forms("китаец")


def test_only_real_suffixes_hang_on_turkic_names() -> None:
    """A chain of suffixes is known from the rest of another word."""
    assert is_suffix_chain("az", "inkilardan")
    assert is_suffix_chain("ky", "дын")
    assert is_suffix_chain("kk", "дағы")
    assert not is_suffix_chain("tr", "istan")
    assert not is_suffix_chain("ky", "ча")  # орусча: the language
    assert not is_suffix_chain("az", "da" * 40)


def test_case_says_where_and_where_to() -> None:
    """Locative and dative are told apart."""
    assert is_locative("tr", "te")
    assert is_locative("ky", "до")
    assert is_dative("az", "ə")
    assert not is_locative("az", "in")
