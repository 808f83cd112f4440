import pytest

from monitor.classify.keywords import KeywordList
from monitor.classify.tagging import Tagger
from monitor.gazetteer.matcher import build_gazetteer
from monitor.model import Outlet

OUTLETS = (
    Outlet(id="kabar", name="Кабар Кыргызстан", country="KGZ", kind="agency"),
    Outlet(
        id="mfa-az",
        name="Ministry of Foreign Affairs of Azerbaijan",
        country="AZE",
        kind="ministry",
    ),
)
KEYWORDS = (
    KeywordList(
        id="trade",
        label="Trade",
        phrases={"en": ("free trade", "tariff*"), "ru": ("торговл*",), "any": ("WTO",)},
    ),
    KeywordList(id="energy", label="Energy", phrases={"en": ("gas", "trade in gas")}),
)


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    """A tagger with two outlets and two keyword lists."""
    return Tagger(gazetteer=build_gazetteer(), outlets=OUTLETS, keyword_lists=KEYWORDS)


def countries(tagger: Tagger, text: str, title: str = "") -> list[str]:
    """List what a text is about, best first."""
    return [one.country for one in tagger.tag(title=title, text=text).countries]


def pairs(tagger: Tagger, text: str, title: str = "") -> list[str]:
    """List who deals with whom in a text, best first."""
    return [one.pair for one in tagger.tag(title=title, text=text).pairs]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kyrgyz-Russian talks were held on Monday.", ["KGZ-RUS"]),
        ("Sino-Russian trade grew last year.", ["CHN-RUS"]),
        ("Bishkek and Rome will sign an agreement.", ["ITA-KGZ"]),
        ("Russia's foreign minister arrived in Bishkek on Monday.", ["KGZ-RUS"]),
        ("The ambassador of the Kyrgyz Republic to Azerbaijan spoke.", ["AZE-KGZ"]),
        ("Ghana closed its border with Togo.", ["GHA-TGO"]),
        ("Прошло заседание кыргызско-таджикской комиссии.", ["KGZ-TJK"]),
        ("Пекин выразил протест Вашингтону.", ["CHN-USA"]),
        ("Türkiye-Özbekistan ilişkilerinin geleceği ele alındı.", ["TUR-UZB"]),
        ("Azərbaycan Respublikası ilə Qırğız Respublikası arasında saziş imzalanıb.", ["AZE-KGZ"]),
        ("Кыргыз-америка мамилелери талкууланды.", ["KGZ-USA"]),
        ("Тараптар қазақ-қырғыз қатынастарын талқылады.", ["KAZ-KGZ"]),
    ],
)
def test_two_that_deal_with_each_other_are_a_pair(
    tagger: Tagger, text: str, expected: list[str]
) -> None:
    """Joined names, acts of one on another, meetings and border talk make a pair."""
    assert pairs(tagger, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The president of Kyrgyzstan signed the budget. The Kyrgyz parliament agreed.",
        "The EU and Kyrgyzstan signed a partnership agreement in Brussels.",
        "Azerbaijan, Belarus, China, Egypt, France, Hungary, India and Japan attended the summit.",
        "A student from Moscow, Idaho, visited Paris, Texas.",
    ],
)
def test_one_country_or_a_list_is_no_pair(tagger: Tagger, text: str) -> None:
    """One country twice, an organisation, a list of guests and American towns pair nobody."""
    assert pairs(tagger, text) == []


def test_one_country_against_two_is_not_three_pairs(tagger: Tagger) -> None:
    """Those who act together are not paired with each other."""
    found = pairs(tagger, "France and Germany imposed sanctions on Belarus.")
    assert sorted(found) == ["BLR-DEU", "BLR-FRA"]


def test_a_mention_deep_in_a_text_is_not_what_it_is_about(tagger: Tagger) -> None:
    """Background names a country without being about it; the mention is still shown."""
    body = "Serbia opened a new railway.\n" + "The line is long. " * 30 + "Rails came from China."
    tagging = tagger.tag(title="Serbia opens railway", text=body)
    assert [one.country for one in tagging.countries] == ["SRB"]
    assert {one.country for one in tagging.mentions} == {"SRB", "CHN"}


def test_best_country_comes_first(tagger: Tagger) -> None:
    """Title, lead and count put a country before one that is only named."""
    text = (
        "Mongolia opened a mine. Mongolia will export copper. A loan came from Japan. Japan agreed."
    )
    assert countries(tagger, text, title="Mongolia opens mine") == ["MNG", "JPN"]


