"""What an officer does to a case: one press, one action, back to the same place in the queue."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiphyeon.contexts.benefits.actions import (
    applying,
    handling,
    objecting,
    paying,
    preparing,
    signing,
    stages,
)
from jiphyeon.contexts.benefits.enums import StageResult, Verdict
from jiphyeon.contexts.benefits.forms.facts import FactsForm
from jiphyeon.contexts.benefits.queries import rulebook
from jiphyeon.contexts.benefits.views.desk import DESK, kept_query
from jiphyeon.contexts.benefits.views.owning import desk_case
from jiphyeon.foundation.accounts.doors import Request, door
from jiphyeon.foundation.ledger.trail import note
from jiphyeon.foundation.ui.saying import day, language
from jiphyeon.kernel import Refused

Deed = Callable[[Request, UUID], str]


def _whole(text: str) -> int | None:
    """Return the number a field sent, or None; what has nine digits counts nothing here."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def _take(request: Request, key: UUID) -> str:
    handling.take(key=key, by=request.actor)
    return _("이 건을 맡았습니다.")


def _approve(request: Request, key: UUID) -> str:
    reason = request.POST.get("reason", "")
    handling.propose(key=key, verdict=Verdict.APPROVE, reason=reason, by=request.actor, on=request.today)
    return _("지원으로 올렸습니다. 서명 전까지 거둘 수 있습니다.")


def _refuse(request: Request, key: UUID) -> str:
    reason = request.POST.get("reason", "")
    handling.propose(key=key, verdict=Verdict.REFUSE, reason=reason, by=request.actor, on=request.today)
    return _("지원하지 않음으로 올렸습니다. 서명 전까지 거둘 수 있습니다.")


def _take_back(request: Request, key: UUID) -> str:
    handling.take_back(key=key, by=request.actor, on=request.today)
    return _("결정안을 거두었습니다.")


def _sign(request: Request, key: UUID) -> str:
    seen = request.POST.get("version", "")
    signing.sign(key=key, by=request.actor, on=request.today, version=_whole(seen))
    return _("서명했습니다. 신청인에게 알렸습니다.")


def _supplement(request: Request, key: UUID) -> str:
    due = handling.ask_supplement(
        key=key,
        request=request.POST.get("request", ""),
        english=request.POST.get("english", ""),
        by=request.actor,
        on=request.today,
    )
    return _("보완을 요청했습니다. {due}까지 기다립니다.").format(due=day(due))


def _send_back(request: Request, key: UUID) -> str:
    handling.send_back(key=key, by=request.actor, on=request.today)
    return _("신청을 되돌려보냈습니다.")


def _establish(request: Request, key: UUID) -> str:
    vocabulary = rulebook.pack().facts
    names = [name for name in request.POST if name in vocabulary and request.POST[name].strip()]
    form = FactsForm(
        [vocabulary[name] for name in names],
        request.POST,
        on=request.today,
        vocabulary=vocabulary,
        compact=True,
    )
    if not form.is_valid():
        name, wrong = next(iter(form.errors.items()))
        said = f"{vocabulary[name].label.said(language())}: {wrong[0]}"
        raise Refused("fact_unreadable", ko=said, en=said)
    facts = {name: value for name, value in form.answers().items() if value is not None}
    if not facts:
        raise Refused(
            "no_fact", ko="확인한 값을 하나라도 적어 주세요.", en="Write at least one value you established."
        )
    basis = request.POST.get("basis", "")
    preparing.establish(key=key, facts=facts, basis=basis, by=request.actor, on=request.today)
    return _("확인한 사실을 적었습니다. 결과를 다시 준비합니다.")


def _hold(request: Request, key: UUID) -> str:
    paying.hold_by_officer(key=key, reason=request.POST.get("reason", ""), by=request.actor, on=request.today)
    return _("지급을 보류하고 신청인에게 알렸습니다.")


