"""The tree of a web page, built once and bounded, and the plain text in its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree, html

from monitor.read.encoding import clean

# The longest page of the corpus has 1.6 million characters, the one with most tags 10,000 of them.
# Extraction takes 0.2 ms a tag, more where thousands stand side by side: 30,000 are 7 seconds.
MAX_PAGE_CHARS = 6_000_000
MAX_TAGS = 30_000

# What lxml and the libraries above it are seen to raise on hostile trees; they document none of it.
TREE_FAULTS = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError),
    *(TypeError, ValueError, etree.LxmlError),
)

_PARSER = html.HTMLParser(
    encoding="utf-8",
    remove_comments=True,
    remove_pis=True,
    collect_ids=False,
    no_network=True,
    huge_tree=False,
)
_UNSEEN = ("script", "style", "noscript", "template", "svg", "iframe", "object", "head")
_BLOCKS = (
    *("address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption"),
    *("figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li"),
    *("main", "nav", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul"),
)
# libxml2 reads "<html lang=x />" as an empty document and loses what follows.
_CLOSED_ROOT = re.compile(r"(<html[^<>]{0,500}?)\s*/>", re.IGNORECASE)


def parse_page(text: str) -> html.HtmlElement | None:
    """Parse a page or a fragment, however broken, into one tree.

    Args:
        text: The decoded page.

    Returns:
        The root element, None where there is nothing to parse.
    """
    text = text[:MAX_PAGE_CHARS]
    if text.count("<") > MAX_TAGS:
        text = "<".join(text.split("<", MAX_TAGS)[:MAX_TAGS])
    start = _CLOSED_ROOT.sub(r"\1>", text[:5_000], count=1)
    source = (start + text[5_000:]).encode("utf-8", "ignore")
    if not source.strip():
        return None
    try:
        return html.document_fromstring(source, parser=_PARSER)
    except TREE_FAULTS:
        return None


def text_of(element: html.HtmlElement) -> str:
    """Take the text of an element as one line.

    Args:
        element: Any element of a page.

    Returns:
        Its text with white space folded, and a blank where one block ends and another begins.
    """
    pieces = (
        f" {text}" if text.getparent().tag in _BLOCKS else text
        for text in element.xpath(".//text()")
    )
    return " ".join(clean("".join(pieces)).split())


def lines_of(tree: html.HtmlElement) -> Iterator[str]:
    """Take the visible text of a tree, a line for each block; the tree is changed.

    Args:
        tree: A tree of one's own.

    Yields:
        The lines that are not blank, white space folded.
    """
    etree.strip_elements(tree, *_UNSEEN, with_tail=False)
    for element in tree.iter(*_BLOCKS):
        element.text = f"\n{element.text or ''}"
        element.tail = f"\n{element.tail or ''}"
    for line in clean(tree.text_content()).split("\n"):
        if folded := " ".join(line.split()):
            yield folded
