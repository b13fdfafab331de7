"""Sendings and notices as the office reads them: plain values, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count

from jiphyeon.contexts.e_notices.enums import ON_ITS_WAY, ON_PAPER, SERVED, TO_PAPER, Stage, Step, Way
from jiphyeon.contexts.e_notices.models import Notice, Sending, service
from jiphyeon.contexts.e_notices.queries.texts import terms_of
from jiphyeon.contexts.e_notices.rules.clock import Days, days_of
from jiphyeon.contexts.e_notices.rules.lifecycle import NOTICE
from jiphyeon.foundation.clock.deadlines import is_working_day
from jiphyeon.foundation.ledger.kinds import name_fact
from jiphyeon.foundation.ledger.rows import declare
from jiphyeon.kernel import Refused, Words


@dataclass(frozen=True, slots=True)
class SendingRow:
    """A sending as a line of the list."""

    key: UUID
    number: str
    title: str
    kind: Words
    stage: Stage
    addressees: int
    respond_by: date | None


def kind_words(code: str) -> Words:
    """Return what a kind is called; its code where the city has it no more."""
    found = next((one for one in service().kinds if one.code == code), None)
    return found.name if found is not None else Words(code, code)


def sending_rows(found: Sequence[Sending]) -> list[SendingRow]:
    """Return sendings as lines."""
    return [
        SendingRow(
            row.key,
            row.number or "",
            row.title,
            kind_words(row.kind),
            row.stage,
            row.addressees,
            row.respond_by,
        )
        for row in found
    ]


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice as a line of the list."""

    key: UUID
    number: str
    name: str
    sending: str
    step: Step
    way: Words | None
    respond_by: date | None
    is_open: bool


def notice_rows(found: Sequence[Notice]) -> list[NoticeRow]:
    """Return notices as lines."""
    numbers = dict(
        Sending.objects.filter(pk__in={row.sending_id for row in found}).values_list("pk", "number")
    )
    return [
        NoticeRow(
            row.key,
            row.number or "",
            row.name,
            numbers.get(row.sending_id) or "",
            row.step,
            row.way.words if isinstance(row.way, Way) else None,
            row.respond_by,
            row.stands_at.is_open,
        )
        for row in found
    ]


def days(sending: Sending, on: date) -> Days | Refused | None:
    """Return the days of a sending, or why they cannot be; None where no last day was chosen."""
    if sending.respond_by is None:
        return None
    try:
        return days_of(sending.respond_by, terms_of(sending, on), service().working_on(on), is_working_day)
    except Refused as no:
        return no


def counts(sending: Sending) -> dict[Step, int]:
    """Return how many notices of a sending stand at each step, by its index alone."""
    found = Notice.objects.of(sending).values_list("state").annotate(many=Count("pk")).order_by()
    return {Step(state): many for state, many in found}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a sending has come, in numbers that add up to its addressees."""

    waiting: int
    on_its_way: int
    served: int
    on_paper: int
    ended: int

    @property
    def total(self) -> int:
        """Return how many they are."""
        return self.waiting + self.on_its_way + self.served + self.on_paper + self.ended


def progress(found: dict[Step, int]) -> Progress:
    """Return the counts in five groups."""

    def of(*steps: Step) -> int:
        return sum(found.get(step, 0) for step in steps)

    return Progress(
        of(Step.DRAFTED, Step.APPROVED),
        of(*ON_ITS_WAY),
        of(*SERVED, Step.OBJECTED, Step.UPHELD, Step.OVERDUE),
        of(*TO_PAPER, *ON_PAPER),
        of(Step.PAID, Step.WAIVED, Step.CANCELLED),
    )


def served_by_phone(day: date) -> int:
    """Return how many notices were served by phone up to a day."""
    return Notice.objects.filter(way=Way.PHONE, served_on__lte=day).count()


def declare_rows() -> None:
    """Name what the leaves of sendings and notices say beside what every matter's leaves say."""
    why = Words("전달 방이 보내는 묶음을 가리킬 뿐입니다", "it only points to what messages sends it with")
    declare(
        Words("전자고지의 전달", "messages of e-notices"),
        rows=lambda _leaves: (),
        apart={
            why: [
                "e_notices.Sending.relay_batch",
                "e_notices.Sending.paper_batch",
                "e_notices.Notice.paper_batch",
                "e_notices.Notice.message",
            ]
        },
    )
    for fact, ko, en in (
        ("kind", "고지 종류", "Kind"),
        ("imported", "들인 파일", "File"),
        ("case.addressees", "받는 사람 수", "Addressees"),
        ("case.sent_on", "보내기 시작한 날", "Began to go out on"),
        ("case.respond_by", "의견 제출 기한", "To be answered by"),
        ("case.not_before", "보낼 시각", "Not before"),
        ("case.chosen", "정한 것의 해시", "Hash of what was chosen"),
    ):
        name_fact("e_sendings", fact, ko, en)
    for fact, ko, en in (
        ("sending", "고지 묶음", "Sending"),
        ("addressee", "받는 사람의 해시", "Hash of the addressee"),
        ("fine", "과태료", "Fine"),
        ("case.document", "문서의 해시", "Hash of the document"),
        ("case.respond_by", "의견 제출 기한", "To be answered by"),
        ("case.way", "송달 방법", "Served how"),
        ("case.served_on", "송달된 날", "Served on"),
        ("case.opened_at", "열람한 시각", "Opened at"),
        ("case.sent_at", "중계자에 넘긴 시각", "Handed to the relay at"),
        ("case.went_on", "우편으로 바꾼 날", "Turned to paper on"),
        ("case.reader", "열람한 계정", "Opened by the account"),
        ("case.returned_for", "반송 사유", "Why it came back"),
        ("case.published_on", "공고한 날", "Published on"),
        ("case.sealed", "주소와 내용의 해시", "Hash of address and contents"),
    ):
        name_fact(NOTICE.name, fact, ko, en)
