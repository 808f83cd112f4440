"""Words that tell what countries do in a sentence, by language, in normal form."""

from __future__ import annotations

import re
from functools import lru_cache

# Before a name: it is where something happens, or where somebody goes.
PLACE_WORDS = {
    "en": frozenset(["in", "at", "near", "outside", "inside", "around", "within", "across"]),
    "ru": frozenset(["в", "во", "на", "под", "близ", "возле", "около"]),
}
TOWARDS_WORDS = {"en": frozenset(["to", "into", "toward", "towards"])}

# Words that may stand between the preposition and the name: "in the city of Astana".
PLACE_FILLERS = frozenset(["the", "city", "of", "town", "resort", "г", "город", "городе", "городу"])
# Before "to X": somebody goes there, where "aid to X" is dealing with X.
JOURNEYS = ("visit", "trip", "arriv", "travel", "came", "flew", "went", "return", "journey", "tour")
# After a capital: it is the venue, not the government, that hosts.
HOSTS = ("host", "welcomes", "принима", "принял")

# Starts of words after a town that make it the place of an event: "the Samarkand summit".
EVENTS = {
    "en": ("summit", "talks", "meeting", "conference", "forum", "session"),
    "az": ("zirvə", "sammit", "görüş", "forum"),
    "tr": ("zirve", "görüş", "toplanti", "forum"),
    "ky": ("саммит", "жыйын", "форум"),
    "kk": ("саммит", "жиын", "форум"),
    "uz": ("sammit", "саммит", "uchrashuv", "учрашув", "forum", "форум"),
}
# Starts of the word for a town, which takes the case in its name's stead: "Semerkant şehrinde".
CITY_WORDS = {
    "az": ("şəhər",),
    "tr": ("şehr", "kent"),
    "ky": ("шаар",),
    "kk": ("қала",),
    "uz": ("shahr", "шаҳр"),
}
IN_ENDINGS = ("da", "də", "de", "ta", "tə", "te", "да", "де", "до", "дө", "та", "те")

# Starts of the word for a capital city.
CAPITAL_WORDS = {
    "en": ("capital",),
    "ru": ("столиц",),
    "az": ("paytaxt",),
    "tr": ("başkent",),
    "ky": ("борбор",),
    "kk": ("елорда", "астанасы"),
    "uz": ("poytaxt", "пойтахт"),
}

# Second halves that make a name a mere quality: "Russia-backed", "Israeli-occupied".
_MODIFIER_WORDS = (
    "backed led occupied annexed born based made held funded sponsored brokered mediated controlled"
)
MODIFIERS = frozenset(_MODIFIER_WORDS.split())

# What stands between two names that are one subject: "Kyrgyzstan and Russia".
_JOINT_WORDS = "and и və ve ile ilə менен жана мен және va ва bilan билан hamda ҳамда with с & of"
JOINTS = frozenset(_JOINT_WORDS.split())

