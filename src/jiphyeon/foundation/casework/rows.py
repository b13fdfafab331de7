"""What casework keeps on the public log, for all rooms: everything about a matter is held against its leaves.

Held are the lines of history, where each matter stands (against the last leaf about it), supplements, objections and papers.
What an older version recorded less of is said to be lacking, never passed over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any
from uuid import UUID

from django.apps import apps

from jiphyeon.foundation.casework.agents import facts_of
from jiphyeon.foundation.casework.lifecycle import (
    ANSWERS,
    ENDS_WAITING,
    Kind,
    Lifecycle,
    Reader,
    Records,
    RecordsNothing,
)
from jiphyeon.foundation.casework.models import (
    Agent,
    Attachment,
    Beside,
    CaseRow,
    ClockStop,
    HistoryLine,
    LegalClock,
    Objection,
    ObjectionState,
    Supplement,
)
from jiphyeon.foundation.casework.recording import (
    PAPER_BROUGHT,
    PAPER_JUDGED,
    case_facts,
    line_facts,
    standing_facts,
)
from jiphyeon.foundation.files.models import KeptFile
from jiphyeon.foundation.ledger.digests import digest_of
from jiphyeon.foundation.ledger.kinds import YES_NO, name_fact, name_kind
from jiphyeon.foundation.ledger.rows import NO_HASH, Leaf, Leaves, Row, declare
from jiphyeon.kernel import Words

AT_A_TIME = 500
_TALK = Words("사람끼리의 글은 기록부에 적지 않습니다", "talk is not put on the log")
_MOMENT = Words("그 줄의 날은 견줍니다", "the day of the line is compared")
_ANSWER = Words("같은 글이 이력에 있습니다", "the line of history holds the same words")
_SERIES = Words("번호는 건마다 견줍니다", "the number of each matter is compared")
_DESK = Words("누구의 책상에 있는지일 뿐입니다", "it only says on whose desk it lies")


_VALUES: dict[str, dict[str | bool, Words]] = {
    "accepted": YES_NO,
    "line.shown": YES_NO,
    "by": {"machine": Words("자동", "the machine")},
}
_FACTS = {
    "case": Words("건", "Case"),
    "person": Words("누구의 건", "Whose"),
    "on": Words("날짜", "Day"),
    "by": Words("한 사람", "Done by"),
    "accepted": Words("받아들임", "Accepted"),
    "due_before": Words("처음 기한", "Was due"),
    "due": Words("기한", "Due"),
    "body": Words("이의 내용의 해시", "Hash of the objection"),
    "agent": Words("대리인의 해시", "Hash of the agent"),
    "relation": Words("대리인의 관계", "What the agent is"),
    "until": Words("대리 마지막 날", "Authority until"),
    "papers": Words("서류 수", "Papers"),
    "paper": Words("서류", "Paper"),
    "line.deed": Words("한 일", "Deed"),
    "line.by": Words("한 사람", "Done by"),
    "line.by_name": Words("한 사람의 이름", "Done under the name"),
    "line.before": Words("앞 단계", "Step before"),
    "line.after": Words("다음 단계", "Step after"),
    "line.shown": Words("본인에게 보임", "Shown to the person"),
    "line.said": Words("덧붙인 말의 해시", "Hash of the words added"),
    "case.number": Words("번호", "Number"),
    "case.state": Words("단계", "Stands at"),
    "case.version": Words("바뀐 횟수", "Changes"),
    "case.opened_on": Words("시작한 날", "Begun on"),
    "case.due_on": Words("처리기한", "Due on"),
    "case.papers": Words("서류의 해시", "Hash of the papers"),
    "case.clock": Words("처리기한 계산의 해시", "Hash of the clock"),
}


def case_models() -> list[type[CaseRow]]:
    """Return every room's row that has a lifecycle, by the lifecycle's name."""
    found = [model for model in apps.get_models() if issubclass(model, CaseRow)]
    return sorted(found, key=lambda model: model.lifecycle.name)


def declare_rows() -> None:
    """Name the leaves of every lifecycle, and have its rows held against them by `ledger verify --rows`."""
    for model in case_models():
        life = model.lifecycle
        values = _VALUES | _steps(life)
        for fact, words in _FACTS.items():
            name_fact(life.name, fact, words.ko, words.en, values=values.get(fact))
        for records in {deed.records for deed in life.deeds if isinstance(deed.records, Records)}:
            name_kind(f"{life.name}.{records.kind}", records.name.ko, records.name.en)
        name_kind(f"{life.name}.{PAPER_BROUGHT}", "서류 받음", "Paper brought")
        name_kind(f"{life.name}.{PAPER_JUDGED}", "서류 확인", "Paper checked")
        _declare_rows_of(model)


def _steps(life: Lifecycle) -> dict[str, dict[str | bool, Words]]:
    """Return what the states and deeds of a lifecycle are called in its leaves, as the person reads them."""
    states: dict[str | bool, Words] = {str(one.code): one.names.to(Reader.PERSON) for one in life.states}
    deeds: dict[str | bool, Words] = {str(one.code): one.did.to(Reader.PERSON) for one in life.deeds}
    return {"case.state": states, "line.before": states, "line.after": states, "line.deed": deeds}


def _declare_rows_of(model: type[CaseRow]) -> None:
    life, of_deeds = model.lifecycle, _kinds(model.lifecycle)
    everything = [*of_deeds, *(f"{life.name}.{kind}" for kind in (PAPER_BROUGHT, PAPER_JUDGED))]
    declare(
        _of(life, "이력", "lines of history"),
        kinds=of_deeds,
        rows=partial(_histories, model),
        holds=["casework.HistoryLine"],
        apart={_MOMENT: ["casework.HistoryLine.at"]},
    )
    declare(
        _of(life, "지금 상태", "where each stands"),
        beside=everything,
        rows=partial(_standings, model),
        holds=[_label(model), "casework.LegalClock", "casework.ClockStop", "casework.NumberSeries"],
        apart={
            _DESK: [f"{_label(model)}.assigned_to"],
            _SERIES: [f"casework.NumberSeries.{column}" for column in ("lifecycle", "year", "last")],
        },
    )
    if life.of_kind(Kind.SUPPLEMENT_ASKED):
        declare(
            _of(life, "보완 요청", "requests for more"),
            kinds=_kinds_of(life, Kind.SUPPLEMENT_ASKED),
            beside=everything,
            rows=partial(_supplements, model),
            holds=["casework.Supplement"],
            apart={_ANSWER: ["casework.Supplement.answer"]},
        )
    if life.of_kind(Kind.AGENT_NAMED):
        declare(
            _of(life, "대리인", "agents"),
            kinds=_kinds_of(life, Kind.AGENT_NAMED),
            beside=everything,
            rows=partial(_agents, model),
            holds=["casework.Agent"],
        )
    if life.of_kind(Kind.OBJECTION_FILED):
        declare(
            _of(life, "이의신청", "objections"),
            kinds=_kinds_of(life, Kind.OBJECTION_FILED, *ANSWERS),
            beside=everything,
            rows=partial(_objections, model),
            holds=["casework.Objection"],
        )
    declare(
        _of(life, "서류", "papers"),
        beside=everything,
        rows=partial(_papers, model),
        holds=["casework.Attachment", "casework.Remark"],
        apart={
            _TALK: [
                f"casework.Remark.{column}"
                for column in (
                    *("lifecycle", "case", "at", "on", "by", "by_name", "from_person", "shared", "body"),
                    *("read_at", "read_by"),
                )
            ]
        },
    )


def _label(model: type[CaseRow]) -> str:
    return f"{model._meta.app_label}.{model.__name__}"  # noqa: SLF001 -- Django's public name for it


def _of(life: Lifecycle, ko: str, en: str) -> Words:
    return Words(f"{life.names.ko} {ko}", f"{en} ({life.names.en})")


def _kinds(life: Lifecycle) -> list[str]:
    return sorted({kind for deed in life.deeds if (kind := _kind(life, str(deed.code)))})


def _kind(life: Lifecycle, deed: str) -> str:
    records = life.deed(deed).records
    return f"{life.name}.{records.kind}" if isinstance(records, Records) else ""


def _kinds_of(life: Lifecycle, *kinds: Kind) -> list[str]:
    return sorted({_kind(life, str(deed.code)) for deed in life.of_kind(*kinds)} - {""})


def named(row: CaseRow, ko: str = "", en: str = "") -> Words:
    """Return what a matter, or something of it, is called where a difference is named."""
    names, number = row.lifecycle.names, row.number or str(row.key)
    own = Words(f"{names.ko} {number}", f"{names.en} {number}")
    return Words(f"{own.ko}의 {ko}", f"{en} of {own.en}") if ko else own


def _batches(model: type[CaseRow]) -> Iterator[list[CaseRow]]:
    kept: list[CaseRow] = []
    for row in model._default_manager.order_by("pk").iterator(AT_A_TIME):  # noqa: SLF001 -- Django's public name for it
        kept.append(row)
        if len(kept) == AT_A_TIME:
            yield kept
            kept = []
    yield kept


def _beside(kind: type[Beside], rows: Iterable[CaseRow]) -> dict[UUID, list[Any]]:
    """Return the rows of a kind beside some matters, by the matter's key, in the order they came."""
    by_case: dict[UUID, list[Any]] = defaultdict(list)
    rows = list(rows)
    if rows:
        keys = [row.key for row in rows]
        for one in kind.objects.filter(lifecycle=rows[0].lifecycle.name, case__in=keys).order_by("pk"):
            by_case[one.case].append(one)
    return by_case


