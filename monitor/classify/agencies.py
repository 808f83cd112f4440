"""Names of news agencies as they stand in datelines and credits, and what makes a word one."""

from __future__ import annotations

import re
from itertools import pairwise

from monitor.language.normal import normalise

# Names in normal form, in the scripts they are written in.
_NAMES_WRITTEN = """
1news.az|24.kg|aa|abc|abc news|adn|afp|agence france-presse|aki press|akipress|al jazeera
anadolu|anadolu agency|anadolu ajansi|ani|anka|ansa|ap|apa|apa-economics|armenpress
artsakhpress|asia-plus|associated press|azadliq|azernews|azertac|azertag|azərtac|açiq|bbc
belga|belta|bloomberg|bta|cbs|centralasia.news|cna|cnn|ctk|day.az|deutsche welle|dha|dpa|dw
efe|eurasianet|fergana|financial times|fox news|haberturk|hibya|hromadske|iha|ilkha|interfax
interfax-kazakhstan|interfax.ru|irna|isna|itar-tass|itv|k-news|kabar|kaktus.media|kazinform
kaztag|khaama|khovar|kun.uz|kyodo|lenta.ru|lusa|mehr|menafn|minval.az|moldpres|mti|nbc|news.am
news.az|newsline|nhk|niat khovar|novosti-armenia|npr|ntb|ntv|o'za|oxu.az|pap|pbs|prime|pti
qafqazinfo|qazaqparat|qazinform|rbc|regnum|report|report.az|reuters|rfe/rl|ria|ria novosti
ritzau|rt|sana|sky news|sputnik|stt|stv|tanjug|tasnim|tass|tdh|tengrinews|tengrinews.kz
the guardian|trend|trt|trt haber|tsn|tt|turan|turkmenportal|tvp|u.news|ukrinform|unian|upi
urdupoint|uza|uzreport|xinhua|yonhap|zakon.kz|čtk|азертадж|азия-плюс|аки пресс|акиpress
акипресс|аль-джазира|анадолу|апа|апн|арменпресс|белта|би-би-си|бта|дпа|интерфакс
интерфакс-казахстан|ирна|итар-тасс|кабар|казинформ|казтаг|мир 24|молдпрес|ниат ховар|нтв|прайм
рбк|регнум|рейтер|рейтерс|риа|риа новости|рт|синьхуа|спутник|тасс|тдх|тренд|трт|тсн|туран|уза
укринформ|укрінформ|униан|унн|уніан|фергана|франс пресс|ховар|чтк|ўза|қазақпарат|қазинформ
արմենպրես
"""
_NAMES = frozenset(_NAMES_WRITTEN.strip().replace("\n", "|").split("|"))
_WORDS_MAX = max(len(name.split()) for name in _NAMES)
# What stands before or behind a name without being part of it.
_GENERIC = re.compile(
    r"^(?:иа|ига|агентств\w*|информагентств\w*|издани\w*|портал\w*|телеканал\w*|corr\.?|корр?\.?"
    r"|the|news agency|agency) "
)
_HOST = re.compile(r"[\w-]{2,40}(?:\.[\w-]{2,40}){0,2}\.[a-z]{2,6}")
# Shorter words in capitals are states and offices (USA, МИД) as often as outlets.
_CAPITALS_MIN = 4
_ACRONYM_MAX = 6
_UNLISTED_WORDS_MAX = 3
_QUOTES = " «»“”„\"'‘’"
_NO_OUTLET_WORDS = (
    "сми жмк бақ кмк нато оон юнеско обсе опек снг шос еаэс одкб тюрксой nato un unesco unicef osce"
    " opec asean fifa uefa interpol unhcr brics iaea imf wto nasa who eu cis sco"
    " мчс мид мвд bmt bm abd ab"
    " covid covid-19 чп мвф воз брикс минфин минобороны"
)
_NO_OUTLETS = frozenset(_NO_OUTLET_WORDS.split())
_INNER_DOT = re.compile(r"\w\.\w{2,}$")


def find_agency(name: str) -> str | None:
    """Find the news agency that a name begins with.

    Args:
        name: A few words as written, such as "Kabar news agency" or "corr. Trend".

    Returns:
        The agency's part of the name as written, None where it begins with no known agency.
    """
    words = without_generic(name).split()
    for count in range(min(_WORDS_MAX, len(words)), 0, -1):
        part = " ".join(words[:count]).strip("«»“”„\"'‘’,.;:/")
        if not part or part[0].islower():
            continue  # "report" and "trend" are words
        plain = normalise(part)
        # "ARTSAKHPRESS-ARMENPRESS", "AZƏRTAC-a": the first half is enough
        half = plain.partition("-")[0] if count == 1 else ""
        if plain in _NAMES or (len(half) >= _CAPITALS_MIN and half in _NAMES):
            return part
    return None


def without_generic(name: str) -> str:
    """Take the words off that say what a name is of: "ИА", "corr.", "агентство".

    Args:
        name: A few words as written.

    Returns:
        The rest, without the quotes around it.
    """
    words = name.strip(_QUOTES).split()
    while words and _GENERIC.match(normalise(words[0]) + " "):
        words = words[1:]
    return " ".join(words).strip(_QUOTES)


def is_office_name(name: str) -> bool:
    """Tell whether a name is the letters of a state, a ministry or an organisation.

    Args:
        name: A name as written.

    Returns:
        True for NATO, МИД and the like.
    """
    return normalise(name) in _NO_OUTLETS


def may_be_agency(name: str) -> bool:
    """Tell whether a name in brackets behind a place can be that of an agency nobody listed.

    Args:
        name: The words in the brackets.

    Returns:
        True for one to three words with a capital each, False for the letters of an office.
    """
    words = name.split()
    if not 0 < len(words) <= _UNLISTED_WORDS_MAX or is_office_name(name):
        return False
    return all(word[0].isupper() and word.replace("-", "").isalpha() for word in words)


def is_acronym(name: str) -> bool:
    """Tell whether a name is a few capitals: BA, QHA.

    Args:
        name: A name as written.

    Returns:
        True for one word of two to six capitals.
    """
    return name.isalpha() and name.isupper() and 2 <= len(name) <= _ACRONYM_MAX


def looks_like_outlet(name: str) -> bool:
    """Tell whether a name has the shape of an outlet's: KYODO, AzerNews, Metbuat.az.

    Args:
        name: A name as written.

    Returns:
        True for one to three words of which one is in capitals, has capitals inside or a dot;
        False for the letters of a state, a ministry or an organisation.
    """
    words = name.strip(_QUOTES).split()
    if not 0 < len(words) <= 3 or normalise(words[0]) in _NO_OUTLETS:
        return False
    if len(words) == 1 and _HOST.fullmatch(words[0]):
        return True
    if not all(word[0].isupper() or word[0].isdigit() for word in words):
        return False
    return any(
        (len(word) >= _CAPITALS_MIN and word.isupper() and word.isalpha())
        or _has_inner_capital(word)
        or _INNER_DOT.search(word)
        for word in words
    )


def _has_inner_capital(word: str) -> bool:
    # McDonald and DeSantis are people
    is_person = word.startswith(("Mc", "Mac", "De", "Di", "La", "Le", "Van"))
    return not is_person and any(a.islower() and b.isupper() for a, b in pairwise(word))
