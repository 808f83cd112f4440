"""Who reports, and from whom: "Trend reports via the press service of the President"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from monitor.classify.credit_parts import Parts, is_outlet, is_presidency, read_match
from monitor.classify.credit_rules import PRESIDENT, RULES, SEATS, TRIGGERS, Rule
from monitor.classify.outlet_names import OutletNames
from monitor.language.sentences import split_sentences
from monitor.language.tokens import tokenise
from monitor.model import Credit, Outlet

__all__ = ["FoundCredit", "OutletNames", "find_credits"]

CountryOf = Callable[[str], str | None]

# A credit is one clause; a longer sentence is a run of text without stops, read to here only.
_SENTENCE_MAX = 600
# A text that credits more often than this is a list of links or an attack.
_CREDITS_MAX = 40
_CLOSING_WORDS_MAX = 4
_COUNTRY_WORDS_MAX = 4
# "Кыргызстандын президенти", "Қазақстанның елшілігі": owners in Turkic languages.
_GENITIVES = (
    re.compile(r"(?<=\w{4})(?:[дтн][ыиуүі][нң]|[dtn][ıiuü][nñ])$"),
    re.compile(r"(?<=\w{4})[ıiuü]n$"),
)
_EDGES = " \t\n,;:—–-"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCredit:
    """A credit with the span of its phrase, in code points of the text."""

    start: int
    end: int
    credit: Credit


def find_credits(
    text: str,
    *,
    language: str | None,
    outlets: OutletNames,
    country_of: CountryOf,
    dateline_agency: str | None = None,
    home_country: str | None = None,
) -> tuple[FoundCredit, ...]:
    """Find who reports a text and from whom.

    Where the dateline names an agency, that agency reports, and another one that the text credits
    alone is the origin.

    Args:
        text: The text.
        language: ISO 639-1; None tries every language known here.
        outlets: What the outlets we follow are called.
        country_of: Gives the ISO 3166-1 alpha-3 code for the name of a country, None where it
            knows none.
        dateline_agency: The agency in the text's dateline.
        home_country: ISO 3166-1 alpha-3 of the outlet that carries the text: whose president "the
            press service of the head of state" speaks for. None where it is unknown.

    Returns:
        The credits, the main one first: the first with an origin, else the first.
    """
    names = _Names(outlets, country_of, home_country)
    found = _apart(list(islice(_in_text(text, language, names), _CREDITS_MAX)))
    if not found:
        found = _closing_agency(text, names)
    if not found and dateline_agency:
        found = [_of_agency(text.find(dateline_agency), dateline_agency, names)]
    return _main_first(found, dateline_agency, outlets)


@dataclass(frozen=True, slots=True)
class _Names:
    """What the names in a credit are looked up in."""

    outlets: OutletNames
    country_of: CountryOf
    home_country: str | None


def _in_text(text: str, language: str | None, names: _Names) -> Iterator[FoundCredit]:
    lowered = text.lower()
    codes = [
        code
        for code in ([language] if language else RULES)
        if any(word in lowered for word in TRIGGERS.get(code, ()))
    ]
    for start, end in split_sentences(text) if codes else ():
        sentence = text[start : min(end, start + _SENTENCE_MAX)]
        lowered = sentence.lower()
        for code in codes:
            if any(word in lowered for word in TRIGGERS[code]):
                rules = [
                    rule
                    for rule in RULES[code]
                    if not rule.needs or any(word in lowered for word in rule.needs)
                ]
                yield from _in_sentence(sentence, start, rules, names)


def _in_sentence(
    sentence: str, offset: int, rules: Sequence[Rule], names: _Names
) -> Iterator[FoundCredit]:
    taken: list[tuple[int, int]] = []
    for rule in rules:
        match = rule.pattern.search(sentence)
        if not match or any(match.start() < b and a < match.end() for a, b in taken):
            continue
        parts = read_match(rule, match, names.outlets)
        if parts is None or _is_country(parts.reporter, names):
            continue
        taken.append(match.span())
        phrase = match.group()[parts.cut :]
        start = match.start() + parts.cut + len(phrase) - len(phrase.lstrip(_EDGES))
        phrase = phrase.strip(_EDGES)
        credit = _credit(parts, phrase, names)
        yield FoundCredit(start=offset + start, end=offset + start + len(phrase), credit=credit)


def _is_country(name: str | None, names: _Names) -> bool:
    # "Kazakhstan reports, citing a ministry": the state itself, not an outlet
    if name is None or is_outlet(name, names.outlets):
        return False
    return names.country_of(name) is not None


def _credit(parts: Parts, phrase: str, names: _Names) -> Credit:
    reporter = names.outlets.find(parts.reporter) if parts.reporter else None
    country = _origin_country(parts.origin, names) if parts.origin else None
    origin = _origin_outlet(parts.origin, country, names.outlets) if parts.origin else None
    return Credit(
        reporter=parts.reporter,
        reporter_outlet=reporter.id if reporter else None,
        origin=parts.origin,
        origin_outlet=origin.id if origin else None,
        origin_country=country or (origin.country if origin else None),
        phrase=phrase,
    )


def _origin_country(origin: str, names: _Names) -> str | None:
    country = _country_in(origin, names.country_of)
    if country is None and names.home_country and is_presidency(origin):
        return names.home_country
    return country


def _origin_outlet(origin: str, country: str | None, outlets: OutletNames) -> Outlet | None:
    named = outlets.find(origin)
    if named and not (country and named.country and named.country != country):
        return named
    return outlets.find_president(country) if PRESIDENT.search(origin) else None


def _country_in(phrase: str, country_of: CountryOf) -> str | None:
    tokens = tokenise(phrase)
    for length in range(min(_COUNTRY_WORDS_MAX, len(tokens)), 0, -1):
        for first in range(len(tokens) - length + 1):
            start, end = tokens[first].start, tokens[first + length - 1].end
            if phrase[start].islower():
                continue
            name = phrase[start:end]
            forms = dict.fromkeys([name, *(ending.sub("", name) for ending in _GENITIVES)])
            country = next(filter(None, map(country_of, forms)), None)
            if country:
                return country
    return next((country for seat, country in SEATS if seat.search(phrase)), None)


def _apart(found: list[FoundCredit]) -> list[FoundCredit]:
    # Where two phrases overlap the one that says more stands, then the longer one.
    def worth(one: FoundCredit) -> tuple[bool, int]:
        return one.credit.origin is not None, one.end - one.start

    kept: list[FoundCredit] = []
    for one in sorted(found, key=worth, reverse=True):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def _closing_agency(text: str, names: _Names) -> list[FoundCredit]:
    # "... сказал глава государства. ТАСС": the last sentence is nothing but an agency's name
    body = text.rstrip(" \t\n.")
    begin = max(body.rfind(". "), body.rfind("\n")) + 1
    name = body[begin:].strip(" \t()[]")
    is_short = begin and len(name.split()) <= _CLOSING_WORDS_MAX
    agency = names.outlets.find_agency(name) if is_short else None
    if not agency or agency != name:
        return []
    return [_of_agency(body.rfind(agency), agency, names)]


def _of_agency(start: int, agency: str, names: _Names) -> FoundCredit:
    credit = _credit(Parts(agency, None), agency, names)
    start = max(start, 0)
    return FoundCredit(start=start, end=start + len(agency), credit=credit)


def _main_first(
    found: list[FoundCredit], agency: str | None, outlets: OutletNames
) -> tuple[FoundCredit, ...]:
    if not found:
        return ()
    main = next((one for one in found if one.credit.origin), found[0])
    others = tuple(one for one in found if one is not main)
    credit = main.credit
    if credit.reporter is None:
        named = (one.credit.reporter for one in others if one.credit.reporter)
        credit = _reported_by(agency or next(named, None), credit, outlets)
    elif agency and credit.origin is None and not outlets.is_same(agency, credit.reporter):
        credit = _passed_on(agency, credit, outlets)
    return (replace(main, credit=credit), *others)


def _reported_by(reporter: str | None, credit: Credit, outlets: OutletNames) -> Credit:
    outlet = outlets.find(reporter) if reporter else None
    return replace(credit, reporter=reporter, reporter_outlet=outlet.id if outlet else None)


def _passed_on(agency: str, credit: Credit, outlets: OutletNames) -> Credit:
    # Kabar's text that says "Trend reports" is reported by Kabar, from Trend
    origin = outlets.find(credit.reporter) if credit.reporter else None
    told = replace(
        credit,
        origin=credit.reporter,
        origin_outlet=origin.id if origin else None,
        origin_country=origin.country if origin else None,
    )
    return _reported_by(agency, told, outlets)
