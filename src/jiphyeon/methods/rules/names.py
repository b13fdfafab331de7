"""What a name in an expression stands for: a fact, told or worked out, a parameter, a programme's own value."""

from __future__ import annotations

from collections.abc import Mapping

from jiphyeon.kernel import Place, Refused
from jiphyeon.methods.rules import tree
from jiphyeon.methods.rules.notation import Known, parse
from jiphyeon.methods.rules.parameters import Parameters
from jiphyeon.methods.rules.reading import placed
from jiphyeon.methods.rules.tree import Node, Rows, Type
from jiphyeon.methods.rules.vocabulary import Entity, Fact, Vocabulary


class Derivations:
    """The facts with how they are worked out, each read once; refuses circles."""

    def __init__(self, facts: Vocabulary, parameters: Parameters, places: Mapping[str, Place]) -> None:
        self.facts = facts
        self.parameters = parameters
        self.places = places
        self.derived: dict[tuple[str, bool], Node] = {}
        self.deriving: list[str] = []
        for fact in facts.values():
            self.fact_node(fact, of_member=False)

    def fact_node(self, fact: Fact, *, of_member: bool) -> Node:
        """Return the reference to a fact, its derivation read once for the applicant and once for a member."""
        member = of_member and fact.entity is Entity.PERSON
        if not fact.worked_out:
            return tree.FactRef(fact.name, fact.type, member)
        known = self.derived.get((fact.name, member))
        if known is None:
            known = self.derivation(fact, of_member=member)
            self.derived[fact.name, member] = known
        return known

    def derivation(self, fact: Fact, *, of_member: bool) -> Node:
        place = self.places[fact.name]
        if fact.name in self.deriving:
            circle = " → ".join([*self.deriving[self.deriving.index(fact.name) :], fact.name])
            raise Refused(
                "circle",
                en="These facts are worked out from one another: {circle}.",
                place=place,
                circle=circle,
            )
        self.deriving.append(fact.name)
        try:
            inner = parse(fact.worked_out, _Within(Names(self, self.parameters), of_member=of_member))
        except Refused as no:
            raise placed(no, place) from no
        finally:
            self.deriving.pop()
        if inner.type is not fact.type and not (
            isinstance(inner, tree.Constant) and inner.type is Type.INTEGER
        ):
            raise Refused(
                "derived_type",
                en="{name} is {declared}, but is worked out as {found}.",
                place=place,
                name=fact.name,
                declared=fact.type.value,
                found=inner.type.value,
            )
        return tree.FactRef(fact.name, fact.type, of_member, inner)


class Names:
    """The names an expression may use: facts, parameters, and the programme's own values."""

    def __init__(self, derivations: Derivations, parameters: Parameters) -> None:
        self.derivations = derivations
        self.facts = derivations.facts
        self.parameters = parameters
        self.values: dict[str, Node] = {}

    def name(self, name: str, *, of_member: bool) -> Known | None:
        fact = self.facts.get(name)
        if fact is not None:
            return Known(self.derivations.fact_node(fact, of_member=of_member), tuple(fact.options))
        if name in self.values:
            value = self.values[name]
            return Known(tree.Named(name, value, value.type))
        parameter = self.parameters.get(name)
        if parameter is not None and parameter.shape == "scalar":
            return Known(tree.ParameterRef(name, parameter.type))
        return None

    def table(self, name: str) -> tuple[str, Type, Type, tuple[str, ...]] | None:
        parameter = self.parameters.get(name)
        if parameter is None or parameter.shape == "scalar":
            return None
        rows = parameter.values[0].content
        keys = tuple(str(key) for key in rows.rows) if isinstance(rows, Rows) else ()
        return parameter.shape, parameter.key_type, parameter.type, keys

    def names(self) -> list[str]:
        return [*self.facts, *self.values, *self.parameters]


class _Within:
    """The same names, read for a member of the household."""

    def __init__(self, names: Names, *, of_member: bool) -> None:
        self.names_of = names
        self.of_member = of_member

    def name(self, name: str, *, of_member: bool) -> Known | None:
        return self.names_of.name(name, of_member=of_member or self.of_member)

    def table(self, name: str) -> tuple[str, Type, Type, tuple[str, ...]] | None:
        return self.names_of.table(name)

    def names(self) -> list[str]:
        return self.names_of.names()
