"""Who reports and from whom, in every article of the sample world, against its truth."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from importlib.resources import as_file
from zoneinfo import ZoneInfo

import pytest

from monitor.classify.tagging import Tagger
from monitor.config.following import read_outlets
from monitor.demo.world import WorldArticle, config_folder, load_world
from monitor.demo.world_dates import fill_dates
from monitor.gazetteer.matcher import build_gazetteer
from monitor.language.tokens import words_of
from monitor.model import Credit, Outlet, Tagging

START = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)
# An ending of the region's languages rarely has more letters than this.
_ENDING_MAX = 3
WORLD = load_world()
ARTICLES = [article for article in WORLD.articles if article.serve == "article" and article.body]
# The press services write without a dateline; so do notes that nobody signs.
DATED = [article for article in ARTICLES if article.truth.reporter]


@pytest.fixture(scope="module")
def outlets() -> Mapping[str, Outlet]:
    """Give the outlets of the sample configuration by id."""
    with as_file(config_folder()) as folder:
        return {outlet.id: outlet for outlet in read_outlets(folder)[0]}


@pytest.fixture(scope="module")
def tagger(outlets: Mapping[str, Outlet]) -> Tagger:
    """Give a tagger that follows the sample outlets."""
    return Tagger(gazetteer=build_gazetteer(), outlets=tuple(outlets.values()))


def _text_of(article: WorldArticle, zone: str) -> tuple[str, date]:
    told_at = START.astimezone(ZoneInfo(zone)) - timedelta(minutes=article.published_minutes_before)
    body = "\n".join(fill_dates(part, told_at) for part in article.paragraphs)
    return body, told_at.date()


def _tag(article: WorldArticle, tagger: Tagger, zone: str, above: str = "") -> tuple[str, Tagging]:
    text, published_on = _text_of(article, zone)
    tagging = tagger.tag(
        title=article.title,
        text=above + text,
        language=article.language,
        outlet_id=article.outlet_id,
        published_on=published_on,
    )
    return above + text, tagging


def _expected(
    article: WorldArticle, outlets: Mapping[str, Outlet], agency: str | None
) -> tuple[str | None, str | None]:
    truth = article.truth
    credited = next((o for o in outlets.values() if truth.reporter in (o.name, *o.names)), None)
    # Truth names the outlet that the text credits. Where a carrier puts its own name into the
    # dateline and credits another outlet alone, the carrier reports, and has it from the other.
    if agency and credited and credited.id != article.outlet_id and not truth.origin:
        return agency, truth.reporter
    return truth.reporter, truth.origin


def _means(found: str | None, wanted: str | None) -> bool:
    if found is None or wanted is None:
        return found is wanted
    here, there = words_of(found), words_of(wanted)
    return len(here) == len(there) and all(map(_begin_alike, here, there))


def _begin_alike(word: str, other: str) -> bool:
    kept = max(1, min(len(word), len(other)) - _ENDING_MAX)
    return word[:kept] == other[:kept]


def _agency_of(text: str, article: WorldArticle, outlets: Mapping[str, Outlet]) -> str | None:
    outlet = outlets[article.outlet_id]
    head = text.partition("\n")[0][:60]
    spellings = [s for name in (outlet.name, *outlet.names) for s in (name, name.upper())]
    return next((one for one in sorted(spellings, key=len, reverse=True) if one in head), None)


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: str(article.id))
def test_credit_is_what_a_reader_would_say(
    article: WorldArticle, tagger: Tagger, outlets: Mapping[str, Outlet]
) -> None:
    """Reporter and origin are those of the truth, in whatever case they stand."""
    text, tagging = _tag(article, tagger, outlets[article.outlet_id].time_zone)
    reporter, origin = _expected(article, outlets, _agency_of(text, article, outlets))
    credit = tagging.credit or Credit(
        reporter=None, reporter_outlet=None, origin=None, origin_outlet=None, origin_country=None,
        phrase="",
    )  # fmt: skip
    assert _means(credit.reporter, reporter), (credit, reporter)
    assert _means(credit.origin, origin), (credit, origin)
    assert (credit.reporter is None) == (credit.reporter_outlet is None)


@pytest.mark.parametrize(
    "article", [a for a in ARTICLES if a.truth.copy_of], ids=lambda article: str(article.id)
)
def test_outlet_that_a_copy_credits_is_known(
    article: WorldArticle, tagger: Tagger, outlets: Mapping[str, Outlet]
) -> None:
    """A wire copy leads to an outlet of ours that told it before."""
    _, tagging = _tag(article, tagger, outlets[article.outlet_id].time_zone)
    credit = tagging.credit
    assert credit is not None
    sources = {credit.reporter_outlet, credit.origin_outlet} - {None, article.outlet_id}
    earlier = {a.outlet_id for a in ARTICLES if a.truth.story == article.truth.story}
    chain = {str(article.truth.copy_of).partition("/")[0]} | earlier
    assert sources
    assert sources <= chain


@pytest.mark.parametrize("article", DATED, ids=lambda article: str(article.id))
@pytest.mark.parametrize("with_standfirst", [False, True])
def test_dateline_with_its_agency_stays_out_of_the_news(
    article: WorldArticle, with_standfirst: bool, tagger: Tagger, outlets: Mapping[str, Outlet]
) -> None:
    """The whole dateline is covered, under a standfirst too: no tag, no proof comes from it."""
    zone = outlets[article.outlet_id].time_zone
    above = "What the two sides have settled.\n" if with_standfirst else ""
    text, tagging = _tag(article, tagger, zone, above)
    line = tagging.dateline
    assert line is not None
    assert line.start == len(above)
    opening, rest = text[line.start : line.end], text[line.end :]
    agency = _agency_of(text[line.start :], article, outlets)
    assert agency is None or agency in opening
    assert rest[0].isupper() or rest[0] in "«“"
    assert line.on is None or line.on == _text_of(article, zone)[1]
    inside = [one for one in tagging.mentions if line.start <= one.start < line.end]
    assert all(one.masked for one in inside if one.within == "text")
    assert not any(opening.strip() in pair.sentence for pair in tagging.pairs)


@pytest.mark.parametrize(
    "article", [a for a in ARTICLES if a not in DATED], ids=lambda article: str(article.id)
)
def test_press_service_has_no_dateline_agency(
    article: WorldArticle, tagger: Tagger, outlets: Mapping[str, Outlet]
) -> None:
    """Nobody reports what an office says itself."""
    _, tagging = _tag(article, tagger, outlets[article.outlet_id].time_zone)
    assert tagging.credit is None


def test_origin_of_the_home_president_is_data_and_never_a_tag(tagger: Tagger) -> None:
    """Who told it is not what it is about."""
    tagging = tagger.tag(
        title="Жаан жаайт",
        text="Эртең жаан жаайт. Бул тууралуу президенттин басма сөз кызматы билдирди.",
        language="ky",
        outlet_id="alatoo_kabar",
    )
    assert tagging.credit is not None
    assert tagging.credit.origin_country == "KGZ"
    assert tagging.credit.origin_outlet == "president_kg"
    assert tagging.countries == ()
    assert tagging.mentions == ()