def test_where_it_happens_counts_when_nobody_acts(tagger: Tagger) -> None:
    """An earthquake in a capital is news about its country."""
    assert countries(tagger, "A strong earthquake was felt in Astana on Tuesday.") == ["KAZ"]


def test_a_war_in_a_third_country_is_a_subject(tagger: Tagger) -> None:
    """What two countries talk of counts, where they talk does not."""
    found = countries(tagger, "Russia and Turkey discussed the war in Syria at talks in Geneva.")
    assert sorted(found) == ["RUS", "SYR", "TUR"]


def test_a_list_of_guests_is_about_who_invites(tagger: Tagger) -> None:
    """Eight and more countries in a sentence are those present."""
    text = (
        "Serbia's president received congratulations from the leaders of Azerbaijan, Belarus, "
        "China, Egypt, France, Hungary, India, Japan and Mexico."
    )
    assert countries(tagger, text) == ["SRB"]


def test_an_outlet_name_never_tags(tagger: Tagger) -> None:
    """The country in an outlet's name is masked; a ministry acts for its country."""
    text = "Дорога в Узбекистан открыта. Подробности на Кабар Кыргызстан."
    tagging = tagger.tag(title="", text=text)
    assert [one.country for one in tagging.countries] == ["UZB"]
    masked = {one.country: one.masked for one in tagging.mentions}
    assert masked == {"UZB": None, "KGZ": "credit"}
    text = "The Ministry of Foreign Affairs of Azerbaijan protested to Iran."
    assert pairs(tagger, text) == ["AZE-IRN"]


def test_link_lists_under_a_text_do_not_tag(tagger: Tagger) -> None:
    """Boilerplate is masked, and shown as such."""
    text = "Власти Кении снизили налоги.\nЧитайте также: Турция и Греция договорились о границе"
    tagging = tagger.tag(title="", text=text)
    assert [one.country for one in tagging.countries] == ["KEN"]
    assert tagging.pairs == ()
    assert [one.masked for one in tagging.mentions] == [None, "boilerplate", "boilerplate"]


def test_offsets_cut_the_surface_out_of_title_and_text(tagger: Tagger) -> None:
    """Offsets are code points of the field that the mention stands in."""
    title, text = "🇰🇬 Kyrgyz news", "BISHKEK, July 2. 🎉 The U.S. and Ky\u00adrgyzstan agreed."
    tagging = tagger.tag(title=title, text=text)
    fields = {"title": title, "text": text}
    assert len(tagging.mentions) == 4
    assert all(fields[m.within][m.start : m.end] == m.surface for m in tagging.mentions)


def test_keywords_are_of_the_language_of_the_text(tagger: Tagger) -> None:
    """A list earns its tag by its own language's phrases or by those of any."""
    english = tagger.tag(
        title="", text="The sides discussed free trade and trade in gas, WTO rules."
    )
    assert [(one.keyword, one.phrase) for one in english.keywords] == [
        ("trade", "free trade"),
        ("energy", "trade in gas"),
    ]
    russian = tagger.tag(title="", text="Стороны обсудили на встрече торговлю и gas.")
    assert [(one.keyword, one.phrase) for one in russian.keywords] == [("trade", "торговлю")]


def test_an_empty_text_has_no_tags(tagger: Tagger) -> None:
    """Nothing in, nothing out."""
    tagging = tagger.tag(title="", text="")
    assert (tagging.language, tagging.countries, tagging.pairs, tagging.mentions) == (
        None,
        (),
        (),
        (),
    )


def test_a_title_alone_is_enough(tagger: Tagger) -> None:
    """A text without a body is tagged by its title, which is then the proof."""
    tagging = tagger.tag(title="Kyrgyzstan and Russia sign trade deal", text="")
    assert [one.pair for one in tagging.pairs] == ["KGZ-RUS"]
    assert tagging.pairs[0].sentence == "Kyrgyzstan and Russia sign trade deal"


@pytest.mark.parametrize(
    "text",
    ["Kyrgyzstan-Russia " * 5_000, "a" * 300_000, "\u0301" * 100_000, ". " * 50_000, "«" * 100_000],
    ids=["pairs", "one-word", "marks", "stops", "quotes"],
)
def test_hostile_texts_are_read_to_the_end(tagger: Tagger, text: str) -> None:
    """Long runs of anything are linear work."""
    tagger.tag(title="", text=text, language="en")
