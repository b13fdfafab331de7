"""Reading a city's rules from its data files, refusing anything that is not exactly understood.

facts.yaml  parameters.yaml  citations.yaml  programmes/*.yaml
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from jiphyeon.kernel import Citation, Period, Place, Refused, Words
from jiphyeon.methods.rules import source, tree
from jiphyeon.methods.rules.binding import parameters_in
from jiphyeon.methods.rules.notation import Known, parse
from jiphyeon.methods.rules.parameters import Content, Dated, Parameter, Parameters
from jiphyeon.methods.rules.programme import (
    Clause,
    Kind,
    Pack,
    Pays,
    Programme,
    Ranking,
    SelectedBy,
    Version,
)
from jiphyeon.methods.rules.sentences import slots
from jiphyeon.methods.rules.source import Block, Listing, Scalar
from jiphyeon.methods.rules.spelling import did_you_mean
from jiphyeon.methods.rules.tree import Node, Rows, Steps, Type
from jiphyeon.methods.rules.vocabulary import AS_OF, MEMBERS, Entity, Fact, Vocabulary

RESERVED = {AS_OF, MEMBERS, "household", "and", "or", "not", "between", "in", "true", "false"}
VALUE_OF: dict[Type, Callable[[Scalar], Any]] = {
    Type.BOOLEAN: source.truth_of,
    Type.INTEGER: source.whole_of,
    Type.WON: source.won_of,
    Type.FRACTION: source.fraction_of,
    Type.DATE: source.day_of,
    Type.CHOICE: source.text_of,
    Type.CODE: source.text_of,
}
WRITABLE = [kind.value for kind in VALUE_OF]


def load(folder: Path | str) -> Pack:
    """Return the city pack in `folder`. Raises Refused at the first thing wrong, with its file and line."""
    wrong: list[Refused] = []
    pack = read(Path(folder), wrong)
    if wrong or pack is None:
        raise wrong[0]
    return pack


def read(folder: Path, wrong: list[Refused]) -> Pack | None:
    """Return the pack, collecting what is wrong file by file; None where what all programmes share is wrong."""
    try:
        reader = _Reader(folder)
    except Refused as no:
        wrong.append(no)
        return None
    programmes: dict[str, Programme] = {}
    for path in sorted((folder / "programmes").glob("*.yaml")):
        try:
            one = reader.programme(path)
            if one.id in programmes:
                raise Refused(
                    "repeated_programme",
                    en="{id!r} is already a programme, in {other}.",
                    place=Place(reader.shown(path)),
                    id=one.id,
                    other=programmes[one.id].file,
                )
            programmes[one.id] = one
        except Refused as no:
            wrong.append(no)
    return Pack(str(folder), reader.facts, reader.parameters, programmes)


class _Names:
    """The names an expression may use: facts, parameters, and the programme's own values."""

    def __init__(self, reader: _Reader, parameters: Parameters) -> None:
        self.reader = reader
        self.parameters = parameters
        self.values: dict[str, Node] = {}

    def name(self, name: str, *, of_member: bool) -> Known | None:
        fact = self.reader.facts.get(name)
        if fact is not None:
            return Known(self.reader.fact_node(fact, of_member=of_member), tuple(fact.options))
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
        return [*self.reader.facts, *self.values, *self.parameters]


