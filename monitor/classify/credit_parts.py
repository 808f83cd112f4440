"""Which words of a credit phrase are the reporter, and which the origin."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from monitor.classify.agencies import is_acronym, is_office_name, looks_like_outlet
from monitor.classify.credit_rules import LEAD_IN, OFFICE, PRESIDENT, PRESS, VIA_SPLIT, Rule, Trust
from monitor.classify.outlet_names import OutletNames

_NAME_WORDS_MAX = 4
_QUOTES = "«»“”„\"'‘’ "
_PRONOUN_WORDS = (
    "he she it they we i you who which that this the media press police but and on in local state"
)
_PRONOUNS = frozenset(_PRONOUN_WORDS.split())
# "AZƏRTAC-a", "Trend-ə", "Kabar'a": a case ending hung on a name.
_SAID_OF_NAME = re.compile(r"^[Tt]he | (?:(?:news|information) )?agency$")
_HUNG_SUFFIX = re.compile(r"[-'’](?:[a-zəıüöа-яәө]{1,4})$")
_AZ_VIA = re.compile(r"\s*,?\s*(?:istinadən|istinadla|istinad edərək)\s*")
# Words that lead an origin in without naming anybody.
_LEADING = re.compile(
    r"^(?:the|bu barədə|bununla bağlı|bu haqda|бу ҳақда|бул тууралуу|бұл туралы|об этом|про це) ",
    re.IGNORECASE,
)
_LONG_WORD = re.compile(r"\w{4,}")
_STATE_WORD = re.compile(
    r"republic|республик\w*|respublika\w*|cumhuriyet\w*|country|стран\w|өлкө\w*|ölkə\w*|official"
    r"|официальн\w*|rəsmi|resm[iî]|state|государств\w*|statement|сообщени\w|релиз\w?",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,—–]\s")
# "«Кабар» агенттиги", "«Фергане» источники в правительстве"
_QUOTED = re.compile(
    r"[«“\"](?P<name>[^«»“”\"\n]{2,60})[»”\"](?: (?:агент|agent|газет|портал)\w*)?"
    r"(?: (?:источник\w* )?(?:в|во) (?P<via>.+)| со ссылкой на (?P<via2>.+))?$"
)
# "citing its own sources" names nobody
_VAGUE_WORDS = "свои |своих |собственн|источник|неназван|некий|анонимн|own sources|its own|sources"
_VAGUE = tuple(_VAGUE_WORDS.split("|"))
_TOLD_IN = re.compile(r"\s+(?:в|во|из|на|от|источник\w* в)\s*$")


@dataclass(frozen=True, slots=True)
class Parts:
    """Reporter and origin of one phrase, and how much of its front is not part of it."""

    reporter: str | None
    origin: str | None
    cut: int = 0


def read_match(rule: Rule, match: re.Match[str], outlets: OutletNames) -> Parts | None:
    """Read reporter and origin out of what a rule found.

    Args:
        rule: The rule.
        match: What its pattern matched, in one sentence.
        outlets: What the outlets we follow are called.

    Returns:
        The parts, None where the words are not those of a credit.
    """
    groups = match.groupdict()
    reporter, origin = groups.get("rep"), groups.get("via")
    if groups.get("who"):
        parts = _sort_out(groups["who"], rule, outlets)
        if parts is None:
            return None
        told = LEAD_IN.sub("", groups.get("to") or "")
        if told and parts.reporter is None and is_outlet(told, outlets):
            parts = replace(parts, reporter=_bare_name(told))
        at_start = match.start("who") == match.start()
        return replace(parts, cut=parts.cut if at_start else 0)
    if reporter and not _may_report(reporter, rule.trust, outlets):
        return None
    if origin and not reporter and not _may_originate(origin, rule.trust, outlets):
        return None
    agency = outlets.find_agency(reporter) if reporter and rule.trust == "press" else None
    return _parts(agency or reporter, origin)


def _parts(reporter: str | None, origin: str | None, cut: int = 0) -> Parts | None:
    parts = Parts(_bare_name(reporter), _bare_origin(origin), cut)
    return parts if parts.reporter or parts.origin else None


def _may_report(name: str, trust: Trust, outlets: OutletNames) -> bool:
    if trust == "any":
        return name.split()[0].casefold() not in _PRONOUNS
    return is_outlet(name, outlets)


def _may_originate(name: str, trust: Trust, outlets: OutletNames) -> bool:
    if trust == "any" or PRESS.search(name) or is_outlet(name, outlets):
        return True
    return trust == "office" and OFFICE.search(name) is not None


def is_outlet(name: str, outlets: OutletNames) -> bool:
    """Tell whether a name is an outlet's: known as one, or of the shape of one.

    Args:
        name: As written.
        outlets: What the outlets we follow are called.

    Returns:
        True for an agency, an outlet we follow, or a name like KYODO, AzerNews, Metbuat.az.
    """
    bare = name.strip(_QUOTES)
    if not bare or len(bare.split()) > _NAME_WORDS_MAX + 2:
        return False
    return (
        outlets.find_agency(bare) is not None
        or outlets.find(bare) is not None
        or (looks_like_outlet(bare) and PRESS.search(bare) is None)
    )


def is_presidency(origin: str) -> bool:
    """Tell whether an origin is the press service of a president who is not named further.

    Args:
        origin: As written, in a text whose readers know whose president is meant.

    Returns:
        True for "press service of the head of state", False where a word says of what.
    """
    spans = [found.span() for rule in (PRESS, PRESIDENT) for found in rule.finditer(origin)]
    if not PRESS.search(origin) or not PRESIDENT.search(origin):
        return False
    return all(
        _STATE_WORD.fullmatch(word.group())
        or any(word.start() < end and start < word.end() for start, end in spans)
        for word in _LONG_WORD.finditer(origin)
    )


def _sort_out(who: str, rule: Rule, outlets: OutletNames) -> Parts | None:
    cut = 0
    if rule.before:
        # only the last clause before the verb can name who spoke
        clauses = [m.end() for m in _CLAUSE.finditer(who)]
        cut = clauses[-1] if clauses else 0
    name = who[cut:]
    lead = len(name) - len(name.lstrip())
    cut, name = cut + lead, name.strip()
    while found := LEAD_IN.match(name):
        name = name[found.end() :]
    quoted = _QUOTED.match(name)
    if quoted and not PRESS.match(quoted["name"]):
        return Parts(quoted["name"], _bare_origin(quoted["via"] or quoted["via2"]), cut)
    split = VIA_SPLIT.split(name, maxsplit=1)
    if len(split) > 1:
        # who cites another is an outlet, known or not
        is_name = all(map(_is_capital, split[0].split())) or is_outlet(split[0], outlets)
        return _parts(split[0] if is_name else None, split[1], cut)
    if _AZ_VIA.search(name):
        return _sort_az(name, cut, outlets)
    office = PRESS.search(name) or (OFFICE.search(name) if rule.trust != "press" else None)
    if office:
        return _with_office(name, office.start(), cut, outlets)
    reporter = _named(name, rule, outlets)
    if reporter is None:
        return None
    cut += len(who[cut:]) - len(who[cut:].lstrip())
    extra = max(who[cut:].rfind(reporter), 0) if rule.before else 0
    if extra and who[cut + extra - 1] in _QUOTES.strip():
        extra -= 1
    return Parts(_bare_name(reporter), None, cut + extra)


def _sort_az(name: str, cut: int, outlets: OutletNames) -> Parts | None:
    before, after = (part.strip() for part in _AZ_VIA.split(name, maxsplit=1))
    if after:
        return Parts(_bare_name(after), _bare_origin(before), cut)
    words = before.split()
    agency = outlets.find_agency(before)
    known = len(agency.split()) if agency else 0
    for count in (known, *range(1, _NAME_WORDS_MAX + 1)):
        head = " ".join(words[:count])
        if 0 < count < len(words) and is_outlet(head, outlets) and not PRESS.search(head):
            return Parts(_bare_name(head), _bare_origin(" ".join(words[count:])), cut)
    return Parts(None, _bare_origin(before), cut)


def _with_office(name: str, office: int, cut: int, outlets: OutletNames) -> Parts:
    # "корреспонденту ИА REGNUM в пресс-службе правительства": an outlet told by an office
    ahead = _TOLD_IN.sub("", name[:office]).strip()
    is_told = bool(ahead) and ahead != name[:office].strip()
    if is_told and (is_outlet(ahead, outlets) or _is_unlisted(ahead)):
        return Parts(
            _bare_name(outlets.find_agency(ahead) or ahead), _bare_origin(name[office:]), cut
        )
    words = name.split()
    first = words[0].strip(",")
    hung = _HUNG_SUFFIX.search(first)
    if hung and len(words) > 1 and is_outlet(first[: hung.start()], outlets):
        return Parts(first[: hung.start()], _bare_origin(" ".join(words[1:])), cut)
    return Parts(None, _bare_origin(name), cut)


def _is_unlisted(name: str) -> bool:
    # "сообщили RNS в пресс-службе": who is told by an office reports
    return is_acronym(name) and not is_office_name(name)


def _named(name: str, rule: Rule, outlets: OutletNames) -> str | None:
    bare = name.strip(_QUOTES)
    words = bare.split()
    if not words:
        return None
    is_name = len(words) <= _NAME_WORDS_MAX and all(_is_capital(word) for word in words)
    counts = range(min(_NAME_WORDS_MAX, len(words)), 0, -1)
    tries = [words[-count:] if rule.before else words[:count] for count in counts]
    for part in [*tries, words[:1]] if rule.trust == "any" else tries:
        plain = _HUNG_SUFFIX.sub("", " ".join(part).strip(_QUOTES))
        agency = outlets.find_agency(plain)
        if agency and plain.startswith(agency):
            return plain if is_name and len(part) == len(words) else agency
        is_followed = _is_capital(plain) and outlets.find(plain) is not None
        if is_followed or looks_like_outlet(plain):
            return plain
    return bare if rule.trust == "any" and is_name else None


def _is_capital(word: str) -> bool:
    return word[:1].isupper() or word[:1].isdigit()


def _bare_name(name: str | None) -> str | None:
    if name is None:
        return None
    bare = _HUNG_SUFFIX.sub("", name.strip(_QUOTES + ",;:"))
    return _SAID_OF_NAME.sub("", bare).strip(_QUOTES) or None


def _bare_origin(name: str | None) -> str | None:
    if name is None:
        return None
    bare = _LEADING.sub("", name.strip(" ,;:—–-"))
    if bare.count("«") > bare.count("»"):  # the office's own words begin
        bare = bare[: bare.rindex("«")].rstrip(" ,;:") or bare
    if bare[:1] in '«“"' and bare.count(bare[0]) == 1 and bare[-1:] in '»”"':
        bare = bare.strip(_QUOTES)
    if bare.casefold().startswith(_VAGUE):
        return None
    return _HUNG_SUFFIX.sub("", bare) or None