def _with(model: type[CaseRow], kind: type[Beside]) -> Iterator[tuple[CaseRow, list[Any]]]:
    for rows in _batches(model):
        beside = _beside(kind, rows)
        for row in rows:
            yield row, beside[row.key]


def _strays(model: type[CaseRow], kind: type[Beside]) -> Iterator[Words]:
    """Yield what lies beside matters that are not there."""
    known = model._default_manager.values("key")  # noqa: SLF001 -- Django's public name for it
    for one in kind.objects.filter(lifecycle=model.lifecycle.name).exclude(case__in=known)[:AT_A_TIME]:
        yield Words(
            "{name} {case}: 딸린 줄은 있는데 건이 없습니다.",
            "{name} {case}: there is a row beside it, and no matter.",
        ).filled(name=model.lifecycle.names, case=str(one.case))


def _histories(model: type[CaseRow], leaves: Leaves) -> Iterator[Row | Words]:
    yield Row(model.lifecycle.names, earlier=tuple(_unlined(model, leaves)), counts=False)
    for row, lines in _with(model, HistoryLine):
        yield from _history(row, lines, leaves)
    known = {model.lifecycle.name for model in case_models()}
    yield from _strays(model, HistoryLine)
    for line in HistoryLine.objects.exclude(lifecycle__in=known)[:AT_A_TIME]:
        yield Words(
            "{name}: 없는 흐름의 이력입니다.", "{name}: a line of a lifecycle that is not there."
        ).filled(name=line.lifecycle)


