"""Only what a programme's rules read is asked for and fetched; the whole of it, and nothing beside."""

from datetime import timedelta

import pytest

from jiphyeon.contexts.programmes.queries import rulebook
from jiphyeon.methods.rules import tree

pytestmark = pytest.mark.django_db


def read_in(version, node, found):
    """Add the facts that an expression reads, as a person or a holder tells them."""
    if isinstance(node, tree.FactRef | tree.Named):
        fact = version.facts.get(node.name)
        if fact is not None and fact.askable:
            found.add(node.name)
            return
    inner = version.values.get(node.name) if isinstance(node, tree.Named) else None
    derived = node.derived if isinstance(node, tree.FactRef) else None
    for part in (*tree.children(node), inner, derived):
        if part is not None:
            read_in(version, part, found)


def versions():
    """Yield every version of every programme with a day on which it is in force."""
    for key in rulebook.offered():
        for version in rulebook.programme(key).versions:
            first, last = version.effective.first, version.effective.last
            yield key, version, (last or first + timedelta(days=300))


def test_what_is_asked_is_what_the_rules_read():
    differ = {}
    for key, version, day in versions():
        read = set()
        for clause in version.clauses:
            if clause.expression is not None:
                read_in(version, clause.expression, read)
        fetched = {name for names in rulebook.items_for(key, day).values() for name in names}
        asked = {name for name in rulebook.facts_of(version) if version.facts[name].source == "form"}
        if fetched | asked != read:
            differ[key, version.name] = (fetched | asked) ^ read

    assert differ == {}
