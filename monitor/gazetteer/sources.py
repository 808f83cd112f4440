"""Where names come from: CLDR (door of babel) and the TOML of this package."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

from babel.core import Locale, get_global

Section = Mapping[str, tuple[str, ...]]

# CLDR knows old alpha-3 codes as aliases of today's states; the present code must win.
_OLD = "AAA ADO ANT ASC BUR CPT CPX DDR DGA FXX NTZ PCI PCZ QMM QUU ROM SUN TAA TMP YMD YUG ZAR"
_OLD_CODES = frozenset(_OLD.split())
_OWN_CODES = {"XK": "XKX"}
# Places without people of their own: never what a text is about.
_UNPEOPLED = frozenset(
    ["AQ", "BV", "HM", "TF", "UM", "GS", "IO", "CP", "CQ", "AC", "DG", "TA", "EA", "IC"]
)
# Languages written in two alphabets: CLDR keeps the names of each.
_LOCALES = {"uz": ("uz", "uz_Cyrl")}
_BRACKET = re.compile(r"\s*[(（].*")
_TERRITORY = re.compile(r"\s+(?:SAR China|Çin Özel.*|Xüsusi İnzibati Rayonu Çin)$")


@lru_cache(maxsize=1)
def alpha3_by_alpha2() -> Mapping[str, str]:
    """Map ISO 3166-1 alpha-2 to alpha-3.

    Returns:
        Codes of today's states and territories, with Kosovo as XKX.
    """
    table = {
        alpha2[0]: alpha3
        for alpha3, alpha2 in get_global("territory_aliases").items()
        if len(alpha3) == 3 and alpha3.isalpha() and len(alpha2) == 1 and alpha3 not in _OLD_CODES
    }
    return {code: alpha3 for code, alpha3 in (table | _OWN_CODES).items() if len(code) == 2}


def cldr_names(language: str) -> dict[str, tuple[str, ...]]:
    """Give the names of all countries in a language.

    Args:
        language: A code that CLDR knows.

    Returns:
        Names by alpha-3 code, each without what stands in brackets.
    """
    names: dict[str, tuple[str, ...]] = {}
    for locale in _LOCALES.get(language, (language,)):
        territories = Locale.parse(locale).territories
        for alpha2, alpha3 in alpha3_by_alpha2().items():
            written = territories.get(alpha2)
            if written and alpha2 not in _UNPEOPLED:
                names[alpha3] = names.get(alpha3, ()) + _spellings(str(written))
    return names


def _spellings(written: str) -> tuple[str, ...]:
    name = _TERRITORY.sub("", _BRACKET.sub("", written))
    return (name, name.replace("&", "and")) if "&" in name else (name,)


def own_sections(language: str) -> dict[str, Section]:
    """Read the package's own names of a language.

    Args:
        language: A two-letter code.

    Returns:
        Sections by name, each with words by code; empty where there is no file.
    """
    return {
        title: {code: tuple(words) for code, words in section.items()}
        for title, section in _read(language).items()
        if isinstance(section, dict)
    }


def own_guards(language: str) -> tuple[Mapping[str, object], ...]:
    """Read the guards of a language: what must not stand around a name.

    Args:
        language: A two-letter code.

    Returns:
        One table for each guard.
    """
    return tuple(_tables(_read(language).get("guards")))


def _tables(value: object) -> Iterator[Mapping[str, object]]:
    if isinstance(value, list):
        yield from (table for table in value if isinstance(table, dict))


def _read(language: str) -> dict[str, Any]:
    file = resources.files("monitor.gazetteer") / "data" / f"{language}.toml"
    return tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}