def _unlined(model: type[CaseRow], leaves: Leaves) -> Iterator[str]:
    """Yield the leaves that an older version recorded without a line of history; those do not say by whom."""
    kinds = {f"{model.lifecycle.name}.{kind}" for kind in model.leaves_without_a_line}
    old = [
        leaf.hash
        for leaf in leaves.by_hash.values()
        if leaf.kind in kinds and leaf.facts is not None and not {"by", "line.by"} & leaf.facts.keys()
    ]
    lined = set(HistoryLine.objects.filter(leaf__in=old).values_list("leaf", flat=True)) if old else set()
    yield from (leaf for leaf in old if leaf not in lined)


def _history(row: CaseRow, lines: list[HistoryLine], leaves: Leaves) -> Iterator[Row | Words]:
    life = row.lifecycle
    stands = lines[0].before if lines else life.begins
    joins, new = stands in {"", life.begins}, False
    for line in lines:
        joins = joins and line.before == stands and life.has_deed(line.deed)
        stands = line.after
        if not life.has_deed(line.deed) or isinstance(life.deed(line.deed).records, RecordsNothing):
            continue
        name, leaf = named(row, "이력", f"the history ({line.deed})"), leaves.by_hash.get(line.leaf)
        # From the first leaf on that says who did it, every later line has one that does.
        new = new or (leaf is not None and leaf.facts is not None and "line.by" in leaf.facts)
        if not new and not line.leaf and line.deed in row.lines_without_a_leaf:
            yield Row(name, lacking=("line",))
            continue
        facts = {**case_facts(row), **line_facts(line), **_earlier_facts(line, leaf)}
        yield Row(name, _kind(life, line.deed), str(row.key), facts, line.on, leaf=line.leaf or NO_HASH)
    if not joins or stands != row.state:
        yield Words(
            "{name}: 이력의 단계가 이어지지 않거나 지금 상태와 다릅니다.",
            "{name}: the steps of its history do not join, or do not lead to its present state.",
        ).filled(name=named(row))


