"""What outreach publishes: of each round, how many were told of a programme and what came of it; nobody is named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from jiphyeon.contexts.outreach import queries
from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.foundation.open_data import small_counts
from jiphyeon.foundation.open_data.datasets import Asked, Dataset, Field, Parameter, Row
from jiphyeon.kernel import Words

title = Words("지원 안내", "Outreach")

_PEOPLE = Words("명", "people")


def rounds(asked: Asked) -> Iterator[Row]:
    """Yield one row a round, programme by programme, the oldest first."""
    rule = small_counts.small_counts(Path(settings.CITY_PACK), asked.as_of)
    for programme in programmes.offered():
        if asked.choice.get("programme", programme) != programme:
            continue
        for number, (on, funnel) in enumerate(queries.rounds_by(programme, asked.as_of), start=1):
            notified, opened, applied, granted = rule.parts(
                funnel.notified, funnel.opened, funnel.applied, funnel.granted
            )
            yield {
                "programme": programme,
                "round": number,
                "on": on,
                "told": notified,
                "opened": opened,
                "applied": applied,
                "granted": granted,
            }


datasets = (
    Dataset(
        "rounds",
        Words("지원 안내의 결과", "What came of outreach"),
        Words(
            "받을 수 있어 보이는 분들께 알린 날과, 열어 보고 신청하고 지원받은 사람 수입니다.",
            "The days on which people who seemed due were told, and how many opened it, applied and were granted.",
        ),
        Words(
            "알림을 받은 사람 가운데 그 뒤에 신청한 사람만 셉니다. 지금의 모습을 매번 새로 셉니다. {small}",
            "Of those told, only who applied afterwards is counted; counted anew each time. {small}",
        ).filled(small=small_counts.HOW),
        (
            Field("programme", Words("지원", "Programme")),
            Field("round", Words("차례", "Round"), "whole"),
            Field("on", Words("알린 날", "Told on"), "day"),
            Field("told", Words("알림을 받은 사람", "Told"), "whole", _PEOPLE),
            Field("opened", Words("열어 본 사람", "Opened it"), "whole", _PEOPLE),
            Field("applied", Words("그 뒤에 신청한 사람", "Applied afterwards"), "whole", _PEOPLE),
            Field("granted", Words("지원을 받은 사람", "Granted"), "whole", _PEOPLE),
        ),
        rounds,
        "daily",
        key=("programme", "round"),
        parameters=(
            Parameter("programme", Words("지원", "Programme"), "choice", choices=programmes.offered),
        ),
    ),
)
