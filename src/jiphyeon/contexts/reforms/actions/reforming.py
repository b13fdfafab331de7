"""Changing terms: written by one officer, decided by another as a whole, laid over every programme it touches."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.contexts.programmes.api import Change, Part
from jiphyeon.contexts.programmes.roles import RULES_APPROVER, RULES_EDITOR
from jiphyeon.contexts.reforms.models import Reform
from jiphyeon.contexts.reforms.queries import alterations, hands, on_record
from jiphyeon.contexts.reforms.rules import reforming
from jiphyeon.contexts.reforms.rules.reforming import ReformState
from jiphyeon.foundation.accounts import duties
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.accounts.second_person import require_second_person
from jiphyeon.foundation.jobs.turns import take_turn
from jiphyeon.foundation.ledger.digests import digest_of
from jiphyeon.foundation.ledger.kinds import name_kind
from jiphyeon.foundation.ledger.record import append
from jiphyeon.kernel import Refused

APPROVED = name_kind("benefits.reform_approved", "기준 개정 승인", "Change of terms approved")
REFUSED = name_kind("benefits.reform_refused", "기준 개정 불승인", "Change of terms not approved")


@transaction.atomic
def draft(change: Change, *, by: Actor, on: date) -> UUID:
    """Keep a named change; one whose name another has is told apart by a number. Refused where it changes nothing, or fits no value or condition of a programme it names."""
    _require_editor(by)
    take_turn("reforms:names")
    taken = set(Reform.objects.not_dropped().values_list("name", flat=True))
    made = Reform.objects.create(
        name=reforming.distinct_name(change.name, taken),
        first=change.first,
        shared=dict(change.shared),
        parts=_parts(change),
        drafted_by=duties.named(by),
        drafted_name=by.name,
        drafted_on=on,
    )
    return made.key


@transaction.atomic
def drop(*, key: UUID, by: Actor) -> None:
    """Put a draft aside: it stays readable, and is in no list of what can be tried or proposed."""
    _require_editor(by)
    reform = Reform.objects.locked(key)
    _require_state(reform, ReformState.DRAFT)
    if reform.drafted_by != by.user:
        raise Refused(
            "not_your_draft",
            ko="쓴 사람만 버릴 수 있습니다. {name} 님에게 말씀해 주세요.",
            en="Only who wrote it can put it aside. Please ask {name}.",
            name=reform.drafted_name,
        )
    reform.state = ReformState.DROPPED
    reform.save()


@transaction.atomic
def propose(*, key: UUID, authority: str, reason: str, by: Actor, on: date) -> None:
    """Lay a change before the approvers, with the law it stands on and why."""
    _require_editor(by)
    reform = Reform.objects.locked(key)
    _require_state(reform, ReformState.DRAFT)
    reform.parts = _parts(reform.change)
    reforming.require_future(reform.first, on)
    reform.state = ReformState.PROPOSED
    reform.authority, reform.reason = authority, reason
    reform.proposed_by, reform.proposed_name, reform.proposed_on = by.user, by.name, on
    reform.proposers = sorted({*reform.proposers, str(by.user)})
    reform.save()


@transaction.atomic
def take_back(*, key: UUID, by: Actor) -> None:
    """Take a proposal back while nobody has decided on it."""
    reform = Reform.objects.locked(key)
    _require_state(reform, ReformState.PROPOSED)
    if reform.proposed_by != by.user:
        raise Refused(
            "not_your_proposal",
            ko="올린 사람만 거둘 수 있습니다.",
            en="Only who proposed it can take it back.",
        )
    reform.state = ReformState.DRAFT
    reform.save()


@transaction.atomic
def approve(*, key: UUID, seen: str, authority_read: bool, by: Actor, on: date) -> None:
    """Let a change take effect from its day on. Refused for whoever had a hand in it, and where its day has come meanwhile.

    `seen` is the digest of what the approver read: what changed since is not approved unread.
    """
    _require_approver(by)
    programmes.wait_to_amend()
    reform = Reform.objects.locked(key)
    _require_state(reform, ReformState.PROPOSED)
    require_second_person(by, hands.in_reform(reform))
    reforming.require_future(reform.first, on)
    reform.parts = _parts(reform.change)
    if seen != digest_read(reform):
        raise Refused(
            "reform_changed",
            ko="읽으신 뒤에 기준이 바뀌었습니다. 다시 읽고 승인해 주세요.",
            en="The terms changed after you read them. Read them again before you approve.",
        )
    reform.authority_read = authority_read
    _decide(reform, ReformState.APPROVED, "", by, on)
    reform.leaf = append(
        kind=APPROVED, subject=str(reform.key), facts=on_record.reform_facts(reform), on=on
    ).leaf_hash
    reform.place = programmes.amend(
        reform.change,
        key=reform.key,
        authority=reform.authority,
        authority_read=authority_read,
        leaf=reform.leaf,
        recorded_on=on,
    )
    reform.save()


@transaction.atomic
def refuse(*, key: UUID, reason: str, by: Actor, on: date) -> None:
    """Turn a change down, saying why. Refused for whoever had a hand in it."""
    _require_approver(by)
    reform = Reform.objects.locked(key)
    _require_state(reform, ReformState.PROPOSED)
    require_second_person(by, hands.in_reform(reform))
    _decide(reform, ReformState.REFUSED, reason, by, on)
    reform.leaf = append(
        kind=REFUSED, subject=str(reform.key), facts=on_record.reform_facts(reform), on=on
    ).leaf_hash
    reform.save()


def digest_read(reform: Reform) -> str:
    """Return what an approver confirms to have read: the change, what it comes to in every programme, all before it."""
    change, pack = reform.change, programmes.pack()
    lines = {
        key: [
            words.ko
            for sentences_of in (alterations.difference, alterations.overruled)
            for words in sentences_of(pack.programme(key), change)
        ]
        for key in programmes.touched(pack, change)
    }
    return digest_of(
        {
            "change": change.as_json()
            | {"parts": {k: part.as_json() for k, part in change.parts.items() if part}},
            "programmes": lines,
            "authority": reform.authority,
            "before": programmes.amendments(),
        }
    )


def _parts(change: Change) -> dict[str, object]:
    """Return a part for every programme the change touches today. Refused where it does not fit, or alters nothing."""
    pack = programmes.pack()
    checked = programmes.check_change(pack, change)
    alterations.require_any(pack, change)
    return {key: change.parts.get(key, Part()).as_json() for key in checked}


def _decide(reform: Reform, state: ReformState, reason: str, by: Actor, on: date) -> None:
    reform.state = state
    reform.decided_by, reform.decided_name, reform.decided_on = by.user, by.name, on
    reform.decision_reason = reason


def _require_editor(by: Actor) -> None:
    duties.require_role(by, RULES_EDITOR, "기준 개정안 작성", "write changes of terms")


def _require_approver(by: Actor) -> None:
    duties.require_role(by, RULES_APPROVER, "기준 개정 승인", "decide on changes of terms")


def _require_state(reform: Reform, wanted: ReformState) -> None:
    if reform.state is not wanted:
        now = reform.state.words
        raise Refused(
            "reform_state",
            ko="이 개정안은 지금 ‘{now_ko}’ 상태라 할 수 없습니다.",
            en='This cannot be done: the change is "{now_en}" now.',
            now_ko=now.ko,
            now_en=now.en,
        )