def _earlier_facts(line: HistoryLine, leaf: Leaf | None) -> dict[str, object]:
    """Return what leaves of older versions say of a line in other words."""
    who = str(line.by or "machine")
    return {
        name: who for name in ("by", "signed_by") if leaf is not None and leaf.facts and name in leaf.facts
    }


def _standings(model: type[CaseRow], leaves: Leaves) -> Iterator[Row | Words]:
    last = {leaf.subject: leaf for leaf in leaves.by_hash.values()}
    for rows in _batches(model):
        papers, clocks, stops = (_beside(kind, rows) for kind in (Attachment, LegalClock, ClockStop))
        for row in rows:
            if row.number is None:
                continue
            leaf = last.get(str(row.key))
            stands = standing_facts(row, papers[row.key], clocks[row.key], stops[row.key])
            yield Row(
                named(row),
                leaf.kind if leaf else f"{model.lifecycle.name}.",
                str(row.key),
                {**case_facts(row), **stands},
                leaf=leaf.hash if leaf else NO_HASH,
            )
    for kind in (Attachment, LegalClock, ClockStop):
        yield from _strays(model, kind)


def _agents(model: type[CaseRow], leaves: Leaves) -> Iterator[Row | Words]:
    """Yield who acts for people, each against the line of history that named them, and a line of the day it ended."""
    named_by, ended_by = (_kinds_of(model.lifecycle, kind) for kind in (Kind.AGENT_NAMED, Kind.AGENT_ENDED))
    steps = {
        str(deed.code): deed.kind for deed in model.lifecycle.of_kind(Kind.AGENT_NAMED, Kind.AGENT_ENDED)
    }
    for row, several in _with(model, Agent):
        subject, name = str(row.key), named(row, "대리인", "the agent")
        recorded = [leaf for kind in named_by for leaf in leaves.about(kind, subject)]
        ends = {
            (leaf.on, leaf.facts.get("line.by"))
            for kind in [*named_by, *ended_by]
            for leaf in leaves.about(kind, subject)
            if leaf.facts is not None
        }
        last = HistoryLine.objects.of(row).filter(deed__in=steps).last() if several else None
        acts = several[-1:] if last is not None and steps[last.deed] is Kind.AGENT_NAMED else []
        if len(recorded) != len(several) or [one for one in several if one.ended_on is None] != acts:
            yield Words("{name}: 기록된 것과 다릅니다.", "{name}: they are not what was recorded.").filled(
                name=named(row, "대리인", "the agent")
            )
        gone = any(leaves.about(kind, subject) for kind in _kinds_of(model.lifecycle, Kind.PAPERS_DESTROYED))
        for agent, leaf in zip(several, recorded, strict=False):
            if gone and not agent.name:  # it went with the papers
                yield Row(name, earlier=(leaf.hash,))
                continue
            facts = {
                **facts_of(agent),
                "line.by": agent.named_by and str(agent.named_by),
                "line.by_name": agent.named_name,
            }
            yield Row(name, leaf.kind, subject, facts, agent.named_on, leaf=leaf.hash)
            by = agent.ended_by and str(agent.ended_by)
            if agent.ended_on is None:
                ended = by is None
            else:
                ended = (agent.ended_on.isoformat(), by) in ends or leaf.facts is None
            if not ended:
                yield Words(
                    "{name}: 대리가 끝난 날이나 끝낸 사람이 기록된 것과 다릅니다.",
                    "{name}: when the agency ended, or who ended it, is not what was recorded.",
                ).filled(name=name)
    yield from _strays(model, Agent)


