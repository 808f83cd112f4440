"""Bytes to text: unpacking, guessing the charset, and throwing out what no text may hold."""

from __future__ import annotations

import codecs
import re
import zlib

from charset_normalizer import from_bytes

from monitor.errors import ReadError
from monitor.outcomes import Outcome, Reason

# The largest honest feed seen is 12 MB; a bomb unpacks to gigabytes.
MAX_UNPACKED_BYTES = 64 * 1024 * 1024
# Enough text to tell charsets apart; detection slows down with length and gains nothing.
MAX_SAMPLE_BYTES = 16 * 1024
# Above this share of undecodable bytes among the non-ASCII ones, a text declared as UTF-8 is
# another charset; below, it is UTF-8 with a cut or broken character. A cut leaves a handful,
# single-byte Cyrillic read as UTF-8 breaks at nearly every letter.
MAX_BROKEN_SHARE = 0.2
# Mean length of runs of non-ASCII bytes: about 1.1 in French or Turkish, over 4 in Cyrillic.
MIN_RUN_BYTES = 2

_LATIN = ("cp1252", "cp1254", "cp1250", "cp1257")
_NOT_LATIN = (
    *("cp1251", "koi8_r", "cp866", "iso8859_5", "cp1253", "cp1256", "cp1255", "cp1252"),
    *("gb18030", "big5", "cp932", "euc_jp", "cp949", "cp874"),
)
_GZIP_MAGIC = b"\x1f\x8b\x08"
_MAX_GZIP_MEMBERS = 1000
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET = re.compile(rb"charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{2,40})", re.IGNORECASE)
_META_CHARSET = re.compile(
    rb"<meta\s[^<>]{0,500}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{2,40})", re.IGNORECASE
)
_XML_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{2,40})")
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_NON_ASCII = re.compile(rb"[^\x00-\x7f][^<>]{0,40}")
# C0 and C1 controls but tab and line ends, lone surrogates, and the two that are no characters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
# What browsers read under these labels (WHATWG Encoding Standard): each holds the labelled one.
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "tis-620": "cp874",
}
# Servers send these by default, whatever the text is; the text's own word weighs more.
_DEFAULT_LABELS = frozenset(("ascii", "iso8859-1"))
# Any sequence of bytes is a sequence of these code units, so a label alone proves nothing.
_WIDE = ("utf-16", "utf-32", "utf-7", "utf_16", "utf_32", "utf_7")


def unpack(data: bytes) -> bytes:
    """Undo gzip where a server sent it without saying so.

    Args:
        data: The body as it came.

    Returns:
        The unpacked body, or the body itself where it is not gzip. A stream that breaks off
        gives what could be unpacked.

    Raises:
        ReadError: It unpacks to more than ``MAX_UNPACKED_BYTES``.
    """
    if not data.startswith(_GZIP_MAGIC):
        return data
    unpacked = bytearray()
    for _ in range(_MAX_GZIP_MEMBERS):
        stream = zlib.decompressobj(31)
        try:
            unpacked += stream.decompress(data, MAX_UNPACKED_BYTES + 1 - len(unpacked))
        except zlib.error:
            break
        if len(unpacked) > MAX_UNPACKED_BYTES:
            raise ReadError(
                f"unpacks to more than {MAX_UNPACKED_BYTES} bytes",
                outcome=Outcome.FAILED,
                reason=Reason.TOO_LARGE,
            )
        data = stream.unused_data
        if not data.startswith(_GZIP_MAGIC):
            break
    return bytes(unpacked)


