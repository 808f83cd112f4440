"""Whose money it is does not say what a text is about."""

import pytest

from monitor.classify.tagging import Tagger
from monitor.gazetteer.matcher import build_gazetteer


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    """A tagger without outlets."""
    return Tagger(gazetteer=build_gazetteer())


@pytest.mark.parametrize(
    ("language", "text", "country"),
    [
        (
            "en",
            "The Central Bank of Georgia set the rates. The US dollar costs 2.7 lari, the Turkish "
            "lira 0.07, the Russian ruble 0.03, the British pound 3.5.",
            "GEO",
        ),
        (
            "ru",
            "Нацбанк Казахстана установил курс доллара США. Российский рубль подешевел, турецкая "
            "лира и узбекский сум подорожали, за юань КНР дают 70 тенге.",
            "KAZ",
        ),
        ("az", "Azərbaycan Mərkəzi Bankı: ABŞ dolları 1,7. Türk lirası 0,04, Rusiya rublu.", "AZE"),
        ("tr", "Türkiye Merkez Bankası ABD doları kurunu açıkladı. Rus rublesi düştü.", "TUR"),
        ("kk", "Қазақстан Ұлттық банкі АҚШ долларының бағамын айтты. Ресей рублі арзан.", "KAZ"),
        ("ky", "Кыргызстандын банкы АКШ долларын сатты. Россия рубли, казак теңгеси.", "KGZ"),
        ("uz", "Oʻzbekiston banki AQSH dollari kursini aytdi. Rossiya rubli, qirgʻiz somi.", "UZB"),
        ("en", "The company paid US$ 5 million to Kenya.", "KEN"),
    ],
)
def test_rates_of_one_bank_are_about_its_country(
    tagger: Tagger, language: str, text: str, country: str
) -> None:
    """Currencies neither tag nor pair the countries they belong to."""
    tagging = tagger.tag(title="", text=text, language=language)
    assert [one.country for one in tagging.countries] == [country]
    assert tagging.pairs == ()


def test_a_currency_is_still_a_mention(tagger: Tagger) -> None:
    """What names a country is shown, whatever it weighs."""
    text = "Kenya sold US dollars and Turkish lira."
    tagging = tagger.tag(title="", text=text, language="en")
    assert [one.country for one in tagging.mentions] == ["KEN", "USA", "TUR"]


def test_a_currency_alone_is_news_of_its_country(tagger: Tagger) -> None:
    """A lira that falls is the subject where no country is; a list of rates has none."""
    text = "The Turkish lira fell against the US dollar."
    found = tagger.tag(title="", text=text, language="en").countries
    assert [one.country for one in found] == ["TUR"]
    text = "The US dollar, the Russian ruble and the Turkish lira cost more than last week."
    assert tagger.tag(title="", text=text, language="en").countries == ()


@pytest.mark.parametrize(
    ("language", "text", "pair"),
    [
        ("en", "Russia pounds Ukraine with missiles.", "RUS-UKR"),
        ("en", "Egyptians pound Sudan's army.", "EGY-SDN"),
        ("ru", "Польша выделила 10 млн долларов Молдавии.", "MDA-POL"),
        ("tr", "Japonya'da dolar düştü; Çin Japonya ile ticaret anlaşması imzaladı.", "CHN-JPN"),
    ],
)
def test_what_only_looks_like_a_currency_is_none(
    tagger: Tagger, language: str, text: str, pair: str
) -> None:
    """A verb, a receiver and a place before the word for money are parties."""
    found = tagger.tag(title="", text=text, language=language).pairs
    assert [one.pair for one in found] == [pair]