def is_new(row: CaseRow, leaves: Leaves) -> bool:
    """Return whether a matter was sent since its leaves say everything."""
    first = next(
        (
            kind
            for deed in row.lifecycle.deeds
            if deed.numbers and (kind := _kind(row.lifecycle, str(deed.code)))
        ),
        "",
    )
    recorded = leaves.about(first, str(row.key)) if first else []
    return not recorded or any(leaf.facts is None or "line.by" in leaf.facts for leaf in recorded)


def _supplements(model: type[CaseRow], leaves: Leaves) -> Iterator[Row | Words]:
    for row, asked_for in _with(model, Supplement):
        yield from _supplements_of(row, asked_for, leaves)
    yield from _strays(model, Supplement)


def _supplements_of(row: CaseRow, asked_for: list[Supplement], leaves: Leaves) -> Iterator[Row | Words]:
    """Yield what was asked for, each against the line of history that asked, and a line of the day it ended."""
    life, subject = row.lifecycle, str(row.key)
    recorded = [
        leaf for kind in _kinds_of(life, Kind.SUPPLEMENT_ASKED) for leaf in leaves.about(kind, subject)
    ]
    if not recorded and not is_new(row, leaves):
        yield from (
            Row(named(row, "보완 요청", "the request for more"), lacking=("request",)) for _ in asked_for
        )
        return
    if len(recorded) != len(asked_for) and is_new(row, leaves):
        yield Words(
            "{name}: 보완 요청이 기록된 것과 다릅니다.",
            "{name}: the requests for more are not what was recorded.",
        ).filled(name=named(row))
    ends = _ends_of_waiting(life)
    days = {
        leaf.on
        for kind in {_kind(life, code) for code in ends} - {""}
        for leaf in leaves.about(kind, subject)
        if leaf.facts is None or leaf.facts.get("line.deed") in {None, *ends}
    }
    for asked in asked_for:
        name = named(row, "보완 요청", "the request for more")
        facts = {"line.said": digest_of({"said": asked.request}), "due": asked.due_on.isoformat()}
        kind = recorded[0].kind if recorded else NO_HASH
        if not is_new(row, leaves) and not leaves.about(kind, subject, **facts):
            yield Row(name, lacking=("request",))  # asked before requests had leaves; later ones do
        else:
            yield Row(name, kind, subject, facts, asked.asked_on, which=facts)
        if asked.answered_on is not None and asked.answered_on.isoformat() not in days:
            yield Words(
                "{name}: 답한 날이 기록된 것과 다릅니다.",
                "{name}: the day it was answered is not what was recorded.",
            ).filled(name=name)


def _ends_of_waiting(life: Lifecycle) -> set[str]:
    """Return the deeds by which a supplement is no longer waited for: it came or is not needed, it lapsed, or all ended."""
    waits = {str(deed.target) for deed in life.of_kind(Kind.SUPPLEMENT_ASKED)}
    closed = life.codes(is_open=False)
    return {
        str(deed.code)
        for deed in life.deeds
        if deed.kind in ENDS_WAITING or (deed.target in closed and waits & set(deed.source))
    }


