"""The citizen's side, or an officer's for them at the counter: begin, save, send, withdraw, supply what was asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from jiphyeon.contexts.benefits import events, permissions
from jiphyeon.contexts.benefits.actions import preparing, turns
from jiphyeon.contexts.benefits.enums import CaseState, Channel, Deed
from jiphyeon.contexts.benefits.models import Case
from jiphyeon.contexts.benefits.queries import cases
from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.casework import attachments, clock, remarks
from jiphyeon.foundation.casework.moving import hold, move
from jiphyeon.foundation.ledger.trail import note
from jiphyeon.foundation.secrets.keys import keyed_hash
from jiphyeon.kernel import Refused


@transaction.atomic
def start(
    *,
    person: UUID,
    programme: str,
    token: UUID,
    by: Actor,
    on: date,
    facts: Mapping[str, Any] | None = None,
    channel: Channel = Channel.ONLINE,
    basis: str = "",
) -> UUID:
    """Begin an application, or return the one already begun: two tabs and a double click lead to one case.

    `facts` are answers carried over from the finder by choice, or what an officer read (`basis`: from what). Refused
    outside a call, for a fact that cannot be, for somebody else than the applicant or an officer who takes applications
    at the counter, for a form that was used with other content, and at the counter where an application waits already.
    """
    _may_enter(by, person, channel)
    office = programmes.office(programme)
    call = office.open_call(on)
    turns.take_for_applicant(person, programme, call)
    wanted = Case(
        person=person,
        programme=programme,
        call=call,
        token=token,
        channel=channel,
        entered_by=None if channel is Channel.ONLINE else by.user,
        facts_said=programmes.facts_as_stored(facts or {}, on),
        opened_on=on,
    )
    wanted.token_holds = _content(wanted, basis)
    have = _begun(wanted, by)
    if have is not None:
        return have
    try:
        with transaction.atomic():
            wanted.save()
    except IntegrityError:  # the other tab was quicker
        first = _begun(wanted, by)
        if first is None:
            raise
        return first
    return wanted.key


def _content(wanted: Case, basis: str) -> str:
    """Return a keyed hash of all that a form held. A citizen's own form begins the same draft whatever it carries over."""
    held = [str(wanted.person), wanted.programme, wanted.call, wanted.channel, str(wanted.entered_by)]
    if wanted.channel != Channel.ONLINE:
        held += [json.dumps(wanted.facts_said, sort_keys=True), basis.strip()]
    return keyed_hash("\n".join(held), purpose="benefits.form")


def _begun(wanted: Case, by: Actor) -> UUID | None:
    """Return the case that this form, or another one of the same person, began already."""
    same = Case.objects.filter(token=wanted.token).first()
    if same is not None:
        _require_same_content(same, wanted)
        return same.key
    open_one = cases.open_case(wanted.person, wanted.programme, wanted.call)
    if open_one is None or wanted.channel == Channel.ONLINE:
        return open_one.key if open_one is not None else None
    return _go_on_at_the_counter(open_one.key, wanted, by)


def _require_same_content(same: Case, wanted: Case) -> None:
    if same.person != wanted.person or same.token_holds not in {"", wanted.token_holds}:
        raise Refused(
            "form_used",
            ko="이 화면으로는 이미 다른 내용을 보냈습니다. 이번에 적은 것은 받지 않았습니다. 내용을 확인하고 한 번 더 눌러 주세요.",
            en="This form was already sent with other content. What you wrote now was not taken in. Look it over and press once more.",
        )


@transaction.atomic
def _go_on_at_the_counter(key: UUID, wanted: Case, by: Actor) -> UUID:
    """Let the counter's application take the place of a draft its applicant never sent; papers and consents stay with it.

    What the applicant wrote there goes: they vouch at the counter for what they say there. Refused where an application
    is being examined already.
    """
    draft = Case.objects.held(key)
    if draft.at is not CaseState.DRAFT:
        raise Refused(
            "already_open",
            ko="이 사람의 신청 {number}을(를) 이미 심사하고 있습니다. 새로 접수하지 않았습니다. 바로잡을 것은 그 건에 적어 주세요.",
            en="Application {number} of this person is being examined already. Nothing new was taken in; put corrections into that case.",
            number=draft.number,
        )
    for name in ("token", "token_holds", "channel", "entered_by", "facts_said"):
        setattr(draft, name, getattr(wanted, name))
    draft.save()
    note(
        by=by,
        verb="benefits.draft_taken_over",
        about=draft.about,
        person=draft.person,
        reason="쓰던 신청 넘겨받기",
    )
    return draft.key


def _may_enter(by: Actor, person: UUID, channel: Channel) -> None:
    if channel is Channel.ONLINE:
        if by.user != person:
            raise Case.DoesNotExist
        return
    permissions.require_preparer(by)


