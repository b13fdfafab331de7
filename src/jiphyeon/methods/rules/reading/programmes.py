"""Reading a programme's file: its versions, each built on an earlier one or from nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from jiphyeon.kernel import Period, Place, Refused, source
from jiphyeon.kernel.source import Block, Scalar
from jiphyeon.kernel.spelling import hinted
from jiphyeon.methods.rules.model import tree
from jiphyeon.methods.rules.model.parameters import Parameters
from jiphyeon.methods.rules.model.programme import (
    ClaimKey,
    Kind,
    Pays,
    Programme,
    Ranking,
    SelectedBy,
    Version,
)
from jiphyeon.methods.rules.model.tree import NUMBERS, Type
from jiphyeon.methods.rules.model.vocabulary import Entity
from jiphyeon.methods.rules.reading.clauses import ClauseReader, expression
from jiphyeon.methods.rules.reading.completeness import refuse_holes
from jiphyeon.methods.rules.reading.facts import RESERVED
from jiphyeon.methods.rules.reading.names import Derivations, Names
from jiphyeon.methods.rules.reading.parameters import ParameterReader
from jiphyeon.methods.rules.reading.shared import PackReader, placed

ORDERED = {*NUMBERS, Type.DATE}


class ProgrammeReader:
    """Reads programmes over one vocabulary and one set of shared parameters."""

    def __init__(
        self,
        desk: PackReader,
        parameter_reader: ParameterReader,
        derivations: Derivations,
        shared: Parameters,
    ) -> None:
        self.desk = desk
        self.parameter_reader = parameter_reader
        self.derivations = derivations
        self.shared = shared
        self.clauses = ClauseReader(desk)

    def programme(self, path: Path) -> Programme:
        block = self.desk.file(path)
        what = "the programme"
        block.only(
            {"id", "names", "summary", "initiative", "selected_by", "parameters", "values", "versions"},
            "A programme",
        )
        chosen = source.choice_of(block.scalar("selected_by", what), list(SelectedBy), "selected_by")
        local = (
            self.parameter_reader.parameters(block.block("parameters", what), self.shared)
            if "parameters" in block
            else Parameters()
        )
        programme = Programme(
            id=source.text_of(block.scalar("id", what)),
            names=self.desk.words(block, "names", what),
            initiative=source.text_of(block.scalar("initiative", what)),
            selected_by=SelectedBy(chosen),
            file=self.desk.shown(path),
            summary=self.desk.words(block, "summary", what),
            local=local,
        )
        names = Names(self.derivations, Parameters({**self.shared, **local}))
        self.named_values(block, names)
        self.versions(block, programme, names)
        return programme

    def named_values(self, block: Block, names: Names) -> None:
        if "values" not in block:
            return
        for name, entry in block.block("values", "the programme").entries.items():
            if not isinstance(entry, Scalar):
                entry.stop("not_one_value", "A value is one expression.", "값에는 식 하나만 적어 주세요.")
            if name in names.names() or name in RESERVED:
                entry.stop(
                    "name_taken",
                    "{name!r} already names something else.",
                    "‘{name}’은(는) 이미 다른 것의 이름입니다. 다른 이름으로 적어 주세요.",
                    name=name,
                )
            names.values[name] = expression(entry, names)

    def versions(self, block: Block, programme: Programme, names: Names) -> None:
        listed = block.listing("versions", "the programme")
        made: dict[str, Version] = {}
        written: dict[str, dict[str, Block]] = {}
        for entry in listed.items:
            if not isinstance(entry, Block):
                entry.stop(
                    "not_a_block",
                    "A version must be a block of keys.",
                    "판은 키와 값의 묶음으로 적어 주세요.",
                )
            version = self.version(entry, programme, names, made, written)
            self.no_overlap(entry, version, made.values())
            made[version.name] = version
        if not made:
            listed.stop(
                "no_versions",
                "A programme needs at least one version.",
                "지원에는 판이 하나 이상 있어야 합니다. versions에 적어 주세요.",
            )
        programme.versions = tuple(made.values())

    def no_overlap(self, entry: Block, version: Version, others: Iterable[Version]) -> None:
        for other in others:
            if version.effective.overlaps(other.effective) and version.replaces != other.name:
                entry.stop(
                    "versions_overlap",
                    "Versions {other} and {name} are both in force on {day}; end one, or write “replaces: {other}”.",
                    "{day}에 {other}판과 {name}판이 겹칩니다. 하나를 끝내거나 ‘replaces: {other}’라고 적어 주세요.",
                    key="effective",
                    other=other.name,
                    name=version.name,
                    day=max(version.effective.first, other.effective.first),
                )

    def version(
        self,
        entry: Block,
        programme: Programme,
        names: Names,
        made: dict[str, Version],
        written: dict[str, dict[str, Block]],
    ) -> Version:
        name = source.text_of(entry.scalar("version", "a version"))
        what = f"version {name}"
        entry.only(
            {
                "version", "effective", "recorded", "based_on", "replaces", "without", "note", "clauses", "pays",
                "places", "ranking", "per", "claimants",
            },
            what.capitalize(),
        )  # fmt: skip
        if name in made:
            entry.stop(
                "repeated_version",
                "There are two versions called {name}.",
                "‘{name}’판이 둘입니다. 하나의 이름을 바꿔 주세요.",
                name=name,
            )
        base = self.other_version(entry, "based_on", made)
        blocks = dict(written[base.name]) if base else {}
        for dropped in self.listed_texts(entry, "without", what):
            if dropped.text not in blocks:
                hint = hinted(dropped.text, blocks)
                dropped.stop(
                    "unknown_clause",
                    "There is no clause {id!r} to leave out{hint}",
                    "빼려는 ‘{id}’ 조건이 없습니다.{hint}",
                    id=dropped.text,
                    hint=hint,
                )
            del blocks[dropped.text]
        for one in entry.listing("clauses", what).items if "clauses" in entry else []:
            self.clauses.add_clause(one, blocks, base is not None)
        written[name] = blocks
        earlier = {clause.id: clause for clause in base.clauses} if base else {}
        clauses = tuple(
            earlier[key]
            if base and written[base.name].get(key) is one
            else self.clauses.clause(key, one, names)
            for key, one in blocks.items()
        )
        version = Version(
            programme=programme,
            name=name,
            effective=self.period(entry.block("effective", what), what),
            recorded=source.day_of(entry.scalar("recorded", what)),
            clauses=clauses,
            facts=names.facts,
            parameters=names.parameters,
            values=names.values,
            note=self.desk.words_or_none(entry, "note", what),
            replaces=other.name if (other := self.other_version(entry, "replaces", made)) else None,
            pays=self.pays(entry, names, what) if "pays" in entry else base.pays if base else None,
            places=self.places(entry, names, what) if "places" in entry else base.places if base else None,
            ranking=tuple(self.ranking(entry, names, what))
            if "ranking" in entry
            else base.ranking
            if base
            else (),
            per=self.per(entry, what, base),
            claimants=tuple(self.claimants(entry, names, what))
            if "claimants" in entry
            else base.claimants
            if base
            else (),
        )
        self.whole(entry, version, what)
        return version

    def other_version(self, entry: Block, key: str, made: dict[str, Version]) -> Version | None:
        if key not in entry:
            return None
        one = entry.scalar(key, "a version")
        if one.text not in made:
            hint = hinted(one.text, made)
            one.stop(
                "unknown_version",
                "There is no earlier version {name!r}{hint}",
                "앞에 ‘{name}’이라는 판이 없습니다.{hint}",
                name=one.text,
                hint=hint,
            )
        return made[one.text]

    def listed_texts(self, entry: Block, key: str, what: str) -> Iterator[Scalar]:
        for one in entry.listing(key, what).items if key in entry else []:
            if not isinstance(one, Scalar):
                one.stop(
                    "not_one_value",
                    "{key!r} of {what} lists plain words.",
                    "‘{key}’은(는) 낱말의 목록으로 적어 주세요.",
                    key=key,
                    what=what,
                )
            yield one

    def period(self, block: Block, what: str) -> Period:
        block.only({"from", "to"}, f"effective of {what}")
        first = source.day_of(block.scalar("from", f"effective of {what}"))
        last = source.day_of(block.scalar("to", what)) if "to" in block else None
        try:
            return Period(first, last)
        except Refused as no:
            raise placed(no, Place(block.file, block.line)) from no

    def whole(self, entry: Block, version: Version, what: str) -> None:
        """Refuse a version without clauses, with two amounts, or with a parameter that has no value on its first day."""
        if not version.clauses:
            entry.stop(
                "no_clauses",
                "{what} needs at least one clause.",
                "조건이 하나 이상 있어야 합니다. 적어 주세요.",
                what=what,
            )
        amounts = [one.id for one in version.clauses if one.kind is Kind.AMOUNT]
        if len(amounts) > 1:
            entry.stop(
                "two_amounts",
                "{what} has two amounts: {ids}.",
                "금액이 둘입니다: {ids}. 하나만 남겨 주세요.",
                what=what,
                ids=", ".join(amounts),
            )
        if bool(amounts) != (version.pays is not None):
            entry.stop(
                "pays_and_amount",
                "{what}: an amount clause and “pays” belong together.",
                "금액 조건과 pays는 함께 적어야 합니다. 둘을 맞춰 주세요.",
                what=what,
            )
        claims = [one.id for one in version.clauses if one.kind is Kind.CLAIM]
        if len(claims) != (version.per is not Entity.PERSON):
            entry.stop(
                "per_and_claim",
                "{what}: what is due per {per} has {need} clause of kind “claim”, not {have}.",
                "per가 {per}일 때 맞는 claim 조건의 수가 아닙니다(지금 {have}개). person이면 없애고, 아니면 하나만 적어 주세요.",
                what=what,
                per=version.per.value,
                need="one" if version.per is not Entity.PERSON else "no",
                have=len(claims),
            )
        first = version.effective.first
        for clause in version.clauses:
            for name in sorted(clause.parameters):
                try:
                    version.parameters[name].on(first)
                except Refused as no:
                    raise placed(no, Place(entry.file, clause.line)) from no

        refuse_holes(version)

    def pays(self, entry: Block, names: Names, what: str) -> Pays:
        block = entry.block("pays", what).only({"per", "times"}, f"pays of {what}")
        per = source.choice_of(block.scalar("per", what), ("month", "year", "once", "use"), "per")
        return Pays(
            per, self.whole_parameter(block.scalar("times", what), names) if "times" in block else None
        )

    def places(self, entry: Block, names: Names, what: str) -> str:
        return self.whole_parameter(entry.scalar("places", what), names)

    def whole_parameter(self, one: Scalar, names: Names) -> str:
        found = names.parameters.get(one.text)
        if found is None or found.shape != "scalar" or found.type is not Type.INTEGER:
            hint = hinted(one.text, names.parameters)
            one.stop(
                "not_a_parameter",
                "{name!r} is not a whole-number parameter{hint}",
                "‘{name}’은(는) 정수인 기준값이 아닙니다.{hint}",
                name=one.text,
                hint=hint,
            )
        return one.text

    def per(self, entry: Block, what: str, base: Version | None) -> Entity:
        """Return whom it is due to once. Refuses a version that neither says it nor is based on one that does."""
        if "per" not in entry and base is not None:
            return base.per
        return Entity(source.choice_of(entry.scalar("per", what), [one.value for one in Entity], "per"))

    def claimants(self, entry: Block, names: Names, what: str) -> Iterator[ClaimKey]:
        for one in entry.listing("claimants", what).items:
            if not isinstance(one, Block):
                one.stop(
                    "not_a_block",
                    "A key of claimants must be a block of keys.",
                    "claimants의 항목은 저마다 키와 값의 묶음으로 적어 주세요.",
                )
            one.only({"by", "order", "label"}, f"A key of claimants of {what}")
            text = one.scalar("by", what)
            order = source.choice_of(one.scalar("order", what), ("lowest_first", "highest_first"), "order")
            fact = names.facts.get(text.text)
            if (
                fact is None
                or fact.entity is not Entity.PERSON
                or fact.worked_out
                or fact.type not in ORDERED
            ):
                hint = hinted(text.text, names.facts)
                text.stop(
                    "not_a_claimants_fact",
                    "{name!r} is no number or day told of a person{hint}",
                    "‘{name}’은(는) 사람에 대한 수나 날짜가 아닙니다.{hint}",
                    name=text.text,
                    hint=hint,
                )
            yield ClaimKey(fact.name, order == "lowest_first", self.desk.words(one, "label", what))

    def ranking(self, entry: Block, names: Names, what: str) -> Iterator[Ranking]:
        for one in entry.listing("ranking", what).items:
            if not isinstance(one, Block):
                one.stop(
                    "not_a_block",
                    "A ranking key must be a block of keys.",
                    "ranking의 항목은 저마다 키와 값의 묶음으로 적어 주세요.",
                )
            one.only({"by", "order", "label"}, f"A ranking key of {what}")
            text = one.scalar("by", what)
            order = source.choice_of(one.scalar("order", what), ("lowest_first", "highest_first"), "order")
            node = expression(text, names)
            if node.type not in tree.NUMBERS:
                text.stop(
                    "ranking_by_number",
                    "Applicants are ranked by a number, not {found}.",
                    "순위는 수로 정합니다. 지금은 {found}입니다.",
                    found=node.type.value,
                )
            yield Ranking(node, text.text, order == "lowest_first", self.desk.words(one, "label", what))
