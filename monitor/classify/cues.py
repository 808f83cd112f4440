"""Words that tell what countries do in a sentence, by language, in normal form."""

from __future__ import annotations

import re
from functools import lru_cache

# Before a name: it is where something happens, or where somebody goes.
PLACE_WORDS = {
    "en": frozenset("in at near outside inside around within across throughout".split()),
    "ru": frozenset("в во на под близ возле около".split()),
}
TOWARDS_WORDS = {"en": frozenset("to into toward towards".split())}

# Starts of the word for a capital city.
CAPITAL_WORDS = {
    "en": ("capital",),
    "ru": ("столиц",),
    "az": ("paytaxt",),
    "tr": ("başkent",),
    "ky": ("борбор",),
    "kk": ("елорда", "астанасы"),
}

# Second halves that make a name a mere quality: "Russia-backed", "Israeli-occupied".
MODIFIERS = frozenset(
    "backed led occupied annexed born based made held funded sponsored brokered mediated controlled "
    "supported".split()
)

# What stands between two names that are one subject: "Kyrgyzstan and Russia".
JOINTS = frozenset(["and", "и", "və", "ve", "ile", "ilə", "менен", "жана", "мен", "және", "with", "с", "&", "of"])

# Starts of words that say two sides deal with each other. Chosen by reading agency texts on
# meetings, calls, trade, borders, war and diplomacy; a stem that also starts common words is left out.
_RELATIONS = {
    "en": """meet met talk talks negotiat agree deal deals sign signed visit summit treaty treaties
        accord pact cooperat co bilateral trilateral trade relation ties tie border joint jointly
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
        tərəfdaş razilaş memorandum""",
    "tr": """görüş anlaşma imzala ziyaret işbirliği iş ilişki ticaret arasinda sinir ortak ikili
        büyükelçi heyet telefon ihracat ithalat mevkidaş savaş saldir müzakere gitti geldi kabul
        mutabakat yardim kriz""",
    "ky": """жолуг сүйлөш келишим кол сапар кызматташ мамиле соода ортосунда чек биргелеш тараптуу
        элчи талкуула делегация байланыш достук""",
    "kk": """кездес келіссөз келісім қол сапар ынтымақ қатынас сауда арасында шекара бірлес екіжақты
        елші талқыла делегация байланыс достық серіктес""",
}


@lru_cache(maxsize=16)
def _relation_pattern(language: str) -> re.Pattern[str] | None:
    stems = _RELATIONS.get(language)
    return re.compile(rf" (?:{'|'.join(stems.split())})") if stems else None


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
