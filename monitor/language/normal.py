"""The one normal form in which words of any text, query or name are compared."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# What a reader does not see: soft hyphen, zero-width and direction marks, variation selectors,
# Arabic tatweel and vowel signs. Written words differ by them, read words do not.
_UNSEEN = (
    *(0xAD, 0x34F, 0x61C, 0x640, 0x2060, 0xFEFF),
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2061, 0x206A),
    *range(0xFE00, 0xFE10),
    *range(0x64B, 0x653),
)
_APOSTROPHES = "’‘‛ʻʼʽʹʾʿˈ`´′＇ꞌ"
_DASHES = "‐‑‒–—―−﹘﹣－"
# Turkish writes i and ı as two letters; agencies type them without care, so they are one here.
_LETTERS = {"İ": "i", "I": "i", "ı": "i", "Ё": "е", "ё": "е", "Σ": "σ", "ς": "σ"}
# Stress marks of school books ("Гру́зия"): where a mark makes no letter with the one before it, the
# word is the same without it. On е and и the grave one makes a letter that Russian does not have.
_STRESS = dict.fromkeys((0x300, 0x301))
_STRESSED = {"Ѐ": "е", "ѐ": "е", "Ѝ": "и", "ѝ": "и"}
# An Arabic keyboard gives a Persian text other code points for the same two letters.
_PERSIAN = {"ي": "ی", "ى": "ی", "ك": "ک"}

_TABLE: dict[int, str | None] = {
    **dict.fromkeys(_UNSEEN),
    **{ord(mark): "'" for mark in _APOSTROPHES},
    **{ord(mark): "-" for mark in _DASHES},
    **{ord(old): new for old, new in (_LETTERS | _STRESSED | _PERSIAN).items()},
}


def normalise(text: str) -> str:
    """Bring a text into the one form in which words are compared.

    NFKC (Unicode annex 15), then full case folding; letters of one look or one sound in careless
    typing become one, and stress marks go. Offsets are not kept: see ``fold`` for that.

    Args:
        text: Any text.

    Returns:
        The normal form; normalising it again changes nothing.
    """
    if not _ODD.search(text):
        return _normalise_plain(text)
    return _normalise_fully(text) if len(text) <= _WHOLE_MAX else fold(text).text


def _normalise_plain(text: str) -> str:
    # Lower case alone does it but for a few characters, each replaced in one fast pass.
    for special in set(_SPECIAL.findall(text)):
        text = text.replace(special, _normalise_fully(special))
    return text.lower()


def _normalise_fully(text: str) -> str:
    seen = _compose(text.translate(_TABLE))
    # NFKC can bring out letters of the table (a dotted I, a dash), and folding can undo NFC
    folded = seen.translate(_TABLE).casefold().translate(_TABLE)
    return _compose(folded)


def _compose(text: str) -> str:
    composed = unicodedata.normalize("NFKC", text)
    if "\u0300" not in composed and "\u0301" not in composed:
        return composed
    # a mark that is gone can let the next one meet its letter
    return unicodedata.normalize("NFKC", composed.translate(_STRESS))


def normalise_word(word: str) -> str:
    """Bring one word into normal form, without what stands around it.

    Args:
        word: A word, maybe with quotes or blanks about it.

    Returns:
        The normal form, "" where no letter or digit is left.
    """
    return normalise(word).strip(" \t\n\r.,;:!?'\"«»“”„()[]{}-…")


# Where a text normalises character by character; elsewhere each cluster is looked at.
_SIMPLE_BLOCKS = (
    *(0x09, 0x0A, 0x0D),
    *range(0x20, 0x600),
    *range(0x60C, 0x700),
    *range(0x10A0, 0x1100),
    *range(0x1E00, 0x2000),
    *range(0x2010, 0x2028),
    *range(0x2030, 0x2060),
    *range(0x20A0, 0x20C0),
    *range(0x2100, 0x2200),
    *range(0x3000, 0x3100),
    *range(0x4E00, 0xA000),
    *range(0xAC00, 0xD7A4),
)


def _class_of(codes: list[int]) -> str:
    spans: list[list[int]] = []
    for code in codes:
        if spans and code == spans[-1][1] + 1:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    return "".join(f"\\U{low:08x}-\\U{high:08x}" for low, high in spans)


def _is_plain(char: str) -> bool:
    return len(_normalise_fully(char)) == 1 and not unicodedata.combining(char)


_PLAIN_CODES = [code for code in _SIMPLE_BLOCKS if _is_plain(chr(code))]
_PLAIN = _class_of(_PLAIN_CODES)
_SPECIAL_CODES = [
    code
    for code in _PLAIN_CODES
    if code in _TABLE or _normalise_fully(chr(code)) != chr(code).lower()
]
_SPECIAL = re.compile(f"[{_class_of([code for code in _SPECIAL_CODES if code != ord('I')])}]")
_ODD_RUN = re.compile(f"[{_PLAIN}]?[^{_PLAIN}]+")
_ODD = re.compile(f"[^{_PLAIN}]")
# Putting marks in order (NFKC) takes time by the square of their number, 12 ms for so many; a
# longer text is brought into the form letter by letter.
_WHOLE_MAX = 4096
# Longer runs of marks on one letter are an attack on the reader, not a letter.
_MARKS_MAX = 8
_CLUSTER = re.compile(rf"[\s\S][\u0300-\u036f\u1ab0-\u1aff\u3099\u309a]{{0,{_MARKS_MAX}}}")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in normal form with the way back: ``starts`` is None where offsets are equal."""

    text: str
    starts: tuple[int, ...] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Map a span of the normal form to the original text.

        Args:
            start: Offset into the normal form, code points.
            end: Offset after the span's last character.

        Returns:
            The same span in the original, code points.
        """
        if self.starts is None:
            return start, end
        first = self.starts[start]
        return first, max(self.starts[end], first + 1)


def fold(text: str) -> Folded:
    """Bring a text into normal form and remember where each character came from.

    Args:
        text: Any text.

    Returns:
        The normal form with its offsets; linear in the length of the text.
    """
    if not _ODD.search(text):
        return Folded(_normalise_plain(text), None)
    pieces: list[str] = []
    starts: list[int] = []
    done = 0
    for run in _ODD_RUN.finditer(text):
        pieces.append(_normalise_plain(text[done : run.start()]))
        starts.extend(range(done, run.start()))
        for cluster in _CLUSTER.finditer(text, run.start(), run.end()):
            normal = _normalise_fully(cluster.group())
            pieces.append(normal)
            starts.extend([cluster.start()] * len(normal))
        done = run.end()
    pieces.append(_normalise_plain(text[done:]))
    starts.extend(range(done, len(text) + 1))
    return Folded("".join(pieces), tuple(starts))
