"""What is offered, on which conditions, and the values of the law by date; each as it held on the day asked for."""

from __future__ import annotations

from collections.abc import Iterator

from jiphyeon.contexts.programmes.queries import catalogue, rule_sheets, rulebook
from jiphyeon.foundation.open_data.datasets import Asked, Dataset, Field, Parameter, Row
from jiphyeon.kernel import Words
from jiphyeon.methods.rules import Version

_PROGRAMME = Parameter("programme", Words("지원", "Programme"), "choice", choices=rulebook.offered)
_OF = Field("programme", Words("지원", "Programme"))
_VERIFIED = Field(
    "verified",
    Words("원문을 확인함", "Read in its source"),
    "yes_no",
    more=Words(
        "아니면 사람이 아직 법의 글을 확인하지 않았습니다.", "If not, nobody has read the law's text yet."
    ),
)
_CITATION = Field("citation", Words("근거", "Law"), "words")
_KNOWN = Words(
    "그날 적용된 기준을 지금 아는 대로 적습니다.", "The terms that held on that day, as they are known now."
)
KINDS = {
    "money": Words("돈", "money"),
    "stage": Words("과정", "a journey in stages"),
    "fee": Words("감면", "a lower fee"),
}
PER = {
    "month": Words("달마다", "a month"),
    "year": Words("해마다", "a year"),
    "once": Words("한 번", "once"),
    "use": Words("쓸 때마다", "a use"),
}


def _versions(asked: Asked) -> Iterator[tuple[str, Version]]:
    """Yield (programme, version) of those asked for that hold on the day."""
    for programme in rulebook.offered():
        version = rulebook.version_on(programme, asked.as_of)
        if version is not None and asked.choice.get("programme", programme) == programme:
            yield programme, version


def programmes(asked: Asked) -> Iterator[Row]:
    """Yield one row a programme."""
    for programme, version in _versions(asked):
        card, office = catalogue.card(programme, asked.as_of), rulebook.office(programme)
        terms = max((one for one in office.terms if one.first <= asked.as_of), key=lambda one: one.first, default=None)  # fmt: skip
        call = card.call or card.next_call
        yield {
            "programme": programme,
            "name": card.name,
            "summary": card.summary,
            "kind": card.kind,
            "initiative": card.initiative,
            "unit": office.unit,
            "version": version.name,
            "in_force_from": version.effective.first,
            "in_force_until": version.effective.last,
            "is_open": card.is_open,
            "opens_on": call.period.first if call else None,
            "closes_on": call.period.last if call else None,
            "places": rulebook.places_on(version, asked.as_of),
            "per": rulebook.per_on(version) or None,
            "times": rulebook.times_on(version, asked.as_of) or None,
            "answer_working_days": terms.answer_working_days if terms else None,
        }


def conditions(asked: Asked) -> Iterator[Row]:
    """Yield one row a clause, in the order of the rules."""
    for programme, version in _versions(asked):
        for clause in rule_sheets.sheet(programme, asked.as_of, None).clauses:
            yield {
                "programme": programme,
                "version": version.name,
                "clause": clause.id,
                "kind": str(version.clause(clause.id).kind),
                "sentence": clause.sentence,
                "expression": clause.expression,
                "values": clause.values,
                "citation": clause.citation,
                "verified": clause.verified,
            }


def values(asked: Asked) -> Iterator[Row]:
    """Yield one row a value and day from which it holds, of every programme that speaks of it."""
    for programme, _version in _versions(asked):
        for line in rule_sheets.sheet(programme, asked.as_of, None).timelines:
            for span in line.spans:
                yield {
                    "programme": programme,
                    "value": line.name,
                    "name": line.label,
                    "from": span.first,
                    "until": span.last,
                    "is": span.text,
                    "holds": span.current,
                    "recorded_on": span.recorded,
                    "citation": span.citation,
                    "verified": span.verified,
                }


