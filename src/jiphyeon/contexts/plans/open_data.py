"""What the plan publishes: initiatives, their tasks, and every value of their figures."""

from __future__ import annotations

from collections.abc import Iterator

from jiphyeon.contexts.plans import queries
from jiphyeon.contexts.plans.enums import InitiativeState
from jiphyeon.contexts.plans.queries import InitiativeCard
from jiphyeon.foundation.open_data.datasets import Asked, Dataset, Field, Parameter, Row
from jiphyeon.kernel import Words

title = Words("업무계획", "Year plan")

_YEAR = Parameter("year", Words("계획의 해", "Year of the plan"), least=1900, most=2199)
_OF = (
    Field("year", Words("계획의 해", "Year of the plan"), "whole"),
    Field("initiative", Words("과제", "Initiative")),
)


def _cards(asked: Asked) -> Iterator[tuple[str, InitiativeCard]]:
    """Yield (heading, initiative) of the years asked for, in the plans' order."""
    for year in queries.years():
        if asked.whole.get("year", year) != year:
            continue
        for heading in queries.tree(year, on=asked.as_of).headings:
            for card in heading.initiatives:
                yield heading.code, card


def initiatives(asked: Asked) -> Iterator[Row]:
    """Yield one row an initiative."""
    for heading, card in _cards(asked):
        yield {
            "year": card.year,
            "initiative": card.code,
            "heading": heading,
            "name": card.name,
            "promise": card.promise,
            "owner": card.owner_code,
            "owner_name": card.owner,
            "state": str(card.state),
            "called_off_on": card.called_off_on,
            "systems": card.systems,
            "carried_out_by": card.doors,
            "tasks": len(card.milestones),
            "tasks_done": sum(1 for task in card.milestones if task.done_on),
            "tasks_overdue": sum(1 for task in card.milestones if task.is_overdue),
        }


def tasks(asked: Asked) -> Iterator[Row]:
    """Yield one row a task."""
    for _heading, card in _cards(asked):
        for task in card.milestones:
            yield {
                "year": card.year,
                "initiative": card.code,
                "task": task.code,
                "name": task.name,
                "due": task.due,
                "done_on": task.done_on,
                "is_overdue": task.is_overdue,
            }


def figures(asked: Asked) -> Iterator[Row]:
    """Yield one row a value; a figure of which nothing is known yet has one row without a value."""
    for _heading, card in _cards(asked):
        for figure in card.figures:
            for on, value in figure.values or ((None, None),):
                yield {
                    "year": card.year,
                    "initiative": card.code,
                    "figure": figure.code,
                    "name": figure.name,
                    "unit": figure.unit,
                    "how": figure.how,
                    "target": figure.target,
                    "on": on,
                    "value": value,
                }


datasets = (
    Dataset(
        "initiatives",
        Words("과제", "Initiatives"),
        Words("계획의 과제와 그 상태입니다.", "The initiatives of the plan, and where each stands."),
        Words(
            "상태는 맡은 시스템이 열려 있는지, 할 일의 기한이 지났는지로 매번 새로 정합니다.",
            "The state is worked out anew each time: whether what carries it out is open, and whether a task is late.",
        ),
        (
            *_OF,
            Field("heading", Words("방향", "Direction")),
            Field("name", Words("이름", "Name"), "words"),
            Field("promise", Words("약속", "Promise"), "words"),
            Field("owner", Words("맡은 부서", "Owner")),
            Field("owner_name", Words("맡은 부서 이름", "Name of the owner"), "words"),
            Field(
                "state",
                Words("상태", "State"),
                choices={
                    InitiativeState.AT_WORK: Words("가동 중", "at work"),
                    InitiativeState.WAITING: Words("기한 지남", "late"),
                    InitiativeState.NOT_BUILT: Words("아직 만들지 않음", "not built yet"),
                    InitiativeState.CALLED_OFF: Words("취소됨", "called off"),
                },
            ),
            Field("called_off_on", Words("취소한 날", "Called off on"), "day"),
            Field("systems", Words("계획의 시스템 번호", "Numbers of the systems in the plan"), "list"),
            Field("carried_out_by", Words("맡은 화면의 주소", "Addresses of what carries it out"), "list"),
            Field("tasks", Words("할 일", "Tasks"), "whole", Words("건", "tasks")),
            Field("tasks_done", Words("마친 할 일", "Tasks done"), "whole", Words("건", "tasks")),
            Field(
                "tasks_overdue", Words("기한이 지난 할 일", "Tasks overdue"), "whole", Words("건", "tasks")
            ),
        ),
        initiatives,
        "daily",
        as_of="any day",
        key=("year", "initiative"),
        parameters=(_YEAR,),
    ),
    Dataset(
        "tasks",
        Words("할 일", "Tasks"),
        Words(
            "과제마다 할 일, 기한과 마친 날입니다.", "The tasks of each initiative, when due and when done."
        ),
        Words(
            "기한이 지났는데 그날까지 마치지 않은 일을 늦은 것으로 봅니다. 기한은 지금 정해진 날입니다.",
            "A task is overdue when its day has passed and it was not done by the day asked for. The day due is today's.",
        ),
        (
            *_OF,
            Field("task", Words("할 일", "Task")),
            Field("name", Words("이름", "Name"), "words"),
            Field("due", Words("기한", "Due"), "day"),
            Field("done_on", Words("마친 날", "Done on"), "day"),
            Field("is_overdue", Words("기한이 지남", "Overdue"), "yes_no"),
        ),
        tasks,
        "daily",
        as_of="any day",
        parameters=(_YEAR,),
    ),
    Dataset(
        "figures",
        Words("지표의 값", "Values of figures"),
        Words(
            "과제의 지표와 날마다의 값입니다. 아직 모르는 값은 비워 둡니다.",
            "The figures of each initiative with their values by day; what is not known yet is empty.",
        ),
        Words(
            "지표마다 세는 방법을 how 열에 적었습니다.",
            "Each figure says in the column how what is counted.",
        ),
        (
            *_OF,
            Field("figure", Words("지표", "Figure")),
            Field("name", Words("이름", "Name"), "words"),
            Field("unit", Words("단위", "Unit"), "words"),
            Field("how", Words("세는 방법", "How it is counted"), "words"),
            Field("target", Words("목표", "Target"), "whole"),
            Field("on", Words("날짜", "Day"), "day"),
            Field(
                "value",
                Words("값", "Value"),
                "whole",
                more=Words("단위는 unit 열에 있습니다.", "Its unit stands in unit."),
            ),
        ),
        figures,
        "continuous",
        as_of="any day",
        parameters=(_YEAR,),
    ),
)