def _stop(request: Request, key: UUID) -> str:
    try:
        first = date.fromisoformat(request.POST.get("not_due_from", ""))
    except ValueError:
        raise Refused(
            "no_day", ko="지급하지 않는 첫날을 적어 주세요.", en="Give the first day it is not due."
        ) from None
    back = paying.stop(
        key=key, not_due_from=first, reason=request.POST.get("reason", ""), by=request.actor, on=request.today
    )
    return _("지급을 중지했습니다. 돌려받을 돈: {won}원").format(won=f"{back:,}")


def _recover(request: Request, key: UUID) -> str:
    number = request.POST.get("number", "")
    paying.recover(key=key, number=_whole(number) or 0, by=request.actor, on=request.today)
    return _("돌려받은 것으로 적었습니다.")


def _extend(request: Request, key: UUID) -> str:
    days = request.POST.get("days", "")
    due = objecting.extend(
        key=key,
        days=_whole(days) or 0,
        reason=request.POST.get("reason", ""),
        by=request.actor,
        on=request.today,
    )
    return _("{due}까지 답하기로 하고 신청인에게 알렸습니다.").format(due=day(due))


def _answer(accepted: bool) -> Deed:  # noqa: FBT001 -- makes the two answers
    def answer(request: Request, key: UUID) -> str:
        reason = request.POST.get("reason", "")
        objecting.answer(key=key, accepted=accepted, reason=reason, by=request.actor, on=request.today)
        return _("이의신청에 답했습니다.")

    return answer


def _note(request: Request, key: UUID) -> str:
    applying.say(
        key=key,
        body=request.POST.get("body", ""),
        by=request.actor,
        on=request.today,
        to_citizen="to_citizen" in request.POST,
    )
    return _("적었습니다.")


def _outcome(request: Request, key: UUID) -> str:
    months = request.POST.get("months", "")
    try:
        result = StageResult(request.POST.get(f"m{months}-result", ""))
    except ValueError:
        raise Refused("no_result", ko="지금 상태를 골라 주세요.", en="Choose how they fare now.") from None
    stages.record_outcome(
        key=key,
        months=_whole(months) or 0,
        result=result,
        by=request.actor,
        on=request.today,
    )
    return _("성과를 적었습니다.")


DEEDS: dict[str, Deed] = {
    "take": _take,
    "approve": _approve,
    "refuse": _refuse,
    "take-back": _take_back,
    "sign": _sign,
    "supplement": _supplement,
    "return": _send_back,
    "establish": _establish,
    "hold": _hold,
    "stop": _stop,
    "recover": _recover,
    "extend-objection": _extend,
    "accept-objection": _answer(accepted=True),
    "dismiss-objection": _answer(accepted=False),
    "note": _note,
    "outcome": _outcome,
}


@door(DESK)
@require_POST
def deed(request: Request, key: UUID, deed: str) -> HttpResponse:
    """Do one thing to one case. The action decides who may; a refusal is said and nothing has changed."""
    case = desk_case(request, key)
    handler = DEEDS.get(deed)
    if handler is None:
        raise Http404
    try:
        with transaction.atomic():  # the deed and its line in the trail stand or fall together
            done = handler(request, key)
            note(
                by=request.actor, verb=f"benefits.{deed}", about=case.about, person=case.person, reason="심사"
            )
    except Refused as no:
        messages.error(request, no.said(language()))
        return redirect(_here(request, key))
    messages.success(request, done)
    return redirect(_next(request, key))


def _here(request: Request, key: UUID) -> str:
    query = kept_query(request.GET)
    return reverse("benefits:desk_case", kwargs={"key": key}) + (f"?{query}" if query else "")


def _next(request: Request, key: UUID) -> str:
    """Return the next case where the officer asked to go on, else the same case."""
    following: Any = request.POST.get("then", "")
    if following:
        try:
            return _here(request, UUID(following))
        except ValueError:
            pass
    return _here(request, key)
