"""What is compared to find the same text: word shingles, a sample of them, and the figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import blake2b
from zlib import crc32

from monitor.language.tokens import words_of
from monitor.model import Fingerprint

# On 3,034 labelled pairs four, five and six words came to the same F1 (0.990): five finds the
# most copies, and six only one false pair less.
SHINGLE_WORDS = 5
# A longer text is compared by its first 4,000 words: 3 of 3,286 labelled texts are longer.
SHINGLES_MAX = 4000
# One shingle in eight is indexed (mod-m sketch): a shared passage of 40 words then shares 4 or 5
# probes, and an article of 200 words costs about 25 rows.
PROBE_ONE_IN = 8
# Cuts and briefs keep the opening, so its shingles are indexed whatever their hash.
OPENING_PROBES = 4
# A short text with fewer probes than this takes its smallest hashes too.
PROBES_MIN = 8
# No headline is longer; the key is indexed.
TITLE_MAX = 300
# The lowest bit of a shingle's hash says whether one of its words has a digit.
HAS_DIGIT = 1

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_NOT_DIGIT = re.compile(r"\D+")


def fingerprint(*, title: str, text: str, masked: Sequence[tuple[int, int]] = ()) -> Fingerprint:
    """Compute what a text is compared by (w-shingling, Broder 1997).

    The same text gives the same fingerprint in every process and Python version.

    Args:
        title: The article's title.
        text: The article's body.
        masked: Spans of the text left out of the comparison (dateline, credit, boilerplate), in
            code points.

    Returns:
        The fingerprint; ``text_hash`` is None where the text has no words.
    """
    compared = _without(text, masked)
    words = words_of(compared)
    in_order = _shingles(words)
    shingles = tuple(sorted(set(in_order)))
    return Fingerprint(
        text_hash=_hash_of(words) if words else None,
        title_key=" ".join(words_of(title[:TITLE_MAX])),
        shingles=shingles,
        probes=_probes(in_order, shingles),
        figures=tuple(sorted(_figures(compared))),
    )


def _without(text: str, masked: Sequence[tuple[int, int]]) -> str:
    if not masked:
        return text
    pieces: list[str] = []
    done = 0
    for start, end in sorted(masked):
        pieces.append(text[done : max(start, done)])
        done = max(done, end)
    pieces.append(text[done:])
    return " ".join(pieces)


def _hash_of(words: Sequence[str]) -> str:
    return blake2b(" ".join(words).encode("utf-8", "replace"), digest_size=16).hexdigest()


def _shingles(words: Sequence[str]) -> list[int]:
    # One encoding of the whole text, then a checksum of a slice for each shingle: half the time
    # of joining and encoding five words at every step.
    if not words:
        return []
    words = words[: SHINGLES_MAX + SHINGLE_WORDS - 1]
    coded = [word.encode("utf-8", "replace") for word in words]
    whole = b" ".join(coded)
    starts: list[int] = []
    ends: list[int] = []
    place = 0
    for code in coded:
        starts.append(place)
        place += len(code)
        ends.append(place)
        place += 1
    width = min(SHINGLE_WORDS, len(words))
    digits = [not word.isalpha() for word in words]
    return [
        crc32(whole[start:end]) & ~HAS_DIGIT | (True in digits[i : i + width])
        for i, (start, end) in enumerate(zip(starts, ends[width - 1 :], strict=False))
    ]


def _probes(in_order: Sequence[int], shingles: Sequence[int]) -> tuple[int, ...]:
    probes = {one for one in shingles if (one >> 1) % PROBE_ONE_IN == 0}
    probes.update(in_order[:OPENING_PROBES])
    for one in shingles:
        if len(probes) >= PROBES_MIN:
            break
        probes.add(one)
    return tuple(sorted(probes))


def _figures(text: str) -> set[str]:
    # Thousands and decimals are written differently from language to language: digits only.
    return {_NOT_DIGIT.sub("", figure) for figure in _FIGURE.findall(text)}
