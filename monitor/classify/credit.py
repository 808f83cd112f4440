"""Who reports, and from whom: "Trend reports via the press service of the President"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from monitor.classify.agencies import find_agency
from monitor.classify.credit_parts import Parts, is_outlet, read_match
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
_GENITIVE = re.compile(r"(?<=\w{4})(?:[дтн][ыиуүі][нң]|[dtn][ıiuü][nñ])$")
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
) -> tuple[FoundCredit, ...]:
    """Find who reports a text and from whom.

    Args:
        text: The text.
        language: ISO 639-1; None tries every language known here.
        outlets: What the outlets we follow are called.
        country_of: Gives the ISO 3166-1 alpha-3 code for the name of a country, None where it
            knows none.
        dateline_agency: The agency in the text's dateline: the reporter where no phrase names one.

    Returns:
        The credits, the main one first: the first with an origin, else the first.
    """
    each = _in_text(text, language, outlets, country_of)
    found = _apart(list(islice(each, _CREDITS_MAX)))
    if not found:
        found = _closing_agency(text, outlets)
    if not found and dateline_agency:
        found = [_of_agency(text.find(dateline_agency), dateline_agency, outlets)]
    return _main_first(found, dateline_agency, outlets)


def _in_text(
    text: str, language: str | None, outlets: OutletNames, country_of: CountryOf
) -> Iterator[FoundCredit]:
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
                yield from _in_sentence(sentence, start, rules, outlets, country_of)


def _in_sentence(
    sentence: str,
    offset: int,
    rules: Sequence[Rule],
    outlets: OutletNames,
    country_of: CountryOf,
) -> Iterator[FoundCredit]:
    taken: list[tuple[int, int]] = []
    for rule in rules:
        match = rule.pattern.search(sentence)
        if not match or any(match.start() < b and a < match.end() for a, b in taken):
            continue
        parts = read_match(rule, match, outlets)
        if parts is None or _is_country(parts.reporter, outlets, country_of):
            continue
        taken.append(match.span())
        phrase = match.group()[parts.cut :]
        start = match.start() + parts.cut + len(phrase) - len(phrase.lstrip(_EDGES))
        phrase = phrase.strip(_EDGES)
        credit = _credit(parts, phrase, outlets, country_of)
        yield FoundCredit(start=offset + start, end=offset + start + len(phrase), credit=credit)


def _is_country(name: str | None, outlets: OutletNames, country_of: CountryOf) -> bool:
    # "Kazakhstan reports, citing a ministry": the state itself, not an outlet
    return name is not None and not is_outlet(name, outlets) and country_of(name) is not None


def _credit(parts: Parts, phrase: str, outlets: OutletNames, country_of: CountryOf) -> Credit:
    reporter = outlets.find(parts.reporter) if parts.reporter else None
    country = _country_in(parts.origin, country_of) if parts.origin else None
    origin = _origin_outlet(parts.origin, country, outlets) if parts.origin else None
    return Credit(
        reporter=parts.reporter,
        reporter_outlet=reporter.id if reporter else None,
        origin=parts.origin,
        origin_outlet=origin.id if origin else None,
        origin_country=country or (origin.country if origin else None),
        phrase=phrase,
    )


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
            country = country_of(name) or country_of(_GENITIVE.sub("", name))
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


def _closing_agency(text: str, outlets: OutletNames) -> list[FoundCredit]:
    # "... сказал глава государства. ТАСС": the last sentence is nothing but an agency's name
    body = text.rstrip(" \t\n.")
    begin = max(body.rfind(". "), body.rfind("\n")) + 1
    name = body[begin:].strip(" \t()[]")
    agency = find_agency(name) if begin and len(name.split()) <= _CLOSING_WORDS_MAX else None
    if not agency or agency != name:
        return []
    return [_of_agency(body.rfind(agency), agency, outlets)]


def _of_agency(start: int, agency: str, outlets: OutletNames) -> FoundCredit:
    credit = _credit(Parts(agency, None), agency, outlets, lambda _: None)
    start = max(start, 0)
    return FoundCredit(start=start, end=start + len(agency), credit=credit)


def _main_first(
    found: list[FoundCredit], dateline_agency: str | None, outlets: OutletNames
) -> tuple[FoundCredit, ...]:
    if not found:
        return ()
    main = next((one for one in found if one.credit.origin), found[0])
    others = [one for one in found if one is not main]
    if main.credit.reporter is None:
        named = (one.credit.reporter for one in others if one.credit.reporter)
        reporter = next(named, dateline_agency)
        outlet = outlets.find(reporter) if reporter else None
        credit = replace(
            main.credit, reporter=reporter, reporter_outlet=outlet.id if outlet else None
        )
        main = replace(main, credit=credit)
    return (main, *others)
