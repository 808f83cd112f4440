import re
from collections import Counter
from functools import cache

import pytest

from monitor.demo.world import World, WorldArticle, load_world

_LANGUAGES = {"en", "ru", "az", "ky", "kk", "tr", "uz"}
_LATIN = re.compile(r"[A-Za-zƏəĞğİıŞşÇçÖöÜü]")
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")


@cache
def _world() -> World:
    return load_world()


def _told() -> list[WorldArticle]:
    return [a for a in _world().articles if a.serve == "article" and not a.is_short]


def _carriers() -> Counter[str]:
    return Counter(a.truth.story for a in _told())


def test_the_world_is_large_enough_to_show_every_stage() -> None:
    """Twelve outlets and thirty-six articles or more, agencies and press services among them."""
    world = _world()
    assert len(world.outlets) >= 12
    assert len(_told()) >= 36


def test_articles_are_written_in_every_language_of_the_product() -> None:
    """Each of the six languages, and Uzbek, has two articles or more; most are in two of them."""
    counts = Counter(a.language for a in _told())
    assert set(counts) == _LANGUAGES
    assert min(counts.values()) >= 2
    assert counts["en"] >= 10
    assert counts["ru"] >= 10


@pytest.mark.parametrize("article", _told(), ids=lambda a: a.id)
def test_an_article_is_long_enough_to_be_news(article: WorldArticle) -> None:
    """A body has six hundred characters or more, in several paragraphs, under 350 words."""
    assert len(article.body) >= 600
    assert len(article.body.split()) <= 350
    assert len(article.paragraphs) >= 4


@pytest.mark.parametrize("article", _told(), ids=lambda a: a.id)
def test_no_word_mixes_two_alphabets(article: WorldArticle) -> None:
    """A Latin letter within a Cyrillic word is a slip of the keyboard."""
    text = f"{article.title} {article.body}"
    mixed = [w for w in re.findall(r"\w+", text) if _LATIN.search(w) and _CYRILLIC.search(w)]
    assert mixed == []


def test_four_stories_or_more_are_carried_by_several_outlets() -> None:
    """Wire copies stand at two to four outlets each."""
    several = {story: n for story, n in _carriers().items() if n > 1}
    assert len(several) >= 8
    assert set(several.values()) <= {2, 3, 4}
    assert max(several.values()) == 4


def test_a_story_is_told_in_one_language() -> None:
    """Texts in different languages are different stories, even of one event."""
    by_story: dict[str, set[str]] = {}
    for article in _told():
        by_story.setdefault(article.truth.story, set()).add(article.language)
    assert all(len(languages) == 1 for languages in by_story.values())


def test_a_wire_copy_shares_most_of_its_text_with_the_original_and_changes_its_opening() -> None:
    """Dateline or credit and headline differ; the paragraphs after the lead are the same."""
    by_id = {a.id: a for a in _world().articles}
    copies = [a for a in _told() if a.truth.copy_of]
    assert len(copies) >= 12
    for copy in copies:
        original = by_id[str(copy.truth.copy_of)]
        assert copy.title != original.title, copy.id
        assert copy.outlet_id != original.outlet_id, copy.id
        assert copy.published_minutes_before < original.published_minutes_before, copy.id
        assert copy.paragraphs[0] != original.paragraphs[0], copy.id
        shared = set(copy.paragraphs) & set(original.paragraphs)
        assert len(shared) >= 3, copy.id
        assert copy.truth.story == original.truth.story, copy.id


def test_some_copies_lack_the_tail_of_the_original() -> None:
    """Editors cut from below: at least four copies end earlier than their original."""
    by_id = {a.id: a for a in _world().articles}
    cut = [
        a
        for a in _told()
        if a.truth.copy_of and a.paragraphs[-1] != by_id[a.truth.copy_of].paragraphs[-1]
    ]
    assert len(cut) >= 4


def test_the_typical_report_names_its_reporter_and_its_origin() -> None:
    """A foreign agency tells of two presidents by way of the press service of one of them."""
    (article,) = [a for a in _told() if a.id == "caspian_wire/01-kyrgyz-russian-presidents"]
    assert article.body.startswith("BISHKEK, Kyrgyzstan, {")
    assert (
        "Caspian Wire reports via the press service of the President of the Kyrgyz Republic"
        in article.body
    )
    assert article.truth.pairs == ("KGZ-RUS",)
    assert "Azerbaijan" not in article.body


def test_credits_stand_in_the_text_as_the_truth_has_them() -> None:
    """The reporter named by the truth is written in the body; so is the origin's first word."""
    for article in _told():
        if article.truth.reporter:
            assert article.truth.reporter in article.body, article.id
        if article.truth.origin:
            stem = article.truth.origin.split()[0][:5].lower()
            assert stem in article.body.lower(), article.id


def test_truth_names_countries_and_pairs_in_the_house_form() -> None:
    """Alpha-3 codes; a pair joins two of the article's own countries in order."""
    for article in _world().articles:
        assert all(re.fullmatch(r"[A-Z]{3}", c) for c in article.truth.countries), article.id
        for pair in article.truth.pairs:
            left, right = pair.split("-")
            assert left < right, article.id
            assert {left, right} <= set(article.truth.countries), article.id


def test_the_world_has_news_of_no_one_of_one_country_and_of_many() -> None:
    """Texts that must earn no pair stand beside those that earn one."""
    sizes = Counter(min(len(a.truth.countries), 3) for a in _told())
    assert sizes[0] >= 3
    assert sizes[1] >= 6
    assert sizes[2] >= 20
    assert any(len(a.truth.countries) == 10 and not a.truth.pairs for a in _told())
    assert {o for a in _told() for o in a.truth.organisations} == {"OTS", "SCO"}


def test_the_series_differs_in_its_figures_only_and_is_four_stories() -> None:
    """Daily exchange rates look alike and are not copies of one text."""
    series = [a for a in _told() if a.truth.series == "rates"]
    assert len(series) == 4
    assert len({a.truth.story for a in series}) == 4
    assert len({re.sub(r"[\d.,]+|rose|fell", "", a.body) for a in series}) == 1
    assert len({a.body for a in series}) == 4


def test_news_is_fresh_but_for_the_series_and_a_few_old_ones() -> None:
    """All within twenty hours, except the series and no more than four others."""
    old = [a for a in _told() if a.published_minutes_before > 20 * 60]
    assert len([a for a in old if a.truth.series]) == 3
    assert 1 <= len([a for a in old if not a.truth.series]) <= 4
    assert all(a.published_minutes_before > 30 for a in _world().articles)
