"""The text of an XML feed made harmless and readable, before any parser sees it."""

from __future__ import annotations

import html.entities
import re
from collections.abc import Iterator
from dataclasses import dataclass

# A feed of 12 MB must be read; more than this is cut at the end of an entry.
MAX_FEED_CHARS = 16_000_000
# The forgiving parser takes up to 12 seconds a megabyte on hostile text (measured), so text that
# is not well-formed gets less room.
MAX_BROKEN_CHARS = 2_000_000
# Past this many an archive was sent for a feed, or a trap.
MAX_ENTRIES = 2_000
# A start tag holds a few attributes; parsers go quadratic over thousands of them.
MAX_TAG_CHARS = 20_000
# Entities that a DOCTYPE declares: a handful of short names for signs, never nested.
MAX_ENTITIES = 50
MAX_ENTITY_CHARS = 100

_ROOT_NAME = re.compile(r"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_FEED_START = re.compile(r"<(rss|feed|rdf:RDF)\s[^<>]{0,2000}(?:xmlns|version)")
_FEED_END = re.compile(r"</(?:[\w.-]{1,20}:)?(?:rss|feed|rdf|channel|entry)\s{0,9}>", re.IGNORECASE)
_START_TAG = re.compile(r"<([A-Za-z_][\w.:-]*)[^<>]*>")
_ENTRY_START = re.compile(r"<((?:[\w.-]{1,20}:)?(?:item|entry))[\s>]")
_ENTRY_END = re.compile(r"</(?:[\w.-]{1,20}:)?(?:item|entry)\s{0,9}>", re.IGNORECASE)
_ENTITY = re.compile(r"<!ENTITY\s{1,9}(\w{1,40})\s{1,9}[\"']([^\"'<>]{0,200})[\"']\s{0,9}>")
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_NUMBERED = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,20})|([0-9]{1,20}));")
_LONG_TAG = re.compile(rf"<[A-Za-z][^<>]{{{MAX_TAG_CHARS},}}>")
# Names and addresses of people: nobody reads them, and the parser's search for an e-mail address
# in a long one takes quadratic time.
_PERSON = re.compile(
    r"<((?:dc:|itunes:)?(?:author|creator|name|email|managingEditor|webMaster|contributor))"
    r"(?:\s[^<>]{0,500})?>(?:[^<]{200,}|<!\[CDATA\[[^<]{200,})</\1>",
    re.IGNORECASE,
)
_XML_NAMES = frozenset(("lt", "gt", "amp", "quot", "apos"))
_FEED_TAGS = frozenset(["rss", "feed", "rdf", "channel", "entry"])
_PAGE_TAGS = frozenset(["html", "head", "body", "meta", "title", "script", "div"])


@dataclass(frozen=True, slots=True, kw_only=True)
class XmlText:
    """A document from its root element on, with what had to be done to it.

    ``root`` is the local name of the root element in lower case, "" where there is none.
    """

    root: str
    document: str
    problems: tuple[str, ...] = ()

    @property
    def is_page(self) -> bool:
        """Tell a web page from a feed by its root."""
        return self.root in _PAGE_TAGS


def prepare(text: str) -> XmlText:
    """Bring the text of a feed to what a parser can take.

    The prolog goes, with every declaration in it, but for short plain entities, which are put in
    where they are named; named HTML entities become characters; the text is cut at the end of an
    entry where it is too long, lists too many, or breaks off within one.

    Args:
        text: The decoded document.

    Returns:
        The document without declaration and DOCTYPE.
    """
    start, doctype = _find_root(text)
    name = _ROOT_NAME.match(text, start)
    root = name[2].lower() if name else ""
    if root not in _FEED_TAGS:
        # a server's own warnings stand before the feed, or a page was wrapped around it
        late = _FEED_START.search(text, start, start + 65_536)
        if late:
            start, root = late.start(), late[1].lower().removeprefix("rdf:")
    document, problems = _cut(text[start:])
    document = _PERSON.sub("", _LONG_TAG.sub("", document))
    document = _NUMBERED.sub(_sound_character, _NAMED.sub(_character, document))
    return XmlText(root=root, document=_with_entities(document, doctype), problems=problems)


