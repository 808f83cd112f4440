"""Text in Lucene syntax -> query records; the only module that knows luqum.

A blank means AND, and AND binds tighter than OR, NOT tighter than both: ``a b OR c`` is
``(a AND b) OR c``. ``+a`` is ``a``, ``-a`` is ``NOT a``; beside an OR both need parentheses,
because people read them in two ways there. A backslash protects the character after it.
"""

from __future__ import annotations

import functools
import itertools
import re
import threading
from collections.abc import Callable, Collection, Iterable
from importlib import import_module
from types import ModuleType
from typing import Any, TypeAlias

from monitor.errors import QueryError
from monitor.query.nodes import And, FieldName, Not, Or, Query, Scope
from monitor.query.scan import DEPTH_MAX, check_text, shown, too_deep, wrong
from monitor.query.terms import (
    FIELDS,
    Vocabulary,
    Written,
    field_leaf,
    text_leaf,
    unknown_field,
)


def _quietly_loaded() -> ModuleType:
    # Python 3.13 strips the indent of docstrings, so the tables that luqum ships no longer fit
    # its grammar: ply would then build them anew, write them and a report beside the installed
    # package, and talk to stderr. Built in memory they cost 20 ms, once.
    yacc = import_module("ply.yacc")
    noisy = yacc.yacc
    yacc.yacc = functools.partial(  # type: ignore[attr-defined]
        noisy, debug=False, write_tables=False, errorlog=yacc.NullLogger()
    )
    try:
        return import_module("luqum.parser")
    finally:
        yacc.yacc = noisy  # type: ignore[attr-defined]


_luqum = _quietly_loaded()
_tree = import_module("luqum.tree")
_ParseError: type[ValueError] = import_module("luqum.exceptions").ParseError
# ply keeps the state of a parse in the parser it hands out, and there is one a process.
_one_at_a_time = threading.Lock()

_Scope: TypeAlias = Scope | FieldName
_PLACE_AT_END = re.compile(r"at position (\d+)!?\Z")


def parse_query(
    text: str,
    *,
    outlet_ids: Collection[str] | None = None,
    keyword_ids: Collection[str] | None = None,
    country_of: Callable[[str], str | None] | None = None,
) -> Query:
    """Read the text of a watch or of a search.

    Args:
        text: The query in Lucene syntax, default operator AND.
        outlet_ids: The outlets there are; None where they are not known and so not checked.
        keyword_ids: The keyword lists there are; None likewise.
        country_of: Gives the ISO 3166-1 alpha-3 code of a country's name, None for no country.

    Returns:
        The query; equal texts give equal queries.

    Raises:
        QueryError: Where the text cannot be read, or means less or more than its author may
            think; with the column and what to write instead.
    """
    check_text(text)
    vocabulary = Vocabulary(outlet_ids=outlet_ids, keyword_ids=keyword_ids, country_of=country_of)
    reader = _Reader(vocabulary)
    query = reader.read(_parsed(text), "any", 0)
    if not _is_anchored(query, True):
        hint = "add a word, phrase or field that the article must have"
        raise wrong("matches nearly everything: NOT stands alone", reader.first_denial, hint)
    return query


def _parsed(text: str) -> Any:
    try:
        with _one_at_a_time:
            return _luqum.parser.parse(text, lexer=_luqum.lexer.clone())
    except _ParseError as error:
        raise _explained(text, error) from None


def _explained(text: str, error: ValueError) -> QueryError:
    found = _PLACE_AT_END.search(str(error))
    if found is None:
        hint = "write a word after the last operator or field"
        return wrong("something is missing at the end", len(text.rstrip()), hint)
    place = int(found[1])
    piece = text[place:].split(maxsplit=1)[0]
    if piece.startswith((")", ":")):
        return wrong(f'"{piece[0]}" comes too early', place, "write a word before it")
    hint = f'an operator stands between two words; the word itself is "{piece}" in quotes'
    return wrong(f"{shown(piece)} cannot stand here", place, hint)


