"""The citizen's side: begin, save, send, withdraw, bring a paper, supply what was asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from jiphyeon.contexts.benefits import events, permissions
from jiphyeon.contexts.benefits.actions import chronicle, telling
from jiphyeon.contexts.benefits.enums import Channel, Deed, State
from jiphyeon.contexts.benefits.models import Case, Paper, Remark, Supplement
from jiphyeon.contexts.benefits.queries import known, rulebook
from jiphyeon.contexts.benefits.rules.policy import Programme
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.clock.deadlines import Unit, petition_deadline
from jiphyeon.foundation.jobs.events import publish
from jiphyeon.kernel import Period, Refused


def start(
    *,
    person: UUID,
    programme: str,
    token: UUID,
    by: Actor,
    on: date,
    facts: Mapping[str, Any] | None = None,
    channel: Channel = Channel.ONLINE,
) -> UUID:
    """Begin an application, or return the one already begun: two tabs and a double click lead to one case.

    `facts` are answers carried over from the finder by choice. Refused outside a call, for a fact that cannot be, and
    for somebody else than the applicant or an officer who takes applications at the counter.
    """
    _may_enter(by, person, channel)
    office = rulebook.office(programme)
    call = _open_call(office, on)
    clean = checked(facts or {}, on)
    have = Case.objects.filter(token=token).first() or known.open_case(person, programme, call)
    if have is not None:
        permissions.require_own(by, have) if channel is Channel.ONLINE else permissions.require_preparer(by)
        return have.key
    try:
        with transaction.atomic():
            made = Case.objects.create(
                person=person,
                programme=programme,
                call=call,
                token=token,
                channel=channel,
                entered_by=None if channel is Channel.ONLINE else by.user,
                facts_said=clean,
                started_on=on,
            )
    except IntegrityError:  # the other tab was quicker
        first = Case.objects.filter(token=token).first() or known.open_case(person, programme, call)
        if first is None or first.person != person:
            raise
        return first.key
    return made.key


def _may_enter(by: Actor, person: UUID, channel: Channel) -> None:
    if channel is Channel.ONLINE:
        if by.user != person:
            raise Case.DoesNotExist
        return
    permissions.require_preparer(by)


def _open_call(office: Programme, on: date) -> str:
    if not office.calls:
        return ""
    call = office.call_on(on)
    if call is not None:
        return call.id
    following = office.next_call(on)
    when_ko = (
        f"다음 접수는 {following.period.first}부터입니다." if following else "다음 접수 일정은 아직 없습니다."
    )
    when_en = f"The next opens on {following.period.first}." if following else "No next call is set yet."
    raise Refused(
        "no_open_call",
        ko="지금은 신청을 받는 기간이 아닙니다. " + when_ko,
        en="Applications are not being taken now. " + when_en,
    )


def checked(facts: Mapping[str, Any], on: date) -> dict[str, Any]:
    """Return told facts as they are stored. Refused, naming the fact, for one that cannot be: a birth date to come,
    a household of none, an amount that is no whole won.
    """
    rulebook.pack().facts.know(facts, on)
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()}


@transaction.atomic
def save_step(*, key: UUID, facts: Mapping[str, Any], step: int, by: Actor, on: date) -> None:
    """Keep what was written so far. The draft can be left and taken up again at the step reached."""
    case = Case.objects.held(key)
    _may_write(by, case)
    if case.at is not State.DRAFT:
        raise Refused(
            "already_sent",
            ko="이미 제출한 신청입니다. 내용을 바꾸려면 담당자에게 말씀해 주세요.",
            en="This application was already sent. To change it, write to the officer.",
        )
    case.facts_said = {**case.facts_said, **checked(facts, on)}
    case.step = max(case.step, step)
    case.save(update_fields=["facts_said", "step"])


def _may_write(by: Actor, case: Case) -> None:
    if case.channel == Channel.ONLINE:
        permissions.require_own(by, case)
    elif by.user != case.person:
        permissions.require_preparer(by)


@transaction.atomic
def submit(*, key: UUID, declared: bool, by: Actor, on: date) -> str:
    """Send the application and return its number. Sending it twice is sending it once.

    Refused without the declaration and after the call has closed.
    """
    case = Case.objects.held(key)
    _may_write(by, case)
    if case.at is not State.DRAFT and case.number:
        return case.number
    if not declared:
        raise Refused(
            "not_declared",
            ko="적은 내용이 사실이라는 확인에 표시해 주세요.",
            en="Please confirm that what you wrote is true.",
        )
    office = rulebook.office(case.programme)
    if office.calls and _open_call(office, on) != case.call:
        raise Refused(
            "call_closed",
            ko="이 신청의 접수 기간이 끝났습니다.",
            en="The call for this application has closed.",
        )
    case.number = f"{on.year}-{case.pk:06d}"
    case.applied_on = on
    case.due_on = answer_due(office, case.call, on)
    sent = telling.leaf("submitted", case, {"on": on.isoformat(), "channel": case.channel}, on=on)
    chronicle.move(case, Deed.SUBMIT, by=by, on=on, leaf=sent)
    telling.citizen(case, "application-received", dedupe="received", on=on, due=case.due_on.isoformat())
    publish(events.CaseSubmitted(case=str(case.key), programme=case.programme, on=on.isoformat()))
    return case.number


def answer_due(office: Programme, call_id: str, applied_on: date, stops: Sequence[Period] = ()) -> date:
    """Return the day by which an answer is due: working days, the first day counted (민원처리법 19②), without stops.

    Where places are given by rank the count begins when the call has closed, for nobody can be answered before.
    """
    call = office.call(call_id) if rulebook.is_ranked(office.id, call_id, applied_on) else None
    first = call.period.last + timedelta(days=1) if call is not None and call.period.last else applied_on
    days = office.terms_on(applied_on).answer_working_days
    return petition_deadline(first, count=days, unit=Unit.WORKING_DAYS, stops=stops).due


@transaction.atomic
def withdraw(*, key: UUID, by: Actor, on: date) -> None:
    """Take an application back before it is decided (민원처리법 22②). A draft simply goes."""
    case = Case.objects.held(key)
    _may_write(by, case)
    was_draft = case.at is State.DRAFT
    sent = "" if was_draft else telling.leaf("withdrawn", case, {"on": on.isoformat()}, on=on)
    _close_supplement(case, on, answer="")
    if was_draft:
        case.facts_said = {}
    chronicle.move(case, Deed.WITHDRAW, by=by, on=on, leaf=sent)
    if not was_draft:
        telling.citizen(case, "case-withdrawn", dedupe="withdrawn", on=on)


@transaction.atomic
def bring_paper(*, key: UUID, file: UUID, fact: str, title: str, by: Actor, on: date) -> None:
    """Put a kept file beside the case, for an officer to read instead of data that could not be had."""
    case = Case.objects.held(key)
    _may_write(by, case)
    if case.has_ended or case.at is State.APPROVED:
        raise Refused("case_over", ko="이미 끝난 건입니다.", en="This case is already closed.")
    Paper.objects.get_or_create(
        case=case, file=file, defaults={"fact": fact, "title": title, "brought_on": on}
    )


@transaction.atomic
def supply(*, key: UUID, answer: str, by: Actor, on: date) -> None:
    """Answer what was asked for; the clock runs on, later by the days it stood still."""
    case = Case.objects.held(key)
    _may_write(by, case)
    _close_supplement(case, on, answer=answer)
    case.due_on = due_with_stops(case)
    chronicle.move(case, Deed.SUPPLY, by=by, on=on)
    if answer:
        Remark.objects.create(
            case=case, on=on, by=permissions.named(by), by_name=by.name, from_citizen=True, body=answer
        )
    publish(events.CaseSupplied(case=str(case.key), on=on.isoformat()))


def _close_supplement(case: Case, on: date, *, answer: str) -> None:
    waiting = Supplement.objects.filter(case=case, answered_on=None).first()
    if waiting is not None:
        waiting.answered_on, waiting.answer = on, answer
        waiting.save()


def due_with_stops(case: Case) -> date:
    """Return the deadline, later by every working day on which the citizen was waited for."""
    stops = [Period(s.asked_on, s.answered_on) for s in case.supplements.all() if s.answered_on is not None]
    return answer_due(rulebook.office(case.programme), case.call, case.applied_on or case.started_on, stops)


@transaction.atomic
def say(*, key: UUID, body: str, by: Actor, on: date, to_citizen: bool) -> None:
    """Write a line: a citizen to the office, an officer to the citizen, or an officer's note among officers."""
    case = Case.objects.held(key)
    own = by.user is not None and by.user == case.person
    if not own:
        permissions.require_preparer(by)
    if not body.strip():
        raise Refused("nothing_said", ko="내용을 적어 주세요.", en="Please write something.")
    Remark.objects.create(
        case=case,
        on=on,
        by=permissions.named(by),
        by_name=by.name,
        to_citizen=to_citizen and not own,
        from_citizen=own,
        body=body.strip(),
    )
