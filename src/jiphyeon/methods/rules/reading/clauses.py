"""Reading clauses: their expression, citation and sentences."""

from __future__ import annotations

from jiphyeon.kernel import Place, Refused, Words, source
from jiphyeon.kernel.source import Block, Listing, Scalar
from jiphyeon.kernel.spelling import did_you_mean
from jiphyeon.methods.rules.judging.sentences import asks, slots
from jiphyeon.methods.rules.language.parser import parse
from jiphyeon.methods.rules.language.units import UnitsDiffer
from jiphyeon.methods.rules.model import tree
from jiphyeon.methods.rules.model.binding import parameters_in
from jiphyeon.methods.rules.model.moments import Judged
from jiphyeon.methods.rules.model.programme import Clause, Kind
from jiphyeon.methods.rules.model.tree import Comparison, Node, Type
from jiphyeon.methods.rules.reading.completeness import refuse_no_length
from jiphyeon.methods.rules.reading.names import Names
from jiphyeon.methods.rules.reading.shared import PackReader, placed

KINDS = [kind.value for kind in Kind]
CLAUSE_KEYS = frozenset(
    {
        "id",
        "kind",
        "judged",
        "judged_by",
        "expression",
        "citation",
        "verified",
        "note",
        "pass",
        "fail",
        "unknown",
        "role",
    }
)


def expression(one: Scalar, names: Names) -> Node:
    """Return the typed tree of a written expression; refusals name its file and line, whatever is wrong with it."""
    try:
        node = parse(one.text, names)
    except Refused as no:
        raise placed(no, Place(one.file, one.line)) from no
    try:
        names.units.of(node)
    except UnitsDiffer as why:
        one.stop("units_differ", "“{text}”: {why} cannot meet.", text=" ".join(one.text.split()), why=why)
    for inner in tree.walk(node) if "months_between" in one.text or "within" in one.text else ():
        if _is_term(inner):
            one.stop(
                "months_between_as_term",
                "A term written “months_between(x, as_of) < n” ends a day early, for its first day does not count "
                "(민법 제157조): write “as_of within n months after x”.",
            )
        if isinstance(inner, tree.Within):
            refuse_no_length(inner, names.parameters)
    return node


def _is_term(node: Node) -> bool:
    """Return whether a count of months is held below something: a term to do something in."""
    if not isinstance(node, tree.Compare):
        return False
    side = node.left if node.how in {Comparison.LESS, Comparison.AT_MOST} else node.right
    return isinstance(side, tree.MonthsBetween) and node.how not in {Comparison.SAME, Comparison.OTHER}


class ClauseReader:
    """Reads the clauses of one programme."""

    def __init__(self, desk: PackReader) -> None:
        self.desk = desk

    def add_clause(self, one: Scalar | Listing | Block, blocks: dict[str, Block], changing: bool) -> None:  # noqa: FBT001
        if not isinstance(one, Block):
            one.stop("not_a_block", "A clause must be a block of keys.")
        name = source.text_of(one.scalar("id", "a clause"))
        if name in blocks:
            if not changing:
                one.stop("repeated_clause", "There are two clauses called {id!r}.", id=name)
            one = Block({**blocks[name].entries, **one.entries}, one.file, one.line)
        blocks[name] = one

    def clause(self, name: str, entry: Block, names: Names) -> Clause:
        what = f"clause {name}"
        entry.only(
            CLAUSE_KEYS,
            what.capitalize(),
        )
        kind = Kind(source.choice_of(entry.scalar("kind", what), KINDS, "kind"))
        judged = self.judged(entry, what)
        citation = self.desk.citation(entry, what)
        node, text = None, ""
        if kind is Kind.CLAIM and "expression" in entry:
            entry.stop(
                "claim_without_expression",
                "{what}: a claim is judged over all claimants (“per”, “claimants”); it has no expression.",
                key="expression",
                what=what,
            )
        if kind is Kind.CLAIM and judged is not Judged.APPLICATION:
            entry.stop(
                "claim_at_application",
                "{what}: who of several has a claim is judged once, at the application; write “judged: application”.",
                key="judged",
                what=what,
            )
        if "expression" in entry or kind not in {Kind.DISCRETION, Kind.CLAIM}:
            one = entry.scalar("expression", what)
            node, text = expression(one, names), " ".join(one.text.split())
            wanted = Type.WON if kind is Kind.AMOUNT else Type.BOOLEAN
            if node.type is not wanted:
                one.stop(
                    "clause_type",
                    "{what} must come to {wanted}, not {found}{hint}.",
                    what=what,
                    wanted="whole won" if kind is Kind.AMOUNT else "a yes/no",
                    found=node.type.value,
                    hint="; round it: floor(…, 10)" if node.type is Type.EXACT_WON else "",
                )
        if (kind is Kind.DISCRETION) != ("role" in entry):
            entry.stop(
                "role_and_discretion",
                "{what}: discretion names the role that decides; nothing else does.",
                what=what,
            )
        unknown = self.sentence(entry, "unknown", names, what)
        need_fail = kind in {Kind.GATE, Kind.EXCLUSION, Kind.CLAIM}
        need_pass = kind is not Kind.DISCRETION or node is not None
        return Clause(
            id=name,
            kind=kind,
            judged=judged,
            expression=node,
            text=text,
            citation=citation,
            verified=source.truth_of(entry.scalar("verified", what))
            if "verified" in entry
            else citation.verified,
            passes=self.sentence(entry, "pass", names, what) if need_pass else unknown,
            fails=self.sentence(entry, "fail", names, what) if need_fail else unknown,
            unknown=unknown,
            role=self.desk.words_or_none(entry, "role", what),
            note=self.desk.words_or_none(entry, "note", what),
            judged_by=self.desk.citation_of(entry.entries["judged_by"], what)
            if "judged_by" in entry
            else None,
            line=entry.line,
            parameters=parameters_in(node) if node is not None else frozenset(),
        )

    def judged(self, entry: Block, what: str) -> Judged:
        if "judged" not in entry:
            entry.stop(
                "judged_missing",
                "{what} does not say when it is judged: write “judged: application”, “payment” or “always”.",
                what=what,
            )
        return Judged(source.choice_of(entry.scalar("judged", what), list(Judged), "judged"))

    def sentence(self, entry: Block, key: str, names: Names, what: str) -> Words:
        words = self.desk.words(entry, key, what)
        for language in ("ko", "en"):
            if asked := asks(words.said(language), language):
                entry.stop(
                    "clause_asks",
                    "“{asked}” asks; a clause states its condition (what to ask stands with the fact, in facts.yaml).",
                    key=key,
                    asked=asked,
                )
        for template in (words.ko, words.en):
            try:
                used = slots(template)
            except ValueError as why:
                entry.stop("broken_slot", "“{template}”: {why}.", key=key, template=template, why=why)
            for name in used:
                if names.name(name, of_member=False) is None:
                    entry.stop(
                        "unknown_slot",
                        "“{template}” speaks of {name!r}, which nobody knows{hint}",
                        key=key,
                        template=template,
                        name=name,
                        hint=did_you_mean(name, names.names()),
                    )
        return words
