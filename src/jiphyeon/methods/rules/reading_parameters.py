"""Reading parameters.yaml, and the parameters of a programme's own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from jiphyeon.kernel import Place, Refused
from jiphyeon.methods.rules import source, tree
from jiphyeon.methods.rules.parameters import Content, Dated, Parameter, Parameters
from jiphyeon.methods.rules.reading import Desk
from jiphyeon.methods.rules.reading_facts import RESERVED
from jiphyeon.methods.rules.source import Block, Listing, Scalar
from jiphyeon.methods.rules.tree import Rows, Steps, Type
from jiphyeon.methods.rules.values import VALUE_OF, WRITABLE
from jiphyeon.methods.rules.vocabulary import Vocabulary


class ParameterReader:
    """Reads dated values, tables and brackets."""

    def __init__(self, desk: Desk, facts: Vocabulary) -> None:
        self.desk = desk
        self.facts = facts

    def parameters(self, block: Block, shared: Mapping[str, Parameter]) -> Parameters:
        """Return the block's parameters; a name that already means something is refused."""
        found = Parameters()
        for name, entry in block.entries.items():
            if name in self.facts or name in shared or name in RESERVED:
                entry_line = Place(entry.file, entry.line)
                raise Refused(
                    "name_taken", en="{name!r} already names something else.", place=entry_line, name=name
                )
            found[name] = self.parameter(name, entry)
        return found

    def parameter(self, name: str, entry: Scalar | Listing | Block) -> Parameter:
        what = f"parameter {name}"
        if not isinstance(entry, Block):
            entry.stop("not_a_block", "{what} must be a block of keys.", what=what)
        entry.only({"label", "type", "unit", "shape", "key", "values"}, what.capitalize())
        kind = Type(source.choice_of(entry.scalar("type", what), WRITABLE, "type"))
        shape: Any = "scalar"
        if "shape" in entry:
            shape = source.choice_of(entry.scalar("shape", what), ("scalar", "table", "bracket"), "shape")
        if shape != "scalar" and kind not in tree.NUMBERS:
            entry.stop(
                "table_of_numbers", "A {shape} holds numbers, not {kind}.", shape=shape, kind=kind.value
            )
        key_type = Type.INTEGER
        if shape != "scalar":
            kinds = ("integer", "choice") if shape == "table" else ("integer", "won", "fraction")
            key_type = Type(source.choice_of(entry.scalar("key", what), kinds, "key"))
        listed = entry.listing("values", what)
        values = tuple(self.dated(one, kind, shape, key_type, what) for one in listed.items)
        if not values:
            listed.stop("no_values", "{what} needs at least one value.", what=what)
        self.in_order(values, listed, what)
        label, unit = self.desk.words(entry, "label", what), self.desk.words_or_none(entry, "unit", what)
        return Parameter(name, label, kind, shape, values, unit, key_type)

    def in_order(self, values: tuple[Dated, ...], listed: Listing, what: str) -> None:
        seen: dict[tuple[date, date | None], int] = {}
        for one in values:
            if (one.first, one.recorded) in seen:
                raise Refused(
                    "two_values_one_day",
                    en="{what} has two values from {day}; the other is on line {other}.",
                    place=Place(listed.file, one.line),
                    what=what,
                    day=one.first,
                    other=seen[one.first, one.recorded],
                )
            seen[one.first, one.recorded] = one.line

    def dated(
        self, entry: Scalar | Listing | Block, kind: Type, shape: str, key_type: Type, what: str
    ) -> Dated:
        if not isinstance(entry, Block):
            entry.stop(
                "not_a_block", "A value of {what} must be a block with from, value, citation.", what=what
            )
        content_keys = {
            "scalar": {"value"},
            "table": {"rows", "beyond", "unverified_rows"},
            "bracket": {"steps"},
        }
        entry.only(
            {"from", "to", "recorded", "citation", "verified", "note", *content_keys[shape]},
            f"A value of {what}",
        )
        content: Content
        if shape == "scalar":
            content = VALUE_OF[kind](entry.scalar("value", f"a value of {what}"))
        elif shape == "table":
            content = self.rows(entry, kind, key_type, what)
        else:
            content = self.steps(entry, kind, key_type, what)
        citation = self.desk.citation(entry, f"a value of {what}")
        verified = (
            source.truth_of(entry.scalar("verified", what)) if "verified" in entry else citation.verified
        )
        unverified: frozenset[int | str] = frozenset()
        if "unverified_rows" in entry:
            marked = entry.listing("unverified_rows", what).items
            unverified = frozenset(self.key(one, key_type) for one in marked if isinstance(one, Scalar))
        return Dated(
            first=source.day_of(entry.scalar("from", f"a value of {what}")),
            content=content,
            citation=citation,
            verified=verified,
            last=source.day_of(entry.scalar("to", what)) if "to" in entry else None,
            recorded=source.day_of(entry.scalar("recorded", what)) if "recorded" in entry else None,
            note=self.desk.words_or_none(entry, "note", what),
            unverified_rows=unverified,
            line=entry.line,
        )

    def key(self, one: Scalar, key_type: Type) -> int | str:
        return source.whole_of(one) if key_type is Type.INTEGER else source.text_of(one)

    def rows(self, entry: Block, kind: Type, key_type: Type, what: str) -> Rows:
        block = entry.block("rows", what)
        found: dict[int | str, int | Fraction] = {}
        for written, value in block.entries.items():
            if not isinstance(value, Scalar):
                value.stop("not_one_value", "A row of {what} must be one value.", what=what)
            key = self.key(Scalar(written, value.file, value.line, quoted=False), key_type)
            found[key] = VALUE_OF[kind](value)
        whole = [one for one in found if isinstance(one, int)]
        if not found or (whole and sorted(whole) != list(range(min(whole), max(whole) + 1))):
            block.stop(
                "rows_with_gaps", "The rows of {what} must follow one another without a gap.", what=what
            )
        if "beyond" not in entry:
            return Rows(found)
        one = entry.scalar("beyond", what)
        if one.text == "last_difference" and len(whole) > 1:
            return Rows(found, found[max(whole)] - found[max(whole) - 1], last_difference=True)
        return Rows(found, VALUE_OF[kind](one))

    def steps(self, entry: Block, kind: Type, key_type: Type, what: str) -> Steps:
        found: list[tuple[Any, Any]] = []
        listed = entry.listing("steps", what)
        for one in listed.items:
            if not isinstance(one, Block):
                one.stop("not_a_block", "A step of {what} must be a block with up_to and value.", what=what)
            one.only({"up_to", "value"}, f"A step of {what}")
            end = VALUE_OF[key_type](one.scalar("up_to", what)) if "up_to" in one else None
            if found and (found[-1][0] is None or (end is not None and end <= found[-1][0])):
                one.stop(
                    "steps_out_of_order",
                    "The steps of {what} must rise; only the last has no end.",
                    what=what,
                )
            found.append((end, VALUE_OF[kind](one.scalar("value", what))))
        if not found:
            listed.stop("no_values", "{what} needs at least one step.", what=what)
        return Steps(tuple(found))
