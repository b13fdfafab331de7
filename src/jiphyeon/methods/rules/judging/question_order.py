"""Which unknown facts can still decide, and in which order to ask them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from jiphyeon.methods.rules.judging.closures.choices import fixed
from jiphyeon.methods.rules.judging.fact_access import FactValues
from jiphyeon.methods.rules.judging.interpreter import MOST_KEPT, Interpreter
from jiphyeon.methods.rules.judging.ranges import Range, ends
from jiphyeon.methods.rules.model import tree
from jiphyeon.methods.rules.model.tree import Node
from jiphyeon.methods.rules.model.vocabulary import AS_OF, MEMBERS, Entity, Vocabulary

# One settled clause, in parts that every small number of facts divides.
WHOLE = 720_720_000
Gather = Callable[[FactValues, FactValues, set[str]], None]


def unsettled(value: Any) -> bool:
    """Return whether an answer still depends on something nobody told."""
    return value is None or value.__class__ is Range


class QuestionFinder:
    """Makes, for a bound expression, the closure that names the unknown facts its value still hangs on.

    A fact that no longer matters (the other branch of a settled `if`, a part of `least` that is already too large) is
    not named, and telling a fact never adds another: so the number of names bounds the questions to come.
    """

    def __init__(self, interpreter: Interpreter) -> None:
        self.interpreter = interpreter
        self.facts: Vocabulary = interpreter.facts
        self.made: dict[Node, Gather] = {}

    def make(self, node: Node) -> Gather:
        """Return the closure; it adds to the given set, and nothing where the node's value is settled."""
        found = self.made.get(node)
        if found is None:
            if len(self.made) > MOST_KEPT:
                self.made.clear()
            found = self.made[node] = self._made(node)
        return found

    def _made(self, node: Node) -> Gather:
        if isinstance(node, tree.Constant | tree.AsOf) or hopeless(node):
            return nothing_to_ask
        if isinstance(node, tree.Named):
            return self.make(node.value)
        if isinstance(node, tree.Least | tree.Greatest) or (
            isinstance(node, tree.FactRef) and node.derived is None
        ):
            # These find out by themselves whether they are settled, and name nothing then.
            return self.inner(node)
        closure, inner = self.interpreter.make(node), self.inner(node)

        def gather(own: FactValues, who: FactValues, found: set[str]) -> None:
            if unsettled(closure(own, who)):
                inner(own, who, found)

        return gather

    def inner(self, node: Node) -> Gather:
        """Return the closure for a node whose value the caller already knows to be unsettled."""
        if hopeless(node):
            return nothing_to_ask
        if isinstance(node, tree.FactRef):
            return self._fact(node)
        if isinstance(node, tree.If):
            return self._if(node)
        if isinstance(node, tree.Least | tree.Greatest):
            return self._extreme(node)
        if isinstance(node, tree.SumOver | tree.CountOver | tree.AnyOver | tree.AllOver):
            return self._household(node.value if isinstance(node, tree.SumOver) else node.condition)
        return self._parts(node)

    def _parts(self, node: Node) -> Gather:
        hanging = [part for part in tree.children(node) if not isinstance(part, tree.Constant | tree.AsOf)]
        if len(hanging) == 1:
            # What hangs on one thing alone is open only while that thing is.
            return self.inner(hanging[0])
        parts = tuple(self.make(part) for part in hanging)

        def every(own: FactValues, who: FactValues, found: set[str]) -> None:
            for part in parts:
                part(own, who, found)

        return every

    def _fact(self, node: tree.FactRef) -> Gather:
        fact, name = self.facts[node.name], node.name
        if not fact.askable:
            return self.make(node.derived) if node.derived is not None else nothing_to_ask
        of_member = node.of_member and fact.entity is Entity.PERSON
        if node.derived is not None:
            closure = self.interpreter.make(node)

            def ask_unless_worked_out(own: FactValues, who: FactValues, found: set[str]) -> None:
                if unsettled(closure(own, who)):
                    found.add(MEMBERS if of_member and who is not own else name)

            return ask_unless_worked_out

        def ask(own: FactValues, who: FactValues, found: set[str]) -> None:
            if not of_member or who is own:
                if name not in own:
                    found.add(name)
            elif name not in who:
                found.add(MEMBERS)

        return ask

    def _if(self, node: tree.If) -> Gather:
        if fixed(node.then) is not None and fixed(node.otherwise) is not None:
            return self.make(node.condition)
        which = self.interpreter.make(node.condition)
        condition, then, otherwise = (self.make(one) for one in (node.condition, node.then, node.otherwise))

        def branches(own: FactValues, who: FactValues, found: set[str]) -> None:
            taken = which(own, who)
            condition(own, who, found)
            if taken is not False:
                then(own, who, found)
            if taken is not True:
                otherwise(own, who, found)

        return branches

    def _extreme(self, node: tree.Least | tree.Greatest) -> Gather:
        parts = tuple((self.interpreter.make(part), self.make(part)) for part in node.parts)
        smallest = isinstance(node, tree.Least)

        def those_that_can_win(own: FactValues, who: FactValues, found: set[str]) -> None:
            bounds = [ends(closure(own, who)) for closure, _ in parts]
            if smallest:
                mark = min((high for _, high in bounds if high is not None), default=None)
                beaten = [mark is not None and low is not None and low >= mark for low, _ in bounds]
            else:
                mark = max((low for low, _ in bounds if low is not None), default=None)
                beaten = [mark is not None and high is not None and high <= mark for _, high in bounds]
            for (_, gather), lost in zip(parts, beaten, strict=True):
                if not lost:
                    gather(own, who, found)

        return those_that_can_win

    def _household(self, inner: Node) -> Gather:
        closure, gather = self.interpreter.make(inner), self.make(inner)
        size, unlisted = self.interpreter.size_fact, self.interpreter.unlisted

        def members(own: FactValues, _who: FactValues, found: set[str]) -> None:
            gather(own, own, found)
            for member in own.get(MEMBERS, ()):
                gather(own, member, found)
            _, most = unlisted(own)
            if most != 0:
                found.add(MEMBERS)
                if size and size not in own:
                    found.add(size)
                nobody = {AS_OF: own[AS_OF]}
                if not unsettled(closure(own, nobody)):
                    return
                gather(own, nobody, found)

        return members


_NO_WAY_OUT = (
    tree.Named,
    tree.Compare,
    tree.Between,
    tree.Within,
    tree.OneOf,
    tree.Not,
    tree.Add,
    tree.Subtract,
    tree.Divide,
    tree.Round,
)


def hopeless(node: Node) -> bool:
    """Return whether a value of the law that nobody knows yet keeps the expression open, whatever is told."""
    if isinstance(node, tree.NotKnown):
        return True
    return isinstance(node, _NO_WAY_OUT) and any(hopeless(part) for part in tree.children(node))


def nothing_to_ask(_own: FactValues, _who: FactValues, _found: set[str]) -> None:
    """Name no fact."""


def in_order(open_clauses: Iterable[set[str]], facts: Vocabulary) -> list[str]:
    """Return the facts by what each can still decide, divided by the cost of asking it; names settle ties.

    A clause that hangs on n facts gives each of them 1/n: one answer settles a clause that hangs on nothing else.
    """
    worth: dict[str, int] = {}
    for names in open_clauses:
        share = WHOLE // max(len(names), 1)
        for name in names:
            worth[name] = worth.get(name, 0) + share
    costs = facts.costs
    return [name for _, name in sorted([(-part // costs[name], name) for name, part in worth.items()])]
