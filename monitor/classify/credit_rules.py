"""How agencies say who reports and from whom, language by language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

# How much a name must show before it counts: any name, an office at least, or the press service of
# an office, a site or a known outlet. Verbs that people's names go with as well ask for more.
Trust = Literal["any", "office", "press"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One way to credit.

    ``pattern`` is searched in one sentence. Its groups: ``rep`` is the reporter, ``via`` the
    origin, ``who`` either or both, to be sorted out. ``before`` is True where ``who`` stands
    before the verb, so that its end, not its beginning, is the name. ``needs`` are lower-case
    words of which the sentence must have one: they spare the search.
    """

    pattern: re.Pattern[str]
    trust: Trust = "office"
    before: bool = False
    needs: tuple[str, ...] = ()


# What makes a phrase the mouth of an office.
PRESS = re.compile(
    r"press[- ]?(?:service|office|secretary|cent(?:er|re)|department|bureau)|information (?:service"
    r"|department|policy)|media office|\bweb ?site\b|(?:official|facebook) page"
    r"|пресс-?\s?(?:служб|центр|секретар|офис|релиз|атташе)|информационн\w+ служб|сайт"
    r"|mətbuat (?:xidmət|katib|mərkəz)|rəsmi (?:internet )?(?:sayt|səhifə)"
    r"|басма сөз (?:кызмат|катчы|борбор)|маалымат кызмат|баспасөз (?:қызмет|хатшы|орталы)"
    r"|basın (?:ofisi|servisi|müşavirliği|merkezi|bürosu|dairesi|sözcü)|iletişim (?:başkanlı|ofisi)"
    r"|resmi (?:internet )?site|matbuot (?:xizmat|kotib)|матбуот (?:хизмат|котиб)|пресслужб"
    r"|прес-?служб|resmî site",
    re.IGNORECASE,
)
OFFICE = re.compile(
    r"ministry|embassy|administration|office\b|committee|consulate|secretariat|government|department"
    r"|central bank|national bank|statistic|\bmfa\b|министерств|\bм(?:ид|вд|чс|о)\b"
    r"|посольств|администраци|правительств|ведомств|департамент|комитет|управлени|аппарат"
    r"|канцеляри|секретариат|генконсульств|министрлиг|элчилик|министрліг|елшілі|кеңсе|үкімет|өкмөт"
    r"|nazirli|səfirli|administrasiya|komitə|bakanlı|büyükelçili|başkanlığ|vazirlig|elchixona"
    r"|таможенн\w+ служб|погран\w+ служб|налогов\w+ служб|xidmət|xizmat"
    r"|кызмат(?!кер|таш)|қызмет(?!кер)"
    r"|агентств\w* новостей|міністерств|нацбанк|центробанк|банк",
    re.IGNORECASE,
)
PRESIDENT = re.compile(
    r"president|президент|prezident|cumhurbaşkan|глав\w{1,3} государства|head of state"
    r"|мамлекет башчы|мемлекет басшы|dövlət başçı|davlat rahbar|давлат раҳбар"
    r"|a[kq]orda|а[кқ]орд|kremlin|кремл",
    re.IGNORECASE,
)
# Seats that stand for their state in the name of a press service.
SEATS = (
    (re.compile(r"\bkremlin|\bкремл", re.IGNORECASE), "RUS"),
    (re.compile(r"\ba[kq]orda|\bа[кқ]орд", re.IGNORECASE), "KAZ"),
)
# Where an origin named behind a word ends, and the words that lead it in.
VIA_SPLIT = re.compile(
    r",? (?:со ссылкой на|ссылаясь на|з посиланням на|через)\s"
    r"|,? (?:citing|with reference to|via)\s",
    re.IGNORECASE,
)
LEAD_IN = re.compile(
    r"^(?:bu barədə|bununla bağlı|бул тууралуу|бұл туралы|bu haqda|бу ҳақда|об этом|про це|the"
    r"|корреспондент\w* агентства|корреспондент\w*|агентств\w+|информагентств\w+|ига?|иа"
    r"|издани\w+|портал\w*|сайт\w*(?=\s+[A-Z«\"])|телеканал\w*|газет\w*|в|во|у|на)\s+",
    re.IGNORECASE,
)

_DOT = r"\.(?=\w)"  # the dot of "24.kg", never the end of a sentence
_PHRASE = rf"(?:[^,.;:!?()\n—–]|{_DOT}){{2,160}}"
_SHORT = rf"(?:[^,.;:!?()\n—–]|{_DOT}){{2,70}}"
_CAPITAL = "A-ZА-ЯƏŞÇÖÜİҒҚӨҮЎҲ0-9"
_NAME_WORD = rf"[{_CAPITAL}](?:[\w'’&/-]|{_DOT}){{0,40}}"
_NAME = rf"[«“\"]?{_NAME_WORD}(?: {_NAME_WORD}){{0,3}}[»”\"]?"
_END = r"(?=\s*[,;:!?)—–]|\s*\.(?!\w)|\s*\Z)"