datasets = (
    Dataset(
        "programmes",
        Words("지원사업", "Programmes"),
        Words(
            "시가 하는 지원과 감면, 신청할 수 있는 때와 답을 드리는 기한입니다.",
            "What the city offers: when it can be applied for, and within how many days it is answered.",
        ),
        _KNOWN,
        (
            _OF,
            Field("name", Words("이름", "Name"), "words"),
            Field("summary", Words("무엇인지", "What it is"), "words"),
            Field("kind", Words("종류", "Kind"), choices=KINDS),
            Field("initiative", Words("계획의 과제", "Initiative of the plan")),
            Field("unit", Words("맡은 부서", "Unit in charge")),
            Field("version", Words("기준의 판", "Version of the terms")),
            Field("in_force_from", Words("기준이 적용되는 첫날", "First day of the terms"), "day"),
            Field("in_force_until", Words("기준이 적용되는 마지막 날", "Last day of the terms"), "day"),
            Field("is_open", Words("신청을 받음", "Applications are taken"), "yes_no"),
            Field(
                "opens_on",
                Words("신청을 받는 첫날", "First day of applying"),
                "day",
                more=Words("기간 없이 받으면 비어 있습니다.", "Empty where there is no period."),
            ),
            Field("closes_on", Words("신청을 받는 마지막 날", "Last day of applying"), "day"),
            Field("places", Words("모집 인원", "Places"), "whole", Words("명", "people")),
            Field("per", Words("드리는 때", "How often it is paid"), choices=PER),
            Field("times", Words("드리는 횟수", "Instalments"), "whole", Words("번", "times")),
            Field(
                "answer_working_days",
                Words("답을 드리는 기한", "Answered within"),
                "whole",
                Words("근무일", "working days"),
            ),
        ),
        programmes,
        "irregular",
        as_of="any day",
        key=("programme",),
    ),
    Dataset(
        "conditions",
        Words("지원 조건", "Conditions"),
        Words(
            "지원마다 갖출 조건, 제외 조건, 금액과 그 근거입니다.",
            "What each programme asks for, what rules people out, what it pays, and by which law.",
        ),
        _KNOWN,
        (
            _OF,
            Field("version", Words("기준의 판", "Version of the terms")),
            Field("clause", Words("조항", "Clause")),
            Field("kind", Words("종류", "Kind"), choices=rule_sheets.KINDS),
            Field("sentence", Words("조건", "What it says"), "words"),
            Field("expression", Words("판정하는 식", "How it is judged"), "words"),
            Field("values", Words("그날의 값", "Values on the day"), "words"),
            _CITATION,
            _VERIFIED,
        ),
        conditions,
        "irregular",
        as_of="any day",
        key=("programme", "clause"),
        parameters=(_PROGRAMME,),
    ),
    Dataset(
        "values",
        Words("기준값", "Values of the law"),
        Words(
            "지원 조건이 쓰는 나이, 금액, 비율과 적용되는 날입니다.",
            "Ages, amounts and shares that the conditions use, with the days they hold.",
        ),
        Words(
            "같은 값을 여러 지원이 쓰면 지원마다 한 줄씩 적습니다. holds는 그날 적용되는 값인지입니다.",
            "A value that several programmes use has a line for each. The column holds says whether it holds on the day.",
        ),
        (
            _OF,
            Field("value", Words("값", "Value")),
            Field("name", Words("이름", "Name"), "words"),
            Field("from", Words("첫날", "From"), "day"),
            Field("until", Words("마지막 날", "Until"), "day"),
            Field("is", Words("얼마", "What it is"), "words"),
            Field("holds", Words("그날 적용됨", "Holds on the day"), "yes_no"),
            Field("recorded_on", Words("적은 날", "Recorded on"), "day"),
            _CITATION,
            _VERIFIED,
        ),
        values,
        "irregular",
        as_of="any day",
        key=("programme", "value", "from"),
        parameters=(_PROGRAMME,),
    ),
)
