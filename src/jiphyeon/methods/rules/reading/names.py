"""What a name in an expression stands for: a fact, told or worked out, a parameter, a programme's own value."""

from __future__ import annotations

from collections.abc import Mapping

from jiphyeon.kernel import Place, Refused
from jiphyeon.methods.rules.language.parser import NamedNode, parse
from jiphyeon.methods.rules.language.units import Units, UnitsDiffer
from jiphyeon.methods.rules.model import tree
from jiphyeon.methods.rules.model.parameters import Parameters
from jiphyeon.methods.rules.model.tree import Node, Rows, Type
from jiphyeon.methods.rules.model.vocabulary import Entity, Fact, Vocabulary
from jiphyeon.methods.rules.reading.shared import placed


class Derivations:
    """The facts with how they are worked out, each read once; refuses circles."""

    def __init__(self, facts: Vocabulary, parameters: Parameters, places: Mapping[str, Place]) -> None:
        self.facts = facts
        self.parameters = parameters
        self.places = places
        self.derived: dict[tuple[str, bool], Node] = {}
        self.extents: dict[int, tuple[int, int]] = {}
        self.deriving: list[str] = []
        self.units = Units(facts, parameters)
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

    def extent(self, node: Node) -> tuple[int, int]:
        """Return how deep and large a name's expression is; measured once, as it is kept for good."""
        found = self.extents.get(id(node))
        if found is None:
            found = self.extents[id(node)] = tree.extent(node)
        return found

    def derivation(self, fact: Fact, *, of_member: bool) -> Node:
        place = self.places[fact.name]
        if fact.name in self.deriving:
            circle = " → ".join([*self.deriving[self.deriving.index(fact.name) :], fact.name])
            raise Refused(
                "circle",
                ko="이 사실들은 서로를 써서 계산됩니다: {circle}. 하나는 다른 것 없이 적어 주세요.",
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
        try:
            self.units.of(inner)
        except UnitsDiffer as why:
            raise Refused(
                "units_differ",
                ko="‘{name}’: 단위가 서로 맞지 않습니다({why}).",
                en="{name}: {why} cannot meet.",
                place=place,
                name=fact.name,
                why=why,
            ) from None
        if inner.type is not fact.type and not (
            isinstance(inner, tree.Constant) and inner.type is Type.INTEGER
        ):
            raise Refused(
                "derived_type",
                ko="‘{name}’은(는) {declared}라고 했는데 계산하면 {found}입니다. type을 맞춰 주세요.",
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
        self.units = Units(self.facts, parameters)

    def name(self, name: str, *, of_member: bool) -> NamedNode | None:
        fact = self.facts.get(name)
        if fact is not None:
            node = self.derivations.fact_node(fact, of_member=of_member)
            if not fact.worked_out:
                return NamedNode(node, tuple(fact.options))
            return NamedNode(node, tuple(fact.options), *self.derivations.extent(node))
        if name in self.values:
            value = self.values[name]
            deep, parts = self.derivations.extent(value)
            return NamedNode(tree.Named(name, value, value.type), (), deep + 1, parts + 1)
        parameter = self.parameters.get(name)
        if parameter is not None and parameter.shape == "scalar":
            return NamedNode(tree.ParameterRef(name, parameter.type))
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

    def name(self, name: str, *, of_member: bool) -> NamedNode | None:
        return self.names_of.name(name, of_member=of_member or self.of_member)

    def table(self, name: str) -> tuple[str, Type, Type, tuple[str, ...]] | None:
        return self.names_of.table(name)

    def names(self) -> list[str]:
        return self.names_of.names()
