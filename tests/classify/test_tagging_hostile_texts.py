"""Texts made to keep a reader busy: the time to read them grows with their length, no faster."""

from time import process_time

import pytest

from monitor.classify.pairs import PAIRS_MAX, SENTENCE_CHARS
from monitor.classify.tagging import TAGGED_CHARS, Tagger
from monitor.gazetteer.matcher import build_gazetteer

SECONDS_MAX = 4  # of one processor for 200 kB; the slowest takes about one
SLACK = 0.3  # for short times, which say little
SENTENCE = (
    "The presidents of Kazakhstan and Mongolia met in Vienna on Monday, and a minister of Georgia "
    "spoke of trade, the agency reports. "
)
PIECES = [
    pytest.param("Georgia, Hungary, ", id="list"),
    pytest.param("Georgia-Hungary-Kazakhstan-Mongolia-", id="chain"),
    pytest.param("GEORGIA AND HUNGARY ", id="capitals"),
    pytest.param("at the summit in Tbilisi France and Chile met ", id="venues"),
    pytest.param(SENTENCE, id="sentence"),
    pytest.param("Президент Казахстана прибыл в Вену, передаёт агентство. ", id="sentence-ru"),
    pytest.param("— передает со ссылкой на то что ", id="credits"),
    pytest.param("a", id="letters"),
    pytest.param("\u0301", id="marks"),
    pytest.param("\u0301\u0323", id="marks-of-two-kinds"),
    pytest.param("\n", id="newlines"),
    pytest.param("a\n", id="short-lines"),
    pytest.param("U.S. ", id="short-words"),
]


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    """A tagger that has read one text of each language before the clock starts."""
    built = Tagger(gazetteer=build_gazetteer())
    for text in ("Georgia, Hungary", "Грузия, Венгрия", "a\nb", "\u0301"):
        built.tag(title="", text=text * 20)
    return built


def seconds(tagger: Tagger, piece: str, length: int) -> float:
    """Measure how long a text of one piece over and over is read."""
    text = (piece * (length // len(piece) + 1))[:length]
    began = process_time()
    tagger.tag(title="", text=text)
    return process_time() - began


@pytest.mark.parametrize("piece", PIECES)
def test_time_grows_with_the_length_only(tagger: Tagger, piece: str) -> None:
    """Twice the text takes about twice the time, and 200 kB a few seconds at most."""
    short, long = (seconds(tagger, piece, length) for length in (80_000, 160_000))
    assert long <= 3.5 * short + SLACK
    assert seconds(tagger, piece, 200_000) < SECONDS_MAX


def test_a_book_is_read_up_to_a_length(tagger: Tagger) -> None:
    """Names behind the limit are not read, and offsets before it are those of the text."""
    text = "Hungary and Chile signed a treaty. " + "word " * (TAGGED_CHARS // 5) + "Mongolia"
    tagging = tagger.tag(title="", text=text)
    assert [text[one.start : one.end] for one in tagging.mentions] == ["Hungary", "Chile"]


def test_a_chain_of_all_countries_gives_few_pairs_and_short_sentences(tagger: Tagger) -> None:
    """What is kept of a hostile text is bounded too."""
    names = "Chile Peru Cuba Malta Nepal India China Japan Kenya Ghana Mali Chad Iran Iraq Oman"
    words = names.split()
    chains = ["-".join((one, other)) for one in words for other in words if one != other]
    tagging = tagger.tag(title="", text=" ".join(chains))
    assert len(tagging.pairs) == PAIRS_MAX
    assert {len(one.sentence) for one in tagging.pairs} == {SENTENCE_CHARS}