@transaction.atomic
def save_step(
    *, key: UUID, facts: Mapping[str, Any], step: int, by: Actor, on: date, seen: int | None = None
) -> None:
    """Keep what was written so far. The draft can be left and taken up again at the step reached.

    `seen`: the version of the draft that was written on. Refused where another window has changed it since.
    """
    case = Case.objects.held(key)
    _may_write(by, case)
    if case.at is not CaseState.DRAFT:
        raise Refused(
            "already_sent",
            ko="이미 제출한 신청입니다. 내용을 바꾸려면 담당자에게 말씀해 주세요.",
            en="This application was already sent. To change it, write to the officer.",
        )
    said = {**case.facts_said, **programmes.facts_as_stored(facts, on)}
    if said != case.facts_said:
        _require_seen(case, seen)
        case.facts_said, case.version = said, case.version + 1
    case.step = max(case.step, step)
    case.save(update_fields=["facts_said", "step", "version"])


def _require_seen(case: Case, seen: int | None) -> None:
    if seen is not None and seen != case.version:
        raise Refused(
            "draft_changed",
            ko="다른 창에서 이 신청서를 고치셨습니다. 지금 저장된 내용을 확인하고 다시 눌러 주세요.",
            en="You changed this application in another window. Look at what is kept now, and press again.",
        )


def _may_write(by: Actor, case: Case) -> None:
    if case.channel == Channel.ONLINE:
        permissions.require_own(by, case)
    elif by.user != case.person:
        permissions.require_preparer(by)


@transaction.atomic
def submit(*, key: UUID, declared: bool, by: Actor, on: date, seen: int | None = None) -> str:
    """Send the application and return its number. Sending it twice is sending it once.

    Refused without the declaration, after the call has closed, and where another window has changed what was read (`seen`).
    """
    case = Case.objects.held(key)
    _may_write(by, case)
    if case.at is not CaseState.DRAFT and case.number:
        return case.number
    if not declared:
        raise Refused(
            "not_declared",
            ko="적은 내용이 사실이라는 확인에 표시해 주세요.",
            en="Please confirm that what you wrote is true.",
        )
    _require_seen(case, seen)
    office = programmes.office(case.programme)
    if office.calls and office.open_call(on) != case.call:
        raise Refused(
            "call_closed",
            ko="이 신청의 접수 기간이 끝났습니다.",
            en="The call for this application has closed.",
        )
    case.applied_on = on
    due = clock.due_by(case.term_on(on), on).due
    move(
        case,
        Deed.SUBMIT,
        by=by,
        on=on,
        facts={"channel": case.channel},
        tell={"application-received": {"due": due.isoformat()}},
        announce=[events.CaseSubmitted(case=str(case.key), programme=case.programme, on=on.isoformat())],
    )
    return case.number or ""


@transaction.atomic
def withdraw(*, key: UUID, by: Actor, on: date) -> None:
    """Take an application back before it is decided (민원처리법 22②). A draft simply goes."""
    case = Case.objects.held(key)
    _may_write(by, case)
    deed = Deed.DISCARD if case.at is CaseState.DRAFT else Deed.WITHDRAW
    if deed is Deed.DISCARD:
        put_aside(case, on)
    move(case, deed, by=by, on=on)


def put_aside(case: Case, on: date) -> None:
    """Let what a draft held go, its papers among it; nobody but its writer ever knew of it."""
    case.facts_said = {}
    attachments.destroy(case, on=on)


@transaction.atomic
def supply(*, key: UUID, answer: str, by: Actor, on: date) -> None:
    """Answer what was asked for; the clock runs on, later by the days it stood still."""
    case = hold(Case, key, Deed.SUPPLY, by=by)
    supplied = events.CaseSupplied(case=str(case.key), on=on.isoformat())
    move(case, Deed.SUPPLY, by=by, on=on, comment=answer, announce=[supplied])
    if answer.strip():
        remarks.say(case, answer, by=by, on=on)


@transaction.atomic
def take_in(
    *,
    person: UUID,
    programme: str,
    channel: Channel,
    facts: Mapping[str, Any],
    basis: str,
    token: UUID,
    by: Actor,
    on: date,
) -> UUID:
    """Take an application in and return its case. The same form sent again with the same content takes in nothing new.

    Refused as `start` and `preparing.establish` refuse; nothing of the application is kept then.
    """
    key = start(
        person=person,
        programme=programme,
        token=token,
        by=by,
        on=on,
        channel=channel,
        facts=facts,
        basis=basis,
    )
    if Case.objects.get(key=key).at is CaseState.DRAFT:
        submit(key=key, declared=True, by=by, on=on)
        if facts:
            preparing.establish(key=key, facts=facts, basis=basis, by=by, on=on)
    return key