def shorten(document: str) -> str:
    """Cut a document that is not well-formed to what the forgiving parser reads in time.

    Args:
        document: What ``prepare`` gave.

    Returns:
        At most ``MAX_BROKEN_CHARS``, up to the end of an entry.
    """
    return document if len(document) <= MAX_BROKEN_CHARS else _cut_at(document, MAX_BROKEN_CHARS)


def apart(document: str) -> Iterator[str]:
    """Take a feed apart into one document for each entry, the head of the feed left out.

    Args:
        document: What ``prepare`` gave.

    Yields:
        A document with the root element and a single entry.
    """
    root = _START_TAG.match(document)
    if root is None:
        return
    position = root.end()
    while opening := _ENTRY_START.search(document, position):
        end = document.find(f"</{opening[1]}>", opening.end())
        if end < 0:
            return
        position = end + len(opening[1]) + 3
        entry = document[opening.start() : position]
        inner = f"<channel>{entry}</channel>" if root[1] == "rss" else entry
        yield f"{root[0]}{inner}</{root[1]}>"


def _find_root(text: str) -> tuple[int, str]:
    """Find the first element behind declarations and comments, and the DOCTYPE passed over."""
    position, doctype = 0, ""
    while (position := text.find("<", position)) >= 0:
        following = text[position + 1 : position + 2]
        if following == "?":
            end = text.find("?>", position)
        elif text.startswith("<!--", position):
            end = text.find("-->", position)
        elif following == "!":
            end = _doctype_end(text, position)
            doctype = text[position:end]
        elif following.isalpha() or following == "_":
            return position, doctype
        else:
            end = position
        if end < 0:
            break
        position = end + 1
    return len(text), doctype


def _doctype_end(text: str, start: int) -> int:
    closing = text.find(">", start)
    subset = text.find("[", start, closing)
    if subset < 0:
        return closing
    end = text.find("]", subset)
    return text.find(">", end) if end >= 0 else -1


def _cut(document: str) -> tuple[str, tuple[str, ...]]:
    problems: list[str] = []
    if not _FEED_END.search(document, max(0, len(document) - 2_000)):
        whole = _cut_at(document, len(document))
        if len(whole) < len(document):
            document = whole
            problems.append("breaks off before its end; an unfinished entry was left out")
    if len(document) > MAX_FEED_CHARS:
        document = _cut_at(document, MAX_FEED_CHARS)
        problems.append(f"longer than {MAX_FEED_CHARS} characters; the rest was left out")
    for count, end in enumerate(_ENTRY_END.finditer(document), start=1):
        if count == MAX_ENTRIES and end.end() < len(document) - 2_000:
            document = document[: end.end()]
            problems.append(f"more than {MAX_ENTRIES} entries; the rest was left out")
            break
    return _closed(document), tuple(problems)


def _cut_at(document: str, length: int) -> str:
    """Cut behind the last entry that ends within ``length``; all of it where no entry ends."""
    cut = max(document.rfind(end, 0, length) for end in ("</item>", "</entry>"))
    return document[: document.index(">", cut) + 1] if cut >= 0 else document[:length]


def _closed(document: str) -> str:
    """Close the root of a document that was cut, so that the strict parser can still read it."""
    if _FEED_END.search(document, max(0, len(document) - 2_000)):
        return document
    name = _ROOT_NAME.match(document)
    if name is None or name[2].lower() not in _FEED_TAGS:
        return document
    channel = "</channel>" if name[2] == "rss" and "<channel" in document[:20_000] else ""
    return f"{document}{channel}</{name[0][1:]}>"


def _with_entities(document: str, doctype: str) -> str:
    declared = _ENTITY.findall(doctype[:20_000])[:MAX_ENTITIES]
    for name, value in declared:
        is_plain = "&" not in _NUMBERED.sub("", value) and len(value) <= MAX_ENTITY_CHARS
        uses = document.count(f"&{name};")
        if is_plain and uses and len(document) + uses * len(value) <= MAX_FEED_CHARS:
            document = document.replace(f"&{name};", value)
    return document


def _character(match: re.Match[str]) -> str:
    name = match[1]
    if name in _XML_NAMES:
        return match[0]
    return html.entities.html5.get(f"{name};", match[0])


def _sound_character(match: re.Match[str]) -> str:
    """Drop references to what is no character: parsers fall over them."""
    code = int(match[1], 16) if match[1] else int(match[2])
    is_sound = code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code <= 0x10FFFF
    return match[0] if is_sound and code not in (0xFFFE, 0xFFFF) else ""