def _rule(
    pattern: str, trust: Trust = "office", *, before: bool = False, needs: tuple[str, ...] = ()
) -> Rule:
    return Rule(pattern=re.compile(pattern), trust=trust, before=before, needs=needs)


_EN_PRESS = r"(?:press|information|media)[- ](?:service|office|cent(?:er|re)|department|secretary)"
_EN_OFFICE = (
    rf"(?P<via>(?:[Tt]he )?(?:[\w’'-]{{1,30}} ){{0,6}}{_EN_PRESS}(?: (?:of|at|for) {_PHRASE}?)?)"
)
_EN_OFFICE_WORDS = ("press", "information", "media")
_EN_VIA = r"(?:via|citing|quoting|referring to|with (?:a )?reference to|in reference to)"
_EN_AGENCY = r"(?: (?:news |information )?agency)?"  # said of a name, no part of it
_EN_STOP = (
    r"(?= that | on (?:[A-Z]|\d)| as saying| in (?:a|its) | after | following | during | at a "
    rf"|\s*\(|{_END[3:]}"
)
_EN = (
    _rule(
        rf"(?P<rep>{_NAME}{_EN_AGENCY}),? (?:reports?|reported|informs|writes)"
        rf"(?: on \w+)?,? {_EN_VIA} (?P<via>{_PHRASE}?){_EN_STOP}",
        "any",
    ),
    _rule(
        rf"\bAs (?P<rep>{_NAME}) (?:was|has been) (?:informed|told) (?:from|by|at|in) "
        rf"(?P<via>{_PHRASE}?){_EN_STOP}",
        "any",
    ),
    _rule(
        rf"{_EN_OFFICE} (?:has |have )?(?:told|reported to|informed)"
        rf" (?P<rep>{_NAME}{_EN_AGENCY})",
        "press",
        needs=_EN_OFFICE_WORDS,
    ),
    _rule(
        rf"{_EN_OFFICE} (?:has )?(?:reports?|reported|informs?|informed|said|says|announced|noted"
        r"|stated)\b",
        "press",
        needs=_EN_OFFICE_WORDS,
    ),
    _rule(
        rf"(?:\b[Tt]his |\b[Ii]t )?(?:was|were|is|are|been) (?:reported|announced|informed|stated"
        rf"|said|published) (?:by|on|at|in) (?P<via>{_PHRASE}?){_EN_STOP}",
        "press",
    ),
    _rule(rf"\b[Aa]ccording to (?P<who>{_PHRASE}?){_EN_STOP}", "press"),
    _rule(rf"\bAs (?:reported|informed|told)(?: by)? (?P<who>{_PHRASE}?){_EN_STOP}"),
    _rule(rf"\(based on the materials? of (?P<via>{_PHRASE}?)\)", "any"),
    _rule(
        rf"was (?:quoted|cited) by (?:[\w’'-]{{1,30}} ){{0,3}}agency (?P<rep>{_NAME}) as saying",
        "any",
    ),
    _rule(rf"was (?:quoted|cited) by (?P<who>{_PHRASE}?) as saying"),
    # more than one unknown word is a person: "Jane Doe reports"
    _rule(rf"(?:^|, )(?P<rep>{_NAME_WORD}{_EN_AGENCY}) (?:reports|informs|writes){_END}", "any"),
    _rule(
        rf"(?:^|, )(?P<who>(?:[Tt]he )?{_NAME}(?: (?:of|for) {_SHORT})?{_EN_AGENCY})"
        rf" (?:reports?|reported|informs|writes|said){_END}"
    ),
    _rule(rf"^(?P<rep>{_NAME}{_EN_AGENCY}) (?:reports|reported|informs|writes) that\b", "press"),
    _rule(
        rf"\b(?:told|informed|reported to|in an interview (?:with|to)|speaking to)"
        rf" (?P<rep>{_NAME}{_EN_AGENCY})",
        "press",
    ),
    _rule(rf"(?P<rep>{_NAME}) (?:cited|quoted|cites|quotes) (?P<via>{_SHORT}?){_EN_STOP}", "press"),
    _rule(rf"(?:, | )(?:citing|with reference to|via) (?P<via>{_PHRASE}?){_EN_STOP}", "press"),
    _rule(rf"^\((?:[A-Z]{{4,12}})- (?P<rep>{_NAME})\)", "any"),
    _rule(rf"^By (?P<rep>{_NAME})$", "press"),
)