def _objections(model: type[CaseRow], leaves: Leaves) -> Iterator[Row | Words]:
    for row, objections in _with(model, Objection):
        yield from _objections_of(row, objections, leaves)
    yield from _strays(model, Objection)


def _objections_of(row: CaseRow, objections: list[Objection], leaves: Leaves) -> Iterator[Row | Words]:
    life, subject = row.lifecycle, str(row.key)
    name = named(row, "이의신청", "the objection")
    for objection in objections:
        yield from _objection(row, objection, name)
    answers = _kinds_of(life, *ANSWERS)
    recorded = [leaf for kind in answers for leaf in leaves.about(kind, subject)]
    answered = [one for one in objections if one.state != ObjectionState.OPEN]
    if len(answered) != len(recorded):
        yield Words(
            "{name}: 이의신청의 답이 기록된 것과 다릅니다.",
            "{name}: the answers to its objections are not what was recorded.",
        ).filled(name=named(row))
    for one, leaf in zip(answered, recorded, strict=False):
        facts = {
            "accepted": one.state == ObjectionState.ACCEPTED,
            "line.by": one.answered_by and str(one.answered_by),
            "line.by_name": one.answered_name,
            "line.said": digest_of({"said": one.answer}),
        }
        title = named(row, "이의신청의 답", "the answer to the objection")
        yield Row(title, leaf.kind, subject, facts, one.answered_on, leaf=leaf.hash, counts=False)


def _objection(row: CaseRow, objection: Objection, name: Words) -> Iterator[Row]:
    life, subject = row.lifecycle, str(row.key)
    due, made = objection.extended_from or objection.due_on, objection.made_on.isoformat()
    filed = {
        **case_facts(row),
        "due": due.isoformat(),
        "body": digest_of({"body": objection.body}),
    }
    for kind in _kinds_of(life, Kind.OBJECTION_FILED):
        yield Row(name, kind, subject, filed, objection.made_on, which={"on": made})
    if objection.extended_on is not None:
        facts = {
            "due_before": due.isoformat(),
            "due": objection.due_on.isoformat(),
            "line.by": objection.extended_by and str(objection.extended_by),
            "line.by_name": objection.extended_name,
            "line.said": digest_of({"said": objection.extension_reason}),
        }
        on = objection.extended_on
        for kind in _kinds_of(life, Kind.OBJECTION_EXTENDED):
            yield Row(name, kind, subject, facts, on, which={"on": on.isoformat()}, counts=False)


def _papers(model: type[CaseRow], leaves: Leaves) -> Iterator[Row | Words]:
    """Yield the papers that matters name; the files themselves are opened by the files room."""
    kept = set(KeptFile.objects.values_list("key", flat=True))
    destroyed = _kinds_of(model.lifecycle, Kind.PAPERS_DESTROYED)
    for row, papers in _with(model, Attachment):
        name = named(row, "서류", "a paper")
        for paper in papers:
            yield Row(name)
            if paper.file is not None and paper.file not in kept:
                yield Words(
                    "{name}: 보관 파일 {file}이(가) 없습니다.",
                    "{name}: its file {file} is not kept any more.",
                ).filled(name=name, file=paper.file)
        gone = sum(paper.file is None for paper in papers)
        # A draft's papers go with it and nobody is told; others' go by a deed that stands on the log.
        if row.number is not None and gone:
            recorded = [leaf for kind in destroyed for leaf in leaves.about(kind, str(row.key))]
            count = sum(leaf.facts["papers"] for leaf in recorded if leaf.facts is not None)
            if count != gone and all(leaf.facts is not None for leaf in recorded):
                yield Words(
                    "{name}: {gone}개가 없는데, 파기했다는 기록은 {count}개뿐입니다.",
                    "{name}: {gone} are gone, and the log says that {count} were destroyed.",
                ).filled(name=named(row, "서류", "the papers"), gone=gone, count=count)
