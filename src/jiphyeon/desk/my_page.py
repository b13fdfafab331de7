"""My page: what I asked the city for and what came of it; for officers, what waits for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from jiphyeon.contexts.benefits import api as benefits
from jiphyeon.contexts.mydata import api as mydata
from jiphyeon.contexts.notices import api as notices
from jiphyeon.contexts.plans import api as plans
from jiphyeon.desk.home import badge_of
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.accounts.doors import SIGNED_IN, Request, door, key_of
from jiphyeon.foundation.accounts.names import writer
from jiphyeon.foundation.accounts.roles import Role
from jiphyeon.foundation.appointments.queries import Past, history
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.jobs import board
from jiphyeon.foundation.ledger.trail import Look, looks_at
from jiphyeon.foundation.ui.badges import Badge
from jiphyeon.foundation.ui.empties import Empty
from jiphyeon.foundation.ui.saying import day, language, said, won
from jiphyeon.foundation.ui.shapes import Tone
from jiphyeon.foundation.ui.tables import Column, Table
from jiphyeon.foundation.ui.tabs import Tab, Tabs
from jiphyeon.foundation.ui.timelines import Moment
from jiphyeon.kernel import Words

Kind = Literal["cases", "money", "notices", "consents"]
MOMENTS_ON_A_PAGE = 20
LOOKS_SHOWN = 20

_CASE_TONES: dict[str, Tone] = {
    "approved": "good", "completed": "good", "refused": "bad", "stopped": "bad", "supplement": "warn",
}  # fmt: skip
_CONSENTS: dict[str, tuple[Words, Tone]] = {
    "asked": (Words("동의를 여쭈었습니다", "Your consent was asked for"), "info"),
    "given": (Words("동의하셨습니다", "You agreed"), "good"),
    "refused": (Words("동의하지 않으셨습니다", "You did not agree"), "off"),
    "withdrawn": (Words("동의를 거두셨습니다", "You took your consent back"), "off"),
    "closed": (Words("쓰임이 끝나 닫았습니다", "Closed: it has served its purpose"), "off"),
    "expired": (Words("동의 기간이 끝났습니다", "The consent has run out"), "off"),
}


@dataclass(frozen=True, slots=True)
class Happening:
    """One moment of a person's timeline, and which part of their life with the city it belongs to."""

    kind: Kind
    moment: Moment


@door(SIGNED_IN)
@never_cache
@require_GET
def my_page(request: Request) -> HttpResponse:
    """Show a citizen their timeline and an officer their work; whoever is both sees both."""
    actor = request.actor
    return render(
        request,
        "desk/my_page.html",
        {
            **(_citizen(request, key_of(request)) if actor.is_citizen else {}),
            **(_officer(actor, request.today) if actor.is_officer else {}),
            "appointed": [_of_appointment(past) for past in history(key_of(request), language=language())],
        },
    )


def _citizen(request: Request, person: UUID) -> dict[str, object]:
    today = request.today
    cases, payments = benefits.cases_of(person), benefits.payments_of(person)
    consents = mydata.consents_of(person, on=today)
    happened = [
        *_of_cases(cases), *_of_payments(payments), *_of_notices(notices.inbox(person)), *_of_consents(consents)
    ]  # fmt: skip
    happened.sort(key=lambda one: one.moment.day or today, reverse=True)
    shown = request.GET.get("show", "")
    wanted = [one.moment for one in happened if shown in ("", one.kind)]
    page = Paginator(wanted, MOMENTS_ON_A_PAGE).get_page(request.GET.get("page"))
    return {
        "waiting": [card for card in cases if card.waits_for.ko],
        "coming": _next_payment(payments, today),
        "unread": notices.unread_count(person),
        "tabs": _tabs(happened, shown),
        "any": bool(happened),
        "moments": list(page.object_list),
        "page_obj": page,
        "looks": _looks(looks_at(person, limit=LOOKS_SHOWN), consents),
    }