_RU_VERB = (
    r"(?:сообща(?:ет|ют|ется|ла|ло|ли)|сообщил[аио]?|переда[её]т|передают|передал[аио]?"
    r"|информиру(?:ет|ют)|проинформировал[аи]?|пишет|пишут|отмеча(?:ет|ют)|отметили|говорится"
    r"|рассказали|уточнили|заявили)"
)
# What stands behind an office without being part of its name: when, where and upon what it spoke.
_RU_STOP = (
    r"(?= (?:по (?:итогам|результатам|поводу|случаю)|после|во время|в ходе|в рамках|накануне"
    r"|на (?:полях|брифинге|пресс-конференции|встрече|заседании)|в (?:эфире|интервью|связи|ответ)"
    r"|во? (?:понедельник|вторник|среду|четверг|пятницу|субботу|воскресенье)|сегодня|вчера"
    rf"|\d{{1,2}} (?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)\w*)\b|{_END[3:]}"
)
_RU_TAIL = rf"(?P<who>{_PHRASE}?(?:,? (?:со ссылкой на|ссылаясь на) {_PHRASE}?)?)"
_RU_PRESS = r"[Пп]ресс-?(?:служб|центр|секретар|офис)\w*"
_RU = (
    _rule(
        rf"\bОб этом (?:(?P<to>{_SHORT}) )??{_RU_VERB} (?:в сообщении |на )?{_RU_TAIL}{_RU_STOP}"
    ),
    _rule(rf"\bОб этом (?P<who>{_SHORT}) {_RU_VERB}{_END}"),
    _rule(rf"\b[Кк]ак (?:ранее )?{_RU_VERB} {_RU_TAIL}{_RU_STOP}"),
    _rule(rf"(?:,|—|–| -) {_RU_VERB} {_RU_TAIL}{_RU_STOP}"),
    _rule(
        rf"\b(?:По (?:данным|информации|сообщению)|Согласно (?:данным|сообщению|информации))"
        rf" (?P<who>{_PHRASE}?){_RU_STOP}",
        "press",
    ),
    _rule(rf"(?:\bВ )?(?P<via>{_RU_PRESS} {_PHRASE}?) {_RU_VERB}\b", "press"),
    _rule(rf"(?:^|, )(?P<rep>(?:[Аа]гентство )?{_NAME}) {_RU_VERB}(?=, что|{_END})", "press"),
    _rule(rf"\b(?:со ссылкой на|ссылаясь на) (?!то\b)(?P<via>{_PHRASE}?){_RU_STOP}", "any"),
)

_AZ_VERB = (
    r"(?:xəbər ver(?:ir|ib|di|iblər)|məlumat ver(?:ir|ib|di|iblər)|məlumat yayıb"
    r"|bildir(?:ir|ib|iblər)|yazır|yazıb)"
)
_AZ = (
    _rule(
        rf"(?P<who>{_PHRASE}(?:istinadən|istinadla|istinad edərək){_PHRASE}?) {_AZ_VERB}(?: ki)?\b",
        before=True,
    ),
    _rule(
        rf"(?P<who>{_PHRASE}) (?:xəbər ver(?:ir|ib)|məlumat ver(?:ir|ib|ilib)|məlumat yayıb)"
        r"(?: ki)?\b",
        before=True,
    ),
    _rule(rf"(?:^Bu barədə|deyə|[Bb]ununla bağlı) (?P<who>{_PHRASE}) {_AZ_VERB}\b"),
    _rule(rf"(?P<who>{_PHRASE}) məlumatına (?:görə|əsasən)\b", "press", before=True),
    _rule(rf"(?P<who>{_PHRASE}) bildirilib\b", "press", before=True),
)

_KY_VERB = r"(?:билдир|кабарла|маалымда|жаз|белгиле|айт)\w{1,8}"
_KY = (
    _rule(rf"\b[Бб]ул тууралуу (?P<who>{_PHRASE}) {_KY_VERB}\b"),
    _rule(rf"\bдеп {_KY_VERB} (?P<who>{_PHRASE}?){_END}"),
    _rule(rf"(?P<who>{_PHRASE}) шилтеме (?:менен|жасап|кылып)\b", before=True),
    _rule(
        rf"(?P<who>{_PHRASE}) (?:билдирүүсүнө|маалыматына|кабарына) (?:караганда|ылайык)\b",
        "press",
        before=True,
    ),
    _rule(rf"(?P<who>{_PHRASE}) (?:кабарлай|билдир|маалымда)\w{{1,6}}{_END}", "press", before=True),
)