def decode(data: bytes, content_type: str | None = None) -> str:
    """Turn the bytes of a page or a feed into text, whatever they claim to be.

    In order: a byte order mark, the zero bytes of UTF-16 and UTF-32, UTF-8 where it is valid,
    the charset the text declares or its server, and a guess by the letters where that fails too.

    Args:
        data: The unpacked body.
        content_type: The value of the HTTP header, or None.

    Returns:
        The text without control characters; what cannot be decoded stands as U+FFFD.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return clean(data[len(mark) :].decode(encoding, "replace"))
    wide = _wide_encoding(data[:64])
    if wide:
        return clean(data.decode(wide, "replace"))
    labels = _labels(data, content_type)
    if "iso2022_jp" in labels and b"\x1b$" in data:
        return clean(data.decode("iso2022_jp", "replace"))
    return clean(_utf8(data) or _as_labelled(data, labels))


def clean(text: str) -> str:
    """Take out what neither XML nor a database accepts.

    Args:
        text: Any text.

    Returns:
        It without control characters (but tab and line ends), lone surrogates and noncharacters.
    """
    return _FORBIDDEN.sub("", text)


def _wide_encoding(head: bytes) -> str | None:
    """Tell UTF-16 and UTF-32 without a mark by where the zero bytes of a first "<" or "{" stand."""
    for opening in (b"<", b"{", b"["):
        if head.startswith(opening + b"\0\0\0"):
            return "utf-32-le"
        if head.startswith(b"\0\0\0" + opening):
            return "utf-32-be"
        if head.startswith(opening + b"\0") and head[3:4] == b"\0":
            return "utf-16-le"
        if head.startswith(b"\0" + opening) and head[2:3] == b"\0":
            return "utf-16-be"
    return None


def _utf8(data: bytes) -> str | None:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


def _labels(data: bytes, content_type: str | None) -> list[str]:
    """List the declared charsets by Python's names, the more trustworthy first."""
    head = data[:MAX_SAMPLE_BYTES]
    own = _XML_ENCODING.search(head[:500]) or _META_CHARSET.search(head)
    header = _CHARSET.search((content_type or "").encode("ascii", "ignore"))
    found = [_known(match[1]) for match in (header, own) if match]
    labels = [label for label in found if label]
    return sorted(labels, key=lambda label: label in _DEFAULT_LABELS)


def _known(label: bytes) -> str | None:
    try:
        name = codecs.lookup(label.decode("ascii", "replace")).name
    except (LookupError, ValueError):
        return None
    # codecs such as base64 or rot13 answer to a name too, but do not make text of bytes
    is_text = getattr(codecs.lookup(name), "_is_text_encoding", True)
    return name if is_text and not name.startswith(_WIDE) else None


def _as_labelled(data: bytes, labels: list[str]) -> str:
    for label in labels:
        is_false = (
            _broken_share(data) > MAX_BROKEN_SHARE
            if label == "utf-8"
            else label in _DEFAULT_LABELS and not _is_latin(data)
        )
        if not is_false:
            return data.decode(_WIDER.get(label, label), "replace")
    return data.decode(_guess(data), "replace")


def _broken_share(data: bytes) -> float:
    high = len(data) - len(data.translate(None, bytes(range(128, 256))))
    return data.decode("utf-8", "replace").count("\ufffd") / max(1, high)


def _is_latin(data: bytes) -> bool:
    """Tell Latin script, where accented letters stand alone, from scripts that fill whole words."""
    runs = _HIGH_RUN.findall(data[: 8 * MAX_SAMPLE_BYTES])
    return sum(map(len, runs)) < MIN_RUN_BYTES * len(runs)


def _guess(data: bytes) -> str:
    """Guess the charset by the letters alone: the markup around them is ASCII in any case."""
    if _broken_share(data) <= MAX_BROKEN_SHARE:
        return "utf-8"
    sample = bytearray()
    for match in _NON_ASCII.finditer(data):
        sample += match[0] + b" "
        if len(sample) > MAX_SAMPLE_BYTES:
            break
    candidates = _LATIN if _is_latin(data) else _NOT_LATIN
    best = from_bytes(bytes(sample), cp_isolation=list(candidates)).best()
    return best.encoding if best else candidates[0]
