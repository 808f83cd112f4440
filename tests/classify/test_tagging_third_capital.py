"""Two presidents meet in a third capital: what the text is about, and what it is not."""

import pytest

from monitor.classify.tagging import Tagger
from monitor.gazetteer.matcher import build_gazetteer
from monitor.model import Outlet, Tagging

OUTLETS = (
    Outlet(id="trend", name="Trend", country="AZE", kind="agency", languages=("en", "ru", "az")),
    Outlet(
        id="president-kg",
        name="President of the Kyrgyz Republic",
        country="KGZ",
        kind="press_service",
    ),
)

EN_LEAD = "The presidents of Kyrgyzstan and Russia met in Astana on Tuesday"
MEETINGS = [
    pytest.param(
        "Kyrgyz, Russian presidents meet in Astana",
        f"BISHKEK, Kyrgyzstan, July 2. {EN_LEAD}, Trend reports via the press service of the "
        "President of the Kyrgyz Republic.\nThe meeting took place on the sidelines of a summit "
        "of the Shanghai Cooperation Organization. The sides discussed trade and energy.",
        "The presidents of Kyrgyzstan and Russia met in Astana",
        id="en",
    ),
    pytest.param(
        "Presidents of Kyrgyzstan and Russia hold talks in Kazakhstan's capital",
        "BISHKEK, Kyrgyzstan, July 2. The President of the Kyrgyz Republic held talks with the "
        "President of the Russian Federation in the capital of Kazakhstan, Astana, Trend reports "
        "via the press service of the President of the Kyrgyz Republic.\n"
        "The two leaders discussed bilateral relations.",
        "The President of the Kyrgyz Republic held talks",
        id="en-capital-of",
    ),
    pytest.param(
        "Kyrgyz president meets Russian counterpart in Moscow",
        "BISHKEK, Kyrgyzstan, May 8. The President of the Kyrgyz Republic met with his Russian "
        "counterpart in Moscow, Trend reports with reference to the press service of the Kyrgyz "
        "president.\nThe heads of state discussed the strategic partnership.",
        "The President of the Kyrgyz Republic met",
        id="en-own-capital",
    ),
    pytest.param(
        "Astana hosts meeting of Kyrgyz and Russian presidents",
        "BISHKEK, Kyrgyzstan, July 2. The Kyrgyz President and the Russian President met in the "
        "city of Astana, Kazakhstan, Trend reports via the press service of the President of the "
        "Kyrgyz Republic.\nThey had arrived in Kazakhstan on Monday.",
        "The Kyrgyz President and the Russian President met",
        id="en-host",
    ),
    pytest.param(
        "",
        "BISHKEK, Kyrgyzstan, July 3. The presidents of Kyrgyzstan and Russia have signed a plan "
        "in Kazakhstan's Astana, Trend reports, citing the press service of the President of the "
        "Kyrgyz Republic.\nKazakhstan holds the chairmanship of the organisation.",
        "The presidents of Kyrgyzstan and Russia have signed",
        id="en-no-title",
    ),
    pytest.param(
        "Президенты Кыргызстана и России встретились в Астане",
        "БИШКЕК, 2 июля — Trend. Президенты Кыргызстана и России провели встречу в Астане, "
        "сообщает Trend со ссылкой на пресс-службу президента Кыргызской Республики.\n"
        "Встреча прошла в столице Казахстана на полях саммита ШОС.",
        "Президенты Кыргызстана и России провели",
        id="ru",
    ),
    pytest.param(
        "Главы Киргизии и РФ провели переговоры в столице Казахстана",
        "Бишкек, 2 июля. /Trend/. Президент Киргизии и президент России провели переговоры в "
        "столице Казахстана Астане. Об этом сообщила пресс-служба президента КР.",
        "Президент Киргизии и президент России",
        id="ru-capital-of",
    ),
    pytest.param(
        "Qırğızıstan və Rusiya prezidentləri Astanada görüşüb",
        "Bişkek, 2 iyul, Trend. Qırğızıstan və Rusiya prezidentləri Astanada görüşüblər. Bu barədə "
        "Trend Qırğızıstan Prezidentinin mətbuat xidmətinə istinadən xəbər verir.",
        "Qırğızıstan və Rusiya prezidentləri",
        id="az",
    ),
    pytest.param(
        "Kırgızistan ve Rusya cumhurbaşkanları Astana'da görüştü",
        "BİŞKEK (AA) - Kırgızistan ve Rusya cumhurbaşkanları Kazakistan'ın başkenti Astana'da bir "
        "araya geldi.\nGörüşmede iki ülke arasındaki ticaret ele alındı.",
        "Kırgızistan ve Rusya cumhurbaşkanları",
        id="tr",
    ),
    pytest.param(
        "Кыргызстан менен Россиянын президенттери Астанада жолугушту",
        "Бишкек, 2-июль. /Trend/. Кыргызстан менен Россиянын президенттери Астанада жолугушту.",
        "Кыргызстан менен Россиянын президенттери",
        id="ky",
    ),
    pytest.param(
        "Қырғызстан мен Ресей президенттері Астанада кездесті",
        "БІШКЕК. Trend - Қырғызстан мен Ресей президенттері Астанада кездесті, деп хабарлайды "
        "Trend Қырғызстан президентінің баспасөз қызметіне сілтеме жасап.",
        "Қырғызстан мен Ресей президенттері",
        id="kk",
    ),
]


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    """A tagger that knows the agency and the press service."""
    return Tagger(gazetteer=build_gazetteer(), outlets=OUTLETS)


