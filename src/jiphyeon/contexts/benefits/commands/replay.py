"""`jiphyeon benefits`: say a decision again, and see that it is the same."""

from __future__ import annotations

import os
from uuid import UUID

import click

from jiphyeon.foundation.terminal.verdicts import Verifier, answer
from jiphyeon.kernel import Checked, Refused, Words


@click.group()
def benefits() -> None:
    """Look into decisions from the command line."""


@benefits.command(cls=Verifier)
@click.argument("case")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, with each outcome worked out again.")
def replay(case: str, *, as_json: bool) -> None:
    """Work every stored outcome of CASE out again (its number or key) and hold it against what was stored.

    Exits 0 where every outcome is reached again, 1 where one is not or there is no such case, 3 where nothing was stored.

    \b
    example:
      ./jip benefits replay 2024-000012
    """  # noqa: D301 -- click's mark for lines to keep
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiphyeon.config.settings")
    django.setup()
    from django.db.models import Q

    from jiphyeon.contexts.benefits.models import Case
    from jiphyeon.contexts.benefits.queries import replay as replaying

    try:
        by_key = Q(key=UUID(case))
    except ValueError:
        by_key = Q()
    found = Case.objects.filter(by_key or Q(number=case)).first()
    if found is None:
        raise Refused(
            "no_such_case",
            ko="{case} 신청이 없습니다. 신청 번호나 열쇠를 주세요.",
            en="There is no case {case!r}. Give its number or key.",
            case=case,
        )
    problems: list[Words] = []
    unchecked: list[Words] = []
    outcomes, lines = [], []
    for assessment in found.assessments.select_related("case"):
        on, kind = assessment.made_on, assessment.kind
        try:
            result = replaying.replay(assessment)
        except Refused as no:
            why = _NOT_WORKED_OUT.filled(on=on, kind=kind, why=no.words)
            (unchecked if no.code == "key_missing" else problems).append(why)
            continue
        outcomes.append(replaying.again(assessment).as_json)
        if not result.same:
            problems.append(_DIFFERS.filled(on=on, kind=kind, what=", ".join(result.differs)))
        sameness = "same" if result.same else f"DIFFERENT ({', '.join(result.differs)})"
        lines.append(
            f"  {on} {kind:<11} version {assessment.version_name} {assessment.result:<7} {result.again[:16]} {sameness}"
        )
    if not outcomes and not problems:
        unchecked.append(_NOTHING)
    name = found.number or str(found.key)
    true = Words(
        "{name}에 저장된 결과 {n}건에 저장된 사실만으로 다시 이르렀습니다.",
        "{n} of {name}, reached again from the facts stored with each.",
    ).filled(name=name, n=Words.count(len(outcomes), "stored outcome"))
    try:
        checked = Checked(tuple(problems), tuple(unchecked))
        answer(checked, true=true, as_json=as_json, more={"case": name, "outcomes": outcomes})
    finally:  # after the one line that says what came of it
        for line in [] if as_json else lines:
            click.echo(line)


_DIFFERS = Words(
    "{on}의 계산({kind})을 다시 하면 다릅니다: {what}",
    "What was worked out on {on} ({kind}) is not reached again: {what}.",
)
_NOT_WORKED_OUT = Words(
    "{on}의 계산({kind})을 다시 할 수 없습니다: {why}",
    "What was stored on {on} ({kind}) could not be worked out again: {why}",
)
_NOTHING = Words(
    "이 신청에는 다시 할 계산이 없습니다.",
    "Nothing was worked out for this case yet, so there is nothing to reach again.",
)
