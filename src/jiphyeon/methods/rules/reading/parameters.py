"""Reading parameters.yaml, and the parameters of a programme's own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from jiphyeon.kernel import Citation, Place, Refused, Words, source
from jiphyeon.kernel.source import Block, Listing, Scalar
from jiphyeon.methods.rules.model import tree
from jiphyeon.methods.rules.model.parameters import Content, Dated, Parameter, Parameters
from jiphyeon.methods.rules.model.tree import Rows, Steps, Type
from jiphyeon.methods.rules.model.values import VALUE_OF, read_value, type_and_unit
from jiphyeon.methods.rules.model.vocabulary import Vocabulary
from jiphyeon.methods.rules.reading.facts import RESERVED
from jiphyeon.methods.rules.reading.shared import PackReader

# A value that stands until the law changes it.
OPEN = "open"


class Measure(NamedTuple):
    """What all values of a parameter share: how they are written, and until when they are known where they do not say."""

    kind: Type
    unit: Words | None
    known_until: date | None
    known_until_by: Citation | None

    def read(self, one: Scalar) -> Any:
        """Return a written value."""
        return read_value(one, self.kind, self.unit)


class ParameterReader:
    """Reads dated values, tables and brackets."""

    def __init__(self, desk: PackReader, facts: Vocabulary) -> None:
        self.desk = desk
        self.facts = facts

    def parameters(self, block: Block, shared: Mapping[str, Parameter]) -> Parameters:
        """Return the block's parameters; a name that already means something is refused."""
        found = Parameters()
        for name, entry in block.entries.items():
            if name in self.facts or name in shared or name in RESERVED:
                entry_line = Place(entry.file, entry.line)
                raise Refused(
                    "name_taken",
                    ko="‘{name}’은(는) 이미 다른 것의 이름입니다. 다른 이름으로 적어 주세요.",
                    en="{name!r} already names something else.",
                    place=entry_line,
                    name=name,
                )
            found[name] = self.parameter(name, entry)
        return found

    def parameter(self, name: str, entry: Scalar | Listing | Block) -> Parameter:
        what = f"parameter {name}"
        if not isinstance(entry, Block):
            entry.stop(
                "not_a_block", "{what} must be a block of keys.", "키와 값의 묶음으로 적어 주세요.", what=what
            )
        entry.only(
            {"label", "type", "unit", "shape", "key", "known_until", "known_until_by", "values"},
            what.capitalize(),
        )
        kind, unit = type_and_unit(entry, what, self.desk.words_or_none(entry, "unit", what))
        shape: Any = "scalar"
        if "shape" in entry:
            shape = source.choice_of(entry.scalar("shape", what), ("scalar", "table", "bracket"), "shape")
        if shape != "scalar" and kind not in tree.NUMBERS:
            entry.stop(
                "table_of_numbers",
                "A {shape} holds numbers, not {kind}.",
                "{shape}에는 수만 적습니다. 지금은 {kind}입니다.",
                shape=shape,
                kind=kind.value,
            )
        key_type = Type.INTEGER
        if shape != "scalar":
            kinds = ("integer", "choice") if shape == "table" else ("integer", "won", "fraction")
            key_type = Type(source.choice_of(entry.scalar("key", what), kinds, "key"))
        listed = entry.listing("values", what)
        measured = Measure(kind, unit, self.known_until(entry, what, None), self.until_by(entry, what, None))
        values = tuple(self.dated(one, measured, shape, key_type, what) for one in listed.items)
        if not values:
            listed.stop(
                "no_values",
                "{what} needs at least one value.",
                "값이 하나 이상 있어야 합니다. 적어 주세요.",
                what=what,
            )
        self.in_order(values, what)
        self.says_until(values, entry, listed, what)
        self.known_when_in_force(values, what)
        return Parameter(name, self.desk.words(entry, "label", what), kind, shape, values, unit, key_type)

    def in_order(self, values: tuple[Dated, ...], what: str) -> None:
        seen: dict[tuple[date, date | None], Place | None] = {}
        for one in values:
            other = seen.get((one.first, one.recorded))
            if other is not None:
                raise Refused(
                    "two_values_one_day",
                    ko="{day}부터의 값이 둘입니다. 다른 하나는 {other}번째 줄에 있습니다. 하나만 남겨 주세요.",
                    en="{what} has two values from {day}; the other is on line {other}.",
                    place=one.place,
                    what=what,
                    day=one.first,
                    other=other.line,
                )
            seen[one.first, one.recorded] = one.place

    def says_until(self, values: tuple[Dated, ...], entry: Block, listed: Listing, what: str) -> None:
        """Refuse a parameter that does not say until when its last value is known: it would hold for ever, unsaid."""
        if "known_until" in entry:
            return
        own = listed.items[max(range(len(values)), key=lambda place: values[place].first)]
        if isinstance(own, Block) and "known_until" not in own and "to" not in own:
            own.stop(
                "known_until_missing",
                "{what} does not say until when its last value is known: write “known_until: 2026-12-31”, or "
                "“known_until: open” where it stands until the law changes it.",
                "마지막 값이 언제까지 알려진 것인지 적혀 있지 않습니다. ‘known_until: 2026-12-31’처럼, 법이 바뀌기 전까지면 ‘known_until: open’으로 적어 주세요.",
                what=what,
            )

    def known_when_in_force(self, values: tuple[Dated, ...], what: str) -> None:
        for one in values:
            if one.known_until is not None and one.known_until < one.first:
                raise Refused(
                    "known_until_before",
                    ko="{first}부터의 값을 {until}까지만 알 수는 없습니다. known_until을 다시 적어 주세요.",
                    en="{what}: the value from {first} cannot be known until {until} only; say known_until anew.",
                    place=one.place,
                    what=what,
                    first=one.first,
                    until=one.known_until,
                )

    def dated(
        self, entry: Scalar | Listing | Block, measure: Measure, shape: str, key_type: Type, what: str
    ) -> Dated:
        if not isinstance(entry, Block):
            entry.stop(
                "not_a_block",
                "A value of {what} must be a block with from, value, citation.",
                "값마다 from, value, citation을 적어 주세요.",
                what=what,
            )
        content_keys = {
            "scalar": {"value"},
            "table": {"rows", "beyond", "unverified_rows"},
            "bracket": {"steps"},
        }
        entry.only(
            {
                "from",
                "to",
                "recorded",
                "citation",
                "verified",
                "note",
                "known_until",
                "known_until_by",
                *content_keys[shape],
            },
            f"A value of {what}",
        )
        content: Content
        if shape == "scalar":
            content = measure.read(entry.scalar("value", f"a value of {what}"))
        elif shape == "table":
            content = self.rows(entry, measure, key_type, what)
        else:
            content = self.steps(entry, measure, key_type, what)
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
            place=Place(entry.file, entry.line),
            known_until=self.known_until(entry, what, measure.known_until),
            known_until_by=self.until_by(entry, what, measure.known_until_by),
        )

    def known_until(self, entry: Block, what: str, otherwise: date | None) -> date | None:
        if "known_until" not in entry:
            return otherwise
        one = entry.scalar("known_until", f"a value of {what}")
        return None if one.text == OPEN else source.day_of(one)

    def until_by(self, entry: Block, what: str, otherwise: Citation | None) -> Citation | None:
        if "known_until_by" not in entry:
            return otherwise
        return self.desk.citation_of(entry.entries["known_until_by"], what)

    def key(self, one: Scalar, key_type: Type) -> int | str:
        return source.whole_of(one) if key_type is Type.INTEGER else source.text_of(one)

    def rows(self, entry: Block, measure: Measure, key_type: Type, what: str) -> Rows:
        block = entry.block("rows", what)
        found: dict[int | str, int | Fraction] = {}
        for written, value in block.entries.items():
            if not isinstance(value, Scalar):
                value.stop(
                    "not_one_value",
                    "A row of {what} must be one value.",
                    "표의 행에는 값 하나만 적어 주세요.",
                    what=what,
                )
            key = self.key(Scalar(written, value.file, value.line, quoted=False), key_type)
            if key in found:
                value.stop(
                    "repeated_row",
                    "{what} has the row {key} twice.",
                    "‘{key}’ 행이 두 번 있습니다. 하나만 남겨 주세요.",
                    what=what,
                    key=key,
                )
            found[key] = measure.read(value)
        whole = [one for one in found if isinstance(one, int)]
        if not found or (whole and sorted(whole) != list(range(min(whole), max(whole) + 1))):
            block.stop(
                "rows_with_gaps",
                "The rows of {what} must follow one another without a gap.",
                "표의 행은 빠진 데 없이 이어 적어 주세요.",
                what=what,
            )
        if "beyond" not in entry:
            return Rows(found)
        one = entry.scalar("beyond", what)
        if one.text == "last_difference" and len(whole) > 1:
            return Rows(found, found[max(whole)] - found[max(whole) - 1], last_difference=True)
        return Rows(found, measure.read(one))

    def steps(self, entry: Block, measure: Measure, key_type: Type, what: str) -> Steps:
        found: list[tuple[Any, Any]] = []
        listed = entry.listing("steps", what)
        for one in listed.items:
            if not isinstance(one, Block):
                one.stop(
                    "not_a_block",
                    "A step of {what} must be a block with up_to and value.",
                    "구간마다 up_to와 value를 적어 주세요.",
                    what=what,
                )
            one.only({"up_to", "value"}, f"A step of {what}")
            end = VALUE_OF[key_type](one.scalar("up_to", what)) if "up_to" in one else None
            if found and (found[-1][0] is None or (end is not None and end <= found[-1][0])):
                one.stop(
                    "steps_out_of_order",
                    "The steps of {what} must rise; only the last has no end.",
                    "구간은 작은 것부터 적고, 마지막 구간만 끝이 없게 적어 주세요.",
                    what=what,
                )
            found.append((end, measure.read(one.scalar("value", what))))
        if not found:
            listed.stop(
                "no_values",
                "{what} needs at least one step.",
                "구간이 하나 이상 있어야 합니다. 적어 주세요.",
                what=what,
            )
        return Steps(tuple(found))