@pytest.mark.parametrize(("title", "text", "sentence"), MEETINGS)
def test_only_the_two_that_meet_are_tagged(
    tagger: Tagger, title: str, text: str, sentence: str
) -> None:
    """Neither the agency's home, nor the dateline, nor the venue is what the text is about."""
    tagging: Tagging = tagger.tag(title=title, text=text, outlet_id="trend")
    assert {one.country for one in tagging.countries} == {"KGZ", "RUS"}
    assert [one.pair for one in tagging.pairs] == ["KGZ-RUS"]
    shown = tagging.pairs[0].sentence
    assert shown.startswith(sentence)
    assert shown in text


def test_reporter_and_origin_are_kept_and_masked(tagger: Tagger) -> None:
    """Who reports is data of its own, and its country does not count."""
    title, text, _ = MEETINGS[0].values
    tagging = tagger.tag(title=str(title), text=str(text))
    assert tagging.credit is not None
    assert tagging.credit.reporter == "Trend"
    assert tagging.credit.origin_country == "KGZ"
    assert tagging.dateline is not None
    assert tagging.dateline.country == "KGZ"
    assert {one.masked for one in tagging.mentions} == {None, "dateline", "credit"}
    assert tagging.organisations == ("SCO",)


ABROAD = [
    pytest.param(
        "Heads of state speak about trade",
        "The presidents of Uzbekistan and Serbia held a meeting in Vienna.",
        id="one-plural",
    ),
    pytest.param(
        "Heads of state speak about trade",
        "The President of Uzbekistan and the President of Serbia held talks in Lisbon on Friday.",
        id="each-named",
    ),
    pytest.param(
        "Heads of state speak about trade in Vienna",
        "VIENNA, Austria, May 5. The President of Uzbekistan and the President of Serbia held "
        "talks in Vienna on Friday.",
        id="dateline",
    ),
    pytest.param(
        "Главы государств поговорили о торговле в Вене",
        "ВЕНА, 5 мая. Президент Узбекистана и Президент Сербии провели переговоры о торговле, "
        "передаёт Кабар со ссылкой на пресс-службу Президента Узбекистана.",
        id="ru",
    ),
    pytest.param(
        "Гла\u0301вы госуда\u0301рств поговорили о торго\u0301вле",
        "Президент Узбекиста\u0301на и Президент Се\u0301рбии провели переговоры в Ве\u0301не.",
        id="ru-stressed",
    ),
]


@pytest.mark.parametrize(("title", "text"), ABROAD)
def test_two_that_meet_abroad_are_the_subject(tagger: Tagger, title: str, text: str) -> None:
    """A title without a country, and a town of a third one, change nothing."""
    tagging = tagger.tag(title=title, text=text)
    assert {one.country for one in tagging.countries} == {"UZB", "SRB"}
    assert [one.pair for one in tagging.pairs] == ["SRB-UZB"]


def test_dateline_and_credit_abroad_are_data_of_their_own(tagger: Tagger) -> None:
    """The third country is the dateline's, the first one's press service the origin."""
    title, text = ABROAD[3].values
    tagging = tagger.tag(title=str(title), text=str(text))
    assert tagging.dateline is not None
    assert tagging.dateline.country == "AUT"
    assert tagging.credit is not None
    assert tagging.credit.reporter == "Кабар"
    assert tagging.credit.origin == "пресс-службу Президента Узбекистана"
    assert tagging.credit.origin_country == "UZB"
