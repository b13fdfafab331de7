"""How sendings and notices are listed, and the file of addressees."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

from django.db.models import Q
from django.urls import reverse

from jiphyeon.contexts.e_notices.actions import drafting
from jiphyeon.contexts.e_notices.actions.drafting import Addressee
from jiphyeon.contexts.e_notices.enums import ON_ITS_WAY, ON_PAPER, SERVED, TO_PAPER, Stage, Step
from jiphyeon.contexts.e_notices.models import Notice, Sending
from jiphyeon.contexts.e_notices.queries import sendings
from jiphyeon.contexts.e_notices.queries.sendings import NoticeRow, SendingRow
from jiphyeon.contexts.e_notices.roles import NOTICE_APPROVER, NOTICE_SENDER, READERS
from jiphyeon.contexts.e_notices.rules.lifecycle import NOTICE
from jiphyeon.contexts.e_notices.rules.sending import SENDING
from jiphyeon.foundation.accounts.actors import holding
from jiphyeon.foundation.imports.declaring import Column as Given
from jiphyeon.foundation.imports.declaring import Intake, Taking, Values, beside
from jiphyeon.foundation.messages import api as messages
from jiphyeon.foundation.messages.addresses import KEPT
from jiphyeon.foundation.queues.declaring import Column as Of
from jiphyeon.foundation.queues.declaring import Filter, Queue, View
from jiphyeon.foundation.queues.marks import due_mark
from jiphyeon.foundation.relays import api as relays
from jiphyeon.foundation.secrets.resident_numbers import holds_resident_number
from jiphyeon.foundation.ui.badges import Badge
from jiphyeon.kernel import Refused, Words

PARKING = "parking-prior-notice"


def _sending_choices() -> list[tuple[str, object]]:
    newest = Sending.objects.exclude(number=None).order_by("-number").values_list("number", "title")[:100]
    return [(number or "", f"{number} {title}") for number, title in newest]


SENDINGS: Queue[Sending, SendingRow] = Queue(
    name="e_notices.sendings",
    words=Words("고지 묶음", "Sendings"),
    rows=lambda _actor: Sending.objects.all(),
    lines=lambda rows, _today: sendings.sending_rows(rows),
    key="number",
    views=(
        View("drafts", Words("준비 중", "Being prepared"), Q(state=Stage.DRAFT), work=holding(NOTICE_SENDER), of_anybody=True),
        View("waiting", Words("승인 대기", "Waiting for approval"), Q(state=Stage.PROPOSED), work=holding(NOTICE_APPROVER), of_anybody=True),
        View("going", Words("보내는 중", "Going out"), Q(state__in=[Stage.APPROVED, Stage.GOING, Stage.PAUSED])),
        View("over", Words("끝남", "Over"), Q(state__in=[Stage.DONE, Stage.CANCELLED])),
        View("all", Words("모두", "All"), Q()),
    ),
    columns=(
        Of("number", Words("번호", "Number"), lambda row: row.number, sort="number"),
        Of("title", Words("이름", "Name"), lambda row: row.title),
        Of("kind", Words("종류", "Kind"), lambda row: row.kind, hide_on_phone=True),
        Of("addressees", Words("받는 사람", "Addressees"), lambda row: row.addressees, "number"),
        Of("respond_by", Words("의견 제출 기한", "To be answered by"), lambda row: row.respond_by, "date", sort="respond_by"),
        Of("state", Words("상태", "State"), lambda row: stage_badge(row.stage), "badge"),
    ),
    page="e_notices:desk",
    item=lambda row: reverse("e_notices:item", args=[row.key]),
    may=holding(*READERS),
    sort="-number",
    search=("number", "title"),
    search_words=Words("번호나 이름", "Number or name"),
    empty=Words("이 보기에는 고지 묶음이 없습니다.", "There is no sending in this view."),
)  # fmt: skip

NOTICES: Queue[Notice, NoticeRow] = Queue(
    name="e_notices.notices",
    words=Words("고지 대상", "Notices"),
    rows=lambda _actor: Notice.objects.exclude(number=None),
    lines=lambda rows, _today: sendings.notice_rows(rows),
    key="number",
    views=(
        View("returned", Words("반송", "Came back"), Q(state__in=[Step.RETURNED, Step.ADDRESS_CHECK]), work=holding(NOTICE_SENDER), of_anybody=True),
        View("objected", Words("의견 검토", "Opinions"), Q(state=Step.OBJECTED), work=holding(NOTICE_SENDER), of_anybody=True),
        View("phone", Words("휴대전화로 가는 중", "On the way by phone"), Q(state__in=ON_ITS_WAY)),
        View("paper", Words("우편", "On paper"), Q(state__in=[*TO_PAPER, *ON_PAPER])),
        View("served", Words("송달됨", "Served"), Q(state__in=[*SERVED, Step.UPHELD])),
        View("overdue", Words("기한 지남", "Days over"), Q(state=Step.OVERDUE)),
        View("ended", Words("끝남", "Over"), Q(state__in=[Step.PAID, Step.WAIVED, Step.CANCELLED])),
        View("all", Words("모두", "All"), Q()),
    ),
    columns=(
        Of("number", Words("번호", "Number"), lambda row: row.number, sort="number"),
        Of("name", Words("받는 사람", "Addressee"), lambda row: row.name, personal=True),
        Of("sending", Words("고지 묶음", "Sending"), lambda row: row.sending, hide_on_phone=True),
        Of("state", Words("상태", "State"), lambda row: step_badge(row.step), "badge"),
        Of("way", Words("송달 방법", "Served how"), lambda row: row.way or "", hide_on_phone=True),
        Of("respond_by", Words("의견 제출 기한", "To be answered by"), lambda row: row.respond_by, "date", sort="respond_by"),
    ),
    page="e_notices:addressees:notices",
    item=lambda row: reverse("e_notices:addressees:notice", args=[row.key]),
    may=holding(*READERS),
    sort="respond_by",
    filters=(
        Filter("sending", Words("고지 묶음", "Sending"), _sending_choices, lambda value: Q(sending__number=value), Words("모든 묶음", "All sendings")),
    ),
    empty=Words("이 보기에는 고지가 없습니다.", "There is no notice in this view."),
)  # fmt: skip


def stage_badge(stage: Stage) -> Badge:
    """Return where a sending stands, as a badge."""
    state = SENDING.state(stage)
    return Badge(state.names.staff, state.tone)


def step_badge(step: Step) -> Badge:
    """Return where a notice stands, as a badge."""
    state = NOTICE.state(step)
    return Badge(state.names.staff, state.tone)


def near(day: date | None, today: date) -> Badge | None:
    """Return how near a day is."""
    return due_mark(day, today)


def _addressee(values: Values) -> Addressee:
    name, street, postcode = (str(values[one]) for one in ("name", "address", "postcode"))
    identity = values["identity"]
    at = values["violated_on"]
    return Addressee(
        name=name,
        postal=f"{name}\n{street}\n{postcode}",
        identity=str(identity) if identity and not values["corporation"] else None,
        values={
            "단속번호": str(values["case"]),
            "위반일": at.isoformat() if isinstance(at, date) else "",
            "장소": str(values["place"]),
            "차량번호": str(values["vehicle"]),
            "장애인차량": "no",
        },
        fine=int(str(values["fine"])),
    )


def _check(row: Addressee, _taking: Taking) -> Iterator[Refused]:
    """Yield what speaks against a row: an address that is none, an identity no relay takes, a resident number anywhere."""
    yield from beside("postcode", lambda: KEPT[messages.Channel.PAPER](row.postal))
    if row.identity is not None:
        yield from beside("identity", partial(relays.person, row.identity))
    for column, text in (
        ("name", row.name),
        ("address", row.postal),
        ("case", row.values["단속번호"]),
        ("place", row.values["장소"]),
        ("vehicle", row.values["차량번호"]),
    ):
        yield from beside(column, partial(_refuse_numbers, text))
    if not 0 < row.fine <= 100_000_000:
        yield from beside("fine", _no_fine)


def _refuse_numbers(text: str) -> None:
    if holds_resident_number(text):
        raise Refused(
            "resident_number",
            ko="주민등록번호로 보이는 숫자가 있습니다. 지우고 다시 올려 주세요.",
            en="There is what looks like a resident number. Take it out and hand the file in again.",
        )


def _no_fine() -> None:
    raise Refused(
        "no_fine", ko="과태료는 1원부터 1억 원까지 적어 주세요.", en="A fine is from 1 to 100,000,000 won."
    )


def _take(rows: Iterator[Addressee], taking: Taking) -> int:
    title = f"{sendings.kind_words(PARKING).ko} {taking.on.isoformat()}"
    _key, count = drafting.begin(
        kind=PARKING, title=title, rows=rows, imported=taking.key, by=taking.by, on=taking.on
    )
    return count


PARKING_FILE: Intake[Addressee] = Intake(
    name="e_notices.parking",
    words=Words("주정차위반 사전통지 받는 사람", "Addressees of notices before a parking fine"),
    columns=(
        Given("case", Words("단속번호", "Case number"), "identifier", most=40, example="P-2024-000001"),
        Given("name", Words("이름", "Name"), most=60, aliases=("성명",), example="김보기"),
        Given("address", Words("주소", "Address"), most=300, example="보기로 1, 101동 202호"),
        Given("postcode", Words("우편번호", "Postcode"), "identifier", most=5, example="30103"),
        Given("identity", Words("식별값", "Identity"), "identifier", required=False, most=150, example="invented-1"),
        Given("corporation", Words("법인", "Corporation"), "yes_no", required=False, example="아니요"),
        Given("violated_on", Words("위반일", "Day"), "day", example="2024-02-20"),
        Given("place", Words("위반 장소", "Place"), most=100, aliases=("장소",), example="보기로 12 앞"),
        Given("vehicle", Words("차량번호", "Vehicle"), most=20, example="12가3456"),
        Given("fine", Words("과태료", "Fine"), "won", example="40000"),
    ),
    unique=("case",),
    row=_addressee,
    check=_check,
    take=_take,
    undo=lambda taking: drafting.take_out(taking.key),
    may=holding(NOTICE_SENDER),
    most_rows=1_000_000,
    back="e_notices:desk",
)  # fmt: skip
