"""Forms of Russian names: endings by class of the word.

The classes are those of school grammar; a wrong form that no text holds costs nothing, so a rule
may give too many.
"""

from __future__ import annotations

Cases = tuple[str, str, str, str, str, str]

_ENDINGS = "ий ого ому им ом ая ой ую ою ое ие их ими"
_ADJECTIVE = _ENDINGS.split()
_FEMININE_SOFT = frozenset(
    ["беларусь", "русь", "сибирь", "казань", "нахичевань", "тюмень", "область", "пермь"]
)
_PLURAL_NOUNS: dict[str, Cases] = {
    "острова": ("острова", "островов", "островам", "острова", "островами", "островах")
}
_HISSING = "жшчщц"
_VELAR = "гкхжшчщ"


def adjective_forms(stem: str) -> list[str]:
    """List the forms of an adjective in -ский or -цкий.

    Args:
        stem: The word without its ending, in normal form.

    Returns:
        All forms.
    """
    return [stem + ending for ending in _ADJECTIVE]


def name_forms(name: str) -> set[str]:
    """List the forms of a name of one or more words.

    Args:
        name: The nominative in normal form; a word after "=" stays as it is.

    Returns:
        The forms in the six cases.
    """
    columns = [_word_cases(word) for word in name.split()]
    forms = {" ".join(words) for words in zip(*columns, strict=True)}
    if len(columns) == 1 and name.endswith("ы"):
        forms |= {name[:-1], name[:-1] + "ов"}  # Филиппины: Филиппин; Нидерланды: Нидерландов
    return forms


def _word_cases(word: str) -> Cases:
    if word.startswith("="):
        return (word[1:],) * 6
    if "-" in word:
        head, _, last = word.rpartition("-")
        ho, ge, da, ac, ins, pre = _word_cases(last)
        return tuple(f"{head}-{form}" for form in (ho, ge, da, ac, ins, pre))  # type: ignore[return-value]
    return _adjective_cases(word) or _noun_cases(word)


def _adjective_cases(word: str) -> Cases | None:
    stem = word[:-2]
    if word.endswith("ая"):
        return (word, stem + "ой", stem + "ой", stem + "ую", stem + "ой", stem + "ой")
    if word.endswith("ое"):
        return (word, stem + "ого", stem + "ому", word, stem + "ым", stem + "ом")
    if word.endswith(("ые", "ие")):
        vowel = word[-2]
        many = stem + vowel + "х"
        return (word, many, stem + vowel + "м", word, stem + vowel + "ми", many)
    if word.endswith(("ский", "цкий", "ый")):
        thin = "им" if stem[-1] in "гкх" else "ым"
        return (word, stem + "ого", stem + "ому", word, stem + thin, stem + "ом")
    return None


def _noun_cases(word: str) -> Cases:
    if word in _PLURAL_NOUNS:
        return _PLURAL_NOUNS[word]
    stem, last = word[:-1], word[-1:]
    if word.endswith("ия"):
        return (word, stem + "и", stem + "и", stem + "ю", stem + "ей", stem + "и")
    if last == "я":
        return (word, stem + "и", stem + "е", stem + "ю", stem + "ей", stem + "е")
    if last == "а":
        many = "и" if stem[-1:] in _VELAR else "ы"
        by = "ей" if stem[-1:] in _HISSING else "ой"
        return (word, stem + many, stem + "е", stem + "у", stem + by, stem + "е")
    if last == "ы":
        return (word, stem + "ов", stem + "ам", word, stem + "ами", stem + "ах")
    return _other_noun_cases(word, stem, last)


def _other_noun_cases(word: str, stem: str, last: str) -> Cases:
    if last == "ь":
        if word in _FEMININE_SOFT:
            return (word, stem + "и", stem + "и", word, stem + "ью", stem + "и")
        return (word, stem + "я", stem + "ю", word, stem + "ем", stem + "е")
    if word.endswith(("ай", "ей", "ой")):
        return (word, stem + "я", stem + "ю", word, stem + "ем", stem + "е")
    if word.endswith("ье"):
        return (word, stem + "я", stem + "ю", word, stem + "ем", word)
    if word.endswith(("ство", "ово", "ево")):
        return (word, stem + "а", stem + "у", word, stem + "ом", stem + "е")
    if last in "аеиоуыэюя'" or not last.isalpha():
        return (word,) * 6
    by = "ем" if last in _HISSING else "ом"
    return (word, word + "а", word + "у", word, word + by, word + "е")


def people_forms(word: str) -> set[str]:
    """List the forms of a word for a man of a country, one and many.

    Args:
        word: The nominative singular in normal form.

    Returns:
        All forms; of one that ends otherwise than such words do, itself.
    """
    if word.startswith("="):
        return {word[1:]}
    if word.endswith(("анин", "янин")):
        root = word[:-2]
        return _singular(word, "ом") | {root, root + "е", *_plural_obliques(root)}
    if word.endswith("ец"):
        root = word[:-2]
        root += "йц" if root[-1] in "иеа" else "ц"
        return {word, root + "ы", root + "ев", *_plural_obliques(root)} | _singular(root, "ем")
    root = word[:-2] if word.endswith("арин") else word
    many = "и" if root[-1] in _VELAR else "ы"
    genitives = {root + "ов", root + "ей", root}
    return _singular(word, "ом") | {root + many, *genitives, *_plural_obliques(root)}


def _singular(root: str, by: str) -> set[str]:
    return {root, root + "а", root + "у", root + by, root + "е"}


def _plural_obliques(root: str) -> set[str]:
    return {root + "ам", root + "ами", root + "ах"}
