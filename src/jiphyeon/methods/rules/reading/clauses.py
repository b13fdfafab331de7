"""Reading clauses: their expression, citation and sentences."""

from __future__ import annotations

from jiphyeon.kernel import Place, Refused, Words, source
from jiphyeon.kernel.source import Block, Listing, Scalar
from jiphyeon.kernel.spelling import hinted
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

_ROUND_IT = Words(" floor(…, 10)처럼 어림해 주세요.", "; round it: floor(…, 10)")

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
        one.stop(
            "units_differ",
            "“{text}”: {why} cannot meet.",
            "‘{text}’: 단위가 서로 맞지 않습니다({why}). 단위를 맞춰 주세요.",
            text=" ".join(one.text.split()),
            why=why,
        )
    for inner in tree.walk(node) if "months_between" in one.text or "within" in one.text else ():
        if _is_term(inner):
            one.stop(
                "months_between_as_term",
                "A term written “months_between(x, as_of) < n” ends a day early, for its first day does not count "
                "(민법 제157조): write “as_of within n months after x”.",
                "‘months_between(x, as_of) < n’으로 적은 기간은 하루 일찍 끝납니다. 첫날은 세지 않기 때문입니다(민법 제157조). ‘as_of within n months after x’로 적어 주세요.",
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
            one.stop(
                "not_a_block", "A clause must be a block of keys.", "조건은 키와 값의 묶음으로 적어 주세요."
            )
        name = source.text_of(one.scalar("id", "a clause"))
        if name in blocks:
            if not changing:
                one.stop(
                    "repeated_clause",
                    "There are two clauses called {id!r}.",
                    "‘{id}’ 조건이 둘입니다. 하나의 이름을 바꿔 주세요.",
                    id=name,
                )
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
                "claim 조건은 신청한 사람 모두를 두고 판단합니다(per, claimants). expression을 지워 주세요.",
                key="expression",
                what=what,
            )
        if kind is Kind.CLAIM and judged is not Judged.APPLICATION:
            entry.stop(
                "claim_at_application",
                "{what}: who of several has a claim is judged once, at the application; write “judged: application”.",
                "여럿 가운데 누가 받는지는 신청 때 한 번 판단합니다. ‘judged: application’이라고 적어 주세요.",
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
                    "이 식의 결과는 {wanted}여야 합니다. 지금은 {found}입니다.{hint}",
                    what=what,
                    wanted=Words("원 단위의 정수", "whole won")
                    if kind is Kind.AMOUNT
                    else Words("예·아니요", "a yes/no"),
                    found=node.type.value,
                    hint=_ROUND_IT if node.type is Type.EXACT_WON else "",
                )
        if (kind is Kind.DISCRETION) != ("role" in entry):
            entry.stop(
                "role_and_discretion",
                "{what}: discretion names the role that decides; nothing else does.",
                "role은 재량 조건에만, 그리고 반드시 적습니다. 맞춰 주세요.",
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
                "언제 판단하는지 적혀 있지 않습니다. judged에 application, payment, always 가운데 하나를 적어 주세요.",
                what=what,
            )
        return Judged(source.choice_of(entry.scalar("judged", what), list(Judged), "judged"))

    def sentence(self, entry: Block, key: str, names: Names, what: str) -> Words:
        words = self.desk.words(entry, key, what)
        for language in ("ko", "en"):
            if asked := asks(words.text(language), language):
                entry.stop(
                    "clause_asks",
                    "“{asked}” asks; a clause states its condition (what to ask stands with the fact, in facts.yaml).",
                    "‘{asked}’은(는) 묻는 말입니다. 조건은 서술문으로 적어 주세요. 물을 말은 facts.yaml의 사실에 적습니다.",
                    key=key,
                    asked=asked,
                )
        for template in (words.ko, words.en):
            try:
                used = slots(template)
            except ValueError as why:
                entry.stop(
                    "broken_slot",
                    "“{template}”: {why}.",
                    "‘{template}’: 빈칸을 읽을 수 없습니다({why}). 고쳐 주세요.",
                    key=key,
                    template=template,
                    why=why,
                )
            for name in used:
                if names.name(name, of_member=False) is None:
                    entry.stop(
                        "unknown_slot",
                        "“{template}” speaks of {name!r}, which nobody knows{hint}",
                        "‘{template}’에 적힌 ‘{name}’은(는) 없는 이름입니다.{hint}",
                        key=key,
                        template=template,
                        name=name,
                        hint=hinted(name, names.names()),
                    )
        return words