class _Reader:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.citations: dict[str, Citation] = {}
        self.facts = Vocabulary()
        self.parameters = Parameters()
        self.derived: dict[tuple[str, bool], Node] = {}
        self.deriving: list[str] = []
        self.lines: dict[str, Place] = {}
        if not folder.is_dir():
            raise Refused("no_pack", en="{folder} is not a folder.", folder=folder)
        if (folder / "citations.yaml").exists():
            for name, entry in self.file(folder / "citations.yaml").entries.items():
                self.citations[name] = self.citation_of(entry, f"citation {name}")
        for name, entry in self.file(folder / "facts.yaml").entries.items():
            self.facts[name] = self.fact(name, entry)
        self.parameters = self.parameters_of(self.file(folder / "parameters.yaml"))
        self.names = _Names(self, self.parameters)
        for fact in self.facts.values():
            self.fact_node(fact, of_member=False)

    def shown(self, path: Path) -> str:
        """Return the path as the reader of a message knows it: from the pack's folder on."""
        try:
            return str(path.relative_to(self.folder))
        except ValueError:
            return str(path)

    def file(self, path: Path) -> Block:
        return source.read(path, self.shown(path))

    # -- small things ---------------------------------------------------------------------------------------

    def words(self, within: Block, key: str, what: str) -> Words:
        entry = within.need(key, what)
        if not isinstance(entry, Block):
            within.stop("not_words", "{key!r} of {what} needs both ko and en.", key=key, what=what)
        entry.only({"ko", "en"}, f"{key} of {what}")
        return Words(*(source.text_of(entry.scalar(one, f"{key} of {what}")) for one in ("ko", "en")))

    def words_or_none(self, within: Block, key: str, what: str) -> Words | None:
        return self.words(within, key, what) if key in within else None

    def citation(self, within: Block, what: str) -> Citation:
        if "citation" not in within:
            within.stop("missing_citation", "{what} needs a citation: where does the law say so?", what=what)
        return self.citation_of(within.entries["citation"], what)

    def citation_of(self, entry: Scalar | Listing | Block, what: str) -> Citation:
        if isinstance(entry, Scalar):
            found = self.citations.get(entry.text)
            if found is None:
                entry.stop(
                    "unknown_citation",
                    "No citation is called {name!r}{hint}.",
                    name=entry.text,
                    hint=did_you_mean(entry.text, self.citations),
                )
            return found
        if isinstance(entry, Listing):
            entry.stop("not_a_citation", "A citation is a name or a block.")
        entry.only(
            {"instrument", "article", "paragraph", "item", "in_force", "url", "verified"}, "A citation"
        )
        texts = {
            key: source.text_of(entry.scalar(key, what))
            for key in ("article", "paragraph", "item", "url")
            if key in entry
        }
        return Citation(
            instrument=source.text_of(entry.scalar("instrument", f"the citation of {what}")),
            in_force=source.day_of(entry.scalar("in_force", what)) if "in_force" in entry else None,
            verified=source.truth_of(entry.scalar("verified", f"the citation of {what}")),
            **texts,
        )

    def expression(self, one: Scalar, names: _Names) -> Node:
        try:
            return parse(one.text, names)
        except Refused as no:
            raise placed(no, Place(one.file, one.line)) from no

    # -- facts ----------------------------------------------------------------------------------------------

    def fact(self, name: str, entry: Scalar | Listing | Block) -> Fact:
        what = f"fact {name}"
        if not isinstance(entry, Block):
            entry.stop("not_a_block", "{what} must be a block of keys.", what=what)
        entry.only(
            {
                "type", "entity", "label", "question", "why", "unit", "source", "cost", "sensitivity", "minimum",
                "maximum", "options", "can_change", "default", "citation", "worked_out",
            },
            what.capitalize(),
        )  # fmt: skip
        if name in RESERVED:
            entry.stop("reserved_name", "{name!r} means something of its own in expressions.", name=name)
        self.lines[name] = Place(entry.file, entry.line)
        kind = Type(source.choice_of(entry.scalar("type", what), WRITABLE, "type"))
        options = self.options(entry, kind, what)
        bounds = {key: self.bound(entry, key, kind, what) for key in ("minimum", "maximum")}
        worked_out = source.text_of(entry.scalar("worked_out", what)) if "worked_out" in entry else ""
        if "default" in entry:
            # A default is a derivation that needs no other fact; only an ordinance may give one.
            self.citation(entry, f"the default of {name}")
            worked_out = self.default(entry, kind, what)
        if "question" not in entry and not worked_out:
            entry.stop("fact_without_question", "{what} needs a question, or worked_out.", what=what)
        asked = "question" in entry
        sensitivity: Any = "personal"
        if "sensitivity" in entry:
            words = ("open", "personal", "sensitive")
            sensitivity = source.choice_of(entry.scalar("sensitivity", what), words, "sensitivity")
        return Fact(
            name=name,
            type=kind,
            entity=Entity(source.choice_of(entry.scalar("entity", what), list(Entity), "entity")),
            label=self.words(entry, "label", what),
            question=self.words(entry, "question", what) if asked else None,
            why=self.words(entry, "why", what) if asked else None,
            unit=self.words_or_none(entry, "unit", what),
            source=source.text_of(entry.scalar("source", what)) if asked else "worked_out",
            cost=self.cost(entry, what) if asked else 1,
            sensitivity=sensitivity,
            options=options,
            can_change=source.truth_of(entry.scalar("can_change", what)) if "can_change" in entry else True,
            citation=self.citation(entry, what) if "citation" in entry else None,
            worked_out=worked_out,
            counts_household="".join(worked_out.split()) == "count(household)",
            **bounds,
        )

    def cost(self, entry: Block, what: str) -> int:
        one = entry.scalar("cost", what)
        cost = source.whole_of(one)
        if cost < 1:
            one.stop("cost_too_low", "The cost of asking is 1 or more.")
        return cost

    def options(self, entry: Block, kind: Type, what: str) -> dict[str, Words]:
        if (kind is Type.CHOICE) != ("options" in entry):
            entry.stop("options_and_choice", "{what}: a choice has options, and nothing else has.", what=what)
        if "options" not in entry:
            return {}
        block = entry.block("options", what)
        return {name: self.words(block, name, f"options of {what}") for name in block.entries}

    def bound(self, entry: Block, key: str, kind: Type, what: str) -> Any:
        if key not in entry:
            return None
        one = entry.scalar(key, what)
        if kind in {Type.BOOLEAN, Type.CHOICE, Type.CODE}:
            one.stop("bound_without_order", "A {kind} has no {key}.", kind=kind.value, key=key)
        return AS_OF if kind is Type.DATE and one.text == AS_OF else VALUE_OF[kind](one)

    def default(self, entry: Block, kind: Type, what: str) -> str:
        one = entry.scalar("default", what)
        value = VALUE_OF[kind](one)
        if isinstance(value, bool):
            return str(value).lower()
        return f"'{value}'" if isinstance(value, str) else str(value)

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
        place = self.lines[fact.name]
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
            inner = parse(fact.worked_out, _Within(self.names, of_member=of_member))
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

    # -- parameters -----------------------------------------------------------------------------------------

    def parameters_of(self, block: Block) -> Parameters:
        found = Parameters()
        for name, entry in block.entries.items():
            if name in self.facts or name in self.parameters or name in RESERVED:
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
        label, unit = self.words(entry, "label", what), self.words_or_none(entry, "unit", what)
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
        citation = self.citation(entry, f"a value of {what}")
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
            note=self.words_or_none(entry, "note", what),
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
        beyond = None
        if "beyond" in entry:
            one = entry.scalar("beyond", what)
            if one.text == "last_difference" and len(whole) > 1:
                beyond = found[max(whole)] - found[max(whole) - 1]
            else:
                beyond = VALUE_OF[kind](one)
        return Rows(found, beyond)

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

    # -- programmes -----------------------------------------------------------------------------------------

    def programme(self, path: Path) -> Programme:
        block = self.file(path)
        what = "the programme"
        block.only(
            {"id", "names", "summary", "initiative", "selected_by", "parameters", "values", "versions"},
            "A programme",
        )
        chosen = source.choice_of(block.scalar("selected_by", what), list(SelectedBy), "selected_by")
        local = self.parameters_of(block.block("parameters", what)) if "parameters" in block else Parameters()
        programme = Programme(
            id=source.text_of(block.scalar("id", what)),
            names=self.words(block, "names", what),
            initiative=source.text_of(block.scalar("initiative", what)),
            selected_by=SelectedBy(chosen),
            file=self.shown(path),
            summary=self.words(block, "summary", what),
            local=local,
        )
        names = _Names(self, Parameters({**self.parameters, **local}))
        self.named_values(block, names)
        self.versions(block, programme, names)
        return programme

    def named_values(self, block: Block, names: _Names) -> None:
        if "values" not in block:
            return
        for name, entry in block.block("values", "the programme").entries.items():
            if not isinstance(entry, Scalar):
                entry.stop("not_one_value", "A value is one expression.")
            if name in names.names() or name in RESERVED:
                entry.stop("name_taken", "{name!r} already names something else.", name=name)
            names.values[name] = self.expression(entry, names)

    def versions(self, block: Block, programme: Programme, names: _Names) -> None:
        listed = block.listing("versions", "the programme")
        made: dict[str, Version] = {}
        written: dict[str, dict[str, Block]] = {}
        for entry in listed.items:
            if not isinstance(entry, Block):
                entry.stop("not_a_block", "A version must be a block of keys.")
            version = self.version(entry, programme, names, made, written)
            self.no_overlap(entry, version, made.values())
            made[version.name] = version
        if not made:
            listed.stop("no_versions", "A programme needs at least one version.")
        programme.versions = tuple(made.values())

    def no_overlap(self, entry: Block, version: Version, others: Iterable[Version]) -> None:
        for other in others:
            if version.effective.overlaps(other.effective) and version.replaces != other.name:
                entry.stop(
                    "versions_overlap",
                    "Versions {other} and {name} are both in force on {day}; end one, or write “replaces: {other}”.",
                    key="effective",
                    other=other.name,
                    name=version.name,
                    day=max(version.effective.first, other.effective.first),
                )

    def version(
        self,
        entry: Block,
        programme: Programme,
        names: _Names,
        made: dict[str, Version],
        written: dict[str, dict[str, Block]],
    ) -> Version:
        name = source.text_of(entry.scalar("version", "a version"))
        what = f"version {name}"
        entry.only(
            {
                "version", "effective", "recorded", "based_on", "replaces", "without", "note", "clauses", "pays",
                "places", "ranking",
            },
            what.capitalize(),
        )  # fmt: skip
        if name in made:
            entry.stop("repeated_version", "There are two versions called {name}.", name=name)
        base = self.other_version(entry, "based_on", made)
        blocks = dict(written[base.name]) if base else {}
        for dropped in self.listed_texts(entry, "without", what):
            if dropped.text not in blocks:
                hint = did_you_mean(dropped.text, blocks)
                dropped.stop(
                    "unknown_clause",
                    "There is no clause {id!r} to leave out{hint}.",
                    id=dropped.text,
                    hint=hint,
                )
            del blocks[dropped.text]
        for one in entry.listing("clauses", what).items if "clauses" in entry else []:
            self.add_clause(one, blocks, base is not None)
        written[name] = blocks
        earlier = {clause.id: clause for clause in base.clauses} if base else {}
        clauses = tuple(
            earlier[key] if base and written[base.name].get(key) is one else self.clause(key, one, names)
            for key, one in blocks.items()
        )
        version = Version(
            programme=programme,
            name=name,
            effective=self.period(entry.block("effective", what), what),
            recorded=source.day_of(entry.scalar("recorded", what)),
            clauses=clauses,
            facts=self.facts,
            parameters=names.parameters,
            values=names.values,
            note=self.words_or_none(entry, "note", what),
            replaces=other.name if (other := self.other_version(entry, "replaces", made)) else None,
            pays=self.pays(entry, names, what) if "pays" in entry else base.pays if base else None,
            places=self.places(entry, names, what) if "places" in entry else base.places if base else None,
            ranking=tuple(self.ranking(entry, names, what))
            if "ranking" in entry
            else base.ranking
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
            hint = did_you_mean(one.text, made)
            one.stop(
                "unknown_version", "There is no earlier version {name!r}{hint}.", name=one.text, hint=hint
            )
        return made[one.text]

    def listed_texts(self, entry: Block, key: str, what: str) -> Iterator[Scalar]:
        for one in entry.listing(key, what).items if key in entry else []:
            if not isinstance(one, Scalar):
                one.stop("not_one_value", "{key!r} of {what} lists plain words.", key=key, what=what)
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
            entry.stop("no_clauses", "{what} needs at least one clause.", what=what)
        amounts = [one.id for one in version.clauses if one.kind is Kind.AMOUNT]
        if len(amounts) > 1:
            entry.stop("two_amounts", "{what} has two amounts: {ids}.", what=what, ids=", ".join(amounts))
        if bool(amounts) != (version.pays is not None):
            entry.stop("pays_and_amount", "{what}: an amount clause and “pays” belong together.", what=what)
        first = version.effective.first
        for clause in version.clauses:
            for name in sorted(parameters_in(clause.expression)) if clause.expression is not None else []:
                try:
                    version.parameters[name].on(first)
                except Refused as no:
                    raise placed(no, Place(entry.file, clause.line)) from no

    # -- clauses --------------------------------------------------------------------------------------------

    def add_clause(self, one: Scalar | Listing | Block, blocks: dict[str, Block], changing: bool) -> None:  # noqa: FBT001
        if not isinstance(one, Block):
            one.stop("not_a_block", "A clause must be a block of keys.")
        name = source.text_of(one.scalar("id", "a clause"))
        if name in blocks:
            if not changing:
                one.stop("repeated_clause", "There are two clauses called {id!r}.", id=name)
            one = Block({**blocks[name].entries, **one.entries}, one.file, one.line)
        blocks[name] = one

    def clause(self, name: str, entry: Block, names: _Names) -> Clause:
        what = f"clause {name}"
        entry.only(
            {"id", "kind", "expression", "citation", "verified", "note", "pass", "fail", "unknown", "role"},
            what.capitalize(),
        )
        kind = Kind(source.choice_of(entry.scalar("kind", what), list(Kind), "kind"))
        citation = self.citation(entry, what)
        node, text = None, ""
        if "expression" in entry or kind is not Kind.DISCRETION:
            one = entry.scalar("expression", what)
            node, text = self.expression(one, names), " ".join(one.text.split())
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
            role=self.words_or_none(entry, "role", what),
            note=self.words_or_none(entry, "note", what),
            line=entry.line,
        )

    def sentence(self, entry: Block, key: str, names: _Names, what: str) -> Words:
        words = self.words(entry, key, what)
        for template in (words.ko, words.en):
            try:
                used = slots(template)
            except ValueError as why:
                entry.stop("broken_slot", "“{template}”: {why}.", key=key, template=template, why=why)
            for name in used:
                if names.name(name, of_member=False) is None:
                    entry.stop(
                        "unknown_slot",
                        "“{template}” speaks of {name!r}, which nobody knows{hint}.",
                        key=key,
                        template=template,
                        name=name,
                        hint=did_you_mean(name, names.names()),
                    )
        return words

    def pays(self, entry: Block, names: _Names, what: str) -> Pays:
        block = entry.block("pays", what).only({"per", "times"}, f"pays of {what}")
        per = source.choice_of(block.scalar("per", what), ("month", "year", "once", "use"), "per")
        return Pays(
            per, self.whole_parameter(block.scalar("times", what), names) if "times" in block else None
        )

    def places(self, entry: Block, names: _Names, what: str) -> str:
        return self.whole_parameter(entry.scalar("places", what), names)

    def whole_parameter(self, one: Scalar, names: _Names) -> str:
        found = names.parameters.get(one.text)
        if found is None or found.shape != "scalar" or found.type is not Type.INTEGER:
            hint = did_you_mean(one.text, names.parameters)
            one.stop(
                "not_a_parameter", "{name!r} is not a whole-number parameter{hint}.", name=one.text, hint=hint
            )
        return one.text

    def ranking(self, entry: Block, names: _Names, what: str) -> Iterator[Ranking]:
        for one in entry.listing("ranking", what).items:
            if not isinstance(one, Block):
                one.stop("not_a_block", "A ranking key must be a block of keys.")
            one.only({"by", "order", "label"}, f"A ranking key of {what}")
            text = one.scalar("by", what)
            order = source.choice_of(one.scalar("order", what), ("lowest_first", "highest_first"), "order")
            node = self.expression(text, names)
            if node.type not in tree.NUMBERS:
                text.stop(
                    "ranking_by_number",
                    "Applicants are ranked by a number, not {found}.",
                    found=node.type.value,
                )
            yield Ranking(node, text.text, order == "lowest_first", self.words(one, "label", what))


class _Within:
    """The same names, read for a member of the household."""

    def __init__(self, names: _Names, *, of_member: bool) -> None:
        self.names_of = names
        self.of_member = of_member

    def name(self, name: str, *, of_member: bool) -> Known | None:
        return self.names_of.name(name, of_member=of_member or self.of_member)

    def table(self, name: str) -> tuple[str, Type, Type, tuple[str, ...]] | None:
        return self.names_of.table(name)

    def names(self) -> list[str]:
        return self.names_of.names()


def placed(no: Refused, place: Place) -> Refused:
    """Return the same refusal with the file and line it belongs to."""
    if no.place is not None:
        return no
    moved = Refused(no.code, ko=_kept(no.words.ko), en=_kept(no.words.en), place=place, **no.values)
    return moved


def _kept(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
