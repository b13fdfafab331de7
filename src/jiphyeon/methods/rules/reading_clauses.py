"""Reading clauses: their expression, citation and sentences."""

from __future__ import annotations

from jiphyeon.kernel import Place, Refused, Words
from jiphyeon.methods.rules import source
from jiphyeon.methods.rules.binding import parameters_in
from jiphyeon.methods.rules.names import Names
from jiphyeon.methods.rules.notation import parse
from jiphyeon.methods.rules.programme import Clause, Kind
from jiphyeon.methods.rules.reading import Desk, placed
from jiphyeon.methods.rules.sentences import slots
from jiphyeon.methods.rules.source import Block, Listing, Scalar
from jiphyeon.methods.rules.spelling import did_you_mean
from jiphyeon.methods.rules.tree import Node, Type

KINDS = [kind.value for kind in Kind]
CLAUSE_KEYS = frozenset(
    {"id", "kind", "expression", "citation", "verified", "note", "pass", "fail", "unknown", "role"}
)


def expression(one: Scalar, names: Names) -> Node:
    """Return the typed tree of a written expression; refusals name its file and line."""
    try:
        return parse(one.text, names)
    except Refused as no:
        raise placed(no, Place(one.file, one.line)) from no


class ClauseReader:
    """Reads the clauses of one programme."""

    def __init__(self, desk: Desk) -> None:
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
        citation = self.desk.citation(entry, what)
        node, text = None, ""
        if "expression" in entry or kind is not Kind.DISCRETION:
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
        need_fail = kind in {Kind.GATE, Kind.EXCLUSION}
        need_pass = kind is not Kind.DISCRETION or node is not None
        return Clause(
            id=name,
            kind=kind,
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
            line=entry.line,
            parameters=parameters_in(node) if node is not None else frozenset(),
        )

    def sentence(self, entry: Block, key: str, names: Names, what: str) -> Words:
        words = self.desk.words(entry, key, what)
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
