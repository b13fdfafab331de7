"""What the reforms publish: every approved change of terms, and what it altered in each programme."""

from __future__ import annotations

from collections.abc import Iterator

from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.contexts.reforms.models import Reform
from jiphyeon.contexts.reforms.queries import reforms as queries
from jiphyeon.foundation.open_data.datasets import Asked, Dataset, Field, Parameter, Row
from jiphyeon.kernel import Words

title = Words("기준 개정", "Changes of terms")

_APPROVED = Words(
    "그날까지 승인된 개정만 적습니다. 작성 중이거나 승인되지 않은 개정안은 없습니다.",
    "Only changes approved by that day; no draft, and none that was refused.",
)
_REFORM = Field("reform", Words("개정", "Change"), more=Words("승인된 차례", "In the order of approval"))


def _approved(asked: Asked) -> Iterator[Reform]:
    yield from Reform.objects.approved().filter(decided_on__lte=asked.as_of)


def reforms(asked: Asked) -> Iterator[Row]:
    """Yield one row an approved change, in the order of approval."""
    for reform in _approved(asked):
        yield {
            "reform": reform.label,
            "name": reform.name,
            "holds_from": reform.first,
            "approved_on": reform.decided_on,
            "programmes": programmes.in_order(reform.parts),
            "authority": reform.authority or None,
            "authority_read": reform.authority_read,
            "leaf": reform.leaf,
        }


def changes(asked: Asked) -> Iterator[Row]:
    """Yield one row a sentence of what a change altered."""
    for reform in _approved(asked):
        for programme in queries.differences(reform):
            if asked.choice.get("programme", programme.id) != programme.id:
                continue
            for number, words in enumerate([*programme.lines, *programme.later], start=1):
                yield {
                    "reform": reform.label,
                    "programme": programme.id,
                    "number": number,
                    "change": words,
                }


datasets = (
    Dataset(
        "reforms",
        Words("승인된 기준 개정", "Approved changes of terms"),
        Words(
            "지원 기준을 언제부터, 어떤 근거로 바꾸었는지입니다.",
            "From when the terms of which programmes were changed, and by which law.",
        ),
        _APPROVED,
        (
            _REFORM,
            Field("name", Words("이름", "Name")),
            Field("holds_from", Words("적용되는 첫날", "Holds from"), "day"),
            Field("approved_on", Words("승인한 날", "Approved on"), "day"),
            Field("programmes", Words("바뀐 지원", "Programmes changed"), "list"),
            Field("authority", Words("근거", "Law")),
            Field(
                "authority_read",
                Words("원문을 확인함", "Read in its source"),
                "yes_no",
                more=Words(
                    "승인한 사람이 근거의 글을 확인했는지입니다.",
                    "Whether whoever approved it read the law's text.",
                ),
            ),
            Field(
                "leaf",
                Words("공개 기록의 해시", "Hash in the public record"),
                more=Words("SHA-256, 16진수", "SHA-256, hexadecimal"),
            ),
        ),
        reforms,
        "irregular",
        as_of="any day",
        key=("reform",),
    ),
    Dataset(
        "changes",
        Words("개정으로 바뀐 것", "What the changes altered"),
        Words(
            "승인된 개정마다 지원별로 바뀐 값과 조건을 한 문장씩 적습니다.",
            "What each approved change altered in each programme, a sentence each.",
        ),
        Words(
            "승인할 때의 기준과 견주어 다른 것을 적습니다. {approved}",
            "Compared with the terms as they stood when it was approved. {approved}",
        ).filled(approved=_APPROVED),
        (
            _REFORM,
            Field("programme", Words("지원", "Programme")),
            Field("number", Words("차례", "Number"), "whole"),
            Field("change", Words("바뀐 것", "What changed"), "words"),
        ),
        changes,
        "irregular",
        as_of="any day",
        key=("reform", "programme", "number"),
        parameters=(
            Parameter("programme", Words("지원", "Programme"), "choice", choices=programmes.offered),
        ),
    ),
)
