"""The language of a text (door of py3langid)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

# The start of a text says its language; more letters change nothing and cost time.
SAMPLE_CHARS = 500

# What the model may answer when nothing narrows it: languages of the wires and of the region.
_MODEL_CODES = (
    "ar az be bg bs ca cs da de el en es et fa fi fr he hi hr hu hy id it ja ka kk ko ky lt lv mk "
    "mn ms nl no pl ps pt ro ru sk sl sq sr sv sw tg th tk tr tt uk ur uz vi zh"
)
_MODEL_LANGUAGES = tuple(_MODEL_CODES.split())
_ALIASES = {"uzs": "uz", "nn": "no"}

_BLOCKS = (  # first and last code point, script
    (0x0041, 0x024F, "latin"),
    (0x0370, 0x03FF, "el"),
    (0x0400, 0x052F, "cyrillic"),
    (0x0531, 0x0587, "hy"),
    (0x0590, 0x05FF, "he"),
    (0x0600, 0x06FF, "arabic"),
    (0x0900, 0x097F, "hi"),
    (0x0E00, 0x0E7F, "th"),
    (0x10A0, 0x10FF, "ka"),
    (0x1E00, 0x1EFF, "latin"),
    (0x3040, 0x30FF, "ja"),
    (0x4E00, 0x9FFF, "zh"),
    (0xAC00, 0xD7A3, "ko"),
)

# Letters that only some languages write. A foreign name may bring one in, hence the share.
LETTER_SHARE = 0.004  # of the sample's letters: two stray letters in 500 do not decide
_CYRILLIC_LETTERS = (  # language, its letters, letters it does not have; most telling first
    ("tg", "ҷӣӯ", ""),
    ("uk", "їєґ", "ыэ"),
    ("be", "ў", "щи"),
    ("uz", "ў", "ыщ"),
    ("tt", "җ", ""),
    ("kk", "әұі", "їєґўҳ"),
    ("ky", "ң", "қғҳ"),
    ("uz", "ҳ", "ыщң"),
    ("uk", "і", "ыэъ"),
)
_LATIN_LETTERS = (
    ("az", "ə", ""),
    ("tk", "ňý", "ěřůčŕľáéíóúığ"),
    ("tr", "ışğ", "ăâțţňý"),
)
_ENGLISH_WORDS = "the of and to in with for that said will on has by from"
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_ENGLISH_SHARE = 0.12  # of the words; other Latin languages stay under 0.05
_RUSSIAN_WORDS = "в на и с по что не о из для от об как его это за к у был были"
_RUSSIAN = frozenset(_RUSSIAN_WORDS.split())
_RUSSIAN_SHARE = 0.05  # of the words; Kyrgyz and Bulgarian stay under it or lack ы and э
_KYRGYZ_WORDS = "менен жана үчүн боюнча бул деп деген ошондой тууралуу болгон кийин"
_KYRGYZ = frozenset(_KYRGYZ_WORDS.split())
_UZBEK_WORD = re.compile(r"[og]['‘’ʻʼ`][a-z]|\b(?:va|uchun|bilan)\b")
_UZBEK_SHARE = 0.08  # of the words


def detect_language(text: str, *, among: Sequence[str] = ()) -> str | None:
    """Tell the language a text is written in.

    Args:
        text: Any text; its first ``SAMPLE_CHARS`` are looked at.
        among: Two-letter codes it can only be one of; empty for any.

    Returns:
        A two-letter code (ISO 639-1), None for a text without letters.
    """
    sample = text[:SAMPLE_CHARS]
    if not any(map(str.isalpha, sample)):
        return None
    if len(among) == 1:
        return among[0]
    found = language_by_letters(sample)
    if found is not None and (not among or found in among):
        return found
    return _by_model(sample, tuple(among))


def language_by_letters(text: str) -> str | None:
    """Tell the language of a text where its letters or its smallest words leave no doubt.

    Args:
        text: Any text; its first ``SAMPLE_CHARS`` are looked at.

    Returns:
        A two-letter code, None where only a model could tell.
    """
    sample = text[:SAMPLE_CHARS].lower()
    if sample.isascii() and _is_english(sample.split()):
        return "en"  # most texts: no need to count their letters
    letters = Counter(sample)
    scripts: Counter[str] = Counter()
    for letter, count in letters.items():
        if letter.isalpha():
            scripts[_script_of(letter)] += count
    if not scripts:
        return None
    script, letter_count = scripts.most_common(1)[0]
    if script == "zh" and scripts["ja"]:
        script = "ja"
    return _by_letters(sample, script, letters, letter_count)


@lru_cache(maxsize=4096)
def _script_of(letter: str) -> str:
    code = ord(letter)
    return next((script for low, high, script in _BLOCKS if low <= code <= high), "other")


def _by_letters(sample: str, script: str, letters: Counter[str], letter_count: int) -> str | None:
    if script == "cyrillic":
        found = _by_table(letters, letter_count, _CYRILLIC_LETTERS)
        return found or _plain_cyrillic(sample, letters)
    if script == "latin":
        return _by_latin(sample, letters, letter_count)
    if script == "arabic":
        return "fa" if any(letters[c] for c in "پچژگ") and not letters["ٹ"] else None
    return script if script != "other" else None


def _by_table(
    letters: Counter[str], letter_count: int, table: tuple[tuple[str, str, str], ...]
) -> str | None:
    bar = max(1, int(letter_count * LETTER_SHARE))
    for language, own, foreign in table:
        if sum(letters[c] for c in own) >= bar and not any(letters[c] for c in foreign):
            return language
    return None


def _plain_cyrillic(sample: str, letters: Counter[str]) -> str | None:
    words = sample.split()
    if any(word in _KYRGYZ for word in words) and not any(letters[c] for c in "қғҳәіў"):
        return "ky"
    if any(letters[c] for c in "қғҳөүңәіўјљњѓќ") or not any(letters[c] for c in "ыэ"):
        return None
    own = sum(word in _RUSSIAN for word in words)
    return "ru" if own >= len(words) * _RUSSIAN_SHARE and own else None


def _is_english(words: list[str]) -> bool:
    return sum(word in _ENGLISH for word in words) > len(words) * _ENGLISH_SHARE


def _by_latin(sample: str, letters: Counter[str], letter_count: int) -> str | None:
    words = sample.split()
    if _is_english(words):
        return "en"
    found = None if sample.isascii() else _by_table(letters, letter_count, _LATIN_LETTERS)
    if found is None and len(_UZBEK_WORD.findall(sample)) > len(words) * _UZBEK_SHARE:
        return "uz"
    return found


@lru_cache(maxsize=1)
def _model() -> Any:
    # half a second and numpy: only where a text asks for it
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)


def _by_model(sample: str, among: tuple[str, ...]) -> str:
    wanted = among or _MODEL_LANGUAGES
    for label, _ in _model().rank(sample):
        language: str = _ALIASES.get(label, label)
        if language in wanted:
            return language
    return wanted[0]
