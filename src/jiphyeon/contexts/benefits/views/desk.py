"""The officer's desk: the queue, one case on one screen, and what is done to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jiphyeon.contexts.benefits.actions import handling, objecting, paying, preparing, signing, stages, turns
from jiphyeon.contexts.benefits.enums import CaseState, Deed, Verdict
from jiphyeon.contexts.benefits.forms import deeds as forms
from jiphyeon.contexts.benefits.models import Case
from jiphyeon.contexts.benefits.permissions import READERS
from jiphyeon.contexts.benefits.queries import casefile, letters
from jiphyeon.contexts.benefits.rules.lifecycle import CASE
from jiphyeon.contexts.benefits.tables import CASES, payment_table, verdict_badge
from jiphyeon.contexts.benefits.views import letter_texts
from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.contexts.programmes.roles import CASE_OFFICER, CASE_SIGNER
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.accounts.doors import Request, door, officer
from jiphyeon.foundation.accounts.names import names_of
from jiphyeon.foundation.casework import bulk
from jiphyeon.foundation.casework.forms import Asked
from jiphyeon.foundation.casework.pages import Act, CasePages, Pressed, Together, by_action
from jiphyeon.foundation.casework.screens import Drawn, Side
from jiphyeon.foundation.queues.views import listed, place
from jiphyeon.foundation.ui.going_back import pressed
from jiphyeon.foundation.ui.saying import day, language
from jiphyeon.kernel import Words

DESK = officer(*READERS)


def _proposed(pressed: Pressed, _done: object) -> str:
    if Verdict(pressed.way) is Verdict.APPROVE:
        return _("지원으로 올렸습니다. 서명 전까지 거둘 수 있습니다.")
    return _("지원하지 않음으로 올렸습니다. 서명 전까지 거둘 수 있습니다.")


def _established(_pressed: Pressed, stands: CaseState) -> str:
    if stands in {CaseState.APPROVED, CaseState.COMPLETED}:
        return _("확인한 사실을 적었습니다. 이의를 받아들이면 이 사실로 다시 계산합니다.")
    if stands is not CaseState.SUPPLEMENT:
        return _("확인한 사실을 적었습니다. 결과를 다시 준비합니다.")
    return _("확인한 사실을 적었습니다. 아직 모르는 것이 있어 신청인의 보완을 기다립니다.")


ACTS: dict[str, Act] = {
    Deed.PROPOSE: by_action(
        handling.propose,
        _proposed,
        verdict=lambda pressed: Verdict(pressed.way),
        reason="reason",
        seen="version",
    ),
    Deed.TAKE_BACK: by_action(handling.take_back, seen="version"),
    Deed.SEND_BACK: by_action(handling.send_back, reason="comment", seen="version"),
    **dict.fromkeys(
        signing.SIGNED_AS.values(),
        by_action(signing.sign, lambda *_done: _("서명했습니다. 신청인에게 알렸습니다."), version="version"),
    ),
    Deed.ASK_SUPPLEMENT: by_action(
        handling.ask_supplement,
        lambda _pressed, due: _("보완을 요청했습니다. {due}까지 기다립니다.").format(due=day(due)),
        request="comment",
        english="english",
        seen="version",
    ),
    Deed.RETURN: by_action(handling.return_application, seen="version"),
    Deed.ESTABLISH: by_action(
        preparing.establish,
        _established,
        facts="facts",
        basis="basis",
    ),
    Deed.HOLD: by_action(paying.hold_by_officer, reason="comment"),
    Deed.RELEASE: by_action(
        paying.release,
        lambda *_done: _("보류를 풀고 신청인에게 알렸습니다. 지급일이 지난 돈은 다음 확인에서 지급합니다."),
        reason="comment",
    ),
    Deed.STOP: by_action(
        paying.stop,
        lambda _pressed, back: _("지급을 중지했습니다. 돌려받을 돈: {won}원").format(won=f"{back:,}"),
        not_due_from="not_due_from",
        reason="comment",
    ),
    Deed.RECOVER: by_action(paying.recover, number="number"),
    Deed.EXTEND: by_action(
        objecting.extend,
        lambda _pressed, due: _("{due}까지 답하기로 하고 신청인에게 알렸습니다.").format(due=day(due)),
        days="days",
        reason="comment",
    ),
    **dict.fromkeys(
        (Deed.DISMISS, Deed.REOPEN, Deed.RESUME, Deed.CORRECT),
        by_action(objecting.answer, accepted=lambda pressed: pressed.deed != Deed.DISMISS, reason="comment"),
    ),
}


def _whose(chosen: Sequence[Case]) -> dict[UUID, str]:
    """Return of each case its applicant and what they applied for."""
    speech = language()
    names = names_of((case.person for case in chosen), speech)
    titles = {name: programmes.programme(name).names.text(speech) for name in {c.programme for c in chosen}}
    return {case.key: f"{names.get(case.person, '')} · {titles[case.programme]}" for case in chosen}


def _sign_one(case: Case, _judged: bulk.Judged, by: Actor, on: date) -> None:
    signing.sign(key=case.key, by=by, on=on)


OFFICE = CasePages(
    model=Case,
    side=Side.OFFICE,
    namespace="benefits",
    door=DESK,
    item="desk_case",
    listing="desk",
    acts=ACTS,
    drawn=Drawn(
        forms={
            Deed.PROPOSE: forms.ProposeForm,
            Deed.SIGN_APPROVAL: forms.SignForm,
            Deed.SIGN_REFUSAL: forms.SignForm,
            Deed.ASK_SUPPLEMENT: forms.SupplementForm,
            Deed.ESTABLISH: forms.EstablishForm,
            Deed.HOLD: forms.HoldForm,
            Deed.RELEASE: forms.ReleaseForm,
            Deed.STOP: forms.StopForm,
            Deed.RECOVER: forms.RecoverForm,
            Deed.CORRECT: forms.CorrectForm,
        },
        inline=True,
        keys={Deed.SIGN_APPROVAL: "a", Deed.SIGN_REFUSAL: "a", Deed.TAKE_BACK: "z", Deed.TAKE: "t"},
        onward=frozenset({Deed.PROPOSE, Deed.SIGN_APPROVAL, Deed.SIGN_REFUSAL}),
    ),
    together={
        "propose": Together(
            Words("준비된 대로 올리기", "Propose as prepared"),
            judge=handling.as_prepared,
            act=handling.propose_as_prepared,
            roles=frozenset({CASE_OFFICER}),
            turns=turns.take_for_cases,
            about=_whose,
        ),
        "take_back": Together(
            Words("올린 것 거두기", "Take proposals back"),
            judge=handling.as_taken_back,
            act=lambda case, _judged, by, on: handling.take_back(key=case.key, by=by, on=on),
            roles=frozenset({CASE_OFFICER}),
            turns=turns.take_for_cases,
            about=_whose,
        ),
        "sign": Together(
            Words("고른 것에 서명하기", "Sign those chosen"),
            judge=signing.judge,
            act=_sign_one,
            roles=frozenset({CASE_SIGNER}),
            turns=turns.take_for_cases,
            about=_whose,
        ),
    },
    readers=tuple(READERS),
    queue=CASES,
    letter=letter_texts.letter,
)


@door(DESK)
@never_cache
def desk(request: Request) -> HttpResponse:
    """Show the queue."""
    return listed(request, CASES, "benefits/desk.html", lambda: _beside(request))


def _beside(request: Request) -> dict[str, Any]:
    """Return what stands below the list: this year's ranked calls, and where applications are taken in."""
    return {
        "calls": _calls(request.today),
        "prepares": request.actor.has(CASE_OFFICER),
        "writes": request.actor.has(CASE_OFFICER) or request.actor.has(CASE_SIGNER),
        "by_hand": [
            (one, programmes.programme(one).names)
            for one in programmes.offered()
            if programmes.office(one).kind != "fee"
        ],
    }


