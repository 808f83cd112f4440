"""Telling running text from the menus and link lists that extraction falls back on."""

from __future__ import annotations

import re
from statistics import median

# A line as long as this is a paragraph whatever ends it; in 798 pages of the web no menu had one.
_PARAGRAPH_CHARS = 80
# Most lines of a menu are a word or two; the shortest article with broken lines had 41 characters.
_MENU_LINE_CHARS = 32
# The mark that extraction puts between the cells of a table: figures are no menu.
_CELL_MARK = " | "
_SENTENCE_END = re.compile(r"[.!?…։。！？।۔:;][\"'»”’)\]]?$")


def is_link_list(body: str, minimum_chars: int) -> bool:
    """Tell whether an extracted body is a menu, a list of links or of pictures.

    Args:
        body: The body, a paragraph a line.
        minimum_chars: How much running text makes an article.

    Returns:
        True where there is less than that in sentences and most lines are very short.
    """
    lines = body.splitlines()
    running = sum(len(line) for line in lines if _is_running(line))
    if running >= minimum_chars or not lines:
        return False
    return median(len(line) for line in lines) < _MENU_LINE_CHARS


def _is_running(line: str) -> bool:
    is_table_row = _CELL_MARK in line
    return is_table_row or len(line) >= _PARAGRAPH_CHARS or bool(_SENTENCE_END.search(line))
