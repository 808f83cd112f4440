"""What stands in a body without being part of the text: link lists, menus, tickers, signatures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from monitor.classify import agencies
from monitor.language.normal import normalise

FindAgency = Callable[[str], str | None]

# Longer lines are paragraphs; only an opening phrase can make one of them boilerplate.
_LINE_MAX = 240
# A heading "Read also:" covers as many links as a page usually lists.
_LINKS_MAX = 6
_LINK_MAX = 160
_SIGNATURE_MAX = 48
_MENU_MIN = 2
_HASHTAGS_SHARE = 0.8

# All in normal form, matched at the start of a line.
_LINK_HEAD = (
    r"читайте (?:также|тж)|смотрите также|читать далее|подробнее по теме|по теме|материалы по теме"
    r"|еще по теме|другие новости|read also|also read|read more|see also|related(?: news| stories"
    r"| articles| topics)?|more (?:on|about) this|ilgili haber(?:ler)?|bunlari da okuyun"
    r"|ayrica (?:okuyun|bakiniz)|hemcinin oxuyun|həmçinin oxu(?:yun)?|oxşar xəbərlər"
    r"|əlaqəli xəbərlər|дагы окуңуз|окуй отуруңуз|ушул темада|сондай-ақ оқыңыз|тағы оқыңыз"
    r"|оқи отырыңыз|shuningdek o'qing|mavzuga oid"
)
_LINKS = re.compile(rf"(?:{_LINK_HEAD})\s*[:：»>-]?")
_INSIDE = re.compile(
    rf"(?:{_LINK_HEAD})\s*:[\s\S]*"
    r"|\((?:additional |further )?(?:reporting|writing|editing|compiled) by [^()\n]{2,200}\)"
)
_OPENERS = re.compile(
    # labels of a page
    r"(?:regions?|tags?|topics?|category|keywords|регион|теги?|тэги|метки|ключевые слова|рубрика"
    r"|etiketler|teqlər|açar sözlər|тегтер|белгилер|teglar)\s*:"
    # rights and liability
    r"|(?:legal )?disclaimer|copyright|©|all rights reserved|все права защищены"
    r"|при (?:использовании|цитировании|копировании|перепечатке)|перепечатка|tüm haklari"
    r"|bütün hüquqlar|бардык укуктар|барлық құқықтар|barcha huquqlar|материалды пайдалануда"
    # invitations
    r"|follow (?:us|the author)|subscribe to|join (?:us|our)|sign up (?:for|to)|подписывайтесь на"
    r"|подпишитесь|присоединяйтесь|следите за|bizi (?:takip|izləyin)|abunə olun|abone olun"
    r"|биздин (?:telegram|телеграм)|жазылыңыз|катталыңыз|нашли ошибку|заметили ошибку"
    # people behind the text and their places
    r"|\(?(?:additional |further )?(?:reporting|writing|editing|compiled|translated) by\b"
    # background that other texts told
    r"|напомним\b|ранее сообщалось|эске салсак|еске сала(?:йық|мыз)|xatirladaq ki|xatirladiriq"
    r"|hatirlanacaği üzere|eslatib o'tamiz|(?:as a reminder|recall that)\b"
)
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,63}")
# A handle makes a line ours to drop only where the line is about following it.
_HANDLE = re.compile(r"@\w{2,32}[.)]?$|^@\w{2,32}\b")
_HANDLE_LINE_MAX = 100
_TICKER = re.compile(r"(?:\b[A-Z]{3}\b\s?[:=-]?\s?\d{1,7}(?:[.,]\d{1,4})?[\s|/;,]*)+")
_FLAGS = re.compile(r"[\U0001f1e6-\U0001f1ff\s|]+")
_TAG_LIST = re.compile(
    r"[^\s,.;:!?]+(?: [^\s,.;:!?]+){0,2}(?:,[^\s,.;:!?]+(?: [^\s,.;:!?]+){0,2}){2,}"
)
_SIGNATURE = re.compile(
    r"\s*(?:(?<!\S)/{2,3}\s?\w[^\n/]{1,40}|\([^\W\d_]{2,5}\)|[-–—]{1,2}0[-–—]{1,2})\s*\Z"
)
_LANGUAGES = (
    "кыргызча|кыргыз тили|русский|русский язык|english|english version|türkçe|turkce|қазақша"
    "|қазақ тілі|qazaqşa|qazaqsha|o'zbekcha|o'zbek|ўзбекча|узбекский|кыргызский|казахский|тоҷикӣ"
    "|таджикский|azərbaycanca|azərbaycan|türkmençe|deutsch|français|español|italiano|polski"
    "|українська|հայերեն|հայ|ქართული|中文|العربية|فارسی|日本語|한국어|eng|rus|рус|tür|tur|кырг|қаз"
    "|arm|geo|azə|aze|uzb|en|ru|kg|ky|kz|kk|uz|az|tr|tj|tm|am|ge"
)
_MENU = re.compile(rf"(?:(?:{_LANGUAGES})[\s|/,·•]*)+")
_MENU_NAME = re.compile(_LANGUAGES)


def find_boilerplate(
    text: str, *, find_agency: FindAgency = agencies.find_agency
) -> tuple[tuple[int, int], ...]:
    """Find what in a body is not part of the text.

    Args:
        text: The body, paragraphs by newline.
        find_agency: Finds the agency that a name begins with, None where it begins with none.

    Returns:
        Spans in code points, in order, apart from each other: link lists, language menus, currency
        tickers, labels, invitations, contact lines, rights, and closing signatures.
    """
    spans: list[tuple[int, int]] = []
    links_left = 0
    for start, end in _lines(text):
        line = text[start:end]
        if links_left and _is_link(line):
            links_left -= 1
            spans.append((start, end))
            continue
        plain = normalise(line[:_LINE_MAX])
        head = _LINKS.match(plain)
        links_left = _LINKS_MAX if head and head.end() == len(plain) else 0
        is_link_list = head is not None and (links_left or plain[head.end() - 1] in ":：»>")
        if is_link_list or _is_boilerplate(line, plain):
            spans.append((start, end))
        else:
            spans.extend(_inside(line, plain, start))
    return _with_signature(text, spans, find_agency)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.splitlines(keepends=True):
        bare = line.strip()
        if bare:
            begin = start + len(line) - len(line.lstrip())
            yield begin, begin + len(bare)
        start += len(line)


def _is_link(line: str) -> bool:
    return len(line) <= _LINK_MAX and line[-1] not in ".:;"


def _is_boilerplate(line: str, plain: str) -> bool:
    if _OPENERS.match(plain):
        return True
    if len(line) > _LINE_MAX:
        return False
    if _MAIL.search(line) or (len(line) <= _HANDLE_LINE_MAX and _HANDLE.search(line)):
        return True
    return _is_ticker(line) or _is_menu(plain) or _is_tag_list(line)


def _is_ticker(line: str) -> bool:
    return _TICKER.fullmatch(line) is not None and len(re.findall(r"[A-Z]{3}", line)) > 1


def _is_menu(plain: str) -> bool:
    if _FLAGS.fullmatch(plain):
        return True
    return _MENU.fullmatch(plain) is not None and len(_MENU_NAME.findall(plain)) >= _MENU_MIN


def _is_tag_list(line: str) -> bool:
    words = line.split()
    tagged = sum(word.startswith("#") and len(word) > 1 for word in words)
    if tagged and tagged >= _HASHTAGS_SHARE * len(words):
        return True
    return line == line.lower() and _TAG_LIST.fullmatch(line) is not None and "," in line


def _inside(line: str, plain: str, start: int) -> Iterator[tuple[int, int]]:
    # What a page runs into the paragraph; offsets hold where folding kept the length.
    if len(plain) == len(line):
        found = _INSIDE.search(plain)
        if found:
            yield start + found.start(), start + found.end()


def _with_signature(
    text: str, spans: list[tuple[int, int]], find_agency: FindAgency
) -> tuple[tuple[int, int], ...]:
    body = text.rstrip()
    last = body.rfind("\n") + 1
    if spans and spans[-1][1] >= len(body):
        return tuple(spans)
    line = body[last:].strip()
    words = line.strip("()[]/.").split()
    # one line of a longer text that is nothing but an agency's name
    if last > 0 and len(line) <= _SIGNATURE_MAX and len(words) <= 3:
        name = find_agency(" ".join(words))
        if name and len(name.split()) == len(words):
            return (*spans, (last, len(body)))
    tail = max(last, len(body) - _SIGNATURE_MAX)
    found = _SIGNATURE.search(body, tail)
    if found and found.start() > 0:
        begin = found.start() + len(found.group()) - len(found.group().lstrip())
        return (*spans, (begin, len(body)))
    return tuple(spans)
