"""Putting the day's values in the place of parameters, before anything walks or compiles a tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date
from typing import Any

from jiphyeon.methods.rules.model import tree
from jiphyeon.methods.rules.model.parameters import Dated, Parameters
from jiphyeon.methods.rules.model.tree import Node, Rows


def bind(node: Node, values: Mapping[str, Dated], not_known: AbstractSet[str] = frozenset()) -> Node:
    """Return the tree with every parameter replaced: constants for scalars, rows and steps for look-ups.

    Those in `not_known` become that: their value is not known for the day.
    """
    if isinstance(node, tree.ParameterRef | tree.TableValue | tree.BracketValue) and node.name in not_known:
        return tree.NotKnown(node.name, node.type)
    if isinstance(node, tree.ParameterRef):
        content: Any = values[node.name].content
        return tree.Constant(content, node.type)
    changes: dict[str, Any] = {}
    for name in tree.names_inside(node):
        inner = getattr(node, name)
        bound: Any = (
            tuple(bind(part, values, not_known) for part in inner)
            if name == "parts"
            else bind(inner, values, not_known)
        )
        if bound != inner:
            changes[name] = bound
    if isinstance(node, tree.TableValue | tree.BracketValue):
        content = values[node.name].content
        changes["rows" if isinstance(content, Rows) else "steps"] = content
    return replace(node, **changes) if changes else node


def parameters_in(node: Node) -> frozenset[str]:
    """Return the names of the parameters the tree speaks of."""
    named = (tree.ParameterRef, tree.TableValue, tree.BracketValue)
    return frozenset(one.name for one in tree.walk(node) if isinstance(one, named))


def facts_in(node: Node) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return each fact the tree speaks of, in reading order, with the facts it is worked out from where nobody told it."""
    found: dict[str, tuple[str, ...]] = {}
    for one in _spoken_of(node):
        inner = tuple(name for name, _ in facts_in(one.derived)) if one.derived is not None else ()
        found.setdefault(one.name, inner)
    return tuple(found.items())


def _spoken_of(node: Node) -> Iterator[tree.FactRef]:
    if isinstance(node, tree.FactRef):
        yield node
        return
    for inner in tree.children(node):
        yield from _spoken_of(inner)


def days_of_change(names: frozenset[str], parameters: Parameters, known_on: date | None) -> tuple[date, ...]:
    """Return the days on which any of the parameters takes another value, in order."""
    days = set()
    for name in names:
        for one in parameters[name].known(known_on):
            days.add(one.first)
            days.update(
                date.fromordinal(end.toordinal() + 1)
                for end in (one.last, one.known_until)
                if end is not None and end < date.max
            )
    return tuple(sorted(days))