# Starts of words that say two sides deal with each other ("_" for a blank). Chosen by reading
# agency texts on meetings, calls, trade, borders, war and diplomacy.
_RELATIONS = {
    "en": """meet met talk talks negotiat agree deal deals sign signed visit summit treaty treaties
        accord pact cooperat bilateral trilateral trade relation ties tie border joint jointly
        between partner ally allies allied alliance invad invasion attack war strike struck strik
        sanction tariff export import suppl deliver ambassador envoy embassy embassies diplom
        protest condemn criticiz criticis accus urge urged call called phone telephone letter
        congratulat host receiv welcom arriv aid loan lend credit invest help support threat warn
        reject demand discuss exchang extradit deport arrest expel spy spies troops soldier military
        exercise drill bomb missile shell kill shot fire ceasefire truce peace withdraw occup
        friend hostil recogni memorandum delegation counterpart dispute clash tension mediat
        gas oil pipeline buy bought sell sold sent send offer pledg vow ask refus apolog""",
    "ru": """встреч встрет переговор соглашен договор подпис визит посет сотруднич торгов товарообор
        отношен связ границ двусторон трехсторон совместн между партнер союзни посол посла послом
        послы посольств делегац обсуд обсужд телефонн разговор бесед поздрав экспорт импорт постав
        инвестиц инвестир санкци протест обвин призв учени саммит помощ кредит принял прибы вручил
        войн войск удар атак ракет перемир меморандум консультац диалог комисси дружб стратегическ
        взаимодейств договор коллег направил передал заявил отозва выслал экстрадиц""",
    "az": """görüş danişiq danişib müqavilə saziş imzala səfər əməkdaşliq münasibət əlaqə ticarət
        arasinda sərhəd birgə ikitərəfli müzakirə telefon təbrik səfir ixrac idxal nümayəndə həmkar
        tərəfdaş razilaş memorandum təmas""",
    "tr": """görüş anlaşma imzala ziyaret işbirliği iş_birliği ilişki ticaret arasinda sinir ortak
        ikili büyükelçi heyet telefon ihracat ithalat mevkidaş savaş saldir müzakere gitti geldi
        kabul mutabakat yardim kriz temas""",
    "ky": """жолуг сүйлөш келишим кол_кой сапар кызматташ мамиле соода ортосунда чек_ара
        биргелеш тараптуу элчи талкуула делегация байланыш достук""",
    "kk": """кездес келіссөз келісім қол_қой сапар ынтымақ қатынас сауда арасында шекара бірлес
        екіжақты елші талқыла делегация байланыс достық серіктес""",
    "uz": """uchrash muzokara kelish shartnoma bitim imzola tashrif hamkorlik munosabat aloqa savdo
        o_rtasida chegara qo_shma ikki_tomonlama muhokama elchi delegatsiya do_st hamkasb eksport
        import telefon tabrik memorandum учраш музокара келиш шартнома битим имзола ташриф ҳамкор
        муносабат алоқа савдо ўртасида чегара қўшма икки_томонлама муҳокама элчи делегация дўст
        ҳамкасб экспорт импорт телефон табрик меморандум""",
}


# Starts of words for people coming together: where they do so is a venue.
_GATHERINGS = {
    "en": "met_ meet talks negotiat summit session conference forum gather",
    "ru": "встреч встрет переговор саммит заседан форум конференц собра совещан",
    "az": "görüş danişiq sammit zirvə iclas forum konfrans toplan bir_araya",
    "tr": "görüş bir_araya zirve müzakere toplanti toplan forum konferans",
    "ky": "жолуг сүйлөшүү саммит жыйын форум кеңешме конференция чогул",
    "kk": "кездес келіссөз саммит жиын форум кеңес отырыс конференция бас_қос",
    "uz": """uchrash muzokara sammit forum yig_ilish anjuman konferensiya to_plan
        учраш музокара саммит форум йиғилиш анжуман конференция тўплан""",
}
# Starts of words for what many come to: one guest at it deals with all, not with the host.
_ASSEMBLIES = {
    "en": "summit conference forum congress exhibition festival",
    "ru": "саммит конференц форум конгресс съезд выставк фестивал",
    "az": "sammit zirvə forum konfrans qurultay sərgi festival",
    "tr": "zirve forum konferans kongre kurultay fuar festival",
    "ky": "саммит форум конференция конгресс курултай көргөзмө фестиваль",
    "kk": "саммит форум конференция конгресс құрылтай көрме фестиваль",
    "uz": """sammit forum konferensiya anjuman qurultoy ko_rgazma festival
        саммит форум конференция анжуман қурултой кўргазма фестивал""",
}
# Starts of words that say so where two others are in the same sentence.
_VISITS = {
    "en": "held hold visit signed",
    "ru": "провели прош визит подпис",
    "az": "imzala keçiril",
    "tr": "imzala düzenlen",
    "ky": "өттү өткөн кол_кой",
    "kk": "өтті өткен қол_қой",
    "uz": "imzola o_tkaz o_tdi имзола ўтказ ўтди",
}

