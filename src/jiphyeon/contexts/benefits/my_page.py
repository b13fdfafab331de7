"""What applications and payments put on a citizen's own page."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from jiphyeon.contexts.benefits import api
from jiphyeon.foundation.ui.my_page import Ahead, Now, Part, Share
from jiphyeon.foundation.ui.saying import day, filled, localized, won
from jiphyeon.foundation.ui.timelines import Moment
from jiphyeon.kernel import Words

PAYMENT = Words("지급일", "Day of payment")


def of_person(person: UUID, on: date) -> Share:
    """Return a person's applications and payments, which of them wait for the person, and the payment that comes next."""
    cards, payments = api.cases_of(person), api.payments_of(person)
    money = reverse("benefits:mine_payments")
    coming = _next_payment(payments, on)
    waiting = [Now(card.name, card.url, card.waits_for) for card in cards if card.waits_for.ko]
    waiting += [
        Now(
            card.name,
            card.url,
            _("담당자가 보낸 글 {count}건을 아직 읽지 않으셨습니다.").format(count=card.unread),
        )
        for card in cards
        if card.unread
    ]
    if coming is not None:
        text = f"{day(coming.pays_on)} · {localized(coming.name)}"
        waiting.append(Now(_("다음에 받을 돈"), money, text, figure=won(coming.amount)))
    return Share(
        parts=[
            Part(
                "cases",
                Words("신청", "Applications"),
                [_applied(c) for c in cards if c.applied_on is not None],
            ),
            Part("letters", Words("문서", "Letters"), [_letter(line) for line in api.letters_of(person)]),
            Part(
                "money", Words("돈", "Money"), [_paid(line) for line in payments if line.paid_on is not None]
            ),
        ],
        now=waiting,
        ahead=[
            Ahead(f"{one.case}:pay{one.number}", one.pays_on, PAYMENT, one.name, money)
            for one in payments
            if one.state == "planned" and one.pays_on >= on
        ],
        links=[
            (Words("내 신청", "My applications"), reverse("benefits:mine")),
            (Words("받은 돈과 받을 돈", "Payments"), money),
        ],
    )


def _applied(card: api.CaseCard) -> Moment:
    return Moment(
        day=card.applied_on,
        title=card.name,
        text=_("신청 {number} · {state}").format(number=card.number, state=localized(card.state_words)),
        tone=card.tone,
        url=card.url,
    )


def _letter(line: api.LetterLine) -> Moment:
    return Moment(
        day=line.on,
        title=filled(_("{letter}을(를) PDF로 받으실 수 있습니다"), letter=line.words),
        text=line.programme,
        url=reverse("benefits:person_letter", args=[line.case, line.what]),
    )


def _paid(line: api.PaymentLine) -> Moment:
    return Moment(
        day=line.paid_on,
        title=filled(_("{won}을(를) 받았습니다"), won=won(line.amount)),
        text=line.name,
        tone="good",
        url=reverse("benefits:mine_case", args=[line.case]),
    )


def _next_payment(payments: list[api.PaymentLine], on: date) -> api.PaymentLine | None:
    planned = [line for line in payments if line.state == "planned" and line.pays_on >= on]
    return min(planned, key=lambda line: line.pays_on, default=None)
