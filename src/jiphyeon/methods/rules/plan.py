"""A version made ready to walk: parameters put in, closures made, once for all days between two changes."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

from jiphyeon.methods.rules import tree
from jiphyeon.methods.rules.asking import Asker, Gather
from jiphyeon.methods.rules.binding import bind, days_of_change, facts_in, parameters_in
from jiphyeon.methods.rules.parameters import Dated
from jiphyeon.methods.rules.programme import Clause, Kind, Version
from jiphyeon.methods.rules.tree import Node
from jiphyeon.methods.rules.walking import Walk, Walker


@dataclass(frozen=True, slots=True)
class Part:
    """A clause made ready for a stretch of days."""

    clause: Clause
    node: Node | None
    walk: Walk
    facts: tuple[str, ...]
    parameters: tuple[str, ...]


class Plan:
    """A version made ready for the days between two changes of its parameters."""

    def __init__(self, version: Version, day: date) -> None:
        self.version = version
        self.walker = Walker(version.facts)
        self.dated: dict[str, Dated] = {}
        self.parts: list[Part] = []
        self.amount: Part | None = None
        for clause in version.clauses:
            part = self._part(clause, day)
            if clause.kind is Kind.AMOUNT:
                self.amount = part
            else:
                self.parts.append(part)
        self._gathers: dict[str, Gather] = {}
        self._values: dict[str, Walk] = {}
        self.day = day

    def _part(self, clause: Clause, day: date) -> Part:
        if clause.expression is None:
            return Part(clause, None, _always_unknown, (), ())
        node = self.bound(clause.expression, day)
        names = tuple(sorted(parameters_in(clause.expression)))
        return Part(clause, node, self.walker.make(node), facts_in(clause.expression), names)

    def bound(self, node: Node, day: date) -> Node:
        """Return an expression with the values of this stretch of days."""
        for name in parameters_in(node):
            if name not in self.dated:
                self.dated[name] = self.version.parameters[name].on(day, self.version.known_on)
        return bind(node, self.dated)

    def gather(self, part: Part) -> Gather:
        """Return the closure that names what the clause still hangs on."""
        found = self._gathers.get(part.clause.id)
        if found is None:
            assert part.node is not None
            found = self._gathers[part.clause.id] = Asker(self.walker).make(part.node)
        return found

    def value_of(self, name: str) -> Walk:
        """Return the closure of a fact or named value, for a sentence."""
        found = self._values.get(name)
        if found is None:
            found = self._values[name] = self.walker.make(self._node_of(name))
        return found

    def _node_of(self, name: str) -> Node:
        if name in self.version.values:
            return self.bound(self.version.values[name], self.day)
        for part in (*self.parts, *([self.amount] if self.amount else [])):
            for node in tree.walk(part.node) if part.node is not None else ():
                if isinstance(node, tree.FactRef) and node.name == name and not node.of_member:
                    return node
        return tree.FactRef(name, self.version.facts[name].type)


def _always_unknown(_own: object, _who: object) -> None:
    return None


def plan_for(version: Version, day: date) -> Plan:
    """Return the version's plan for `day`, made once for all days between two changes of its parameters."""
    plans = version.plans
    days = plans.get("days")
    if days is None:
        expressions = [one.expression for one in version.clauses if one.expression is not None]
        names = frozenset().union(*(parameters_in(one) for one in (*expressions, *version.values.values())))
        days = plans["days"] = days_of_change(names, version.parameters, version.known_on)
    stretch = bisect_right(days, day)
    plan: Plan | None = plans.get(stretch)
    if plan is None:
        plan = plans[stretch] = Plan(version, day)
    return plan
