"""Words that datelines are made of: months in many languages, and what is no place."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from monitor.language.normal import normalise

# Beginnings of the month words in normal form (English, Russian, Azerbaijani, Kyrgyz, Kazakh,
# Turkish, Uzbek, Ukrainian, Armenian, French, German, Spanish), January first.
_STEMS = """
jan yan янв oca қаң qan січ հունվ ene яну
feb fev fév фев ақп aqp şub лют փետ
mar мар mär нау nau бер մարտ
apr апр сәу nis кві ապր avr abr
may mai мая май мам mam тра մայ
jun iyun июн мау mau haz чер հունիս juin
jul iyul июл шіл şil tem лип հուլիս juil
aug avq avg авг там tam ağu сер օգոս aoû aou ago
sep sen сен қыр qyr eyl вер սեպ
oct okt окт қаз qaz eki жов հոկ
nov noy ноя қар qar kas лис նոյ
dec dek дек жел jel ara гру դեկ déc dez dic
"""
_MONTHS: Mapping[str, int] = {
    stem: number
    for number, line in enumerate(_STEMS.strip().splitlines(), 1)
    for stem in line.split()
}
_STEM_LENGTHS = sorted({len(stem) for stem in _MONTHS}, reverse=True)
_WORD_MAX = 12
_ENGLISH_MONTHS = (
    "january february march april may june july august september october november december"
)
_ENGLISH = {name: number for number, name in enumerate(_ENGLISH_MONTHS.split(), 1)}
# "MRCH" is March (0.89), "marching" is not (0.77).
_TYPO_LIKENESS = 0.85

# What opens a text in capitals or before a date and is no place.
_NO_PLACE_WORDS = """
    by updated update exclusive breaking opinion analysis video photo photos watch live read
    correction editorial interview explainer factbox summary wrapup background note source
    monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow
    фото видео обновлено срочно эксклюзив мнение анализ интервью внимание источник
    понедельник вторник среда четверг пятница суббота воскресенье сегодня вчера завтра
    foto yenilənib müsahibə eksklüziv bazar şənbə cümə son dakika güncellendi özel haber
    pazartesi sali çarşamba perşembe cuma cumartesi pazar сүрөт жаңылык сурет жаңалық
"""
NO_PLACES = frozenset(_NO_PLACE_WORDS.split())

# American agencies write the state behind the city: never a country of that name.
_STATE_WORDS = """
    ala ariz ark calif colo conn del fla ill ind kan ky la mass md mich minn miss mo mont neb nev
    okla ore pa tenn va vt wash wis wyo alaska alabama arizona arkansas california colorado
    connecticut delaware florida hawaii idaho illinois indiana iowa kansas kentucky louisiana maine
    maryland massachusetts michigan minnesota mississippi missouri montana nebraska nevada ohio
    oklahoma oregon pennsylvania tennessee texas utah vermont virginia washington wisconsin wyoming
    n.y n.j n.c s.c n.d s.d n.m n.h r.i w.va d.c
al ak az ar ca co ct de fl ga hi ia id il in ks ky la ma md me mi mn mo ms mt nc nd ne nh nj nm nv
ny oh ok or pa ri sc sd tn tx ut va vt wa wi wv wy
"""
_STATES = frozenset(_STATE_WORDS.split())


def month_of(word: str) -> int | None:
    """Read a month's name, whole or cut, in any language of the list.

    Args:
        word: One word, as written.

    Returns:
        1 to 12, None where it is no month.
    """
    plain = normalise(word)
    if not 3 <= len(plain) <= _WORD_MAX:
        return None
    for length in _STEM_LENGTHS:
        if plain[:length] in _MONTHS:
            return _MONTHS[plain[:length]]
    close = get_close_matches(plain, _ENGLISH, n=1, cutoff=_TYPO_LIKENESS)
    return _ENGLISH[close[0]] if close else None


def is_state(region: str) -> bool:
    """Tell whether the word behind a city is a state of the USA.

    Args:
        region: As written: "N.Y.", "Calif.", "Ohio".

    Returns:
        True for one of the fifty and the District of Columbia; Georgia is left to the city.
    """
    return normalise(region).rstrip(".") in _STATES
