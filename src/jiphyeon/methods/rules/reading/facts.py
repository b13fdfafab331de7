"""Reading facts.yaml."""

from __future__ import annotations

from typing import Any

from jiphyeon.kernel import Place, Words, source
from jiphyeon.kernel.source import Block, Listing, Scalar
from jiphyeon.methods.rules.language.parser import WORDS
from jiphyeon.methods.rules.model.tree import Type
from jiphyeon.methods.rules.model.values import read_value, type_and_unit
from jiphyeon.methods.rules.model.vocabulary import AS_OF, MEMBERS, Entity, Fact, Vocabulary
from jiphyeon.methods.rules.reading.shared import PackReader

RESERVED = {AS_OF, MEMBERS, *WORDS}


class FactReader:
    """Reads the facts; keeps where each stands, for what is found out later."""

    def __init__(self, desk: PackReader) -> None:
        self.desk = desk
        self.places: dict[str, Place] = {}

    def facts(self, block: Block) -> Vocabulary:
        """Return every fact of the file."""
        return Vocabulary({name: self.fact(name, entry) for name, entry in block.entries.items()})

    def fact(self, name: str, entry: Scalar | Listing | Block) -> Fact:
        what = f"fact {name}"
        if not isinstance(entry, Block):
            entry.stop(
                "not_a_block", "{what} must be a block of keys.", "키와 값의 묶음으로 적어 주세요.", what=what
            )
        entry.only(
            {
                "type", "entity", "label", "question", "why", "unit", "source", "cost", "sensitivity", "minimum",
                "maximum", "options", "can_change", "default", "citation", "worked_out",
            },
            what.capitalize(),
        )  # fmt: skip
        if name in RESERVED:
            entry.stop(
                "reserved_name",
                "{name!r} means something of its own in expressions.",
                "‘{name}’은(는) 식에서 따로 쓰는 말입니다. 다른 이름으로 적어 주세요.",
                name=name,
            )
        self.places[name] = Place(entry.file, entry.line)
        kind, unit = type_and_unit(entry, what, self.desk.words_or_none(entry, "unit", what))
        options = self.options(entry, kind, what)
        bounds = {key: self.bound(entry, key, kind, unit) for key in ("minimum", "maximum")}
        worked_out = source.text_of(entry.scalar("worked_out", what)) if "worked_out" in entry else ""
        if "default" in entry:
            # A default is a derivation that needs no other fact; only an ordinance may give one.
            self.desk.citation(entry, f"the default of {name}")
            worked_out = self.default(entry, kind, unit)
        if "question" not in entry and not worked_out:
            entry.stop(
                "fact_without_question",
                "{what} needs a question, or worked_out.",
                "question이나 worked_out이 있어야 합니다. 하나를 적어 주세요.",
                what=what,
            )
        asked = "question" in entry
        sensitivity: Any = "personal"
        if "sensitivity" in entry:
            words = ("open", "personal", "sensitive")
            sensitivity = source.choice_of(entry.scalar("sensitivity", what), words, "sensitivity")
        return Fact(
            name=name,
            type=kind,
            entity=Entity(source.choice_of(entry.scalar("entity", what), list(Entity), "entity")),
            label=self.desk.words(entry, "label", what),
            question=self.desk.words(entry, "question", what) if asked else None,
            why=self.desk.words(entry, "why", what) if asked else None,
            unit=unit,
            source=source.text_of(entry.scalar("source", what)) if asked else "worked_out",
            cost=self.cost(entry, what) if asked else 1,
            sensitivity=sensitivity,
            options=options,
            can_change=source.truth_of(entry.scalar("can_change", what)) if "can_change" in entry else True,
            citation=self.desk.citation(entry, what) if "citation" in entry else None,
            worked_out=worked_out,
            counts_household="".join(worked_out.split()) == "count(household)",
            **bounds,
        )

    def cost(self, entry: Block, what: str) -> int:
        one = entry.scalar("cost", what)
        cost = source.whole_of(one)
        if cost < 1:
            one.stop("cost_too_low", "The cost of asking is 1 or more.", "cost는 1 이상으로 적어 주세요.")
        return cost

    def options(self, entry: Block, kind: Type, what: str) -> dict[str, Words]:
        if (kind is Type.CHOICE) != ("options" in entry):
            entry.stop(
                "options_and_choice",
                "{what}: a choice has options, and nothing else has.",
                "options는 choice에만, 그리고 반드시 적습니다. 맞춰 주세요.",
                what=what,
            )
        if "options" not in entry:
            return {}
        block = entry.block("options", what)
        return {name: self.desk.words(block, name, f"options of {what}") for name in block.entries}

    def bound(self, entry: Block, key: str, kind: Type, unit: Words | None) -> Any:
        if key not in entry:
            return None
        one = entry.scalar(key, "a fact")
        if kind in {Type.BOOLEAN, Type.CHOICE, Type.CODE}:
            one.stop(
                "bound_without_order",
                "A {kind} has no {key}.",
                "{kind}에는 {key}을(를) 적지 않습니다. 지워 주세요.",
                kind=kind.value,
                key=key,
            )
        return AS_OF if kind is Type.DATE and one.text == AS_OF else read_value(one, kind, unit)

    def default(self, entry: Block, kind: Type, unit: Words | None) -> str:
        value = read_value(entry.scalar("default", "a fact"), kind, unit)
        if isinstance(value, bool):
            return str(value).lower()
        return f"'{value}'" if isinstance(value, str) else str(value)