def _of_cases(cases: list[benefits.CaseCard]) -> list[Happening]:
    return [
        Happening(
            "cases",
            Moment(
                day=card.applied_on,
                title=card.name,
                text=_("신청 {number} · {state}").format(number=card.number, state=said(card.state_words)),
                tone=_CASE_TONES.get(card.state, "neutral"),
                url=card.url,
            ),
        )
        for card in cases
        if card.applied_on is not None
    ]


def _of_payments(payments: list[benefits.PaymentLine]) -> list[Happening]:
    return [
        Happening(
            "money",
            Moment(
                day=line.paid_on,
                title=_("{won}을 받았습니다").format(won=won(line.amount)),
                text=line.name,
                tone="good",
                url=f"/benefits/mine/{line.case}/",
            ),
        )
        for line in payments
        if line.paid_on is not None
    ]


def _of_notices(inbox: list[notices.NoticeCard]) -> list[Happening]:
    return [
        Happening(
            "notices",
            Moment(
                day=card.on,
                title=card.title,
                text=_("아직 열어 보지 않으셨습니다") if card.opened_at is None else "",
                tone="info" if card.opened_at is None else "neutral",
                url=card.url,
            ),
        )
        for card in inbox
    ]


def _of_consents(consents: list[mydata.ConsentCard]) -> list[Happening]:
    return [
        Happening(
            "consents",
            Moment(
                day=card.first_day,
                title=_CONSENTS[card.state][0],
                text=card.purpose,
                tone=_CONSENTS[card.state][1],
                url=card.url,
            ),
        )
        for card in consents
    ]


def _next_payment(payments: list[benefits.PaymentLine], today: date) -> benefits.PaymentLine | None:
    planned = [line for line in payments if line.state == "planned" and line.pays_on >= today]
    return min(planned, key=lambda line: line.pays_on, default=None)


def _tabs(happened: list[Happening], shown: str) -> Tabs:
    names = [
        ("", _("모두")), ("cases", _("신청")), ("money", _("돈")), ("notices", _("알림")), ("consents", _("동의"))
    ]  # fmt: skip
    base = reverse("desk:my_page")
    return Tabs(
        [
            Tab(
                name,
                f"{base}?show={kind}" if kind else base,
                kind == shown,
                sum(kind in ("", one.kind) for one in happened),
            )
            for kind, name in names
        ],
        _("볼 것"),
    )


def _looks(looks: list[Look], consents: list[mydata.ConsentCard]) -> Table:
    """Return who looked and why; a look under a consent is said in the consent's own words."""
    purposes = {str(card.key): card.purpose for card in consents}
    write = writer(language())

    def why(look: Look) -> object:
        kind, _sep, rest = look.about.partition(":")
        purpose = purposes.get(rest.partition(":")[0]) if kind == "consent" else None
        return purpose or look.why

    return Table(
        columns=[Column("at", _("언제")), Column("by", _("누가")), Column("why", _("왜"))],
        rows=[
            {"at": f"{day(look.at)} {localtime(look.at):%H:%M}", "by": write(look.by), "why": why(look)}
            for look in looks
        ],
        caption=_("내 자료를 본 기록"),
        empty=Empty(_("아직 아무도 보지 않았습니다"), _("누가 언제 왜 보았는지 하나도 빠짐없이 남습니다.")),
        phone="cards",
    )


def _officer(actor: Actor, today: date) -> dict[str, object]:
    kept = plans.kept_by(actor, on=today)
    return {
        "queues": benefits.queues(actor, on=today),
        "kept": len(kept),
        "late": [(card, badge_of(card), _late_by(card, today)) for card in kept if card.state == "waiting"],
        "dead_jobs": board.counts(now()).dead if actor.has(Role.JOBS_OPERATOR) else None,
        "keeps_plan": actor.has(Role.PLAN_OWNER),
    }


def _of_appointment(past: Past) -> Moment:
    return Moment(
        day=past.on, title=f"{past.deed}: {past.post} ({past.duties})", text=past.reason, by=past.by
    )


def _late_by(card: plans.InitiativeCard, today: date) -> Badge | None:
    due = card.next_due
    return Badge(_("{days}일 지남").format(days=(today - due).days), "bad") if due and due < today else None
