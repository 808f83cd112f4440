"""Suffixes of Turkic languages: what may hang on a name.

Suffixes only add to the right, so a name is matched as the start of a word and what is left of
the word must be a chain of real suffixes: case, plural, possession, "-li", copula. The suffix that
makes a language's name (rusca, орусча) is left out: it names no state.
"""

from __future__ import annotations

import re
from functools import lru_cache

TAIL_MAX = 14  # letters; longer chains were not seen on names
_CHAIN_MAX = 4

# In normal form: every i and ı is i.
_OGHUZ = """
lar lər ler  li lu lü  lik luk lük liq luq lük  siz suz süz
in un ün nin nun nün  i u ü ni nu nü yi yu yü si su sü
a ə e ya yə ye na nə ne  da də de ta tə te nda ndə nde
dan dən den tan tən ten ndan ndən nden  la lə le yla ylə yle
ki dir dur dür tir tur tür  dirlar dirlər miz imiz umuz ümüz
"""
_KYRGYZ = """
лар лер лор лөр дар дер дор дөр тар тер тор төр
нын нин нун нүн дын дин дун дүн тын тин тун түн
ны ни ну нү ды ди ду дү ты ти ту тү  н
га ге го гө ка ке ко кө на не но нө а е
да де до дө та те то тө нда нде ндо ндө
дан ден дон дөн тан тен тон төн нан нен нон нөн
лык лик лук лүк дык дик дук дүк тык тик тук түк
ы и у ү сы си су сү  гы ги гу гү  быз биз
"""
_KAZAKH = """
лар лер дар дер тар тер  ның нің дың дің тың тің  ны ні ды ді ты ті н
ға ге қа ке на не а е  да де та те нда нде
дан ден тан тен нан нен  мен бен пен  лық лік дық дік тық тік  ғы гі қы кі
ы і сы сі  мыз міз
"""
_UZBEK = """
lar ning ni ga ka qa da dan gacha lik gi i si im imiz ingiz miz dek day dir mi
лар нинг ни га ка қа да дан гача лик ги и си им имиз ингиз миз дек дай дир ми
"""
_SUFFIXES = {"az": _OGHUZ, "tr": _OGHUZ, "ky": _KYRGYZ, "kk": _KAZAKH, "uz": _UZBEK}
_LOCATIVES = {
    "az": re.compile("n?d[aə](?:ki|dir)?|n?t[aə]"),
    "tr": re.compile("n?[dt][ae](?:ki)?"),
    "ky": re.compile("н?[дт][аеоө](?:г[ыиуү])?"),
    "kk": re.compile("н?[дт][ае](?:ғы|гі)?"),
    "uz": re.compile("da(?:gi)?|да(?:ги)?"),
}
_DATIVES = {
    "az": re.compile("y?[aə]|n[aə]"),
    "tr": re.compile("y?[ae]|n[ae]"),
    "ky": re.compile("[гкн][аеоө]"),
    "kk": re.compile("[ғгқкн][ае]|[ае]"),
    "uz": re.compile("[gkq]a|[гкқ]а"),
}
_GENITIVES = {
    "az": re.compile("n?[iuü]n"),
    "tr": re.compile("n?[iuü]n"),
    "ky": re.compile("[ндт][ыиуү]н"),
    "kk": re.compile("[ндт][ыі]ң"),
    "uz": re.compile("ning|нинг"),
}


def has_suffixes(language: str) -> bool:
    """Tell whether names of a language take suffixes by these rules."""
    return language in _SUFFIXES


@lru_cache(maxsize=8)
def _chain(language: str) -> re.Pattern[str]:
    # longest first, so that the usual chain is found without going back; the tail is bounded
    suffixes = sorted(set(_SUFFIXES[language].split()), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(suffixes)}){{1,{_CHAIN_MAX}}}")


@lru_cache(maxsize=8192)
def is_suffix_chain(language: str, tail: str) -> bool:
    """Tell whether the rest of a word is made of suffixes.

    Args:
        language: A language for which ``has_suffixes`` holds.
        tail: The letters after the name, in normal form.

    Returns:
        True for a chain of suffixes, and for nothing at all.
    """
    if not tail:
        return True
    return len(tail) <= TAIL_MAX and _chain(language).fullmatch(tail) is not None


def is_locative(language: str, suffix: str) -> bool:
    """Tell whether a suffix says "in" the place."""
    pattern = _LOCATIVES.get(language)
    return pattern is not None and pattern.fullmatch(suffix) is not None


def is_dative(language: str, suffix: str) -> bool:
    """Tell whether a suffix says "to" the place."""
    pattern = _DATIVES.get(language)
    return pattern is not None and pattern.fullmatch(suffix) is not None


def is_genitive(language: str, suffix: str) -> bool:
    """Tell whether a suffix says "of" the place."""
    pattern = _GENITIVES.get(language)
    return pattern is not None and pattern.fullmatch(suffix) is not None