_KK_VERB = r"(?:хабарла|мәлімде|жаз|айт)\w{1,8}"
_KK = (
    _rule(
        rf"деп {_KK_VERB} (?P<rep>{_SHORT}?)(?:,| -)? (?P<via>{_PHRASE}) сілтеме жаса\w+"
        r"(?: отырып)?",
        "any",
    ),
    _rule(rf"\bдеп {_KK_VERB} (?P<who>{_PHRASE}?){_END}"),
    _rule(rf"\b[Бб]ұл туралы (?P<who>{_PHRASE}) {_KK_VERB}\b"),
    _rule(rf"(?P<who>{_PHRASE}) сілтеме жаса\w+(?: отырып)?", before=True),
    _rule(rf"(?P<who>{_PHRASE}) (?:хабарлауынша|мәліметінше|ақпаратынша)\b", "press", before=True),
    _rule(rf"(?P<who>{_PHRASE}) (?:хабарлай|мәлімде)\w{{1,4}}{_END}", "press", before=True),
)

_TR_SUFFIX = r"(?:['’]?n?[iıuü]n)"
_TR = (
    _rule(
        rf"(?P<rep>{_NAME}),? (?P<via>{_PHRASE}?)['’]\w{{1,3}} (?:atıfla|dayandırarak|dayanarak)\b"
        r"(?: (?:bildirdi|duyurdu|yazdı|aktardı|haber verdi))?",
        "any",
    ),
    _rule(rf"(?P<who>{_PHRASE}?){_TR_SUFFIX} haberine göre\b", "any", before=True),
    _rule(
        rf"(?P<who>{_PHRASE}?){_TR_SUFFIX} (?:aktardığına|bildirdiğine|duyurduğuna) göre\b",
        "press",
        before=True,
    ),
    _rule(rf"(?P<who>{_SHORT}) muhabirinin (?:edindiği|aldığı) bilgiye göre\b", before=True),
    _rule(
        rf"(?P<who>{_PHRASE}?)(?:['’]?n?[dt][ae]n) yapılan (?:yazılı )?açıklama(?:ya göre|da)\b",
        before=True,
    ),
    _rule(rf"(?P<who>{_PHRASE}?)['’]\w{{1,3}} göre\b", "press", before=True),
    _rule(
        rf"(?P<who>{_PHRASE}) (?:bildirdi|duyurdu|açıkladı|haber verdi|aktardı){_END}",
        "press",
        before=True,
    ),
)

_UZ = (
    _rule(
        rf"\b(?:Bu haqda|Бу ҳақда) (?P<who>{_PHRASE}?) (?:xabar (?:ber|qil)\w+|ma['’ʼʻ]lum qil\w+"
        rf"|хабар (?:бер|қил)\w+|маълум қил\w+)"
    ),
    _rule(rf"\b(?:deb xabar (?:qil|ber)\w+|деб хабар (?:қил|бер)\w+) (?P<who>{_PHRASE}?){_END}"),
)
_UK = (
    _rule(
        rf"(?:\bПро це|,|—|–) (?:повідомля(?:є|ють)|повідомил[аи]|передає|пише)"
        rf" (?P<who>{_PHRASE}?(?: з посиланням на {_PHRASE}?)?){_END}"
    ),
)

# By language, the most telling rule first.
RULES: Mapping[str, tuple[Rule, ...]] = {
    "en": _EN, "ru": _RU, "az": _AZ, "ky": _KY, "kk": _KK, "tr": _TR, "uz": _UZ, "uk": _UK,
}  # fmt: skip

# A sentence without one of these, in lower case, holds no credit.
TRIGGERS: Mapping[str, tuple[str, ...]] = {
    language: tuple(words.split("|"))
    for language, words in {
        "en": "report|inform|writes|according to|told|citing|cite|quot|reference|press|via "
        "|material|interview|speaking to|by |(",
        "ru": "сообщ|переда|информ|пиш|ссыл|данным|согласно|отмеч|отмет|говорится|рассказали"
        "|уточнили|заявили",
        "az": "xəbər|məlumat|istinad|bildir|yazı",
        "ky": "кабар|билдир|маалым|шилтеме|деп |тууралуу",
        "kk": "хабар|мәлім|сілтеме|деп |туралы|ақпарат",
        "tr": "göre|haber|bildirdi|duyurdu|açıkla|aktar|atıfla|dayan",
        "uz": "xabar|хабар|lum qil|маълум",
        "uk": "повідом|переда|пише|посилан",
    }.items()
}