def _calls(today: date) -> list[tuple[str, str, str]]:
    """Return the ranked calls of this year: programme, call, words."""
    speech = language()
    return [
        (
            programme,
            call.id,
            f"{programmes.programme(programme).names.text(speech)} · {call.words.text(speech)}",
        )
        for programme in programmes.offered()
        for call in programmes.office(programme).calls
        if call.period.first.year == today.year
        and programmes.is_ranked(programme, call.id, call.period.first)
    ]


@door(DESK)
@never_cache
@require_safe
def desk_case(request: Request, key: UUID) -> HttpResponse:
    """Show one case on one screen; that it was opened is written into the trail its owner can read."""
    case = OFFICE.find(request, key)
    file = casefile.open_file(case, request.today, language())
    page = {
        "file": file,
        "case": case,
        "screen": OFFICE.opened(request, case),
        "letters": letters.named(case),
        "verdict": verdict_badge(case.proposal or None),
        "payments": payment_table(file.payments) if file.payments else None,
        "outcomes": [
            (
                one,
                one.result.words if one.result else "",
                forms.OutcomeForm(auto_id=f"m{one.months}-%s"),
            )
            for one in file.outcomes
        ],
        "prepares": request.actor.has(CASE_OFFICER),
        "place": place(request, CASES, case),
        **_fact_forms(request, case, file),
    }
    return render(request, "benefits/desk_case.html", page)


def _fact_forms(request: Request, case: Case, file: casefile.CaseFile) -> dict[str, Any]:
    """Return the form for what is missing, and the one for putting known facts right, for whom may establish any."""
    asked = Asked(case, request.actor, request.today)
    facts = programmes.pack().facts
    missing = [gap.name for gap in file.gaps]
    held = [line.name for line in file.lines if line.decides and facts[line.name].askable]

    def form(names: list[str], kind: str) -> forms.EstablishForm | None:
        if not names:
            return None
        made = forms.EstablishForm(
            CASE.deed(Deed.ESTABLISH),
            asked,
            names=names,
            initial={"version": case.version},
            auto_id=f"{kind}-%s",
        )
        return made if made.obstacle() is None else None

    found = form(missing, "missing")
    return {
        "missing": found,
        "gaps": [(gap, found[gap.name]) for gap in file.gaps] if found else [],
        "correct": form(held, "correct"),
    }


@door(DESK)
@require_POST
def outcome(request: Request, key: UUID, months: int) -> HttpResponse:
    """Write down how a person fares some months after a stage."""
    case, form = OFFICE.find(request, key), forms.OutcomeForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(form.errors["result"][0]))
        return redirect("benefits:desk_case", key=key)
    recorded = partial(
        stages.record_outcome,
        key=case.key,
        months=months,
        by=request.actor,
        on=request.today,
        **form.cleaned_data,
    )
    return pressed(request, recorded, _("성과를 적었습니다."), back=OFFICE.item_url(request, key))
