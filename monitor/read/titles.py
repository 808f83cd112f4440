"""Titles as plain text: markup, entities and the publisher's name out."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from monitor.read.encoding import clean

# The longest headline of the corpus has 290 characters; what is longer is a body in the wrong tag.
MAX_TITLE_CHARS = 1000

_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>")
# A dash or a bar with blanks around it, or a bar or bullet without: never a hyphen inside a word.
_SEPARATOR = re.compile(r"\s+[-–—|•·:»«/~]+\s+|\s*[|•»]\s*")
_LETTERS = re.compile(r"[\W_]+")


def plain_title(markup: str) -> str:
    """Take the markup and the entities out of a title, also where they are escaped twice.

    Args:
        markup: The title as a feed or a page gives it.

    Returns:
        One line of plain text, "" where nothing is left.
    """
    text = markup[: 4 * MAX_TITLE_CHARS]
    for _ in range(2):
        text = html.unescape(_TAG.sub("", text))
    return " ".join(clean(text).split())[:MAX_TITLE_CHARS].strip()


def without_outlet(title: str, names: Iterable[str]) -> str:
    """Cut the publisher's name off the end (or the beginning) of a title.

    Args:
        title: A plain title such as "Talks held in Bishkek - Sample Agency".
        names: What the publisher is called: its names, its host.

    Returns:
        The title without it; the title itself where no part of it is such a name.
    """
    keys = {key for name in names if (key := title_key(name))}
    for _ in range(3):
        cuts = list(_SEPARATOR.finditer(title))
        if cuts and title_key(title[cuts[-1].end() :]) in keys:
            title = title[: cuts[-1].start()]
        elif cuts and title_key(title[: cuts[0].start()]) in keys:
            title = title[cuts[0].end() :]
        else:
            break
    return title.strip()


def title_key(text: str) -> str:
    """Reduce a title to its letters and digits, to compare two of them.

    Args:
        text: Any title or name.

    Returns:
        Its letters and digits in folded case.
    """
    return _LETTERS.sub("", text).casefold()