class _Reader:
    """One walk over the tree of one query."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._denials: list[int] = []

    @property
    def first_denial(self) -> int:
        """The offset of the first NOT, 0 where there is none."""
        return min(self._denials, default=0)

    def read(self, node: Any, scope: _Scope, depth: int) -> Query:
        """Turn a node and all below it into records."""
        if depth > DEPTH_MAX:
            raise too_deep(node.pos)
        if isinstance(node, _tree.BaseOperation):
            return self._operation(node, scope, depth)
        if isinstance(node, _tree.BaseGroup):
            return self.read(node.expr, scope, depth + 1)
        if isinstance(node, _tree.SearchField):
            return self._field(node, scope, depth)
        if isinstance(node, _tree.UnaryOperator):
            return self._unary(node, scope, depth)
        return self._leaf(node, scope)

    def _operation(self, node: Any, scope: _Scope, depth: int) -> Query:
        alternatives = _alternatives(node)
        if len(alternatives) > 1:
            _refuse_signs(itertools.chain.from_iterable(alternatives))
        return _joined(
            Or,
            [
                _joined(And, [self.read(each, scope, depth) for each in alternative])
                for alternative in alternatives
            ],
        )

    def _unary(self, node: Any, scope: _Scope, depth: int) -> Query:
        if isinstance(node, _tree.Plus):
            return self.read(node.a, scope, depth + 1)
        self._denials.append(node.pos)
        part = self.read(node.a, scope, depth + 1)
        return part.part if isinstance(part, Not) else Not(part=part)

    def _field(self, node: Any, scope: _Scope, depth: int) -> Query:
        name = node.name.lower()
        if name not in FIELDS:
            raise unknown_field(node.name, node.pos)
        if scope != "any":
            hint = f"close the parentheses of {scope}: before {name}:"
            raise wrong("a field stands inside a field", node.pos, hint)
        return self.read(node.expr, name, depth + 1)

    def _leaf(self, node: Any, scope: _Scope) -> Query:
        is_quoted = isinstance(node, _tree.Phrase)
        if not is_quoted and not isinstance(node, _tree.Word):
            raise wrong("this kind of search is not supported yet", node.pos)
        raw = node.value[1:-1] if is_quoted else node.value
        written = Written(raw=raw, place=node.pos, is_quoted=is_quoted)
        if scope == "any" or scope == "title":
            return text_leaf(written, scope)
        return field_leaf(written, scope, self._vocabulary)


def _alternatives(node: Any) -> list[list[Any]]:
    # luqum gives a blank now more, now less weight than AND and OR, by what follows it; read in
    # order, the operands and what joins them say the same whatever the shape of the tree.
    alternatives: list[list[Any]] = []
    waiting = [(True, node)]
    while waiting:
        begins_alternative, operand = waiting.pop()
        if isinstance(operand, _tree.BaseOperation):
            is_or = isinstance(operand, _tree.OrOperation)
            first, *others = operand.operands
            waiting.extend((is_or, each) for each in reversed(others))
            waiting.append((begins_alternative, first))
        elif begins_alternative:
            alternatives.append([operand])
        else:
            alternatives[-1].append(operand)
    return alternatives


def _refuse_signs(operands: Iterable[Any]) -> None:
    for operand in operands:
        if isinstance(operand, _tree.Plus | _tree.Prohibit):
            message = f'"{operand.op}" beside OR can be read in two ways'
            raise wrong(message, operand.pos, "put the OR in parentheses, as in (a OR b) -c")


def _joined(kind: type[And] | type[Or], parts: list[Query]) -> Query:
    if len(parts) == 1:
        return parts[0]
    flat: list[Query] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, kind) else (part,))
    return kind(parts=tuple(flat))


def _is_anchored(query: Query, is_asserted: bool) -> bool:
    # De Morgan: what is denied under a NOT joins the other way round.
    if isinstance(query, Not):
        return _is_anchored(query.part, not is_asserted)
    if isinstance(query, And | Or):
        enough = any if isinstance(query, And) == is_asserted else all
        return enough(_is_anchored(part, is_asserted) for part in query.parts)
    return is_asserted
