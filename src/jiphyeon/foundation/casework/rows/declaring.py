"""What the leaves of every lifecycle and their facts are called, and which rows are held against them."""

from __future__ import annotations

from functools import partial

from jiphyeon.foundation.casework.lifecycle import ANSWERS, Kind, Lifecycle, Reader, Records
from jiphyeon.foundation.casework.models import CaseRow
from jiphyeon.foundation.casework.recording import PAPER_BROUGHT, PAPER_JUDGED
from jiphyeon.foundation.casework.rows.agents import agents
from jiphyeon.foundation.casework.rows.history import histories, standings
from jiphyeon.foundation.casework.rows.matters import case_models, leaf_kinds
from jiphyeon.foundation.casework.rows.objections import objections
from jiphyeon.foundation.casework.rows.papers import papers
from jiphyeon.foundation.casework.rows.supplements import supplements
from jiphyeon.foundation.ledger.kinds import YES_NO, name_fact, name_kind
from jiphyeon.foundation.ledger.rows import declare
from jiphyeon.kernel import Words

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
    "block.deed": Words("한 일", "Deed"),
    "block.matters": Words("함께 한 건수", "Matters"),
    "block.root": Words("함께 한 건들의 뿌리 해시", "Root over the matters"),
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
    return {
        "case.state": states,
        "line.before": states,
        "line.after": states,
        "line.deed": deeds,
        "block.deed": deeds,
    }


def _declare_rows_of(model: type[CaseRow]) -> None:
    life, of_deeds = model.lifecycle, leaf_kinds(model.lifecycle)
    everything = [*of_deeds, *(f"{life.name}.{kind}" for kind in (PAPER_BROUGHT, PAPER_JUDGED))]
    declare(
        _of(life, "이력", "lines of history"),
        kinds=of_deeds,
        rows=partial(histories, model),
        holds=["casework.HistoryLine", "casework.Block"],
        apart={_MOMENT: ["casework.HistoryLine.at"]},
    )
    declare(
        _of(life, "지금 상태", "where each stands"),
        beside=everything,
        rows=partial(standings, model),
        holds=[_label(model), "casework.LegalClock", "casework.ClockStop", "casework.NumberSeries"],
        apart={
            _DESK: [f"{_label(model)}.assigned_to"],
            _SERIES: [f"casework.NumberSeries.{column}" for column in ("lifecycle", "year", "last")],
        },
    )
    if life.of_kind(Kind.SUPPLEMENT_ASKED):
        declare(
            _of(life, "보완 요청", "requests for more"),
            kinds=leaf_kinds(life, Kind.SUPPLEMENT_ASKED),
            beside=everything,
            rows=partial(supplements, model),
            holds=["casework.Supplement"],
            apart={_ANSWER: ["casework.Supplement.answer"]},
        )
    if life.of_kind(Kind.AGENT_NAMED):
        declare(
            _of(life, "대리인", "agents"),
            kinds=leaf_kinds(life, Kind.AGENT_NAMED),
            beside=everything,
            rows=partial(agents, model),
            holds=["casework.Agent"],
        )
    if life.of_kind(Kind.OBJECTION_FILED):
        declare(
            _of(life, "이의신청", "objections"),
            kinds=leaf_kinds(life, Kind.OBJECTION_FILED, *ANSWERS),
            beside=everything,
            rows=partial(objections, model),
            holds=["casework.Objection"],
        )
    declare(
        _of(life, "서류", "papers"),
        beside=everything,
        rows=partial(papers, model),
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
