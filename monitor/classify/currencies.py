"""Names of currencies: the country in "the US dollar" is not what a text is about."""

from __future__ import annotations

from functools import lru_cache

from monitor.gazetteer.records import Sighting
from monitor.gazetteer.turkic import has_suffixes

_LATIN = "dollar* dolar* rubl* lira* tenge* manat* frank* yuan* dirham* rial* rupi*"
_CYRILLIC = "доллар* рубл* лира* теңге* тенге* манат* фунт* франк* юан* дирхам* риал* рупи* йен*"
# What stands after a country or its adjective, in normal form; "*" stands for any ending. Left out
# is what is mostly another word there: "won" and "real" in English, "драма" and "лев" in Russian,
# "yen" in Turkish.
_WORDS = {
    "en": """dollar dollars ruble rubles rouble roubles lira liras tenge som soms soum soums sum
        somoni manat manats lari dram drams pound pounds yen yuan renminbi rupee rupees dirham
        dirhams rial rials riyal riyals dinar dinars franc francs krona kronor krone koruna zloty
        forint hryvnia hryvnias shekel shekels baht peso pesos leu tugrik afghani taka ringgit
        rupiah rand currency currencies""",
    "ru": """доллар* рубл* лира лиры лире лиру лирой лир тенге сом сома сому сомом соме сомы сомов
        сум сума суму сумом суме сумы сумов сомони манат* лари драм драмов драмах драмам юан*
        иен* йен* фунт* франк* злот* форинт* гривн* гривен шекел* дирхам* риал* риял* рупи* бат
        вон песо динар* лей леев лея тугрик* афгани крона кроны крон кроне крону валют*""",
    "az": f"{_LATIN} lirə* tengə* lari* som somu sum valyuta*",
    "tr": f"{_LATIN} ruble* sterlin* para*",
    "ky": f"{_CYRILLIC} сом сому сомго сомдун сомун сум суму сумун валюта*",
    "kk": f"{_CYRILLIC} сом сомы сомның сомын сум сумы сумын валюта*",
    "uz": f"{_LATIN} {_CYRILLIC} som* sum* сўм* сом* valyuta* валюта*",
}
# "Russia pounds Kyiv" is no currency, "the Egyptian pound" is.
_VERBS = frozenset(["pound", "pounds", "sum"])
# In Russian some names follow their currency: "доллар США", "юань КНР".
_DOLLARS = frozenset(["USA", "CAN", "AUS", "NZL", "HKG", "SGP", "TWN"])
_BEFORE = {"доллар": _DOLLARS, "юан": frozenset(["CHN"])}


@lru_cache(maxsize=16)
def _currencies(language: str) -> tuple[frozenset[str], tuple[str, ...]]:
    words = _WORDS.get(language, "").split()
    stems = tuple(word[:-1] for word in words if word.endswith("*"))
    return frozenset(word for word in words if not word.endswith("*")), stems


def names_currency(sighting: Sighting, language: str) -> bool:
    """Tell whether a name only says whose money is meant.

    Args:
        sighting: A name of a country.
        language: The language of the text.

    Returns:
        True for "the US dollar", "турецкая лира", "доллар США".
    """
    if sighting.kind not in ("name", "demonym"):
        return False
    is_name = sighting.kind == "name"
    if language == "ru" and is_name:
        previous = sighting.before[-1] if sighting.before else ""
        return any(
            previous.startswith(stem) and sighting.code in codes for stem, codes in _BEFORE.items()
        )
    # "Rusiya rublu", but not "Rusiyada rubl": there the name is a place
    if not sighting.after or (is_name and sighting.suffix and has_suffixes(language)):
        return False
    word = _next_word(sighting.after, language)
    if word in _VERBS and (is_name or sighting.form.endswith("s")):
        return False
    exact, stems = _currencies(language)
    return word in exact or word.startswith(stems)


def _next_word(after: tuple[str, ...], language: str) -> str:
    # the apostrophe of "soʻm" parts a word
    return "".join(after[:2]) if language == "uz" and after[0] == "so" else after[0]