# Starts of words that make what follows ("the war in Syria") a subject, not a venue.
_TOPICS = {
    "en": (
        "war conflict crisis situation fight violence troop election vote attack development "
        "settlement peace ceasefire operation intervention presence base project plant protest "
        "coup unrest reform economy invest"
    ),
    "ru": (
        "войн конфликт кризис ситуаци обстановк боев войск выбор атак урегулирован операци "
        "присутств баз проект завод протест переворот беспоряд реформ событи"
    ),
    "az": "müharibə münaqişə böhran hücum seçki çevriliş əməliyyat vəziyyət hadisə zəlzələ",
    "tr": "savaş çatişma kriz saldiri seçim darbe operasyon durum gelişme olay deprem",
    "ky": "согуш жаңжал кризис чабуул шайлоо абал кырдаал окуя",
    "kk": "соғыс қақтығыс дағдарыс шабуыл сайлау жағдай ахуал оқиға",
    "uz": """urush mojaro inqiroz hujum saylov vaziyat voqea zilzila
        уруш можаро инқироз ҳужум сайлов вазият воқеа зилзила""",
}
# What makes a Turkic "in" an "of": "Suriye'deki savaş".
OF_ENDINGS = ("ki", "gi", "гы", "ги", "гу", "гү", "ғы", "гі")
TOPIC_NOUNS = {language: tuple(stems.split()) for language, stems in _TOPICS.items()}


def _starts_of_words(stems: str) -> re.Pattern[str] | None:
    choices = "|".join(stem.replace("_", " ") for stem in stems.split())
    return re.compile(f" (?:{choices})") if choices else None


@lru_cache(maxsize=16)
def _gathering_pattern(language: str) -> re.Pattern[str] | None:
    return _starts_of_words(_GATHERINGS.get(language, ""))


@lru_cache(maxsize=16)
def _assembly_pattern(language: str) -> re.Pattern[str] | None:
    return _starts_of_words(_ASSEMBLIES.get(language, ""))


@lru_cache(maxsize=16)
def _meeting_pattern(language: str) -> re.Pattern[str] | None:
    stems = (table.get(language, "") for table in (_GATHERINGS, _ASSEMBLIES, _VISITS))
    return _starts_of_words(" ".join(stems))


def has_assembly(words: str, language: str | None) -> bool:
    """Tell whether a sentence speaks of something many come to, as a summit or a forum.

    Args:
        words: The sentence as ``Flat.words`` has it.
        language: The language of the text.

    Returns:
        True where a word for it stands in the sentence.
    """
    pattern = _assembly_pattern(language or "en")
    return pattern is not None and pattern.search(words) is not None


def has_gathering(words: str, language: str | None) -> bool:
    """Tell whether a sentence speaks of a meeting, a summit, a session.

    Args:
        words: The sentence as ``Flat.words`` has it.
        language: The language of the text.

    Returns:
        True where a word of gathering stands in it.
    """
    pattern = _gathering_pattern(language or "en")
    return pattern is not None and pattern.search(words) is not None


def has_meeting(words: str, language: str | None) -> bool:
    """Tell whether a sentence says that people came together, on a visit too.

    Args:
        words: The sentence as ``Flat.words`` has it.
        language: The language of the text.

    Returns:
        True where a word of meeting stands in it.
    """
    pattern = _meeting_pattern(language or "en")
    return pattern is not None and pattern.search(words) is not None


@lru_cache(maxsize=16)
def _relation_pattern(language: str) -> re.Pattern[str] | None:
    return _starts_of_words(_RELATIONS.get(language, ""))


def has_relation(words: str, language: str | None) -> bool:
    """Tell whether a sentence says that two sides deal with each other.

    Args:
        words: The sentence as ``Flat.words`` has it: normal form, a blank before each word.
        language: The language of the text.

    Returns:
        True where a word of relation stands in it.
    """
    pattern = _relation_pattern(language or "en")
    return pattern is not None and pattern.search(words) is not None
